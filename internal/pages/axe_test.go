package pages

import (
	"fmt"
	"os"
	"testing"

	"luxi/internal/browser"
)

// axe runs Deque's checker of accessibility, with more of its options. (For its
// licence see testdata/axe.)
const axe = `axe.run(document, {resultTypes: ["violations"]%s}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`

// A mode changes colours and nothing else. So all rules, best practices and those
// of level AAA for contrast too, are run once, and in the other modes those that
// look at colours.
const (
	allRules    = `, rules: {"color-contrast-enhanced": {enabled: true}}`
	colourRules = `, runOnly: ["cat.color"]`
)

// templates has a page of each template of a theme.
var templates = []string{
	"index.html", "essays/2023/jiduan.html", "essays/2021/chehui.html", "essays/index.html", "contributors/zhang-san/index.html", "contributors/index.html",
	"calls/2023.html", "calls/2023-notice.html", "guide/how.html", "404.html",
}

// Axe finds nothing on a page of any kind in any mode, on a phone and at a desk.
func TestAxe(t *testing.T) {
	code, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, theme, own, model string) {
		for _, width := range []int{375, 1280} {
			t.Run(fmt.Sprint(width), func(t *testing.T) {
				t.Parallel()
				p := browser.Open(t, "about:blank", conditions(width))
				for _, kind := range templates {
					lead(t, p, model+kind)
					if err := p.Eval(string(code)+";true", nil); err != nil {
						t.Fatal(err)
					}
					for mode, media := range modes {
						c := conditions(width)
						c.Media = media
						under(t, p, c)
						rules := colourRules
						if mode == "light" {
							rules = allRules
						}
						report(t, kind+" "+mode, browser.Value[[]string](t, p, fmt.Sprintf(axe, rules)))
					}
				}
			})
		}
	})
}

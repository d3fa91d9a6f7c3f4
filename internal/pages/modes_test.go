package pages

import (
	"fmt"
	"testing"

	"luxi/internal/browser"
)

// choices are the controls of a page with which a reader chooses a mode.
var choices = []string{"#_light", "#_dark", "#_large", "#_larger", "#_more"}

const ground = `getComputedStyle(document.documentElement).backgroundColor + " " + getComputedStyle(document.querySelector(".text > p")).fontSize`

// What a reader chooses shows at once, without scripts too, keeps its contrast
// and its width; with scripts the next page has it.
func TestModes(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		still := conditions(375)
		still.NoScript = true
		reader := browser.Open(t, "about:blank", still)
		for _, choice := range choices {
			for _, noScript := range []bool{true, false} {
				name := fmt.Sprintf("%s, no scripts: %t", choice, noScript)
				c := conditions(375)
				if choice == "#_light" { // is what is there, but in the dark
					c.Media = modes["dark"]
				}
				p := reader // forgets what was chosen with each page
				if noScript {
					c.NoScript = true
					under(t, p, c)
					lead(t, p, own+"essays/2022/hao-xuelan.html")
				} else {
					p = browser.Open(t, own+"essays/2022/hao-xuelan.html", c)
				}
				before := browser.Value[string](t, p, ground)
				if err := p.Eval(fmt.Sprintf("document.querySelector(%q).click()", choice), nil); err != nil {
					t.Fatal(err)
				}
				if err := p.Settle(); err != nil {
					t.Fatal(err)
				}
				after := browser.Value[string](t, p, ground)
				if after == before {
					t.Errorf("%s changes nothing: %s", name, before)
				}
				report(t, name, measure[[]string](t, p, "measureContrast(7)"))
				report(t, name, measure[[]string](t, p, "measureWidth()"))
				if noScript {
					continue
				}
				lead(t, p, own+"essays/2022/wang-lizhi.html")
				if next := browser.Value[string](t, p, ground); next != after {
					t.Errorf("%s: the next page has %s, want %s", name, next, after)
				}
			}
		}
	})
}

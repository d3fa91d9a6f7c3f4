package serve

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"luxi/internal/browser"
)

// axe runs Deque's checker of accessibility with all its rules, best practices and
// those of level AAA for contrast too. (For its licence see the folder that it is
// read from.)
const axe = `axe.run(document, {resultTypes: ["violations"], rules: {"color-contrast-enhanced": {enabled: true}}}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`

// clear fails if axe finds something on a page as it is shown now.
func (v view) clear(what, code string) {
	v.t.Helper()
	if err := v.Eval(code+";true", nil); err != nil {
		v.t.Fatal(err)
	}
	for _, found := range browser.Value[[]string](v.t, v.Page, axe) {
		v.t.Errorf("%s: %s", what, found)
	}
}

// Axe finds nothing on what the server shows beside and over the pages: in dark
// colours on a phone, and in light ones at a desk.
func TestAxe(t *testing.T) {
	t.Parallel()
	code, err := os.ReadFile("../pages/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	for width, colours := range map[int]string{375: "dark", 1280: "light"} { // neither depends on the other
		c := browser.Conditions{Width: width, Media: map[string]string{"prefers-color-scheme": colours}}
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			axeOnAll(t, string(code), c)
		})
	}
}

func axeOnAll(t *testing.T, code string, c browser.Conditions) {
	files := model()
	files["content/essays/2022/one.md"] = essay("第一篇", "draft = true\ncall = \"2022\"\n", "这个这个问题,要重视。")
	s := show(t, files)
	open := func(path string) view {
		v := view{browser.Open(t, s.origin()+path, c), t}
		v.shows("document.documentElement.dataset.luxiKey || document.querySelector('iframe')?.contentDocument?.querySelector('h1')")
		return v
	}
	v := open("/" + onePage)
	v.shows(told)
	do := func(script string) {
		t.Helper()
		if err := v.Eval(script+"; 0", nil); err != nil {
			t.Fatal(err)
		}
	}
	v.clear("the bar as it comes", code)
	do("(t => t.hidden || t.click())(" + el(".tab") + ")")
	for _, panel := range []string{"提示", "版面"} {
		do(button(panel) + ".click()")
		v.clear("the bar with "+panel, code)
	}
	do(button("收起") + ".click()")

	desk := open(prefix)
	desk.clear("the list of all pages", code)
	open(prefix+"?q=one").clear("what was searched for", code)
	open(prefix+"specimen/forum/").clear("the list of specimens", code)
	for _, name := range views {
		open(prefix+name+"?address="+onePage+"&theme=").clear("the view "+name, code)
	}

	s.write("content/essays/2022/two.md", strings.Replace(essay("第二篇", "", "坏了。"), "date =", "dat =", 1))
	v.shows(overlay("others") + " !== ''")
	v.clear("a mistake elsewhere", code)
	desk.shows("document.querySelector('#errors')")
	desk.clear("the list with mistakes", code)
	s.write(oneFile, strings.Replace(files[oneFile], "date =", "dat =", 1))
	v.shows(overlay("errors") + " !== ''")
	v.clear("mistakes of the page", code)
	s.remove(oneFile)
	v.shows(overlay("gone") + " !== ''")
	v.clear("a page that is gone", code)

	s.write("site.toml", "title = \n")
	s.becomes("nothing.html", 404, "")
	blank := open("/nothing.html")
	blank.shows(overlay("errors") + " !== ''")
	blank.clear("mistakes over a page that is not there", code)
}

package pages

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/browser"
)

// Each measure sees the fault that it is for: a style sheet makes it, and the
// measure says so.
func TestMeasuresSeeFaults(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, model+paiban, conditions(375))
		// A fourth of the paragraphs has all that is ruled.
		if err := p.Eval(`document.querySelectorAll(".text > p").forEach((p, i) => i % 4 && p.remove())`, nil); err != nil {
			t.Fatal(err)
		}
		type fault struct{ css, call, said string }
		const typesetting = "measureText({measure: [16, 40], size: 17})"
		for _, f := range []fault{
			{".text p { text-indent: 1.5em !important }", typesetting, "indented by 1.5"},
			{".text p { line-break: anywhere !important }", typesetting, "begins with a mark that may not"},
			{".text p { line-break: anywhere !important }", typesetting, "ends with a mark that may not"},
			{".text p { line-break: anywhere !important }", typesetting, "— is parted"},
			{".text .nowrap { white-space: normal !important }", typesetting, "begins with a single dash"},
			{".text .nowrap { white-space: normal !important } .text p { text-wrap: wrap !important }", typesetting, "the last line has 1 Han"},
			{".text p { word-break: break-all !important }", typesetting, "a word or number is broken"},
			{".text p { text-align: start !important }", typesetting, "is set start"},
			{".text p { text-align: justify !important; text-justify: none !important }", typesetting, "not flush"},
			{".text p { margin-block: 3px !important; padding-block: 0 !important }", typesetting, "a step of"},
			{".text strong { line-height: 3 !important }", typesetting, "a step of"},
			{".text p { line-height: 1.6 !important }", typesetting, "the line height is 1.6"},
			{".text p { font-size: 16px !important }", typesetting, "16 px"},
			{".text p { width: 15em !important }", typesetting, "the measure is 15"},
			{".text p { font-family: 'DejaVu Serif', 'Noto Serif CJK SC', 'Songti SC', serif !important }", typesetting, "em wide"},
			{".text { width: 400px !important }", "measureWidth()", "the page is"},
			{".text p { color: #767676 !important }", "measureContrast(7)", "4."},
			{".text p { background: linear-gradient(red, blue) !important }", "measureContrast(7)", "on a picture"},
		} {
			const style = `(() => { const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s] })()`
			if err := p.Eval(fmt.Sprintf(style, f.css), nil); err != nil {
				t.Fatal(err)
			}
			if err := p.Settle(); err != nil {
				t.Fatal(err)
			}
			found := measure[[]string](t, p, "%s", f.call)
			if !strings.Contains(strings.Join(found, "\n"), f.said) {
				t.Errorf("with %s the measure does not say %q, but %.600q", f.css, f.said, found)
			}
		}
	})
}

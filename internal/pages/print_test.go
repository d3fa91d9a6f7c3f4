package pages

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"luxi/internal/browser"
)

// paper is a printed page as poppler reads it: runs of text without a space.
// (Its lines go across columns at times.)
type paper struct {
	Width  float64 `xml:"width,attr"` // in points
	Height float64 `xml:"height,attr"`
	Runs   []run   `xml:"flow>block>line>word"`
}

// A run has its edges in points from the sheet's upper left. They are as far
// apart as the face is tall, so that those of two lines overlap.
type run struct {
	Left   float64 `xml:"xMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Top    float64 `xml:"yMin,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

func (r run) middle() float64 { return (r.Top + r.Bottom) / 2 }

// read prints a page and reads the paper.
func read(t *testing.T, p *browser.Page) []paper {
	t.Helper()
	pdf, err := p.PDF()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-bbox-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []paper `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return doc.Pages
}

// text returns what stands on paper without its spaces, of which a PDF has
// none or more than were set.
func text(sheets []paper) string {
	var b strings.Builder
	for _, sheet := range sheets {
		for _, r := range sheet.Runs {
			b.WriteString(r.Text)
		}
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, b.String())
}

func needPoppler(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		const missing = "no pdftotext: install Debian's poppler-utils"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
}

// On paper an essay is black on white in 10.5 points, without what leads
// elsewhere and with its address.
func TestPrint(t *testing.T) {
	needPoppler(t)
	each(t, func(t *testing.T, theme, own, model string) {
		c := conditions(1280)
		c.Print = true
		p := browser.Open(t, model+"essays/2023/jiduan.html", c)
		const style = `(() => { const s = getComputedStyle(document.querySelector(".text > p")), b = getComputedStyle(document.documentElement);
			return [parseFloat(s.fontSize) * 0.75, s.color, b.backgroundColor, s.orphans, s.widows].join(" ") })()`
		if got := browser.Value[string](t, p, style); got != "10.5 rgb(0, 0, 0) rgb(255, 255, 255) 2 2" {
			t.Errorf("the text on paper is %s", got)
		}
		report(t, "on paper", measure[[]string](t, p, "measureContrast(7)"))

		// Nothing scrolls on paper, so a table of nine columns is there as a whole.
		c.Width = 643 // 170 mm
		under(t, p, c)
		const cut = `[...document.querySelectorAll(".scroll")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)`
		report(t, "cut off on paper", browser.Value[[]string](t, p, cut))

		// The address stands at the foot once more, as a code.
		if size := browser.Value[float64](t, p, `document.querySelector(".imprint svg path").getBoundingClientRect().width`); size < 60 {
			t.Errorf("the code of the address is %.0f px wide", size)
		}
		all := text(read(t, p))
		for _, absent := range []string{"跳到正文", "首页", "全部文章", "上一篇", "下一篇", "JSONFeed"} {
			if strings.Contains(all, absent) {
				t.Errorf("on paper stands %s:\n%s", absent, all)
			}
		}
		for _, present := range []string{"https://example.cn/zhuanlan/essays/2023/jiduan.html", "编者按", "欧阳一", "全面建设先进制造业新高地。"} {
			if !strings.Contains(all, present) {
				t.Errorf("on paper %s is missing:\n%s", present, all)
			}
		}
	})
}

// Sizes of sheets, in points.
const (
	a4 = "595×842"
	a3 = "842×1191"
)

// A sheet has the size that the theme says: an essay A4, the front page the
// theme's own, which is one sheet.
func TestSheets(t *testing.T) {
	needPoppler(t)
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(1280))
		for address, want := range map[string]string{"index.html": looks[theme].front, "essays/2022/hao-xuelan.html": a4} {
			lead(t, p, own+address)
			sheets := read(t, p)
			for i, sheet := range sheets {
				if got := fmt.Sprintf("%.0f×%.0f", sheet.Width, sheet.Height); got != want {
					t.Errorf("sheet %d of %s is %s, want %s", i+1, address, got, want)
				}
			}
			if address == "index.html" && len(sheets) != 1 {
				t.Errorf("the front page is %d sheets", len(sheets))
			}
		}
	})
}

// Where an essay is from and its address stand at its end. In a theme of columns
// they stand in the last one, and so on no sheet of their own, wherever the text
// ends.
func TestPrintEnd(t *testing.T) {
	needPoppler(t)
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, model+"essays/2023/jiduan.html", conditions(1280))
		if n := len(read(t, p)); n != 2 {
			t.Errorf("the longest essay is %d sheets", n)
		}
		ends := []string{"来源某报", "本文网址", "©某报，未经许可不得转载"}
		if looks[theme].columns {
			ends = append(ends, sentence)
		}
		lead(t, p, model+headed)
		for n := range 12 {
			if err := p.Eval(fmt.Sprintf(`document.querySelector(".text").style.paddingTop = "%dmm"`, 21*n), nil); err != nil {
				t.Fatal(err)
			}
			sheets := read(t, p)
			last := text(sheets[len(sheets)-1:])
			for _, want := range ends {
				if !strings.Contains(last, want) {
					t.Errorf("with %d mm more the last of %d sheets has no %s:\n%s", 21*n, len(sheets), want, last)
				}
			}
		}
	})
}

// lonely returns the headings below which fewer than two lines stand in their
// column, and how many headings there are. (orphans is 2.)
func lonely(sheets []paper) (out []string, headings int) {
	for i, sheet := range sheets {
		for _, heading := range sheet.Runs {
			if !strings.HasPrefix(heading.Text, headingMark) {
				continue
			}
			headings++
			below := map[int]bool{} // lines, by where they stand
			for _, r := range sheet.Runs {
				if r.middle() > heading.middle()+2 && r.Left < heading.Right && heading.Left < r.Right && !strings.HasPrefix(r.Text, headingMark) {
					below[int(r.middle()/4)] = true
				}
			}
			if len(below) < 2 {
				out = append(out, fmt.Sprintf("%s is at the foot of sheet %d with %d lines below", heading.Text, i+1, len(below)))
			}
		}
	}
	return out, headings
}

// No heading stands at the foot of a column or a sheet, wherever it comes to
// stand.
func TestPrintHeadings(t *testing.T) {
	needPoppler(t)
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, model+headed, conditions(1280))
		allowed := 0
		for n := range 5 {
			// The text begins lower and lower on the first sheet.
			if err := p.Eval(fmt.Sprintf(`document.querySelector(".text").style.paddingTop = "%dmm"`, 7*n), nil); err != nil {
				t.Fatal(err)
			}
			found, headings := lonely(read(t, p))
			if headings < headingCount {
				t.Errorf("%d headings are on paper, want %d", headings, headingCount)
			}
			report(t, fmt.Sprintf("with %d mm more", 7*n), found)

			if allowed > 0 {
				continue
			}
			// Left alone, headings do come to stand there: else this would test nothing.
			const allow = `(() => { const s = new CSSStyleSheet(); s.replaceSync("%s"); document.adoptedStyleSheets = [s] })()`
			if err := p.Eval(fmt.Sprintf(allow, "* { break-after: auto !important; break-inside: auto !important; orphans: 1 !important; widows: 1 !important }"), nil); err != nil {
				t.Fatal(err)
			}
			found, _ = lonely(read(t, p))
			allowed += len(found)
			if err := p.Eval(fmt.Sprintf(allow, ""), nil); err != nil {
				t.Fatal(err)
			}
		}
		if allowed == 0 {
			t.Error("no heading would ever stand at a foot")
		}
	})
}

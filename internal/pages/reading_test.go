package pages

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"luxi/internal/browser"
)

// modes are what a reader's system asks for.
var modes = map[string]map[string]string{
	"light":         nil,
	"dark":          {"prefers-color-scheme": "dark"},
	"contrast":      {"prefers-contrast": "more"},
	"dark contrast": {"prefers-color-scheme": "dark", "prefers-contrast": "more"},
	"forced":        {"forced-colors": "active"},
}

// No page is wider than the window, which is made wider and wider: to load the
// page for each width would show the same and take most of the time.
func TestWidth(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(widths[0]))
		for _, kind := range kinds {
			lead(t, p, model+kind)
			for _, width := range widths {
				under(t, p, conditions(width))
				report(t, fmt.Sprint(kind, " at ", width), measure[[]string](t, p, "measureWidth()"))
			}
		}
	})
}

// Text stands off its ground 7 : 1 at least, in every mode.
func TestContrast(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(1280))
		for _, kind := range kinds {
			lead(t, p, model+kind)
			for mode, media := range modes {
				c := conditions(1280)
				c.Media = media
				under(t, p, c)
				report(t, kind+" "+mode, measure[[]string](t, p, "measureContrast(7)"))
			}
		}
	})
}

// The Tab key leads through a page: first to the link that skips to the text,
// then to all that can be used, in the order of the document, and each shows
// that it has the focus.
func TestKeyboard(t *testing.T) {
	type focus struct {
		Name                         string
		Index                        int
		Ring, Visible, Skip, Scrolls bool
	}
	each(t, func(t *testing.T, theme, own, model string) {
		for _, width := range []int{375, 1280} {
			for _, kind := range []string{"index.html", "essays/2023/jiduan.html", "essays/index.html", "contributors/index.html", "calls/2023.html"} {
				t.Run(fmt.Sprint(path.Base(kind), width), func(t *testing.T) {
					t.Parallel()
					c := conditions(width)
					c.Phone = false                                                 // who has keys on a narrow window has zoomed in
					c.Media = map[string]string{"prefers-reduced-motion": "reduce"} // what has the focus is in sight at once
					p := browser.Open(t, model+kind, c)
					count := measure[int](t, p, "reachable().length")
					next := 0
					for range count + 8 {
						if err := p.Press(kb.Tab); err != nil {
							t.Fatal(err)
						}
						at := measure[*focus](t, p, "focused()")
						switch {
						case at == nil && next == count:
							return
						case at == nil:
							t.Fatalf("after %d of %d the focus is lost", next, count)
						case at.Index < 0 && at.Scrolls:
							continue
						case next == 0 && !at.Skip:
							t.Errorf("the first stop is %s", at.Name)
						case at.Index != next:
							t.Fatalf("stop %d of %d is %s, which stands at %d", next, count, at.Name, at.Index)
						}
						if !at.Ring {
							t.Errorf("%s shows no focus", at.Name)
						}
						if !at.Visible {
							t.Errorf("%s has the focus and is out of sight", at.Name)
						}
						next++
					}
					t.Errorf("%d of %d stops, and it goes on", next, count)
				})
			}
		}
	})
}

// What is copied from an essay is what stands in the manuscript.
func TestCopy(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(375))
		manuscripts, err := filepath.Glob(root + "/content/essays/*/*.md")
		if err != nil || len(manuscripts) == 0 {
			t.Fatalf("no manuscripts: %v", err)
		}
		for _, file := range manuscripts {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(string(text)[3:], "+++\n")
			var want []string
			for paragraph := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
				if paragraph = strings.TrimSpace(paragraph); !strings.HasPrefix(paragraph, "#") {
					want = append(want, strings.ReplaceAll(paragraph, "**", ""))
				}
			}
			rel, _ := filepath.Rel(root+"/content", file)
			lead(t, p, own+strings.TrimSuffix(filepath.ToSlash(rel), ".md")+".html")
			got := measure[[]string](t, p, "copied()")
			if !slices.Equal(got, want) {
				t.Errorf("from %s is copied\n%q\nwant\n%q", rel, got, want)
			}
		}
		lead(t, p, model+paiban)
		got := measure[[]string](t, p, "copied()")
		for i, paragraph := range paragraphs() {
			if want := markup.ReplaceAllString(paragraph, "$1$2$3"); got[i] != want {
				t.Fatalf("copied is\n%s\nwant\n%s", got[i], want)
			}
		}
	})
}

// markup is what the sentences above have of it. The reading above
// characters is no part of the text that is copied.
var markup = regexp.MustCompile(`\*\*(.*?)\*\*|\[([^\]]*)\]\{\.dots\}|\{(.*?)\|.*?\}`)

// No page has characters that a reader cannot see.
func TestNothingUnseen(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		for address, file := range site(t, "model", theme) {
			if path.Ext(address) != ".html" {
				continue
			}
			for _, c := range "\u2060\u200b\u200c\u00ad\ufeff\u3000\ufffd" {
				if strings.ContainsRune(string(file.Data), c) {
					t.Errorf("%s holds %U", address, c)
				}
			}
		}
	})
}

// A page asks nobody else for anything, breaks no rule of the policy, lacks
// nothing, and says the same where scripts do not run.
func TestAlone(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		with := browser.Open(t, "about:blank", conditions(1280))
		c := conditions(1280)
		c.NoScript = true
		without := browser.Open(t, "about:blank", c)
		for _, kind := range kinds {
			address := model + kind
			lead(t, with, address)
			for _, asked := range with.Requests() {
				if !strings.HasPrefix(asked, model) && !strings.HasPrefix(asked, "data:") && !strings.HasSuffix(asked, "/favicon.ico") { // browsers ask for that
					t.Errorf("%s asks for %s", kind, asked)
				}
			}
			report(t, kind, with.Complaints())
			lead(t, without, address)
			if n := without.Scripts(); len(n) > 0 {
				t.Errorf("%s: scripts run: %v", kind, n)
			}
			// A script keeps the countdown right; without it stands what was right when the page was made.
			const text = `document.querySelectorAll(".countdown").forEach(e => e.textContent = ""), document.body.innerText`
			if a, b := browser.Value[string](t, with, text), browser.Value[string](t, without, text); a != b {
				t.Errorf("%s says\n%s\nand without scripts\n%s", kind, a, b)
			}
		}
	})
}

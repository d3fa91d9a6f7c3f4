package pages

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"luxi/internal/browser"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/internal/view"
	"luxi/themes"
)

// No specimen is wider than a small phone: with a region of thirty characters and
// words that cannot be broken, with large letters either.
func TestSpecimenWidth(t *testing.T) {
	t.Parallel()
	for name := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := browser.Serve(t, stay(t, specimenSite(t, name)), browser.Policy).URL + "/"
			p := browser.Open(t, "about:blank", conditions(widths[0]))
			for _, s := range view.Specimens() {
				lead(t, p, base+s.Address())
				for _, size := range []string{"", "larger"} {
					browser.Value[string](t, p, fmt.Sprintf("document.documentElement.dataset.size = %q", size))
					if err := p.Settle(); err != nil {
						t.Fatal(err)
					}
					report(t, s.Address()+" "+size, measure[[]string](t, p, "measureWidth()"))
				}
			}
		})
	}
}

// specimenSite returns the specimens of a theme as they are written to a folder.
func specimenSite(t *testing.T, name string) Site {
	t.Helper()
	look, list, err := theme.Load(os.DirFS(root), themes.Builtin, name, "zh-CN", diag.Range{})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	files, list, err := look.SpecimenFiles(name, i18n.Chinese)
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	site := Site{}
	for _, f := range files {
		site[f.Address] = &fstest.MapFile{Data: f.Content}
	}
	return site
}

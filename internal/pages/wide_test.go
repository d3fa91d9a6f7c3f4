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
	"luxi/themes"
)

// An essay with more than a design can hold, such as a region of thirty
// characters and words that cannot be broken, is not wider than the window,
// with large letters either.
func TestSpecimenWidth(t *testing.T) {
	for name := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := specimenSite(t, name)
			browser.Shared(t)
			p := browser.Open(t, browser.Serve(t, files, browser.Policy).URL+"/essay/full.html", conditions(320))
			for _, size := range []string{"", "larger"} {
				browser.Value[string](t, p, fmt.Sprintf("document.documentElement.dataset.size = %q", size))
				for _, width := range []int{320, 420} {
					under(t, p, conditions(width))
					report(t, fmt.Sprint("essay/full ", size, " at ", width), measure[[]string](t, p, "measureWidth()"))
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

package theme

import (
	"os"
	"path/filepath"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/themes"
)

// TestShippedThemes renders every page in every theme of the project, in every
// language that the theme speaks: with something in each field of its view, and
// with nothing but the codes that templates choose by. Colours keep the
// contrast that the theme promises.
func TestShippedThemes(t *testing.T) {
	root := filepath.Join("..", "..")
	entries, err := os.ReadDir(filepath.Join(root, Dir))
	if err != nil {
		t.Fatal(err)
	}
	shipped := 0
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		shipped++
		for _, language := range []string{"zh-CN", "en"} {
			look, list, err := Load(os.DirFS(root), themes.Builtin, e.Name(), language, diag.Range{})
			if err != nil || len(list) > 0 {
				t.Fatalf("%s: %v\n%s", e.Name(), err, golden.Print(list))
			}
			for name, v := range views() {
				fillCodes(v)
				if html, list := look.Render(name, v.Interface()); len(list) > 0 || len(html) == 0 {
					t.Errorf("%s, %s, an empty view: %d bytes\n%s", e.Name(), name, len(html), golden.Print(list))
				}
				fill(v, "", "2022-08-01T00:00:00+08:00", "a.html")
				if html, list := look.Render(name, v.Interface()); len(list) > 0 || len(html) == 0 {
					t.Errorf("%s, %s: %d bytes\n%s", e.Name(), name, len(html), golden.Print(list))
				}
			}
			checkContrasts(t, e.Name(), look)
		}
	}
	if shipped < 2 {
		t.Errorf("%d themes", shipped)
	}
}

func checkContrasts(t *testing.T, name string, look *Theme) {
	t.Helper()
	if len(look.Palettes()) < 4 || len(look.Contrasts()) == 0 {
		t.Errorf("%s: %d palettes, %d contrasts", name, len(look.Palettes()), len(look.Contrasts()))
	}
	for _, p := range look.Palettes() {
		for _, c := range look.Contrasts() {
			if got := Ratio(p.Colours[c.Text], p.Colours[c.On]); got < c.Least {
				t.Errorf("%s: in the palette %s %s on %s is %.2f, less than %.1f", name, p.Name, c.Text, c.On, got, c.Least)
			}
		}
	}
}

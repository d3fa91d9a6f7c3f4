package theme

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/i18n"
	"luxi/internal/view"
	"luxi/themes"
)

func check(t *testing.T, site fs.FS, name string) (int, diag.List) {
	t.Helper()
	pages, list, err := Check(site, themes.Builtin, name, "zh-CN", diag.WholeFile("site.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return pages, list
}

// The themes of the project pass, and a site that has none has those of the
// program.
func TestShippedThemesPassTheirCheck(t *testing.T) {
	for _, site := range []fs.FS{os.DirFS(filepath.Join("..", "..")), fstest.MapFS{}} {
		for _, name := range Names(site, themes.Builtin) {
			pages, list := check(t, site, name)
			if len(list) > 0 || pages != len(view.Specimens()) {
				t.Errorf("%s: %d pages were tried:\n%s", name, pages, golden.Print(list))
			}
		}
	}
}

// TestCheck checks the theme own of each case, which extends the theme of the
// program.
func TestCheck(t *testing.T) {
	golden.Run(t, "testdata/check/*.txt", func(t *testing.T, c golden.Case) string {
		site := fstest.MapFS{}
		for _, f := range c.Files {
			site[path.Join(Dir, f.Name)] = &fstest.MapFile{Data: f.Data}
		}
		_, list := check(t, site, "own")
		return golden.Print(list)
	})
}

// Every page of the folder can be reached from its index, and what pages load
// is in it.
func TestSpecimenFiles(t *testing.T) {
	look, list := load(t, fstest.MapFS{}, themes.Builtin, Default)
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	files, list, err := look.SpecimenFiles(Default, i18n.English)
	if err != nil || len(list) > 0 {
		t.Fatal(err, golden.Print(list))
	}
	at, linked := map[string]string{}, map[string]bool{}
	for _, f := range files {
		at[f.Address] = string(f.Content)
	}
	root, err := html.Parse(strings.NewReader(at[SpecimenIndex]))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" {
				linked[a.Val] = true
			}
		}
	}
	for _, s := range view.Specimens() {
		if !linked[s.Address()] || at[s.Address()] == "" || !strings.Contains(at[SpecimenIndex], s.Note.EN) {
			t.Errorf("%s is not linked, not there or without its note", s.Address())
		}
	}
	if at[view.SpecimenPicture] == "" {
		t.Error("the picture is not there")
	}
}

func TestList(t *testing.T) {
	site := files(map[string]string{
		"themes/evening/theme.toml":          "name = \"晚报\"\ndescription = \"深色\"\nextends = \"base\"\n",
		"themes/base/static/a.txt":           "a",
		"themes/broken/templates/essay.html": "{{define \"main\"}}",
		"themes/circle/theme.toml":           "extends = \"circle\"\n",
		"themes/.git/config":                 "x",
		"themes/UPPER/theme.toml":            "name = \"大写\"\n",
	})
	all, err := List(site, themes.Builtin, "zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range all {
		line := strings.Join([]string{l.Name, l.Title, l.Folder, l.Extends}, "|")
		for _, d := range l.Found {
			line += " " + d.Code
		}
		got = append(got, line)
	}
	want := []string{
		"forum|论坛||",
		"broadsheet|对开大报||forum",
		"UPPER||themes/UPPER| unknown-theme",
		"base||themes/base|forum",
		"broken||themes/broken|forum template",
		"circle||themes/circle| theme-circle",
		"evening|晚报|themes/evening|base",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

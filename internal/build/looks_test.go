package build

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luxi/internal/theme"
)

// A theme is compiled again when a file of themes/ is another, and not because
// somebody saved an essay or nobody knows what was touched.
func TestThemesStay(t *testing.T) {
	dir := t.TempDir()
	files := model(t)
	files["themes/mine/theme.toml"] = "extends = \"forum\"\n"
	files["themes/mine/static/a.txt"] = "a"
	files["site.toml"] = strings.Replace(files["site.toml"], `"plain"`, `"mine"`, 1)
	if err := os.CopyFS(dir, asFS(files)); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	opt := Options{Now: at(t, "2022-08-15T12:00:00+08:00")}
	var before *theme.Theme
	load := func(what string, stays bool, touched ...string) *Site {
		t.Helper()
		opt.Touched = touched
		s, err := b.Load(context.Background(), opt)
		if err != nil || s.look == nil {
			t.Fatal(err, s.Diagnostics)
		}
		if (s.look == before) != stays {
			t.Errorf("%s: the theme stays: %t, want %t", what, s.look == before, stays)
		}
		before = s.look
		return s
	}
	style, mine := filepath.Join(dir, "themes/mine/static/a.txt"), filepath.Join(dir, "themes/mine/templates/404.html")
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := put(name, text); err != nil {
			t.Fatal(err)
		}
	}
	load("the first", false)
	load("nothing known", true)
	load("nothing touched", true, []string{}...)
	load("an essay", true, "content/essays/2022/a.md")
	load("a theme's file as it was", true, "themes/mine/theme.toml")
	write(style, "b")
	load("a file that is published as it is", false, "themes/mine/static/a.txt")
	write(mine, `{{define "main"}}又改了{{end}}`)
	load("a new template", false, "themes/mine/templates")
	if made := all(t, load("then nothing", true)); !strings.Contains(made["404.html"], "又改了") {
		t.Errorf("the template is not seen:\n%s", made["404.html"])
	}
	if err := os.Chtimes(mine, time.Time{}, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	load("a template with another time", false)
	opt.Theme = "forum"
	load("another theme", false)
	opt.Theme = ""
	write(mine, `{{define "main"}}再改{{end}}`)
	opt.Theme = "forum"
	load("the other, when a file of themes/ changed", false, "themes/mine/templates/404.html")
	opt.Theme = ""
	if made := all(t, load("and the first again", false)); !strings.Contains(made["404.html"], "再改") {
		t.Errorf("the template is not seen:\n%s", made["404.html"])
	}
}

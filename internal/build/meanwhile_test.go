package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luxi/internal/diag"
	"luxi/internal/golden"
)

// meanwhile builds a column in which something happens between the look at what the
// last build came to and the reading of the column, and then something else before
// what this build came to is kept.
func meanwhile(t *testing.T, dir string, opt Options, sink Sink, first, then func()) diag.List {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := open(root)
	defer b.Close()
	var ok bool
	if b.frame, ok = frame(b.fsys, opt); !ok {
		t.Fatal("the column cannot be read")
	}
	if _, ok := b.lastTime(t.Context(), opt, sink); ok {
		t.Fatal("nothing is to be built")
	}
	first()
	s, err := b.Load(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	r, files, err := s.write(t.Context(), sink)
	if err != nil {
		t.Fatal(err)
	}
	then()
	b.rememberSite(s, r, files)
	return r.Diagnostics
}

// Files that the sink was found to have belong to what was read then. Is one of
// them another by now, nothing is published: its page would not fit the others.
func TestChangedSinceTheSinkWasAsked(t *testing.T) {
	dir := modelCopy(t)
	const image, linked = "content/essays/2022/t.png", "content/essays/2022/l.pdf"
	write(t, dir, map[string]string{
		"content/essays/2022/neu.md": essay("新", "2022-08-02", "", "![图](t.png)\n\n[附件](l.pdf)"),
		image:                        string(golden.Image("t.png", "one")),
		linked:                       "%PDF-1.4 one",
	})
	opt := Options{Now: at(t, "2023-08-15T12:00:00+08:00"), Keep: true}
	for name, text := range map[string]string{image: string(golden.Image("t.png", "two")), linked: "%PDF-1.4 two"} {
		sink := newShelf()
		if r := into(t, dir, opt, sink); r.Diagnostics.HasErrors() {
			t.Fatal(golden.Print(r.Diagnostics))
		}
		sink.next()
		delete(sink.old, "404.html")
		list := meanwhile(t, dir, opt, sink, func() { write(t, dir, map[string]string{name: text}) }, func() {})
		if text := golden.Print(list); !list.HasErrors() || !strings.Contains(text, fileChanged.Code) {
			t.Errorf("%s: told is %q", name, text)
		}
	}
}

// A theme that is another while the site is made, and then again what it was, is
// not taken for what the site was made with.
func TestThemesThatChangeAndChangeBack(t *testing.T) {
	for _, name := range []string{"themes/plain/templates/404.html", "site.toml"} {
		dir := modelCopy(t)
		file := filepath.Join(dir, filepath.FromSlash(name))
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		long := time.Now().Add(-time.Hour)
		if err := os.Chtimes(file, long, long); err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(old), "title = \"", "title = \"另", 1)
		if name != "site.toml" {
			changed = `{{define "main"}}别的{{end}}`
		}
		opt := Options{Now: at(t, "2023-08-15T12:00:00+08:00"), Keep: true}
		sink := newShelf()
		list := meanwhile(t, dir, opt, sink,
			func() { write(t, dir, map[string]string{name: changed}) },
			func() { write(t, dir, map[string]string{name: string(old)}) })
		if list.HasErrors() {
			t.Fatal(golden.Print(list))
		}
		sink.next()
		into(t, dir, opt, sink)
		clean := newShelf()
		into(t, modelCopy(t), opt, clean)
		if sink.generation()["404.html"] != clean.generation()["404.html"] {
			t.Errorf("%s: the next build has\n%s", name, sink.generation()["404.html"])
		}
	}
}

package build

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"luxi/internal/cache"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/golden"
	"luxi/internal/source"
)

// modelCopy is a copy of the model column that may be changed.
func modelCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, model(t))
	return dir
}

// A second run, which finds what was parsed, makes the same site and says the
// same of it; and so does one that compares both.
func TestKeptDocumentsMakeTheSameSite(t *testing.T) {
	dir := modelCopy(t)
	r, want := run(t, dir, Options{})
	if _, err := os.Stat(filepath.Join(dir, stateDir)); err == nil {
		t.Error("a build that may keep nothing made " + stateDir)
	}
	for _, opt := range []Options{{Keep: true}, {Keep: true}, {Keep: true, Verify: true}, {}} {
		again, got := run(t, dir, opt)
		if !maps.Equal(got, want) {
			t.Errorf("%+v: the site differs", opt)
		}
		if golden.Print(again.Diagnostics) != golden.Print(r.Diagnostics) {
			t.Errorf("%+v: told\n%s\nwant\n%s", opt, golden.Print(again.Diagnostics), golden.Print(r.Diagnostics))
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, stateDir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Every document of the model, and what is wrong with it, is the same after it
// was kept.
func TestPackedDocuments(t *testing.T) {
	files := model(t)
	files["content/essays/broken.md"] = "+++\ntitle = 3\ndate = 2022-13-01\ntgas = []\n+++\n<b>\n"
	files["content/calls/broken.md"] = "+++\ntitle = \"约稿\"\n+++\n"
	count, told := 0, 0
	for name, text := range files {
		section, ok := document.SectionOf(name)
		if !ok || filepath.Ext(name) != ".md" {
			continue
		}
		d := parseText(section, source.File{Path: name, Text: []byte(text)})
		d.document().Source = fingerprint.Of(text)
		d.document().Body.HTML = ""
		got, err := unpack(section, string(pack(nil, &d)))
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(name, got, d); err != nil {
			t.Errorf("%v:\n%+v\n%+v", err, got, d)
		}
		count++
		told += len(d.list)
	}
	if count < 40 || told < 4 {
		t.Errorf("only %d documents with %d diagnostics", count, told)
	}
}

// A file that was damaged costs time and no more, and is told of.
func TestDamagedDocuments(t *testing.T) {
	dir := modelCopy(t)
	_, want := run(t, dir, Options{Keep: true})
	file := filepath.Join(dir, cacheName)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	for i, code := range []string{"cache-damaged", ""} {
		r, got := run(t, dir, Options{Keep: true})
		if !maps.Equal(got, want) {
			t.Errorf("run %d: the site differs", i)
		}
		found := ""
		for _, d := range r.Diagnostics {
			if d.Code == "cache-damaged" {
				found = d.Code
			}
		}
		if found != code {
			t.Errorf("run %d: told\n%s", i, golden.Print(r.Diagnostics))
		}
	}
}

// Verify sees a record that is not what its file says: it is what would find a
// mistake of the program.
func TestVerifySeesAStaleDocument(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal, "content/essays/a.md": essay("甲", "2022-08-01", "", "正文")})
	run(t, dir, Options{Keep: true})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	const name = "content/essays/a.md"
	text, err := root.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wrong := parseText(document.Essays, source.File{Path: name, Text: []byte(essay("乙", "2022-08-01", "", "正文"))})
	wrong.essay.Document.Source, wrong.essay.Body.HTML = fingerprint.OfBytes(text), ""
	w, err := cache.Create(root, cacheName, program())
	if err != nil {
		t.Fatal(err)
	}
	w.Put(name, wrong.essay.Document.Source, string(pack(nil, &wrong)))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var stale *staleError
	_, err = Run(t.Context(), root, Options{Now: at(t, "2022-09-01"), Verify: true}, newShelf())
	if !errors.As(err, &stale) {
		t.Errorf("error %v", err)
	}
}

// A builder that loads a column again finds what it parsed before, and what was
// edited since.
func TestBuilderLoadsAgain(t *testing.T) {
	dir := modelCopy(t)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	opt := Options{Now: at(t, "2022-08-15T12:00:00+08:00")}
	sink := newShelf()
	build := func() int {
		t.Helper()
		site, err := b.Load(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		sink.next()
		r, err := site.Write(t.Context(), sink)
		if err != nil {
			t.Fatal(err)
		}
		if _, want := run(t, dir, opt); !maps.Equal(sink.generation(), want) {
			t.Error("the site differs from that of a clean build")
		}
		return r.Made
	}
	all := build()
	if made := build(); made != 0 {
		t.Errorf("with nothing changed %d of %d files were made", made, all)
	}
	write(t, dir, map[string]string{"content/essays/new.md": essay("新", "2022-08-02", "", "正文[关于](/pages/about.md)")})
	if made := build(); made == 0 || made > all/2 {
		t.Errorf("with one essay more %d of %d files were made", made, all)
	}
}

// What is parsed of a file holds no piece of the file: a column of a hundred
// thousand essays would stay in memory as a whole.
func TestParsedFilesDropTheirTexts(t *testing.T) {
	const count, size = 100, 200 << 10
	long := strings.Repeat("这一段很长，它只是为了占地方。", size/len("这一段很长，它只是为了占地方。"))
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what pools hold goes with the second
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	parsed := make([]parsedFile, count)
	before := heap()
	for i := range parsed {
		title := strings.Repeat("题", i+1)
		text := essay(title, "2022-08-01", "tags = [\"甲\"]", "#没有空格\n\n"+long+"\n\n## 一、标题\n\n[链接](乙.md)\n")
		d := parseText(document.Essays, source.File{Path: "content/essays/2022/甲.md", Text: []byte(text)})
		if len(d.list) == 0 || len(d.essay.Body.HTML) < size || len(d.essay.Body.Links) == 0 || len(d.essay.Body.Headings) == 0 {
			t.Fatalf("the essay has too little in it: %v", d.list)
		}
		d.essay.Body.HTML = "" // as the texts take it
		parsed[i] = d
	}
	if each := (heap() - before) / count; each > size/8 {
		t.Errorf("%d bytes stay of a file of %d", each, size)
	}
	runtime.KeepAlive(parsed)
}

package build

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/fingerprint"
	"luxi/internal/golden"
	"luxi/internal/source"
)

// last asks for what the last build came to, without building.
func last(t *testing.T, dir string, opt Options, sink Sink) (Result, bool) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := open(root)
	defer b.Close()
	folders := source.Folders(root)
	defer folders.Close()
	b.fsys = folders
	var ok bool
	if b.frame, ok = frame(b.fsys, opt); !ok {
		return Result{}, false
	}
	return b.lastTime(t.Context(), opt, sink)
}

func into(t *testing.T, dir string, opt Options, sink Sink) Result {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r, err := Run(t.Context(), root, opt, sink)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a build came to is known again as long as every byte that it read, every
// option and, as far as it counts, the clock are the same.
func TestNothingChanged(t *testing.T) {
	opt := Options{Now: at(t, "2023-08-15T12:00:00+08:00"), Keep: true}
	for name, edit := range map[string]struct {
		files map[string]string
		opt   func(*Options)
		same  bool
	}{
		"nothing":           {same: true},
		"the same written":  {files: map[string]string{"content/essays/2022/neu.md": essay("新", "2022-08-02", "", "![图](t.png)")}, same: true},
		"later that day":    {opt: func(o *Options) { o.Now = at(t, "2023-08-15T18:00:00+08:00") }, same: true},
		"the day after":     {opt: func(o *Options) { o.Now = at(t, "2023-08-16T12:00:00+08:00") }},
		"an earlier clock":  {opt: func(o *Options) { o.Now = at(t, "2023-08-15T11:00:00+08:00") }},
		"the hour of one":   {opt: func(o *Options) { o.Now = at(t, "2023-08-15T20:30:00+08:00") }},
		"a text":            {files: map[string]string{"content/essays/2022/neu.md": essay("新", "2022-08-02", "", "![图](t.png)。")}},
		"a new essay":       {files: map[string]string{"content/essays/2022/neu2.md": essay("又", "2022-08-02", "", "文")}},
		"an image":          {files: map[string]string{"content/essays/2022/t.png": string(golden.Image("t.png", "another"))}},
		"a file that waits": {files: map[string]string{"content/essays/2022/u.pdf": "%PDF-1.4 u"}},
		"the settings":      {files: map[string]string{"site.toml": model(t)["site.toml"] + "\n# more\n"}},
		"a theme":           {files: map[string]string{"themes/forum/static/own.txt": "own"}},
		"drafts":            {opt: func(o *Options) { o.Drafts = true }},
		"the address":       {opt: func(o *Options) { o.BaseURL = "https://example.com/" }},
	} {
		t.Run(name, func(t *testing.T) {
			dir := modelCopy(t)
			write(t, dir, map[string]string{
				"content/essays/2022/neu.md":   essay("新", "2022-08-02", "", "![图](t.png)"),
				"content/essays/2022/t.png":    string(golden.Image("t.png", "one")),
				"content/essays/2022/heute.md": essay("今晚", "2023-08-15T20:30:00+08:00", "", "文"),
			})
			memory := newShelf()
			want := into(t, dir, opt, memory)
			if want.Diagnostics.HasErrors() {
				t.Fatal(golden.Print(want.Diagnostics))
			}
			memory.next()
			write(t, dir, edit.files)
			now := opt
			if edit.opt != nil {
				edit.opt(&now)
			}
			got, ok := last(t, dir, now, memory)
			if ok != edit.same {
				t.Fatalf("known again: %t, want %t", ok, edit.same)
			}
			if !ok {
				return
			}
			want.Made = 0
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

// A file that is gone from where the site goes is made again, and no other.
func TestNothingChangedButTheSite(t *testing.T) {
	dir := modelCopy(t)
	opt := Options{Now: at(t, "2023-08-15T12:00:00+08:00"), Keep: true}
	memory := newShelf()
	into(t, dir, opt, memory)
	site := memory.generation()
	memory.next()
	delete(memory.old, "index.html")
	r := into(t, dir, opt, memory)
	if r.Made != 1 || len(memory.put) != 1 || len(memory.twice) > 0 || !maps.Equal(memory.generation(), site) {
		t.Errorf("made %d: %v", r.Made, memory.put)
	}
	memory.next()
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(wholeName)), []byte("luxi-cache 1\nnone"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := into(t, dir, opt, memory); r.Made != 0 || !maps.Equal(memory.generation(), site) {
		t.Errorf("with a damaged file %d files were made", r.Made)
	}
}

// As long as Until says, nothing of the site changes with the clock: tried over
// three weeks round the deadline, extensions, grace, future and withdrawn essays.
func TestUntil(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.toml": minimal + "kinds = [{ name = \"书记\", slug = \"shuji\" }]\n[deadline]\nlate = \"exclude\"\n",
		"content/calls/2022.md": "+++\ntitle = \"约稿\"\nopens = 2022-08-18T09:10:11\ndeadline = 2022-08-31T16:30:00\ngrace = \"31小时\"\nzone = \"Asia/Tokyo\"\n" +
			"[[invited]]\nname = \"某甲\"\nextended_to = 2022-09-03T10:11:00\n[[invited]]\nname = \"某乙\"\n+++\n请来稿。",
		"content/calls/2023.md":   "+++\ntitle = \"又约稿\"\ndate = 2022-08-20T07:08:09\ndeadline = 2022-09-02\n+++\n请来稿。",
		"content/essays/a.md":     essay("甲", "2022-08-01", "call = \"2022\"\nreceived = 2022-09-01", "正文。"),
		"content/essays/b.md":     essay("乙", "2022-08-21T03:04:05+08:00", "updated = 2022-08-24T11:12:13+08:00", "正文。"),
		"content/essays/c.md":     essay("丙", "2022-08-01", "withdrawn = 2022-08-27T13:14:15+08:00", "正文。"),
		"content/essays/d.md":     essay("丁", "2022-08-01", "call = \"2022\"\nreceived = 2022-08-31T16:40:00+09:00", "正文。"),
		"content/pages/guanyu.md": "+++\ntitle = \"关于\"\ndate = 2022-08-23T06:07:08\n+++\n栏目。",
	})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	state := func(now time.Time) (string, time.Time) {
		site, err := b.Load(t.Context(), Options{Now: civil.MomentOf(now)})
		if err != nil {
			t.Fatal(err)
		}
		h := fingerprint.New()
		for i := range site.files {
			h.String(site.files[i].address)
			m, err := site.files[i].make(func(fingerprint.Sum) bool { return true }, nil)
			if err != nil {
				t.Fatal(err)
			}
			h.Add(m.key)
		}
		h.String(golden.Print(site.Diagnostics))
		h.Add(fingerprint.Any(site.LeftOut))
		return h.Sum().String(), column.Until(site.in)
	}
	zone := time.FixedZone("", 8*3600)
	stayed, changed := 0, 0
	now := time.Date(2022, 8, 17, 23, 50, 0, 0, zone)
	was, until := state(now)
	for now.Before(time.Date(2022, 9, 5, 0, 0, 0, 0, zone)) {
		if !until.After(now) {
			t.Fatalf("at %v the end is %v", now, until)
		}
		last, _ := state(until.Add(-1))
		if last != was {
			t.Errorf("from %v to just before %v something changes", now, until)
		}
		now = until
		next, end := state(now)
		if next == was {
			stayed++
		} else {
			changed++
		}
		was, until = next, end
	}
	if changed < 20 {
		t.Errorf("only %d changes, %d ends without", changed, stayed)
	}
}

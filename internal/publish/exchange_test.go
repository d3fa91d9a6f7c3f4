package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/fingerprint"
)

// inodes returns which file every name is, and when it was written.
func inodes(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name := range read(t, dir) {
		s, err := host{}.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = fmt.Sprint(s.ino, s.mtime, s.mode)
	}
	return out
}

// A file that did not change is the same file after an exchange, and so is a
// foreign one.
func TestUnchangedFilesAreTheSame(t *testing.T) {
	for name, kind := range disks {
		t.Run(name, func(t *testing.T) {
			scratch := scratchFolder(t)
			dir, state, on := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi"), kind(scratch)
			write(t, dir, site{"CNAME": "example.cn", ".well-known/acme/token": "x", ".gitignore": "*"})
			if err := os.Chmod(filepath.Join(dir, "CNAME"), 0o600); err != nil {
				t.Fatal(err)
			}
			publishOn(t, dir, state, site{"index.html": "0", "a.html": "a", "essays/b.html": "b"}, on)
			before := inodes(t, dir)
			delete(before, "index.html")
			for edition := range 4 {
				publishOn(t, dir, state, site{"index.html": fmt.Sprint(edition), "a.html": "a", "essays/b.html": "b"}, on)
				after := inodes(t, dir)
				delete(after, "index.html")
				if diff := cmp.Diff(before, after); diff != "" {
					t.Errorf("edition %d:\n%s", edition, diff)
				}
			}
		})
	}
}

// From the third generation on there is a spare, and one new page costs a few
// steps whatever the size of the site.
func TestTheSpareSavesLinks(t *testing.T) {
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	s := site{}
	for i := range 300 {
		s[fmt.Sprintf("essays/%d.html", i)] = fmt.Sprint(i)
	}
	for edition := range 4 {
		s["essays/7.html"] = fmt.Sprint("edition ", edition)
		s[fmt.Sprintf("new-%d.html", edition)] = "new"
		delete(s, fmt.Sprintf("essays/%d.html", 100+edition))
		steps := &stops{}
		links := 0
		if edition < 2 { // links are made side by side, which the stopper cannot count
			publishOn(t, dir, state, s, func(d disk) disk { return d })
			continue
		}
		publishOn(t, dir, state, s, func(d disk) disk { return stopper{d, steps} })
		for _, step := range steps.log {
			if strings.HasPrefix(step, "link ") {
				links++
			}
		}
		if links != 1 || len(steps.log) > 40 {
			t.Errorf("edition %d took %d links in %d steps: %q", edition, links, len(steps.log), steps.log)
		}
		if diff := cmp.Diff(s, read(t, dir)); diff != "" {
			t.Error(diff)
		}
	}
}

// Whatever becomes of the spare, the next generation is right.
func TestASpoiltSpare(t *testing.T) {
	for name, spoil := range map[string]func(tree string) error{
		"gone":            os.RemoveAll,
		"a page is gone":  func(tree string) error { return os.Remove(filepath.Join(tree, "a.html")) },
		"a page replaced": func(tree string) error { return replace(filepath.Join(tree, "a.html")) },
		"more in it":      func(tree string) error { return os.MkdirAll(filepath.Join(tree, "x/y"), 0o755) },
		"a link in it":    func(tree string) error { return os.Symlink("a.html", filepath.Join(tree, "link.html")) },
		"a folder for a page": func(tree string) error {
			return errors.Join(os.Remove(filepath.Join(tree, "a.html")), os.Mkdir(filepath.Join(tree, "a.html"), 0o700))
		},
	} {
		t.Run(name, func(t *testing.T) {
			scratch := scratchFolder(t)
			dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
			for edition := range 3 {
				mustPublish(t, dir, state, site{"index.html": fmt.Sprint(edition), "a.html": "a", "b/c.html": "c"})
			}
			tree := filepath.Join(newLedger(host{}, state, dir).workshop(), treeName)
			if _, err := os.Stat(tree); err != nil {
				t.Skip("there is no spare: folders cannot be exchanged here")
			}
			if err := spoil(tree); err != nil {
				t.Fatal(err)
			}
			want := site{"index.html": "4", "a.html": "a", "b/c.html": "c"}
			mustPublish(t, dir, state, want)
			if diff := cmp.Diff(want, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func replace(name string) error {
	return errors.Join(os.Remove(name), os.WriteFile(name, []byte("b"), 0o644))
}

// A page changed by hand is put right, even if it has its old size and time.
func TestHandEditsAreSeen(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	s := site{"index.html": "1", "a.html": "a"}
	mustPublish(t, dir, state, s)
	file := filepath.Join(dir, "a.html")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, site{"a.html": "x"})
	if err := os.Chtimes(file, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if report := mustPublish(t, dir, state, s); report.Written != 1 {
		t.Errorf("the report is %+v", report)
	}
	if diff := cmp.Diff(s, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A copy of a column, in which every file has another inode, is known again at
// once, and from then on without reading.
func TestACopyIsKnownAgain(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	s := site{"index.html": "1", "a.html": "a"}
	mustPublish(t, dir, state, s)
	for name, text := range s {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		write(t, dir, site{name: text})
	}
	if report := mustPublish(t, dir, state, s); report.Written != 0 {
		t.Errorf("the report is %+v", report)
	}
	target, err := Open(dir, state)
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	for name, text := range s {
		if !target.Has(name, fingerprint.OfBytes([]byte(text))) {
			t.Errorf("%s is not known", name)
		}
	}
	if n := target.doubts.Load(); n > 0 {
		t.Errorf("%d files were read", n)
	}
}

// What other programs put into the folder while luxi works stays.
func TestLateFilesStay(t *testing.T) {
	for name, at := range map[string]string{"before the exchange": "sync", "at the exchange": "exchange", "in a new folder": "sync"} {
		t.Run(name, func(t *testing.T) {
			scratch := scratchFolder(t)
			dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
			mustPublish(t, dir, state, site{"index.html": "1", "b/c.html": "c"})
			late := site{"b/token": "mine"}
			if name == "in a new folder" {
				late = site{".well-known/token": "mine"}
			}
			publishOn(t, dir, state, site{"index.html": "2", "b/c.html": "d"}, func(d disk) disk {
				return meddler{d, at, dir, func() { write(t, dir, late) }}
			})
			want := sum(late, site{"index.html": "2", "b/c.html": "d"})
			if diff := cmp.Diff(want, read(t, dir)); diff != "" {
				t.Error(diff)
			}
			mustPublish(t, dir, state, site{"index.html": "3"})
			if diff := cmp.Diff(sum(late, site{"index.html": "3"}), read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A meddler is a disk on which another program does something before a step.
type meddler struct {
	disk
	at, dir string
	meddle  func()
}

func (m meddler) Sync(dir string) error {
	if m.at == "sync" {
		m.meddle()
	}
	return m.disk.Sync(dir)
}

func (m meddler) Exchange(a, b string) error {
	if m.at == "exchange" && b == m.dir {
		m.meddle()
	}
	return m.disk.Exchange(a, b)
}

// An asset with a fingerprint in its name outlives the site by one publish.
func TestAssetsStayForOneMorePublish(t *testing.T) {
	for name, kind := range disks {
		t.Run(name, func(t *testing.T) {
			scratch := scratchFolder(t)
			dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
			assets := func(page, asset string) Report {
				target, err := open(dir, state, kind(scratch)(host{}))
				must(t, err)
				defer func() { must(t, target.Close()) }()
				if !target.Has("index.html", fingerprint.Of(page)) {
					must(t, target.Put("index.html", fingerprint.Of(page), []byte(page)))
				}
				if !target.Has(asset, fingerprint.Of(asset)) {
					must(t, target.PutAsset(asset, fingerprint.Of(asset), []byte(asset)))
				}
				report, list, err := target.Commit()
				if err != nil || len(list) > 0 {
					t.Fatal(list, err)
				}
				return report
			}
			assets("1", "css/a.1.css")
			if report := assets("2", "css/a.2.css"); len(report.Deleted) > 0 {
				t.Errorf("%v", report.Deleted)
			}
			want := site{"index.html": "2", "css/a.2.css": "css/a.2.css", "css/a.1.css": "css/a.1.css"}
			if diff := cmp.Diff(want, read(t, dir)); diff != "" {
				t.Error(diff)
			}
			assets("2", "css/a.2.css") // nothing new
			if diff := cmp.Diff(want, read(t, dir)); diff != "" {
				t.Error(diff)
			}
			assets("3", "css/a.1.css") // one comes back, the other retires
			if diff := cmp.Diff(sum(want, site{"index.html": "3"}), read(t, dir)); diff != "" {
				t.Error(diff)
			}
			assets("4", "css/a.1.css")
			if diff := cmp.Diff(site{"index.html": "4", "css/a.1.css": "css/a.1.css"}, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The output folder may be a link: what it leads to is exchanged, and the link
// stays.
func TestTheFolderMayBeALink(t *testing.T) {
	scratch := scratchFolder(t)
	real, dir, state := filepath.Join(scratch, "www/site"), filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	if err := os.MkdirAll(real, 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "www/site", dir)
	for edition := range 3 {
		s := site{"index.html": fmt.Sprint(edition)}
		mustPublish(t, dir, state, s)
		if diff := cmp.Diff(s, read(t, real)); diff != "" {
			t.Error(diff)
		}
		if to, err := os.Readlink(dir); err != nil || to != "www/site" {
			t.Errorf("the link is %q (%v)", to, err)
		}
	}
}

// A target that was stopped takes nothing and changes nothing.
func TestStop(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"index.html": "1"})
	target, err := Open(dir, state)
	must(t, err)
	must(t, target.Put("index.html", fingerprint.Of("2"), []byte("2")))
	if changed, err := target.Stop(); changed || err != nil {
		t.Errorf("Stop: %t %v", changed, err)
	}
	if err := target.Put("a.html", fingerprint.Of("a"), nil); !errors.Is(err, ErrStopped) {
		t.Errorf("Put says %v", err)
	}
	if _, _, err := target.Commit(); !errors.Is(err, ErrStopped) {
		t.Errorf("Commit says %v", err)
	}
	must(t, target.Close())
	if diff := cmp.Diff(site{"index.html": "1"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
	mustPublish(t, dir, state, site{"index.html": "3"})
}

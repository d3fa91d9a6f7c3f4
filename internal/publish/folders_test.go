package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// remembering has folders remembered that have only just been made, as those of a
// test are. Between two steps of such a test the clock must tick.
func remembering(t *testing.T) {
	before := atRest
	atRest = -time.Hour
	t.Cleanup(func() { atRest = before })
}

// tick waits until files of a folder get another time than those before.
func tick(t *testing.T, dir string) {
	t.Helper()
	var first time.Time
	for {
		f, err := os.CreateTemp(dir, "tick")
		must(t, err)
		info, err := f.Stat()
		must(t, err)
		must(t, f.Close())
		must(t, os.Remove(f.Name()))
		if first.IsZero() {
			first = info.ModTime()
		}
		if info.ModTime().Sub(first) > time.Millisecond {
			return
		}
	}
}

// Of a site in which one page changes, only the folder of this page and the
// topmost are read.
func TestFoldersAreRemembered(t *testing.T) {
	remembering(t)
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	s := site{"index.html": "1"}
	for i := range 100 {
		s[fmt.Sprintf("essays/%d/index.html", i)] = fmt.Sprint(i)
	}
	var lists atomic.Int64
	for edition := range 5 {
		s["essays/7/index.html"] = fmt.Sprint("edition ", edition)
		lists.Store(0)
		publishOn(t, dir, state, s, func(d disk) disk { return lister{d, &lists} })
		if diff := cmp.Diff(s, read(t, dir)); diff != "" {
			t.Error(diff)
		}
		tick(t, scratch)
	}
	if _, err := os.Stat(filepath.Join(newLedger(host{}, state, dir).workshop(), treeName)); err != nil {
		t.Skip("folders cannot be exchanged here")
	}
	if n := lists.Load(); n > 6 {
		t.Errorf("one page changed, and %d folders were read", n)
	}
}

// What becomes of remembered folders is seen, in the output folder and in the
// spare, and so is a memory that is damaged or of another time.
func TestRememberedFoldersThatChange(t *testing.T) {
	type folders struct{ site, spare, memory string }
	mine := site{"b/mine.txt": "mine"}
	for name, tt := range map[string]struct {
		meddle func(folders) error
		want   site // beside the site
	}{
		"nothing":           {func(folders) error { return nil }, nil},
		"a foreign file":    {func(f folders) error { return os.WriteFile(filepath.Join(f.site, "b/mine.txt"), []byte("mine"), 0o644) }, mine},
		"a page is gone":    {func(f folders) error { return os.Remove(filepath.Join(f.site, "b/c.html")) }, nil},
		"a page replaced":   {func(f folders) error { return replace(filepath.Join(f.site, "b/c.html")) }, nil},
		"a folder replaced": {func(f folders) error { return swapFolder(filepath.Join(f.site, "b")) }, nil},
		"gone in the spare": {func(f folders) error { return os.Remove(filepath.Join(f.spare, "b/c.html")) }, nil},
		"replaced there":    {func(f folders) error { return replace(filepath.Join(f.spare, "b/c.html")) }, nil},
		"more in the spare": {func(f folders) error { return os.WriteFile(filepath.Join(f.spare, "b/x.html"), nil, 0o644) }, nil},
		"another spare":     {func(f folders) error { return swapFolder(filepath.Join(f.spare, "b")) }, nil},
		"no memory":         {func(f folders) error { return os.Remove(f.memory) }, nil},
		"a damaged memory":  {func(f folders) error { return os.WriteFile(f.memory, []byte(memoryMagic+"123456789"), 0o644) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			remembering(t)
			scratch := scratchFolder(t)
			dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
			for edition := range 4 {
				mustPublish(t, dir, state, site{"index.html": fmt.Sprint(edition), "b/c.html": "c", "b/d/e.html": "e"})
				tick(t, scratch)
			}
			l := newLedger(host{}, state, dir)
			spare := filepath.Join(l.workshop(), treeName)
			if _, err := os.Stat(spare); err != nil {
				t.Skip("folders cannot be exchanged here")
			}
			must(t, tt.meddle(folders{dir, spare, l.folders()}))
			tick(t, scratch)
			for edition := range 3 {
				s := site{"index.html": fmt.Sprint("later ", edition), "b/c.html": "c", "b/d/e.html": "e"}
				mustPublish(t, dir, state, s)
				if diff := cmp.Diff(sum(s, tt.want), read(t, dir)); diff != "" {
					t.Error(diff)
				}
				tick(t, scratch)
			}
		})
	}
}

// swapFolder puts a copy without the files in the place of a folder.
func swapFolder(name string) error {
	if err := os.Rename(name, name+".aside"); err != nil {
		return err
	}
	if err := os.Mkdir(name, 0o755); err != nil {
		return err
	}
	return os.RemoveAll(name + ".aside")
}

// The memory belongs to the manifest beside it: what was luxi's then may be
// somebody's since.
func TestTheMemoryOfAnotherManifest(t *testing.T) {
	remembering(t)
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	full := site{"index.html": "1", "b/c.html": "c", "b/d.html": "d"}
	mustPublish(t, dir, state, full)
	l := newLedger(host{}, state, dir)
	old, err := os.ReadFile(l.folders())
	must(t, err)
	m, err := l.read(l.standing())
	must(t, err)
	delete(m.entries, "b/d.html") // as when its page is somebody's now
	m.sorted = nil
	must(t, l.write(l.standing(), m))
	must(t, os.WriteFile(l.folders(), old, 0o644))
	tick(t, scratch)
	mustPublish(t, dir, state, site{"index.html": "2", "b/c.html": "c"})
	if diff := cmp.Diff(site{"index.html": "2", "b/c.html": "c", "b/d.html": "d"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// Wherever a publish is stopped, what the next one remembers of folders is true.
func TestStoppedAnywhereWithAMemory(t *testing.T) {
	remembering(t)
	for _, kill := range []bool{false, true} {
		s := stopped{change: changes[0], on: disks["plain"], kill: kill, ticks: true}
		for _, next := range []site{s.after, s.before, {"index.html": "3", "third.html": "third"}} {
			for at := 1; s.stopAt(t, at, next); at++ {
			}
		}
	}
}

// Each folder is named once, though its files do not stand together by their
// names: "a-b" stands between "a" and "a/b".
func TestFoldersOf(t *testing.T) {
	got := foldersOf([]string{"a-b/x", "a/b-c/x", "a/b/c/x", "a/b/x", "a/x", "ab/x", "x"})
	if diff := cmp.Diff([]string{"a-b", "a", "a/b-c", "a/b", "a/b/c", "ab"}, got); diff != "" {
		t.Error(diff)
	}
}

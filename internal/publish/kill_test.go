package publish

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/google/go-cmp/cmp"

	"luxi/internal/slug"
)

// What is stopped in the tests: a site that becomes another.
type change struct {
	name                   string
	foreign, before, after site
}

var changes = []change{
	{
		"changed, added and deleted",
		site{"CNAME": "example.cn", "essays/2022/mine.txt": "mine"},
		site{"index.html": "1", "same.html": "same", "a.html": "old", "essays/2022/b.html": "b", "essays/2023/c.html": "c"},
		site{"index.html": "2", "same.html": "same", "a.html": "new", "essays/2024/x/d.html": "d", "e.html": "e"},
	},
	{
		"one file",
		site{"CNAME": "example.cn", "essays/mine.txt": "mine"},
		site{"index.html": "1", "essays/a.html": "a", "essays/b.html": "b"},
		site{"index.html": "1", "essays/a.html": "a", "essays/b.html": "new"},
	},
	{"the first", site{"CNAME": "example.cn"}, site{}, site{"index.html": "1", "a/b.html": "b"}},
	{"the last", site{"CNAME": "example.cn"}, site{"index.html": "1", "a/b.html": "b"}, site{}},
	{
		"a file becomes a folder", nil,
		site{"index.html": "1", "essays": "a file", "z": "z"},
		site{"index.html": "2", "essays/a.html": "a", "essays/2022/b.html": "b"},
	},
	{
		"a folder becomes a file", nil,
		site{"index.html": "1", "essays/a.html": "a", "essays/2022/b.html": "b", "z": "z"},
		site{"index.html": "2", "essays": "a file"},
	},
	{
		"another spelling",
		site{"CNAME": "example.cn"},
		site{"css/Forum.css": "same", "JS/a.js": "old", "JS/b.js": "b", "\u00e9.html": "e"},
		site{"css/forum.css": "same", "js/a.js": "new", "e\u0301.html": "e"},
	},
	{
		"another spelling, file and folder", nil,
		site{"Essays": "a file", "News/a.html": "a"},
		site{"essays/a.html": "a", "news": "a file"},
	},
}

// A publish that is stopped at any of its steps leaves a site that is wholly old
// or wholly new where folders can be exchanged, and files that are whole where
// they cannot. A step that fails leaves the old site. The next publish mends
// what is left, be that of the new site, the old one or a third.
func TestStoppedAnywhere(t *testing.T) {
	for _, c := range changes {
		for name, on := range disks {
			for _, kill := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s,%s,kill=%t", c.name, name, kill), func(t *testing.T) {
					s := stopped{change: c, on: on, rigid: strings.Contains(name, "rigid"), kill: kill}
					third := site{"index.html": "3", "third.html": "third"}
					mends := []site{c.after, c.before, third}
					if strings.Contains(name, "folding") {
						mends = mends[:1]
					}
					for _, next := range mends {
						at := 1
						for s.stopAt(t, at, next) {
							at++
						}
						if at < 8 {
							t.Errorf("there are only %d steps", at)
						}
					}
				})
			}
		}
	}
}

// stopped is a change that is stopped on some disk.
type stopped struct {
	change
	on          func(below string) func(disk) disk
	rigid, kill bool
	ticks       bool // between what is published
}

// stopAt stops the change at a step and mends it by publishing another site.
// It reports whether there is such a step.
func (s stopped) stopAt(t *testing.T, at int, next site) (reached bool) {
	t.Helper()
	scratch := scratchFolder(t)
	dir, state, on := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi"), s.on(scratch)
	write(t, dir, s.foreign)
	publishOn(t, dir, state, site{"earlier.html": "earlier"}, on) // so that there is a spare
	publishOn(t, dir, state, s.before, on)
	if s.ticks {
		tick(t, scratch)
	}

	steps := &stops{at: at, kill: s.kill}
	_, list, err := publishTo(dir, state, s.after, func(d disk) disk { return stopper{on(d), steps} })
	if len(list) > 0 {
		t.Fatalf("step %d: %v", at, list)
	}
	s.checkStopped(t, dir, at, err)
	if s.ticks {
		tick(t, scratch)
	}

	publishOn(t, dir, state, next, on)
	if diff := cmp.Diff(sum(s.foreign, next), read(t, dir)); diff != "" {
		t.Fatalf("stopped at step %d, the site after it:\n%s", at, diff)
	}
	if empty := emptyFolders(t, dir); s.kill && len(empty) > 0 {
		t.Fatalf("stopped at step %d, after the next publish there are empty folders: %v", at, empty)
	}
	checkManifest(t, dir, state, next)
	checkState(t, dir, state)
	return steps.reached()
}

// scratchFolder makes a folder, in memory where that is possible: these tests
// publish some thousand times.
func scratchFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "luxi")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// checkStopped looks at what a stopped publish left.
func (s stopped) checkStopped(t *testing.T, dir string, at int, err error) {
	t.Helper()
	got := read(t, dir)
	maps.DeleteFunc(got, func(name, _ string) bool { return strings.HasPrefix(name, insideName+"/") })
	before, after := sum(s.foreign, s.before), sum(s.foreign, s.after)
	switch {
	case err == nil: // the step was one that need not be done
		if diff := cmp.Diff(after, got); diff != "" {
			t.Fatalf("step %d failed and no error was told:\n%s", at, diff)
		}
		return
	case !s.kill:
		if diff := cmp.Diff(before, got); diff != "" {
			t.Fatalf("step %d failed and files were changed:\n%s", at, diff)
		}
		return
	case !s.rigid:
		if !cmp.Equal(before, got) && !cmp.Equal(after, got) {
			t.Fatalf("step %d: the site is neither old nor new:\n%s", at, cmp.Diff(before, got))
		}
		return
	}
	whole := map[string][]string{} // by key, what a file may hold
	for _, generation := range []site{before, after} {
		for name, text := range generation {
			whole[slug.Key(name)] = append(whole[slug.Key(name)], text)
		}
	}
	for name, text := range got {
		if !slices.Contains(whole[slug.Key(name)], text) {
			t.Fatalf("step %d: %s is neither old nor new: %q", at, name, text)
		}
	}
	for name := range before {
		if _, ok := after[name]; ok && got[name] == "" {
			t.Fatalf("step %d: %s is not there", at, name)
		}
	}
}

func publishOn(t *testing.T, dir, state string, s site, on func(disk) disk) Report {
	t.Helper()
	report, list, err := publishTo(dir, state, s, on)
	if err != nil || len(list) > 0 {
		t.Fatalf("publish: %v %v", err, list)
	}
	return report
}

// checkManifest sees that a manifest lists the site and nothing else.
func checkManifest(t *testing.T, dir, state string, s site) {
	t.Helper()
	m, err := newLedger(host{}, state, dir).read(newLedger(host{}, state, dir).standing())
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[string]uint64{}, map[string]uint64{}
	if m != nil {
		for name, r := range m.entries {
			got[name] = r.hash
		}
	}
	for name, text := range s {
		want[name] = xxhash.Sum64String(text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the manifest:\n%s", diff)
	}
}

// checkState sees that nothing waits to be finished or cleared away.
func checkState(t *testing.T, dir, state string) {
	t.Helper()
	for name := range read(t, state) {
		if strings.Contains(name, "/"+putName+"/") || strings.Contains(name, "/"+undoName+"/") || strings.HasSuffix(name, ".pending") {
			t.Fatalf("%s was left in the state folder", name)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, insideName)); err == nil {
		t.Fatal("a workshop was left in the output folder")
	}
}

func sum(sites ...site) site {
	all := site{}
	for _, s := range sites {
		maps.Copy(all, s)
	}
	return all
}

func emptyFolders(t *testing.T, dir string) (empty []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || name == dir {
			return err
		}
		inside, err := os.ReadDir(name)
		if len(inside) == 0 {
			empty = append(empty, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return empty
}

// Where files go to their places one by one, readers of the live folder follow
// links: what a page leads to is there before the page, and goes after it. What is
// going to happen is written down first.
func TestOrderOfSteps(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	onRigid := func(d disk) disk { return rigid{d} }
	publishOn(t, dir, state, site{
		"index.html": "1", "essays": "a file",
		"a.css": "", "gone/1.html": "", "gone/2.html": "", "gone/index.html": "", "z-gone.css": "",
	}, onRigid)
	steps := &stops{}
	publishOn(t, dir, state,
		site{"index.html": "2", "a.html": "a", "feed.xml": "f", "page-1.html": "p", "essays/index.html": "i", "essays/a.html": "a", "z.css": "z"},
		func(d disk) disk { return stopper{rigid{d}, steps} })
	var got []string
	l := newLedger(host{}, state, dir)
	for _, step := range steps.log {
		what, names, _ := strings.Cut(step, " ")
		from, to, _ := strings.Cut(names, " ")
		if to != "" {
			from = to
		}
		short, live := strings.CutPrefix(from, dir+"/")
		switch {
		case what == "rename" && strings.Contains(to, "/"+undoName+"/"): // that is how a file goes
			got = append(got, "remove "+strings.TrimPrefix(strings.Fields(names)[0], dir+"/"))
		case live || strings.HasPrefix(short, l.base) && what == "rename":
			got = append(got, what+" "+strings.TrimPrefix(short, l.base))
		}
	}
	want := []string{
		"rename .pending",
		"remove essays",
		"rename z.css",
		"rename a.html",
		"rename essays",
		"rename essays/a.html",
		"rename feed.xml",
		"rename essays/index.html",
		"rename index.html",
		"rename page-1.html",
		"remove a.css",
		"remove gone/1.html",
		"remove gone/2.html",
		"remove gone/index.html",
		"remove gone",
		"remove z-gone.css",
		"rename .manifest",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

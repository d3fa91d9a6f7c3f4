package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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

// A publish that is stopped at any of its steps leaves files that are whole,
// and is mended by the next, be that of the new site, the old one or a third.
func TestStoppedAnywhere(t *testing.T) {
	for _, c := range changes {
		for _, s := range []stopped{{c, false, false}, {c, false, true}, {c, true, false}, {c, true, true}} {
			t.Run(fmt.Sprintf("%s,folds=%t,kill=%t", c.name, s.folds, s.kill), func(t *testing.T) {
				third := site{"index.html": "3", "third.html": "third"}
				for _, next := range []site{c.after, c.before, third} {
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

// stopped is a change that is stopped, on a disk that may fold case.
type stopped struct {
	change
	folds, kill bool
}

func (s stopped) disk(d disk) disk {
	if s.folds {
		return folding{d}
	}
	return d
}

// stopAt stops the change at a step and mends it by publishing another site.
// It reports whether there is such a step.
func (s stopped) stopAt(t *testing.T, at int, next site) (reached bool) {
	t.Helper()
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	write(t, dir, s.foreign)
	publishOn(t, dir, state, s.before, s.disk)

	steps := &stops{at: at, kill: s.kill}
	_, list, err := to(dir, state, s.after.outputs(), func(d disk) disk { return stopper{s.disk(d), steps} })
	if len(list) > 0 {
		t.Fatalf("step %d: %v", at, list)
	}
	s.checkStopped(t, dir, at, err)

	publishOn(t, dir, state, next, s.disk)
	if diff := cmp.Diff(sum(s.foreign, next), read(t, dir)); diff != "" {
		t.Fatalf("stopped at step %d, the site after it:\n%s", at, diff)
	}
	if empty := emptyFolders(t, dir); s.kill && len(empty) > 0 {
		t.Fatalf("stopped at step %d, after the next publish there are empty folders: %v", at, empty)
	}
	checkManifest(t, dir, state, next)
	return steps.reached()
}

// scratchFolder makes a folder, in memory where that is possible: these tests
// publish some thousand times.
func scratchFolder(t *testing.T) string {
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
	maps.DeleteFunc(got, func(name, _ string) bool { return strings.HasPrefix(name, stagingName+"/") })
	before, after := sum(s.foreign, s.before), sum(s.foreign, s.after)
	var unfinished *UnfinishedError
	switch {
	case err == nil: // the step was one that need not be done
		if diff := cmp.Diff(after, got); diff != "" {
			t.Fatalf("step %d failed and no error was told:\n%s", at, diff)
		}
	case !errors.As(err, &unfinished):
		if diff := cmp.Diff(before, got); diff != "" {
			t.Fatalf("step %d: the error is no UnfinishedError, but files were changed:\n%s", at, diff)
		}
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
	report, list, err := to(dir, state, s.outputs(), on)
	if err != nil || len(list) > 0 {
		t.Fatalf("publish: %v %v", err, list)
	}
	return report
}

// checkManifest sees that a manifest lists the site and nothing else.
func checkManifest(t *testing.T, dir, state string, s site) {
	t.Helper()
	want := map[string]entry{}
	for name, text := range s {
		want[name] = hashed([]byte(text))
	}
	got, err := os.ReadFile(filepath.Join(state, manifestName(state, dir)))
	if errors.Is(err, fs.ErrNotExist) && len(s) == 0 {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manifestText(want), string(got)); diff != "" {
		t.Fatalf("the manifest:\n%s", diff)
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

// Readers of the live folder follow links: what a page leads to is there
// before the page, and goes after it. The manifest knows more than the folder
// at any time.
func TestOrderOfSteps(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{
		"index.html": "1", "essays": "a file",
		"a.css": "", "gone/1.html": "", "gone/2.html": "", "gone/3.html": "", "gone/index.html": "", "z-gone.css": "",
	})
	steps := &stops{}
	publishOn(t, dir, state,
		site{"index.html": "2", "a.html": "a", "essays/index.html": "i", "essays/a.html": "a", "z.css": "z"},
		func(d disk) disk { return stopper{d, steps} })
	var got []string
	for _, step := range steps.log {
		step = strings.ReplaceAll(step, stagingName+"/files/", "")
		step = strings.ReplaceAll(step, manifestName(state, dir), "manifest")
		if what, _, _ := strings.Cut(step, " "); what == "rename" || what == "remove" {
			got = append(got, step)
		}
	}
	want := []string{
		"rename manifest.new manifest",
		"remove essays",
		"rename z.css z.css",
		"rename a.html a.html",
		"rename " + stagingName + "/folder essays",
		"rename essays/a.html essays/a.html",
		"rename essays/index.html essays/index.html",
		"rename index.html index.html",
		"remove a.css",
		"remove gone/1.html",
		"remove gone",
		"remove gone/2.html",
		"remove gone",
		"remove gone/3.html",
		"remove gone",
		"remove gone/index.html",
		"remove gone",
		"remove z-gone.css",
		"rename manifest.new manifest",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

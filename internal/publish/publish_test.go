package publish

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
)

// A site is what the files of a folder hold, by path.
type site map[string]string

func read(t *testing.T, dir string) site {
	t.Helper()
	s := site{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		s[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, dir string, s site) {
	t.Helper()
	for name, text := range s {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// publish makes a folder hold a site.
func publish(dir, state string, s site) (Report, diag.List, error) {
	return publishTo(dir, state, s, func(d disk) disk { return d })
}

// publishTo does it on another disk.
func publishTo(dir, state string, s site, on func(disk) disk) (_ Report, _ diag.List, err error) {
	t, err := open(dir, state, on(host{}))
	if err != nil {
		return Report{}, nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	for _, a := range slices.Sorted(maps.Keys(s)) {
		content := []byte(s[a])
		key := fingerprint.OfBytes(content)
		if t.Has(a, key) {
			continue
		}
		if err := t.Put(a, key, content); err != nil {
			return Report{}, nil, err
		}
	}
	return t.Commit()
}

func mustPublish(t *testing.T, dir, state string, s site) Report {
	t.Helper()
	report, list, err := publish(dir, state, s)
	if err != nil || len(list) > 0 {
		t.Fatalf("publish: %v %v", err, list)
	}
	return report
}

func TestSequences(t *testing.T) {
	for _, tt := range []struct {
		name    string
		foreign site   // in the folder before the first publish
		steps   []site // published one after the other
		want    site   // what the folder holds in the end
	}{
		{
			name:  "withdrawn pages are gone, with their folders",
			steps: []site{{"index.html": "1", "essays/2022/a.html": "a"}, {"index.html": "2"}},
			want:  site{"index.html": "2"},
		},
		{
			name:    "foreign files stay",
			foreign: site{"CNAME": "example.cn", ".git/HEAD": "ref", "essays/2022/.well-known": "x"},
			steps:   []site{{"essays/2022/a.html": "a"}, {}},
			want:    site{"CNAME": "example.cn", ".git/HEAD": "ref", "essays/2022/.well-known": "x"},
		},
		{
			name:  "a file becomes a folder",
			steps: []site{{"essays": "a file"}, {"essays/a.html": "a"}},
			want:  site{"essays/a.html": "a"},
		},
		{
			name:  "a folder becomes a file",
			steps: []site{{"essays/a.html": "a", "essays/2022/b.html": "b"}, {"essays": "a file"}},
			want:  site{"essays": "a file"},
		},
		{
			name:    "an equal file that was there is taken over",
			foreign: site{"index.html": "1"},
			steps:   []site{{"index.html": "1"}, {"index.html": "2"}},
			want:    site{"index.html": "2"},
		},
		{
			name:  "a page that was withdrawn comes back",
			steps: []site{{"a.html": "a", "b.html": "b"}, {"a.html": "a"}, {"a.html": "a", "b.html": "b"}},
			want:  site{"a.html": "a", "b.html": "b"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, state := filepath.Join(t.TempDir(), "网 站"), filepath.Join(t.TempDir(), ".luxi")
			write(t, dir, tt.foreign)
			for _, step := range tt.steps {
				mustPublish(t, dir, state, step)
			}
			if diff := cmp.Diff(tt.want, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNothingChangedWritesNothing(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	s := site{"index.html": "1", "essays/a.html": "a"}
	mustPublish(t, dir, state, s)
	lock := newLedger(host{}, state, dir).lockFile()
	before := stamps(t, dir, state)
	delete(before, lock) // says who publishes
	if diff := cmp.Diff(Report{Unchanged: 2}, mustPublish(t, dir, state, s)); diff != "" {
		t.Errorf("report:\n%s", diff)
	}
	after := stamps(t, dir, state)
	delete(after, lock)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("files or folders were touched:\n%s", diff)
	}
}

// stamps returns when each file and folder was last written.
func stamps(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := os.Lstat(name)
			if err == nil {
				out[name] = info.ModTime().String()
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Without a Commit the folder is as it was, and nothing is left of what was Put.
func TestWithoutCommit(t *testing.T) {
	for name, old := range map[string]site{"the first": nil, "another": {"a.html": "old", "b.html": "old"}} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir, state := filepath.Join(parent, "public"), filepath.Join(parent, ".luxi")
			if old != nil {
				mustPublish(t, dir, state, old)
			}
			before := stamps(t, parent)
			target, err := Open(dir, state)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range []string{"a.html", "c/d.html"} {
				if err := target.Put(a, fingerprint.Of(a), []byte("new")); err != nil {
					t.Fatal(err)
				}
			}
			if err := target.Close(); err != nil {
				t.Fatal(err)
			}
			after := stamps(t, parent)
			for _, m := range []map[string]string{before, after} {
				delete(m, parent)
				delete(m, state)
				delete(m, newLedger(host{}, state, dir).lockFile())
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("something was changed or left:\n%s", diff)
			}
			if err := target.Put("e.html", fingerprint.Of("e"), nil); err == nil {
				t.Error("a closed target takes files")
			}
		})
	}
}

func TestManifestMovesWithTheColumn(t *testing.T) {
	parent := t.TempDir()
	column := filepath.Join(parent, "甲")
	mustPublish(t, filepath.Join(column, "public"), filepath.Join(column, ".luxi"), site{"a.html": "old"})
	moved := filepath.Join(parent, "乙")
	if err := os.Rename(column, moved); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, filepath.Join(moved, "public"), filepath.Join(moved, ".luxi"), site{"b.html": "new"})
	got := read(t, filepath.Join(moved, "public"))
	if strings.Join(slices.Sorted(maps.Keys(got)), " ") != "b.html" {
		t.Errorf("after the move the folder holds %v", got)
	}
}

func TestTwoPublishesAtOnce(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	if err := os.Mkdir(state, 0o755); err != nil {
		t.Fatal(err)
	}
	unlock, err := lock(newLedger(host{}, state, dir).lockFile())
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = publish(dir, state, site{"a.html": "a"})
	var busy *BusyError
	if !errors.Is(err, ErrBusy) || !errors.As(err, &busy) || busy.PID != os.Getpid() || busy.Since.IsZero() {
		t.Errorf("the second publish says %v", err)
	}
	if got := read(t, dir); len(got) > 0 {
		t.Errorf("the second publish wrote %v", got)
	}
	unlock()
	mustPublish(t, dir, state, site{"a.html": "a"})
}

func TestReportSaysWhatIsGone(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"a.html": "a", "essays/b.html": "b", "essays/c.html": "c"})
	want := Report{Written: 1, Unchanged: 0, Deleted: []string{"essays/b.html", "essays/c.html"}}
	if diff := cmp.Diff(want, mustPublish(t, dir, state, site{"a.html": "new"})); diff != "" {
		t.Error(diff)
	}
}

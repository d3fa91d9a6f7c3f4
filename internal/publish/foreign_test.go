package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/diag"
)

func TestForeignFilesAreNotOverwritten(t *testing.T) {
	for _, tt := range []struct {
		name    string
		foreign site
		publish site
		place   string
	}{
		{"a file of the same name", site{"index.html": "mine"}, site{"index.html": "1", "a.html": "a"}, "index.html"},
		{"a file where a folder must be", site{"essays": "mine"}, site{"essays/a.html": "a"}, "essays"},
		{"a folder where a file must be", site{"a.html/mine.txt": "mine"}, site{"a.html": "a"}, "a.html/mine.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			write(t, dir, tt.foreign)
			_, list, err := publish(dir, state, tt.publish)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != 1 || list[0].Range.File != filepath.Join(dir, filepath.FromSlash(tt.place)) {
				t.Errorf("diagnostics are %v, want one at %s", list, tt.place)
			}
			if diff := cmp.Diff(tt.foreign, read(t, dir)); diff != "" {
				t.Errorf("the folder was changed:\n%s", diff)
			}
		})
	}
}

// A link in the folder does not lead a publish out of it.
func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "essays")); err != nil {
		t.Skip("no symbolic links here: " + err.Error())
	}
	_, list, err := publish(dir, filepath.Join(t.TempDir(), ".luxi"), site{"essays/a.html": "a"})
	if err == nil && len(list) == 0 {
		t.Error("a page was published through a link")
	}
	if got := read(t, outside); len(got) > 0 {
		t.Errorf("files were written outside: %v", got)
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Skip("no symbolic links here: " + err.Error())
	}
}

func TestForeignLinksAreNotReplaced(t *testing.T) {
	outside := t.TempDir()
	write(t, outside, site{"file": "1", "archive/a.html": "mine"})
	for name, target := range map[string]string{
		"out of the folder": filepath.Join(outside, "file"),
		"to nothing":        filepath.Join(outside, "gone"),
		"within":            "same", // even if it holds what would be written
		"to a folder":       filepath.Join(outside, "archive"),
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			write(t, dir, site{"same": "1"})
			link(t, target, filepath.Join(dir, "index.html"))
			_, list, err := publish(dir, state, site{"index.html": "1"})
			if err != nil || len(list) != 1 || list[0].Kind != foreign {
				t.Errorf("publish: %v %v", list, err)
			}
			if got, err := os.Readlink(filepath.Join(dir, "index.html")); err != nil || got != target {
				t.Errorf("the link is now %q (%v)", got, err)
			}
		})
	}
}

// unreadable is a disk with one file that it does not let read, whoever asks.
type unreadable struct {
	disk
	name string
}

func (d unreadable) ReadFile(name string) ([]byte, error) {
	if filepath.Base(name) == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.disk.ReadFile(name)
}

// hidden is a disk with one address that it does not let look at.
type hidden struct {
	disk
	name string
}

func (d hidden) List(name string, brief bool) ([]entry, error) {
	entries, err := d.disk.List(name, brief)
	for i, e := range entries {
		if e.name == d.name {
			entries[i] = entry{name: e.name, stat: stat{kind: oddThing}, err: &fs.PathError{Op: "stat", Path: name, Err: fs.ErrPermission}}
		}
	}
	return entries, err
}

func TestWhatCannotBeReadIsForeign(t *testing.T) {
	for name, on := range map[string]func(disk) disk{
		"unreadable": func(d disk) disk { return unreadable{d, "index.html"} },
		"hidden":     func(d disk) disk { return hidden{d, "index.html"} },
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			write(t, dir, site{"index.html": "mine"})
			_, list, err := publishTo(dir, state, site{"index.html": "1", "a.html": "a"}, on)
			if err != nil || len(list) != 1 || list[0].Kind != foreign {
				t.Errorf("publish: %v %v", list, err)
			}
			if diff := cmp.Diff(site{"index.html": "mine"}, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What luxi wrote and cannot look at any more stops the publish before
// anything is changed.
func TestWhatIsHiddenLaterIsAnError(t *testing.T) {
	for name, next := range map[string]site{
		"changed": {"a.html": "new", "index.html": "2"},
		"deleted": {"a.html": "new"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			old := site{"a.html": "old", "index.html": "1"}
			mustPublish(t, dir, state, old)
			_, _, err := publishTo(dir, state, next, func(d disk) disk { return hidden{d, "index.html"} })
			if !errors.Is(err, fs.ErrPermission) {
				t.Errorf("the error is %v", err)
			}
			if diff := cmp.Diff(old, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A folder that the user put away and replaced by a link to another: what is
// in that one stays.
func TestNothingIsDeletedThroughALink(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"essays/a.html": "a", "essays/2022/b.html": "b", "index.html": "1"})
	if err := os.RemoveAll(filepath.Join(dir, "essays")); err != nil {
		t.Fatal(err)
	}
	mine := site{"archive/a.html": "a", "archive/2022/mine.html": "mine"}
	write(t, dir, mine)
	if err := os.Mkdir(filepath.Join(dir, "archive/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "archive", filepath.Join(dir, "essays"))
	mustPublish(t, dir, state, site{"index.html": "2"})
	if _, err := os.Readlink(filepath.Join(dir, "essays")); err != nil {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, "essays")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sum(mine, site{"index.html": "2"}), read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// What the user put in the place of a page that is withdrawn is the user's.
func TestChangedFilesAreNotDeleted(t *testing.T) {
	for name, put := range map[string]func(t *testing.T, file string){
		"another file": func(t *testing.T, file string) {
			write(t, filepath.Dir(file), site{"a.html": "mine"})
		},
		"a link": func(t *testing.T, file string) {
			write(t, filepath.Dir(file), site{"mine.html": "a"})
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			link(t, "mine.html", file)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			mustPublish(t, dir, state, site{"essays/a.html": "a", "index.html": "1"})
			put(t, filepath.Join(dir, "essays/a.html"))
			before := read(t, filepath.Join(dir, "essays"))
			report, list, err := publish(dir, state, site{"index.html": "2"})
			if err != nil || len(list) != 1 || list[0].Kind != foreignChanged || list.Count(diag.Warning) != 1 {
				t.Fatalf("publish: %v %v", list, err)
			}
			if want := filepath.Join(dir, "essays", "a.html"); list[0].Range.File != want {
				t.Errorf("the place is %s, want %s", list[0].Range.File, want)
			}
			if diff := cmp.Diff(Report{Written: 1}, report); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, read(t, filepath.Join(dir, "essays"))); diff != "" {
				t.Error(diff)
			}
			mustPublish(t, dir, state, site{"index.html": "3"}) // told once
		})
	}
}

// The same, where a folder or a file must come in its place: nothing can be
// written then.
func TestChangedFilesInTheWayAreForeign(t *testing.T) {
	for name, tt := range map[string]struct {
		before, user, after site
		place               string
	}{
		"of a folder":      {site{"essays": "a"}, site{"essays": "mine"}, site{"essays/a.html": "a"}, "essays"},
		"of a file":        {site{"essays/a.html": "a"}, site{"essays/a.html": "mine"}, site{"essays": "a"}, "essays/a.html"},
		"of a file, added": {site{"essays/a.html": "a"}, site{"essays/b/c.html": "mine"}, site{"essays": "a"}, "essays/b/c.html"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			mustPublish(t, dir, state, tt.before)
			write(t, dir, tt.user)
			_, list, err := publish(dir, state, tt.after)
			if err != nil || len(list) != 1 || list[0].Kind != foreign || list[0].Range.File != filepath.Join(dir, filepath.FromSlash(tt.place)) {
				t.Errorf("publish: %v %v", list, err)
			}
			if diff := cmp.Diff(sum(tt.before, tt.user), read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A page that is damaged, or that somebody changed by hand, is made anew.
func TestChangedPagesAreMadeAnew(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"index.html": "1"})
	write(t, dir, site{"index.html": "by hand"})
	mustPublish(t, dir, state, site{"index.html": "1"})
	if diff := cmp.Diff(site{"index.html": "1"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// What is withdrawn and then made by the user, even with the same content, is
// the user's: the manifest lists it no more.
func TestWhatWasDeletedIsNoLongerOurs(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"index.html": "1", "a.html": "a"})
	mustPublish(t, dir, state, site{"index.html": "2"})
	write(t, dir, site{"a.html": "a"})
	mustPublish(t, dir, state, site{"index.html": "3"})
	if diff := cmp.Diff(site{"index.html": "3", "a.html": "a"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// An empty folder in the place of a file is named, and not met half-way.
func TestForeignEmptyFoldersAreNotReplaced(t *testing.T) {
	for name, before := range map[string]site{
		"a.html":       {},
		"a.html/empty": {"a.html/b.html": "b"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
			mustPublish(t, dir, state, before)
			if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
				t.Fatal(err)
			}
			_, list, err := publish(dir, state, site{"a.html": "a"})
			if err != nil || len(list) != 1 || list[0].Range.File != filepath.Join(dir, filepath.FromSlash(name)) {
				t.Errorf("publish: %v %v", list, err)
			}
			if diff := cmp.Diff(before, read(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A site that asks for a file and for a folder in its place gets neither.
func TestAFileThatMustAlsoBeAFolder(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"essays": "a"})
	if _, list, err := publish(dir, state, site{"essays": "a", "essays/a.html": "a"}); err == nil {
		t.Errorf("publish: %v and no error", list)
	}
	if diff := cmp.Diff(site{"essays": "a"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// What came in a folder's place while a publish was at work is not removed as
// if it were the folder.
func TestOnlyFoldersArePruned(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, site{"a": "mine", "archive/b": "mine"})
	if err := os.Mkdir(filepath.Join(dir, "archive/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "archive", filepath.Join(dir, "link"))
	m := mover{Target: &Target{root: dir, disk: host{}}, plan: &plan{}}
	for _, name := range []string{"a", "link", "link/empty"} {
		if err := m.prune(name); err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

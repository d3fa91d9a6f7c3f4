package publish

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// onFolding returns a disk that folds names below a folder.
func onFolding(below string) func(disk) disk {
	return func(d disk) disk { return folding{d, below} }
}

// The disks on which luxi publishes, below a folder.
var disks = map[string]func(below string) func(disk) disk{
	"plain":   func(string) func(disk) disk { return func(d disk) disk { return d } },
	"rigid":   func(string) func(disk) disk { return func(d disk) disk { return rigid{d} } },
	"folding": onFolding,
	"rigid and folding": func(below string) func(disk) disk {
		return func(d disk) disk { return rigid{folding{d, below}} }
	},
}

// On Windows and macOS a file keeps its old spelling, and to delete it under
// that would delete the new one. A disk that folds names stands for them.
func TestAnotherSpelling(t *testing.T) {
	for _, tt := range []struct {
		name          string
		before, after site
	}{
		{"of a file", site{"css/Forum.css": "a"}, site{"css/forum.css": "a"}},
		{"of a file that changed", site{"css/Forum.css": "a"}, site{"css/forum.css": "b"}},
		{"of a folder", site{"CSS/a.css": "a", "CSS/b.css": "b"}, site{"css/a.css": "a"}},
		{"of Unicode", site{"\u00e9.html": "e"}, site{"e\u0301.html": "e"}},
		{"of a file that becomes a folder", site{"Essays": "a"}, site{"essays/a.html": "a"}},
		{"of a folder that becomes a file", site{"Essays/2022/a.html": "a"}, site{"essays": "a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, kind := range disks {
				scratch := scratchFolder(t)
				dir, state, on := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi"), kind(scratch)
				publishOn(t, dir, state, tt.before, on)
				publishOn(t, dir, state, tt.after, on)
				if diff := cmp.Diff(tt.after, read(t, dir)); diff != "" {
					t.Errorf("on a %s disk:\n%s", name, diff)
				}
				if got := publishOn(t, dir, state, tt.after, on); got.Written+len(got.Deleted) > 0 {
					t.Errorf("on a %s disk a second publish did %+v", name, got)
				}
			}
		})
	}
}

// Both spellings are in the manifest and neither on the disk: the new file is
// not deleted as the old one.
func TestAnotherSpellingInAnEmptiedFolder(t *testing.T) {
	scratch := scratchFolder(t)
	dir, state, onFolding := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi"), onFolding(scratch)
	publishOn(t, dir, state, site{"css/Forum.css": "a"}, onFolding)
	if err := os.RemoveAll(filepath.Join(dir, "css")); err != nil {
		t.Fatal(err)
	}
	publishOn(t, dir, state, site{"css/forum.css": "a"}, onFolding)
	if diff := cmp.Diff(site{"css/forum.css": "a"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// Where case counts, a file of another spelling is another file.
func TestAnotherSpellingIsForeignWhereCaseCounts(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	mustPublish(t, dir, state, site{"css/Forum.css": "a"})
	write(t, dir, site{"css/forum.css": "mine"})
	if got := read(t, dir); len(got) < 2 {
		t.Skip("this disk folds case")
	}
	_, list, err := publish(dir, state, site{"css/forum.css": "b"})
	if err != nil || len(list) != 1 || list[0].Kind != foreign {
		t.Errorf("publish: %v %v", list, err)
	}
	if diff := cmp.Diff(site{"css/Forum.css": "a", "css/forum.css": "mine"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

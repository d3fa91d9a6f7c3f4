package publish

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A lister is a disk that counts the folders that are read.
type lister struct {
	disk
	lists *atomic.Int64
}

func (d lister) List(name string, brief bool) ([]entry, error) {
	d.lists.Add(1)
	return d.disk.List(name, brief)
}

// Where nothing is new no folder is read; where something is, all that stands
// is found as if it had been read at first.
func TestFoldersAreReadWhenSomethingIsNew(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	old := site{"index.html": "1", "essays/2022/a/index.html": "a", "essays/2022/b/index.html": "b"}
	mustPublish(t, dir, state, old)
	foreign := site{"CNAME": "example.cn", "essays/2022/a/mine.txt": "mine", "mine/too.txt": "too"}
	write(t, dir, foreign)
	var lists atomic.Int64
	on := func(d disk) disk { return lister{d, &lists} }
	if report, list, err := publishTo(dir, state, old, on); err != nil || len(list) > 0 || report.Unchanged != len(old) {
		t.Errorf("nothing new: %+v %v %v", report, list, err)
	}
	if n := lists.Load(); n > 0 {
		t.Errorf("nothing is new, and %d folders were read", n)
	}
	next := site{"index.html": "2", "essays/2022/b/index.html": "b"}
	if _, list, err := publishTo(dir, state, next, on); err != nil || len(list) > 0 {
		t.Errorf("a change: %v %v", list, err)
	}
	if diff := cmp.Diff(sum(foreign, next), read(t, dir)); diff != "" {
		t.Error(diff)
	}
	if lists.Load() == 0 {
		t.Error("no folder was read before the site was changed")
	}
}

// A folder that somebody replaced by a link to the same files is no more the
// folder that luxi wrote, though each of its files is.
func TestFilesBehindALinkAreNotTheSame(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	old := site{"index.html": "1", "essays/2022/a.html": "a"}
	mustPublish(t, dir, state, old)
	aside := filepath.Join(t.TempDir(), "essays")
	must(t, os.Rename(filepath.Join(dir, "essays"), aside))
	link(t, aside, filepath.Join(dir, "essays"))
	if _, list, err := publish(dir, state, old); err != nil || len(list) != 1 || list[0].Kind != foreign {
		t.Errorf("publish: %v %v", list, err)
	}
}

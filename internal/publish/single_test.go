package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A counter is a disk that counts what is done to put a generation in place.
type counter struct {
	disk
	links, folders, exchanges *atomic.Int64
}

func (c counter) Link(from, to string) error {
	c.links.Add(1)
	return c.disk.Link(from, to)
}

func (c counter) Mkdir(name string) error {
	c.folders.Add(1)
	return c.disk.Mkdir(name)
}

func (c counter) Exchange(a, b string) error {
	c.exchanges.Add(1)
	return c.disk.Exchange(a, b)
}

// Where the content of one file is all that changes, one rename does it, however
// large the site is; the folder stays the same one, and the spare stays for the
// next exchange, which makes of it what is right.
func TestSingle(t *testing.T) {
	remembering(t)
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	s := site{"index.html": "1"}
	for i := range 50 {
		s[fmt.Sprintf("essays/%d/index.html", i)] = "1"
	}
	mustPublish(t, dir, state, s)
	write(t, dir, site{"CNAME": "example.cn"})
	tick(t, scratch)
	for step, change := range []struct {
		site   site
		single bool
	}{
		{site{"essays/7/index.html": "2"}, true},
		{site{"essays/8/index.html": "2"}, true},
		{site{"essays/7/index.html": "3", "index.html": "3"}, false},
		{site{"essays/9/index.html": "2"}, true},
		{site{"essays/9/index.html": "3", "index.html": "4"}, false},
		{site{"new.html": "1"}, false},
		{site{"index.html": "5"}, true},
	} {
		before, err := os.Stat(dir)
		must(t, err)
		s = sum(s, change.site)
		var links, folders, exchanges atomic.Int64
		publishOn(t, dir, state, s, func(d disk) disk { return counter{d, &links, &folders, &exchanges} })
		if diff := cmp.Diff(sum(s, site{"CNAME": "example.cn"}), read(t, dir)); diff != "" {
			t.Fatal(step, diff)
		}
		after, err := os.Stat(dir)
		must(t, err)
		if same := os.SameFile(before, after); same != change.single {
			t.Errorf("step %d: the folder is the same: %v", step, same)
		}
		if change.single && (exchanges.Load() > 0 || links.Load() > 2 || folders.Load() > 10) {
			t.Errorf("step %d: %d exchanges, %d links, %d folders made", step, exchanges.Load(), links.Load(), folders.Load())
		}
		checkState(t, dir, state)
		tick(t, scratch)
	}
}

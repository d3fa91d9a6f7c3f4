package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/fingerprint"
)

// A page that another program replaces between [Target.Has] and [Target.Commit]
// is not taken for what luxi wrote: not now, and not by the next publish.
func TestReplacedWhileThePagesWereMade(t *testing.T) {
	for name, meddle := range map[string]func(page string) error{
		"replaced": replace,
		"renamed to": func(page string) error {
			return errors.Join(os.WriteFile(page+".new", []byte("another"), 0o644), os.Rename(page+".new", page))
		},
		"written to": func(page string) error { return os.WriteFile(page, []byte("b"), 0o644) },
		"removed":    os.Remove,
	} {
		for editions := range 6 { // with and without a spare, and without an exchange
			way := []string{"plain", "rigid"}[editions/3]
			t.Run(fmt.Sprint(name, ",", way, ",", editions%3), func(t *testing.T) {
				scratch := scratchFolder(t)
				dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
				s := site{"b/c.html": "c", "b/d.html": "d"}
				for edition := range editions%3 + 1 {
					s["index.html"] = fmt.Sprint(edition)
					mustPublish(t, dir, state, s)
				}
				target, err := open(dir, state, disks[way](scratch)(host{}))
				must(t, err)
				s["index.html"] = "new"
				for address, text := range s {
					if key := fingerprint.OfBytes([]byte(text)); !target.Has(address, key) {
						must(t, target.Put(address, key, []byte(text)))
					}
				}
				tick(t, scratch)
				must(t, meddle(filepath.Join(dir, "b/c.html")))
				if _, list, err := target.Commit(); err != nil && !errors.Is(err, ErrMoved) || len(list) > 0 {
					t.Fatal(list, err)
				}
				must(t, target.Close())
				mustPublish(t, dir, state, s)
				if diff := cmp.Diff(s, read(t, dir)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// What another program puts into a folder as soon as this one stands is no part of
// what is remembered of the folder.
func TestFilesThatComeBehindTheExchange(t *testing.T) {
	remembering(t)
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	mine := site{"b/mine.txt": "mine", "c/mine.txt": "mine"}
	for edition := range 6 {
		s := site{"index.html": fmt.Sprint(edition), "b/c.html": "c", "c/d.html": fmt.Sprint(edition)}
		publishOn(t, dir, state, s, func(d disk) disk {
			return after{d, func(to string) {
				if to == dir && edition == 2 {
					tick(t, scratch)
					write(t, dir, mine)
				}
			}}
		})
		if edition >= 2 {
			s = sum(s, mine)
		}
		if diff := cmp.Diff(s, read(t, dir)); diff != "" {
			t.Fatal(edition, diff)
		}
		tick(t, scratch)
	}
}

// A file that is not luxi's and that is saved as most programs save, by another
// file under its name, is the new one afterwards.
func TestForeignFilesSavedAtTheExchange(t *testing.T) {
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	mustPublish(t, dir, state, site{"index.html": "1", "a.html": "1"})
	write(t, dir, site{"CNAME": "old.example.cn"})
	tick(t, scratch)
	publishOn(t, dir, state, site{"index.html": "2", "a.html": "2"}, func(d disk) disk {
		return meddler{d, "exchange", dir, func() {
			write(t, scratch, site{"CNAME": "new.example.cn"})
			must(t, os.Rename(filepath.Join(scratch, "CNAME"), filepath.Join(dir, "CNAME")))
		}}
	})
	if diff := cmp.Diff(site{"index.html": "2", "a.html": "2", "CNAME": "new.example.cn"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// after is a disk on which another program does something when folders were
// exchanged.
type after struct {
	disk
	meddle func(to string)
}

func (d after) Exchange(a, b string) error {
	err := d.disk.Exchange(a, b)
	d.meddle(b)
	return err
}

// A page that was put in place by one rename, or saved again as it was while that
// happened, is not undone by the next exchange, whose spare holds the file from
// before.
func TestTheSpareBehindASinglePage(t *testing.T) {
	remembering(t)
	scratch := scratchFolder(t)
	dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
	s := site{"index.html": "0", "a.html": "0", "b/c.html": "c", "d/e.html": "e"}
	next := func(edition string, changed ...string) {
		t.Helper()
		for _, name := range changed {
			s[name] = edition
		}
		mustPublish(t, dir, state, s)
		if diff := cmp.Diff(s, read(t, dir)); diff != "" {
			t.Fatal(edition, diff)
		}
		tick(t, scratch)
	}
	for edition := range 3 {
		next(fmt.Sprint(edition), "index.html", "a.html")
	}
	write(t, dir, site{"d/e.html": "spoilt"}) // in the spare too: it is one file
	must(t, os.Remove(filepath.Join(dir, "d/e.html")))
	write(t, dir, site{"d/e.html": "e"})
	tick(t, scratch)
	next("single", "b/c.html")
	for edition := range 3 {
		next(fmt.Sprint("later ", edition), "index.html", "a.html")
	}
}

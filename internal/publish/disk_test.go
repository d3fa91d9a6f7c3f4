package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"luxi/internal/slug"
)

var errStopped = errors.New("the test stops here")

// stops counts the steps that change a disk and stops one of them: as a kill,
// after which nothing is done any more, or as a failure of that step alone.
type stops struct {
	at   int // the first step is 1; 0 stops nothing
	kill bool
	n    int
	log  []string // what was done
}

func (s *stops) step(what string) error {
	s.n++
	if s.at > 0 && (s.n == s.at || s.kill && s.n > s.at) {
		return errStopped
	}
	s.log = append(s.log, what)
	return nil
}

func (s *stops) reached() bool { return s.at > 0 && s.n >= s.at }

// A stopper is a disk whose steps are counted and stopped.
type stopper struct {
	disk
	*stops
}

func (d stopper) Chmod(name string, mode fs.FileMode) error {
	if err := d.step("chmod " + name); err != nil {
		return err
	}
	return d.disk.Chmod(name, mode)
}

func (d stopper) Chown(name string, uid, gid int) error {
	if err := d.step("chown " + name); err != nil {
		return err
	}
	return d.disk.Chown(name, uid, gid)
}

func (d stopper) Chtimes(name string, mtime int64) error {
	if err := d.step("chtimes " + name); err != nil {
		return err
	}
	return d.disk.Chtimes(name, mtime)
}

func (d stopper) Exchange(a, b string) error {
	if err := d.step("exchange " + a + " " + b); err != nil {
		return err
	}
	return d.disk.Exchange(a, b)
}

func (d stopper) Link(from, to string) error {
	if err := d.step("link " + from + " " + to); err != nil {
		return err
	}
	return d.disk.Link(from, to)
}

func (d stopper) Mkdir(name string) error {
	if err := d.step("mkdir " + name); err != nil {
		return err
	}
	return d.disk.Mkdir(name)
}

func (d stopper) Remove(name string) error {
	if err := d.step("remove " + name); err != nil {
		return err
	}
	return d.disk.Remove(name)
}

func (d stopper) RemoveAll(name string) error {
	if err := d.step("removeall " + name); err != nil {
		return err
	}
	return d.disk.RemoveAll(name)
}

func (d stopper) Rename(from, to string) error {
	if err := d.step("rename " + from + " " + to); err != nil {
		return err
	}
	return d.disk.Rename(from, to)
}

func (d stopper) Sync(dir string) error {
	if err := d.step("sync"); err != nil {
		return err
	}
	return d.disk.Sync(dir)
}

// Write writes half of the file where it is stopped.
func (d stopper) Write(name string, content []byte) (stat, error) {
	if err := d.step("write " + name); err != nil {
		if d.n == d.at {
			_, half := d.disk.Write(name, content[:len(content)/2])
			err = errors.Join(err, half)
		}
		return stat{}, err
	}
	return d.disk.Write(name, content)
}

// A folding disk takes names of one key, below a folder, for one file, and keeps
// the spelling that a name has when its content is replaced, as Windows and macOS
// do.
type folding struct {
	disk
	below string
}

// find returns the spelling under which the disk has a name.
func (d folding) find(name string) string {
	if !strings.HasPrefix(name, d.below+"/") {
		return name
	}
	dir, base := filepath.Split(name)
	dir = d.find(filepath.Clean(dir))
	entries, _ := d.disk.List(dir, true)
	for _, e := range entries {
		if slug.Key(e.name) == slug.Key(base) {
			return filepath.Join(dir, e.name)
		}
	}
	return filepath.Join(dir, base)
}

func (d folding) Stat(name string) (stat, error) { return d.disk.Stat(d.find(name)) }

func (d folding) List(name string, brief bool) ([]entry, error) {
	return d.disk.List(d.find(name), brief)
}

func (d folding) ReadFile(name string) ([]byte, error) { return d.disk.ReadFile(d.find(name)) }

func (d folding) SameFile(a, b string) bool { return d.disk.SameFile(d.find(a), d.find(b)) }

func (d folding) Chmod(name string, mode fs.FileMode) error { return d.disk.Chmod(d.find(name), mode) }

func (d folding) Chtimes(name string, mtime int64) error { return d.disk.Chtimes(d.find(name), mtime) }

func (d folding) Exchange(a, b string) error { return d.disk.Exchange(d.find(a), d.find(b)) }

func (d folding) Link(from, to string) error { return d.disk.Link(d.find(from), d.find(to)) }

func (d folding) Mkdir(name string) error { return d.disk.Mkdir(d.find(name)) }

func (d folding) Remove(name string) error { return d.disk.Remove(d.find(name)) }

func (d folding) RemoveAll(name string) error { return d.disk.RemoveAll(d.find(name)) }

func (d folding) Rename(from, to string) error {
	f, t := d.find(from), d.find(to)
	if f == t { // a change of the spelling alone
		if t = filepath.Join(filepath.Dir(t), filepath.Base(to)); f == t {
			return nil // it has that already
		}
	}
	return d.disk.Rename(f, t)
}

func (d folding) Write(name string, content []byte) (stat, error) {
	return d.disk.Write(d.find(name), content)
}

// A rigid disk exchanges no folders, as Windows and many network file systems.
type rigid struct{ disk }

func (rigid) Exchange(a, b string) error {
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errors.ErrUnsupported}
}

package publish

import (
	"errors"
	"io/fs"
	"path"

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

func (d stopper) Mkdir(name string, mode fs.FileMode) error {
	if err := d.step("mkdir " + name); err != nil {
		return err
	}
	return d.disk.Mkdir(name, mode)
}

func (d stopper) MkdirAll(name string, mode fs.FileMode) error {
	if err := d.step("mkdirall " + name); err != nil {
		return err
	}
	return d.disk.MkdirAll(name, mode)
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

// WriteFile writes half of the file where it is stopped.
func (d stopper) WriteFile(name string, content []byte, mode fs.FileMode) error {
	if err := d.step("write " + name); err != nil {
		if d.n == d.at {
			err = errors.Join(err, d.disk.WriteFile(name, content[:len(content)/2], mode))
		}
		return err
	}
	return d.disk.WriteFile(name, content, mode)
}

// A folding disk takes names of one key for one file, and keeps the spelling
// that a name has when its content is replaced, as Windows and macOS do.
type folding struct{ disk }

// find returns the spelling under which the disk has a name.
func (d folding) find(name string) string {
	if name == "." {
		return name
	}
	dir := d.find(path.Dir(name))
	entries, _ := fs.ReadDir(d.disk.FS(), dir)
	for _, e := range entries {
		if slug.Key(e.Name()) == slug.Key(path.Base(name)) {
			return path.Join(dir, e.Name())
		}
	}
	return path.Join(dir, path.Base(name))
}

func (d folding) FS() fs.FS { return foldingFS{d} }

func (d folding) Lstat(name string) (fs.FileInfo, error) { return d.disk.Lstat(d.find(name)) }

func (d folding) ReadFile(name string) ([]byte, error) { return d.disk.ReadFile(d.find(name)) }

func (d folding) Chmod(name string, mode fs.FileMode) error { return d.disk.Chmod(d.find(name), mode) }

func (d folding) Mkdir(name string, mode fs.FileMode) error { return d.disk.Mkdir(d.find(name), mode) }

func (d folding) MkdirAll(name string, mode fs.FileMode) error {
	return d.disk.MkdirAll(d.find(name), mode)
}

func (d folding) Remove(name string) error { return d.disk.Remove(d.find(name)) }

func (d folding) RemoveAll(name string) error { return d.disk.RemoveAll(d.find(name)) }

func (d folding) Rename(from, to string) error {
	f, t := d.find(from), d.find(to)
	if f == t { // a change of the spelling alone
		if t = path.Join(path.Dir(t), path.Base(to)); f == t {
			return nil // it has that already
		}
	}
	return d.disk.Rename(f, t)
}

func (d folding) WriteFile(name string, content []byte, mode fs.FileMode) error {
	return d.disk.WriteFile(d.find(name), content, mode)
}

type foldingFS struct{ d folding }

func (f foldingFS) Open(name string) (fs.File, error) { return f.d.disk.FS().Open(f.d.find(name)) }

package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// A disk is all that a publish does to a folder. It is an [os.Root]; tests
// put one in its place that fails, stops or folds case.
type disk interface {
	FS() fs.FS
	Lstat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)

	Chmod(name string, mode fs.FileMode) error
	Mkdir(name string, mode fs.FileMode) error
	MkdirAll(name string, mode fs.FileMode) error
	Remove(name string) error
	RemoveAll(name string) error
	Rename(from, to string) error
	WriteFile(name string, content []byte, mode fs.FileMode) error
}

// makeOutputFolder makes a folder and those above it that are not there, which
// a web server can read whatever the umask.
func makeOutputFolder(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeOutputFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	return os.Chmod(dir, info.Mode()|0o755) // keeps a group that the folder above hands down
}

// What stands at an address.
type standing int

const (
	nothing  standing = iota
	aFile             // a regular one
	aFolder           // a real one
	oddThing          // a link, or what can hold no page
	inTheWay          // above the address is something that is no folder
)

// look says what stands at an address. No link is followed. Where something
// above the address is no folder, it is returned too.
func look(d disk, address string) (found standing, obstacle string, err error) {
	if dir := path.Dir(address); dir != "." {
		above, obstacle, err := look(d, dir)
		switch {
		case err != nil || above == nothing || above == inTheWay:
			return above, obstacle, err
		case above != aFolder:
			return inTheWay, dir, nil
		}
	}
	info, err := d.Lstat(address)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nothing, "", nil
	case err != nil:
		return oddThing, "", err
	case info.IsDir():
		return aFolder, "", nil
	case info.Mode().IsRegular():
		return aFile, "", nil
	}
	return oddThing, "", nil
}

// sameFile reports whether two addresses are one file or folder on this disk.
func sameFile(d disk, a, b string) bool {
	infoA, errA := d.Lstat(a)
	infoB, errB := d.Lstat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

package publish

import (
	"io/fs"
	"os"
)

// A disk is all that a publish does to files. Names are paths of the system.
// [host] is the real one; tests put one in its place that fails, stops or folds
// case. No method follows a link in the last part of a name.
type disk interface {
	Stat(name string) (stat, error)
	// List returns what a folder holds. In brief, only kind and inode are known
	// where the system tells them without a look at each.
	List(name string, brief bool) ([]entry, error)
	ReadFile(name string) ([]byte, error)
	SameFile(a, b string) bool

	Chmod(name string, mode fs.FileMode) error
	Chown(name string, uid, gid int) error
	Chtimes(name string, mtime int64) error
	// Exchange swaps two folders in one step.
	Exchange(a, b string) error
	Link(from, to string) error
	Mkdir(name string) error
	Remove(name string) error
	RemoveAll(name string) error
	Rename(from, to string) error
	// Sync returns when all that was written to the file system of a folder
	// will outlive a power failure.
	Sync(dir string) error
	// Write makes a file that was not there. Its mode is fileMode whatever the
	// umask.
	Write(name string, content []byte) (stat, error)
}

// A web server must be able to read what is published, whatever the umask of
// the editor who publishes.
const (
	fileMode   = 0o644
	folderMode = 0o755
)

// What stands at an address.
type kind uint8

const (
	nothing  kind = iota
	aFile         // a regular one
	aFolder       // a real one
	oddThing      // a link, what can hold no page, or what cannot be looked at
)

// A stat is what the system shows of a file without reading it. A number that a
// system does not have is 0.
type stat struct {
	kind         kind
	mode         fs.FileMode // permissions, and set-group-ID of folders
	uid, gid     uint32
	size         int64 // in bytes
	mtime, ctime int64 // in nanoseconds since 1970
	dev, ino     uint64
}

type entry struct {
	name string
	stat
	err error // why it cannot be looked at
}

func statOf(info fs.FileInfo) stat {
	s := stat{kind: oddThing, mode: info.Mode() & (fs.ModePerm | fs.ModeSetgid), size: info.Size(), mtime: info.ModTime().UnixNano()}
	switch {
	case info.IsDir():
		s.kind = aFolder
	case info.Mode().IsRegular():
		s.kind = aFile
	}
	s.addSystem(info)
	return s
}

type host struct{}

func (host) ReadFile(name string) ([]byte, error) { return os.ReadFile(name) }

func (host) SameFile(a, b string) bool {
	infoA, errA := os.Lstat(a)
	infoB, errB := os.Lstat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

func (host) Chmod(name string, mode fs.FileMode) error { return os.Chmod(name, mode) }
func (host) Chown(name string, uid, gid int) error     { return os.Lchown(name, uid, gid) }
func (host) Chtimes(name string, mtime int64) error    { return setTime(name, mtime) }
func (host) Exchange(a, b string) error                { return exchange(a, b) }
func (host) Link(from, to string) error                { return os.Link(from, to) }
func (host) Mkdir(name string) error                   { return os.Mkdir(name, folderMode) }
func (host) Remove(name string) error                  { return os.Remove(name) }
func (host) RemoveAll(name string) error               { return os.RemoveAll(name) }
func (host) Rename(from, to string) error              { return os.Rename(from, to) }
func (host) Sync(dir string) error                     { return syncFileSystem(dir) }

func (host) Write(name string, content []byte) (s stat, err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return stat{}, err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if _, err := f.Write(content); err != nil {
		return stat{}, err
	}
	info, err := f.Stat()
	if err == nil && hasModes && info.Mode().Perm() != fileMode {
		if err = f.Chmod(fileMode); err == nil {
			info, err = f.Stat()
		}
	}
	if err != nil {
		return stat{}, err
	}
	return statOf(info), nil
}

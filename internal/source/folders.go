package source

import (
	"io/fs"
	"os"
	"path"
	"sync"
)

// Folders returns the file system of a root, for reading many files: it keeps
// the folders that it met open, because [os.Root] walks to every file from the
// root, one system call for each folder on the way. What it reads is what
// root.FS reads. It is for one snapshot: a folder that is renamed meanwhile is
// read under its old name. Close it when the snapshot is made.
func Folders(root *os.Root) *FolderFS {
	return &FolderFS{top: root, FS: root.FS(), open: map[string]*folder{}}
}

// A FolderFS is the file system that Folders returns.
type FolderFS struct {
	fs.FS
	top *os.Root

	mutex sync.Mutex
	open  map[string]*folder // nil for one that cannot be opened
}

// A folder is one that is kept open.
type folder struct {
	*os.Root
	dir *os.File // the same, for [folder.read]; or nil
}

// mostFolders is how many folders are kept open: few enough for a limit of 64
// files, and columns have one for each year.
const mostFolders = 16

// Open opens a file. What its folder alone cannot open, such as a link that
// leads out of the folder but not out of the root, is opened from the root.
func (f *FolderFS) Open(name string) (fs.File, error) {
	if folder, base := f.folderOf(name); folder != nil {
		if file, err := folder.Open(base); err == nil {
			return file, nil
		}
	}
	return f.FS.Open(name)
}

// folderOf returns the folder of a file, if it is kept open, and the file's name
// in it.
func (f *FolderFS) folderOf(name string) (_ *folder, base string) {
	dir, base := path.Split(name)
	if dir == "" || !fs.ValidPath(name) {
		return nil, base
	}
	dir = dir[:len(dir)-1]
	f.mutex.Lock()
	defer f.mutex.Unlock()
	kept, ok := f.open[dir]
	if !ok && len(f.open) < mostFolders {
		if root, err := f.top.OpenRoot(dir); err == nil { // what is wrong with it is told by the root
			kept = &folder{Root: root}
			kept.dir, _ = root.Open(".")
		}
		f.open[dir] = kept
	}
	return kept, base
}

// Stat describes a file, from the root.
func (f *FolderFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.FS, name) }

// ReadDir lists a folder, from the root.
func (f *FolderFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if entries, ok := f.list(name); ok {
		return entries, nil
	}
	return fs.ReadDir(f.FS, name)
}

// ReadFile reads a whole file, as Open finds it.
func (f *FolderFS) ReadFile(name string) ([]byte, error) { return f.ReadInto(name, nil) }

// ReadInto is ReadFile for those who read many files: it puts the content into a
// buffer, or into a larger one.
func (f *FolderFS) ReadInto(name string, buf []byte) ([]byte, error) {
	if folder, base := f.folderOf(name); folder != nil {
		if content, err := folder.read(base, buf); err == nil {
			return content, nil
		}
	}
	return fs.ReadFile(f.FS, name)
}

// ReadLink returns where a link leads.
func (f *FolderFS) ReadLink(name string) (string, error) { return fs.ReadLink(f.FS, name) }

// Lstat describes a file, or the link that stands in its place.
func (f *FolderFS) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(f.FS, name) }

// Close closes the folders.
func (f *FolderFS) Close() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for dir, folder := range f.open {
		if folder != nil {
			folder.dir.Close() // which says no more of nil than that it is nil
			folder.Close()
		}
		delete(f.open, dir)
	}
}

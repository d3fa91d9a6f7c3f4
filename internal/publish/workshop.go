package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
)

// A workshop is the folder in which a generation is made.
//
//	tree/   the files of a generation: the spare, or the one that is being made
//	put/    new files, by number, while a spare is in tree
//	undo/   what a journalled publish has replaced
type workshop struct {
	dir    string
	number uint64 // of the last file in put
	direct bool   // tree was not there: new files are written to their places in it
	pure   bool   // and nothing else is in it yet
	made   *sync.Map
}

const (
	treeName = "tree"
	putName  = "put"
	undoName = "undo"

	// insideName is the workshop in an output folder that is a mount point.
	insideName = ".luxi-staging"
)

func (w workshop) tree() string { return filepath.Join(w.dir, treeName) }

// inTree is the staged of an output that waits at its address in tree; higher
// numbers are those of files in put.
const inTree = 1

func (w workshop) stagedAt(address string, staged uint64) string {
	if staged == inTree {
		return filepath.Join(w.tree(), filepath.FromSlash(address))
	}
	return filepath.Join(w.dir, putName, strconv.FormatUint(staged, 10))
}

// workshops are the places for a workshop, the best first: in the state folder,
// beside the output folder, and in it. All but the last allow an exchange.
func (t *Target) workshops() []string {
	dir, base := filepath.Split(t.root)
	return []string{t.ledger.workshop(), filepath.Join(dir, "."+base+".luxi"), filepath.Join(t.root, insideName)}
}

// findWorkshop chooses the workshop: files can be renamed only within a mount.
func (t *Target) findWorkshop() string {
	all := t.workshops()
	above := existing(filepath.Dir(t.root))
	site := above
	if t.site != nil {
		site = t.root
	}
	state := filepath.Dir(all[0])
	switch {
	case sameMount(state, site) && sameMount(state, above):
		return all[0]
	case sameMount(above, site) && mayWrite(above):
		return all[1]
	case sameMount(state, site):
		return all[0]
	}
	return all[2]
}

// existing returns a folder, or the nearest above it that is there.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// sameMount reports whether files can be renamed between two folders, as far as
// the system tells.
func sameMount(a, b string) bool {
	mountA, known := mountOf(a)
	if !known {
		return filepath.VolumeName(a) == filepath.VolumeName(b)
	}
	mountB, _ := mountOf(b)
	return mountA == mountB
}

// openWorkshop makes the workshop at the first file that is staged.
func (t *Target) openWorkshop() error {
	if t.workshop.dir != "" {
		return nil
	}
	w := workshop{dir: t.findWorkshop(), number: inTree, made: &sync.Map{}}
	if t.site == nil && w.dir == t.workshops()[1] {
		if err := makeFolders(t.disk, filepath.Dir(t.root)); err != nil {
			return err
		}
	}
	if err := t.tidy(w.dir); err != nil {
		return err
	}
	if err := mkdir(t.disk, w.dir); err != nil {
		return err
	}
	if filepath.Base(w.dir) == insideName {
		if top, err := t.disk.Stat(t.root); err == nil {
			t.site.top.mtime = top.mtime // that was luxi
		}
	}
	t.workshop.dir = w.dir // from here on it must be cleared away
	if _, err := t.disk.Stat(w.tree()); errors.Is(err, fs.ErrNotExist) {
		w.direct, w.pure = true, true
		if err := mkdir(t.disk, w.tree()); err != nil {
			return err
		}
	}
	if err := mkdir(t.disk, filepath.Join(w.dir, putName)); err != nil {
		return err
	}
	t.workshop = w
	return nil
}

// tidy removes all workshops but one.
func (t *Target) tidy(keep string) error {
	for _, dir := range t.workshops() {
		if dir != keep {
			if err := t.clear(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// clear removes what may not be there.
func (t *Target) clear(name string) error {
	if _, err := t.disk.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return t.disk.RemoveAll(name)
}

// sweep removes what a killed publish left, except a tree: whatever state that is
// in, the next publish makes its own of it.
func (t *Target) sweep() error {
	for _, dir := range t.workshops() {
		gone := []string{filepath.Join(dir, putName), filepath.Join(dir, undoName)}
		if filepath.Base(dir) == insideName {
			gone = []string{dir}
		}
		for _, name := range gone {
			if err := t.clear(name); err != nil {
				return err
			}
		}
	}
	return t.clear(t.ledger.pending())
}

// mkdir makes a folder that may be there.
func mkdir(d disk, name string) error {
	if err := d.Mkdir(name); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// makeFolders makes a folder and those above it that are not there, which a web
// server can read whatever the umask.
func makeFolders(d disk, name string) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeFolders(d, filepath.Dir(name)); err != nil {
		return err
	}
	if err := d.Mkdir(name); err != nil {
		return err
	}
	return opened(d, name)
}

// opened gives a new folder the rights of folderMode, and keeps a group that the
// folder above hands down.
func opened(d disk, name string) error {
	s, err := d.Stat(name)
	if err != nil || s.mode&folderMode == folderMode || !hasModes {
		return err
	}
	return d.Chmod(name, s.mode|folderMode)
}

// stage writes a file to the workshop.
func (t *Target) stage(address string, r record, content []byte) error {
	t.mu.Lock()
	err := t.openWorkshop()
	w := t.workshop
	if t.workshop.number++; w.direct {
		r.staged = inTree
	} else {
		r.staged = t.workshop.number
	}
	t.mu.Unlock()
	if err != nil {
		return err
	}
	if err := t.claim(address, &output{record: r}); err != nil {
		return err
	}
	if w.direct {
		if err := w.makeFolder(t.disk, path.Dir(address)); err != nil {
			return err
		}
	}
	s, err := t.disk.Write(w.stagedAt(address, r.staged), content)
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.next[address].show(s)
	t.mu.Unlock()
	return nil
}

// makeFolder makes the folder of an address in tree, once.
func (w workshop) makeFolder(d disk, dir string) error {
	if dir == "." {
		return nil
	}
	if _, ok := w.made.Load(dir); ok {
		return nil
	}
	if err := w.makeFolder(d, path.Dir(dir)); err != nil {
		return err
	}
	if err := mkdir(d, filepath.Join(w.tree(), filepath.FromSlash(dir))); err != nil {
		return err
	}
	w.made.Store(dir, true)
	return nil
}

// clearStaged removes what was staged and not published.
func (t *Target) clearStaged() error {
	w := t.workshop
	if w.dir == "" {
		return nil
	}
	t.workshop = workshop{}
	gone := []string{filepath.Join(w.dir, putName)}
	if w.direct && !t.changed {
		gone = append(gone, w.tree())
	}
	for _, name := range gone {
		if err := t.disk.RemoveAll(name); err != nil {
			return err
		}
	}
	_ = t.disk.Remove(w.dir) // unless a spare is in it
	return nil
}

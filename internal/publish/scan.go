package publish

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"luxi/internal/slug"
)

// A tree is what a folder held when it was scanned, by address.
type tree struct {
	root    string
	top     stat
	files   map[string]stat
	folders map[string]stat
	odd     map[string]error // neither; with what keeps it from being looked at
	folds   bool             // names that differ in case or Unicode form alone are one

	byKey map[string]string // of files, folders and odd things, where names fold
}

// scanners is how many folders are read side by side: enough to keep a disk
// busy, few enough for a limit of 64 open files.
const scanners = 4

// scan looks at everything in a folder but what is in a ".git" or on another
// file system, about so many files. In brief it learns kinds and inodes only. A
// folder that is not there is nil.
func scan(d disk, root string, about int, brief bool) (*tree, error) {
	top, err := d.Stat(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case top.kind != aFolder:
		return nil, &fs.PathError{Op: "open", Path: root, Err: errors.New("is no folder")}
	}
	s := scanner{
		disk: d, brief: brief, slots: make(chan struct{}, scanners-1),
		tree: &tree{root: root, top: top, files: make(map[string]stat, about), folders: map[string]stat{}, odd: map[string]error{}},
	}
	entries, err := d.List(root, brief)
	if err != nil {
		return nil, err
	}
	s.add("", entries)
	s.wait.Wait()
	s.tree.findFolding(d)
	return s.tree, nil
}

type scanner struct {
	disk  disk
	brief bool
	slots chan struct{}
	wait  sync.WaitGroup

	mu   sync.Mutex
	tree *tree
}

func (s *scanner) folder(address string) {
	entries, err := s.disk.List(s.tree.at(address), s.brief)
	if err != nil {
		s.mu.Lock()
		s.tree.odd[address] = err
		s.mu.Unlock()
		return
	}
	s.add(address+"/", entries)
}

func (s *scanner) add(prefix string, entries []entry) {
	var below []string
	s.mu.Lock()
	for _, e := range entries {
		address := prefix + e.name
		switch {
		case address == insideName: // luxi's own
		case e.kind == aFile && e.name != gitName:
			s.tree.files[address] = e.stat
		case e.kind == aFolder && e.name != gitName && (s.brief || e.dev == s.tree.top.dev):
			s.tree.folders[address] = e.stat
			below = append(below, address)
		default:
			s.tree.odd[address] = e.err
		}
	}
	s.mu.Unlock()
	for _, address := range below {
		select {
		case s.slots <- struct{}{}:
			s.wait.Go(func() { s.folder(address); <-s.slots })
		default:
			s.folder(address)
		}
	}
}

const gitName = ".git"

// at returns the name that an address has for the system.
func (t *tree) at(address string) string {
	if address == "" {
		return t.root
	}
	return t.root + string(filepath.Separator) + filepath.FromSlash(address)
}

// findFolding asks the disk whether a name in capitals is the same file.
func (t *tree) findFolding(d disk) {
	for _, m := range []map[string]stat{t.files, t.folders} {
		for address := range m {
			dir, base := path.Split(address)
			other := strings.ToUpper(base)
			if other == base {
				other = strings.ToLower(base)
			}
			if other != base {
				t.folds = d.SameFile(t.at(address), t.at(dir+other))
				return
			}
		}
	}
}

// find says what stands at an address and how it is spelled there.
func (t *tree) find(address string) (name string, found stat) {
	if t == nil {
		return address, stat{}
	}
	if found, ok := t.files[address]; ok {
		return address, found
	}
	if found, ok := t.folders[address]; ok {
		return address, found
	}
	if _, ok := t.odd[address]; ok {
		return address, stat{kind: oddThing}
	}
	if t.folds {
		if name, ok := t.keys()[slug.Key(address)]; ok {
			return t.find(name)
		}
	}
	return address, stat{}
}

func (t *tree) keys() map[string]string {
	if t.byKey == nil {
		t.byKey = map[string]string{}
		for a := range t.files {
			t.byKey[slug.Key(a)] = a
		}
		for a := range t.folders {
			t.byKey[slug.Key(a)] = a
		}
		for a := range t.odd {
			t.byKey[slug.Key(a)] = a
		}
	}
	return t.byKey
}

// obstacle returns what above an address is no folder, as it is spelled there.
func (t *tree) obstacle(address string) (name string, found stat) {
	for i := range len(address) {
		if address[i] == '/' {
			if name, found := t.find(address[:i]); found.kind == aFile || found.kind == oddThing {
				return name, found
			}
		}
	}
	return "", stat{}
}

// shut returns why something at or above an address cannot be looked at.
func (t *tree) shut(address string) error {
	if t == nil || len(t.odd) == 0 {
		return nil
	}
	for ; address != "."; address = path.Dir(address) {
		if err := t.odd[address]; err != nil {
			return err
		}
	}
	return nil
}

// sameAs reports whether no entry came to a folder or left it since t was
// scanned, by the times of the folders.
func (t *tree) sameAs(d disk, root string) bool {
	now, err := d.Stat(root)
	if err != nil || now.mtime != t.top.mtime {
		return false
	}
	for address, before := range t.folders {
		now, err := d.Stat(root + string(filepath.Separator) + filepath.FromSlash(address))
		if err != nil || now.mtime != before.mtime {
			return false
		}
	}
	return true
}

package publish

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
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

// scan looks at everything in a folder but what is in a ".git" or on another
// file system. In brief it learns kinds and inodes only. A folder that is not
// there is nil.
func scan(d disk, root string, brief bool) (*tree, error) {
	t, err := topOf(d, root, 0)
	if t == nil || err != nil {
		return nil, err
	}
	return t, t.complete(d, brief, nil)
}

// topOf returns the tree of a folder in which nothing has been looked at yet and
// about so many files are. A folder that is not there is nil.
func topOf(d disk, root string, about int) (*tree, error) {
	top, err := d.Stat(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case top.kind != aFolder:
		return nil, &fs.PathError{Op: "open", Path: root, Err: errors.New("is no folder")}
	}
	return &tree{root: root, top: top, files: make(map[string]stat, about), folders: make(map[string]stat, about), odd: map[string]error{}}, nil
}

// complete reads the folders of a tree and adds what it does not hold yet. Folders
// of which all is known are not read.
func (t *tree) complete(d disk, brief bool, known func(dir string, s stat) bool) error {
	s := scanner{disk: d, tree: t, brief: brief, looked: len(t.files) > 0}
	next := []string{""}
	for dir, found := range t.folders {
		if known == nil || !known(dir, found) {
			next = append(next, dir)
		}
	}
	for len(next) > 0 {
		if err := inParts(len(next), func(i int) error { return s.folder(next[i]) }); err != nil {
			return err
		}
		next, s.below = s.below, nil
	}
	t.findFolding(d)
	return nil
}

type scanner struct {
	disk   disk
	brief  bool
	looked bool // much of what stands was looked at before

	mu    sync.Mutex
	tree  *tree
	below []string // folders that were found, and have not been read yet
}

// folder reads one folder. The error is that of the topmost.
func (s *scanner) folder(dir string) error {
	entries, err := s.disk.List(s.tree.at(dir), s.brief || s.looked)
	if err != nil {
		if dir == "" {
			return err
		}
		s.mu.Lock()
		s.tree.odd[dir] = err
		s.mu.Unlock()
		return nil
	}
	prefix := ""
	if dir != "" {
		prefix = dir + "/"
	}
	if s.looked {
		s.mu.Lock()
		entries = slices.DeleteFunc(entries, func(e entry) bool { return s.tree.holds(prefix+e.name, e) })
		s.mu.Unlock()
		entries = s.look(prefix, entries)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range entries {
		s.add(prefix+e.name, e)
	}
	return nil
}

// holds reports whether an entry of a folder is what was found when it was
// looked at.
func (t *tree) holds(address string, e entry) bool {
	switch e.kind {
	case aFile:
		found, ok := t.files[address]
		return ok && found.ino == e.ino
	case aFolder:
		found, ok := t.folders[address]
		return ok && found.ino == e.ino
	}
	return false
}

// look looks at entries of which only kind and inode are known.
func (s *scanner) look(prefix string, entries []entry) []entry {
	if s.brief {
		return entries
	}
	known := entries[:0]
	for _, e := range entries {
		if e.kind == aFile || e.kind == aFolder {
			var err error
			switch e.stat, err = s.disk.Stat(s.tree.at(prefix + e.name)); {
			case errors.Is(err, fs.ErrNotExist):
				continue // gone since the folder was read
			case err != nil:
				e.kind, e.err = oddThing, err
			}
		}
		known = append(known, e)
	}
	return known
}

func (s *scanner) add(address string, e entry) {
	t := s.tree
	delete(t.files, address) // what was looked at is another now
	switch {
	case address == insideName: // luxi's own
	case e.kind == aFile && e.name != gitName:
		t.files[address] = e.stat
	case e.kind == aFolder && e.name != gitName && (s.brief || e.dev == t.top.dev):
		if _, ok := t.folders[address]; !ok {
			s.below = append(s.below, address)
		}
		t.folders[address] = e.stat
		return
	default:
		t.odd[address] = e.err
	}
	delete(t.folders, address)
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
	folders := slices.Collect(maps.Keys(t.folders))
	err = inParts(len(folders), func(i int) error {
		now, err := d.Stat(root + string(filepath.Separator) + filepath.FromSlash(folders[i]))
		if err == nil && now.mtime != t.folders[folders[i]].mtime {
			err = ErrMoved
		}
		return err
	})
	return err == nil
}

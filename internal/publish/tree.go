package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// ErrMoved says that another program changed files in the output folder while
// the new generation was made from them.
var ErrMoved = errors.New("the output folder was changed by another program")

// A builder makes the tree of the new generation in the workshop: of nothing,
// or of the spare, which is then compared with what is wanted. By inodes that
// takes no look at a file: while the spare holds a file, no other gets its inode.
type builder struct {
	*Target
	plan   *plan
	sorted []string        // the addresses of the new generation
	dirs   []string        // of the new tree, each after the one above it: "", those of the new generation, others
	others map[string]bool // in which only somebody else has something

	began   time.Time // before it looked at the spare
	spare   *tree
	known   map[string]bool // folders of the spare that are as they were
	shown   []stat          // what the system shows of dirs; none where luxi changed that
	touched map[string]bool // folders to which entries came, or from which they went, since
}

// buildTree makes tree hold the new generation and what is not luxi's.
func (t *Target) buildTree(p *plan) (*builder, error) {
	b := &builder{
		Target: t, plan: p, sorted: t.sortedNext(), others: map[string]bool{},
		began: time.Now(), known: map[string]bool{}, touched: map[string]bool{},
	}
	if err := b.openSpare(); err != nil {
		return nil, err
	}
	b.findDirs()
	if err := b.clear(); err != nil {
		return nil, err
	}
	if err := b.makeFolders(); err != nil {
		return nil, err
	}
	steps := b.steps()
	return b, inParts(len(steps), func(i int) error { return steps[i]() })
}

// openSpare finds out what is in the tree. Of the folders that are known, the
// manifest says it.
func (b *builder) openSpare() (err error) {
	root := b.workshop.tree()
	if b.spare, err = topOf(b.disk, root, len(b.old)); err != nil {
		return err
	}
	if b.spare == nil {
		b.spare = &tree{root: root}
		return b.disk.Mkdir(root)
	}
	if b.workshop.pure {
		b.Target.workshop.pure = false
		b.ownTree()
		return nil
	}
	b.lookAtSpare()
	for _, address := range b.Target.sorted {
		if b.known[path.Dir(address)] {
			b.spare.files[address] = stat{kind: aFile, ino: b.old[address].ino}
		}
	}
	return b.spare.complete(b.disk, true, func(dir string, _ stat) bool { return b.known[dir] })
}

// ownTree is openSpare for a tree in which is nothing but what this publish has
// written there.
func (b *builder) ownTree() {
	for address, o := range b.next {
		if o.staged == inTree {
			b.spare.files[address] = stat{kind: aFile, ino: o.ino}
		}
	}
	b.workshop.made.Range(func(dir, _ any) bool {
		b.spare.folders[dir.(string)] = stat{kind: aFolder}
		return true
	})
}

// lookAtSpare looks at the folders of the spare of which something is remembered.
func (b *builder) lookAtSpare() {
	dirs := b.memory.dirs
	const part = 64
	var mu sync.Mutex
	_ = inParts((len(dirs)+part-1)/part, func(i int) error {
		v := visitor{disk: b.disk, tree: b.spare, entered: map[string]bool{}, folders: map[string]stat{}}
		for _, dir := range dirs[i*part : min((i+1)*part, len(dirs))] {
			v.enter(dir)
		}
		mu.Lock()
		defer mu.Unlock()
		for dir, s := range v.folders {
			b.spare.folders[dir] = s
			if knows(b.memory.spare, dir, s, b.began) {
				b.known[dir] = true
			}
		}
		return nil
	})
}

// findDirs finds the folders of the new tree.
func (b *builder) findDirs() {
	for name := range b.plan.strangers {
		dir := name
		if _, ok := b.site.folders[name]; !ok {
			dir = path.Dir(name)
		}
		for ; dir != "." && !b.plan.folders[dir]; dir = path.Dir(dir) {
			b.others[dir] = true
		}
	}
	b.dirs = append(append([]string{""}, foldersOf(b.sorted)...), slices.Sorted(maps.Keys(b.others))...)
}

// clear removes from the spare what is not wanted there or not the same.
func (b *builder) clear() error {
	for name := range b.spare.odd {
		if err := b.disk.RemoveAll(b.spare.at(name)); err != nil {
			return err
		}
		delete(b.spare.folders, name) // one that cannot be read
		b.touched[path.Dir(name)] = true
	}
	for name, found := range b.spare.files {
		if !b.isRight(name, found) {
			if err := b.disk.Remove(b.spare.at(name)); err != nil {
				return err
			}
			delete(b.spare.files, name)
			b.touched[path.Dir(name)] = true
		}
	}
	var gone []string
	for dir := range b.spare.folders {
		if !b.plan.folders[dir] && !b.others[dir] {
			gone = append(gone, dir)
		}
	}
	slices.Sort(gone)
	last := "."
	for _, dir := range gone {
		if strings.HasPrefix(dir, last+"/") {
			continue
		}
		last = dir
		b.touched[path.Dir(dir)] = true
		if err := b.disk.RemoveAll(b.spare.at(dir)); err != nil {
			return err
		}
	}
	return nil
}

// isRight reports whether a file of the spare is the one that is wanted there.
func (b *builder) isRight(name string, found stat) bool {
	if o := b.next[name]; o != nil {
		if o.fresh() {
			return o.staged == inTree
		}
		return o.ino == found.ino && found.ino != 0 // what stands by now may be another
	}
	standing, ok := b.standing(name)
	return ok && b.plan.strangers[name] && standing.ino == found.ino && found.ino != 0
}

// source returns the address at which the file of an unchanged output stands.
func (b *builder) source(address string, o *output) string { return cmp.Or(o.from, address) }

// makeFolders makes the folders of the tree that the spare does not have, and
// gives all their rights.
func (b *builder) makeFolders() error {
	for _, dir := range b.dirs {
		if _, there := b.spare.folders[dir]; !there {
			if err := mkdir(b.disk, b.spare.at(dir)); err != nil {
				return err
			}
			b.touched[path.Dir(dir)] = true
		}
	}
	if b.site != nil && b.site.folds {
		b.site.keys() // before several ask for them
	}
	b.shown = make([]stat, len(b.dirs))
	err := inParts(len(b.dirs), func(i int) (err error) {
		dir, name := b.dirs[i], b.spare.at(b.dirs[i])
		s := b.spare.folders[dir]
		if !b.known[dir] || b.touched[dir] {
			if s, err = b.disk.Stat(name); err != nil {
				return err
			}
		}
		changed, err := b.giveRights(name, dir, s)
		if !changed {
			b.shown[i] = s
		}
		return err
	})
	clear(b.touched)
	return err
}

// giveRights gives a folder the owner and the rights of the one that stands at
// an address, and those of a new one if none does. It reports whether it changed
// what the system shows of it.
func (b *builder) giveRights(name, dir string, made stat) (changed bool, err error) {
	want := b.rightsOf(dir, made)
	if made.uid != want.uid || made.gid != want.gid {
		if err := b.disk.Chown(name, int(want.uid), int(want.gid)); err != nil {
			return true, asRefusal(err)
		}
		changed, made.mode = true, 0 // a new owner may cost the set-group-ID bit
	}
	if made.mode == want.mode || !hasModes {
		return changed, nil
	}
	return true, b.disk.Chmod(name, want.mode)
}

func (b *builder) rightsOf(dir string, made stat) stat {
	if b.site == nil {
		return stat{uid: made.uid, gid: made.gid, mode: made.mode | folderMode}
	}
	if dir == "" {
		return b.site.top
	}
	if name, found := b.site.find(dir); found.kind == aFolder {
		return b.site.folders[name]
	}
	above := path.Dir(dir)
	if above == "." {
		above = ""
	}
	want := b.rightsOf(above, made)
	if want.mode&fs.ModeSetgid == 0 {
		want.gid = made.gid
	}
	return stat{uid: made.uid, gid: want.gid, mode: folderMode | want.mode&fs.ModeSetgid}
}

// steps returns what is left to do: links to what stands, and moves of what is
// new.
func (b *builder) steps() []func() error {
	var out []func() error
	for address, o := range b.next {
		switch _, there := b.spare.files[address]; {
		case o.fresh() && o.staged != inTree:
			b.touched[path.Dir(address)] = true
			out = append(out, func() error { return b.move(address, o) })
		case !o.fresh() && !there:
			b.touched[path.Dir(address)] = true
			out = append(out, func() error {
				s, err := b.link(b.source(address, o), address, o.record)
				if err == nil {
					o.show(s)
				}
				return err
			})
		}
	}
	for name := range b.plan.strangers {
		_, isFile := b.site.files[name]
		if _, there := b.spare.files[name]; isFile && !there {
			found := b.site.files[name]
			out = append(out, func() error {
				_, err := b.link(name, name, record{ino: found.ino, size: found.size, mtime: found.mtime})
				return err
			})
		}
	}
	return out
}

func (b *builder) move(address string, o *output) error {
	to := b.workshop.stagedAt(address, inTree)
	if err := b.disk.Rename(b.workshop.stagedAt(address, o.staged), to); err != nil {
		return err
	}
	o.staged = inTree
	s, err := b.disk.Stat(to)
	o.show(s)
	return err
}

// link puts a file that stands into the tree too, if it is the one that was
// found, and returns what the system shows of it then: where it takes no more
// links, or none at all, a copy with the same time.
func (b *builder) link(from, to string, found record) (stat, error) {
	mode := b.site.files[from].mode
	from, to = b.site.at(from), b.workshop.stagedAt(to, inTree)
	err := b.disk.Link(from, to)
	if err == nil {
		s, err := b.disk.Stat(to)
		if err == nil && (s.ino != found.ino || s.size != found.size || s.mtime != found.mtime) {
			err = ErrMoved
		}
		return s, err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return stat{}, ErrMoved
	}
	content, readErr := b.disk.ReadFile(from)
	if readErr != nil {
		return stat{}, errors.Join(err, readErr)
	}
	if _, err := b.disk.Write(to, content); err != nil {
		return stat{}, err
	}
	if hasModes && mode != fileMode {
		if err := b.disk.Chmod(to, mode); err != nil {
			return stat{}, err
		}
	}
	if err := b.disk.Chtimes(to, found.mtime); err != nil {
		return stat{}, err
	}
	return b.disk.Stat(to)
}

package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ErrMoved says that another program changed files in the output folder while
// the new generation was made from them.
var ErrMoved = errors.New("the output folder was changed by another program")

// A builder makes the tree of the new generation in the workshop: of nothing,
// or of the spare, which is then compared with what is wanted. By inodes that
// takes no look at a file: while the spare holds a file, no other gets its inode.
type builder struct {
	*Target
	plan  *plan
	spare *tree
}

// buildTree makes tree hold the new generation and what is not luxi's.
func (t *Target) buildTree(p *plan) error {
	root := t.workshop.tree()
	b := builder{Target: t, plan: p}
	var err error
	if b.spare, err = scan(t.disk, root, true); err != nil {
		return err
	}
	if b.spare == nil {
		if err := t.disk.Mkdir(root); err != nil {
			return err
		}
		b.spare = &tree{root: root}
	}
	folders := b.folders()
	if err := b.clear(folders); err != nil {
		return err
	}
	if err := b.makeFolders(folders); err != nil {
		return err
	}
	steps := b.steps()
	return inParts(len(steps), func(i int) error { return steps[i]() })
}

// folders returns the folders of the new tree, each after the one above it. The
// root is "".
func (b *builder) folders() []string {
	all := map[string]bool{"": true}
	add := func(dir string) {
		for ; dir != "." && !all[dir]; dir = path.Dir(dir) {
			all[dir] = true
		}
	}
	for dir := range b.plan.folders {
		add(dir)
	}
	for name := range b.plan.strangers {
		if _, ok := b.site.folders[name]; ok {
			add(name)
		} else {
			add(path.Dir(name))
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// clear removes from the spare what is not wanted there or not the same.
func (b *builder) clear(folders []string) error {
	root := b.spare.root
	for name := range b.spare.odd {
		if err := b.disk.RemoveAll(b.spare.at(name)); err != nil {
			return err
		}
		delete(b.spare.folders, name) // one that cannot be read
	}
	for name, found := range b.spare.files {
		if !b.isRight(name, found) {
			if err := b.disk.Remove(b.spare.at(name)); err != nil {
				return err
			}
			delete(b.spare.files, name)
		}
	}
	last := "."
	for _, dir := range slices.Sorted(maps.Keys(b.spare.folders)) {
		if _, ok := slices.BinarySearch(folders, dir); ok || strings.HasPrefix(dir, last+"/") {
			continue
		}
		last = dir
		if err := b.disk.RemoveAll(filepath.Join(root, filepath.FromSlash(dir))); err != nil {
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
		return b.site.files[b.source(name, o)].ino == found.ino && found.ino != 0
	}
	standing, ok := b.standing(name)
	return ok && b.plan.strangers[name] && standing.ino == found.ino && found.ino != 0
}

// source returns the address at which the file of an unchanged output stands.
func (b *builder) source(address string, o *output) string { return cmp.Or(o.from, address) }

// makeFolders makes the folders of the tree that the spare does not have, and
// gives all their rights.
func (b *builder) makeFolders(folders []string) error {
	for _, dir := range folders {
		if _, there := b.spare.folders[dir]; !there {
			if err := mkdir(b.disk, b.spare.at(dir)); err != nil {
				return err
			}
		}
	}
	if b.site != nil && b.site.folds {
		b.site.keys() // before several ask for them
	}
	return inParts(len(folders), func(i int) error { return b.giveRights(b.spare.at(folders[i]), folders[i]) })
}

// giveRights gives a folder the owner and the rights of the one that stands at
// an address, and those of a new one if none does.
func (b *builder) giveRights(name, dir string) error {
	made, err := b.disk.Stat(name)
	if err != nil {
		return err
	}
	want := b.rightsOf(dir, made)
	if made.uid != want.uid || made.gid != want.gid {
		if err := b.disk.Chown(name, int(want.uid), int(want.gid)); err != nil {
			return asRefusal(err)
		}
		made.mode = 0 // a new owner may cost the set-group-ID bit
	}
	if made.mode == want.mode || !hasModes {
		return nil
	}
	return b.disk.Chmod(name, want.mode)
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
			out = append(out, func() error { return b.move(address, o) })
		case !o.fresh() && !there:
			out = append(out, func() error {
				s, err := b.link(b.source(address, o), address)
				o.show(s)
				return err
			})
		}
	}
	for name := range b.plan.strangers {
		_, isFile := b.site.files[name]
		if _, there := b.spare.files[name]; isFile && !there {
			out = append(out, func() error { _, err := b.link(name, name); return err })
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

// link puts a file that stands into the tree too, and returns what the system
// shows of it then: where it takes no more links, or none at all, a copy with
// the same time.
func (b *builder) link(from, to string) (stat, error) {
	before := b.site.files[from]
	from, to = b.site.at(from), b.workshop.stagedAt(to, inTree)
	err := b.disk.Link(from, to)
	if err == nil {
		s, err := b.disk.Stat(to)
		if err == nil && (s.ino != before.ino || s.size != before.size || s.mtime != before.mtime) {
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
	if hasModes && before.mode != fileMode {
		if err := b.disk.Chmod(to, before.mode); err != nil {
			return stat{}, err
		}
	}
	if err := b.disk.Chtimes(to, before.mtime); err != nil {
		return stat{}, err
	}
	return b.disk.Stat(to)
}

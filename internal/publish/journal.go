package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"luxi/internal/slug"
)

// journal puts the new files in place one by one.
func (t *Target) journal(p *plan) error {
	if t.site == nil {
		if err := makeFolders(t.disk, t.root); err != nil {
			return err
		}
	}
	if err := mkdir(t.disk, filepath.Join(t.workshop.dir, undoName)); err != nil {
		return err
	}
	if err := t.announce(&manifest{way: byJournal, entries: t.generation()}); err != nil {
		return err
	}
	if p.single {
		t.forgetSpare()
	}
	u := &undo{disk: t.disk, dir: filepath.Join(t.workshop.dir, undoName)}
	err := t.roll(p, u)
	if err == nil {
		err = t.settle(t.placedEntries(p.single))
	}
	if err != nil {
		if back := u.all(); back != nil {
			return &UnfinishedError{errors.Join(err, back)}
		}
		return errors.Join(err, t.disk.RemoveAll(t.ledger.pending()))
	}
	t.changed = true
	if p.single {
		t.endSingle()
	} else {
		t.endJournal()
	}
	return nil
}

// forgetSpare forgets the folders of the spare that hold another file than the
// manifest now lists: the one from before, of which the folder shows nothing.
func (t *Target) forgetSpare() {
	for address, o := range t.next {
		if o.ino != t.old[address].ino {
			delete(t.memory.spare, path.Dir(address))
		}
	}
}

// endSingle leaves the spare to the next publish, and what is known of folders:
// that in which the file was replaced shows that it changed.
func (t *Target) endSingle() {
	if t.workshop.direct { // then it is none
		t.endJournal()
	} else {
		t.workshop = workshop{}
		_ = t.sweep()
	}
	if t.memory.dirs != nil {
		t.remember(t.memory.marks())
	}
}

// endJournal removes the workshop: without an exchange there is no spare. What
// cannot be removed now, when the site is settled, the next publish sweeps away.
func (t *Target) endJournal() {
	_ = t.disk.RemoveAll(t.ledger.pending())
	t.workshop = workshop{}
	_ = t.tidy("")
}

// placedEntries returns the manifest of what is in place, as the system shows it
// there. What somebody put in the place of a file that luxi did not touch is not
// luxi's; where a single file was put in place, hardly any time has gone since all
// were looked at.
func (t *Target) placedEntries(single bool) map[string]record {
	entries := t.generation()
	for address, r := range entries {
		if single && r.staged == 0 {
			continue
		}
		s, err := t.disk.Stat(filepath.Join(t.root, filepath.FromSlash(address)))
		same := s.size == r.size && (r.staged != 0 || s.ino == r.ino && s.mtime == r.mtime)
		if err == nil && same {
			r.show(s)
		}
		r.staged = 0
		entries[address] = r
	}
	return entries
}

// roll does all steps: it deletes stale files in whose place a folder comes, or
// in whose folder's place a file comes, puts the new ones in their places, and
// deletes the other stale ones. With an undo each step can be taken back.
func (t *Target) roll(p *plan, u *undo) error {
	m := mover{Target: t, plan: p, undo: u}
	var fresh []string
	for address, o := range t.next {
		if _, respelled := p.respelled[address]; o.fresh() || respelled {
			fresh = append(fresh, address)
		}
	}
	slices.SortFunc(fresh, byKind)
	first, last := m.splitStale(fresh)
	if err := m.deleteAll(first); err != nil {
		return err
	}
	for _, address := range fresh {
		if err := m.put(address); err != nil {
			return err
		}
	}
	if err := m.deleteAll(last); err != nil {
		return err
	}
	for address := range t.old {
		if t.next[address] == nil && !p.strangers[address] {
			if err := m.prune(path.Dir(address)); err != nil {
				return err
			}
		}
	}
	return nil
}

type mover struct {
	*Target
	plan *plan
	undo *undo
}

func (m mover) at(address string) string {
	return filepath.Join(m.root, filepath.FromSlash(address))
}

// splitStale tells stale files that stand in the way of fresh ones from the
// others.
func (m mover) splitStale(fresh []string) (first, last []string) {
	files, folders := map[string]bool{}, map[string]bool{}
	key := func(address string) string { return address }
	if m.site != nil && m.site.folds {
		key = slug.Key
	}
	for _, a := range fresh {
		files[key(a)] = true
		for dir := path.Dir(key(a)); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, a := range slices.Sorted(maps.Keys(m.plan.stale)) {
		inTheWay := folders[key(a)]
		for dir := path.Dir(key(a)); dir != "."; dir = path.Dir(dir) {
			inTheWay = inTheWay || files[dir]
		}
		if inTheWay {
			first = append(first, a)
		} else {
			last = append(last, a)
		}
	}
	return first, last
}

// byKind puts what pages refer to before pages, and what leads to pages after
// them: feeds, then lists.
func byKind(a, b string) int {
	return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
}

func rank(address string) int {
	switch base := path.Base(address); {
	case base == "index.html" || strings.HasPrefix(base, "page-") && path.Ext(base) == ".html":
		return 3
	case path.Ext(base) == ".xml" || base == "feed.json":
		return 2
	case path.Ext(base) == ".html":
		return 1
	}
	return 0
}

// put moves a new file to its place.
func (m mover) put(address string) error {
	if before := m.plan.respelled[address]; before != "" {
		if err := m.respell(before, address); err != nil {
			return err
		}
	}
	o := m.next[address]
	if !o.fresh() {
		return nil
	}
	if err := m.makeFolders(path.Dir(address)); err != nil {
		return err
	}
	if err := m.empty(address); err != nil {
		return err
	}
	from, to := m.workshop.stagedAt(address, o.staged), m.at(address)
	if err := m.undo.replacing(to, from); err != nil {
		return err
	}
	return m.disk.Rename(from, to)
}

// empty removes folders of luxi's, with nothing in them, from the place of a
// file.
func (m mover) empty(address string) error {
	s, err := m.disk.Stat(m.at(address))
	if err != nil || s.kind != aFolder {
		return nil
	}
	entries, err := m.disk.List(m.at(address), true)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := m.empty(address + "/" + e.name); err != nil {
			return err
		}
	}
	return m.removeFolder(address)
}

func (m mover) removeFolder(address string) error {
	s, err := m.disk.Stat(m.at(address))
	if err == nil && s.kind == aFolder {
		err = m.disk.Remove(m.at(address))
	}
	if err == nil {
		m.undo.add(func() error {
			if err := m.disk.Mkdir(m.at(address)); err != nil {
				return err
			}
			return m.disk.Chmod(m.at(address), s.mode)
		})
	}
	return err
}

// respell gives a file and the folders above it the new spelling of their
// names. Without this the file would keep the old one, because a system that
// takes both for the same replaces the content only.
func (m mover) respell(before, now string) error {
	from, to := strings.Split(before, "/"), strings.Split(now, "/")
	for i := range to {
		above := path.Join(to[:i]...)
		old, young := m.at(path.Join(above, from[i])), m.at(path.Join(above, to[i]))
		if old == young || !m.disk.SameFile(old, young) {
			continue
		}
		if err := m.disk.Rename(old, young); err != nil {
			return err
		}
		m.undo.add(func() error { return m.disk.Rename(young, old) })
	}
	return nil
}

// makeFolders makes a folder and those above it, with the rights of a new one
// before it comes to its place.
func (m mover) makeFolders(dir string) error {
	if dir == "." {
		return nil
	}
	if err := m.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	switch s, err := m.disk.Stat(m.at(dir)); {
	case err == nil && s.kind != aFolder:
		return fmt.Errorf("%s is no folder: %w", m.at(dir), ErrMoved)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	made := filepath.Join(m.workshop.dir, "folder")
	if err := mkdir(m.disk, made); err != nil {
		return err
	}
	s, err := m.disk.Stat(made)
	if err != nil {
		return err
	}
	b := builder{Target: m.Target, plan: m.plan}
	if _, err := b.giveRights(made, dir, s); err != nil && !refused(err) {
		return err
	}
	if err := m.disk.Rename(made, m.at(dir)); err != nil {
		return err
	}
	m.undo.add(func() error { return m.disk.Remove(m.at(dir)) })
	return nil
}

// deleteAll removes files and the folders that they leave empty.
func (m mover) deleteAll(addresses []string) error {
	for _, a := range addresses {
		if err := m.undo.removing(m.at(a)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if m.undo == nil {
			if err := m.disk.Remove(m.at(a)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := m.prune(path.Dir(a)); err != nil {
			return err
		}
	}
	return nil
}

// prune removes a folder and those above it as far as they are empty. It is
// no error if one stays, such as the folder that a terminal stands in.
func (m mover) prune(dir string) error {
	for ; dir != "."; dir = path.Dir(dir) {
		if m.plan.folders[dir] || !m.isReal(dir) {
			return nil
		}
		entries, err := m.disk.List(m.at(dir), true)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || len(entries) > 0 || m.removeFolder(dir) != nil {
			return nil
		}
	}
	return nil
}

// isReal reports whether neither a folder, if it is there, nor one above it is
// a link or a file.
func (m mover) isReal(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		s, err := m.disk.Stat(m.at(dir))
		if err == nil && s.kind != aFolder || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

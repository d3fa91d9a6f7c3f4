package publish

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"luxi/internal/diag"
)

// A way is how a generation is put in place.
type way byte

const (
	byExchange way = iota + 1
	byJournal
)

// Commit puts the new generation in place: all files that Has found or Put
// made, and no other that luxi wrote. With an error in the list, or an error that
// is no [UnfinishedError], the folder is as it was. Where the folder holds the new
// generation already, nothing is written at all.
func (t *Target) Commit() (Report, diag.List, error) {
	t.gate.Lock()
	defer t.gate.Unlock()
	if t.stopping.Load() {
		return Report{}, nil, ErrStopped
	}
	if t.closed {
		return Report{}, nil, os.ErrClosed
	}
	for try := 1; ; try++ {
		report, list, err := t.commit()
		if !errors.Is(err, ErrMoved) || try == 3 {
			return report, list, err
		}
		// Another program is at work in the folder: look again.
		t.asOf = time.Now()
		if t.site, err = scan(t.disk, t.root, false); err != nil {
			return Report{}, nil, err
		}
		if !t.allKept() {
			return Report{}, nil, ErrMoved
		}
	}
}

// allKept reports whether all files that stand and belong to the new generation
// are still those that Has and Put found.
func (t *Target) allKept() bool {
	for address, o := range t.next {
		found, ok := t.standing(cmp.Or(o.from, address))
		if !o.fresh() && (!ok || found.ino != o.ino || found.size != o.size || found.mtime != o.mtime) {
			return false
		}
	}
	return true
}

// nothingNew reports whether the folder holds the new generation already and
// the manifest says so. Nobody has to know then what else the folder holds.
func (t *Target) nothingNew() (report Report, yes bool) {
	if len(t.list) > 0 || len(t.next) > len(t.old) {
		return Report{}, false
	}
	waiting := 0 // assets that the site refers to no more, and that only wait to expire
	for address, r := range t.old {
		if o := t.next[address]; o != nil {
			if o.record != r || o.from != "" {
				return Report{}, false
			}
			report.Unchanged++
			continue
		}
		found, ok := t.standing(address)
		if r.marks&retired == 0 || !ok || !t.asWritten(address, r, found) {
			return Report{}, false
		}
		waiting++
	}
	return report, report.Unchanged == len(t.next) && report.Unchanged+waiting == len(t.old)
}

func (t *Target) commit() (Report, diag.List, error) {
	if report, yes := t.nothingNew(); yes {
		return report, nil, nil
	}
	if err := t.survey(); err != nil {
		return Report{}, nil, err
	}
	p, err := t.plan()
	if err != nil {
		return Report{}, nil, err
	}
	list := append(slices.Clone(t.list), p.list...)
	if p.list.HasErrors() {
		return Report{}, list, nil
	}
	report := Report{Written: p.fresh, Unchanged: p.kept}
	if !t.changesFiles(p) {
		return report, list, t.refresh(p)
	}
	maps.Copy(p.stale, p.expired)
	for address := range p.stale {
		if t.old[address].marks&anAsset == 0 {
			report.Deleted = append(report.Deleted, address)
		}
	}
	slices.Sort(report.Deleted)
	if err := t.publish(p); err != nil {
		var unfinished *UnfinishedError
		if !errors.As(err, &unfinished) {
			report, list = Report{}, nil
		}
		return report, list, err
	}
	t.changed = true
	return report, list, nil
}

// refresh writes the manifest where files stay as they are, but luxi has learnt
// something about them. An asset that only waits to expire stays.
func (t *Target) refresh(p *plan) error {
	entries := t.generation()
	for address := range p.expired {
		entries[address] = t.old[address]
	}
	if maps.Equal(entries, t.old) && len(t.list) == 0 {
		return nil
	}
	return t.settle(entries)
}

// settle makes entries the manifest that stands.
func (t *Target) settle(entries map[string]record) error {
	m := &manifest{entries: entries}
	if err := t.ledger.write(t.ledger.standing(), m); err != nil {
		return err
	}
	t.stands(m)
	t.forget(t.ledger.earlier())
	return nil
}

// forget removes a file of the ledger that means nothing any more.
func (t *Target) forget(name string) {
	if _, err := t.disk.Stat(name); err == nil {
		_ = t.disk.Remove(name)
	}
}

func (t *Target) publish(p *plan) error {
	t.mu.Lock()
	err := t.openWorkshop()
	t.mu.Unlock()
	if err != nil {
		return err
	}
	p.single = t.isSingle(p)
	if !p.single && t.canExchange(p) {
		err := t.exchange(p)
		if !refused(err) {
			return err
		}
	}
	return t.journal(p)
}

// isSingle reports whether the generation differs from what stands in the content
// of one file. One rename is then all, which is as whole as an exchange.
func (t *Target) isSingle(p *plan) bool {
	if t.site == nil || p.fresh != 1 || len(p.stale) > 0 || len(p.expired) > 0 || p.emptied || len(p.respelled) > 0 {
		return false
	}
	for address, o := range t.next {
		if o.fresh() {
			found, ok := t.standing(address)
			return ok && found.kind == aFile && t.wrote(address)
		}
	}
	return false
}

// mostStrangers is how many files that are not luxi's are carried over in an
// exchange: a .gitignore, a CNAME, what is in a .well-known. Where there are more,
// the folder is somebody else's too, and is not swapped under their feet.
const mostStrangers = 64

// canExchange reports whether the output folder can be swapped for another with
// nothing lost, as far as can be told before.
func (t *Target) canExchange(p *plan) bool {
	if t.workshop.dir == t.workshops()[2] {
		return false
	}
	if t.site == nil {
		return true
	}
	if !sameMount(t.root, filepath.Dir(t.root)) || !mayWrite(filepath.Dir(t.root)) || hasAttributes(t.root) {
		return false
	}
	files := 0
	for name := range p.strangers {
		if found, ok := t.site.folders[name]; ok {
			if found.uid != t.site.top.uid || hasAttributes(t.site.at(name)) || !sameMount(t.root, t.site.at(name)) {
				return false
			}
			continue
		}
		if _, ok := t.site.files[name]; !ok {
			return false
		}
		files++
	}
	return files <= mostStrangers && t.trial()
}

// trial exchanges two empty folders, to learn whether this file system can,
// before a tree is made in vain.
func (t *Target) trial() bool {
	a, b := filepath.Join(t.workshop.dir, "a"), filepath.Join(t.workshop.dir, "b")
	defer func() { _, _ = t.disk.Remove(a), t.disk.Remove(b) }()
	return mkdir(t.disk, a) == nil && mkdir(t.disk, b) == nil && t.disk.Exchange(a, b) == nil
}

// A refusal is an exchange that the system does not do here; the folder is as
// it was.
type refusal struct{ error }

func refused(err error) bool {
	var r refusal
	return errors.As(err, &r)
}

func asRefusal(err error) error {
	for _, no := range []error{errors.ErrUnsupported, fs.ErrPermission, syscall.EXDEV, syscall.EBUSY, syscall.EINVAL} {
		if errors.Is(err, no) {
			return refusal{err}
		}
	}
	return err
}

// exchange makes the tree of the new generation and swaps it with the one that
// stands.
func (t *Target) exchange(p *plan) error {
	b, err := t.buildTree(p)
	if err != nil {
		return err
	}
	made, err := t.disk.Stat(t.workshop.tree())
	if err != nil {
		return err
	}
	if t.site == nil {
		if err := makeFolders(t.disk, filepath.Dir(t.root)); err != nil {
			return err
		}
	}
	entries := t.generation()
	for address, r := range entries {
		r.staged = 0
		entries[address] = r
	}
	m := &manifest{way: byExchange, tree: made.ino, entries: entries, sorted: b.sorted}
	if err := t.announce(m); err != nil {
		return err
	}
	marks := b.marks() // of the tree before anybody else sees it
	err = t.swap()
	if err == nil {
		if err = t.settlePending(m); err != nil {
			if back := t.swap(); back != nil {
				return &UnfinishedError{errors.Join(err, back)}
			}
		}
	}
	if err != nil {
		return errors.Join(err, t.disk.RemoveAll(t.ledger.pending()))
	}
	t.changed = true
	late, err := t.carryLate(p)
	if err != nil {
		return &UnfinishedError{err}
	}
	if !late {
		b.remember(marks)
	}
	return nil
}

// announce writes what is about to be put in place, and waits until that and
// all new files are on the disk.
func (t *Target) announce(m *manifest) error {
	if err := t.ledger.write(t.ledger.pending(), m); err != nil {
		return err
	}
	err := t.disk.Sync(t.workshop.dir)
	if state := filepath.Dir(t.ledger.pending()); err == nil && !sameMount(state, t.workshop.dir) {
		err = t.disk.Sync(state)
	}
	if err == nil && t.stopping.Load() {
		err = ErrStopped
	}
	if err == nil && t.site != nil && !t.site.sameAs(t.disk, t.root) {
		err = ErrMoved
	}
	if err != nil {
		return errors.Join(err, t.disk.RemoveAll(t.ledger.pending()))
	}
	return nil
}

// swap exchanges the tree with the folder that stands, or moves it to where none
// is, and back again.
func (t *Target) swap() error {
	switch {
	case t.site != nil:
		if err := t.disk.Exchange(t.workshop.tree(), t.root); err != nil {
			return asRefusal(err)
		}
		return nil
	case !t.placed():
		return t.disk.Rename(t.workshop.tree(), t.root)
	}
	return t.disk.Rename(t.root, t.workshop.tree())
}

func (t *Target) placed() bool {
	_, err := t.disk.Stat(t.workshop.tree())
	return errors.Is(err, fs.ErrNotExist)
}

// settlePending makes the pending manifest the one that stands.
func (t *Target) settlePending(m *manifest) error {
	if err := t.disk.Rename(t.ledger.pending(), t.ledger.standing()); err != nil {
		return err
	}
	t.stands(m)
	t.forget(t.ledger.earlier())
	return nil
}

// carryLate carries over what another program put into the folder between the
// last look and the exchange. It reports whether there may be something.
func (t *Target) carryLate(p *plan) (bool, error) {
	if t.site == nil || t.site.sameAs(t.disk, t.workshop.tree()) {
		return false, nil
	}
	late, err := scan(t.disk, t.workshop.tree(), false)
	if err != nil {
		return true, err
	}
	names := slices.Sorted(maps.Keys(late.folders))
	for _, name := range names {
		if _, known := t.site.folders[name]; !known {
			if err := mkdir(t.disk, t.site.at(name)); err != nil {
				return true, err
			}
		}
	}
	for name, found := range late.files {
		before, known := t.site.files[name]
		if known && p.strangers[name] && before.ino != found.ino { // saved as programs do: another file under its name
			if err := t.disk.Remove(t.site.at(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return true, err
			}
			known = false
		}
		if !known && t.next[name] == nil {
			if err := t.disk.Link(late.at(name), t.site.at(name)); err != nil && !errors.Is(err, fs.ErrExist) {
				return true, err
			}
		}
	}
	return true, nil
}

package publish

import (
	"errors"
	"os"
	"path/filepath"

	"luxi/internal/slug"
)

// recover finishes what a killed publish had begun to put in place, and clears
// away what it had not.
func (t *Target) recover() error {
	m, err := t.ledger.read(t.ledger.pending())
	switch {
	case errors.Is(err, errDamaged): // as a whole it was never written
	case err != nil:
		return err
	case m != nil && m.way == byExchange && t.isPlaced(m):
		if err := t.settlePending(m); err != nil {
			return err
		}
	case m != nil && m.way == byJournal:
		return t.carryOn(m)
	}
	return t.sweep()
}

// isPlaced reports whether the tree of a pending manifest stands as the output
// folder. Where inodes have no numbers, it does if it waits no more: such a system
// exchanges nothing.
func (t *Target) isPlaced(m *manifest) bool {
	top, err := t.disk.Stat(t.root)
	if err != nil || m.tree != 0 {
		return err == nil && top.ino == m.tree
	}
	for _, dir := range t.workshops() {
		if _, err := os.Lstat(filepath.Join(dir, treeName)); err == nil {
			return false
		}
	}
	return true
}

// carryOn does what is left of a journalled publish.
func (t *Target) carryOn(m *manifest) error {
	var err error
	if t.site, err = scan(t.disk, t.root, false); err != nil {
		return err
	}
	t.surveyed = true
	for address, r := range m.entries {
		t.next[address] = &output{record: r}
	}
	t.workshop.dir = t.left()
	p, err := t.planRest()
	if err != nil {
		return err
	}
	if err := t.roll(p, nil); err != nil {
		return &UnfinishedError{err}
	}
	if err := t.settle(t.placedEntries(false)); err != nil {
		return &UnfinishedError{err}
	}
	t.endJournal()
	t.next, t.workshop, t.site, t.surveyed = map[string]*output{}, workshop{}, nil, false
	return nil
}

// left returns the workshop that a killed publish used.
func (t *Target) left() string {
	all := t.workshops()
	for _, dir := range all {
		if _, err := os.Lstat(filepath.Join(dir, putName)); err == nil {
			return dir
		}
	}
	return all[0]
}

// planRest plans what is left of a journalled publish: what waits in the workshop
// still is not in place.
func (t *Target) planRest() (*plan, error) {
	ours := map[string]bool{} // by key: a folder may have its new spelling already
	for address := range t.old {
		ours[slug.Key(address)] = true
	}
	for address, o := range t.next {
		if _, err := t.disk.Stat(t.workshop.stagedAt(address, o.staged)); o.fresh() && err != nil {
			if _, ok := t.standing(address); !ok {
				delete(t.next, address) // gone since
				continue
			}
			o.staged = 0
		}
		if _, ok := t.standing(address); ok && o.fresh() && !ours[slug.Key(address)] {
			delete(t.next, address) // somebody's since; the next Put will say so
		}
	}
	p, err := t.plan()
	if err == nil {
		for address := range p.expired {
			p.stale[address] = true
		}
	}
	return p, err
}

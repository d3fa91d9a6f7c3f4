package publish

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"luxi/internal/slug"
)

// commit renames the staged files to their places and deletes stale ones:
// first those in whose place a folder comes or in whose folder's place a file
// comes, the others last.
func (p *publisher) commit() error {
	first, last := p.splitStale()
	if err := p.deleteAll(first); err != nil {
		return err
	}
	slices.SortStableFunc(p.fresh, byKind)
	for _, a := range p.fresh {
		if err := p.putInPlace(a); err != nil {
			return err
		}
	}
	return p.deleteAll(last)
}

// splitStale tells stale files that stand in the way of fresh ones from the
// others.
func (p *publisher) splitStale() (first, last []stale) {
	files, folders := map[string]bool{}, map[string]bool{}
	for _, a := range p.fresh {
		key := slug.Key(a)
		files[key] = true
		for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, s := range p.stale {
		key := slug.Key(s.address)
		inTheWay := folders[key]
		for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
			inTheWay = inTheWay || files[dir]
		}
		if inTheWay {
			first = append(first, s)
		} else {
			last = append(last, s)
		}
	}
	return first, last
}

// putInPlace renames a staged file to its address.
func (p *publisher) putInPlace(address string) error {
	if before := p.spellings[address]; before != "" {
		if err := p.respell(before, address); err != nil {
			return err
		}
	}
	if err := p.makeFolders(path.Dir(address)); err != nil {
		return err
	}
	if err := p.disk.Rename(staged(address), address); err != nil {
		return err
	}
	p.report.Written++
	return nil
}

// respell gives a file and the folders above it the new spelling of their
// names. Without this the file would keep the old one, because a system that
// takes both for the same replaces the content only.
func (p *publisher) respell(before, now string) error {
	from, to := strings.Split(before, "/"), strings.Split(now, "/")
	for i := range to {
		above := path.Join(to[:i]...)
		old, young := path.Join(above, from[i]), path.Join(above, to[i])
		if old == young || !sameFile(p.disk, old, young) {
			continue
		}
		if err := p.disk.Rename(old, young); err != nil {
			return err
		}
	}
	return nil
}

// makeFolders makes a folder and those above it, with one mode whatever the
// umask: what is published must be readable by a web server. Each is renamed
// to its place when it has its mode.
func (p *publisher) makeFolders(dir string) error {
	if dir == "." || exists(p.disk, dir) {
		return nil
	}
	if err := p.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	made := path.Join(stagingName, "folder")
	if err := p.disk.Mkdir(made, 0o755); err != nil {
		return err
	}
	info, err := p.disk.Lstat(made)
	if err != nil {
		return err
	}
	if err := p.disk.Chmod(made, info.Mode()|0o755); err != nil {
		return err
	}
	return p.disk.Rename(made, dir)
}

func exists(d disk, name string) bool {
	_, err := d.Lstat(name)
	return err == nil
}

// byKind puts what pages refer to before pages, and the lists that lead to
// pages after them.
func byKind(a, b string) int { return rank(a) - rank(b) }

func rank(address string) int {
	switch {
	case path.Ext(address) != ".html":
		return 0
	case path.Base(address) != "index.html":
		return 1
	}
	return 2
}

// deleteAll removes files and the folders that they leave empty.
func (p *publisher) deleteAll(files []stale) error {
	for _, s := range files {
		if !s.gone {
			err := p.disk.Remove(s.address)
			switch {
			case err == nil:
				p.report.Deleted = append(p.report.Deleted, s.address)
			case !errors.Is(err, fs.ErrNotExist):
				return err
			}
		}
		p.prune(path.Dir(s.address))
	}
	return nil
}

// prune removes a folder and those above it as far as they are empty. It is
// no error if one stays, such as the folder that a terminal stands in.
func (p *publisher) prune(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		found, _, err := look(p.disk, dir)
		if err != nil || found != nothing && (found != aFolder || p.disk.Remove(dir) != nil) {
			return
		}
	}
}

package publish

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/slug"
)

var (
	foreign = diag.Define("foreign-file", diag.Error,
		i18n.Text{ZH: "这个文件不是 luxi 生成的，要用同样的名字就会覆盖它", EN: "luxi did not write this file, and would have to overwrite it"},
		i18n.Text{ZH: "把它移到别处；如果它是 luxi 以前生成的，就清空输出文件夹再生成一次。", EN: "Move it away; if an earlier luxi wrote it, empty the output folder and build again."})

	foreignChanged = diag.Define("foreign-changed", diag.Warning,
		i18n.Text{ZH: "网站里不再有这个文件，但它在生成以后被换过或者改过，所以没有删除", EN: "the site has this file no more, but it was changed after luxi wrote it, so it was not deleted"},
		i18n.Text{ZH: "如果用不着它，就自己删掉；luxi 以后不再过问它。", EN: "Delete it if nobody needs it; luxi will leave it alone from now on."})
)

func (p *publisher) place(address string) diag.Range {
	return diag.WholeFile(filepath.Join(p.dir, filepath.FromSlash(address)))
}

// compareAll returns the outputs that must be written, and what foreign things
// stand in their way.
func (p *publisher) compareAll(outputs []build.Output) (changed []build.Output, list diag.List, err error) {
	for _, o := range outputs {
		content, err := o.Read()
		if err != nil {
			return nil, nil, err
		}
		p.outputs[o.Address] = hashed(content)
		state, err := p.compare(o.Address, content)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case state.foreign != "":
			list.Add(foreign.At(p.place(state.foreign)))
		case state.changed:
			changed = append(changed, o)
		default:
			p.report.Unchanged++
		}
	}
	return changed, list, nil
}

// A comparison is what becomes of an output: it is written if it changed,
// unless something foreign stands in its way.
type comparison struct {
	changed bool
	foreign string
}

func (p *publisher) compare(address string, content []byte) (comparison, error) {
	found, obstacle, err := look(p.disk, address)
	if err != nil && p.manifest.has(address) {
		return comparison{}, err
	}
	switch found {
	case inTheWay:
		if !p.goes(obstacle) {
			return comparison{foreign: obstacle}, nil
		}
	case aFolder:
		return comparison{changed: true, foreign: p.foreignIn(address)}, nil
	case oddThing:
		if !p.manifest.has(address) {
			return comparison{foreign: address}, nil
		}
	case aFile:
		return p.compareFile(address, content), nil
	}
	return comparison{changed: true}, nil
}

func (p *publisher) compareFile(address string, content []byte) comparison {
	if before := p.spelledBefore(address); before != "" {
		p.spellings[address], p.respelled[before] = before, true
		return comparison{changed: true}
	}
	old, err := p.disk.ReadFile(address)
	switch {
	case err == nil && bytes.Equal(old, content):
		return comparison{}
	case !p.manifest.has(address):
		return comparison{foreign: address}
	}
	return comparison{changed: true}
}

// spelledBefore returns the address under which an earlier publish wrote a
// file, if this disk takes that for the same: on Windows and macOS the file
// css/Forum.css is found as css/forum.css.
func (p *publisher) spelledBefore(address string) string {
	for _, a := range p.listed[slug.Key(address)] {
		if !p.wants(a) && sameFile(p.disk, a, address) {
			return a
		}
	}
	return ""
}

// foreignIn returns what in a folder, in whose place a file must come, will
// not go with what luxi deletes: a file, else an empty folder.
func (p *publisher) foreignIn(folder string) string {
	file, empty := "", ""
	err := fs.WalkDir(p.disk.FS(), folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && !p.wroteBelow(name) && empty == "":
			empty = name
		case !entry.IsDir() && !p.goes(name):
			file = name
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		return folder
	}
	return cmp.Or(file, empty)
}

// goes reports whether this publish deletes the file: luxi wrote it, the site
// has it no more, and nobody changed it.
func (p *publisher) goes(name string) bool {
	address := name
	if !p.manifest.has(name) {
		if address = p.spelledBefore(name); address == "" {
			return false
		}
	}
	found, _, err := look(p.disk, address)
	return err == nil && found == aFile && !p.wants(address) && p.isAsWritten(address)
}

// isAsWritten reports whether a file of the manifest holds what luxi wrote. A
// killed publish may leave it listed under two spellings.
func (p *publisher) isAsWritten(address string) bool {
	content, err := p.disk.ReadFile(address)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(p.listed[slug.Key(address)], func(a string) bool {
		return p.manifest.entries[a].wrote(content) && sameFile(p.disk, a, address)
	})
}

// wroteBelow reports whether luxi wrote a file somewhere below a folder.
func (p *publisher) wroteBelow(folder string) bool {
	depth := strings.Count(folder, "/") + 1
	prefix := slug.Key(folder) + "/"
	for key, addresses := range p.listed {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		for _, a := range addresses {
			above := path.Join(strings.Split(a, "/")[:depth]...)
			if above == folder || sameFile(p.disk, above, folder) {
				return true
			}
		}
	}
	return false
}

// A stale file was written by an earlier publish, and the site has it no more.
type stale struct {
	address string
	gone    bool // what is left to do is to remove empty folders
}

// findStale finds what this publish has to delete, and tells what it leaves
// because somebody changed it.
func (p *publisher) findStale() (list diag.List, err error) {
	for _, a := range p.manifest.addresses() {
		if p.wants(a) || p.respelled[a] {
			continue
		}
		found, _, err := look(p.disk, a)
		switch {
		case err != nil:
			return nil, err
		case found == nothing:
			p.stale = append(p.stale, stale{a, true})
		case found == aFile && p.isAsWritten(a):
			p.stale = append(p.stale, stale{a, false})
		case found == aFile || found == oddThing:
			list.Add(foreignChanged.At(p.place(a)))
		}
		// A folder has come in its place, or something that is no folder has
		// come above it: then it is gone, and what is there is not luxi's.
	}
	return list, nil
}

package decode

import (
	"slices"
	"strings"

	"luxi/internal/nearest"
)

// exact returns the field that a name is, but for case, strokes and the
// language that it is written in.
func (p *plan) exact(name string) *field {
	if p == nil {
		return nil
	}
	if fd := p.byName[name]; fd != nil {
		return fd
	}
	name = nearest.Plain(name)
	for i := range p.fields {
		fd := &p.fields[i]
		if nearest.Plain(fd.name) == name || fd.zh != "" && fd.zh == name || slices.Contains(fd.also, name) {
			return fd
		}
	}
	return nil
}

// near returns the field whose key or Chinese name is most like a name, or
// nil where none is like it.
func (p *plan) near(name string) *field {
	if fd := p.exact(name); fd != nil || p == nil {
		return fd
	}
	var known []string
	for i := range p.fields {
		known = append(known, p.fields[i].name, p.fields[i].zh)
		known = append(known, p.fields[i].also...)
	}
	for _, found := range nearest.Find(name, known) {
		return p.exact(found)
	}
	return nil
}

// fold makes full-width letters, digits and marks half-width, for comparing
// and for advice only: what is read is never folded.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		case r == '。':
			return '.'
		}
		return r
	}, s)
}

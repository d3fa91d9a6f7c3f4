package decode

import "strings"

// exact returns the field that a name is, but for case, strokes and the
// language that it is written in.
func (p *plan) exact(name string) *field {
	if p == nil {
		return nil
	}
	if fd := p.byName[name]; fd != nil {
		return fd
	}
	name = bare(name)
	for i := range p.fields {
		fd := &p.fields[i]
		if bare(fd.name) == name || fd.zh != "" && fd.zh == name {
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
	if len(name) > 100 {
		return nil
	}
	word := []rune(bare(name))
	var best *field
	least := len(word)
	for i := range p.fields {
		fd := &p.fields[i]
		for _, known := range []string{bare(fd.name), fd.zh} {
			k := []rune(known)
			if d := distance(word, k); d < least && d <= allowed(min(len(word), len(k))) {
				best, least = fd, d
			}
		}
	}
	return best
}

// allowed is how many slips a word of n characters may have.
func allowed(n int) int {
	switch {
	case n < 2:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// bare takes from a key what editors vary: case, width, strokes and spaces.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', ' ', '\t', '　':
			return -1
		}
		return r
	}, strings.ToLower(fold(name)))
}

// distance counts the slips between two words: a character added, left out
// or changed, and two neighbours exchanged, each once (optimal string
// alignment).
func distance(a, b []rune) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, above[j]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
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

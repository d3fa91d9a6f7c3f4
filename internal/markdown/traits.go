package markdown

import "strings"

// traits are what a text has and most texts have not. They are seen in the one
// walk that looks at every byte, so that nobody searches most texts for them:
// the first byte of what is sought begins every other character of Chinese.
type traits struct {
	escapes   bool   // a backslash, a reference or a zero byte: see resolve
	noWrap    bool   // a ·, — or +, or a reference that may be one: see typeset.go
	wideStars bool   // two full-width asterisks
	wideLinks bool   // a full-width bracket before a parenthesis or a brace
	wideBrace bool   // a full-width brace
	blanks    []span // lines of white space alone that is not all ASCII
}

// see notes what begins at the first byte of s, which is one of those that may
// begin a trait.
func (t *traits) see(s string) {
	switch s[0] {
	case '&', '\\', 0:
		t.escapes, t.noWrap = true, true
	case plus[0]:
		t.noWrap = true
	case middot[0], dash[0]:
		t.noWrap = t.noWrap || strings.HasPrefix(s, "·") || strings.HasPrefix(s, "—")
	case wideStars[0], "】"[0]:
		switch {
		case strings.HasPrefix(s, wideStars):
			t.wideStars = true
		case strings.HasPrefix(s, wideBrace):
			t.wideBrace = true
		case strings.HasPrefix(s, "】"), strings.HasPrefix(s, "］"):
			t.wideLinks = t.wideLinks || beginsWithAny(s[len("】"):], "(", "（", "{", "｛")
		}
	}
}

func beginsWithAny(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// isBlank reports a line that holds nothing but indents of which U+3000 is one.
func isBlank(line string) bool {
	n := indentLength(line)
	return n > 0 && n == len(line) && strings.Contains(line, ideographicSpace)
}

// blank makes spaces of the lines that look blank. Offsets stay the same.
func (t *traits) blank(src []byte) {
	for _, b := range t.blanks {
		for i := b.start; i < b.end; i++ {
			src[i] = ' '
		}
	}
}

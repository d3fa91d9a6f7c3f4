package markdown

import (
	"unicode"
	"unicode/utf8"

	"luxi/internal/markdown/cjk"
)

// A meter counts characters as the package's doc says.
type meter struct {
	count int
	word  bool // within a Latin word
}

// text counts a run of text; a word may go on from the run before.
func (m *meter) text(s []byte) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0xe4 && c <= 0xe9: // U+4000–U+9FFF, nearly all of an essay
			m.count++
			m.word = false
			i += 3
		case c == 0xef && i+2 < len(s) && (s[i+1] == 0xbc || s[i+1] == 0xbd): // full-width forms
			m.count++
			m.word = false
			i += 3
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(s[i:])
			i += n
			m.rune(r, s[i:])
		default:
			i++
			if isWordByte(c) {
				m.count += b2i(!m.word)
				m.word = true
			} else if c <= ' ' {
				m.word = false
			}
		}
	}
}

func (m *meter) rune(r rune, rest []byte) {
	switch {
	case r == '’' && m.word && len(rest) > 0 && isWordByte(rest[0]):
		// an apostrophe
	case cjk.IsShared(r), r > '\u3000' && r < '\u302a':
		m.count++
		m.word = false
	case unicode.IsSpace(r):
		m.word = false
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc, unicode.Sk):
		// belongs to the character before it, or is not seen
	case !cjk.Is(r) && unicode.IsLetter(r):
		if !m.word {
			m.count++
		}
		m.word = true
	default:
		m.count++
		m.word = false
	}
}

// end ends a word, at the end of a block.
func (m *meter) end() { m.word = false }

// charactersPerMinute is the assumption behind ReadingMinutes: between the 255
// that readers of Chinese managed aloud in the IReST texts (Trauzettel-Klosinski
// and Dietz, IOVS 53, 2012) and the 500 that Hugo takes for CJK.
const charactersPerMinute = 400

func readingMinutes(length int) int {
	return (length + charactersPerMinute - 1) / charactersPerMinute
}

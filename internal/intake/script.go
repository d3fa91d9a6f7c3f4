package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A script is a manuscript as its format has it: blocks in their order. Every
// reader makes one, and what follows does not know which it was.
type script struct {
	name     string // of the file
	subject  string // of the mail that it came in, a title of last resort
	blocks   []block
	notes    []footnote
	pictures []Picture
	plain    bool // nothing is known of its looks: text without a layout
	lines    bool // paragraphs are lines of a text, which a column may have cut
}

// A footnote is the text of a note; its number is its index plus one.
type footnote struct{ blocks []block }

// A blockKind says what a block is.
type blockKind int

const (
	paragraph blockKind = iota
	table
	rawMarkdown // lines of the author's own Markdown
)

// A block is a paragraph or a table.
type block struct {
	kind    blockKind
	spans   []span
	level   int // of a heading, from 1; 0 is none
	title   bool
	sub     bool // styled as a subtitle
	bullet  bool
	centred bool
	right   bool
	rows    [][][]span // of a table: rows of cells
	para    int        // its number among the paragraphs with text
}

// A span is a piece of text of one look.
type span struct {
	text    string
	bold    bool
	strike  bool
	dots    bool   // 着重号
	link    string // a checked destination
	note    int    // the number of a note that is referred to here
	picture string // the name of a picture
	brk     bool   // a line break within the paragraph
}

func (s span) isText() bool { return s.note == 0 && s.picture == "" && !s.brk }

// plainText returns the text of spans; a break is a space.
func plainText(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.brk {
			b.WriteByte(' ')
		} else if s.isText() {
			b.WriteString(s.text)
		}
	}
	return trimSpace(b.String())
}

func (b block) text() string { return plainText(b.spans) }

// allBold reports whether every letter of the block is bold.
func (b block) allBold() bool {
	seen := false
	for _, s := range b.spans {
		if s.isText() && trimSpace(s.text) != "" {
			if !s.bold {
				return false
			}
			seen = true
		}
	}
	return seen
}

func (s *script) hasText() bool {
	for _, b := range s.blocks {
		if b.kind != paragraph || b.text() != "" || len(b.spans) > 0 {
			return true
		}
	}
	return false
}

// isSpace reports the spaces that manuscripts indent with, U+3000 and U+00A0
// among them, and characters that show nothing at a paragraph's edge.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

func trimSpace(s string) string { return strings.TrimFunc(s, isSpace) }

// tidy trims the edges of a paragraph, drops what is empty, and joins
// neighbours of one look.
func tidy(spans []span) []span {
	out := joinSpans(spans)
	for len(out) > 0 && (out[0].brk || out[0].isText() && trimSpace(out[0].text) == "") {
		out = out[1:]
	}
	for n := len(out); n > 0 && (out[n-1].brk || out[n-1].isText() && trimSpace(out[n-1].text) == ""); n-- {
		out = out[:n-1]
	}
	if len(out) == 0 {
		return nil
	}
	if first := &out[0]; first.isText() {
		first.text = strings.TrimLeftFunc(first.text, isSpace)
	}
	if last := &out[len(out)-1]; last.isText() {
		last.text = strings.TrimRightFunc(last.text, isSpace)
	}
	return out
}

// joinSpans joins neighbours of one look. A run for each character is common,
// so that each text is put together once.
func joinSpans(spans []span) []span {
	var out []span
	for i := 0; i < len(spans); {
		s := spans[i]
		i++
		if !s.isText() {
			out = append(out, s)
			continue
		}
		from := i - 1
		for i < len(spans) && spans[i].isText() && (spans[i].text == "" || sameLook(s, spans[i])) {
			i++
		}
		if i > from+1 {
			var text strings.Builder
			for _, same := range spans[from:i] {
				text.WriteString(same.text)
			}
			s.text = text.String()
		}
		if s.text != "" {
			out = append(out, s)
		}
	}
	return out
}

func sameLook(a, b span) bool {
	return a.bold == b.bold && a.strike == b.strike && a.dots == b.dots && a.link == b.link
}

// lines parts a paragraph at its line breaks.
func lines(spans []span) [][]span {
	var out [][]span
	var line []span
	for _, s := range spans {
		if !s.brk {
			line = append(line, s)
			continue
		}
		if line = tidy(line); len(line) > 0 {
			out = append(out, line)
		}
		line = nil
	}
	if line = tidy(line); len(line) > 0 {
		out = append(out, line)
	}
	return out
}

// clean makes text that a page can show: one space for a tab, no control
// characters; what is damaged or for private use becomes 〓, the mark that
// Chinese presses set for a missing character. It reports whether that was so.
func clean(s string) (string, bool) {
	if !strings.ContainsFunc(s, isUnfit) && utf8.ValidString(s) {
		return s, false
	}
	damaged := false
	out := strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\u2028' || r == '\v':
			return ' '
		case r == '\r' || r == '\u00ad' || r == '\ufeff':
			return -1
		case isUnfit(r):
			damaged = true
			return missing
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	return out, damaged
}

// missing stands for a character that cannot be shown.
const missing = '〓'

func isUnfit(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r == '\u00ad' || r == '\ufeff' || r == '\u2028' ||
		unicode.Is(unicode.Co, r) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}

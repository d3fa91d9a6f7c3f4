package intake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"luxi/internal/diag"
	"luxi/internal/markdown"
)

// A writer writes blocks as Markdown that gives their text back.
type writer struct {
	out    strings.Builder
	notes  *notes
	item   bool // the last block was an item of a list
	checks int  // blocks that were read back
}

// add writes a block, apart from the last one.
func (w *writer) add(text string, item bool) {
	if w.out.Len() > 0 {
		w.out.WriteString("\n")
		if !item || !w.item {
			w.out.WriteString("\n")
		}
	}
	w.item = item
	w.out.WriteString(text)
}

// block writes one block of the body.
func (w *writer) block(b block) {
	switch b.kind {
	case rawMarkdown:
		w.add(b.spans[0].text, false)
		return
	case table:
		w.add(writeTable(b.rows), false)
		return
	}
	var pictures []string
	var rest []span
	for _, s := range b.spans {
		if s.picture != "" {
			pictures = append(pictures, s.picture)
		} else {
			rest = append(rest, s)
		}
	}
	if rest = tidy(rest); len(rest) > 0 {
		w.add(w.paragraph(b, rest), b.bullet && b.level == 0)
	}
	for _, p := range pictures {
		w.add("![]("+p+")", false)
	}
}

// paragraph writes text with its looks; where it would not come back, with
// every mark escaped and without bold.
func (w *writer) paragraph(b block, spans []span) string {
	head := ""
	switch {
	case b.level > 0:
		head = strings.Repeat("#", min(b.level+1, 6)) + " "
		spans = unadorned(spans)
	case b.bullet:
		head = "- "
	}
	text := head + inline(spans, minimal)
	if text == plainText(spans) && isPlainChinese(text) {
		return text
	}
	plain := unadorned(spans)
	if w.checks++; w.checks > maxChecks {
		return head + inline(plain, everything)
	}
	if comesBack(text, spans, anyBold(spans)) {
		return text
	}
	for _, how := range []escaping{minimal, everything} {
		if text = head + inline(plain, how); comesBack(text, plain, false) {
			return text
		}
	}
	w.notes.at(alarmInDoubt, b.para)
	return text
}

// maxChecks bounds the blocks that are read back; no essay has a tenth of it.
// Those beyond it get a backslash before every mark, of which CommonMark 2.4 says
// that it is text.
const maxChecks = 3000

// isPlainChinese reports text in which nothing can be Markdown's: no ASCII but
// letters and digits, and no digit at its start.
func isPlainChinese(s string) bool {
	return s != "" && !isDigit(s[0]) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < utf8.RuneSelf && !isWord(byte(r)) || strings.ContainsRune("：》＊｜", r)
	})
}

// unadorned takes all looks but links away.
func unadorned(spans []span) []span {
	out := make([]span, len(spans))
	for i, s := range spans {
		s.bold, s.strike, s.dots = false, false, false
		out[i] = s
	}
	return tidy(out)
}

func anyBold(spans []span) bool {
	for _, s := range spans {
		if s.bold && trimSpace(s.text) != "" {
			return true
		}
	}
	return false
}

// An escaping says which characters get a backslash.
type escaping int

const (
	minimal    escaping = iota // those that Markdown would take for its own
	everything                 // all ASCII punctuation (CommonMark 2.4 allows it)
)

// inline writes spans.
func inline(spans []span, how escaping) string {
	var b strings.Builder
	for i, s := range tidy(spans) {
		switch {
		case s.note > 0:
			fmt.Fprintf(&b, "[^%d]", s.note)
			continue
		case !s.isText():
			b.WriteByte(' ')
			continue
		}
		text := s.text
		before := text[:len(text)-len(strings.TrimLeftFunc(text, isSpace))]
		text = text[len(before):]
		after := text[len(strings.TrimRightFunc(text, isSpace)):]
		text = text[:len(text)-len(after)]
		b.WriteString(before)
		if text != "" {
			atStart := i == 0 && before == ""
			b.WriteString(adorned(s, escape(text, how, atStart)))
		}
		b.WriteString(after)
	}
	return b.String()
}

// adorned puts the marks of a look round escaped text.
func adorned(s span, text string) string {
	if s.dots {
		text = "[" + strings.ReplaceAll(text, "]", `\]`) + "]{.dots}"
	}
	if s.link != "" {
		text = "[" + strings.ReplaceAll(text, "]", `\]`) + "](<" + s.link + ">)"
	}
	if s.strike {
		text = "~~" + text + "~~"
	}
	if s.bold {
		text = "**" + text + "**"
	}
	return text
}

// escape writes text so that Markdown reads it as text.
func escape(text string, how escaping, atStart bool) string {
	var b strings.Builder
	if atStart {
		text = escapeStart(&b, text)
	}
	for i, r := range text {
		if r < utf8.RuneSelf && needsEscape(text, i, byte(r), how) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Escape writes plain text, its paragraphs parted by empty lines, as Markdown
// that gives it back.
func Escape(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = escape(trimSpace(strings.ReplaceAll(p, "\n", " ")), minimal, true)
	}
	return strings.Join(paragraphs, "\n\n")
}

func needsEscape(text string, i int, c byte, how escaping) bool {
	next := byte(0)
	if i+1 < len(text) {
		next = text[i+1]
	}
	if how == everything {
		return c < 0x7f && unicode.In(rune(c), unicode.P, unicode.S)
	}
	switch c {
	case '\\', '`', '*', '[', '<', '{', '~', '|':
		return true
	case '_': // between letters it is never emphasis (CommonMark 6.2)
		return i == 0 || !isWord(text[i-1]) || !isWord(next)
	case '&':
		return next == '#' || isWord(next)
	case '!':
		return i+1 == len(text) // an image, if a link follows
	}
	return false
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// blockStart is what would begin a block of another sort at a line's start.
var blockStart = regexp.MustCompile(`^(?:#{1,6}|>|[-+*=]|:::|：：：|》|\d{1,9}[.)])`)

// escapeStart writes an escaped beginning and returns what is left.
func escapeStart(b *strings.Builder, text string) string {
	start := blockStart.FindString(text)
	if start == "" {
		return text
	}
	last := len(start) - 1 // of a number the mark behind it, of others the first
	if !isDigit(start[0]) {
		last = 0
	}
	if rest := text[len(start):]; start[0] >= utf8.RuneSelf || isDigit(start[0]) && rest != "" && isDigit(rest[0]) {
		return text // marks that are text here, but for a word to the editor; 2022.8.1
	}
	b.WriteString(text[:last] + `\`)
	b.WriteByte(text[last])
	return text[last+1:]
}

// writeTable writes rows as a table of GFM (4.10); the first is its head.
func writeTable(rows [][][]span) string {
	columns := 0
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	var b strings.Builder
	for i, r := range rows {
		b.WriteString("|")
		for c := range columns {
			b.WriteByte(' ')
			if c < len(r) {
				for _, s := range r[c] {
					if s.picture != "" {
						b.WriteString("![](" + s.picture + ")")
					}
				}
				b.WriteString(inline(withoutPictures(r[c]), minimal))
			}
			b.WriteString(" |")
		}
		if i == 0 {
			b.WriteString("\n|" + strings.Repeat(" --- |", columns))
		}
		if i < len(rows)-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func withoutPictures(spans []span) []span {
	var out []span
	for _, s := range spans {
		if s.picture == "" {
			out = append(out, s)
		}
	}
	return out
}

// noteText writes the text of a note behind its label.
func (w *writer) noteText(number int, f footnote) {
	var all []span
	for _, b := range f.blocks {
		if len(all) > 0 {
			all = append(all, span{brk: true})
		}
		all = append(all, withoutPictures(b.spans)...)
	}
	all = unadorned(withoutNotes(all))
	for i := range all {
		if all[i].brk {
			all[i] = span{text: " "}
		}
	}
	w.add(fmt.Sprintf("[^%d]: %s", number, inline(tidy(all), minimal)), false)
}

func withoutNotes(spans []span) []span {
	var out []span
	for _, s := range spans {
		if s.note == 0 {
			out = append(out, s)
		}
	}
	return out
}

// comesBack reports whether Markdown has the spans' text in it, and bold where
// there is some. A reference without its note is text.
func comesBack(text string, spans []span, bold bool) bool {
	body, list := markdown.Parse(diag.File{Path: "manuscript.md", Text: text}, 0)
	if list.HasErrors() || strings.Contains(body.HTML, "<strong>") != bold {
		return false
	}
	var want strings.Builder
	for _, s := range tidy(spans) {
		switch {
		case s.note > 0:
			fmt.Fprintf(&want, "[^%d]", s.note)
		case s.brk:
			want.WriteByte(' ')
		default:
			want.WriteString(s.text)
		}
	}
	return trimSpace(pageText(body.HTML)) == trimSpace(want.String())
}

// pageText returns what a reader of HTML finds in it.
func pageText(page string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSuffix(b.String(), "\n")
		case html.TextToken:
			b.WriteString(string(z.Text()))
		}
	}
}

package proof

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/markdown"
)

const (
	opaque = '\uFFFC' // stands for what is not read: code, an address, an image
	brk    = '\n'     // the end of a line within a paragraph
	edge   = rune(-1) // before the first and behind the last character
)

// A passage is a block of running text as it is read: r are its characters, and
// at and to the bytes of the file where each begins and ends.
type passage struct {
	markdown.Block
	src    string
	r      []rune
	at, to []int
	signs  []int // places of all but the common Han characters
	index  int   // among the passages of the page
	byline bool  // names of those who wrote, separated by spaces

	// written says that the text is written in another way in the file, with
	// escapes: each character is at the bytes of the whole, and is not mended.
	written bool
}

// A page is a text with its passages.
type page struct {
	Text
	passages []passage
	silence  []silence
	unknown  []mention // names of rules in comments that are no rules
	front    []page    // one for each text of the front matter
	plain    bool      // it is no Markdown, where a backslash would be one
}

func newPage(t Text, outline markdown.Outline) *page {
	p := &page{Text: t, passages: make([]passage, 0, len(outline.Blocks))}
	size := 0
	for _, b := range outline.Blocks {
		size += b.End - b.Start
	}
	// One piece of memory for all passages: a rune takes a byte or more, so
	// that it never grows.
	runes, at, to := make([]rune, 0, size+len(outline.Blocks)*2), make([]int, 0, size+len(outline.Blocks)*2), make([]int, 0, size+len(outline.Blocks)*2)
	signs := make([]int, 0, size/4+64)
	var waiting []comment // comments alone in their block speak of the next one
	for _, b := range outline.Blocks {
		from := len(runes)
		var comments []comment
		for _, run := range b.Runs {
			switch run.Kind {
			case markdown.TextRun:
				for i, c := range t.File.Text[run.Start:run.End] {
					size := utf8.RuneLen(c)
					runes, at, to = append(runes, c), append(at, run.Start+i), append(to, run.Start+i+size)
				}
			case markdown.EscapeRun:
				runes, at, to = append(runes, rune(t.File.Text[run.Start+1])), append(at, run.Start), append(to, run.End)
			case markdown.OpaqueRun:
				runes, at, to = append(runes, opaque), append(at, run.Start), append(to, run.End)
			case markdown.BreakRun:
				runes, at, to = append(runes, brk), append(at, run.Start), append(to, run.End)
			case markdown.CommentRun:
				comments = append(comments, comment{run.Start, t.File.Text[run.Start:run.End]})
			}
		}
		q := passage{Block: b, src: t.File.Text, r: runes[from:], at: at[from:], to: to[from:], index: len(p.passages)}
		if strings.TrimSpace(string(q.r)) == "" {
			waiting = append(waiting, comments...)
			continue
		}
		signs = q.look(signs)
		for _, c := range append(waiting, comments...) {
			p.hear(c, b.Start, b.End)
		}
		waiting = nil
		p.passages = append(p.passages, q)
	}
	for _, one := range t.Front {
		p.front = append(p.front, frontPage(t, one))
	}
	for _, name := range t.Ignore {
		p.silence = append(p.silence, silence{name, 0, len(t.File.Text) + 1})
	}
	return p
}

// look notes what is known of the characters of a passage. It appends to signs
// and returns what is left of it for the next passage.
func (p *passage) look(signs []int) []int {
	for i, c := range p.r {
		if c < 0x4e00 || c > 0x9fff {
			signs = append(signs, i)
		}
	}
	p.signs, signs = signs, signs[len(signs):]
	p.byline = isByline(p)
	return signs
}

// get returns a character, or edge outside the passage.
func (p *passage) get(i int) rune {
	if i < 0 || i >= len(p.r) {
		return edge
	}
	return p.r[i]
}

// has reports whether s stands at i.
func (p *passage) has(i int, s string) bool {
	for _, c := range s {
		if p.get(i) != c {
			return false
		}
		i++
	}
	return true
}

// hasAny returns the length of the longest of the words that stand at i, or 0.
func (p *passage) hasAny(i int, words []string) int {
	best := 0
	for _, w := range words {
		if n := utf8.RuneCountInString(w); n > best && p.has(i, w) {
			best = n
		}
	}
	return best
}

// ends returns the length of the longest of the words that end before i, or 0.
func (p *passage) ends(i int, words []string) int {
	best := 0
	for _, w := range words {
		if n := utf8.RuneCountInString(w); n > best && p.has(i-n, w) {
			best = n
		}
	}
	return best
}

// skip returns the first place from i on whose character is not one that is
// wanted.
func (p *passage) skip(i int, want func(rune) bool) int {
	for i < len(p.r) && want(p.r[i]) {
		i++
	}
	return i
}

// back returns where the characters that are wanted before i begin.
func (p *passage) back(i int, want func(rune) bool) int {
	for i > 0 && want(p.r[i-1]) {
		i--
	}
	return i
}

// span returns the bytes of the characters i to j.
func (p *passage) span(i, j int) (start, end int) {
	switch {
	case i < j:
		return p.at[i], p.to[j-1]
	case i > 0:
		return p.to[i-1], p.to[i-1]
	case len(p.r) > 0:
		return p.at[0], p.at[0]
	}
	return p.Start, p.Start
}

// edits returns how the characters i to j become now. What is the same at both
// ends is not touched. Where Markdown's marks stand between the characters,
// they stay, and as many characters before them as there were.
func (p *passage) edits(i, j int, now string) []Edit {
	first, n := i, []rune(now)
	for i < j && len(n) > 0 && p.r[i] == n[0] {
		i, n = i+1, n[1:]
	}
	for i < j && len(n) > 0 && p.r[j-1] == n[len(n)-1] {
		j, n = j-1, n[:len(n)-1]
	}
	if i == j {
		start, _ := p.span(i, j)
		if i == first && i < len(p.r) {
			start = p.at[i] // the marks of Markdown before it are not in the range
		}
		return []Edit{{start, start, string(n)}}
	}
	var out []Edit
	oneByOne := len(n) == j-i
	for from := i; from < j; {
		to := from + 1
		for to < j && p.at[to] == p.to[to-1] {
			to++
		}
		size := len(n)
		if oneByOne {
			size = to - from
		}
		out = append(out, Edit{p.at[from], p.to[to-1], string(n[:size])})
		n, from = n[size:], to
	}
	return out
}

// bylineStarts are what a line of names begins with.
var bylineStarts = []string{
	"□", "◎", "■", "●", "▲", "◆", "记者", "本报记者", "通讯员", "本报通讯员", "作者：", "文/", "文／", "图/", "责任编辑", "编辑：", "责编：",
	"专题策划", "（专题策划", "摄影", "采写",
}

const bylineLongest = 80

// isByline reports a short passage of names and positions, in which spaces
// separate: □本报记者 胡磊 薛良诚, （郝学兰 中共东阿县委书记）.
func isByline(p *passage) bool {
	if len(p.r) > bylineLongest {
		return false
	}
	text := strings.TrimSpace(string(p.r))
	if strings.ContainsAny(text, "。；") {
		return false
	}
	for _, start := range bylineStarts {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	open, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return (open == '（' && last == '）' || open == '(' && last == ')') && p.parted()
}

// parted reports a space between two Han.
func (p *passage) parted() bool {
	for i := range p.r {
		if j := p.skip(i, isSpace); j > i && isHan(p.get(i-1)) && isHan(p.get(j)) {
			return true
		}
	}
	return false
}

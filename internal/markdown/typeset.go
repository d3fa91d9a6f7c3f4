package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Two faults of line breaking that no engine's CSS mends are mended by no-wrap
// spans. They add no character: what is copied from the page stays the text.
//
//   - A line must not begin with · or a single — (GB/T 15834-2011, 5.1.6 and
//     5.1.7; Chromium and Firefox both let it): the character before and the
//     mark are kept together. A —— has rules of its own, which they keep. Nor with
//     the + of 互联网+, which Unicode takes for the sign of the number behind it.
//   - The last line of a paragraph has at least two Han (孤字; W3C's
//     Requirements for Chinese Text Layout; Firefox has no text-wrap: pretty):
//     the last two and the marks behind them are kept together.
const (
	noWrapOpen  = `<span class="nowrap">`
	noWrapClose = `</span>`
)

// shortParagraph is the narrowest measure, 16 em: a paragraph of so many
// characters is one line, which needs no care and must never be kept whole.
const shortParagraph = 16

// window is how far from a paragraph's end the characters are sought.
const window = 64

var (
	middot = []byte("·")
	dash   = []byte("—")
	plus   = []byte("+")
)

func needsNoWrap(s []byte) bool {
	return bytes.Contains(s, middot) || bytes.Contains(s, dash) || bytes.IndexByte(s, '+') > 0
}

// noWrapMarks writes text in which there is a ·, a — or a +.
func (r *renderer) noWrapMarks(s []byte) {
	last := 0
	for i := 0; i < len(s); i++ {
		var mark []byte
		switch {
		case bytes.HasPrefix(s[i:], middot):
			mark = middot
		case bytes.HasPrefix(s[i:], dash):
			if n := len(s[i:]) - len(bytes.TrimLeft(s[i:], "—")); n > len(dash) {
				i += n - 1
				continue
			}
			mark = dash
		case s[i] == '+' && isHanAtEnd(s[:i]):
			mark = plus
		default:
			continue
		}
		r.out = appendEscaped(r.out, s[last:i])
		r.bind(mark)
		i += len(mark) - 1
		last = i + 1
	}
	r.out = appendEscaped(r.out, s[last:])
}

func isHanAtEnd(s []byte) bool {
	c, _ := utf8.DecodeLastRune(s)
	return unicode.Is(unicode.Han, c)
}

// bind writes a mark and keeps it together with the character before, if that
// is a letter, a digit or a closing mark and no tag stands between.
func (r *renderer) bind(mark []byte) {
	before, n := utf8.DecodeLastRune(r.out[r.run:])
	if n == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("”’）》」』】〕", before) {
		r.out = append(r.out, mark...)
		return
	}
	r.out = slices.Insert(r.out, len(r.out)-n, []byte(noWrapOpen)...)
	r.out = append(append(r.out, mark...), noWrapClose...)
	r.run = len(r.out)
}

// orphan keeps the end of the paragraph just written together. length is that
// of the paragraph. Where the end is parted by a tag, nothing is done: a span
// never crosses an element's border. It reports whether a span ends what is
// written.
func (r *renderer) orphan(length int) bool {
	if !r.typeset || length <= shortParagraph {
		return false
	}
	end := len(r.out)
	for trimmed := true; trimmed; {
		trimmed = false
		for _, tag := range []string{"</strong>", "</em>", "</a>", "</del>"} {
			if bytes.HasSuffix(r.out[:end], []byte(tag)) {
				end -= len(tag)
				trimmed = true
			}
		}
	}
	run := r.out[max(0, end-window):end]
	run = run[bytes.LastIndexByte(run, '>')+1:]
	i := len(run)
	for {
		c, n := utf8.DecodeLastRune(run[:i])
		if !strings.ContainsRune("。！？…；：”’）》」』】〕", c) {
			break
		}
		i -= n
	}
	for range 2 {
		c, n := utf8.DecodeLastRune(run[:i])
		if !unicode.Is(unicode.Han, c) {
			return false
		}
		i -= n
	}
	at := end - len(run) + i
	last := end == len(r.out)
	r.out = slices.Insert(r.out, end, []byte(noWrapClose)...)
	r.out = slices.Insert(r.out, at, []byte(noWrapOpen)...)
	r.run = len(r.out)
	return last
}

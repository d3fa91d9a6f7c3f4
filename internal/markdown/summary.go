package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"luxi/internal/markdown/cjk"
)

// lengths of a summary, in characters.
const (
	summaryLength  = 120 // sentences are taken while they fit
	summaryLongest = 240 // a first sentence longer than this is cut at a clause
)

// A summary collects the text of the first paragraphs.
type summary struct {
	text     []byte
	full     bool // enough text to cut from
	explicit bool // <!--more--> ended it
}

// enough is how many bytes are collected: four each for the longest summary
// and a little of what comes after.
const enough = 4 * (summaryLongest + 20)

func (s *summary) add(text []byte) {
	if s.full {
		return
	}
	if s.text == nil {
		s.text = make([]byte, 0, enough)
	}
	s.full = len(s.text)+len(text) > enough
	s.text = append(s.text, cut(text, enough-len(s.text))...)
}

// endParagraph parts two paragraphs by a space where Latin text would run
// together.
func (s *summary) endParagraph() {
	if last, _ := utf8.DecodeLastRune(s.text); len(s.text) > 0 && !cjk.Is(last) {
		s.add([]byte(" "))
	}
}

// oneSpace makes one space of every run of ASCII white space, and none at the
// edges. U+3000 stays: it is part of the text.
func oneSpace(s []byte) string {
	s = bytes.Trim(s, " \n")
	space := true
	for i, c := range s {
		if c <= ' ' && (space || c != ' ') {
			return strings.Join(strings.FieldsFunc(string(s), func(r rune) bool { return r <= ' ' }), " ")
		}
		space = s[i] == ' '
	}
	return string(s)
}

// String returns the text cut at the end of a sentence, or all of it where
// the author set the end.
func (s *summary) String() string {
	text := oneSpace(s.text)
	if s.explicit || !s.full && utf8.RuneCountInString(text) <= summaryLength {
		return text
	}
	best, clause, n := 0, 0, 0
	for i, r := range text {
		n++
		end := i + utf8.RuneLen(r)
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
		case sentenceEnds(text, end, r):
			if end += closers(text[end:]); n <= summaryLength || best == 0 {
				best = end
			}
		case n <= summaryLength && strings.ContainsRune("，；：、,;", r):
			clause = i
		}
		if n > summaryLength && best > 0 || n > summaryLongest {
			break
		}
	}
	switch {
	case best > 0:
		return text[:best]
	case clause > 0:
		return text[:clause] + "……"
	}
	return cutRunes(text, summaryLength) + "……"
}

// sentenceEnds reports whether r, which ends before end, ends a sentence.
func sentenceEnds(text string, end int, r rune) bool {
	switch r {
	case '。', '！', '？':
		return true
	case '…':
		return !strings.HasPrefix(text[end:], "…")
	case '.', '!', '?':
		return end < len(text) && text[end] == ' '
	}
	return false
}

// closers returns how many bytes of closing marks s begins with.
func closers(s string) int {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune("。！？…”’」』）》〉】〕)\"", r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

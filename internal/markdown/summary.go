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
	summaryAlone   = 40  // a first paragraph of this length is the summary
)

// A summary collects the text of the first paragraphs.
type summary struct {
	text     []byte // with one space for all white space, and none at its beginning
	full     bool   // enough text to cut from
	explicit bool   // <!--more--> ended it
	parted   bool   // a paragraph has ended
	first    int    // where the first paragraph ends, if that is all of it
	leads    []span // the bold words that begin paragraphs
}

type span struct{ start, end int }

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
	text = cut(text, enough-len(s.text))
	last := 0
	for i, c := range text {
		if c > ' ' || c == ' ' && i > 0 && text[i-1] > ' ' {
			continue
		}
		s.text = append(s.text, text[last:i]...)
		if last = i + 1; len(s.text) > 0 && s.text[len(s.text)-1] != ' ' {
			s.text = append(s.text, ' ')
		}
	}
	s.text = append(s.text, text[last:]...)
}

// lead notes that bold words which began at byte start, and a paragraph with
// them, end here. Where the whole text is nothing else they are no lead-in.
func (s *summary) lead(start int, alone bool) {
	if len(s.text) > start && (start > 0 || !alone) {
		s.leads = append(s.leads, span{start, len(s.text)})
	}
}

// endParagraph ends the summary where the first paragraph says enough, and
// parts two paragraphs by a space where Latin text would run together.
func (s *summary) endParagraph() {
	if len(s.text) > 0 && !s.parted {
		s.parted = true
		if !s.full && countRunes(s.text) >= summaryAlone {
			s.first = len(s.text)
		}
	}
	if last, _ := utf8.DecodeLastRune(s.text); len(s.text) > 0 && !cjk.Is(last) {
		s.add([]byte(" "))
	}
}

// String returns the text cut at the end of a sentence, or all of it where
// the author set the end.
func (s *summary) String() string {
	text, full := s.text, s.full
	if s.first > 0 && !s.explicit {
		text, full = text[:s.first], false
	}
	text = bytes.TrimRight(text, " ")
	if s.explicit || !full && countRunes(text) <= summaryLength {
		return string(text)
	}
	best, clause, n := 0, 0, 0
	for i, end := 0, 0; i < len(text); i = end {
		r, size := utf8.DecodeRune(text[i:])
		n++
		end = i + size
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
		case sentenceEnds(text, end, r):
			closed := end + closers(text[end:])
			if !s.endsLead(text, closed) && (n <= summaryLength || best == 0) {
				best = closed
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
		return string(text[:best])
	case clause > 0:
		return string(text[:clause]) + "……"
	}
	return string(cutRunes(text, summaryLength)) + "……"
}

// endsLead reports whether a cut at end would leave the bold words that begin
// a paragraph for the last of the summary: they only name what follows.
func (s *summary) endsLead(text []byte, end int) bool {
	for _, l := range s.leads {
		if l.start < end && end <= l.end+closers(text[min(l.end, len(text)):]) {
			return true
		}
	}
	return false
}

// sentenceEnds reports whether r, which ends before end, ends a sentence.
func sentenceEnds(text []byte, end int, r rune) bool {
	switch r {
	case '。', '！', '？':
		return true
	case '…':
		return !bytes.HasPrefix(text[end:], []byte("…"))
	case '.', '!', '?':
		return end < len(text) && text[end] == ' '
	}
	return false
}

// closers returns how many bytes of closing marks s begins with.
func closers(s []byte) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRune(s[n:])
		if !strings.ContainsRune("。！？…”’」』）》〉】〕)\"", r) {
			break
		}
		n += size
	}
	return n
}

// countRunes is [utf8.RuneCount] of what is valid, without a copy.
func countRunes(s []byte) int {
	n := 0
	for _, c := range s {
		n += b2i(utf8.RuneStart(c))
	}
	return n
}

func cutRunes(s []byte, n int) []byte {
	for i := range s {
		if utf8.RuneStart(s[i]) {
			if n == 0 {
				return s[:i]
			}
			n--
		}
	}
	return s
}

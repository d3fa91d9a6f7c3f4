package markdown

import (
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
	text     strings.Builder
	runes    int
	full     bool // enough text to cut from
	explicit bool // <!--more--> ended it
}

func (s *summary) add(text []byte) {
	if s.full {
		return
	}
	s.text.Write(text)
	s.runes += utf8.RuneCount(text)
	s.full = s.runes > 2*summaryLongest
}

// endParagraph parts two paragraphs by a space where Latin text would run
// together.
func (s *summary) endParagraph() {
	if last, _ := utf8.DecodeLastRuneInString(s.text.String()); !s.full && s.runes > 0 && !cjk.Is(last) {
		s.add([]byte(" "))
	}
}

// String returns the text cut at the end of a sentence, or all of it where
// the author set the end.
func (s *summary) String() string {
	text := strings.Join(strings.Fields(strings.ReplaceAll(s.text.String(), ideographicSpace, "\x00")), " ")
	text = strings.Trim(strings.ReplaceAll(text, "\x00", ideographicSpace), " "+ideographicSpace)
	if s.explicit && !s.full || utf8.RuneCountInString(text) <= summaryLength {
		return text
	}
	first, best, clause, n := 0, 0, 0, 0
	for i, r := range text {
		n++
		end := i + utf8.RuneLen(r)
		switch {
		case sentenceEnds(text, end, r):
			end += closers(text[end:])
			if first == 0 {
				first = end
			}
			if n <= summaryLength {
				best = end
			}
		case strings.ContainsRune("，；：、,;", r) && n <= summaryLength:
			clause = i
		}
	}
	switch {
	case best > 0:
		return text[:best]
	case first > 0 && utf8.RuneCountInString(text[:first]) <= summaryLongest:
		return text[:first]
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
		return end == len(text) || text[end] == ' '
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

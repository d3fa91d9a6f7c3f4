package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"luxi/internal/diag"
)

// readPlain reads plain text: a line is a paragraph, but where the lines break
// at a fixed width.
func readPlain(s *script, data []byte, n *notes) *refusal {
	text, name, guessed, ok := decodeText(data)
	if !ok {
		return refuse(unknownEncoding)
	}
	if utf8.RuneCountInString(text) > maxRunes {
		return tooManyRunes()
	}
	if guessed {
		n.at(guessedCode, 0, diag.Arg("encoding", name))
	}
	s.plain, s.lines = true, true
	s.blocks = plainBlocks(text, n)
	return nil
}

// plainBlocks makes paragraphs of the lines of a text.
func plainBlocks(text string, n *notes) []block {
	raw := strings.Split(strings.ReplaceAll(text, "\f", "\n"), "\n")
	paragraphs := raw
	if width := wrapWidth(raw); width > 0 {
		paragraphs = unwrap(raw, width)
		n.at(unwrapped, 0)
	}
	var out []block
	for _, p := range paragraphs {
		p, damaged := clean(p)
		if p = trimSpace(p); p == "" {
			continue
		}
		out = append(out, block{spans: []span{{text: p}}, para: len(out) + 1})
		if damaged {
			n.at(damagedChar, len(out))
		}
	}
	return out
}

// longestWrapped is the widest measure that text is wrapped at by hand or by a
// mail program: 96 columns, of which a Han character has two.
const longestWrapped = 48

// wrapWidth returns the width at which lines are wrapped, or 0: a third of them
// are near the longest, and that is short.
func wrapWidth(lines []string) int {
	longest, filled := 0, 0
	for _, l := range lines {
		if w := halfWidths(trimSpace(l)); w > 0 {
			longest = max(longest, w)
			filled++
		}
	}
	near := 0
	for _, l := range lines {
		if isNear(l, longest) {
			near++
		}
	}
	if filled < 4 || longest < 24 || longest > 2*longestWrapped || near*3 < filled {
		return 0
	}
	return longest
}

// isNear reports a line that is full but for a word or a mark that did not fit.
func isNear(line string, longest int) bool {
	return longest-halfWidths(trimSpace(line)) <= max(4, longest/10)
}

// halfWidths counts a Han character as two, as a screen of fixed width does.
func halfWidths(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// unwrap joins the lines of a paragraph, which begins behind an empty line, at
// an indent or a heading's number, or behind a line that is not full.
func unwrap(lines []string, width int) []string {
	var out []string
	open := false
	for _, l := range lines {
		text := trimSpace(l)
		if text == "" {
			open = false
			continue
		}
		if open && !isIndented(l) && !isSerial(text) {
			out[len(out)-1] = joinLines(out[len(out)-1], text)
		} else {
			out = append(out, text)
		}
		open = isNear(l, width)
	}
	return out
}

func isIndented(line string) bool {
	return strings.HasPrefix(line, "\u3000") || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\u00a0\u00a0")
}

// joinLines puts a space between two Latin words and nothing beside Chinese.
func joinLines(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if last < 0x2e80 && first < 0x2e80 && !unicode.In(last, unicode.Pd) && isLatin(last) && isLatin(first) {
		return a + " " + b
	}
	return a + b
}

func isLatin(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(",.;:!?)('\"", r)
}

// joinCut joins the paragraphs that a newspaper's columns cut, after dropping
// those that stand there twice.
func joinCut(blocks []block, n *notes) []block {
	seen := map[string]bool{}
	var out []block
	for _, b := range blocks {
		text := b.text()
		if b.kind != paragraph || b.level > 0 || len(b.spans) != 1 {
			out = append(out, b)
			continue
		}
		if utf8.RuneCountInString(text) >= leastCut {
			if seen[text] {
				n.at(droppedDouble, b.para, diag.Arg("text", cut(text, 16)))
				continue
			}
			seen[text] = true
		}
		if last := len(out) - 1; last >= 0 && goesOn(out[last], b) {
			before := []rune(out[last].text())
			n.at(joined, out[last].para, diag.Arg("before", string(before[max(0, len(before)-8):])), diag.Arg("after", cut(text, 8)))
			out[last].spans = []span{{text: joinLines(out[last].text(), text)}}
			continue
		}
		out = append(out, b)
	}
	return out
}

// leastCut is the number of characters from which on a block without an end is
// taken for a sentence that was cut; shorter ones are headings.
const leastCut = 20

// sentenceEnd are the marks that a paragraph ends with.
const sentenceEnd = "。！？：；…”）》.!?:;)\""

// goesOn reports whether b is the rest of a.
func goesOn(a, b block) bool {
	if a.kind != paragraph || a.level > 0 || len(a.spans) != 1 {
		return false
	}
	before, after := a.text(), b.text()
	last, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(sentenceEnd, last) || isSerial(after) || !isProse(after) {
		return false
	}
	if isRemnant(after) {
		return true
	}
	return utf8.RuneCountInString(before) >= leastCut && isProse(before)
}

// isProse reports text with sentences in it, as no headline has.
func isProse(s string) bool { return strings.ContainsAny(s, "，。；、：,;！？") }

// isRemnant reports a paragraph whose first sentence is the end of a word or
// two: 难题。依托国企信用…
func isRemnant(s string) bool {
	const most = 4
	i := strings.IndexAny(s, "。；")
	return i > 0 && utf8.RuneCountInString(s[:i]) <= most && utf8.RuneCountInString(s) >= leastCut &&
		!strings.ContainsAny(s[:i], "，、：“《一二三四五六七八九十123456789")
}

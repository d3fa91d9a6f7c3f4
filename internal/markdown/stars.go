package markdown

import (
	"bytes"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown/cjk"
)

var (
	emphasisOpen = diag.Define("emphasis-open", diag.Warning,
		i18n.Text{ZH: "这里的“{marks}”没有使文字变粗，星号按正文排了", EN: "this “{marks}” makes nothing bold; its asterisks are set as text"},
		i18n.Text{ZH: "要加粗的文字前后都紧挨着写 **，中间不空格；里面靠着 ** 的括号、引号用全角；要的就是星号，写成“\\*\\*”。", EN: "Write ** right before and right behind what is bold, with full-width brackets and quotation marks next to it; for asterisks write “\\*\\*”."})
	emphasisWidth = diag.Define("emphasis-width", diag.Warning,
		i18n.Text{ZH: "这里的星号是全角的，没有使文字变粗，按正文排了", EN: "these asterisks are full-width, so they make nothing bold and are set as text"},
		i18n.Text{ZH: "写成“{mend}”：半角的 *。", EN: "Write “{mend}”, with half-width *."})
)

const wideStars = "＊＊"

// lintStars looks for asterisks that the parser left in a piece of text.
func (r *renderer) lintStars(start, stop int) {
	s := r.src[start:stop]
	if bytes.IndexByte(s, '*') >= 0 {
		r.lintRuns(start, stop)
	}
	if r.wideStars && bytes.Contains(s, []byte(wideStars)) {
		r.lintWideStars(start, s)
	}
}

// lintRuns reports runs of two or more beside Han. One asterisk is a product
// or a note's mark; two in Latin text are a power or a wildcard.
func (r *renderer) lintRuns(start, stop int) {
	for at := start; at < stop; {
		i := bytes.IndexByte(r.src[at:stop], '*')
		if i < 0 {
			return
		}
		at += i
		end := at
		for end < stop && r.src[end] == '*' {
			end++
		}
		run := at
		if escapedAt(r.src, run, start) {
			run++
		}
		if end-run >= 2 && (hanBefore(r.src, run) || hanAfter(r.src, end)) {
			r.report.at(emphasisOpen, run, end, diag.Arg("marks", cut(string(r.src[run:end]), 8)))
		}
		at = end
	}
}

// escapedAt reports a backslash before byte at that is not escaped itself.
func escapedAt(src []byte, at, start int) bool {
	n := 0
	for at-n > start && src[at-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// nearby is how many half-width marks may stand between asterisks and the Han
// that they are meant for: **(链主)**3家.
const nearby = 3

func hanBefore(src []byte, at int) bool {
	for range nearby + 1 {
		c, n := utf8.DecodeLastRune(src[:at])
		if at -= n; cjk.Is(c) {
			return true
		} else if !isMark(c) {
			return false
		}
	}
	return false
}

func hanAfter(src []byte, at int) bool {
	for range nearby + 1 {
		c, n := utf8.DecodeRune(src[at:])
		if at += n; cjk.Is(c) {
			return true
		} else if !isMark(c) {
			return false
		}
	}
	return false
}

// isMark reports a half-width mark that is not an asterisk.
func isMark(c rune) bool {
	return c > ' ' && c < 0x7f && !isWordByte(byte(c)) && c != '*'
}

// lintWideStars reports ＊＊…＊＊ on a line. Names are masked by the same marks,
// 张＊＊、李＊＊, so that there must be text right behind the first pair.
func (r *renderer) lintWideStars(start int, s []byte) {
	for at := 0; ; {
		i := bytes.Index(s[at:], []byte(wideStars))
		if i < 0 {
			return
		}
		at += i
		inner := s[at+len(wideStars):]
		n := bytes.Index(inner, []byte(wideStars))
		if first, _ := utf8.DecodeRune(inner); n <= 0 || !beginsText(first) {
			at += len(wideStars)
			continue
		}
		end := at + n + 2*len(wideStars)
		r.report.at(emphasisWidth, start+at, start+end,
			diag.Arg("mend", "**"+excerpt(string(inner[:n]))+"**"))
		at = end
	}
}

package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// What is typed for a list and what is none.
var (
	listMarker = diag.Define("list-marker", diag.Warning,
		i18n.Text{ZH: "这一行像是列表，但“{marker}”不是 Markdown 的编号，按正文排了", EN: "this looks like a list, but “{marker}” is no Markdown number, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”：半角的数字和点，后面空一格；本来就是正文则不用改。", EN: "Write “{mend}”: half-width, and a space; leave it if it is text."})
	listSpace = diag.Define("list-space", diag.Warning,
		i18n.Text{ZH: "这一行像是列表，但“{marker}”后面没有空格，按正文排了", EN: "this looks like a list, but no space stands behind “{marker}”, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”；本来就是正文，开头就写成“{literal}”。", EN: "Write “{mend}”; or begin with “{literal}” if it is text."})
	listRun = diag.Define("list-run", diag.Warning,
		i18n.Text{ZH: "这几行各有编号，但中间没有空行，在网页上连成了一段", EN: "these lines are numbered, but run together on the page: no empty line stands between them"},
		i18n.Text{ZH: "各项之间空一行；要排成列表，就把编号写成“1. ”：半角的数字和点，后面空一格。", EN: "Put an empty line between them; for a list, number them “1. ”, half-width and with a space."})
)

// lintList reports １． and 1． at a line's beginning. １、 is how prose numbers,
// and left alone.
func (r *renderer) lintList(line []byte, start int) {
	var digits strings.Builder
	wide := false
	i := 0
	for i < len(line) {
		c, n := utf8.DecodeRune(line[i:])
		if c >= '０' && c <= '９' {
			wide = true
			c -= '０' - '0'
		}
		if c < '0' || c > '9' {
			break
		}
		digits.WriteRune(c)
		i += n
	}
	mark, n := utf8.DecodeRune(line[i:])
	end := start + i + n
	if i == 0 || digits.Len() > 9 || !(mark == '．' || wide && (mark == '.' || mark == '）' || mark == ')')) {
		return
	}
	if next, _ := utf8.DecodeRune(line[i+n:]); unicode.IsDigit(next) {
		return // １．５亿元
	}
	ends := "."
	if mark == '）' || mark == ')' {
		ends = ")"
	}
	r.report.at(listMarker, start, end,
		diag.Arg("marker", string(line[:i+n])), diag.Arg("mend", digits.String()+ends+" "))
}

// lintItem reports 1.甲 and -甲 where an item would begin: at the beginning of
// a paragraph, or on a further line of an item of a list. 1.5 and -5℃ are none.
func (r *renderer) lintItem(line []byte, start int, begins bool) {
	if n := unspacedMarker(line); n > 0 && begins {
		marker := string(line[:n])
		r.report.at(listSpace, start, start+n, diag.Arg("marker", marker),
			diag.Arg("mend", marker+" "+excerpt(string(line[n:]))),
			diag.Arg("literal", marker[:n-1]+"\\"+marker[n-1:]))
	}
}

// unspacedMarker returns the length of a list's marker that stands directly
// before Chinese text, or 0.
func unspacedMarker(line []byte) int {
	n := 0
	for n < len(line) && isDigit(line[n]) {
		n++
	}
	switch {
	case n == len(line) || n > 3: // 2022.
		return 0
	case n > 0 && line[n] == '.', n == 0 && line[0] == '-':
		n++
	default:
		return 0
	}
	if first, _ := utf8.DecodeRune(line[n:]); !beginsText(first) {
		return 0
	}
	return n
}

// beginsText reports what a Chinese sentence can begin with.
func beginsText(c rune) bool {
	return unicode.Is(unicode.Han, c) || strings.ContainsRune("“‘《【（「『", c)
}

// lintItems reports, once in a paragraph, lines that each begin with the number
// of an item and run together: at the second of them.
func (r *renderer) lintItems(n ast.Node) bool {
	if n.Parent() != nil && n.Parent().Kind() == ast.KindListItem {
		return false
	}
	before := false // the last line was an item, and does not end with a break
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		line := r.src[at.Start:at.Stop]
		size := serial(line)
		if size > 0 && before {
			r.report.at(listRun, at.Start, at.Start+size)
			return true
		}
		before = size > 0 && !hardBreak(line)
	}
	return false
}

// serial returns the length of an item's number that a line begins with:
// 一、 １、 1） （一） (1) ① • and what lacks only its space. The marks are
// those of GB/T 15834, B.3.
func serial(line []byte) int {
	c, n := utf8.DecodeRune(line)
	switch {
	case c >= '①' && c <= '⑳', c == '•', c == '●':
		return n
	case c == '（' || c == '(':
		digits := numeral(line[n:])
		end, size := utf8.DecodeRune(line[n+digits:])
		if digits > 0 && (end == '）' || end == ')') {
			return n + digits + size
		}
		return 0
	}
	digits := numeral(line)
	if digits == 0 {
		return unspacedMarker(line)
	}
	switch end, size := utf8.DecodeRune(line[digits:]); end {
	case '、', '）':
		return digits + size
	}
	return unspacedMarker(line)
}

// numeral returns the length of the number that s begins with, which is short:
// 一, 十二, 1, １２.
func numeral(s []byte) int {
	n := 0
	for range 3 {
		c, size := utf8.DecodeRune(s[n:])
		if !strings.ContainsRune("一二三四五六七八九十", c) && (c < '0' || c > '9') && (c < '０' || c > '９') {
			break
		}
		n += size
	}
	return n
}

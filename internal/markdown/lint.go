package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown/cjk"
)

// What an editor with a Chinese keyboard types for Markdown and what is none.
// It is reported with its mend and set as the text that it is, never guessed.
var (
	headingSpace = diag.Define("heading-space", diag.Warning,
		i18n.Text{ZH: "这一行像是标题，但 # 写法不对，按正文排了", EN: "this looks like a heading, but its # is not Markdown, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”：半角的 #，后面空一格。", EN: "Write “{mend}”: a half-width # and a space."})
	tableRule = diag.Define("table-rule", diag.Warning,
		i18n.Text{ZH: "这一行像是表格的分隔线，但用了全角符号，按正文排了", EN: "this looks like a table's rule, but has full-width marks, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”。", EN: "Write “{mend}”."})
	paragraphIndent = diag.Define("paragraph-indent", diag.Warning,
		i18n.Text{ZH: "这一行开头空了格，像是新的一段，但前面没有空行，仍算上一段", EN: "this line is indented like a new paragraph, but no empty line stands before it"},
		i18n.Text{ZH: "另起一段要在前面空一行。", EN: "Put an empty line before a new paragraph."})
	quoteWidth = diag.Define("quote-width", diag.Warning,
		i18n.Text{ZH: "这一段像是引文，但开头的“{mark}”是全角的，按正文排了", EN: "this looks like a quotation, but its “{mark}” is full-width, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”：半角的 >，后面空一格。", EN: "Write “{mend}”: a half-width > and a space."})
)

// lint looks at how the lines of a paragraph begin.
func (r *renderer) lint(n ast.Node) {
	lines := n.Lines()
	running := lines.Len() > 1 && r.lintItems(n)
	if lines.Len() > 1 {
		r.lintRows(n)
		r.lintEnds(n, running)
	}
	if lines.Len() > 0 {
		r.lintQuote(lines.At(0))
	}
	inList := n.Parent() != nil && n.Parent().Kind() == ast.KindListItem
	for i := range lines.Len() {
		at := lines.At(i)
		line := bytes.TrimRight(r.src[at.Start:at.Stop], " \t\n")
		if len(line) == 0 {
			continue
		}
		switch c := line[0]; {
		case c == '#' || bytes.HasPrefix(line, []byte("＃")):
			r.lintHeading(line, at.Start)
		case isDigit(c) || c == 0xef:
			r.lintList(line, at.Start)
			r.lintItem(line, at.Start, !running && inList == (i > 0))
			r.lintTable(line, at.Start)
			r.lintFence(line, at.Start)
		case bytes.HasPrefix(line, []byte(":::")) && len(bytes.Trim(line, ":")) == 0:
			r.report.at(containerStray, at.Start, at.Start+len(line))
		case c == '|' || c == ':' || c == '-':
			r.lintTable(line, at.Start)
			r.lintFence(line, at.Start)
			r.lintItem(line, at.Start, !running && inList == (i > 0))
		case i > 0 && bytes.HasPrefix(line, []byte(ideographicSpace+ideographicSpace)):
			r.report.at(paragraphIndent, at.Start, at.Start+2*len(ideographicSpace))
		}
	}
}

// lintQuote reports a paragraph that begins with 》 or ＞ for >. A 》 may close
// what a 《 on the same line opens.
func (r *renderer) lintQuote(at text.Segment) {
	line := bytes.TrimRight(r.src[at.Start:at.Stop], " \t\n")
	mark, n := utf8.DecodeRune(line)
	if mark != '＞' && (mark != '》' || bytes.Contains(line, []byte("《"))) || len(line) == n {
		return
	}
	r.report.at(quoteWidth, at.Start, at.Start+n, diag.Arg("mark", string(mark)),
		diag.Arg("mend", "> "+excerpt(strings.TrimSpace(string(line[n:])))))
}

func (r *renderer) lintHeading(line []byte, start int) {
	rest := bytes.TrimLeft(line, "#＃")
	marks := line[:len(line)-len(rest)]
	level := utf8.RuneCount(marks)
	next, _ := utf8.DecodeRune(rest)
	wide := bytes.HasPrefix(marks, []byte("＃"))
	switch {
	case level > 6 || len(rest) == 0 || next == ' ' && !wide:
		return
	case !wide && next != '\u3000' && !unicode.IsLetter(next) && !(cjk.Is(next) && next != '，' && next != '。'):
		return
	case level == 1 && bytes.ContainsAny(rest, "#＃"):
		return // a #topic#
	}
	mend := strings.Repeat("#", max(level, 2)) + " " + strings.TrimSpace(string(rest))
	r.report.at(headingSpace, start, start+len(marks), diag.Arg("mend", excerpt(mend)))
}

var tableMends = strings.NewReplacer("：", ":", "｜", "|", "—", "-", "－", "-", "–", "-", ideographicSpace, " ")

func (r *renderer) lintTable(line []byte, start int) {
	if isWideRule(line) {
		r.report.at(tableRule, start, start+len(line), diag.Arg("mend", excerpt(tableMends.Replace(string(line)))))
	}
}

// isWideRule reports what would be a table's rule with half-width marks.
func isWideRule(line []byte) bool {
	if len(bytes.Trim(line, "|:- \t：｜—－–"+ideographicSpace)) > 0 {
		return false
	}
	mend := tableMends.Replace(string(line))
	return mend != string(line) && strings.Contains(mend, "|") && strings.Contains(mend, "-")
}

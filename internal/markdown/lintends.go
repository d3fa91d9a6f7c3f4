package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var paragraphRun = diag.Define("paragraph-run", diag.Warning,
	i18n.Text{ZH: "这几行连成了一段：句末换了行，却没有空行，本文共有 {count} 处", EN: "these lines run together as one paragraph: {count} lines of this file end with a sentence, but no empty line follows"},
	i18n.Text{ZH: "段与段之间空一行；诗一样分行的，行末写 \\。", EN: "Put an empty line between paragraphs; where lines are to stay lines, as in a poem, end them with \\."})

// lineEnds are the line ends within the paragraphs of a file, where an editor
// may have meant the end of a paragraph.
type lineEnds struct {
	all, sentences int
	start, end     int // of the mark before the first that ends a sentence
}

// lintEnds counts the line ends of a paragraph that stands by itself. Those
// that another warning tells of are left out, and those behind the number of a
// subheading, which has no mark at its end.
func (r *renderer) lintEnds(n ast.Node, running bool) {
	if n.Kind() != ast.KindParagraph || n.Parent() == nil ||
		n.Parent().Kind() != ast.KindDocument && n.Parent().Kind() != kindContainer {
		return
	}
	lines := n.Lines()
	for i := range lines.Len() - 1 {
		at, after := lines.At(i), lines.At(i+1)
		line, next := r.src[at.Start:at.Stop], r.src[after.Start:after.Stop]
		if hardBreak(line) || bytes.HasPrefix(next, []byte(ideographicSpace+ideographicSpace)) || running && serial(next) > 0 {
			continue
		}
		line = bytes.TrimRight(line, " \t\n")
		mark, size := utf8.DecodeLastRune(line)
		switch ends := strings.ContainsRune("。！？”：；", mark) && hasCJK(next); {
		case ends:
			if r.ends.sentences++; r.ends.sentences == 1 {
				r.ends.end = at.Start + len(line)
				r.ends.start = r.ends.end - size
			}
			r.ends.all++
		case len(line) > 0 && serial(bytes.TrimLeft(line, "*")) == 0:
			r.ends.all++
		}
	}
}

// reportEnds says once that lines run together. In text whose lines are
// wrapped, most of them end within a sentence.
func (r *renderer) reportEnds() {
	if e := r.ends; e.sentences > 1 && 2*e.sentences >= e.all {
		r.report.at(paragraphRun, e.start, e.end, diag.Arg("count", e.sentences))
	}
}

func hardBreak(line []byte) bool {
	return bytes.HasSuffix(line, []byte("  \n")) || bytes.HasSuffix(line, []byte("\\\n"))
}

// isVerse reports a paragraph of lines: one that has two hard breaks or more.
func isVerse(n *ast.Paragraph, src []byte) bool {
	lines := n.Lines()
	candidates := 0
	for i := range lines.Len() {
		at := lines.At(i)
		candidates += b2i(hardBreak(src[at.Start:at.Stop]))
	}
	return candidates > 1 && hardBreaks(n) > 1
}

// hardBreaks counts the hard breaks in a node.
func hardBreaks(parent ast.Node) int {
	count := 0
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			count += b2i(t.HardLineBreak())
		} else {
			count += hardBreaks(n)
		}
	}
	return count
}

package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	tableHead = diag.Define("table-head", diag.Warning,
		i18n.Text{ZH: "这几行像是表格，但第一行下面没有格数相同的分隔线，按正文排了", EN: "these lines look like a table, but no rule of as many cells stands below the first, so they are set as text"},
		i18n.Text{ZH: "这一行下面要有一行“{mend}”。", EN: "Below this line there must be “{mend}”."})
	tableCells = diag.Define("table-cells", diag.Warning,
		i18n.Text{ZH: "这一行的格数比表头多，从“{cell}”起没有排出来", EN: "this row has more cells than the table's head; from “{cell}” on they are left out"},
		i18n.Text{ZH: "表头有 {count} 格：给表头和分隔线添格，或删掉多余的 |；格里要的就是竖线，写成 \\|。", EN: "The head has {count} cells: add some to it and to the rule, or remove a |; for a bar within a cell write \\|."})
)

// lintRows reports lines of a paragraph that begin and end with a bar, two or
// more in a row, as a table without its rule: at the first of them.
func (r *renderer) lintRows(n ast.Node) {
	lines := n.Lines()
	for i := 0; i+1 < lines.Len(); i++ {
		first := r.row(n, i)
		if first == nil || r.row(n, i+1) == nil {
			continue
		}
		start := lines.At(i).Start
		for ; i < lines.Len(); i++ {
			row := r.row(n, i)
			if row == nil {
				break
			}
			if isWideRule(row) { // which lintTable reports
				first = nil
			}
		}
		if first != nil {
			mend := strings.Repeat("|---", min(cells(first), 12)) + "|"
			r.report.at(tableHead, start, start+len(first), diag.Arg("mend", mend))
		}
	}
}

// row returns a line of a paragraph if it begins and ends with a bar.
func (r *renderer) row(n ast.Node, i int) []byte {
	at := n.Lines().At(i)
	if r.src[at.Start] != '|' {
		return nil
	}
	line := bytes.TrimRight(r.src[at.Start:at.Stop], " \t\n")
	if len(line) < 3 || line[len(line)-1] != '|' || line[len(line)-2] == '\\' {
		return nil
	}
	return line
}

// cells returns how many cells a row has that begins and ends with a bar.
func cells(row []byte) int {
	return bytes.Count(row, []byte("|")) - bytes.Count(row, []byte(`\|`)) - 1
}

// lintCells reports the cells of a row that the table has no columns for, and
// that are left out therefore (GFM 4.10).
func (r *renderer) lintCells(row ast.Node, columns int) {
	start := row.Pos()
	if start < 0 || start >= len(r.src) {
		return
	}
	line, _, _ := bytes.Cut(r.src[start:], []byte("\n"))
	line = bytes.TrimRight(line, " \t")
	at := len(line) - len(bytes.TrimLeft(line, " \t"))
	if at < len(line) && line[at] == '|' {
		at++
	}
	for range columns {
		i := bar(line[at:])
		if i < 0 {
			return
		}
		at += i + 1
	}
	rest := line[at:]
	if len(bytes.Trim(rest, "| \t")) == 0 {
		return
	}
	for { // the first that is not empty
		end := bar(rest)
		if end < 0 {
			end = len(rest)
		}
		if cell := bytes.TrimSpace(rest[:end]); len(cell) > 0 {
			start += len(line) - len(rest) + bytes.Index(rest, cell)
			r.report.at(tableCells, start, start+len(cell),
				diag.Arg("cell", excerpt(string(cell))), diag.Arg("count", columns))
			return
		}
		rest = rest[end+1:]
	}
}

// bar returns where the next bar is that parts cells, or -1.
func bar(s []byte) int {
	for i, c := range s {
		if c == '|' && (i == 0 || s[i-1] != '\\') {
			return i
		}
	}
	return -1
}

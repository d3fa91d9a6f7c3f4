package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"luxi/internal/i18n"
)

// A Printer shows lists to people, as a compiler does: the place, the
// severity and what is wrong; the source line with a caret under the
// characters that are meant; and what to do.
type Printer struct {
	Lang  i18n.Lang
	Color bool // ANSI colours, for a terminal
	Width int  // columns of the terminal; 0 means 80
}

const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	faint  = "\x1b[2m"
	reset  = "\x1b[0m"
)

// Print writes every diagnostic of the list in its order.
func (p Printer) Print(w io.Writer, l List) error {
	var b strings.Builder
	for _, d := range l {
		p.one(&b, d)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p Printer) one(b *strings.Builder, d Diagnostic) {
	if place := d.Range.Place(); place != "" {
		b.WriteString(place + ": ")
	}
	fmt.Fprintf(b, "%s: %s %s\n",
		p.paint(d.Severity, d.Severity.Text().In(p.Lang)), d.Message(p.Lang), p.dim("["+d.Kind.Code+"]"))
	p.excerpt(b, d)
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s %s\n", i18n.Text{ZH: "另见", EN: "see also"}.In(p.Lang), r.Place())
	}
	if hint := d.Hint(p.Lang); hint != "" {
		fmt.Fprintf(b, "  %s%s\n", i18n.Text{ZH: "改法：", EN: "help: "}.In(p.Lang), hint)
	}
}

func (p Printer) paint(s Severity, text string) string {
	if !p.Color {
		return text
	}
	return [...]string{red, yellow, blue}[s] + text + reset
}

func (p Printer) dim(text string) string {
	if !p.Color {
		return text
	}
	return faint + text + reset
}

// excerpt writes the source line and a caret line. Of a line longer than the
// terminal (a paragraph of an essay is one line) it shows the part round the
// range.
func (p Printer) excerpt(b *strings.Builder, d Diagnostic) {
	r := d.Range
	if r.Line == 0 {
		return
	}
	width := p.Width
	if width <= 0 {
		width = 80
	}
	gutter := fmt.Sprintf("%5d | ", r.Line)
	line := []rune(visible(r.Text))
	from := min(r.Column-1, len(line))
	to := len(line)
	if r.EndLine == r.Line {
		to = max(from, min(r.EndColumn-1, len(line)))
	}
	cut := window(line, from, to, width-len(gutter)-1)
	b.WriteString(p.dim(gutter) + cut.text + "\n")
	caret := strings.Repeat("^", max(1, cut.marked))
	b.WriteString(p.dim("      | ") + strings.Repeat(" ", cut.before) + p.paint(d.Severity, caret) + "\n")
}

// visible replaces what would move or hide the caret: a tab by a space, other
// control and format characters by a replacement that can be seen.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0:
			return '·'
		case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0xfeff:
			return '·'
		}
		return r
	}, s)
}

type excerptLine struct {
	text           string
	before, marked int // in terminal columns
}

// window cuts a line to at most width columns, so that the start of the range
// from..to is in it with some text before.
func window(line []rune, from, to, width int) excerptLine {
	const ellipsis = "…"
	widthOf := func(rs []rune) int { return displaywidth.String(string(rs)) }
	start, end := 0, len(line)
	if widthOf(line) > width {
		room := max(width-2, 10)
		lead := room / 3
		for start = from; start > 0 && widthOf(line[start-1:from]) <= lead; start-- {
		}
		for end = start; end < len(line) && widthOf(line[start:end+1]) <= room; end++ {
		}
		for start > 0 && widthOf(line[start-1:end]) <= room {
			start--
		}
	}
	to = min(to, end)
	prefix, suffix := "", ""
	if start > 0 {
		prefix = ellipsis
	}
	if end < len(line) {
		suffix = ellipsis
	}
	return excerptLine{
		text:   prefix + string(line[start:end]) + suffix,
		before: displaywidth.String(prefix) + widthOf(line[start:from]),
		marked: widthOf(line[from:to]),
	}
}

// Place returns the range as file:line:column, as editors and terminals link
// it, or as much of it as there is.
func (r Range) Place() string {
	if r.Line == 0 {
		return r.File
	}
	return fmt.Sprintf("%s:%d:%d", r.File, r.Line, r.Column)
}

// A Record is a diagnostic as JSON carries it, with its words in one language.
type Record struct {
	File      string            `json:"file,omitempty"`
	Line      int               `json:"line,omitempty"`
	Column    int               `json:"column,omitempty"`
	EndLine   int               `json:"endLine,omitempty"`
	EndColumn int               `json:"endColumn,omitempty"`
	Severity  string            `json:"severity"`
	Code      string            `json:"code"`
	Message   string            `json:"message"`
	Hint      string            `json:"hint,omitempty"`
	Args      map[string]string `json:"args,omitempty"`
	Related   []string          `json:"related,omitempty"`
}

// Records returns the list for JSON, never nil.
func (l List) Records(lang i18n.Lang) []Record {
	out := make([]Record, 0, len(l))
	for _, d := range l {
		r := Record{
			File: d.Range.File, Line: d.Range.Line, Column: d.Range.Column,
			EndLine: d.Range.EndLine, EndColumn: d.Range.EndColumn,
			Severity: d.Severity.String(), Code: d.Kind.Code,
			Message: d.Message(lang), Hint: d.Hint(lang),
		}
		if len(d.Args) > 0 {
			r.Args = make(map[string]string, len(d.Args))
			for _, a := range d.Args {
				r.Args[a.Name] = a.Value.In(lang)
			}
		}
		for _, at := range d.Related {
			r.Related = append(r.Related, at.Place())
		}
		out = append(out, r)
	}
	return out
}

// PrintJSON writes v, which holds records, as indented JSON with Chinese
// unescaped.
func PrintJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

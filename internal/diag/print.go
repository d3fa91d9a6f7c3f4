package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

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
		b.WriteString(Visible(place) + ": ")
	}
	fmt.Fprintf(b, "%s: %s %s\n",
		p.paint(d.Severity, d.Severity.Text().In(p.Lang)), Visible(d.Message(p.Lang)), p.dim("["+d.Kind.Code+"]"))
	p.excerpt(b, d)
	for _, r := range d.Related {
		fmt.Fprintf(b, "  %s %s\n", i18n.Text{ZH: "另见", EN: "see also"}.In(p.Lang), Visible(r.Place()))
	}
	if hint := d.Hint(p.Lang); hint != "" {
		fmt.Fprintf(b, "  %s%s\n", i18n.Text{ZH: "改法：", EN: "help: "}.In(p.Lang), Visible(hint))
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
	cut := near(r, 2*width).window(width - len(gutter) - 1)
	b.WriteString(p.dim(gutter) + cut.text + "\n")
	caret := strings.Repeat("^", max(1, cut.marked))
	b.WriteString(p.dim("      | ") + strings.Repeat(" ", cut.before) + p.paint(d.Severity, caret) + "\n")
}

// Visible makes a text that an author may have written fit for one line of a
// terminal. A tab becomes a space; what would move or hide something, or what
// the terminal would obey, becomes a dot: line ends and other controls, and
// format characters such as those that turn the direction of writing.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp):
			return '·'
		}
		return r
	}, s)
}

// A piece is the part of a line that is near a range, fit to be printed.
type piece struct {
	text       []rune
	from, to   int  // the range, in text
	head, tail bool // there is more of the line before, behind
}

// near returns at most reach characters on each side of the start of r: of a
// line of a megabyte no more than these is copied or measured.
func near(r Range, reach int) piece {
	at := min(r.at, len(r.Text))
	start, end := at, at
	for n := 0; n < reach && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(r.Text[:start])
		start -= size
	}
	for n := 0; n < reach && end < len(r.Text); n++ {
		_, size := utf8.DecodeRuneInString(r.Text[end:])
		end += size
	}
	p := piece{text: []rune(Visible(r.Text[start:end])), head: start > 0, tail: end < len(r.Text)}
	p.from = utf8.RuneCountInString(r.Text[start:at])
	p.to = len(p.text)
	if r.EndLine == r.Line {
		p.to = min(p.from+max(r.EndColumn-r.Column, 0), len(p.text))
	}
	return p
}

type excerptLine struct {
	text           string
	before, marked int // in terminal columns
}

// window cuts the piece to at most width columns, so that the start of the
// range is in it with some text before.
func (p piece) window(width int) excerptLine {
	const ellipsis = "…"
	widthOf := func(rs []rune) int { return displaywidth.String(string(rs)) }
	line, from := p.text, p.from
	start, end := 0, len(line)
	if p.head || p.tail || widthOf(line) > width {
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
	prefix, suffix := "", ""
	if p.head || start > 0 {
		prefix = ellipsis
	}
	if p.tail || end < len(line) {
		suffix = ellipsis
	}
	return excerptLine{
		text:   prefix + string(line[start:end]) + suffix,
		before: displaywidth.String(prefix) + widthOf(line[start:from]),
		marked: widthOf(line[from:max(from, min(p.to, end))]),
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
// File is as in [Range]. The texts are as they were written, controls and all:
// who shows them on a terminal makes them [Visible].
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

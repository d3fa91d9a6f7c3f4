package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A boardPrinter prints the board of a call.
type boardPrinter struct {
	*app
	out   io.Writer
	in    column.Input
	board column.Board
	rows  []deadline.Row // those to list
}

// A line is what is listed of a person or, of several pieces of one person, of
// each.
type line struct {
	row      deadline.Row
	piece    *deadline.Piece // nil where nothing came in
	further  bool            // a further piece of the person above
	standing deadline.Standing
}

func (p *boardPrinter) lines() []line {
	var out []line
	for _, row := range p.rows {
		if len(row.Pieces) == 0 {
			out = append(out, line{row: row, standing: row.Standing})
		}
		for i := range row.Pieces {
			l := line{row: row, piece: &row.Pieces[i], further: i > 0, standing: row.Pieces[i].Standing}
			if row.Standing == deadline.Unsolicited {
				l.standing = deadline.Unsolicited
			}
			out = append(out, l)
		}
	}
	return out
}

// standingText says how a line stands, and by how much.
func (p *boardPrinter) standingText(l line) string {
	text := l.standing.Text().In(p.lang)
	switch {
	case l.standing == deadline.Missing && p.board.Now.Before(l.row.End):
		return text + p.say("，还有 ", ", left ") + deadline.Lasting(l.row.Left).In(p.lang)
	case l.standing == deadline.Missing:
		return text + p.say("，已过 ", ", overdue ") + deadline.Lasting(l.row.Overdue).In(p.lang)
	case l.standing == deadline.Unsolicited && l.piece.Standing != deadline.OnTime:
		text += p.say("，", ", ") + l.piece.Standing.Text().In(p.lang)
	}
	if l.piece != nil && (l.piece.Standing == deadline.Late || l.piece.Standing == deadline.InGrace) {
		text += " " + deadline.Lasting(l.piece.Late).In(p.lang)
	}
	return text
}

// note says what else there is to a line.
func (p *boardPrinter) note(l line) string {
	var parts []string
	notes := l.row.Notes
	if l.further {
		notes = nil
	}
	if l.piece != nil {
		parts = append(parts, p.say("《"+l.piece.Title+"》", "“"+l.piece.Title+"”"))
		notes = append(l.piece.Notes[:len(l.piece.Notes):len(l.piece.Notes)], notes...)
	}
	for _, n := range notes {
		parts = append(parts, n.In(p.lang))
	}
	return strings.Join(parts, p.say("；", "; "))
}

// received says when a piece came, in the call's zone.
func (p *boardPrinter) received(l line) string {
	if l.piece == nil {
		return ""
	}
	return p.moment(l.piece.Received)
}

func (p *boardPrinter) moment(m civil.Moment) string {
	switch {
	case m.IsZero():
		return ""
	case !m.HasClock:
		return m.String()
	}
	return m.Instant(p.board.Zone).In(p.board.Zone).Format("2006-01-02 15:04")
}

func (p *boardPrinter) head() []string {
	return []string{
		p.say("情况", "Standing"), p.say("姓名", "Name"), p.say("职务", "Position"), p.say("县市区", "Region"),
		p.say("类别", "Kind"), p.say("收稿时间", "Received"), p.say("说明", "Notes"),
	}
}

func (p *boardPrinter) cells(l line) []string {
	q := l.row.Person
	name, position := q.Name, q.Position
	if position == "" && l.piece != nil && l.row.Listed {
		for _, a := range l.piece.Authors {
			if a.Name == q.Name {
				position = a.Position
			}
		}
	}
	return []string{p.standingText(l), name, position, q.Region, q.Kind, p.received(l), p.note(l)}
}

// Columns of the table that a narrow terminal changes.
const (
	positionColumn = 2
	kindColumn     = 4
	noteColumn     = 6
)

const (
	gap          = 2  // columns of the terminal between two cells
	leastCell    = 16 // to which positions may be narrowed
	leastNote    = 28 // to which notes may be, before they go below the row
	noBreakAfter = "（《“‘"
	noBreakAhead = "，。；：、！？）》”’"
)

func (p *boardPrinter) table() error {
	color, width := p.onTerminal(p.out)
	for _, s := range p.title() {
		fmt.Fprintln(p.out, diag.Visible(s))
	}
	if len(p.rows) > 0 {
		fmt.Fprintln(p.out)
		p.grid(color, width)
	}
	fmt.Fprintln(p.out)
	for _, s := range p.summary() {
		if _, err := fmt.Fprintln(p.out, diag.Visible(s)); err != nil {
			return err
		}
	}
	return nil
}

// grid prints the rows, aligned as a terminal shows Chinese.
func (p *boardPrinter) grid(color bool, width int) {
	lines := p.lines()
	cells := [][]string{p.head()}
	for _, l := range lines {
		c := p.cells(l)
		for i, s := range c {
			c[i] = diag.Visible(s)
		}
		if l.further {
			c[1], c[2], c[3], c[4] = "", "", "", ""
		}
		cells = append(cells, c)
	}
	widths := columnWidths(cells)
	below := narrow(widths, width)
	for i, c := range cells {
		paint := ""
		if color && i == 0 {
			paint = "\x1b[1m"
		} else if color {
			paint = paints[p.paintOf(lines[i-1])]
		}
		printCells(p.out, c, widths, paint)
		if below && i > 0 && c[noteColumn] != "" {
			indent := strings.Repeat(" ", widths[0]+gap)
			for _, s := range breakText(c[noteColumn], max(width-1-len(indent), leastNote)) {
				fmt.Fprintln(p.out, indent+s)
			}
		}
	}
}

var paints = map[string]string{"good": "\x1b[32m", "look": "\x1b[33m", "bad": "\x1b[31m", "aside": "\x1b[2m"}

func (p *boardPrinter) paintOf(l line) string {
	switch l.standing {
	case deadline.OnTime:
		return "good"
	case deadline.Late:
		return "bad"
	case deadline.Missing:
		if !p.board.Now.Before(l.row.End) {
			return "bad"
		}
	case deadline.Declined:
		return "aside"
	case deadline.Unsolicited:
		if l.piece.Standing == deadline.Late {
			return "bad"
		}
		return "aside"
	}
	return "look"
}

// columnWidths returns the width of each column; a column with nothing below
// its head is left out by a width of 0.
func columnWidths(cells [][]string) []int {
	widths := make([]int, len(cells[0]))
	for _, row := range cells[1:] {
		for i, s := range row {
			widths[i] = max(widths[i], displaywidth.String(s))
		}
	}
	for i, s := range cells[0] {
		if widths[i] > 0 {
			widths[i] = max(widths[i], displaywidth.String(s))
		}
	}
	return widths
}

// narrow fits the columns into a terminal: positions and notes are broken into
// several lines; where that does not do, notes go below their rows, and kinds,
// which the totals have too, are left out. It reports whether notes go below.
func narrow(widths []int, width int) (below bool) {
	excess := func() int {
		total := -gap
		for _, w := range widths {
			if w > 0 {
				total += w + gap
			}
		}
		return total - (width - 1)
	}
	if width <= 0 || excess() <= 0 {
		return false
	}
	shrink := func(column, least int) {
		widths[column] -= max(0, min(excess(), widths[column]-least))
	}
	whole := widths[positionColumn]
	shrink(positionColumn, leastNote)
	shrink(noteColumn, leastNote)
	if excess() <= 0 {
		return false
	}
	widths[positionColumn] = whole
	below, widths[noteColumn] = widths[noteColumn] > 0, 0
	shrink(positionColumn, leastCell)
	if excess() > 0 {
		widths[kindColumn], widths[positionColumn] = 0, whole
		shrink(positionColumn, leastCell)
	}
	return below
}

// printCells prints a row, the first cell in colour.
func printCells(w io.Writer, cells []string, widths []int, paint string) {
	parts := make([][]string, len(cells))
	height := 1
	for i, s := range cells {
		parts[i] = []string{s}
		if widths[i] > 0 && displaywidth.String(s) > widths[i] {
			parts[i] = breakText(s, widths[i])
		}
		height = max(height, len(parts[i]))
	}
	for h := range height {
		var b strings.Builder
		space := 0
		for i, width := range widths {
			if width == 0 {
				continue
			}
			s := ""
			if h < len(parts[i]) {
				s = parts[i][h]
			}
			b.WriteString(strings.Repeat(" ", space))
			space = width - displaywidth.String(s) + gap
			if i == 0 && paint != "" && s != "" {
				s = paint + s + "\x1b[0m"
			}
			b.WriteString(s)
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// breakText breaks a text into lines of at most a width. Chinese may be broken
// anywhere but before and behind some marks; other words are kept whole where
// there is room.
func breakText(s string, width int) []string {
	var lines []string
	rest := []rune(s)
	for len(rest) > 1 && displaywidth.String(string(rest)) > width {
		cut := 0
		for w := 0; cut < len(rest); cut++ {
			if w += displaywidth.String(string(rest[cut])); w > width {
				break
			}
		}
		best := min(max(cut, 1), len(rest)-1)
		for at := best; at > best/2; at-- {
			if breaksAt(rest, at) {
				best = at
				break
			}
		}
		lines = append(lines, strings.TrimRight(string(rest[:best]), " "))
		rest = []rune(strings.TrimLeft(string(rest[best:]), " "))
	}
	return append(lines, string(rest))
}

func breaksAt(text []rune, at int) bool {
	before, after := text[at-1], text[at]
	narrow := func(r rune) bool {
		return r < 0x2e80 && r != ' ' && !strings.ContainsRune(noBreakAfter+noBreakAhead, r)
	}
	return !strings.ContainsRune(noBreakAhead, after) && !strings.ContainsRune(noBreakAfter, before) && !(narrow(before) && narrow(after))
}

// text returns a thing said in the language of the run.
func (p *boardPrinter) text(t i18n.Text) string { return t.In(p.lang) }

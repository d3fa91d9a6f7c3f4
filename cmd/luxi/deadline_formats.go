package main

import (
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/diag"
)

// csv prints the rows for Excel and WPS: with a byte order mark, without which
// they take Chinese for the machine's code page, and CRLF. Contacts and the
// reasons of extensions are not in it, because such files are passed on.
func (p *boardPrinter) csv() error {
	if _, err := p.out.Write([]byte("\ufeff")); err != nil {
		return err
	}
	w := csv.NewWriter(p.out)
	w.UseCRLF = true
	records := [][]string{{
		p.say("情况", "Standing"), p.say("姓名", "Name"), p.say("职务", "Position"), p.say("县市区", "Region"), p.say("类别", "Kind"),
		p.say("题目", "Title"), p.say("收稿时间", "Received"), p.say("截止时间", "Due"), p.say("迟交或逾期小时", "Hours late"), p.say("字数", "Characters"), p.say("文件", "File"),
	}}
	for _, l := range p.lines() {
		c := p.cells(l)
		record := []string{p.text(l.standing.Text()), c[1], c[2], c[3], c[4], "", c[5], p.moment(p.due(l.row)), "", "", ""}
		late := l.row.Overdue
		if l.piece != nil {
			late = l.piece.Late
			record[5], record[9], record[10] = l.piece.Title, fmt.Sprint(l.piece.Length), l.piece.Path
		}
		if late > 0 {
			record[8] = fmt.Sprintf("%.1f", late.Hours())
		}
		for i, s := range record {
			record[i] = harmless(s)
		}
		records = append(records, record)
	}
	return w.WriteAll(records)
}

// due returns the deadline that holds for a row, as it is written.
func (p *boardPrinter) due(row deadline.Row) civil.Moment {
	if to := row.Person.Extension.To; !to.IsZero() && row.End.After(p.board.End) {
		return to
	}
	return p.board.Call.Deadline
}

// harmless keeps a spreadsheet from taking a text for a formula, which a
// contributor's title might be: an apostrophe makes it text.
func harmless(s string) string {
	if strings.ContainsAny(firstRune(strings.TrimLeft(s, " \u3000\u00a0\ufeff")), "=+-@\t\r\n＝＋－＠") {
		return "'" + s
	}
	return s
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// markdown prints the board as a table of Markdown.
func (p *boardPrinter) markdown() error {
	var b strings.Builder
	for i, s := range p.title() {
		if i == 0 {
			s = "# " + markdownText(s)
		} else {
			s = "\n" + markdownText(s)
		}
		b.WriteString(s + "\n")
	}
	row := func(cells []string) {
		for _, c := range cells {
			b.WriteString("| " + markdownText(c) + " ")
		}
		b.WriteString("|\n")
	}
	b.WriteString("\n")
	row(p.head())
	b.WriteString(strings.Repeat("|---", len(p.head())) + "|\n")
	for _, l := range p.lines() {
		row(p.cells(l))
	}
	b.WriteString("\n")
	for _, s := range p.summary() {
		b.WriteString("- " + markdownText(s) + "\n")
	}
	_, err := p.out.Write([]byte(b.String()))
	return err
}

var markdownMarks = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`, "&", `\&`, "~", `\~`)

func markdownText(s string) string { return markdownMarks.Replace(diag.Visible(s)) }

// The board as JSON has it. Times are RFC 3339 in the call's zone.
type (
	boardRecord struct {
		Call     string          `json:"call"`
		Title    string          `json:"title"`
		State    string          `json:"state"`
		Now      string          `json:"now"`
		End      string          `json:"end"` // the first instant that is late
		GraceEnd string          `json:"graceEnd"`
		Zone     string          `json:"zone"`
		Left     float64         `json:"secondsLeft"` // below 0 after the deadline
		OnTime   bool            `json:"onTime"`
		Pieces   int             `json:"pieces"`
		Counts   map[string]int  `json:"counts"`
		Regions  []groupRecord   `json:"regions"`
		Kinds    []groupRecord   `json:"kinds"`
		Wanted   []needRecord    `json:"wanted"`
		Rows     []contributions `json:"rows"`
	}
	groupRecord struct {
		Name    string `json:"name"`
		Invited int    `json:"invited"`
		In      int    `json:"in"`
		Pieces  int    `json:"pieces"`
	}
	needRecord struct {
		Kind   string `json:"kind"`
		Pieces int    `json:"pieces"`
		Have   int    `json:"have"`
		Still  int    `json:"still"`
	}
	contributions struct {
		Name     string        `json:"name"`
		Key      string        `json:"key,omitempty"`
		Position string        `json:"position"`
		Region   string        `json:"region"`
		Kind     string        `json:"kind"`
		Standing string        `json:"standing"`
		Listed   bool          `json:"listed"`
		End      string        `json:"end"`
		Left     float64       `json:"secondsLeft,omitempty"`
		Overdue  float64       `json:"secondsOverdue,omitempty"`
		Pieces   []pieceRecord `json:"pieces"`
		Notes    []string      `json:"notes"`
	}
	pieceRecord struct {
		File     string   `json:"file"`
		Title    string   `json:"title"`
		Received string   `json:"received,omitempty"`
		Standing string   `json:"standing"`
		Late     float64  `json:"secondsLate,omitempty"`
		Length   int      `json:"length"`
		Notes    []string `json:"notes"`
	}
)

func (p *boardPrinter) json() error {
	b := p.board
	r := boardRecord{
		Call: b.ID, Title: b.Call.Title, State: [...]string{"upcoming", "open", "closing", "closed"}[b.State],
		Now: b.Now.Format(time.RFC3339Nano), End: b.End.Format(time.RFC3339Nano), GraceEnd: b.GraceEnd.Format(time.RFC3339Nano),
		Zone: b.Zone.String(), Left: b.End.Sub(b.Now).Seconds(), OnTime: b.OnTime(), Pieces: b.Pieces,
		Counts: map[string]int{}, Regions: groupRecords(b.Regions), Kinds: groupRecords(b.Kinds),
		Wanted: []needRecord{}, Rows: []contributions{},
	}
	for _, s := range deadline.Standings {
		r.Counts[s.String()] = b.Count(s)
	}
	for _, n := range b.Needs {
		r.Wanted = append(r.Wanted, needRecord{n.Kind, n.Pieces, n.Have, n.Still})
	}
	for _, row := range p.rows {
		r.Rows = append(r.Rows, p.record(row))
	}
	return diag.PrintJSON(p.out, r)
}

func groupRecords(groups []deadline.Group) []groupRecord {
	out := []groupRecord{}
	for _, g := range groups {
		out = append(out, groupRecord(g))
	}
	return out
}

func (p *boardPrinter) record(row deadline.Row) contributions {
	q := row.Person
	c := contributions{
		Name: q.Name, Key: q.Key, Position: q.Position, Region: q.Region, Kind: q.Kind,
		Standing: row.Standing.String(), Listed: row.Listed, End: row.End.Format(time.RFC3339Nano),
		Left: row.Left.Seconds(), Overdue: row.Overdue.Seconds(), Pieces: []pieceRecord{}, Notes: p.texts(row.Notes),
	}
	for _, piece := range row.Pieces {
		received := ""
		if !piece.Received.IsZero() {
			received = piece.Received.String()
		}
		c.Pieces = append(c.Pieces, pieceRecord{
			File: piece.Path, Title: piece.Title, Received: received, Standing: piece.Standing.String(),
			Late: piece.Late.Seconds(), Length: piece.Length, Notes: p.texts(piece.Notes),
		})
	}
	return c
}

func (p *boardPrinter) texts(notes []deadline.Note) []string {
	out := []string{}
	for _, n := range notes {
		out = append(out, p.text(n))
	}
	return out
}

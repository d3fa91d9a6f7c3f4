package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/intake"
)

// An importState is what became of a manuscript.
type importState string

// The states; their names are what JSON has.
const (
	stateWritten importState = "written"
	stateShown   importState = "not-written" // with --dry-run or --stdout
	stateKnown   importState = "known"       // imported before
	stateRefused importState = "refused"
	stateFailed  importState = "failed" // the machine's fault
)

func (s importState) text() i18n.Text {
	return map[importState]i18n.Text{
		stateWritten: {ZH: "已写入", EN: "written"},
		stateShown:   {ZH: "没有写", EN: "not written"},
		stateKnown:   {ZH: "收过了", EN: "known"},
		stateRefused: {ZH: "读不了", EN: "refused"},
		stateFailed:  {ZH: "出错", EN: "failed"},
	}[s]
}

// An importRow is what became of one manuscript.
type importRow struct {
	File       string            `json:"file"`
	Attachment string            `json:"attachment,omitempty"`
	Format     intake.Format     `json:"format,omitempty"`
	SHA256     string            `json:"sha256,omitempty"`
	State      importState       `json:"state"`
	Call       bool              `json:"call,omitempty"` // it is a call and no essay
	Title      string            `json:"title,omitempty"`
	Authors    []document.Author `json:"-"`
	Length     int               `json:"length"`
	Path       string            `json:"path,omitempty"`
	Original   string            `json:"original,omitempty"`
	Pictures   []string          `json:"pictures,omitempty"`
	Letter     *letterRecord     `json:"mail,omitempty"`
	Left       []string          `json:"left,omitempty"`

	text       string
	failure    string
	draft      *intake.Draft
	received   civil.Moment
	receivedBy intake.ReceivedBy
	remarks    []i18n.Text
	notes      diag.List
}

// An importRecord is a row in JSON.
type importRecord struct {
	importRow
	Subtitle    string             `json:"subtitle,omitempty"`
	Byline      []intake.Author    `json:"authors,omitempty"`
	Received    string             `json:"received,omitempty"`
	ReceivedBy  intake.ReceivedBy  `json:"receivedBy,omitempty"`
	Paragraphs  []intake.Paragraph `json:"paragraphs,omitempty"`
	Markdown    string             `json:"markdown,omitempty"` // the body
	Text        string             `json:"text,omitempty"`     // of the whole file
	Failure     string             `json:"failure,omitempty"`
	Remarks     []string           `json:"remarks,omitempty"`
	Diagnostics []diag.Record      `json:"diagnostics"`
}

type letterRecord struct {
	Subject     string             `json:"subject"`
	Name        string             `json:"name"`
	Address     string             `json:"address"`
	Date        string             `json:"date,omitempty"`
	Text        string             `json:"text"`
	Attachments []attachmentRecord `json:"attachments"`
}

type attachmentRecord struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

func letterOf(r intake.Result) *letterRecord {
	l := r.Letter
	if l == nil {
		return nil
	}
	out := &letterRecord{Subject: l.Subject, Name: l.From.Name, Address: l.From.Address, Text: l.Text, Attachments: []attachmentRecord{}}
	if !l.Date.IsZero() {
		out.Date = l.Date.Format(time.RFC3339)
	}
	for _, a := range l.Attachments {
		out.Attachments = append(out.Attachments, attachmentRecord{a.Name, len(a.Data), a.SHA256()})
	}
	return out
}

func leftOf(s *intake.Split) []string {
	var out []string
	for _, l := range s.Left {
		out = append(out, l.Headline)
	}
	return out
}

// report prints what became of all files.
func (i *importer) report() error {
	for n := range i.rows {
		if r := &i.rows[n]; r.State == stateRefused || r.State == stateFailed {
			i.status = statusColumn
		}
	}
	if i.flags.json {
		return diag.PrintJSON(i.stdout, map[string]any{"manuscripts": i.records()})
	}
	var list diag.List
	for _, r := range i.rows {
		list = append(list, r.notes...)
	}
	if err := i.printDiagnostics(list); err != nil {
		return err
	}
	table := i.stdout
	if i.flags.stdout {
		table = i.stderr
		for n, r := range i.rows {
			if n > 0 {
				fmt.Fprintln(i.stdout)
			}
			if _, err := io.WriteString(i.stdout, r.text); err != nil {
				return err
			}
		}
		if len(i.rows) == 1 && i.rows[0].State == stateShown {
			return nil
		}
	}
	if i.flags.dryRun && !i.flags.stdout {
		if err := i.show(); err != nil {
			return err
		}
	}
	return i.table(table)
}

// show prints what would be written.
func (i *importer) show() error {
	for _, r := range i.rows {
		if r.State != stateShown {
			continue
		}
		fmt.Fprintf(i.stdout, "── %s\n%s\n", r.Path, visibleLines(r.text))
		if r.draft != nil {
			for _, p := range r.draft.Pictures {
				fmt.Fprintf(i.stdout, "── %s\n", path.Join(path.Dir(r.Path), p.Name))
			}
		}
	}
	return nil
}

// visibleLines makes text harmless for a terminal, line by line.
func visibleLines(s string) string {
	all := strings.Split(s, "\n")
	for i, l := range all {
		all[i] = diag.Visible(l)
	}
	return strings.Join(all, "\n")
}

// table prints a row for each manuscript, aligned as a terminal shows Chinese.
func (i *importer) table(w io.Writer) error {
	color, _ := i.onTerminal(w)
	cells := [][]string{{
		i.say("文件", "File"), i.say("标题", "Title"), i.say("作者", "Author"), i.say("字数", "Length"), i.say("情况", "State"), i.say("说明", "Remarks"),
	}}
	counts := map[importState]int{}
	for _, r := range i.rows {
		counts[r.State]++
		var authors []string
		for _, a := range r.Authors {
			authors = append(authors, a.Name)
		}
		length := ""
		if r.Length > 0 {
			length = fmt.Sprint(r.Length)
		}
		name := path.Base(r.File)
		if r.Attachment != "" {
			name += " › " + r.Attachment
		}
		row := []string{name, r.Title, strings.Join(authors, i.say("、", ", ")), length, r.State.text().In(i.lang), i.remark(r)}
		for n := range row {
			row[n] = diag.Visible(row[n])
		}
		cells = append(cells, row)
	}
	widths := columnWidths(cells)
	for n, row := range cells {
		paint := ""
		if color && n == 0 {
			paint = "\x1b[1m"
		}
		printCells(w, row, widths, paint)
	}
	for _, r := range i.rows {
		if len(r.Left) > 0 {
			fmt.Fprintf(w, i.say("没有取的 %d 篇：%s\n", "Left (%d): %s\n"), len(r.Left), diag.Visible(strings.Join(r.Left, i.say("；", "; "))))
		}
	}
	if i.skipped > 0 {
		fmt.Fprintf(w, i.say("跳过 %d 个不是稿件的文件。\n", "Skipped files that are no manuscripts: %d\n"), i.skipped)
	}
	_, err := fmt.Fprintln(w, i.total(counts))
	return err
}

// remark is the last column: where it went, or why it did not.
func (i *importer) remark(r importRow) string {
	var parts []string
	switch {
	case r.failure != "":
		parts = append(parts, r.failure)
	case r.State == stateRefused:
		if n := slices.IndexFunc(r.notes, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }); n >= 0 {
			parts = append(parts, r.notes[n].Message(i.lang))
		}
	case r.Path != "":
		parts = append(parts, r.Path)
	}
	for _, t := range r.remarks {
		parts = append(parts, t.In(i.lang))
	}
	if n := r.notes.Count(diag.Warning); n > 0 && r.State != stateRefused {
		parts = append(parts, i.count(n, "个警告", "warning"))
	}
	return strings.Join(parts, i.say("；", "; "))
}

func (i *importer) total(counts map[importState]int) string {
	var parts []string
	for _, s := range []importState{stateWritten, stateShown, stateKnown, stateRefused, stateFailed} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf(i.say("%s %d 篇", "%s: %d"), s.text().In(i.lang), counts[s]))
		}
	}
	return strings.Join(parts, i.say("，", ", ")) + i.say("。", "")
}

// records are the rows for programs.
func (i *importer) records() []importRecord {
	out := []importRecord{}
	for _, r := range i.rows {
		one := importRecord{importRow: r, Text: r.text, Failure: r.failure, Diagnostics: r.notes.Records(i.lang)}
		if d := r.draft; d != nil {
			one.Subtitle, one.Paragraphs, one.Markdown = d.Subtitle, d.Paragraphs, d.Markdown
			for _, a := range r.Authors {
				one.Byline = append(one.Byline, intake.Author{Name: a.Name, Position: a.Position})
			}
		}
		if !r.received.IsZero() {
			one.Received, one.ReceivedBy = r.received.String(), r.receivedBy
		}
		for _, t := range r.remarks {
			one.Remarks = append(one.Remarks, t.In(i.lang))
		}
		out = append(out, one)
	}
	return out
}

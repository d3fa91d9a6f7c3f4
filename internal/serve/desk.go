package serve

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"

	"luxi/internal/column"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
)

//go:embed desk.html
var deskFiles embed.FS

var deskTemplate = template.Must(template.ParseFS(deskFiles, "desk.html"))

// listed is how many documents the list shows that nobody searched for and that
// are published as they are.
const listed = 200

// A desk is the list of all pages with their state, and the board of the calls
// that are open.
type desk struct {
	Lang    string
	Title   string
	Home    string
	Query   string
	Pending []deskRow // not published as they are, or with mistakes
	Rows    []deskRow // the others, or those that were searched for
	More    int       // that are not shown
	Boards  []deskBoard
	Errors  []mistake
	server  *Server
}

type deskRow struct {
	Title    string
	URL      string // "" for a document without a page
	Source   string
	Authors  string
	Date     string
	Length   int
	States   []string
	Errors   int
	Warnings int
}

type deskBoard struct {
	Title  string
	URL    string
	State  string
	End    string
	Pieces int
	Counts []deskCount
	Rows   []deskPerson
}

type deskCount struct {
	Name  string
	Count int
}

type deskPerson struct {
	Name, Position, Standing, Code, End string
	Pieces                              int
}

// Say is for the template.
func (d desk) Say(zh, en string) string { return d.server.say(zh, en) }

// deskAddress is followed by what was searched for, if anything was.
const deskAddress = ownFolder + "index.html"

func isDesk(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	return path == deskAddress
}

// desk answers with the desk.
func (s *Server) desk(w http.ResponseWriter, r *http.Request) {
	at := place{address: deskAddress}
	if query := strings.TrimSpace(r.URL.Query().Get("q")); query != "" {
		at.address += "?" + query
	}
	w.Header().Set("Content-Security-Policy", policy)
	s.show(w, r, s.now(), at)
}

func (s *Server) makeDesk(g *generation, at place) (page, error) {
	_, query, _ := strings.Cut(at.address, "?")
	d := desk{server: s, Lang: s.say("zh-CN", "en"), Home: link(g, "", ""), Query: query}
	for _, e := range g.errors(nil) {
		d.Errors = append(d.Errors, s.mistake(e, true))
	}
	if g.err != nil {
		d.Errors = append(d.Errors, s.machine(g.err))
	}
	if g.site != nil {
		d.Title = g.site.Settings.Title
		d.list(g)
		for _, b := range g.site.Boards() {
			if b.State != deadline.Closed {
				d.Boards = append(d.Boards, s.board(g, b))
			}
		}
	}
	var out bytes.Buffer
	err := deskTemplate.Execute(&out, d)
	return page{key: fingerprint.OfBytes(out.Bytes()).String(), content: out.Bytes()}, err
}

func (d *desk) list(g *generation) {
	errors, warnings := map[string]int{}, map[string]int{}
	for _, one := range g.list {
		switch one.Severity {
		case diag.Error:
			errors[one.Range.File]++
		case diag.Warning:
			warnings[one.Range.File]++
		}
	}
	for _, about := range g.site.Documents() {
		row := deskRow{
			Title: about.Title, Source: about.Source, Authors: strings.Join(about.Authors, d.Say("、", ", ")), Date: about.Date,
			Length: about.Length, Errors: errors[about.Source], Warnings: warnings[about.Source],
		}
		if about.Address != "" {
			row.URL = link(g, about.Address, "")
		}
		for _, mark := range d.server.marks(about) {
			row.States = append(row.States, mark.Text)
		}
		switch {
		case d.Query != "" && !row.matches(d.Query):
		case d.Query == "" && (len(row.States) > 0 || row.Errors > 0 || row.Warnings > 0):
			d.Pending = append(d.Pending, row)
		case len(d.Rows) < listed:
			d.Rows = append(d.Rows, row)
		default:
			d.More++
		}
	}
}

func (r deskRow) matches(query string) bool {
	return strings.Contains(strings.ToLower(r.Title+"\n"+r.Authors+"\n"+r.Source), strings.ToLower(query))
}

func (s *Server) callState(state deadline.State) string {
	switch state {
	case deadline.Upcoming:
		return s.say("未开始", "not open yet")
	case deadline.Closing:
		return s.say("即将截稿", "closing")
	case deadline.Closed:
		return s.say("已截稿", "closed")
	}
	return s.say("征稿中", "open")
}

func (s *Server) board(g *generation, b column.Board) deskBoard {
	day, clock := deadline.EndOf(b.End.In(b.Zone))
	out := deskBoard{Title: b.Call.Title, State: s.callState(b.State), End: day.String() + " " + clock, Pieces: b.Pieces}
	if d, ok := g.site.Document(b.Call.Path); ok && d.Address != "" {
		out.URL = link(g, d.Address, "")
	}
	for _, standing := range deadline.Standings {
		if n := b.Count(standing); n > 0 {
			out.Counts = append(out.Counts, deskCount{standing.Text().In(s.opt.Lang), n})
		}
	}
	for _, r := range b.Rows {
		day, clock := deadline.EndOf(r.End.In(b.Zone))
		out.Rows = append(out.Rows, deskPerson{
			Name: r.Person.Name, Position: r.Person.Position, Standing: r.Standing.Text().In(s.opt.Lang), Code: r.Standing.String(),
			End: day.String() + " " + clock, Pieces: len(r.Pieces),
		})
	}
	return out
}

// Table gives rows to the template of a table.
func (d desk) Table(rows []deskRow) any {
	return struct {
		Desk desk
		Rows []deskRow
	}{d, rows}
}

package view

import (
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/deadline"
	"luxi/internal/document"
	"luxi/internal/markdown"
)

// Plan returns the pages of the site in the order of their kinds: the front
// page, essays, calls, plain pages, lists, the page for what is not found.
func Plan(x column.Index) []Page {
	p := planner{x}
	pages := []Page{p.front()}
	for i := range x.Essays {
		pages = append(pages, p.essay(i))
	}
	for i := range x.Calls {
		pages = append(pages, p.call(i))
	}
	for i := range x.Pages {
		pages = append(pages, p.plain(i))
	}
	pages = append(pages, p.all())
	for _, y := range x.Years {
		pages = append(pages, p.year(y))
	}
	return append(pages, p.notFound())
}

type planner struct{ column.Index }

// from makes links for the page at an address.
type from struct {
	root string
}

func fromPage(address string) from {
	return from{root: strings.Repeat("../", strings.Count(address, "/"))}
}

// url returns the relative address of another page, escaped, with its #anchor
// if it has one.
func (f from) url(address string) string {
	name, anchor, _ := strings.Cut(address, "#")
	u := f.root + (&url.URL{Path: name}).EscapedPath()
	if anchor != "" {
		u += "#" + anchor
	}
	return u
}

// canonical returns the absolute address of a page; the file that a folder
// shows is called by the folder.
func (p planner) canonical(address string) string {
	address = strings.TrimSuffix(address, "index.html")
	return p.Site.BaseURL + (&url.URL{Path: address}).EscapedPath()
}

// chrome makes what stands round the page at an address. Section is the
// address of the link at the head that is shown as current.
func (p planner) chrome(address, section, title, description string) Chrome {
	f := fromPage(address)
	if address == column.NotFoundAddress {
		f.root = p.Site.BasePath
	}
	c := Chrome{
		Site: Site{
			Title: p.Site.Title, Description: p.Site.Description, Publisher: p.Site.Publisher,
			Language: p.Site.Language, Hosts: p.Site.Hosts, HomeURL: f.url(column.FrontAddress),
		},
		Head: Head{Title: title, Description: description, Canonical: p.canonical(address)},
		Root: f.root,
	}
	if description == "" {
		c.Head.Description = p.Site.Description
	}
	if address == column.NotFoundAddress {
		c.Head.Canonical = ""
	}
	link := func(title, to string) {
		c.Nav = append(c.Nav, NavLink{Title: title, URL: f.url(to), Current: to == section})
	}
	link("首页", column.FrontAddress)
	link("文章", column.AllAddress)
	if len(p.Calls) > 0 {
		link("约稿启事", p.Calls[0].Address)
	}
	for _, page := range p.Pages {
		link(page.Title, page.Address)
	}
	return c
}

func (p planner) front() Page {
	const address = column.FrontAddress
	v := Front{
		Chrome: p.chrome(address, address, p.Site.Title, p.Site.Description),
		AllURL: fromPage(address).url(column.AllAddress),
		Total:  len(p.Essays),
	}
	for i := range p.Essays[:min(len(p.Essays), p.Site.PerFront)] {
		v.Essays = append(v.Essays, p.card(address, i))
	}
	for _, c := range p.Calls {
		if c.State == deadline.Open || c.State == deadline.Closing {
			v.Open = append(v.Open, p.notice(address, c))
		}
	}
	return Page{Address: address, Template: "front.html", View: v}
}

func (p planner) notice(address string, c column.Call) Notice {
	return Notice{
		Title: c.Title, URL: fromPage(address).url(c.Address), State: state(c.State),
		Deadline: p.moment(c.Deadline), Hosts: c.Hosts, Mailbox: c.Mailbox,
	}
}

func (p planner) essay(i int) Page {
	e := p.Essays[i]
	f := fromPage(e.Address)
	link := func(j int) Link {
		if j < 0 {
			return Link{}
		}
		return Link{Title: p.Essays[j].Title, URL: f.url(p.Essays[j].Address)}
	}
	v := Essay{
		Chrome: p.chrome(e.Address, column.AllAddress, e.Title, summary(e.Essay)),
		Title:  e.Title, Subtitle: e.Subtitle, Authors: authors(e.Authors),
		Region: e.Region, Kind: e.Kind, Date: day(e.Published),
		Body: p.body(f, e.Document), Length: e.Body.Length, ReadingMinutes: e.Body.ReadingMinutes,
		Editors: e.Editors, Planners: e.Planners, Older: link(e.Older), Newer: link(e.Newer),
	}
	if e.CallAt >= 0 {
		c := p.Calls[e.CallAt]
		v.Call = Link{Title: c.Title, URL: f.url(c.Address)}
		if len(v.Planners) == 0 {
			v.Planners = c.Planners
		}
	}
	return Page{Address: e.Address, Template: "essay.html", View: v, Source: e.Path}
}

func (p planner) call(i int) Page {
	c := p.Calls[i]
	section := p.Calls[0].Address
	v := Call{
		Chrome: p.chrome(c.Address, section, c.Title, c.Body.Summary),
		Title:  c.Title, State: state(c.State), Hosts: c.Hosts, Deadline: p.moment(c.Deadline),
		Mailbox: c.Mailbox, Telephone: c.Telephone, Link: c.Link, Planners: c.Planners,
		Body: p.body(fromPage(c.Address), c.Document),
	}
	if number := strings.NewReplacer(" ", "", "-", "", "－", "", "（", "", "）", "", "(", "", ")", "").Replace(c.Telephone); telephone.MatchString(number) {
		v.TelephoneURL = template.URL("tel:" + number) // html/template does not know tel
	}
	if !c.Opens.IsZero() {
		v.Opens = p.moment(c.Opens)
	}
	for _, e := range c.Essays {
		v.Essays = append(v.Essays, p.card(c.Address, e))
	}
	return Page{Address: c.Address, Template: "call.html", View: v, Source: c.Path}
}

// telephone is one number that a phone can dial: at most fifteen digits
// (ITU-T E.164), and a plus sign before the country's.
var telephone = regexp.MustCompile(`^\+?[0-9]{3,15}$`)

func (p planner) plain(i int) Page {
	page := p.Pages[i]
	v := Plain{
		Chrome: p.chrome(page.Address, page.Address, page.Title, page.Body.Summary),
		Title:  page.Title, Body: p.body(fromPage(page.Address), page.Document),
	}
	return Page{Address: page.Address, Template: "page.html", View: v, Source: page.Path}
}

func (p planner) all() Page {
	const address = column.AllAddress
	v := List{
		Chrome: p.chrome(address, address, "全部文章", ""),
		Title:  "全部文章", Total: len(p.Essays),
	}
	for _, y := range p.Years {
		v.Years = append(v.Years, p.group(address, y))
	}
	return Page{Address: address, Template: "list.html", View: v}
}

func (p planner) year(y column.Year) Page {
	title := strconv.Itoa(y.Year) + "年文章"
	v := List{
		Chrome: p.chrome(y.Address, column.AllAddress, title, ""),
		Title:  title, Total: len(y.Essays), Years: []YearGroup{p.group(y.Address, y)},
		All: Link{Title: "全部文章", URL: fromPage(y.Address).url(column.AllAddress)},
	}
	return Page{Address: y.Address, Template: "list.html", View: v}
}

func (p planner) group(address string, y column.Year) YearGroup {
	g := YearGroup{Year: y.Year, URL: fromPage(address).url(y.Address)}
	for _, i := range y.Essays {
		g.Essays = append(g.Essays, p.card(address, i))
	}
	return g
}

func (p planner) notFound() Page {
	const address = column.NotFoundAddress
	return Page{Address: address, Template: "404.html", View: NotFound{p.chrome(address, "", "找不到网页", "")}}
}

func (p planner) card(address string, i int) Card {
	e := p.Essays[i]
	return Card{
		Title: e.Title, Subtitle: e.Subtitle, URL: fromPage(address).url(e.Address),
		Authors: authors(e.Authors), Region: e.Region, Date: day(e.Published), Summary: summary(e.Essay),
	}
}

// body returns a document's text with its links leading where they should. A
// link that leads nowhere is an error of the index, so that the page is never
// published.
func (p planner) body(f from, d document.Document) template.HTML {
	return template.HTML(d.Body.Resolve(func(l markdown.Link) string {
		address, ok := p.Resolve(d.Path, l)
		if !ok {
			return "#"
		}
		return f.url(address)
	}))
}

func summary(e document.Essay) string {
	if e.Summary != "" {
		return e.Summary
	}
	return e.Body.Summary
}

func authors(as []document.Author) []Author {
	out := make([]Author, len(as))
	for i, a := range as {
		out[i] = Author{Name: a.Name, Position: a.Position}
	}
	return out
}

func state(s deadline.State) State {
	return [...]State{
		deadline.Upcoming: {"upcoming", "未开始"},
		deadline.Open:     {"open", "征稿中"},
		deadline.Closing:  {"closing", "即将截稿"},
		deadline.Closed:   {"closed", "已截稿"},
	}[s]
}

// day returns the local date of an instant in the column's zone.
func day(t time.Time) Date {
	return Date{Text: t.Format("2006年1月2日"), ISO: t.Format("2006-01-02")}
}

// moment returns a date as precise as it was written, as clocks in the
// column's zone show it: readers take it for theirs.
func (p planner) moment(m civil.Moment) Date {
	if m.HasClock && m.HasOffset {
		m = civil.MomentOf(m.Instant(p.Site.Location).In(p.Site.Location))
	}
	d := Date{
		Text: strconv.Itoa(m.Date.Year) + "年" + strconv.Itoa(int(m.Date.Month)) + "月" + strconv.Itoa(m.Date.Day) + "日",
		ISO:  m.String(),
	}
	if m.HasClock {
		d.Text += time.Time{}.Add(m.Clock).Format("15:04")
	}
	return d
}

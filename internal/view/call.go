package view

import (
	"html/template"
	"math"
	"regexp"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/deadline"
)

// maxAnswers is how many of the essays that answered a call its page shows.
const maxAnswers = 10

// takes reports whether a call takes submissions as of the build.
func takes(c column.Call) bool { return c.State == deadline.Open || c.State == deadline.Closing }

// call makes the page of a call and its notice for print.
func (p *planner) call(i int) []Page {
	c := &p.Calls[i]
	return []Page{
		{
			Address: c.Address, Template: "call.html", Source: c.Path, doc: &c.Document,
			Listed: true, Changed: p.changed(c.Changed),
			make: func() any {
				v := p.callView(c, c.Address)
				v.NoticeURL = p.from(c.Address).url(c.NoticeAddress)
				return v
			},
		},
		{
			Address: c.NoticeAddress, Template: "notice.html", Source: c.Path, doc: &c.Document,
			make: func() any {
				v := CallNotice{p.callView(c, c.NoticeAddress)}
				v.NoticeURL = p.from(c.NoticeAddress).url(c.Address)
				v.Head.Hidden, v.Head.Canonical = true, p.canonical(c.Address)
				return v
			},
		},
	}
}

func (p *planner) callView(c *column.Call, address string) Call {
	f := p.from(address)
	v := Call{
		Chrome: p.chrome(address, p.callSection(*c), c.Title, c.Body.Summary),
		Title:  c.Title, State: state(c.State), Countdown: p.countdown(*c), Hosts: c.Hosts,
		Deadline: p.moment(c.Deadline), Zone: zoneName(p.Site.Location),
		Mailbox: c.Mailbox, Telephone: c.Telephone, TelephoneURL: telephoneURL(c.Telephone),
		Link: c.Link, Planners: c.Planners, text: p.textSum(&c.Document, f.url),
		Total: len(c.Essays.Essays), CalendarURL: f.url(c.CalendarAddress),
	}
	if len(c.Length) == 2 {
		v.Least, v.Most = c.Length[0], c.Length[1]
	}
	if !c.Opens.IsZero() {
		v.Opens = p.moment(c.Opens)
	}
	if v.Total > 0 {
		v.EssaysURL = f.url(c.Essays.Pages[0].Address)
		v.Essays = p.cardsOf(address, c.Essays.Essays[:min(v.Total, maxAnswers)])
	}
	return v
}

// callSection is the link at the head that leads to a call: to itself or,
// where there is none, to all calls.
func (p *planner) callSection(c column.Call) string {
	for _, item := range p.Menu {
		if item.Address == c.Address {
			return item.Address
		}
	}
	return column.CallsAddress
}

func (p *planner) notice(address string, c column.Call) Notice {
	return Notice{
		Title: c.Title, URL: p.from(address).url(c.Address), State: state(c.State), Countdown: p.countdown(c),
		Deadline: p.moment(c.Deadline), Hosts: c.Hosts, Mailbox: c.Mailbox,
	}
}

// countdown says how many days of a call are left on the day of the build: on
// its last day, none but that day itself.
func (p *planner) countdown(c column.Call) Countdown {
	if !takes(c) {
		return Countdown{}
	}
	today, last := civil.DateOf(p.Now), civil.DateOf(c.End.Add(-1))
	days := int(math.Round(last.Start(time.UTC).Sub(today.Start(time.UTC)).Hours() / 24))
	return Countdown{AsOf: p.day(p.Now), Days: days, End: c.End.Format(time.RFC3339)}
}

// zoneName is what people call the column's zone.
func zoneName(loc *time.Location) string {
	if loc.String() == "Asia/Shanghai" {
		return "北京时间"
	}
	return loc.String() + "时间"
}

// telephone is one number that a phone can dial: at most fifteen digits
// (ITU-T E.164), and a plus sign before the country's.
var telephone = regexp.MustCompile(`^\+?[0-9]{3,15}$`)

func telephoneURL(written string) template.URL {
	number := strings.NewReplacer(" ", "", "-", "", "－", "", "（", "", "）", "", "(", "", ")", "").Replace(written)
	if !telephone.MatchString(number) {
		return ""
	}
	return template.URL("tel:" + number) // html/template does not know tel
}

func state(s deadline.State) string {
	return [...]string{
		deadline.Upcoming: "upcoming",
		deadline.Open:     "open",
		deadline.Closing:  "closing",
		deadline.Closed:   "closed",
	}[s]
}

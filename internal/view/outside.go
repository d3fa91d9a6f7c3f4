package view

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"luxi/internal/column"
	"luxi/internal/document"
)

// maxEntries is how many of the newest essays a feed holds.
const maxEntries = 30

// reminderDays is how many days before a deadline a calendar reminds.
const reminderDays = 3

// A FeedFile is a feed and where its two forms go.
type FeedFile struct {
	AtomAddress string
	JSONAddress string
	Feed        Feed // but for the texts of its entries, see [FeedFile.WithTexts]

	planner *planner
	docs    []*document.Document // of the entries
}

// WithTexts returns the feed with the text in each entry.
func (file FeedFile) WithTexts(texts Texts) (Feed, error) {
	f := file.Feed
	f.Entries = slices.Clone(f.Entries)
	for i, d := range file.docs {
		body, err := texts(d)
		if err != nil {
			return Feed{}, err
		}
		f.Entries[i].Content = template.HTML(body.Resolve(file.planner.filler(d.Path, file.planner.canonical, Image.inFeed)))
	}
	return f, nil
}

// An EventFile is a calendar's event and where it goes.
type EventFile struct {
	Address string
	Event   Event
}

// Feeds returns the feeds of the column, of each region and of each kind.
func Feeds(x column.Index) []FeedFile {
	p := newPlanner(x)
	out := []FeedFile{p.feed("", p.Site.Title, column.FrontAddress, x.All.Essays)}
	for _, l := range append(append([]column.List{}, x.Regions...), x.Kinds...) {
		out = append(out, p.feed(l.Base, p.Site.Title+"："+l.Name, l.Pages[0].Address, l.Essays))
	}
	return out
}

func (p *planner) feed(base, title, home string, essays []int) FeedFile {
	file := FeedFile{AtomAddress: base + column.AtomName, JSONAddress: base + column.JSONFeedName, planner: p}
	file.Feed = Feed{
		ID: p.canonical(home), Title: title, Subtitle: p.Site.Description, Language: p.Site.Language,
		HomeURL: p.canonical(home), AtomURL: p.canonical(file.AtomAddress), JSONURL: p.canonical(file.JSONAddress),
		Author: p.Site.Publisher, Rights: p.Site.Copyright,
	}
	newest := essays[:min(len(essays), maxEntries)]
	for _, i := range newest {
		file.Feed.Entries = append(file.Feed.Entries, p.entry(&p.Essays[i]))
		file.docs = append(file.docs, &p.Essays[i].Document)
	}
	latest := p.latest(newest)
	if latest.IsZero() { // a feed must say a time: that of the beginning
		latest = time.Unix(0, 0).In(p.Site.Location)
	}
	file.Feed.Updated = latest.Format(time.RFC3339)
	return file
}

func (p *planner) entry(e *column.Essay) FeedEntry {
	entry := FeedEntry{
		ID: p.tagURI(e), URL: p.canonical(e.Address), Title: e.Title, Subtitle: e.Subtitle,
		Published: e.Published.Format(time.RFC3339), Updated: e.Changed.Format(time.RFC3339),
		Summary: summary(e.Essay), text: p.sumOf(&e.Document, p.filler(e.Path, p.canonical, Image.inFeed)),
	}
	for _, a := range e.Authors {
		entry.Authors = append(entry.Authors, a.Name)
	}
	for _, c := range append([]string{e.Region, e.Kind}, e.Tags...) {
		if c != "" {
			entry.Categories = append(entry.Categories, c)
		}
	}
	return entry
}

// tagURI names an essay for ever, see FeedEntry.ID.
func (p *planner) tagURI(e *column.Essay) string {
	name := strings.TrimSuffix(strings.TrimPrefix(e.Path, document.Root+"/"), ".md")
	return "tag:" + p.domain() + "," + e.Published.Format("2006-01-02") + ":" + escaped(name)
}

// Sitemap returns those of the pages that search engines should know.
func Sitemap(x column.Index, pages []Page) []SitemapEntry {
	p := &planner{Index: x}
	var out []SitemapEntry
	for _, page := range pages {
		if page.Listed {
			out = append(out, SitemapEntry{URL: p.canonical(page.Address), LastMod: page.Changed})
		}
	}
	return out
}

// changed writes the date of a change for the sitemap.
func (p *planner) changed(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.day(t).ISO
}

// latest returns when any of some essays last changed.
func (p *planner) latest(essays []int) time.Time {
	var t time.Time
	for _, i := range essays {
		if p.Essays[i].Changed.After(t) {
			t = p.Essays[i].Changed
		}
	}
	return t
}

// SitemapURL is the absolute address of the sitemap.
func SitemapURL(x column.Index) string { return (&planner{Index: x}).canonical(column.SitemapAddress) }

// Events returns the deadlines of the calls for calendars.
func Events(x column.Index) []EventFile {
	p := &planner{Index: x}
	var out []EventFile
	for _, c := range x.Calls {
		out = append(out, EventFile{Address: c.CalendarAddress, Event: p.event(c)})
	}
	return out
}

func (p *planner) event(c column.Call) Event {
	stamp := c.Changed
	if stamp.IsZero() { // a call without a date has no time of its own, and the clock must not be it
		stamp = time.Unix(0, 0)
	}
	e := Event{
		UID:   strings.TrimSuffix(strings.TrimPrefix(c.Path, document.Root+"/calls/"), ".md") + "@" + p.domain(),
		Title: c.Title + "截稿", URL: p.canonical(c.Address), ReminderDays: reminderDays,
		Stamp: utc(stamp), Organizer: p.Site.Title, Mailbox: c.Mailbox,
		Start: strings.ReplaceAll(c.Deadline.Date.String(), "-", ""),
	}
	if c.Deadline.HasClock {
		e.Start = utc(c.End)
	}
	lines := []string{"截稿时间：" + p.moment(c.Deadline).Text + "（" + zoneName(p.Site.Location) + "）"}
	if c.Mailbox != "" {
		lines = append(lines, "投稿邮箱："+c.Mailbox)
	}
	if c.Telephone != "" {
		lines = append(lines, "联系电话："+c.Telephone)
	}
	e.Description = strings.Join(lines, "\n")
	return e
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

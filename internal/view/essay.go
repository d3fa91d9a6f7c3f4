package view

import (
	"slices"
	"strings"
	"time"

	"luxi/internal/column"
	"luxi/internal/fingerprint"
)

func (p *planner) essay(i int) Page {
	e := &p.Essays[i]
	return Page{
		Address: e.Address, Template: "essay.html", Source: e.Path, doc: &e.Document,
		Listed: true, Changed: p.changed(e.Changed),
		make: func() any { return p.essayView(e) },
		bodies: func(see func(fingerprint.Sum)) {
			see(p.sources[i])
			for _, j := range [...]int{e.Older, e.Newer} {
				if j >= 0 {
					see(p.sources[j])
				}
			}
			p.bodiesOf(e.SameRegion, see)
			p.bodiesOf(e.SameAuthor, see)
		},
	}
}

func (p *planner) bodiesOf(essays []int, see func(fingerprint.Sum)) {
	for _, i := range essays {
		see(p.sources[i])
	}
}

func (p *planner) essayView(e *column.Essay) Essay {
	f := p.from(e.Address)
	link := func(j int) Link {
		if j < 0 {
			return Link{}
		}
		c := p.cardsOf(e.Address, []int{j})[0]
		return Link{Title: c.Title, URL: c.URL}
	}
	v := Essay{
		Chrome: p.chrome(e.Address, column.AllAddress, e.Title, summary(e.Essay)),
		Title:  e.Title, Subtitle: e.Subtitle, Authors: p.authors(f, e.Authors),
		Region: p.termLink(f, column.RegionsAddress, e.Region), Kind: p.termLink(f, column.KindsAddress, e.Kind),
		Date: p.day(e.Published), EditorsNote: e.EditorsNote,
		Length: e.Body.Length, ReadingMinutes: e.Body.ReadingMinutes,
		Source: p.source(e), Edition: e.Edition, PrintedPage: e.PrintedPage,
		Editors: e.Editors, Planners: e.Planners, Older: link(e.Older), Newer: link(e.Newer),
		SameRegion: p.cardsOf(e.Address, e.SameRegion), SameAuthor: p.cardsOf(e.Address, e.SameAuthor),
		text: p.textSum(&e.Document, f.url),
	}
	if e.Changed.After(e.Published) {
		v.Updated = p.day(e.Changed)
	}
	for _, t := range e.Tags {
		if l := p.termLink(f, column.TagsAddress, t); l.URL != "" {
			v.Tags = append(v.Tags, l)
		}
	}
	planners := p.Site.Planners
	if e.CallAt >= 0 {
		c := &p.Calls[e.CallAt]
		v.Call = Link{Title: c.Title, URL: f.url(c.Address)}
		planners = c.Planners
	}
	if len(v.Planners) == 0 {
		v.Planners = planners
	}
	v.Head.Article = p.article(e, v.Head)
	return v
}

func (p *planner) source(e *column.Essay) string {
	if e.Source != "" {
		return e.Source
	}
	return p.Site.Publisher
}

// termLink leads to the list of a term, if there is one.
func (p *planner) termLink(f from, of, name string) Link {
	l := Link{Title: name}
	if address, ok := p.terms[termKey(of, name)]; ok {
		l.URL = f.url(address)
	}
	return l
}

func (p *planner) withdrawn(w column.Withdrawn) Page {
	return Page{Address: w.Address, Template: "withdrawn.html", Source: w.Path, make: func() any {
		v := Withdrawn{
			Chrome: p.chrome(w.Address, column.AllAddress, "", ""),
			Date:   p.day(w.Date), Notice: w.Notice,
		}
		v.Head.Hidden = true
		return v
	}}
}

// article collects what programs should know of an essay.
func (p *planner) article(e *column.Essay, head Head) Article {
	a := Article{
		Title: e.Title, Column: p.Site.Title,
		Published: e.Published.Format(time.RFC3339), Modified: e.Changed.Format(time.RFC3339),
		PubDate: e.Published.Format("2006-01-02 15:04"), UpDate: e.Changed.Format("2006-01-02 15:04"),
		Source: p.source(e), Section: e.Region, Tags: e.Tags,
	}
	if a.Section == "" {
		a.Section = e.Kind
	}
	keywords := slices.Clone(e.Tags)
	if e.Region != "" {
		keywords = append(keywords, e.Region)
	}
	ld := ArticleLD{
		Context: "https://schema.org", Type: "NewsArticle", Headline: e.Title, Alternative: e.Subtitle,
		Description: head.Description, URL: head.Canonical, Page: head.Canonical,
		Published: a.Published, Modified: a.Modified, Language: p.Site.Language, Section: a.Section,
		WordCount: e.Body.Length, Publisher: PersonLD{Type: "Organization", Name: p.Site.Publisher},
	}
	if p.Site.Publisher == "" {
		ld.Publisher.Name = p.Site.Title
	}
	for _, author := range e.Authors {
		a.Authors = append(a.Authors, author.Name)
		ld.Author = append(ld.Author, PersonLD{Type: "Person", Name: author.Name, JobTitle: author.Position})
	}
	ld.Keywords = slices.Clone(keywords)
	a.Keywords = strings.Join(append(keywords, a.Authors...), ",")
	a.LD = ld
	return a
}

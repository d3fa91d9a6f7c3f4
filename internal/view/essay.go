package view

import (
	"slices"
	"strings"
	"time"

	"luxi/internal/column"
)

func (p planner) essay(i int) Page {
	e := p.Essays[i]
	f := p.from(e.Address)
	link := func(j int) Link {
		if j < 0 {
			return Link{}
		}
		return Link{Title: p.Essays[j].Title, URL: f.url(p.Essays[j].Address)}
	}
	v := Essay{
		Chrome: p.chrome(e.Address, column.AllAddress, e.Title, summary(e.Essay)),
		Title:  e.Title, Subtitle: e.Subtitle, Authors: p.authors(e.Address, e.Authors),
		Region: p.termLink(f, p.Regions, e.Region), Kind: p.termLink(f, p.Kinds, e.Kind), Date: day(e.Published),
		EditorsNote: e.EditorsNote, Body: p.body(e.Address, e.Document),
		Length: e.Body.Length, ReadingMinutes: e.Body.ReadingMinutes,
		Source: p.source(e), Edition: e.Edition, PrintedPage: e.PrintedPage,
		Editors: e.Editors, Planners: e.Planners, Older: link(e.Older), Newer: link(e.Newer),
		SameRegion: p.cards(e.Address, e.SameRegion), SameAuthor: p.cards(e.Address, e.SameAuthor),
	}
	if e.Changed.After(e.Published) {
		v.Updated = day(e.Changed)
	}
	for _, t := range e.Tags {
		if l := p.termLink(f, p.Tags, t); l.URL != "" {
			v.Tags = append(v.Tags, l)
		}
	}
	planners := p.Site.Planners
	if e.CallAt >= 0 {
		c := p.Calls[e.CallAt]
		v.Call = Link{Title: c.Title, URL: f.url(c.Address)}
		planners = c.Planners
	}
	if len(v.Planners) == 0 {
		v.Planners = planners
	}
	v.Head.Article = p.article(e, v.Head.Description)
	return Page{
		Address: e.Address, Template: "essay.html", View: v, Source: e.Path,
		Listed: true, Changed: changed(e.Changed),
	}
}

func (p planner) source(e column.Essay) string {
	if e.Source != "" {
		return e.Source
	}
	return p.Site.Publisher
}

// termLink leads to the list of a term.
func (p planner) termLink(f from, lists []column.List, name string) Link {
	for _, l := range lists {
		if l.Name == name {
			return Link{Title: name, URL: f.url(l.Pages[0].Address)}
		}
	}
	return Link{Title: name}
}

func (p planner) withdrawn(w column.Withdrawn) Page {
	v := Withdrawn{
		Chrome: p.chrome(w.Address, column.AllAddress, "", ""),
		Date:   day(w.Date), Notice: w.Notice,
	}
	v.Head.Hidden = true
	return Page{Address: w.Address, Template: "withdrawn.html", View: v, Source: w.Path}
}

// article collects what programs should know of an essay.
func (p planner) article(e column.Essay, description string) Article {
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
		Description: description, URL: p.canonical(e.Address), Page: p.canonical(e.Address),
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

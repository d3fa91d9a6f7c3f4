package view

import (
	"net/url"
	"slices"
	"sync"
	"sync/atomic"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
)

// Plan returns the pages of the site: the front page, essays, calls, plain
// pages, lists, redirects, the page for what is not found. No view is made yet.
func Plan(x column.Index) []Page {
	p := newPlanner(x)
	p.sources = make([]fingerprint.Sum, len(x.Essays))
	for i := range x.Essays {
		p.sources[i] = x.Essays[i].Document.Source
	}
	pages := []Page{p.front()}
	for i := range x.Essays {
		pages = append(pages, p.essay(i))
	}
	for _, w := range x.Withdrawn {
		pages = append(pages, p.withdrawn(w))
	}
	for i := range x.Calls {
		pages = append(pages, p.call(i)...)
	}
	for i := range x.Pages {
		pages = append(pages, p.plain(i))
	}
	pages = append(pages, p.lists()...)
	for _, a := range x.Aliases {
		pages = append(pages, p.redirect(a))
	}
	pages = append(pages, p.notFound())
	for i := range pages {
		pages[i].planner = p
	}
	return pages
}

// A planner makes views of an index. What many views have in common it makes
// once: the frames, and the card of an essay for each depth of folders.
type planner struct {
	column.Index
	terms      map[string]string // addresses of the lists of regions, kinds and tags, by termKey
	days       map[civil.Date]Date
	sources    []fingerprint.Sum // of the essays, which are large, in their order
	frames     sync.Map          // of Frame by frameKey
	authorURLs sync.Map          // of map[string]string, by the root of the pages and the author's ID
	cards      sync.Map          // of []atomic.Pointer[Card], by essay, by the root of the pages that show them
}

func newPlanner(x column.Index) *planner {
	p := &planner{Index: x, terms: map[string]string{}, days: daysOf(x.Essays)}
	for _, lists := range []struct {
		of  string
		all []column.List
	}{{column.RegionsAddress, x.Regions}, {column.KindsAddress, x.Kinds}, {column.TagsAddress, x.Tags}} {
		for _, l := range lists.all {
			p.terms[termKey(lists.of, l.Name)] = l.Pages[0].Address
		}
	}
	return p
}

// termKey names a term by the page of all terms of its sort.
func termKey(of, name string) string { return of + "#" + name }

// chrome makes what stands round the page at an address. Section is the
// address of the link at the head that is shown as current.
func (p *planner) chrome(address, section, title, description string) Chrome {
	f := p.from(address)
	c := Chrome{
		Frame: p.frame(f, section),
		Head: Head{
			Title: title, Description: description, Canonical: p.canonical(address),
			AtomURL: f.url(column.AtomName), JSONURL: f.url(column.JSONFeedName),
		},
	}
	if description == "" {
		c.Head.Description = p.Site.Description
	}
	return c
}

type frameKey struct{ root, section string }

func (p *planner) frame(f from, section string) Frame {
	if !slices.ContainsFunc(p.Menu, func(item column.MenuItem) bool { return item.Address == section }) {
		section = "" // shown as current nowhere, so that one frame does for all
	}
	key := frameKey{f.root, section}
	if kept, ok := p.frames.Load(key); ok {
		return kept.(Frame)
	}
	frame := Frame{Site: p.site(f), Root: f.root}
	for _, item := range p.Menu {
		link := NavLink{Of: item.Of, Title: item.Title, URL: item.URL}
		if item.Address != "" {
			link.URL, link.Current = f.url(item.Address), item.Address == section
		}
		frame.Nav = append(frame.Nav, link)
	}
	frame.seal = fingerprint.SealOf(&frame)
	p.frames.Store(key, frame)
	return frame
}

func (p *planner) site(f from) Site {
	s := Site{
		Title: p.Site.Title, Description: p.Site.Description, Publisher: p.Site.Publisher,
		Language: p.Site.Language, Hosts: p.Site.Hosts, HomeURL: f.url(column.FrontAddress),
		Copyright: p.Site.Copyright, ICP: p.Site.ICP, PoliceRecord: p.Site.PoliceRecord,
		Domain: p.domain(),
	}
	for _, param := range p.Site.Params {
		s.Params = append(s.Params, Param(param))
	}
	return s
}

// domain returns the host of the site's address.
func (p *planner) domain() string {
	u, err := url.Parse(p.Site.BaseURL)
	if err != nil {
		return "" // config has told it
	}
	return u.Hostname()
}

func (p *planner) front() Page {
	const address = column.FrontAddress
	return Page{
		Address: address, Template: "front.html", Listed: true, Changed: p.changed(p.latest(p.All.Essays)),
		make: func() any {
			v := Front{
				Chrome: p.chrome(address, address, p.Site.Title, p.Site.Description),
				AllURL: p.from(address).url(column.AllAddress),
				Total:  len(p.Essays),
				Essays: p.cardsOf(address, p.All.Essays[:min(len(p.Essays), p.Site.PerFront)]),
			}
			for _, c := range slices.Backward(p.Calls) { // the nearest deadline first
				if takes(c) {
					v.Open = append(v.Open, p.notice(address, c))
				}
			}
			return v
		},
	}
}

func (p *planner) plain(i int) Page {
	page := &p.Pages[i]
	return Page{
		Address: page.Address, Template: "page.html", Source: page.Path, doc: &page.Document,
		Listed: true, Changed: p.changed(page.Changed),
		make: func() any {
			return Plain{
				Chrome: p.chrome(page.Address, page.Address, page.Title, page.Body.Summary),
				Title:  page.Title, text: p.textSum(&page.Document, p.from(page.Address).url),
			}
		},
	}
}

func (p *planner) redirect(a column.Alias) Page {
	return Page{Address: a.Address, Template: "redirect.html", make: func() any {
		v := Redirect{
			Chrome: p.chrome(a.Address, "", a.Title, ""),
			Title:  a.Title, URL: p.from(a.Address).url(a.Target),
		}
		v.Head.Hidden, v.Head.Canonical = true, p.canonical(a.Target)
		return v
	}}
}

func (p *planner) notFound() Page {
	const address = column.NotFoundAddress
	return Page{Address: address, Template: "404.html", make: func() any {
		v := NotFound{p.chrome(address, "", "", "")}
		v.Head.Canonical, v.Head.Hidden = "", true
		return v
	}}
}

// cardsOf returns the cards of essays for the page at an address, or nothing.
func (p *planner) cardsOf(address string, essays []int) []Card {
	if len(essays) == 0 {
		return nil
	}
	f := p.from(address)
	all, ok := p.cards.Load(f.root)
	if !ok {
		all, _ = p.cards.LoadOrStore(f.root, make([]atomic.Pointer[Card], len(p.Essays)))
	}
	kept := all.([]atomic.Pointer[Card])
	out := make([]Card, len(essays))
	for at, i := range essays {
		c := kept[i].Load()
		if c == nil {
			c = p.card(f, i)
			kept[i].Store(c)
		}
		out[at] = *c
	}
	return out
}

func (p *planner) card(f from, i int) *Card {
	e := &p.Essays[i]
	c := &Card{
		Title: e.Title, Subtitle: e.Subtitle, URL: f.url(e.Address),
		Authors: p.authors(f, e.Authors), Region: e.Region, Date: p.day(e.Published), Summary: summary(e.Essay),
	}
	c.seal = fingerprint.SealOf(c)
	return c
}

func (p *planner) authors(f from, as []document.Author) []Author {
	out := make([]Author, len(as))
	for i, a := range as {
		out[i] = Author{Name: a.Name, Position: a.Position}
		out[i].URL = p.contributorURL(f, a)
	}
	return out
}

// contributorURL returns the address of an author's page, or "" where there is
// none. It is made once for all pages of one root.
func (p *planner) contributorURL(f from, a document.Author) string {
	urls, ok := p.authorURLs.Load(f.root)
	if !ok {
		made := make(map[string]string, len(p.Contributors))
		for i := range p.Contributors {
			id := p.Contributors[i].ID
			made[id] = f.url(p.ContributorAddress(document.Author{Key: id}))
		}
		urls, _ = p.authorURLs.LoadOrStore(f.root, made)
	}
	return urls.(map[string]string)[a.ID()]
}

func summary(e *document.Essay) string {
	if e.Summary != "" {
		return e.Summary
	}
	return e.Body.Summary
}

// orderCode is how contributors are listed.
func orderCode(o config.ContributorOrder) string {
	switch o {
	case config.ByPinyin:
		return "pinyin"
	case config.ByReceipt:
		return "receipt"
	}
	return "strokes"
}

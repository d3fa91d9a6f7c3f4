package view

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/document"
	"luxi/internal/markdown"
)

// Plan returns the pages of the site: the front page, essays, calls, plain
// pages, lists, redirects, the page for what is not found.
func Plan(x column.Index) []Page {
	p := planner{x}
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
	return append(pages, p.notFound())
}

type planner struct{ column.Index }

// from makes links for the page at an address.
type from struct {
	root   string
	pretty bool
}

func (p planner) from(address string) from {
	f := from{root: strings.Repeat("../", strings.Count(address, "/")), pretty: p.Site.PrettyURLs}
	if address == column.NotFoundAddress {
		f.root = p.Site.BasePath
	}
	return f
}

// url returns the relative address of another page, escaped, with its #anchor
// if it has one. Where pages are folders, a page is called by its folder.
func (f from) url(address string) string {
	name, anchor, _ := strings.Cut(address, "#")
	if f.pretty {
		name = strings.TrimSuffix(name, "index.html")
	}
	u := f.root + (&url.URL{Path: name}).EscapedPath()
	if u == "" {
		u = "./"
	}
	if anchor != "" {
		u += "#" + (&url.URL{Path: anchor}).EscapedPath()
	}
	return u
}

// canonical returns the absolute address of a page; the file that a folder
// shows is called by the folder.
func (p planner) canonical(address string) string {
	name, anchor, _ := strings.Cut(address, "#")
	if path, ok := strings.CutSuffix(name, "index.html"); ok && (path == "" || strings.HasSuffix(path, "/")) {
		name = path
	}
	u := p.Site.BaseURL + (&url.URL{Path: name}).EscapedPath()
	if anchor != "" {
		u += "#" + (&url.URL{Path: anchor}).EscapedPath()
	}
	return u
}

// chrome makes what stands round the page at an address. Section is the
// address of the link at the head that is shown as current.
func (p planner) chrome(address, section, title, description string) Chrome {
	f := p.from(address)
	c := Chrome{
		Site: p.site(f),
		Head: Head{
			Title: title, Description: description, Canonical: p.canonical(address),
			AtomURL: f.url(column.AtomName), JSONURL: f.url(column.JSONFeedName),
		},
		Root: f.root,
	}
	if description == "" {
		c.Head.Description = p.Site.Description
	}
	for _, item := range p.Menu {
		link := NavLink{Of: item.Of, Title: item.Title, URL: item.URL}
		if item.Address != "" {
			link.URL, link.Current = f.url(item.Address), item.Address == section
		}
		c.Nav = append(c.Nav, link)
	}
	return c
}

func (p planner) site(f from) Site {
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
func (p planner) domain() string {
	u, err := url.Parse(p.Site.BaseURL)
	if err != nil {
		return "" // config has told it
	}
	return u.Hostname()
}

func (p planner) front() Page {
	const address = column.FrontAddress
	v := Front{
		Chrome: p.chrome(address, address, p.Site.Title, p.Site.Description),
		AllURL: p.from(address).url(column.AllAddress),
		Total:  len(p.Essays),
	}
	for i := range p.Essays[:min(len(p.Essays), p.Site.PerFront)] {
		v.Essays = append(v.Essays, p.card(address, i))
	}
	for _, c := range slices.Backward(p.Calls) { // the nearest deadline first
		if takes(c) {
			v.Open = append(v.Open, p.notice(address, c))
		}
	}
	return Page{Address: address, Template: "front.html", View: v, Listed: true, Changed: changed(p.latest(p.All.Essays))}
}

func (p planner) plain(i int) Page {
	page := p.Pages[i]
	v := Plain{
		Chrome: p.chrome(page.Address, page.Address, page.Title, page.Body.Summary),
		Title:  page.Title, Body: p.body(page.Address, page.Document),
	}
	return Page{
		Address: page.Address, Template: "page.html", View: v, Source: page.Path,
		Listed: true, Changed: changed(page.Changed),
	}
}

func (p planner) redirect(a column.Alias) Page {
	v := Redirect{
		Chrome: p.chrome(a.Address, "", a.Title, ""),
		Title:  a.Title, URL: p.from(a.Address).url(a.Target),
	}
	v.Head.Hidden, v.Head.Canonical = true, p.canonical(a.Target)
	return Page{Address: a.Address, Template: "redirect.html", View: v}
}

func (p planner) notFound() Page {
	const address = column.NotFoundAddress
	v := NotFound{p.chrome(address, "", "", "")}
	v.Head.Canonical, v.Head.Hidden = "", true
	return Page{Address: address, Template: "404.html", View: v}
}

func (p planner) card(address string, i int) Card {
	e := p.Essays[i]
	return Card{
		Title: e.Title, Subtitle: e.Subtitle, URL: p.from(address).url(e.Address),
		Authors: p.authors(address, e.Authors), Region: e.Region, Date: day(e.Published), Summary: summary(e.Essay),
	}
}

// cards returns the cards of essays, or nothing.
func (p planner) cards(address string, essays []int) []Card {
	var out []Card
	for _, i := range essays {
		out = append(out, p.card(address, i))
	}
	return out
}

func (p planner) authors(address string, as []document.Author) []Author {
	out := make([]Author, len(as))
	for i, a := range as {
		out[i] = Author{Name: a.Name, Position: a.Position}
		if to := p.ContributorAddress(a); to != "" {
			out[i].URL = p.from(address).url(to)
		}
	}
	return out
}

// body returns a document's text with its links leading where they should from
// the page at an address. A link that leads nowhere is an error of the index, so
// that the page is never published.
func (p planner) body(address string, d document.Document) template.HTML {
	f := p.from(address)
	first := true
	return p.resolved(d, f.url, func(i Image) markdown.Destination {
		in := i.inText(first)
		first = false
		return in
	})
}

func (p planner) resolved(d document.Document, to func(address string) string, show func(Image) markdown.Destination) template.HTML {
	return template.HTML(d.Body.Resolve(func(l markdown.Link) markdown.Destination {
		if l.Image {
			if picture, ok := p.Picture(d.Path, l); ok {
				return show(imageOf(picture, to))
			}
		}
		address, ok := p.Resolve(d.Path, l)
		if !ok {
			return markdown.Destination{URL: "#"}
		}
		return markdown.Destination{URL: to(address)}
	}))
}

func summary(e document.Essay) string {
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

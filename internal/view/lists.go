package view

import (
	"luxi/internal/column"
	"luxi/internal/fingerprint"
)

// lists returns the pages of all lists and the pages of all terms.
func (p *planner) lists() []Page {
	pages := p.list(listOf{of: "all", list: p.All, section: column.AllAddress, first: func(v *List) {
		v.Others = p.termsOf(column.AllAddress, p.Years)
	}})
	add := func(of, up string, lists []column.List) {
		for _, l := range lists {
			pages = append(pages, p.list(listOf{of: of, name: l.Name, list: l, up: up, section: up})...)
		}
	}
	add("year", column.AllAddress, p.Years)
	add("region", column.RegionsAddress, p.Regions)
	add("kind", column.KindsAddress, p.Kinds)
	add("tag", column.TagsAddress, p.Tags)
	for i := range p.Contributors {
		pages = append(pages, p.contributor(&p.Contributors[i])...)
	}
	for i := range p.Calls {
		if c := &p.Calls[i]; len(c.Essays.Essays) > 0 {
			pages = append(pages, p.list(listOf{of: "call", name: c.Title, list: c.Essays, up: c.Address, section: p.callSection(*c)})...)
		}
	}
	return append(pages, p.termPages()...)
}

// A listOf is a list with what its pages say of it.
type listOf struct {
	of, name string
	list     column.List
	up       string      // the address of the page of all terms; "" for the list of all
	section  string      // that of the link at the head that is current
	first    func(*List) // adds what stands on the first page only; may be nil
}

// list returns the pages of a list.
func (p *planner) list(l listOf) []Page {
	latest := p.changed(p.latest(l.list.Essays))
	pages := make([]Page, len(l.list.Pages))
	for i, page := range l.list.Pages {
		pages[i] = Page{
			Address: page.Address, Template: "list.html",
			Listed:  page.Number == 0, // the others are found from it
			Changed: latest,
			make:    func() any { return p.listView(&l, i) },
			bodies:  func(see func(fingerprint.Sum)) { p.bodiesOf(page.Essays, see) },
		}
	}
	return pages
}

// listView makes the view of the page at a place of a list.
func (p *planner) listView(l *listOf, at int) List {
	page := l.list.Pages[at]
	f := p.from(page.Address)
	v := List{
		Chrome: p.chrome(page.Address, l.section, l.name, ""),
		Of:     l.of, Name: l.name, Essays: p.cardsOf(page.Address, page.Essays), Number: page.Number,
	}
	if page.Number == 0 {
		v.Total, v.Pages = len(l.list.Essays), len(l.list.Pages)
	} // a page with a number has nothing that a new essay changes
	if l.up != "" {
		v.UpURL = f.url(l.up)
	}
	if at > 0 {
		v.NewerURL = f.url(l.list.Pages[at-1].Address)
	}
	if at+1 < len(l.list.Pages) {
		v.OlderURL = f.url(l.list.Pages[at+1].Address)
	}
	if l.of == "region" || l.of == "kind" {
		v.Head.AtomURL, v.Head.JSONURL = f.url(l.list.Base+column.AtomName), f.url(l.list.Base+column.JSONFeedName)
	}
	if at == 0 && l.first != nil {
		l.first(&v)
	}
	return v
}

// contributor returns the pages of a person. What the column says about the
// person stands on the first.
func (p *planner) contributor(c *column.Contributor) []Page {
	l := listOf{
		of: "contributor", name: c.Name, list: c.List, up: column.ContributorsAddress,
		section: column.ContributorsAddress,
	}
	if c.Doc.Path == "" {
		return p.list(l)
	}
	l.first = func(v *List) {
		f := p.from(c.List.Pages[0].Address)
		v.text = p.textSum(&c.Doc.Document, f.url)
		if c.Doc.Body.Summary != "" {
			v.Head.Description = c.Doc.Body.Summary
		}
		if picture, ok := p.PictureAt(c.Portrait); ok {
			v.Portrait = imageOf(picture, f.url)
		}
	}
	pages := p.list(l)
	pages[0].Source, pages[0].doc = c.Doc.Path, &c.Doc.Document
	return pages
}

// termPages returns the pages of all regions, kinds, tags, contributors and
// calls, of those that there are.
func (p *planner) termPages() []Page {
	var pages []Page
	add := func(n int, of, order, address string, terms func() []Term) {
		if n == 0 {
			return
		}
		pages = append(pages, Page{Address: address, Template: "terms.html", Listed: true, make: func() any {
			return Terms{Chrome: p.chrome(address, address, "", ""), Of: of, Order: order, Terms: terms()}
		}})
	}
	lists := func(of, address string, all []column.List) {
		add(len(all), of, "", address, func() []Term { return p.termsOf(address, all) })
	}
	lists("regions", column.RegionsAddress, p.Regions)
	lists("kinds", column.KindsAddress, p.Kinds)
	lists("tags", column.TagsAddress, p.Tags)
	add(len(p.Contributors), "contributors", orderCode(p.Site.Order), column.ContributorsAddress, p.contributorTerms)
	add(len(p.Calls), "calls", "", column.CallsAddress, p.callTerms)
	return pages
}

// termsOf returns the terms that the page at an address lists.
func (p *planner) termsOf(address string, lists []column.List) []Term {
	var out []Term
	for _, l := range lists {
		out = append(out, Term{
			Name: l.Name, URL: p.from(address).url(l.Pages[0].Address), Count: len(l.Essays),
		})
	}
	return out
}

func (p *planner) contributorTerms() []Term {
	f := p.from(column.ContributorsAddress)
	var out []Term
	for _, c := range p.Contributors {
		out = append(out, Term{
			Name: c.Name, Position: c.Position(p.Index), URL: f.url(c.List.Pages[0].Address), Count: len(c.List.Essays),
		})
	}
	return out
}

func (p *planner) callTerms() []Term {
	f := p.from(column.CallsAddress)
	var out []Term
	for _, c := range p.Calls {
		out = append(out, Term{
			Name: c.Title, State: state(c.State), Deadline: p.moment(c.Deadline), URL: f.url(c.Address), Count: len(c.Essays.Essays),
		})
	}
	return out
}

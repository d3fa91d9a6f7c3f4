package view

import (
	"cmp"
	"fmt"

	"luxi/internal/column"
	"luxi/internal/deadline"
)

// lists returns the pages of all lists and the pages of all terms.
func (p *planner) lists() []Page {
	pages := p.list(listOf{of: "all", title: "全部文章", list: p.All, first: func(v *List) {
		v.Others = p.termsOf(column.AllAddress, p.Years, "年")
	}})
	up := func(title, address string) Link { return Link{Title: title, URL: address} }
	for _, l := range p.Years {
		pages = append(pages, p.list(listOf{of: "year", title: l.Name + "年文章", list: l, up: up("全部文章", column.AllAddress)})...)
	}
	for _, l := range p.Regions {
		pages = append(pages, p.list(listOf{of: "region", title: l.Name, list: l, up: up("县市区", column.RegionsAddress), section: column.RegionsAddress})...)
	}
	for _, l := range p.Kinds {
		pages = append(pages, p.list(listOf{of: "kind", title: l.Name, list: l, up: up("作者类别", column.KindsAddress), section: column.KindsAddress})...)
	}
	for _, l := range p.Tags {
		pages = append(pages, p.list(listOf{of: "tag", title: l.Name, list: l, up: up("标签", column.TagsAddress), section: column.TagsAddress})...)
	}
	for i := range p.Contributors {
		pages = append(pages, p.contributor(&p.Contributors[i])...)
	}
	for _, c := range p.Calls {
		if len(c.Essays.Essays) > 0 {
			pages = append(pages, p.list(listOf{of: "call", title: c.Title + "来稿", list: c.Essays, up: up(c.Title, c.Address), section: p.callSection(c)})...)
		}
	}
	return append(pages, p.termPages()...)
}

// A listOf is a list with what its pages say of it.
type listOf struct {
	of, title string
	list      column.List
	up        Link        // the page of all terms, its URL still an address
	section   string      // the address of the link at the head that is current; all essays by default
	first     func(*List) // adds what stands on the first page only; may be nil
}

// list returns the pages of a list.
func (p *planner) list(l listOf) []Page {
	l.section = cmp.Or(l.section, column.AllAddress)
	latest := changed(p.latest(l.list.Essays))
	pages := make([]Page, len(l.list.Pages))
	for i, page := range l.list.Pages {
		pages[i] = Page{
			Address: page.Address, Template: "list.html",
			Listed:  page.Number == 0, // the others are found from it
			Changed: latest,
			make:    func() any { return p.listView(&l, i) },
		}
	}
	return pages
}

// listView makes the view of the page at a place of a list.
func (p *planner) listView(l *listOf, at int) List {
	page := l.list.Pages[at]
	f := p.from(page.Address)
	v := List{
		Chrome: p.chrome(page.Address, l.section, l.title, ""),
		Of:     l.of, Title: l.title, Essays: p.cardsOf(page.Address, page.Essays), Number: page.Number,
	}
	if page.Number == 0 {
		v.Total, v.Pages = len(l.list.Essays), len(l.list.Pages)
	} else { // nothing here that a new essay changes
		v.Head.Title = fmt.Sprintf("%s（第%d页）", l.title, page.Number)
	}
	if l.up.URL != "" {
		v.Up = Link{Title: l.up.Title, URL: f.url(l.up.URL)}
	}
	if at > 0 {
		v.Newer = Link{Title: "较新的文章", URL: f.url(l.list.Pages[at-1].Address)}
	}
	if at+1 < len(l.list.Pages) {
		v.Older = Link{Title: "较早的文章", URL: f.url(l.list.Pages[at+1].Address)}
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
		of: "contributor", title: c.Name, list: c.List, up: Link{Title: "作者", URL: column.ContributorsAddress},
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
		if c.Portrait != "" {
			v.Portrait = f.url(c.Portrait)
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
	add := func(n int, of, title, order, address string, terms func() []Term) {
		if n == 0 {
			return
		}
		pages = append(pages, Page{Address: address, Template: "terms.html", Listed: true, make: func() any {
			return Terms{Chrome: p.chrome(address, address, title, ""), Of: of, Title: title, Order: order, Terms: terms()}
		}})
	}
	lists := func(of, title, address string, all []column.List) {
		add(len(all), of, title, "", address, func() []Term { return p.termsOf(address, all, "") })
	}
	lists("regions", "县市区", column.RegionsAddress, p.Regions)
	lists("kinds", "作者类别", column.KindsAddress, p.Kinds)
	lists("tags", "标签", column.TagsAddress, p.Tags)
	add(len(p.Contributors), "contributors", "作者", orderNote(p.Site.Order), column.ContributorsAddress, p.contributorTerms)
	add(len(p.Calls), "calls", "约稿启事", "", column.CallsAddress, p.callTerms)
	return pages
}

// termsOf returns the terms that the page at an address lists.
func (p *planner) termsOf(address string, lists []column.List, unit string) []Term {
	var out []Term
	for _, l := range lists {
		out = append(out, Term{
			Name: l.Name + unit, URL: p.from(address).url(l.Pages[0].Address), Count: len(l.Essays),
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
			Name: c.Title, Note: p.callNote(c), URL: f.url(c.Address), Count: len(c.Essays.Essays),
		})
	}
	return out
}

func (p *planner) callNote(c column.Call) string {
	s := state(c.State).Text
	if c.State == deadline.Closed {
		return s
	}
	return s + "，" + p.moment(c.Deadline).Text + "截稿"
}

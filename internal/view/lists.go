package view

import "luxi/internal/column"

// lists returns the pages of all lists and the pages of all terms.
func (p planner) lists() []Page {
	all := p.list("all", "", p.All, "", column.AllAddress)
	first := all[0].View.(List)
	first.Others = p.terms(column.AllAddress, p.Years)
	all[0].View = first
	pages := all
	for _, l := range p.Years {
		pages = append(pages, p.list("year", l.Name, l, column.AllAddress, column.AllAddress)...)
	}
	for _, l := range p.Regions {
		pages = append(pages, p.list("region", l.Name, l, column.RegionsAddress, column.RegionsAddress)...)
	}
	for _, l := range p.Kinds {
		pages = append(pages, p.list("kind", l.Name, l, column.KindsAddress, column.KindsAddress)...)
	}
	for _, l := range p.Tags {
		pages = append(pages, p.list("tag", l.Name, l, column.TagsAddress, column.TagsAddress)...)
	}
	for _, c := range p.Contributors {
		pages = append(pages, p.contributor(c)...)
	}
	for _, c := range p.Calls {
		if len(c.Essays.Essays) > 0 {
			pages = append(pages, p.list("call", c.Title, c.Essays, c.Address, p.callSection(c))...)
		}
	}
	return append(pages, p.termPages()...)
}

// list returns the pages of a list. Up is the address of the page of all terms,
// section that of the link at the head that is current.
func (p planner) list(of, name string, l column.List, up, section string) []Page {
	var pages []Page
	latest := changed(p.latest(l.Essays))
	for i, page := range l.Pages {
		f := p.from(page.Address)
		v := List{
			Chrome: p.chrome(page.Address, section, name, ""),
			Of:     of, Name: name, Essays: p.cards(page.Address, page.Essays), Number: page.Number,
		}
		if page.Number == 0 {
			v.Total, v.Pages = len(l.Essays), len(l.Pages)
		} // a page with a number has nothing that a new essay changes
		if up != "" {
			v.UpURL = f.url(up)
		}
		if i > 0 {
			v.NewerURL = f.url(l.Pages[i-1].Address)
		}
		if i+1 < len(l.Pages) {
			v.OlderURL = f.url(l.Pages[i+1].Address)
		}
		if of == "region" || of == "kind" {
			v.Head.AtomURL, v.Head.JSONURL = f.url(l.Base+column.AtomName), f.url(l.Base+column.JSONFeedName)
		}
		pages = append(pages, Page{
			Address: page.Address, Template: "list.html", View: v,
			Listed:  page.Number == 0, // the others are found from it
			Changed: latest,
		})
	}
	return pages
}

// contributor returns the pages of a person. What the column says about the
// person stands on the first.
func (p planner) contributor(c column.Contributor) []Page {
	pages := p.list("contributor", c.Name, c.List, column.ContributorsAddress, column.ContributorsAddress)
	first := pages[0].View.(List)
	if c.Doc.Path != "" {
		pages[0].Source = c.Doc.Path
		first.About = p.body(pages[0].Address, c.Doc.Document)
		if c.Doc.Body.Summary != "" {
			first.Head.Description = c.Doc.Body.Summary
		}
		if c.Portrait != "" {
			if picture, ok := p.PictureAt(c.Portrait); ok {
				first.Portrait = imageOf(picture, p.from(pages[0].Address).url)
			}
		}
	}
	pages[0].View = first
	return pages
}

// termPages returns the pages of all regions, kinds, tags, contributors and
// calls, of those that there are.
func (p planner) termPages() []Page {
	var pages []Page
	add := func(of, order, address string, terms []Term) {
		if len(terms) == 0 {
			return
		}
		v := Terms{Chrome: p.chrome(address, address, "", ""), Of: of, Order: order, Terms: terms}
		pages = append(pages, Page{Address: address, Template: "terms.html", View: v, Listed: true})
	}
	add("regions", "", column.RegionsAddress, p.terms(column.RegionsAddress, p.Regions))
	add("kinds", "", column.KindsAddress, p.terms(column.KindsAddress, p.Kinds))
	add("tags", "", column.TagsAddress, p.terms(column.TagsAddress, p.Tags))
	add("contributors", orderCode(p.Site.Order), column.ContributorsAddress, p.contributorTerms())
	add("calls", "", column.CallsAddress, p.callTerms())
	return pages
}

// terms returns the terms that the page at an address lists.
func (p planner) terms(address string, lists []column.List) []Term {
	var out []Term
	for _, l := range lists {
		out = append(out, Term{
			Name: l.Name, URL: p.from(address).url(l.Pages[0].Address), Count: len(l.Essays),
		})
	}
	return out
}

func (p planner) contributorTerms() []Term {
	f := p.from(column.ContributorsAddress)
	var out []Term
	for _, c := range p.Contributors {
		out = append(out, Term{
			Name: c.Name, Position: c.Position(p.Index), URL: f.url(c.List.Pages[0].Address), Count: len(c.List.Essays),
		})
	}
	return out
}

func (p planner) callTerms() []Term {
	f := p.from(column.CallsAddress)
	var out []Term
	for _, c := range p.Calls {
		out = append(out, Term{
			Name: c.Title, State: state(c.State), Deadline: p.moment(c.Deadline), URL: f.url(c.Address), Count: len(c.Essays.Essays),
		})
	}
	return out
}

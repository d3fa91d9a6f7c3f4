package view

import (
	"fmt"

	"luxi/internal/column"
	"luxi/internal/deadline"
)

// lists returns the pages of all lists and the pages of all terms.
func (p planner) lists() []Page {
	all := p.list("all", "全部文章", p.All, Link{}, "")
	years := p.terms(column.AllAddress, p.Years, "年")
	first := all[0].View.(List)
	first.Others = years
	all[0].View = first
	pages := all
	up := func(title, address string) Link { return Link{Title: title, URL: address} }
	for _, l := range p.Years {
		pages = append(pages, p.list("year", l.Name+"年文章", l, up("全部文章", column.AllAddress), "")...)
	}
	for _, l := range p.Regions {
		pages = append(pages, p.list("region", l.Name, l, up("县市区", column.RegionsAddress), column.RegionsAddress)...)
	}
	for _, l := range p.Kinds {
		pages = append(pages, p.list("kind", l.Name, l, up("作者类别", column.KindsAddress), column.KindsAddress)...)
	}
	for _, l := range p.Tags {
		pages = append(pages, p.list("tag", l.Name, l, up("标签", column.TagsAddress), column.TagsAddress)...)
	}
	for _, c := range p.Contributors {
		pages = append(pages, p.contributor(c)...)
	}
	for _, c := range p.Calls {
		if len(c.Essays.Essays) > 0 {
			pages = append(pages, p.list("call", c.Title+"来稿", c.Essays, up(c.Title, c.Address), p.callSection(c))...)
		}
	}
	return append(pages, p.termPages()...)
}

// list returns the pages of a list. Up is the page of all terms, its URL still
// an address. Section is the link at the head that is current; all essays by
// default.
func (p planner) list(of, title string, l column.List, up Link, section string) []Page {
	if section == "" {
		section = column.AllAddress
	}
	var pages []Page
	latest := changed(p.latest(l.Essays))
	for i, page := range l.Pages {
		f := p.from(page.Address)
		v := List{
			Chrome: p.chrome(page.Address, section, title, ""),
			Of:     of, Title: title, Essays: p.cards(page.Address, page.Essays), Number: page.Number,
		}
		if page.Number == 0 {
			v.Total, v.Pages = len(l.Essays), len(l.Pages)
		} else { // nothing here that a new essay changes
			v.Head.Title = fmt.Sprintf("%s（第%d页）", title, page.Number)
		}
		if up.URL != "" {
			v.Up = Link{Title: up.Title, URL: f.url(up.URL)}
		}
		if i > 0 {
			v.Newer = Link{Title: "较新的文章", URL: f.url(l.Pages[i-1].Address)}
		}
		if i+1 < len(l.Pages) {
			v.Older = Link{Title: "较早的文章", URL: f.url(l.Pages[i+1].Address)}
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
	pages := p.list("contributor", c.Name, c.List, Link{Title: "作者", URL: column.ContributorsAddress}, column.ContributorsAddress)
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
	add := func(of, title, order, address string, terms []Term) {
		if len(terms) == 0 {
			return
		}
		v := Terms{Chrome: p.chrome(address, address, title, ""), Of: of, Title: title, Order: order, Terms: terms}
		pages = append(pages, Page{Address: address, Template: "terms.html", View: v, Listed: true})
	}
	add("regions", "县市区", "", column.RegionsAddress, p.terms(column.RegionsAddress, p.Regions, ""))
	add("kinds", "作者类别", "", column.KindsAddress, p.terms(column.KindsAddress, p.Kinds, ""))
	add("tags", "标签", "", column.TagsAddress, p.terms(column.TagsAddress, p.Tags, ""))
	add("contributors", "作者", orderNote(p.Site.Order), column.ContributorsAddress, p.contributorTerms())
	add("calls", "约稿启事", "", column.CallsAddress, p.callTerms())
	return pages
}

// terms returns the terms that the page at an address lists.
func (p planner) terms(address string, lists []column.List, unit string) []Term {
	var out []Term
	for _, l := range lists {
		out = append(out, Term{
			Name: l.Name + unit, URL: p.from(address).url(l.Pages[0].Address), Count: len(l.Essays),
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
			Name: c.Title, Note: p.callNote(c), URL: f.url(c.Address), Count: len(c.Essays.Essays),
		})
	}
	return out
}

func (p planner) callNote(c column.Call) string {
	s := state(c.State).Text
	if c.State == deadline.Closed {
		return s
	}
	return s + "，" + p.moment(c.Deadline).Text + "截稿"
}

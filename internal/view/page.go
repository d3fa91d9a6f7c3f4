package view

import (
	"html/template"

	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
)

// A Page is one page of the plan: where it goes, and by which template. Its
// view is made when it is asked for, so that the views of a large column never
// stand in memory all at once. A Page may be used from many goroutines.
type Page struct {
	Address  string // below the site's root, such as essays/2022/hao-xuelan.html
	Template string // such as essay.html
	Source   string // the content file that the page is made of, or ""
	Listed   bool   // search engines should know the page
	Changed  string // 2022-08-01: the last change that readers should know of; "" if unknown

	planner *planner
	make    func() any
	doc     *document.Document // whose text the page shows, or nil
}

// View makes the page's view: Front, Essay, Withdrawn, Call, CallNotice, Plain,
// List, Terms, Redirect or NotFound. The text of a document is not in it, but
// all that decides about the text is; so its fingerprint, which
// [fingerprint.Any] gives, names the whole page.
func (p Page) View() any { return p.make() }

// Texts gives the text of a document of the index, which holds none itself.
type Texts func(d *document.Document) (markdown.Body, error)

// WithText returns a view of the page with the document's text in it. It fails
// as texts fails, and never for a page that shows no such text.
func (p Page) WithText(v any, texts Texts) (any, error) {
	if p.doc == nil {
		return v, nil
	}
	body, err := texts(p.doc)
	if err != nil {
		return nil, err
	}
	html := p.planner.resolved(p.doc.Path, body, p.planner.from(p.Address).url)
	switch v := v.(type) {
	case Essay:
		v.Body = html
		return v, nil
	case Call:
		v.Body = html
		return v, nil
	case CallNotice:
		v.Body = html
		return v, nil
	case Plain:
		v.Body = html
		return v, nil
	case List:
		v.About = html
		return v, nil
	}
	panic("view: a page without a place for its text")
}

// textSum names the text of a document as it stands on a page: what its file
// holds, and where its links lead from there.
func (p *planner) textSum(d *document.Document, to func(address string) string) fingerprint.Sum {
	h := fingerprint.New()
	h.Add(d.Source)
	for _, l := range d.Body.Links {
		h.String(p.destination(d.Path, l, to))
	}
	return h.Sum()
}

// resolved returns a document's text with its links leading where they should.
func (p *planner) resolved(path string, body markdown.Body, to func(address string) string) template.HTML {
	return template.HTML(body.Resolve(func(l markdown.Link) string { return p.destination(path, l, to) }))
}

// destination returns where a link of a document leads. One that leads nowhere
// is an error of the index, so that the page is never published.
func (p *planner) destination(path string, l markdown.Link, to func(address string) string) string {
	address, ok := p.Resolve(path, l)
	if !ok {
		return "#"
	}
	return to(address)
}

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
	bodies  func(see func(source fingerprint.Sum))
}

// Bodies calls see with the sources of the essays of whose bodies the page shows
// anything, be it a summary on a card. Of any other essay it shows what stands in
// front matter. It reports false for a page that does not say so of itself.
func (p Page) Bodies(see func(source fingerprint.Sum)) bool {
	if p.bodies == nil {
		return false
	}
	p.bodies(see)
	return true
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
	html := template.HTML(body.Resolve(p.planner.filler(p.doc.Path, p.planner.from(p.Address).url, Image.inText)))
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
	return p.sumOf(d, p.filler(d.Path, to, Image.inText))
}

// sumOf names a text whose holes are filled.
func (p *planner) sumOf(d *document.Document, fill filler) fingerprint.Sum {
	h := fingerprint.New()
	h.Add(d.Source)
	for _, l := range d.Body.Links {
		to := fill(l)
		h.Add(fingerprint.Value(&to))
	}
	return h.Sum()
}

// A filler says what fills the holes of a text, which it is asked for in their
// order.
type filler func(markdown.Link) markdown.Destination

// filler returns what fills the holes of a document's text. Show says how an
// image is shown, and whether it is the first.
func (p *planner) filler(path string, to func(address string) string, show func(i Image, first bool) markdown.Destination) filler {
	first := true
	return func(l markdown.Link) markdown.Destination {
		if picture, ok := p.Picture(path, l); ok && l.Image {
			d := show(imageOf(picture, to), first)
			first = false
			return d
		}
		return markdown.Destination{URL: p.destination(path, l, to)}
	}
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

package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"luxi/internal/diag"
)

// place returns where in the source a destination is, or else where its link
// begins.
func (r *renderer) place(n ast.Node, dest []byte) (start, end int) {
	if i := offsetOf(r.src, dest); i >= 0 {
		return i, i + len(dest)
	}
	start = max(n.Pos(), 0)
	return start, min(start+1, len(r.src))
}

func (r *renderer) link(n *ast.Link) {
	dest := destination(n.Destination)
	start, end := r.place(n, n.Destination)
	if r.inLink || !r.open("<a href=\"", dest, start, end, false) {
		r.inlines(n)
		return
	}
	r.title(n.Title)
	r.tag(">")
	r.inLink = true
	r.inlines(n)
	r.inLink = false
	r.tag("</a>")
}

// open writes a tag up to the quote behind its destination, or a hole for it.
// It reports false, with a diagnostic, where the destination is not allowed.
func (r *renderer) open(tag, dest string, start, end int, image bool) bool {
	if k := refusal(dest, image); k != nil {
		r.report.at(k, start, end, diag.Arg("dest", excerpt(dest)))
		return false
	}
	r.tag(tag)
	switch kind := classify(dest); {
	case dest == "" || kind == anchor && len(dest) < 2:
		if dest == "" {
			r.report.at(linkEmpty, start, end)
		}
		r.attribute(dest)
	case kind == anchor:
		r.anchors = append(r.anchors, anchorUse{fragment(dest), start, end})
		r.attribute(anchorHref(dest))
	case kind == external:
		r.attribute(href(dest))
	default:
		r.links = append(r.links, Link{
			Dest: dest, At: len(r.out), Image: image,
			Start: r.report.base + start, End: r.report.base + end,
		})
	}
	r.tag(`"`)
	return true
}

// refusal returns why a destination is not allowed, or nil.
func refusal(dest string, image bool) *diag.Kind {
	switch kind := classify(dest); {
	case kind == foreign && isLocal(dest) && image:
		return imageLocal
	case kind == foreign && isLocal(dest):
		return linkLocal
	case kind == hostless:
		return linkHost
	case image && kind == external && isWeb(dest):
		return imageExternal
	case kind == foreign, image && kind == external, image && kind == anchor && dest != "":
		return linkScheme
	}
	return nil
}

func (r *renderer) title(title []byte) {
	if title == nil {
		return
	}
	r.tag(` title="`)
	r.attribute(string(resolve(title)))
	r.tag(`"`)
}

// checkAnchors reports links to ids that the page has not.
func (r *renderer) checkAnchors() {
	if len(r.anchors) == 0 {
		return
	}
	ids := map[string]bool{}
	for _, h := range r.shown {
		ids[h.ID] = true
	}
	for _, n := range r.notes.used {
		ids[noteID(n)] = true
		for _, ref := range n.refs {
			ids[noteRefID(ref)] = true
		}
	}
	for _, a := range r.anchors {
		if !ids[a.id] {
			r.report.at(linkAnchor, a.start, a.end, diag.Arg("id", excerpt(a.id)))
		}
	}
}

func (r *renderer) image(n *ast.Image) {
	r.img(n, true)
}

// img writes an image, or its text where its destination is not allowed. An
// image on another host is not: a page fetches nothing from elsewhere.
func (r *renderer) img(n *ast.Image, title bool) {
	dest := destination(n.Destination)
	start, end := r.place(n, n.Destination)
	alt := plainText(r.src, n)
	if !r.open("<img src=\"", dest, start, end, true) {
		r.plain([]byte(alt))
		return
	}
	if alt == "" {
		r.report.at(imageAlt, max(n.Pos(), 0), end)
	}
	r.tag(` alt="`)
	r.attribute(alt)
	r.tag(`"`)
	if title {
		r.title(n.Title)
	}
	r.tag(">")
}

// figureImage returns the image that is alone in its paragraph, and the link
// round it if there is one. Comments and spaces do not count.
func figureImage(n *ast.Paragraph) (img *ast.Image, link *ast.Link) {
	only := soleChild(n)
	if l, ok := only.(*ast.Link); ok {
		link, only = l, soleChild(l)
	}
	img, _ = only.(*ast.Image)
	if img == nil || refusal(destination(img.Destination), true) != nil {
		return nil, nil
	}
	return img, link
}

// imagesInText reports the images of a paragraph that has words, too. Editors
// put photographs between paragraphs, as newspapers' sites have them.
func (r *renderer) imagesInText(n *ast.Paragraph) {
	var images []*ast.Image
	words := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		inner := c
		if l, ok := c.(*ast.Link); ok && soleChild(l) != nil {
			inner = soleChild(l)
		}
		switch inner := inner.(type) {
		case *ast.Image:
			if dest := destination(inner.Destination); dest != "" && refusal(dest, true) == nil {
				images = append(images, inner)
			}
		case *ast.Text:
			words = words || len(bytes.TrimSpace(inner.Segment.Value(r.src))) > 0
		case *ast.RawHTML: // comments, and what is dropped
		default:
			words = true
		}
	}
	if !words {
		return
	}
	for _, img := range images {
		_, end := r.place(img, img.Destination)
		r.report.at(imageInText, max(img.Pos(), 0), end)
	}
}

func soleChild(n ast.Node) ast.Node {
	if c := n.FirstChild(); c != nil && c.NextSibling() == nil {
		return c
	}
	return nil
}

// figure sets an image that is alone in its paragraph, with a caption: its
// title, else its text, as Pandoc's implicit_figures has it. A caption that
// repeats the text is hidden from screen readers, which would read it twice.
func (r *renderer) figure(img *ast.Image, link *ast.Link) {
	alt := plainText(r.src, img)
	caption := string(resolve(img.Title))
	if caption == "" {
		caption = alt
	}
	r.tag("<figure>\n")
	opened := false
	if link != nil {
		start, end := r.place(link, link.Destination)
		if opened = r.open("<a href=\"", destination(link.Destination), start, end, false); opened {
			r.title(link.Title)
			r.tag(">")
		}
	}
	r.img(img, false)
	if opened {
		r.tag("</a>")
	}
	if caption != "" {
		r.tag("\n<figcaption")
		if caption == alt {
			r.tag(` aria-hidden="true"`)
		}
		r.tag(">")
		r.unspaced([]byte(caption))
		r.tag("</figcaption>")
	}
	r.meter.end()
	r.tag("\n</figure>\n")
}

func isWeb(dest string) bool {
	return bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace([]byte(dest))), []byte("http"))
}

func anchorHref(dest string) string {
	return anchorEscaper.Replace(dest)
}

// anchorEscaper leaves Han as they are: an attribute can hold them, and the
// address bar shows them in any case.
var anchorEscaper = strings.NewReplacer(" ", "%20", "\t", "%09", "\n", "%0A")

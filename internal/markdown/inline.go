package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"luxi/internal/diag"
)

func (r *renderer) inlines(parent ast.Node) {
	if !r.enter(parent) {
		return
	}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c)
	}
	r.depth--
}

func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.text(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			r.strong(n)
		} else {
			r.wrap(n, "<em>", "</em>")
		}
	case *extast.Strikethrough:
		r.wrap(n, "<del>", "</del>")
	case *dots:
		r.wrap(n, `<em class="dots">`, "</em>")
	case *ast.CodeSpan:
		r.codeSpan(n)
	case *ast.Link:
		r.link(n)
	case *ast.Image:
		r.image(n)
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.RawHTML:
		r.rawHTML(n)
	case *noteRef:
		r.noteRef(n)
	case *ruby:
		r.ruby(n)
	case *ast.String:
		r.plain(n.Value)
	}
}

func (r *renderer) wrap(n ast.Node, open, end string) {
	r.tag(open)
	r.inlines(n)
	r.tag(end)
}

func (r *renderer) strong(n *ast.Emphasis) {
	start := len(r.summary.text)
	r.wrap(n, "<strong>", "</strong>")
	if r.summing && n.PreviousSibling() == nil && n.Parent().Kind() == ast.KindParagraph {
		r.summary.lead(start, n.NextSibling() == nil)
	}
}

func (r *renderer) text(n *ast.Text) {
	value := n.Segment.Value(r.src)
	if n.IsRaw() {
		r.plain(value)
	} else {
		r.lintStars(n.Segment.Start, n.Segment.Stop)
		if r.wideLinks {
			r.lintWideLinks(n.Segment.Start, n.Segment.Stop)
		}
		if r.wideBrace {
			r.lintWideRuby(n.Segment.Start, n.Segment.Stop)
		}
		if r.escapes {
			value = resolve(value)
		}
		r.plain(value)
	}
	switch {
	case n.HardLineBreak():
		r.tag("<br>\n")
		r.meter.end()
		r.summarize(" ")
	case n.SoftLineBreak() && !joins(r.src, n):
		r.out = append(r.out, '\n')
		r.run = len(r.out)
		r.meter.end()
		r.summarize(" ")
	}
}

// plain writes text that has no escapes in it any more.
func (r *renderer) plain(s []byte) {
	r.meter.text(s)
	if r.summing {
		r.summary.add(s)
	}
	if r.typeset && r.noWrap && needsNoWrap(s) {
		r.noWrapMarks(s)
		return
	}
	r.out = appendEscaped(r.out, s)
}

func (r *renderer) summarize(s string) {
	if r.summing {
		r.summary.add([]byte(s))
	}
}

func (r *renderer) codeSpan(n *ast.CodeSpan) {
	r.tag("<code>")
	typeset := r.typeset
	r.typeset = false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		segment := c.(*ast.Text).Segment
		value := bytes.ReplaceAll(segment.Value(r.src), []byte("\n"), []byte(" "))
		if inCell(n) {
			value = bytes.ReplaceAll(value, []byte(`\|`), []byte("|"))
		}
		r.plain(value)
	}
	r.typeset = typeset
	r.tag("</code>")
}

// inCell reports a node in a table's cell, where a bar in code is written \|
// (GFM 4.10). goldmark's own step for this compares every such cell with every
// other.
func inCell(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Type() == ast.TypeBlock {
			return p.Kind() == extast.KindTableCell
		}
	}
	return false
}

func (r *renderer) ruby(n *ruby) {
	r.tag("<ruby>")
	base := resolve(n.base)
	if len(n.parts) == 1 {
		r.plain(base)
		r.reading(n.parts[0])
	} else {
		for i, c := range bytes.Runes(n.base) {
			r.plain([]byte(string(c)))
			r.reading(n.parts[i])
		}
	}
	r.tag("</ruby>")
}

// reading writes the text above a character, in parentheses for those who
// cannot show it above. It is not counted: it says the same again.
func (r *renderer) reading(s []byte) {
	r.tag("<rp>(</rp><rt>")
	r.out = appendEscaped(r.out, resolve(s))
	r.tag("</rt><rp>)</rp>")
}

// rawHTML drops a tag, and says so; a comment is dropped without a word.
// <!--more--> ends the summary.
func (r *renderer) rawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
	value := r.src[first.Start:last.Stop]
	if !bytes.HasPrefix(value, []byte("<!--")) {
		r.report.at(htmlDropped, first.Start, last.Stop, diag.Arg("html", excerpt(string(value))), diag.Arg("rest", textStays))
		return
	}
	inner := bytes.TrimSuffix(bytes.TrimPrefix(value, []byte("<!--")), []byte("-->"))
	if string(bytes.TrimSpace(inner)) == "more" && len(r.summary.text) > 0 && !r.summary.full {
		r.summary.explicit, r.summary.full = true, true
		r.summing = false
	}
}

func (r *renderer) autoLink(n *ast.AutoLink) {
	label := n.Label(r.src)
	dest := string(n.URL(r.src))
	start := n.Pos()
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}
	if i := offsetOf(r.src, label); i >= 0 {
		start = i
	}
	allowed := classify(dest) == external
	if !allowed {
		kind := linkScheme
		if isLocal(dest) {
			kind = linkLocal
		}
		r.report.at(kind, start, start+len(label), diag.Arg("dest", excerpt(dest)))
	}
	if allowed = allowed && !r.inLink; allowed {
		r.tag(`<a href="`)
		r.attribute(href(dest))
		if r.typeset {
			r.tag(`" class="bare`)
		}
		r.tag(`">`)
	}
	r.unspaced(label)
	if allowed {
		r.tag("</a>")
	}
}

// unspaced writes text in which no mark needs a no-wrap span.
func (r *renderer) unspaced(s []byte) {
	typeset := r.typeset
	r.typeset = false
	r.plain(s)
	r.typeset = typeset
}

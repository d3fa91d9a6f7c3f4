package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
)

// The words that notes need are those of the page's language, which is
// Chinese: they are read out and not part of the theme.
const notesLabel = "注释"

// ids of notes have a colon, which no heading's id can have.
func noteID(n *note) string { return "fn:" + strconv.Itoa(n.number) }

func noteRefID(ref *noteRef) string {
	id := "fnref:" + strconv.Itoa(ref.note.number)
	if ref.index > 1 {
		id += "-" + strconv.Itoa(ref.index)
	}
	return id
}

func (r *renderer) noteRef(ref *noteRef) {
	number := strconv.Itoa(ref.note.number)
	if !ref.linked || r.inLink {
		r.tag("<sup>", number, "</sup>")
		return
	}
	r.tag(`<sup><a id="`, noteRefID(ref), `" href="#`, noteID(ref.note),
		`" class="noteref" role="doc-noteref" aria-label="`, notesLabel, number, `">`, number, "</a></sup>")
}

// footnotes writes the notes that the text refers to, behind everything else.
func (r *renderer) footnotes() {
	if len(r.notes.used) == 0 {
		return
	}
	r.tag(`<section class="footnotes" role="doc-endnotes" aria-label="`, notesLabel, `">`, "\n",
		`<p class="label">`, notesLabel, "</p>\n<ol>\n")
	for _, n := range r.notes.used {
		r.tag(`<li id="`, noteID(n), `">`, "\n")
		r.blocks(n)
		if _, ok := n.LastChild().(*ast.Paragraph); !ok && len(n.refs) > 0 {
			r.tag("<p>")
			r.backlinks(n, "")
			r.tag("</p>\n")
		}
		r.tag("</li>\n")
	}
	r.tag("</ol>\n</section>\n")
}

// noteBacklinks ends the last paragraph of a note with the way back, which
// does not stand on a line alone: where the paragraph's end is kept together it
// is kept with that.
func (r *renderer) noteBacklinks(p *ast.Paragraph, kept bool) {
	n, ok := p.Parent().(*note)
	if !ok || p.NextSibling() != nil {
		return
	}
	if kept {
		r.out = r.out[:len(r.out)-len(noWrapClose)]
	}
	r.backlinks(n, " ")
	if kept {
		r.out = append(r.out, noWrapClose...)
	}
}

func (r *renderer) backlinks(n *note, space string) {
	for _, ref := range n.refs {
		r.tag(space, `<a href="#`, noteRefID(ref), `" class="backref" role="doc-backlink" aria-label="回到正文`, notesLabel,
			strconv.Itoa(n.number))
		if ref.index > 1 {
			r.tag("第", strconv.Itoa(ref.index), "处")
		}
		r.tag(`">↩︎</a>`)
		space = " "
	}
}

package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"luxi/internal/diag"
)

// A renderer writes the tree as HTML in one walk, and takes length, summary
// and links on the way. goldmark's own renderer is not used: it cannot tell
// where in the output a destination went, and each override of it would be
// one more inlet to watch. Here every byte of a manuscript passes through
// appendEscaped, and every tag and attribute name is a constant of this
// package.
type renderer struct {
	*state
	*buffers
	traits
	typeset bool
	depth   int
	links   []Link
	shown   []Heading // those on the page: a note that nothing refers to is not
	anchors []anchorUse
	meter   meter
	summing bool // the text goes into the summary
	deep    bool // the tree is too deep
	inLink  bool
	ends    lineEnds
	run     int // where in out the text began that has no tag in it
}

type anchorUse struct {
	id         string
	start, end int
}

// buffers are kept from one file to the next. What leaves this package is a
// copy.
type buffers struct {
	text    []byte // the Markdown, which the parser reads
	out     []byte // HTML
	summary summary
}

var buffersOf = sync.Pool{New: func() any { return new(buffers) }}

// release gives the buffers back, unless a file has made them too large to be
// kept: nobody may use them then.
func (b *buffers) release() {
	if cap(b.text) <= 1<<18 && cap(b.out) <= 1<<18 {
		buffersOf.Put(b)
	}
}

func newRenderer(s *state, seen traits, b *buffers, typeset bool) *renderer {
	b.out = slices.Grow(b.out[:0], len(s.src)+len(s.src)/2+256)
	b.summary = summary{text: b.summary.text[:0], leads: b.summary.leads[:0]}
	return &renderer{state: s, buffers: b, traits: seen, typeset: typeset}
}

// tag writes markup, of constants only.
func (r *renderer) tag(parts ...string) {
	for _, p := range parts {
		r.out = append(r.out, p...)
	}
	r.run = len(r.out)
}

// attribute writes a value between the quotes of an attribute.
func (r *renderer) attribute(value string) {
	r.out = appendEscaped(r.out, []byte(value))
	r.run = len(r.out)
}

// document renders all; it reports false if the tree is too deep.
func (r *renderer) document(root ast.Node) bool {
	r.blocks(root)
	r.footnotes()
	r.checkAnchors()
	r.reportEnds()
	return !r.deep
}

func (r *renderer) body(root ast.Node) Body {
	b := Body{
		HTML: string(r.out), Links: r.links, Headings: r.shown,
		Length: r.meter.count, Summary: r.summary.String(),
	}
	if b.Summary == "" && b.Length > 0 { // no paragraph but headings, lists, a table
		var s summary
		s.add(appendPlain(nil, r.src, root))
		b.Summary = s.String()
	}
	if b.HTML != "" {
		b.ReadingMinutes = max(1, readingMinutes(b.Length))
	}
	return b
}

func (r *renderer) blocks(parent ast.Node) {
	if !r.enter(parent) {
		return
	}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c)
	}
	r.depth--
}

// enter goes one level down in the tree, unless that is too deep: the way back
// up is r.depth--.
func (r *renderer) enter(n ast.Node) bool {
	if r.depth >= maxDepth+2 { // the document and the text in the innermost block
		if !r.deep {
			at := max(n.Pos(), 0)
			r.report.at(tooDeep, at, at, diag.Arg("most", maxDepth))
		}
		r.deep = true
		return false
	}
	r.depth++
	return true
}

func (r *renderer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.paragraph(n)
	case *ast.TextBlock:
		r.textBlock(n)
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n)
	case *ast.Blockquote:
		r.tag("<blockquote>\n")
		r.blocks(n)
		r.tag("</blockquote>\n")
	case *ast.ThematicBreak:
		r.tag("<hr>\n")
	case *ast.FencedCodeBlock:
		r.code(n)
	case *extast.Table:
		r.table(n)
	case *container:
		r.container(n)
	}
	// What is left writes nothing: definitions of links, dropped HTML, and the
	// notes, which footnotes puts at the end.
}

func (r *renderer) paragraph(n *ast.Paragraph) {
	r.lint(n)
	if img, link := figureImage(n); img != nil {
		r.figure(img, link)
		return
	}
	r.imagesInText(n)
	before := len(r.out)
	if r.typeset && isVerse(n, r.src) {
		r.tag(`<p class="verse">`)
	} else {
		r.tag("<p>")
	}
	inner := len(r.out)
	r.summing = !r.summary.full && n.Parent() != nil && n.Parent().Kind() == ast.KindDocument
	count := r.meter.count
	r.inlines(n)
	r.meter.end()
	if r.summing {
		r.summary.endParagraph()
		r.summing = false
	}
	if len(bytes.TrimSpace(r.out[inner:])) == 0 { // a comment, or HTML that was dropped
		r.out = r.out[:before]
		r.run = before
		return
	}
	r.noteBacklinks(n, r.orphan(r.meter.count-count))
	r.tag("</p>\n")
}

// textBlock is a paragraph of a tight list, which has no tag.
func (r *renderer) textBlock(n *ast.TextBlock) {
	r.lint(n)
	r.run = len(r.out)
	count := r.meter.count
	r.inlines(n)
	r.meter.end()
	r.orphan(r.meter.count - count)
	if n.NextSibling() != nil && n.FirstChild() != nil {
		r.tag("\n")
	}
}

func (r *renderer) heading(n *ast.Heading) {
	level := "0123456"[n.Level : n.Level+1]
	r.tag("<h", level)
	if h := r.headingOf(n); h != nil {
		if r.shown == nil {
			r.shown = make([]Heading, 0, len(r.headings))
		}
		r.shown = append(r.shown, Heading{Level: n.Level, ID: h.id, Text: h.text})
		r.tag(` id="`)
		r.attribute(h.id)
		if len(h.classes) > 0 {
			r.tag(`" class="`)
			r.attribute(strings.Join(h.classes, " "))
		}
		r.tag(`"`)
	}
	r.tag(">")
	typeset := r.typeset
	r.typeset = false
	r.inlines(n)
	r.typeset = typeset
	r.meter.end()
	r.tag("</h", level, ">\n")
}

func (r *renderer) list(n *ast.List) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	r.tag("<", name)
	if n.IsOrdered() && n.Start != 1 {
		r.tag(` start="`, strconv.Itoa(n.Start), `"`)
	}
	r.tag(">\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.tag("<li>")
		if first := c.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			r.tag("\n")
		}
		r.blocks(c)
		r.tag("</li>\n")
	}
	r.tag("</", name, ">\n")
}

func (r *renderer) code(n *ast.FencedCodeBlock) {
	r.tag("<pre><code")
	if language := n.Language(r.src); language != nil {
		r.tag(` class="language-`)
		r.attribute(string(resolve(language)))
		r.tag(`"`)
	}
	r.tag(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		value := line.Value(r.src)
		r.meter.text(value)
		r.out = appendEscaped(r.out, value)
	}
	r.meter.end()
	r.tag("</code></pre>\n")
}

// table has a box of its own, which a theme lets scroll where the page is
// narrower, and which the keyboard reaches in every browser.
func (r *renderer) table(n *extast.Table) {
	r.tag(`<div class="scroll" role="group" tabindex="0" aria-label="`, tableLabel, `">`, "\n<table>\n")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, header := row.(*extast.TableHeader)
		if header {
			r.tag("<thead>\n")
		}
		r.tag("<tr>\n")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			r.cell(c.(*extast.TableCell), header)
		}
		if !header {
			r.lintCells(row, len(n.Alignments))
		}
		r.tag("</tr>\n")
		if header {
			r.tag("</thead>\n")
			if row.NextSibling() != nil {
				r.tag("<tbody>\n")
			}
		}
	}
	if n.ChildCount() > 1 {
		r.tag("</tbody>\n")
	}
	r.tag("</table>\n</div>\n")
}

// tableLabel is read out; it is a word of the page's language, as notesLabel.
const tableLabel = "表格"

// cell aligns by a class: the pages' Content-Security-Policy allows no style
// attribute.
func (r *renderer) cell(n *extast.TableCell, header bool) {
	name := "td"
	if header {
		name = "th"
	}
	r.tag("<", name)
	switch n.Alignment {
	case extast.AlignLeft:
		r.tag(` class="left"`)
	case extast.AlignRight:
		r.tag(` class="right"`)
	case extast.AlignCenter:
		r.tag(` class="center"`)
	}
	r.tag(">")
	r.inlines(n)
	r.meter.end()
	r.tag("</", name, ">\n")
}

// container is a section of its own to a screen reader. Its label is that of
// the house style unless the author gave it a title.
func (r *renderer) container(n *container) {
	title := string(resolve(n.title))
	r.meter.text([]byte(title))
	r.meter.end()
	if n.kind == nil {
		if title != "" {
			r.tag("<p>")
			r.attribute(title)
			r.tag("</p>\n")
		}
		r.blocks(n)
		return
	}
	label := title
	if title == "" {
		label = n.kind.label
	}
	r.tag("<", n.kind.tag, ` class="`, n.kind.names[0], `" aria-label="`)
	r.attribute(label)
	r.tag(`">`, "\n")
	if title != "" || !r.saysItself(n) {
		r.tag(`<p class="label">`)
		r.attribute(label)
		r.tag("</p>\n")
	}
	r.blocks(n)
	r.tag("</", n.kind.tag, ">\n")
}

// saysItself reports a block whose text begins with its label, as editors are
// used to write: 编者按：… or 【编者按】….
func (r *renderer) saysItself(n *container) bool {
	p, ok := n.FirstChild().(*ast.Paragraph)
	return ok && strings.HasPrefix(strings.TrimLeft(plainText(r.src, p), "【（〔[("), n.kind.label)
}

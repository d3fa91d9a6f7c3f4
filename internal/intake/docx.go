package intake

import (
	"strconv"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A docxReader walks through one document.
type docxReader struct {
	*script
	pkg       *docxPackage
	rels      map[string]relation
	styles    styles
	numbering *numbering
	notes     *notes

	cur       *paragraphReader
	parts     map[string]map[string]*node // footnotes and endnotes by id
	noteRels  map[string]map[string]relation
	noteOf    map[string]int // the number that a note got
	pending   []noteSource   // notes in the order of their references
	para      int            // paragraphs with text so far
	comments  int
	inNote    bool
	runes     int
	cells     int
	images    map[string]string // names by part
	imageSize int
	fields    []field
	endless   map[*node]bool // beginnings of fields without an end
	tooLong   bool           // too many characters
	tooMany   bool           // too many paragraphs
}

type noteSource struct {
	part string
	node *node
}

// readDocx reads the main part of an OOXML document with its notes.
func readDocx(s *script, data []byte, budget *xmlBudget, n *notes) *refusal {
	pkg, refused := openPackage(data)
	if refused != nil {
		return refused
	}
	pkg.budget = budget
	if pkg.packed {
		return refuse(encrypted)
	}
	main, refused := pkg.mainPart()
	if refused != nil {
		return refused
	}
	root, refused := pkg.tree(main)
	if refused != nil {
		return refused
	}
	body := root.kid("document").kid("body")
	if body == nil {
		return refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: "正文是空的或者不是 Word 的格式", EN: "its main part is empty or not Word's"}))
	}
	d := &docxReader{script: s, pkg: pkg, notes: n, noteOf: map[string]int{}, images: map[string]string{}}
	if refused := d.load(main); refused != nil {
		return refused
	}
	var out []block
	d.endless = endlessFields(body)
	d.walkBlocks(body.kids, &out)
	d.endParagraphs(&out)
	s.blocks = out
	if refused := d.readNotes(); refused != nil {
		return refused
	}
	if d.tooLong {
		return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "字数", EN: "the number of characters"}), diag.Arg("limit", maxRunes))
	}
	if d.tooMany {
		return tooManyBlocks()
	}
	d.tellLeftOut()
	return nil
}

func tooManyBlocks() *refusal {
	return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "段数", EN: "the number of paragraphs"}), diag.Arg("limit", maxBlocks))
}

// load reads what the main part refers to.
func (d *docxReader) load(main string) (refused *refusal) {
	if d.rels, refused = d.pkg.relations(main); refused != nil {
		return refused
	}
	d.parts, d.noteRels = map[string]map[string]*node{}, map[string]map[string]relation{}
	trees := map[string]*node{}
	for _, kind := range []string{"styles", "numbering", "footnotes", "endnotes"} {
		target := d.partOf(kind, main)
		tree, refused := d.pkg.tree(target)
		if refused != nil {
			return refused
		}
		trees[kind] = tree
		if kind == "footnotes" || kind == "endnotes" {
			if d.noteRels[kind], refused = d.pkg.relations(target); refused != nil {
				return refused
			}
			d.parts[kind] = notesByID(tree.kid(kind))
		}
	}
	d.styles = readStyles(trees["styles"])
	d.numbering = readNumbering(trees["numbering"], d.styles)
	return nil
}

// partOf returns the part of a kind that the document refers to.
func (d *docxReader) partOf(kind, main string) string {
	if r, ok := ofKind(d.rels, kind); ok {
		return r.target
	}
	return strings.TrimSuffix(main, "document.xml") + kind + ".xml"
}

func notesByID(root *node) map[string]*node {
	out := map[string]*node{}
	if root == nil {
		return out
	}
	for _, n := range root.kids {
		switch n.get("type") {
		case "separator", "continuationSeparator", "continuationNotice":
		default:
			out[n.get("id")] = n
		}
	}
	return out
}

func (d *docxReader) tellLeftOut() {
	if d.comments > 0 {
		d.notes.at(leftOutComments, 0, diag.Arg("count", d.comments))
	}
	if _, ok := ofKind(d.rels, "vbaProject"); ok || d.pkg.hasPrefix("word/vbaproject") {
		d.notes.at(leftOutMacros, 0)
	}
}

// walkBlocks reads paragraphs and tables.
func (d *docxReader) walkBlocks(kids []*node, out *[]block) {
	for _, n := range kids {
		d.tooMany = d.tooMany || len(*out) > maxBlocks
		if d.tooLong || d.tooMany { // refused at the end
			return
		}
		switch n.name {
		case "p":
			d.readParagraph(n, out)
		case "tbl":
			d.endParagraphs(out)
			d.readTable(n, out)
		case "sdt":
			d.walkBlocks(n.kid("sdtContent").all(), out)
		case "ins", "moveTo":
			d.notes.at(revisionsApplied, d.para+1)
			d.walkBlocks(n.kids, out)
		case "customXml", "smartTag", "txbxContent", "oMathPara":
			if n.name == "oMathPara" {
				d.inlineOutside(n, out)
				continue
			}
			d.walkBlocks(n.kids, out)
		case "del", "moveFrom":
			d.notes.at(revisionsApplied, d.para+1)
		case "altChunk":
			d.notes.at(leftOutChunk, d.para+1)
		case "AlternateContent":
			d.walkBlocks(alternate(n), out)
		case "r", "hyperlink", "fldSimple": // not valid here, but written by some
			d.inlineOutside(n, out)
		}
	}
}

// inlineOutside reads runs that stand where a paragraph should.
func (d *docxReader) inlineOutside(n *node, out *[]block) {
	d.readParagraph(&node{name: "p", kids: []*node{n}}, out)
}

// known are the namespaces, by their usual prefixes, of which something is read
// or can be passed over: a Choice that requires only these is taken.
var known = map[string]bool{
	"wps": true, "wpg": true, "wpc": true, "wpi": true, "w14": true, "w15": true, "w16": true, "w16se": true, "w16cid": true,
	"wp14": true, "wp15": true, "a14": true, "pic14": true, "wne": true, "wp": true, "a": true, "m": true, "w": true, "mc": true,
}

// alternate chooses what to read of alternate content (part 3, 7.7). WPS leaves
// the fallback out; then the first choice is read whatever it requires.
func alternate(n *node) []*node {
	for _, c := range n.children("Choice") {
		fine := true
		for _, prefix := range strings.Fields(c.get("Requires")) {
			fine = fine && known[prefix]
		}
		if fine {
			return c.kids
		}
	}
	if f := n.kid("Fallback"); f != nil {
		return f.kids
	}
	return n.kid("Choice").all()
}

// A paragraphReader is a paragraph of which more may come: the mark of the one
// before may be deleted, and then both are one.
type paragraphReader struct {
	block
	label   string
	styleID string
	boxes   []block // of text boxes in it, which stand before it
}

// readParagraph reads a paragraph, or the rest of one.
func (d *docxReader) readParagraph(n *node, out *[]block) {
	ppr := n.kid("pPr")
	if d.cur == nil {
		d.cur = &paragraphReader{}
	}
	p := d.cur
	p.styleID = ppr.val("pStyle")
	if p.styleID == "" {
		p.styleID = d.styles.paragraph
	}
	if len(p.spans) == 0 {
		p.level, p.title, p.sub = d.styles.outline(p.styleID, ppr)
		jc := d.styles.property("jc", p.styleID, ppr).get("val")
		p.centred, p.right = jc == "center", jc == "right" || jc == "end"
	}
	if p.label == "" && !p.bullet {
		if p.label, p.bullet = d.listLabel(p.styleID, ppr); !d.count(p.label) {
			p.label = ""
		}
	}
	d.walkInline(n.kids, look{style: p.styleID})
	if mark := ppr.kid("rPr"); mark.kid("del") != nil || mark.kid("moveFrom") != nil {
		d.notes.at(revisionsApplied, d.para+1)
		return // the next paragraph goes on
	}
	if isDropCap(ppr) {
		return
	}
	d.endParagraphs(out)
}

// isDropCap reports a paragraph that is the large first letter of the next one:
// Word keeps it apart, in a frame (17.3.1.11).
func isDropCap(ppr *node) bool {
	drop := ppr.kid("framePr").get("dropCap")
	return drop == "drop" || drop == "margin"
}

// listLabel counts a paragraph of a list.
func (d *docxReader) listLabel(styleID string, ppr *node) (string, bool) {
	numPr := ppr.kid("numPr")
	id, level := numPr.val("numId"), numPr.val("ilvl")
	for _, st := range d.styles.chain(styleID) {
		own := st.ppr.kid("numPr")
		if id == "" {
			id = own.val("numId")
		}
		if level == "" {
			level = own.val("ilvl")
		}
	}
	i, _ := levelOf(level)
	if level == "" && numPr.val("numId") == "" {
		i = d.numbering.levelOfStyle(id, styleID)
	}
	if id == "" || id == "0" {
		return "", false
	}
	return d.numbering.next(id, i)
}

// levelOfStyle returns the level of a numbering that is a style's own.
func (n *numbering) levelOfStyle(numID, styleID string) int {
	one := n.nums[numID]
	if one == nil || n.abstract[one.abstract] == nil {
		return 0
	}
	for i, l := range n.abstract[one.abstract].levels {
		if l.val("pStyle") == styleID {
			return i
		}
	}
	return 0
}

// endParagraphs closes the paragraph that is open.
func (d *docxReader) endParagraphs(out *[]block) {
	p := d.cur
	d.cur = nil
	if p == nil {
		return
	}
	*out = append(*out, p.boxes...)
	spans := tidy(p.spans)
	if len(spans) == 0 {
		return
	}
	if p.label != "" && plainText(spans) != "" {
		spans = tidy(append([]span{{text: p.label, bold: spans[0].bold && spans[0].isText()}}, spans...))
	}
	p.spans = spans
	if p.block.text() != "" && !d.inNote {
		d.para++
	}
	p.para = max(d.para, 1)
	*out = append(*out, p.block)
}

// readNotes reads the notes that were referred to, each once. What a note
// refers to is not followed.
func (d *docxReader) readNotes() *refusal {
	d.inNote = true
	for _, src := range d.pending {
		d.rels = d.noteRels[src.part]
		d.fields, d.endless = nil, endlessFields(src.node)
		var out []block
		d.walkBlocks(src.node.kids, &out)
		d.endParagraphs(&out)
		d.script.notes = append(d.script.notes, footnote{blocks: flatten(out)})
	}
	return nil
}

// flatten makes paragraphs of tables.
func flatten(blocks []block) []block {
	var out []block
	for _, b := range blocks {
		if b.kind != table {
			out = append(out, b)
			continue
		}
		for _, row := range b.rows {
			for _, cell := range row {
				if len(cell) > 0 {
					out = append(out, block{spans: cell, para: b.para})
				}
			}
		}
	}
	return out
}

// noteNumber returns the number of a note that is referred to, or 0.
func (d *docxReader) noteNumber(part, id string) int {
	n := d.parts[part][id]
	if n == nil || d.inNote {
		return 0
	}
	key := part + "/" + id
	if number, ok := d.noteOf[key]; ok {
		return number
	}
	if len(d.pending) >= maxFootnote {
		d.notes.at(leftOutNotes, 0, diag.Arg("limit", strconv.Itoa(maxFootnote)))
		return 0
	}
	d.pending = append(d.pending, noteSource{part, n})
	d.noteOf[key] = len(d.pending)
	return len(d.pending)
}

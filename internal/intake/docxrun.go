package intake

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
)

// A look is what the surroundings of a run say of it.
type look struct {
	style string // of the paragraph
	link  string
}

// A field is one of Word's fields (ECMA-376, 17.16): first its code, then,
// behind a separator, its result, which is what a reader sees.
type field struct {
	inResult bool
	code     []byte
	link     string
	said     bool // there is text in the result
}

// walkInline reads what is within a paragraph.
func (d *docxReader) walkInline(kids []*node, l look) {
	for _, n := range kids {
		switch n.name {
		case "r":
			d.readRun(n, l)
		case "ins", "moveTo":
			d.notes.at(revisionsApplied, d.para+1)
			d.walkInline(n.kids, l)
		case "del", "moveFrom":
			d.notes.at(revisionsApplied, d.para+1)
		case "hyperlink":
			inner := l
			if r, ok := d.rels[n.get("id")]; ok && r.external {
				inner.link = d.checkLink(r.target)
			}
			d.walkInline(n.kids, inner)
		case "fldSimple":
			inner := l
			if dest, ok := linkOf(n.get("instr")); ok {
				inner.link = d.checkLink(dest)
			}
			d.walkInline(n.kids, inner)
		case "sdt":
			d.walkInline(n.kid("sdtContent").all(), l)
		case "smartTag", "customXml", "bdo", "dir", "subDoc", "p":
			d.walkInline(n.kids, l)
		case "AlternateContent":
			d.walkInline(alternate(n), l)
		case "oMath", "oMathPara":
			d.readFormula(n, l)
		}
	}
}

// add appends a span to the paragraph, unless it is within a field's code.
func (d *docxReader) add(s span) {
	for i := range d.fields {
		if !d.fields[i].inResult {
			return
		}
		s.link = cmp.Or(s.link, d.fields[i].link)
		d.fields[i].said = d.fields[i].said || s.text != ""
	}
	if !d.count(s.text) {
		return
	}
	if d.cur == nil {
		d.cur = &paragraphReader{}
	}
	d.cur.spans = append(d.cur.spans, s)
}

// count reports whether there is room for more text.
func (d *docxReader) count(text string) bool {
	d.runes += utf8.RuneCountInString(text)
	d.tooLong = d.tooLong || d.runes > maxRunes
	return !d.tooLong
}

func (d *docxReader) readRun(n *node, l look) {
	rpr := n.kid("rPr")
	if d.styles.toggle("vanish", l.style, rpr) {
		d.hidden(n)
		return
	}
	s := span{
		bold:   d.styles.toggle("b", l.style, rpr),
		strike: d.struck(rpr),
		dots:   isDots(rpr.val("em")),
		link:   l.link,
	}
	if v := rpr.val("vertAlign"); v == "superscript" || v == "subscript" {
		if text := d.textOf(n); text != "" {
			d.notes.at(leftOutStyle, d.para+1, diag.Arg("text", cut(text, 20)))
		}
	}
	d.runContent(n.kids, s, l, fontOf(rpr))
}

func (d *docxReader) struck(rpr *node) bool {
	one, _ := rpr.on("strike")
	two, _ := rpr.on("dstrike")
	return one || two
}

func isDots(em string) bool {
	return em == "dot" || em == "underDot" || em == "comma" || em == "circle"
}

func fontOf(rpr *node) string {
	f := rpr.kid("rFonts")
	return cmp.Or(f.get("ascii"), f.get("hAnsi"), f.get("eastAsia"))
}

// textOf returns the text that stands right in a run.
func (d *docxReader) textOf(n *node) string {
	var b strings.Builder
	for _, t := range n.children("t") {
		b.WriteString(t.text)
	}
	return trimSpace(b.String())
}

// hidden tells of text that nobody saw, and keeps count of the fields in it.
func (d *docxReader) hidden(n *node) {
	if text := d.textOf(n); text != "" && d.visible() {
		d.notes.at(leftOutHidden, d.para+1, diag.Arg("text", cut(text, 40)))
	}
	for _, k := range n.kids {
		if k.name == "fldChar" || k.name == "instrText" {
			d.readField(k)
		}
	}
}

// visible reports whether what is read now is no field's code.
func (d *docxReader) visible() bool { return allResults(d.fields) }

// allResults reports whether what stands in these fields is in no one's code.
func allResults(fields []field) bool {
	return !slices.ContainsFunc(fields, func(f field) bool { return !f.inResult })
}

// runContent reads the children of a run (17.3.3).
func (d *docxReader) runContent(kids []*node, s span, l look, font string) {
	text := func(t string) {
		s.text = t
		d.add(s)
	}
	for _, n := range kids {
		switch n.name {
		case "t":
			text(d.characters(n.text, font))
		case "tab", "ptab":
			text(" ")
		case "br":
			if t := n.get("type"); t == "" || t == "textWrapping" { // others break pages and columns
				d.add(span{brk: true})
			}
		case "cr":
			d.add(span{brk: true})
		case "noBreakHyphen":
			text("-")
		case "sym":
			text(d.symbol(n.get("font"), n.get("char")))
		case "footnoteReference", "endnoteReference":
			if number := d.noteNumber(strings.TrimSuffix(n.name, "Reference")+"s", n.get("id")); number > 0 {
				d.add(span{note: number})
			}
		case "commentReference":
			d.comments++
		case "fldChar", "instrText":
			d.readField(n)
		case "ruby":
			if rt := d.rubyText(n); rt != "" {
				d.notes.at(leftOutRuby, d.para+1, diag.Arg("text", cut(rt, 20)))
			}
			d.walkInline(n.kid("rubyBase").all(), l)
		case "AlternateContent":
			d.runContent(alternate(n), s, l, font)
		case "drawing", "pict", "object":
			d.readDrawing(n)
		}
	}
}

func (d *docxReader) rubyText(n *node) string {
	var b strings.Builder
	for _, r := range n.kid("rt").children("r") {
		b.WriteString(d.textOf(r))
	}
	return b.String()
}

// readField follows the marks of a field. A field within a code is code.
func (d *docxReader) readField(n *node) {
	last := len(d.fields) - 1
	if n.name == "instrText" {
		if last >= 0 && !d.fields[last].inResult && len(d.fields[last].code) < maxFieldCode {
			d.fields[last].code = append(d.fields[last].code, n.text...)
		}
		return
	}
	switch n.get("fldCharType") {
	case "begin":
		if len(d.fields) < maxDepth && !d.endless[n] {
			d.fields = append(d.fields, field{})
		}
	case "separate":
		if last >= 0 {
			f := &d.fields[last]
			f.inResult = true
			if dest, ok := linkOf(string(f.code)); ok {
				f.link = d.checkLink(dest)
			}
		}
	case "end":
		if last < 0 {
			return
		}
		f := d.fields[last]
		d.fields = d.fields[:last]
		if text, ok := eqText(string(f.code)); ok && !f.said && d.visible() {
			d.add(span{text: d.characters(text, "")})
			d.notes.at(leftOutFormula, d.para+1)
		}
	}
}

// endlessFields returns the beginnings of fields that have no end: what stands
// behind one is text, and must not be taken for the field's code.
func endlessFields(root *node) map[*node]bool {
	var open []*node
	var walk func(n *node)
	walk = func(n *node) {
		switch n.name {
		case "fldChar":
			switch n.get("fldCharType") {
			case "begin":
				open = append(open, n)
			case "end":
				open = open[:max(0, len(open)-1)]
			}
		case "del", "moveFrom", "Fallback", "txbxContent":
			return
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(root)
	endless := map[*node]bool{}
	for _, n := range open {
		endless[n] = true
	}
	return endless
}

var hyperlink = regexp.MustCompile(`(?i)^\s*HYPERLINK\s+"?([^"\s]+)"?`)

// linkOf returns the destination of a HYPERLINK field; one to a place within
// the document has none.
func linkOf(code string) (string, bool) {
	m := hyperlink.FindStringSubmatch(code)
	if m == nil || strings.HasPrefix(m[1], `\`) {
		return "", false
	}
	return m[1], true
}

// checkLink returns a destination that may stand in a page, else "".
func (d *docxReader) checkLink(dest string) string {
	checked, ok := safeLink(dest)
	if !ok {
		d.notes.at(leftOutLink, d.para+1, diag.Arg("dest", cut(dest, 80)))
	}
	return checked
}

// safeLink lets http, https and mailto pass, with what Markdown would trip over
// escaped as RFC 3986 has it.
func safeLink(dest string) (string, bool) {
	dest = strings.TrimSpace(dest)
	scheme, rest, ok := strings.Cut(dest, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto":
	default:
		ok = false
	}
	if !ok || rest == "" || len(dest) > 2000 || strings.ContainsFunc(dest, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }) {
		return "", false
	}
	return strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", "*", "%2A", "`", "%60", "_", "_").Replace(dest), true
}

// readFormula keeps the text of a formula.
func (d *docxReader) readFormula(n *node, l look) {
	structured := false
	var walk func(n *node)
	walk = func(n *node) {
		switch n.name {
		case "t":
			d.add(span{text: d.characters(n.text, ""), link: l.link})
		case "f", "sSup", "sSub", "rad", "nary", "m", "sSubSup":
			structured = true
		case "del", "moveFrom":
			return
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(n)
	if structured {
		d.notes.at(leftOutFormula, d.para+1)
	}
}

// characters makes text fit, and reads those of symbol fonts.
func (d *docxReader) characters(s, font string) string {
	s = fromSymbols(s, font)
	out, damaged := clean(s)
	if damaged {
		d.notes.at(damagedChar, d.para+1)
	}
	return out
}

// cut shortens text for a message.
func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

package intake

import (
	"strconv"

	"luxi/internal/diag"
)

// readTable reads a table (ECMA-376, 17.4). One of a single column is layout:
// what is in it stands as if there were no table.
func (d *docxReader) readTable(n *node, out *[]block) {
	var rows [][]cell
	d.walkRows(n.kids, &rows)
	widest := 0
	for _, r := range rows {
		widest = max(widest, len(r))
	}
	if widest <= 1 {
		for _, r := range rows {
			for _, c := range r {
				*out = append(*out, c.blocks...)
			}
		}
		return
	}
	t := block{kind: table, para: d.para}
	flattened, filled := false, false
	for _, r := range rows {
		var cells [][]span
		for _, c := range r {
			if len(c.blocks) > 1 || c.nested {
				flattened = true
			}
			one := c.spans()
			filled = filled || len(one) > 0
			cells = append(cells, one)
			for range min(c.span, 64) - 1 {
				cells = append(cells, nil)
			}
		}
		t.rows = append(t.rows, cells)
	}
	if flattened {
		d.notes.at(tableFlattened, d.para)
	}
	if filled {
		*out = append(*out, t)
	}
}

// A cell is a cell of a table.
type cell struct {
	blocks []block
	span   int // columns
	nested bool
}

// spans returns a cell's text in one line, as a table of Markdown has it. The
// paragraphs are parted by breaks.
func (c cell) spans() []span {
	var out []span
	for _, b := range flatten(c.blocks) {
		if len(out) > 0 && len(b.spans) > 0 {
			out = append(out, span{brk: true})
		}
		for _, s := range b.spans {
			s.bold, s.strike, s.dots = false, false, false
			out = append(out, s)
		}
	}
	return tidy(out)
}

func (d *docxReader) walkRows(kids []*node, rows *[][]cell) {
	for _, n := range kids {
		switch n.name {
		case "tr":
			if n.kid("trPr").kid("del") != nil {
				d.notes.at(revisionsApplied, d.para+1)
				continue
			}
			var cells []cell
			for range gridCells(n, "gridBefore") {
				cells = append(cells, cell{span: 1})
			}
			d.walkCells(n.kids, &cells)
			if len(cells) > 0 {
				*rows = append(*rows, cells)
			}
		case "sdt":
			d.walkRows(n.kid("sdtContent").all(), rows)
		case "customXml", "ins", "moveTo":
			d.walkRows(n.kids, rows)
		case "AlternateContent":
			d.walkRows(alternate(n), rows)
		}
	}
}

func gridCells(row *node, name string) int {
	n, _ := strconv.Atoi(row.kid("trPr").val(name))
	return min(max(n, 0), 64)
}

func (d *docxReader) walkCells(kids []*node, cells *[]cell) {
	for _, n := range kids {
		switch n.name {
		case "tc":
			if d.cells++; d.cells > maxCells {
				d.tooLong = true
				return
			}
			pr := n.kid("tcPr")
			span, _ := strconv.Atoi(pr.val("gridSpan"))
			c := cell{span: max(span, 1)}
			d.walkBlocks(n.kids, &c.blocks)
			d.endParagraphs(&c.blocks)
			for i := range c.blocks {
				c.nested = c.nested || c.blocks[i].kind == table
			}
			*cells = append(*cells, c)
		case "sdt":
			d.walkCells(n.kid("sdtContent").all(), cells)
		case "customXml", "ins", "moveTo":
			d.walkCells(n.kids, cells)
		case "AlternateContent":
			d.walkCells(alternate(n), cells)
		}
	}
}

// readDrawing reads what is drawn: pictures, text boxes, embedded objects. Text
// boxes stand before the paragraph that holds them.
func (d *docxReader) readDrawing(n *node) {
	if !d.visible() {
		return
	}
	switch n.name {
	case "blip":
		d.picture(n)
		return
	case "imagedata":
		d.pictureOf(n.get("id"))
		return
	case "OLEObject":
		d.notes.at(leftOutObject, d.para+1)
		return
	case "textpath": // 艺术字, whose text is an attribute
		if text, _ := clean(n.get("string")); trimSpace(text) != "" {
			d.box([]block{{spans: tidy([]span{{text: text}})}})
		}
		return
	case "txbxContent":
		d.textBox(n)
		return
	case "AlternateContent":
		for _, k := range alternate(n) {
			d.readDrawing(k)
		}
		return
	}
	for _, k := range n.kids {
		d.readDrawing(k)
	}
}

func (d *docxReader) textBox(n *node) {
	outer, fields := d.cur, d.fields
	d.cur, d.fields = nil, nil
	var blocks []block
	d.walkBlocks(n.kids, &blocks)
	d.endParagraphs(&blocks)
	d.cur, d.fields = outer, fields
	d.box(blocks)
}

func (d *docxReader) box(blocks []block) {
	if len(blocks) == 0 {
		return
	}
	if d.cur == nil {
		d.cur = &paragraphReader{}
	}
	for _, b := range blocks {
		d.cur.boxes = append(d.cur.boxes, b)
		d.notes.at(textBoxMoved, max(b.para, 1))
	}
}

// picture reads a:blip, whose picture is embedded or linked, or both.
func (d *docxReader) picture(n *node) {
	if id := n.get("embed"); id != "" {
		d.pictureOf(id)
	} else if n.get("link") != "" {
		d.notes.at(leftOutExternal, d.para+1)
	}
}

func (d *docxReader) pictureOf(id string) {
	r, ok := d.rels[id]
	switch {
	case !ok:
		return
	case r.external:
		d.notes.at(leftOutExternal, d.para+1)
		return
	}
	name, ok := d.images[r.target]
	if !ok {
		name = d.loadPicture(r.target)
		d.images[r.target] = name
	}
	if name != "" {
		d.add(span{picture: name})
	}
}

// loadPicture takes a picture over; "" where it is not one that a page shows.
func (d *docxReader) loadPicture(part string) string {
	data, refused := d.pkg.read(part, maxPicture)
	why := notShown
	if refused == nil && data != nil {
		if len(d.pictures) >= maxPictures || d.imageSize+len(data) > maxAllImage {
			why = tooManyPictures
		} else if ext, reason, ok := checkPicture(data); ok {
			d.imageSize += len(data)
			p := newPicture(data, ext)
			d.pictures = append(d.pictures, p)
			return p.Name
		} else {
			why = reason
		}
	}
	d.notes.at(leftOutPicture, d.para+1, diag.Arg("reason", why))
	return ""
}

package intake

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// readDoc reads the text of a Word 97–2003 file ([MS-DOC]) through its piece
// table. Its looks, pictures and revisions are not read.
func readDoc(s *script, data []byte, n *notes) *refusal {
	c, refused := openCompound(data)
	if refused != nil {
		return refused
	}
	word := c.stream("WordDocument")
	if len(word) < 34 {
		return errCompound
	}
	switch {
	case binary.LittleEndian.Uint16(word) != 0xa5ec, len(word) < 0x1aa:
		return refuse(wrongFormat, diag.Arg("format", i18n.Text{ZH: "早期的 Word 文件（Word 6、95）", EN: "a file of Word 6 or 95"}))
	case word[11]&1 != 0: // fEncrypted
		return refuse(encrypted)
	}
	tableName := "0Table"
	if word[11]&2 != 0 { // fWhichTblStm
		tableName = "1Table"
	}
	text, ok := pieces(word, c.stream(tableName))
	if !ok {
		return errCompound
	}
	s.plain = true
	// The parts of a document follow each other (2.3): text, footnotes, headers,
	// comments, endnotes, text boxes.
	var lengths [6]int
	for i, at := range []int{0x4c, 0x50, 0x54, 0x5c, 0x60, 0x64} {
		lengths[i] = max(0, int(int32(binary.LittleEndian.Uint32(word[at:]))))
	}
	for i, length := range lengths {
		part := text[:min(length, len(text))]
		text = text[len(part):]
		switch i {
		case 0, 5:
			appendDoc(s, part, n)
		case 1, 4:
			before := len(s.blocks)
			appendDoc(s, part, n)
			for _, b := range s.blocks[before:] {
				s.notes = append(s.notes, footnote{blocks: []block{b}})
			}
			s.blocks = s.blocks[:before]
		}
	}
	n.at(leftOutRevision, 0)
	return nil
}

// pieces puts the text together (2.9.38, Clx): characters of one byte in
// Windows-1252, or of two.
func pieces(word, table []byte) ([]uint16, bool) {
	at, size := int(binary.LittleEndian.Uint32(word[0x1a2:])), int(binary.LittleEndian.Uint32(word[0x1a6:]))
	if at < 0 || size <= 0 || at > len(table) || size > len(table)-at {
		return nil, false
	}
	clx := table[at : at+size]
	for len(clx) > 3 && clx[0] == 1 { // property modifications
		skip := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if skip > len(clx) {
			return nil, false
		}
		clx = clx[skip:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return nil, false
	}
	plc := clx[5:]
	count := (len(plc) - 4) / 12
	if count < 1 {
		return nil, false
	}
	var out []uint16
	for i := range count {
		from, to := int(binary.LittleEndian.Uint32(plc[4*i:])), int(binary.LittleEndian.Uint32(plc[4*i+4:]))
		fc := binary.LittleEndian.Uint32(plc[4*(count+1)+8*i+2:])
		if to < from || to-from > 2*len(word) || len(out) > 4*maxRunes {
			return nil, false
		}
		if fc&0x40000000 != 0 {
			start := int(fc&0x3fffffff) / 2
			for p := start; p < start+to-from && p < len(word); p++ {
				out = append(out, uint16(charmap.Windows1252.DecodeByte(word[p])))
			}
			continue
		}
		for p := int(fc); p < int(fc)+2*(to-from) && p+1 < len(word); p += 2 {
			out = append(out, binary.LittleEndian.Uint16(word[p:]))
		}
	}
	return out, true
}

// endlessMarks are the places of the marks that begin a field without an end.
func endlessMarks(text []rune) map[int]bool {
	var open []int
	for i, r := range text {
		switch r {
		case 0x13:
			open = append(open, i)
		case 0x15:
			open = open[:max(0, len(open)-1)]
		}
	}
	out := map[int]bool{}
	for _, i := range open {
		out[i] = true
	}
	return out
}

// appendDoc makes paragraphs of text with Word's control characters (2.3.2).
func appendDoc(s *script, units []uint16, n *notes) {
	var b strings.Builder
	var fields []field
	end := func() {
		text, damaged := clean(b.String())
		b.Reset()
		if text = trimSpace(text); text == "" {
			return
		}
		s.blocks = append(s.blocks, block{spans: []span{{text: text}}, para: len(s.blocks) + 1})
		if damaged {
			n.at(damagedChar, len(s.blocks))
		}
	}
	text := utf16.Decode(units)
	endless := endlessMarks(text)
	for i, r := range text {
		switch r {
		case 0x13: // a field begins
			if len(fields) < maxDepth && !endless[i] {
				fields = append(fields, field{})
			}
		case 0x14: // its result begins
			if last := len(fields) - 1; last >= 0 {
				fields[last].inResult = true
			}
		case 0x15: // it ends
			last := len(fields) - 1
			if last < 0 {
				continue
			}
			f := fields[last]
			if fields = fields[:last]; f.said || !allResults(fields) {
				continue
			}
			if text, ok := eqText(string(f.code)); ok {
				b.WriteString(text)
			}
		case '\r', 0x07, 0x0b, 0x0c, 0x0e: // paragraph, cell, line, page, column
			end()
		case 0x1e:
			b.WriteByte('-')
		case 0x1f, 0x01, 0x02, 0x03, 0x04, 0x05, 0x08: // marks of notes, comments and pictures
		default:
			if last := len(fields) - 1; last >= 0 && !fields[last].inResult {
				if len(fields[last].code) < maxFieldCode {
					fields[last].code = append(fields[last].code, string(r)...)
				}
			} else if allResults(fields) {
				b.WriteRune(r)
				for i := range fields {
					fields[i].said = true
				}
			}
		}
	}
	end()
}

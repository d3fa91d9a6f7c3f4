package proof

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/markdown"
)

// A FrontText is a text of the front matter that readers see. It is plain, no
// Markdown.
type FrontText struct {
	Text       string
	Start, End int  // its bytes in the file
	Verbatim   bool // the bytes are the text; else it is written with escapes, and what is found in it is only told
	Headline   bool // a title or a subtitle
}

// frontPage makes a page of one text of the front matter, so that no rule takes it
// for a part of the body: a heading may repeat the title, and a summary is no
// paragraph that was cut.
func frontPage(t Text, f FrontText) page {
	b := markdown.Block{Kind: markdown.Paragraph, Start: f.Start, End: f.End}
	if f.Headline {
		b.Kind, b.Level = markdown.HeadingBlock, 1
	}
	q := passage{src: t.File.Text, written: !f.Verbatim}
	rest := strings.TrimLeft(f.Text, " \t\u3000\u2003\u2002\u00a0") // an indent stands before a passage
	if f.Verbatim {
		b.Start += len(f.Text) - len(rest)
	}
	for i, c := range rest {
		at, to := b.Start+i, b.Start+i+utf8.RuneLen(c)
		if q.written {
			at, to = f.Start, f.End
		}
		q.r, q.at, q.to = append(q.r, c), append(q.at, at), append(q.to, to)
	}
	q.Block = b
	q.look(nil)
	return page{Text: t, passages: []passage{q}, plain: true}
}

// readFront reads a text of the front matter by all rules. Nothing is mended there
// unseen: a title stands in every list of the site and in its feeds, and nobody but
// an editor changes what is between two lines of +++.
func (r *Reader) readFront(p *page) []Finding {
	s := &sink{reader: r, page: p}
	s.all()
	for i := range s.found {
		if fix := s.found[i].Fix; fix != nil && fix.Class == Safe {
			fix.Class = Review
		}
	}
	return s.found
}

// edited returns the text with edits applied, and the places of its parts moved
// with them.
func (t Text) edited(edits []Edit) Text {
	moved := func(at int, with func(Edit) bool) int {
		by := 0
		for _, e := range edits {
			if with(e) {
				by += len(e.Text) - (e.End - e.Start)
			}
		}
		return at + by
	}
	out := t
	out.File.Text = Apply(t.File.Text, edits)
	out.Start = moved(t.Start, func(e Edit) bool { return e.Start < t.Start })
	out.Front = nil
	for _, f := range t.Front {
		// What is inserted at an end of a text belongs to it: quotation marks stand
		// between two of them.
		start, end := f.Start, f.End
		f.Start = moved(start, func(e Edit) bool { return e.Start < start })
		f.End = moved(end, func(e Edit) bool { return e.Start <= end })
		if f.Verbatim {
			f.Text = out.File.Text[f.Start:f.End]
		}
		out.Front = append(out.Front, f)
	}
	return out
}

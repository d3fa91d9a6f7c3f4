package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// readHTMLFile reads a web page that was sent as a manuscript, or one saved as
// a single file (MHTML, RFC 2557).
func readHTMLFile(s *script, data []byte, n *notes) *refusal {
	if isWebArchive(data[:min(len(data), 8192)]) {
		m := &mailReader{}
		root := m.part(data, 0)
		page := root.findType("text/html")
		if page == nil {
			return refuse(noText)
		}
		data = []byte(page.text())
	}
	if len(data) > maxHTML {
		return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "网页的大小", EN: "the size of the page"}), diag.Arg("limit", megabytes(maxHTML)))
	}
	text, ok := decodeHTML(data, "")
	if !ok {
		return refuse(unknownEncoding)
	}
	s.blocks = htmlBlocks(text)
	total := 0
	for i := range s.blocks {
		s.blocks[i].para = i + 1
		for _, sp := range s.blocks[i].spans {
			total += utf8.RuneCountInString(sp.text)
		}
	}
	if total > maxRunes {
		return tooManyRunes()
	}
	n.at(guessedHTML, 0)
	return nil
}

func tooManyRunes() *refusal {
	return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "字数", EN: "the number of characters"}), diag.Arg("limit", maxRunes))
}

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_.:-]+)`)

// decodeHTML reads a page by the charset of its part, else by the one in its
// <meta>, but believes neither where the bytes say otherwise.
func decodeHTML(data []byte, label string) (string, bool) {
	if label == "" {
		if m := metaCharset.FindSubmatch(data[:min(len(data), 4096)]); m != nil {
			label = string(m[1])
		}
	}
	return decodeLabelled(data, label)
}

// An htmlReader makes blocks of the tokens of a page.
type htmlReader struct {
	blocks []block
	cur    block
	skip   int // depth within what is not shown
	bold   int
	lists  []int // of open lists the number reached; -1 for bullets
	links  []string
	pre    int
}

// unseen are elements of which nothing is shown.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true,
	atom.Object: true, atom.Svg: true, atom.Textarea: true, atom.Select: true,
}

// blockTags begin and end a paragraph.
var blockTags = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Tr: true, atom.Td: true, atom.Th: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Hr: true, atom.Body: true, atom.Center: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Form: true, atom.Figure: true, atom.Figcaption: true, atom.Address: true,
}

// htmlBlocks reads a page. What a table holds is read cell by cell: in mail,
// tables are layout.
func htmlBlocks(page string) []block {
	r := &htmlReader{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.end()
			return r.blocks
		case html.TextToken:
			if r.skip == 0 {
				r.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			r.open(t, t.Type == html.SelfClosingTagToken)
		case html.EndTagToken:
			r.close(z.Token())
		}
	}
}

func (r *htmlReader) open(t html.Token, closed bool) {
	if unseen[t.DataAtom] {
		if !closed {
			r.skip++
		}
		return
	}
	if r.skip > 0 {
		return
	}
	if blockTags[t.DataAtom] {
		r.end()
	}
	switch a := t.DataAtom; a {
	case atom.Body:
		r.skip = 0
	case atom.Br:
		r.cur.spans = append(r.cur.spans, span{brk: true})
	case atom.B, atom.Strong:
		r.bold++
	case atom.A:
		dest, _ := safeLink(attribute(t, "href"))
		if len(r.links) < maxDepth {
			r.links = append(r.links, dest)
		}
	case atom.Pre:
		r.pre++
	case atom.Ul, atom.Ol:
		r.openList(a, t)
	case atom.Li:
		r.item()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.cur.level = int(t.Data[1] - '0')
	}
	r.align(t)
}

func (r *htmlReader) openList(a atom.Atom, t html.Token) {
	number := -1
	if a == atom.Ol {
		number = 0
		if n, err := strconv.Atoi(attribute(t, "start")); err == nil && n > 0 && n < 1000 {
			number = n - 1
		}
	}
	if len(r.lists) < maxDepth {
		r.lists = append(r.lists, number)
	}
}

func (r *htmlReader) align(t html.Token) {
	style := strings.ReplaceAll(strings.ToLower(attribute(t, "style")), " ", "")
	align := strings.ToLower(attribute(t, "align"))
	switch {
	case t.DataAtom == atom.Center || align == "center" || strings.Contains(style, "text-align:center"):
		r.cur.centred = true
	case align == "right" || strings.Contains(style, "text-align:right"):
		r.cur.right = true
	}
}

func (r *htmlReader) item() {
	last := len(r.lists) - 1
	if last < 0 || r.lists[last] < 0 {
		r.cur.bullet = true
		return
	}
	r.lists[last]++
	r.cur.spans = append(r.cur.spans, span{text: strconv.Itoa(r.lists[last]) + "."})
}

func (r *htmlReader) close(t html.Token) {
	if unseen[t.DataAtom] {
		r.skip = max(0, r.skip-1)
		return
	}
	if r.skip > 0 {
		return
	}
	if blockTags[t.DataAtom] {
		r.end()
	}
	switch t.DataAtom {
	case atom.B, atom.Strong:
		r.bold = max(0, r.bold-1)
	case atom.A:
		r.links = r.links[:max(0, len(r.links)-1)]
	case atom.Pre:
		r.pre = max(0, r.pre-1)
	case atom.Ul, atom.Ol:
		r.lists = r.lists[:max(0, len(r.lists)-1)]
	}
}

var htmlSpace = regexp.MustCompile(`[ \t\r\n\f]+`)

func (r *htmlReader) text(s string) {
	look := span{bold: r.bold > 0}
	if len(r.links) > 0 {
		look.link = r.links[len(r.links)-1]
	}
	if r.pre > 0 {
		for i, l := range strings.Split(s, "\n") {
			if i > 0 {
				r.cur.spans = append(r.cur.spans, span{brk: true})
			}
			look.text, _ = clean(l)
			r.cur.spans = append(r.cur.spans, look)
		}
		return
	}
	look.text, _ = clean(htmlSpace.ReplaceAllString(s, " "))
	r.cur.spans = append(r.cur.spans, look)
}

func (r *htmlReader) end() {
	b := r.cur
	r.cur = block{}
	for _, l := range lines(b.spans) {
		one := b
		one.spans = l
		if plainText(l) != "" {
			r.blocks = append(r.blocks, one)
		}
	}
	if len(r.blocks) > maxCells {
		r.skip = 1 << 30
	}
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

package markdown

import (
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A Body is what the Markdown of one file says, ready for a page.
type Body struct {
	HTML           string    // semantic, safe HTML; the destinations of Links are empty in it
	Links          []Link    // links and images that point into the site, in the order of HTML
	Headings       []Heading // in the order of HTML, for a table of contents
	Length         int       // characters as Word and WPS count them, see the package's doc
	Summary        string    // plain text that ends with a sentence; "" for an empty body
	ReadingMinutes int       // at least 1 unless HTML is empty
}

// A Link is a hole in [Body.HTML]: a destination that only the whole column
// can resolve, such as the path of another .md file or of an image beside this
// one. External links and anchors of the same page are not holes.
type Link struct {
	// Dest is the destination as it was written, with Markdown's backslash
	// escapes and HTML's character references resolved and nothing else:
	// %-escapes, a ?query and a #fragment are still in it.
	Dest  string
	At    int  // byte offset in Body.HTML, between the quotes of href or src, with nothing between
	Image bool // the hole is an image's src
	// Start and End are the bytes of the destination in the file, or those of
	// the link where it is not known which they are.
	Start, End int
}

// A Heading is a heading of the body.
type Heading struct {
	Level int
	ID    string // unique on the page, whatever the case; never begins with "_"
	Text  string // plain text
}

// A Destination is what fills a hole.
type Destination struct {
	URL string // ready but for HTML's own escapes, which Resolve adds
	// The rest is for images. What is empty has no attribute.
	Width, Height int    // in pixels
	Srcset, Sizes string // likewise ready
	Lazy          bool   // fetched when it is nearly in view, and decoded aside
}

// Resolve returns the HTML with a destination for every link.
func (b Body) Resolve(dest func(Link) Destination) string {
	if len(b.Links) == 0 {
		return b.HTML
	}
	var out strings.Builder
	out.Grow(len(b.HTML) + 32*len(b.Links))
	last := 0
	for _, l := range b.Links {
		out.WriteString(b.HTML[last:l.At])
		d := dest(l)
		out.WriteString(html.EscapeString(d.URL))
		last = l.At
		if l.Image {
			out.WriteByte('"')
			last++ // of what src ends with
			d.attributes(&out)
		}
	}
	out.WriteString(b.HTML[last:])
	return out.String()
}

// attributes writes what stands behind src.
func (d Destination) attributes(out *strings.Builder) {
	text := func(name, value string) {
		if value != "" {
			out.WriteString(" " + name + `="` + html.EscapeString(value) + `"`)
		}
	}
	if d.Width > 0 && d.Height > 0 {
		text("width", strconv.Itoa(d.Width))
		text("height", strconv.Itoa(d.Height))
	}
	text("srcset", d.Srcset)
	text("sizes", d.Sizes)
	if d.Lazy {
		out.WriteString(` loading="lazy" decoding="async"`)
	}
}

var broken = diag.Define("markdown-broken", diag.Error,
	i18n.Text{ZH: "这篇文章的 Markdown 无法解析，程序内部出错", EN: "the Markdown of this file cannot be parsed: the program failed"},
	i18n.Text{ZH: "文稿没有发布。请把这个文件交给技术人员。", EN: "Nothing of it is published. Please send the file to the developers."})

// Parse reads the Markdown that begins at byte start of the file (what stands
// before it is front matter) and goes to its end. It is a pure function.
func Parse(f diag.File, start int) (body Body, list diag.List) {
	// goldmark has panicked on odd input in earlier versions, and one
	// manuscript must not take the whole column down.
	defer func() {
		if recover() != nil {
			body, list = Body{}, diag.List{broken.At(diag.WholeFile(f.Path))}
		}
	}()
	return parse(f, start, true)
}

// parse is Parse, but that it may panic and that it sets the typesetting spans
// or leaves them out: they are a step of their own, and tests compare the two.
func parse(f diag.File, start int, typeset bool) (Body, diag.List) {
	start = min(max(start, 0), len(f.Text))
	report := &reporter{file: f, base: start}
	seen, ok := bounded(f.Text[start:], report)
	if !ok {
		return Body{}, report.list()
	}
	return render(f.Text[start:], seen, report, typeset), report.list()
}

// render makes the body of a text that is bounded. It is empty where that
// showed only now.
func render(markdown string, seen traits, report *reporter, typeset bool) Body {
	b := buffersOf.Get().(*buffers)
	defer b.release()
	b.text = append(b.text[:0], markdown...)
	seen.blank(b.text)
	pc := parser.NewContext()
	s := &state{src: b.text, report: report}
	pc.Set(stateKey, s)
	root := engine.Parse(text.NewReader(s.src), parser.WithContext(pc))
	s.finish()
	r := newRenderer(s, seen, b, typeset)
	if !r.document(root) {
		return Body{}
	}
	return r.body(root)
}

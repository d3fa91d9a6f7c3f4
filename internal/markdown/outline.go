package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A BlockKind is what a block of running text is.
type BlockKind int

// The kinds of block.
const (
	Paragraph BlockKind = iota
	HeadingBlock
	Cell // of a table
)

// A Block is a piece of running text with the places of all that is in it.
type Block struct {
	Kind   BlockKind
	Level  int  // of a heading
	Quoted bool // within a quotation
	Listed bool // within an item of a list
	Start  int  // byte in the file where it begins, behind its indent
	End    int  // where its last run ends
	Runs   []Run
}

// A RunKind is what a part of a block is.
type RunKind int

// The kinds of run. Between two runs stand the marks of Markdown itself.
const (
	TextRun    RunKind = iota // text as it was typed
	EscapeRun                 // a backslash and the mark that it makes text
	OpaqueRun                 // code, an address, an image, ruby, a note's number, a character reference
	BreakRun                  // the end of a line within the block
	CommentRun                // <!-- … -->
)

// A Run is a part of a block: the bytes Start to End of the file.
type Run struct {
	Kind       RunKind
	Start, End int
}

// An Outline is the running text of a file, for whoever reads the text itself,
// such as the proofreading rules. It is made without rendering anything.
type Outline struct {
	Blocks []Block
	// Shape is the structure of the file as a text: blocks and what is in them
	// with levels and addresses, but not the running text. Two files of one
	// shape differ only in what their text says.
	Shape string
}

// Outlined reads the Markdown that begins at byte start of a file's text. It
// returns false for what [Parse] refuses, because it is too large or cannot be
// parsed.
func Outlined(file string, start int) (o Outline, ok bool) {
	defer func() {
		if recover() != nil { // as in Parse
			o, ok = Outline{}, false
		}
	}()
	start = min(max(start, 0), len(file))
	report := &reporter{base: start}
	seen, ok := bounded(file[start:], report)
	if !ok {
		return Outline{}, false
	}
	src := []byte(file[start:])
	seen.blank(src)
	pc := parser.NewContext()
	s := &state{src: src, report: report}
	pc.Set(stateKey, s)
	w := outliner{src: src, base: start}
	w.blocks(engine.Parse(text.NewReader(src), parser.WithContext(pc)), Block{}, 0)
	return Outline{w.out, w.shape.String()}, !w.deep
}

type outliner struct {
	src   []byte
	base  int
	out   []Block
	shape strings.Builder
	deep  bool
}

// blocks walks through the blocks of a parent; within says what these have in
// common.
func (w *outliner) blocks(parent ast.Node, within Block, depth int) {
	if depth > maxDepth+2 {
		w.deep = true
		return
	}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		b := within
		switch n := c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			w.shape.WriteString("p(")
			w.block(c, b, depth)
		case *ast.Heading:
			b.Kind, b.Level = HeadingBlock, n.Level
			fmt.Fprintf(&w.shape, "h%d(", n.Level)
			w.block(c, b, depth)
		case *extast.TableCell:
			b.Kind = Cell
			fmt.Fprintf(&w.shape, "cell%d(", n.Alignment)
			w.block(c, b, depth)
		case *ast.FencedCodeBlock, *ast.CodeBlock, *dropped:
			w.shape.WriteString(c.Kind().String() + "(")
			for i := range c.Lines().Len() {
				at := c.Lines().At(i)
				w.shape.Write(at.Value(w.src))
			}
		default:
			switch n := c.(type) {
			case *ast.List:
				fmt.Fprintf(&w.shape, "list%c%d%t", n.Marker, n.Start, n.IsTight)
			case *ast.Blockquote:
				b.Quoted = true
			case *ast.ListItem:
				b.Listed = true
			case *container:
				w.shape.WriteString(n.name)
			case *note:
				w.shape.WriteString(n.label)
			}
			w.shape.WriteString(c.Kind().String() + "(")
			w.blocks(c, b, depth+1)
		}
		w.shape.WriteByte(')')
	}
}

func (w *outliner) block(n ast.Node, b Block, depth int) {
	w.inlines(n, &b, depth)
	if len(b.Runs) > 0 {
		b.Start, b.End = b.Runs[0].Start, b.Runs[len(b.Runs)-1].End
		if n.Lines().Len() > 0 {
			b.Start = min(b.Start, w.base+n.Lines().At(0).Start)
		}
		w.out = append(w.out, b)
	}
}

func (w *outliner) inlines(parent ast.Node, b *Block, depth int) {
	if depth > maxDepth+2 {
		w.deep = true
		return
	}
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Text:
			w.text(n, b)
		case *ast.CodeSpan:
			first, last := n.FirstChild(), n.LastChild()
			if first == nil {
				continue
			}
			start, end := first.(*ast.Text).Segment.Start, last.(*ast.Text).Segment.Stop
			w.opaque(b, "code", start, end)
		case *ast.AutoLink:
			label := n.Label(w.src)
			if at := offsetOf(w.src, label); at >= 0 {
				w.opaque(b, "auto", at, at+len(label))
			}
		case *ast.Image:
			fmt.Fprintf(&w.shape, "image(%s)", n.Destination)
			w.mark(b, n.Pos())
		case *noteRef:
			fmt.Fprintf(&w.shape, "ref(%s)", n.label)
			w.mark(b, n.start)
		case *ruby:
			fmt.Fprintf(&w.shape, "ruby(%s|%s)", n.base, n.parts)
			w.mark(b, n.Pos())
		case *ast.RawHTML:
			w.raw(n, b)
		case *ast.Link:
			fmt.Fprintf(&w.shape, "link(%s|", n.Destination)
			w.inlines(c, b, depth+1)
			w.shape.WriteByte(')')
		default: // emphasis and its like, and what goldmark made of text
			fmt.Fprintf(&w.shape, "%s", c.Kind())
			if e, ok := c.(*ast.Emphasis); ok {
				fmt.Fprint(&w.shape, e.Level)
			}
			w.shape.WriteByte('(')
			w.inlines(c, b, depth+1)
			w.shape.WriteByte(')')
		}
	}
}

// opaque adds a run whose text is not read, and has the shape hold it.
func (w *outliner) opaque(b *Block, name string, start, end int) {
	w.shape.WriteString(name + "(")
	w.shape.Write(w.src[start:end])
	w.shape.WriteByte(')')
	b.Runs = append(b.Runs, Run{OpaqueRun, w.base + start, w.base + end})
}

// mark adds a run of no length for what stands at a place and is no text.
func (w *outliner) mark(b *Block, at int) {
	at = max(at, 0)
	b.Runs = append(b.Runs, Run{OpaqueRun, w.base + at, w.base + at})
}

func (w *outliner) raw(n *ast.RawHTML, b *Block) {
	if n.Segments.Len() == 0 {
		return
	}
	start, end := n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop
	kind := OpaqueRun
	if strings.HasPrefix(string(w.src[start:end]), "<!--") {
		kind = CommentRun
	}
	w.shape.WriteString("raw(")
	w.shape.Write(w.src[start:end])
	w.shape.WriteByte(')')
	b.Runs = append(b.Runs, Run{kind, w.base + start, w.base + end})
}

// text adds the runs of a piece of text, split at escapes and references.
func (w *outliner) text(n *ast.Text, b *Block) {
	at, stop := n.Segment.Start, n.Segment.Stop
	from := at
	flush := func(end int) {
		if end > from {
			b.Runs = append(b.Runs, Run{TextRun, w.base + from, w.base + end})
		}
	}
	for at < stop && !n.IsRaw() {
		switch c := w.src[at]; {
		case c == '\\' && at+1 < stop && util.IsPunct(w.src[at+1]):
			flush(at)
			b.Runs = append(b.Runs, Run{EscapeRun, w.base + at, w.base + at + 2})
			at += 2
			from = at
		case c == '&':
			_, size := reference1(nil, w.src[at:stop])
			if size == 0 {
				at++
				continue
			}
			flush(at)
			b.Runs = append(b.Runs, Run{OpaqueRun, w.base + at, w.base + at + size})
			fmt.Fprintf(&w.shape, "%s", w.src[at:at+size])
			at += size
			from = at
		default:
			at++
		}
	}
	flush(stop)
	if n.HardLineBreak() {
		w.shape.WriteString("br ")
	}
	if n.HardLineBreak() || n.SoftLineBreak() {
		b.Runs = append(b.Runs, Run{BreakRun, w.base + stop, w.base + stop})
	}
}

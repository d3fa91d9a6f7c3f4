package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"luxi/internal/markdown/cjk"
)

// engine is goldmark's parser with the column's rules. It has no code blocks
// by indent; block HTML, links, headings and paragraphs have parsers of our
// own. It is safe for concurrent use: what belongs to one file is in a state.
var engine = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(headingParser{parser.NewSetextHeadingParser(), true}, 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(headingParser{parser.NewATXHeadingParser(), false}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(containerParser{}, 750),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(droppedParser{}, 900),
		util.Prioritized(noteParser{}, 950),
		util.Prioritized(paragraphParser{parser.NewParagraphParser()}, 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(rubyParser{}, 150),
		util.Prioritized(noteRefParser{}, 190),
		util.Prioritized(linkParser{}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(emphasisParser{cjk.NewEmphasisParser()}, 490),
		util.Prioritized(cjk.NewStrikethroughParser(), 500),
		util.Prioritized(bareLinkParser{}, 999),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(referenceTransformer{}, 100),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200),
	),
)

var stateKey = parser.NewContextKey()

// A state is what the parsers know about one file beside goldmark's tree.
type state struct {
	src      []byte // the Markdown, from byte 0
	report   *reporter
	headings []*heading
	cursor   int // the next of headings to be rendered
	byNode   map[*ast.Heading]*heading
	notes    notes
	brackets brackets
}

func stateOf(pc parser.Context) *state { return pc.Get(stateKey).(*state) }

// finish decides what needs the whole file: ids of headings, numbers of notes.
func (s *state) finish() {
	s.nameHeadings()
	s.numberNotes()
}

// offsetOf returns where in the source a slice of it begins, or -1 if it is no
// slice of the source (goldmark copies a line whose tabs it expands).
func offsetOf(src, part []byte) int {
	off := cap(src) - cap(part)
	if len(part) == 0 || off < 0 || off+len(part) > len(src) || &src[off] != &part[0] {
		return -1
	}
	return off
}

// ideographic spaces, which Chinese text uses as an indent.
const ideographicSpace = "\u3000"

// indentLength returns how many bytes of white space a line begins with, of
// all the kinds that editors indent with.
func indentLength[T string | []byte](line T) int {
	i := 0
	for i < len(line) {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			i++
		case (c == 0xe3 || c == 0xe2) && i+2 < len(line) && isWideIndent(string(line[i:i+3])):
			i += 3
		case c == 0xc2 && i+1 < len(line) && line[i+1] == 0xa0: // U+00A0
			i += 2
		default:
			return i
		}
	}
	return i
}

func isWideIndent(s string) bool { return s == ideographicSpace || s == "\u2003" || s == "\u2002" }

// paragraphParser takes an indented line for a paragraph and drops the indent,
// whatever it is made of: the theme's CSS indents paragraphs.
type paragraphParser struct{ parser.BlockParser }

func (paragraphParser) CanAcceptIndentedLine() bool { return true }

func (p paragraphParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	trimIndent(node, reader.Source())
}

func trimIndent(node ast.Node, src []byte) {
	lines := node.Lines()
	if lines.Len() == 0 {
		return
	}
	first := lines.At(0)
	if n := indentLength(src[first.Start:first.Stop]); n > 0 {
		lines.Set(0, text.NewSegment(first.Start+n, first.Stop))
	}
}

// referenceTransformer keeps goldmark's, which makes a reader for each paragraph,
// from those that do not begin as the definition of a link does (CommonMark 4.7).
type referenceTransformer struct{}

func (referenceTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if lines := node.Lines(); lines.Len() > 0 {
		first := lines.At(0)
		line := util.TrimLeftSpace(first.Value(reader.Source()))
		if len(line) > 0 && line[0] != '[' {
			return
		}
	}
	parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
}

// emphasisParser leaves a single asterisk between two digits alone: 5*3*2 is
// a product.
type emphasisParser struct{ parser.InlineParser }

func (p emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) > 1 && line[0] == '*' && isDigit(line[1]) {
		if before := block.PrecendingCharacter(); before < 0x80 && isDigit(byte(before)) {
			block.Advance(1)
			return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
		}
	}
	return p.InlineParser.Parse(parent, block, pc)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

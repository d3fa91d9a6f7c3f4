package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The parser of [text](destination), ![image](destination), the reference
// forms of both and [text]{.dots}. It stands in for goldmark's, which refuses
// every link of a paragraph that has an open bracket a thousand bytes (333 Han)
// before it, and which takes a second for 30,000 times "[a](<b".
type linkParser struct{}

// limits of CommonMark 0.31.2, sections 6.3 and 4.7, and one of our own.
const (
	maxLabel  = 999  // characters of a link label; bytes here would be 333 Han
	maxParens = 32   // nested parentheses in a destination
	maxTitle  = 4096 // bytes of a title
)

// A bracket is an opening bracket that may turn out to begin a link. It stands
// in the tree until then.
type bracket struct {
	ast.BaseInline
	segment text.Segment
	image   bool
	nested  bool     // it holds other brackets, which no label of a reference may
	bottom  ast.Node // the last delimiter before it
	line    int      // the reader's place after it
	pos     text.Segment
}

var kindBracket = ast.NewNodeKind("Bracket")

func (*bracket) Kind() ast.NodeKind              { return kindBracket }
func (b *bracket) Dump(source []byte, level int) { ast.DumpHelper(b, source, level, nil, nil) }

// brackets are those open in the block that is being parsed. Within a link
// there is no other link, so all but images below index dead are text.
type brackets struct {
	open []*bracket
	dead int
}

func (s *brackets) pop() (b *bracket, alive bool) {
	last := len(s.open) - 1
	b = s.open[last]
	s.open = s.open[:last]
	alive = b.image || last >= s.dead
	if last > 0 {
		s.open[last-1].nested = true
	}
	s.dead = min(s.dead, last)
	return b, alive
}

func (linkParser) Trigger() []byte { return []byte{'!', '[', ']'} }

func (linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	switch {
	case line[0] == '[':
		return openBracket(block, pc, segment.WithStop(segment.Start+1))
	case line[0] == ']':
		return closeBracket(parent, block, pc)
	case len(line) > 1 && line[1] == '[':
		return openBracket(block, pc, segment.WithStop(segment.Start+2))
	}
	return nil
}

// CloseBlock turns what is left open into text.
func (linkParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	s := &stateOf(pc).brackets
	for _, b := range s.open {
		ast.MergeOrReplaceTextSegment(b.Parent(), b, b.segment)
	}
	s.open, s.dead = s.open[:0], 0
}

func openBracket(block text.Reader, pc parser.Context, segment text.Segment) ast.Node {
	b := &bracket{segment: segment, image: segment.Len() == 2}
	if d := pc.LastDelimiter(); d != nil {
		b.bottom = d
	}
	block.Advance(segment.Len())
	b.line, b.pos = block.Position()
	s := &stateOf(pc).brackets
	s.open = append(s.open, b)
	return b
}

func closeBracket(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := &stateOf(pc).brackets
	if len(s.open) == 0 {
		return nil
	}
	b, alive := s.pop()
	var node ast.Node
	if alive {
		_, segment := block.PeekLine()
		if node = b.match(block, pc); node == nil {
			b.lintUnlinked(block, pc, segment.Start, segment)
		} else {
			b.lintMark(node, block, pc)
		}
	}
	if node == nil {
		ast.MergeOrReplaceTextSegment(b.Parent(), b, b.segment)
		return nil
	}
	parser.ProcessDelimiters(b.bottom, pc)
	for c := b.NextSibling(); c != nil; {
		next := c.NextSibling()
		node.AppendChild(node, c)
		c = next
	}
	parent.RemoveChild(parent, b)
	if n, ok := node.(*ast.Link); ok && b.image {
		node = ast.NewImage(n)
	} else if ok {
		s.dead = len(s.open)
	}
	node.SetPos(b.segment.Start)
	return node
}

// match reads what follows the closing bracket at the reader's position and
// returns the empty link or span that it makes, or nil.
func (b *bracket) match(block text.Reader, pc parser.Context) ast.Node {
	_, segment := block.PeekLine()
	stop := segment.Start
	block.Advance(1)
	line, pos := block.Position()
	switch block.Peek() {
	case '(':
		if n := inlineLink(block); n != nil {
			return n
		}
	case '{':
		if !b.image && takeDots(block) {
			return &dots{}
		}
	case '[':
		block.Advance(1)
		label, ok := scanUntil(block, '[', ']', maxLabel)
		if ok && !util.IsBlank(label) {
			return reference(pc, label, ast.ReferenceLinkFull)
		}
		if ok { // "[]"
			after, afterPos := block.Position()
			label, ok := b.label(block, stop)
			block.SetPosition(after, afterPos)
			if !ok {
				return nil
			}
			return reference(pc, label, ast.ReferenceLinkCollapsed)
		}
	}
	label, ok := b.label(block, stop)
	block.SetPosition(line, pos)
	if !ok {
		return nil
	}
	return reference(pc, label, ast.ReferenceLinkShortcut)
}

// label returns the text between the bracket and stop.
func (b *bracket) label(block text.Reader, stop int) ([]byte, bool) {
	if b.nested || stop-b.pos.Start > 8*maxLabel {
		return nil, false
	}
	if stop <= b.pos.Stop {
		return block.Source()[b.pos.Start:stop], true
	}
	var label []byte
	block.SetPosition(b.line, b.pos)
	for {
		line, segment := block.PeekLine()
		if line == nil || len(label) > 4*maxLabel {
			return nil, false
		}
		if stop <= segment.Stop {
			return append(label, line[:len(line)-(segment.Stop-stop)]...), true
		}
		label = append(label, line...)
		block.AdvanceLine()
	}
}

func reference(pc parser.Context, label []byte, kind ast.ReferenceLinkType) ast.Node {
	if utf8.RuneCount(label) > maxLabel {
		return nil
	}
	ref, ok := pc.Reference(util.ToLinkReference(label))
	if !ok {
		return nil
	}
	n := ast.NewLink()
	n.Destination, n.Title = ref.Destination(), ref.Title()
	n.Reference = ast.NewReferenceLink(kind, label)
	return n
}

// inlineLink reads "(destination 'title')".
func inlineLink(block text.Reader) ast.Node {
	block.Advance(1)
	block.SkipSpaces()
	n := ast.NewLink()
	if block.Peek() == ')' {
		block.Advance(1)
		return n
	}
	var ok bool
	if n.Destination, ok = scanDestination(block); !ok {
		return nil
	}
	_, spaces, _ := block.SkipSpaces()
	if block.Peek() != ')' {
		opener := block.Peek()
		closer := opener
		switch opener {
		case '"', '\'':
		case '(':
			closer = ')'
		default:
			return nil
		}
		block.Advance(1)
		n.Title, ok = scanUntil(block, opener, closer, maxTitle)
		if !ok || spaces == 0 {
			return nil
		}
		if n.Title == nil {
			n.Title = []byte{}
		}
		block.SkipSpaces()
	}
	if block.Peek() != ')' {
		return nil
	}
	block.Advance(1)
	return n
}

// scanDestination reads a destination, in angle brackets or bare.
func scanDestination(block text.Reader) ([]byte, bool) {
	line, _ := block.PeekLine()
	if len(line) > 0 && line[0] == '<' {
		for i := 1; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '>':
				block.Advance(i + 1)
				return line[1:i], true
			case '<', '\n':
				return nil, false
			}
		}
		return nil, false
	}
	depth, i := 0, 0
loop:
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]):
			i++
		case c == '(':
			if depth++; depth > maxParens {
				return nil, false
			}
		case c == ')':
			if depth--; depth < 0 {
				break loop
			}
		case c <= ' ' || c == 0x7f:
			break loop
		}
	}
	block.Advance(i)
	return line[:i], i > 0 && depth <= 0
}

// scanUntil reads to an unescaped closer, over lines, but not over an opener
// and not further than limit characters. The reader ends behind the closer.
func scanUntil(block text.Reader, opener, closer byte, limit int) ([]byte, bool) {
	var value []byte
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil, false
		}
		for i := 0; i < len(line); i++ {
			switch c := line[i]; {
			case c == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]):
				i++
			case c == closer:
				block.Advance(i + 1)
				if value == nil {
					return line[:i], true
				}
				return append(value, line[:i]...), true
			case c == opener:
				return nil, false
			}
			if limit -= b2i(line[i]&0xc0 != 0x80); limit < 0 {
				return nil, false
			}
		}
		value = append(value, line...)
		block.AdvanceLine()
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

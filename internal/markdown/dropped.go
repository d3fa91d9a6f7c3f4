package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	htmlDropped = diag.Define("html-dropped", diag.Warning,
		i18n.Text{ZH: "网页代码 {html} 没有采用，{rest}", EN: "the HTML {html} is left out; {rest}"},
		i18n.Text{ZH: "文稿里不能写网页代码，请改用 Markdown；要显示它本身，就放在反引号里。", EN: "Manuscripts cannot hold HTML: write Markdown, or put it between backticks to show it."})
	htmlOpen = diag.Define("html-open", diag.Error,
		i18n.Text{ZH: "{open} 没有结束，后面的文字都看不见了", EN: "{open} has no end, so all text after it is hidden"},
		i18n.Text{ZH: "在结束的地方写上 {close}。", EN: "Write {close} where it ends."})
)

// What becomes of the text between two tags that are dropped.
var (
	textStays = i18n.Text{ZH: "标签之间的文字保留", EN: "text between tags stays"}
	textGoes  = i18n.Text{ZH: "里面的内容也去掉了", EN: "what is in it is left out, too"}
)

// dropped is block HTML that is left out together with what is in it: a
// comment over several lines, a script or a style sheet. All other HTML is
// inline here, also where CommonMark makes a block of it, so that the text
// between tags stays on the page (raw HTML is never trusted, but an author's
// words are never lost either).
type dropped struct {
	ast.BaseBlock
	closer []byte // what ends it, in lower case
	start  int
	closed bool
}

var kindDropped = ast.NewNodeKind("Dropped")

func (*dropped) Kind() ast.NodeKind              { return kindDropped }
func (*dropped) IsRaw() bool                     { return true }
func (n *dropped) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var commentCloser = []byte("-->")

type droppedParser struct{}

func (droppedParser) Trigger() []byte             { return []byte{'<'} }
func (droppedParser) CanInterruptParagraph() bool { return true }
func (droppedParser) CanAcceptIndentedLine() bool { return false }

func (droppedParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	n := &dropped{start: segment.Start + pos - segment.Padding}
	rest := line[pos:]
	if bytes.HasPrefix(rest, []byte("<!--")) {
		n.closer = commentCloser
		if bytes.Contains(rest[2:], n.closer) {
			return nil, parser.NoChildren // it ends on this line: inline
		}
	} else if n.closer = elementCloser(rest); n.closer == nil {
		return nil, parser.NoChildren
	}
	n.closed = indexFold(rest, n.closer) >= 0
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// elementCloser returns the end tag of the element that a line begins with, if
// that is one whose content is no prose.
func elementCloser(line []byte) []byte {
	for _, name := range []string{"script", "style"} {
		n := 1 + len(name)
		if len(line) >= n && string(bytes.ToLower(line[1:n])) == name &&
			(len(line) == n || bytes.IndexByte([]byte(" \t\n>/"), line[n]) >= 0) {
			return []byte("</" + name)
		}
	}
	return nil
}

func (droppedParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*dropped)
	if n.closed {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	i := indexFold(line, n.closer)
	if i < 0 {
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	i += len(n.closer)
	if n.closer[0] == '<' { // the rest of the end tag
		if j := bytes.IndexByte(line[i:], '>'); j >= 0 {
			i += j + 1
		}
	}
	n.closed = true
	reader.Advance(i)
	return parser.Close // the rest of the line is a block of its own
}

func (droppedParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	n := node.(*dropped)
	s := stateOf(pc)
	switch {
	case n.closer[0] == '<':
		open, end := "<"+string(n.closer[2:])+">", string(n.closer)+">"
		stop := n.start + len(open) - 1
		if !n.closed {
			s.report.at(htmlOpen, n.start, stop, diag.Arg("open", open), diag.Arg("close", end))
			return
		}
		s.report.at(htmlDropped, n.start, stop, diag.Arg("html", open+"…"+end), diag.Arg("rest", textGoes))
	case !n.closed:
		s.report.at(htmlOpen, n.start, n.start+4, diag.Arg("open", "<!--"), diag.Arg("close", "-->"))
	}
}

func indexFold(s, lower []byte) int {
	if lower[0] != '<' {
		return bytes.Index(s, lower)
	}
	return bytes.Index(bytes.ToLower(s), lower)
}

// excerpt shortens a piece of source for a message.
func excerpt(s string) string {
	s, _, several := cutLine(s)
	if short := cut(s, 60); several || len(short) < len(s) {
		return short + "…"
	}
	return s
}

func cutLine(s string) (string, string, bool) {
	for i := range len(s) {
		if s[i] == '\n' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareLinkParser links URLs and e-mail addresses that stand in the text as
// they are. GFM wants a space or one of a few marks before them, which Chinese
// has not; here one is seen by what is in it (the "://", the "www." and the
// "@"), wherever it stands. It ends before the first character that is not
// ASCII, mark or Han: 详见http://www.lc.gov.cn查询. The marks that GFM trims
// from its end are trimmed (GFM 6.9).
type bareLinkParser struct{}

func (bareLinkParser) Trigger() []byte { return []byte{':', '.', '@'} }

func (bareLinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	src, at := block.Source(), segment.Start
	switch line[0] {
	case ':':
		if bytes.HasPrefix(line, []byte("://")) {
			return bareURL(parent, block, pc, schemeStart(src[:at]))
		}
	case '.':
		if at >= 3 && bytes.EqualFold(src[at-3:at], []byte("www")) && (at == 3 || !isWordByte(src[at-4])) {
			return bareURL(parent, block, pc, at-3)
		}
	case '@':
		return bareEmail(parent, block, pc)
	}
	return nil
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// schemeStart returns where the http or https at the end of s begins, or -1.
func schemeStart(s []byte) int {
	for _, scheme := range []string{"https", "http"} {
		n := len(s) - len(scheme)
		if n >= 0 && bytes.EqualFold(s[n:], []byte(scheme)) && (n == 0 || !isWordByte(s[n-1])) {
			return n
		}
	}
	return -1
}

func bareURL(parent ast.Node, block text.Reader, pc parser.Context, start int) ast.Node {
	line, segment := block.PeekLine()
	if start < 0 {
		return nil
	}
	host := 0
	if line[0] == ':' {
		host = len("://")
	} else {
		host = 1
	}
	if host >= len(line) || !isWordByte(line[host]) {
		return nil // before the host is read to its end: www.. may stand there a thousand times
	}
	end, dots := host, 0
	for end < len(line) && (isWordByte(line[end]) || line[end] == '-' || line[end] == '.') {
		if line[end] == '.' && end > host {
			dots++
		}
		end++
	}
	if dots == 0 && (line[0] == ':' || end-host < 2) {
		return nil
	}
	if end < len(line) && bytes.IndexByte([]byte(":/?#"), line[end]) >= 0 {
		for end < len(line) && isURLByte(line[end]) {
			end++
		}
	}
	end = trimURL(line, host, end)
	return takeBare(parent, block, pc, ast.AutoLinkURL, start, segment.Start+end)
}

// isURLByte leaves out what RFC 3986 does; brackets among it, or the text of
// [http://a.cn/](b.md) would have no end.
func isURLByte(c byte) bool {
	return c > ' ' && c < 0x7f && bytes.IndexByte([]byte("<>[]{}\"`|\\^"), c) < 0
}

// trimURL drops the marks at a URL's end that belong to the sentence, and a
// closing parenthesis that was not opened in it.
func trimURL(line []byte, host, end int) int {
	surplus := bytes.Count(line[:end], []byte(")")) - bytes.Count(line[:end], []byte("("))
	for end > host {
		switch line[end-1] {
		case '?', '!', '.', ',', ':', '*', '_', '~', '\'', ';':
		case ')':
			if surplus <= 0 {
				return end
			}
			surplus--
		default:
			return end
		}
		end--
	}
	return end
}

// maxLocal is the longest local part of an address (RFC 5321, 4.5.3.1.1).
const maxLocal = 64

func bareEmail(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	src := block.Source()
	start := segment.Start
	for start > 0 && segment.Start-start <= maxLocal && isLocalByte(src[start-1]) {
		start--
	}
	for start < segment.Start && !isWordByte(src[start]) {
		start++
	}
	end, dot := 1, -1
	for end < len(line) && (isWordByte(line[end]) || line[end] == '-' || line[end] == '.') {
		if line[end] == '.' {
			dot = end
		}
		end++
	}
	for end > 1 && !isWordByte(line[end-1]) {
		end--
	}
	if start == segment.Start || segment.Start-start > maxLocal || dot < 2 || end <= dot+1 && bytes.IndexByte(line[1:end], '.') < 1 {
		return nil
	}
	return takeBare(parent, block, pc, ast.AutoLinkEmail, start, segment.Start+end)
}

func isLocalByte(c byte) bool {
	return isWordByte(c) || c == '.' || c == '_' || c == '-' || c == '+'
}

// takeBare makes the link from start to end. What stands before the reader's
// position is in the tree already, as text or as delimiters that the address
// swallows, and is taken out of it again.
func takeBare(parent ast.Node, block text.Reader, pc parser.Context, kind ast.AutoLinkType, start, end int) ast.Node {
	_, segment := block.PeekLine()
	if !isPlain(parent.LastChild(), start, segment.Start) {
		return nil
	}
	for at := segment.Start; at > start; {
		switch last := parent.LastChild().(type) {
		case *parser.Delimiter:
			pc.RemoveDelimiter(last) // it becomes text, and is met again
		case *ast.Text:
			at = last.Segment.Start
			if at >= start {
				parent.RemoveChild(parent, last)
			} else {
				last.Segment = last.Segment.WithStop(start)
			}
		}
	}
	block.Advance(end - segment.Start)
	link := ast.NewAutoLink(kind, ast.NewTextSegment(text.NewSegment(start, end)))
	link.SetPos(start)
	if kind == ast.AutoLinkURL && block.Source()[segment.Start] == '.' {
		link.Protocol = []byte("http")
	}
	return link
}

// isPlain reports whether last and the nodes before it are the source from
// start to end, without a break or another node between.
func isPlain(last ast.Node, start, end int) bool {
	for end > start {
		switch n := last.(type) {
		case *parser.Delimiter:
			if n.Segment.Stop != end || n.Segment.Start < start {
				return false
			}
			end = n.Segment.Start
		case *ast.Text:
			if n.Segment.Stop != end || n.Segment.Padding > 0 || n.Segment.Len() == 0 || n.SoftLineBreak() || n.HardLineBreak() {
				return false
			}
			end = n.Segment.Start
		default:
			return false
		}
		last = last.PreviousSibling()
	}
	return true
}

package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/markdown/cjk"
)

// dots is 着重号, emphasis by dots under the characters: [文字]{.dots}, the
// bracketed span of Pandoc (MANUAL, bracketed_spans).
type dots struct{ ast.BaseInline }

var kindDots = ast.NewNodeKind("Dots")

func (*dots) Kind() ast.NodeKind              { return kindDots }
func (n *dots) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var dotsMark = []byte("{.dots}")

func takeDots(block text.Reader) bool {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, dotsMark) {
		return false
	}
	block.Advance(len(dotsMark))
	return true
}

// ruby is a reading above characters: {东阿|dōng ē}, or a part for each
// character, {东阿|dōng|ē}, as DenDenMarkdown, VFM and markdown-it-ruby write
// it. The base or the reading must be CJK, so that {x|x>0} stays prose; {{ }}
// and {% %} are prose in any case.
type ruby struct {
	ast.BaseInline
	base  []byte
	parts [][]byte
}

var kindRuby = ast.NewNodeKind("Ruby")

func (*ruby) Kind() ast.NodeKind              { return kindRuby }
func (n *ruby) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// maxRuby bounds the bytes of a ruby, and with it the search for its end.
const maxRuby = 300

type rubyParser struct{}

func (rubyParser) Trigger() []byte { return []byte{'{'} }

func (rubyParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	line = line[:min(len(line), maxRuby)]
	end := bytes.IndexAny(line[1:], "{}\n")
	if end < 0 || line[1+end] != '}' || block.PrecendingCharacter() == '{' {
		return nil
	}
	inner := line[1 : 1+end]
	n := readRuby(inner)
	if n == nil {
		lintRuby(stateOf(pc).report, segment.Start, segment.Start+end+2, inner, false)
		return nil
	}
	n.SetPos(segment.Start)
	block.Advance(end + 2)
	return n
}

// readRuby reads what stands between the braces.
func readRuby(inner []byte) *ruby {
	// In a table the bar is written \|.
	parts := bytes.Split(bytes.ReplaceAll(inner, []byte(`\|`), []byte("|")), []byte("|"))
	if len(parts) < 2 || !hasCJK(inner) || bytes.ContainsAny(inner, "<>`") {
		return nil
	}
	for _, p := range parts {
		if len(bytes.TrimSpace(p)) != len(p) || len(p) == 0 {
			return nil
		}
	}
	n := &ruby{base: parts[0], parts: parts[1:]}
	if len(n.parts) > 1 && len(n.parts) != len(bytes.Runes(n.base)) {
		return nil
	}
	return n
}

func hasCJK(s []byte) bool { return bytes.ContainsFunc(s, cjk.Is) }

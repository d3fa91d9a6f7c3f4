package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	containerUnknown = diag.Define("container-unknown", diag.Warning,
		i18n.Text{ZH: "没有名为“{name}”的区块，里面的文字按正文排了", EN: "there is no block named “{name}”; its text is set as body"},
		i18n.Text{ZH: "{near}可以写 ::: note（说明）、::: editor（编者按）或 ::: aside（相关链接）。", EN: "{near}Write ::: note, ::: editor or ::: aside."})
	containerOpen = diag.Define("container-open", diag.Error,
		i18n.Text{ZH: "区块 ::: {name} 没有结束，后面的正文都算在里面了", EN: "the block ::: {name} has no end, so it holds all the text after it"},
		i18n.Text{ZH: "在区块结束处另起一行写 :::。", EN: "Write ::: on a line of its own where the block ends."})
	containerStray = diag.Define("container-stray", diag.Warning,
		i18n.Text{ZH: "这里的 ::: 前面没有开始的区块", EN: "this ::: ends no block"},
		i18n.Text{ZH: "删掉这一行，或在前面写上 ::: note 之类的开头。", EN: "Remove the line, or begin a block before it, such as ::: note."})
	containerWidth = diag.Define("container-width", diag.Warning,
		i18n.Text{ZH: "这一行像是区块的开头或结尾，但冒号是全角的，按正文排了", EN: "this looks like a block's first or last line, but its colons are full-width, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”：半角的冒号。", EN: "Write “{mend}”, with half-width colons."})
)

// A containerKind is a block that ::: NAME opens, as Pandoc's fenced divs and
// markdown-it-container have them.
type containerKind struct {
	names []string // the first is also the class
	tag   string
	label string // what a reader sees unless the block has a title
}

var containerKinds = []containerKind{
	{[]string{"note", "说明", "注"}, "aside", "说明"},
	{[]string{"editor", "编者按"}, "section", "编者按"},
	{[]string{"aside", "相关链接"}, "aside", "相关链接"},
}

// container is such a block; kind is nil for an unknown name.
type container struct {
	ast.BaseBlock
	kind   *containerKind
	name   string
	title  []byte // source of the words after the name, may be empty
	start  int    // of the opening line
	end    int
	closed bool
}

var kindContainer = ast.NewNodeKind("Container")

func (*container) Kind() ast.NodeKind              { return kindContainer }
func (n *container) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type containerParser struct{}

func (containerParser) Trigger() []byte             { return []byte{':'} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return false }

// fence splits a line of three or more colons and a name.
func fence(line []byte) (rest []byte, ok bool) {
	line = bytes.TrimSpace(line)
	rest = bytes.TrimLeft(line, ":")
	return bytes.TrimSpace(bytes.TrimRight(rest, ":")), len(line)-len(rest) >= 3
}

func (containerParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	if pc.BlockOffset() < 0 {
		return nil, parser.NoChildren
	}
	rest, ok := fence(line)
	if !ok || len(rest) == 0 {
		return nil, parser.NoChildren
	}
	name := rest
	if i := bytes.IndexAny(rest, " \t"); i >= 0 {
		name = rest[:i]
	}
	n := &container{
		name: string(bytes.Trim(name, "{.}")), title: bytes.TrimSpace(rest[len(name):]),
		start: segment.Start + pc.BlockOffset() - segment.Padding, end: segment.Stop,
	}
	n.kind = n.find(stateOf(pc).report)
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func (n *container) find(report *reporter) *containerKind {
	var known []string
	for i := range containerKinds {
		for _, name := range containerKinds[i].names {
			if strings.EqualFold(name, n.name) {
				return &containerKinds[i]
			}
			known = append(known, name)
		}
	}
	report.at(containerUnknown, n.start, n.end, diag.Arg("name", cut(n.name, 60)),
		diag.Arg("near", nearest.Hint(nearest.Find(n.name, known))))
	return nil
}

func (containerParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	rest, ok := fence(line)
	if !ok || len(rest) > 0 || !innermost(node, pc.OpenedBlocks()) {
		return parser.Continue | parser.HasChildren
	}
	node.(*container).closed = true
	reader.AdvanceToEOL()
	return parser.Close
}

// innermost reports whether a bare ::: closes this container: no other is open
// in it, nor a block in which ::: is content.
func innermost(node ast.Node, open []parser.Block) bool {
	for i := len(open) - 1; i >= 0; i-- {
		switch open[i].Node.(type) {
		case *container:
			return open[i].Node == node
		case *ast.FencedCodeBlock, *dropped:
			return false
		}
	}
	return false
}

func (containerParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	if n := node.(*container); !n.closed {
		stateOf(pc).report.at(containerOpen, n.start, n.end, diag.Arg("name", cut(n.name, 60)))
	}
}

// lintFence reports ：：： for :::.
func (r *renderer) lintFence(line []byte, start int) {
	rest := bytes.TrimLeft(line, ":：")
	marks := line[:len(line)-len(rest)]
	if utf8.RuneCount(marks) < 3 || !bytes.Contains(marks, []byte("：")) || bytes.HasPrefix(rest, []byte("-")) {
		return
	}
	mend := strings.TrimSpace("::: " + strings.Trim(string(rest), ":： \t"+ideographicSpace))
	r.report.at(containerWidth, start, start+len(marks), diag.Arg("mend", excerpt(mend)))
}

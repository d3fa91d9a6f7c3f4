package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	noteUndefined = diag.Define("note-undefined", diag.Warning,
		i18n.Text{ZH: "注释 [^{label}] 没有内容", EN: "there is no text for the note [^{label}]"},
		i18n.Text{ZH: "在文末另起一行写“[^{label}]: 注释内容”。", EN: "Write “[^{label}]: text” on a line of its own, at the end."})
	noteUnused = diag.Define("note-unused", diag.Warning,
		i18n.Text{ZH: "正文没有引用注释 [^{label}]，它不会出现在页面上", EN: "nothing refers to the note [^{label}], so it is not on the page"},
		i18n.Text{ZH: "在正文要加注的地方写 [^{label}]，或删掉这条注释。", EN: "Write [^{label}] in the text, or remove the note."})
	noteTwice = diag.Define("note-twice", diag.Warning,
		i18n.Text{ZH: "注释 [^{label}] 写了两次，只用第一条", EN: "the note [^{label}] is written twice; the first is used"},
		i18n.Text{ZH: "给第二条换一个记号。", EN: "Give the second another label."})
)

// A note is a footnote's text: "[^label]: text", further paragraphs indented
// by four spaces (PHP Markdown Extra, as GFM and Pandoc have it too).
type note struct {
	ast.BaseBlock
	label  string
	start  int
	end    int
	number int // in the order of first references; 0 is unused
	refs   []*noteRef
}

// A noteRef is a reference to a note: "[^label]".
type noteRef struct {
	ast.BaseInline
	label  string
	start  int
	note   *note
	index  int // among those to one note, from 1
	linked bool
}

// A noteList holds the notes at the end of the document.
type noteList struct{ ast.BaseBlock }

var (
	kindNote     = ast.NewNodeKind("Note")
	kindNoteRef  = ast.NewNodeKind("NoteRef")
	kindNoteList = ast.NewNodeKind("NoteList")
)

func (*note) Kind() ast.NodeKind                  { return kindNote }
func (*noteRef) Kind() ast.NodeKind               { return kindNoteRef }
func (*noteList) Kind() ast.NodeKind              { return kindNoteList }
func (n *note) Dump(source []byte, level int)     { ast.DumpHelper(n, source, level, nil, nil) }
func (n *noteRef) Dump(source []byte, level int)  { ast.DumpHelper(n, source, level, nil, nil) }
func (n *noteList) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// notes is what the parsers collect.
type notes struct {
	list    *noteList
	byLabel map[string]*note
	refs    []*noteRef
	used    []*note // by number
}

// label reads "[^label]" at the beginning of a line.
func label(line []byte) (name string, n int) {
	if len(line) < 4 || line[0] != '[' || line[1] != '^' {
		return "", 0
	}
	for i := 2; i < len(line) && i < 100; i++ {
		switch c := line[i]; {
		case c == ']' && i > 2:
			return string(line[2:i]), i + 1
		case c == ']' || c == '[' || c <= ' ':
			return "", 0
		}
	}
	return "", 0
}

type noteParser struct{}

func (noteParser) Trigger() []byte             { return []byte{'['} }
func (noteParser) CanInterruptParagraph() bool { return true }
func (noteParser) CanAcceptIndentedLine() bool { return false }

func (noteParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || segment.Padding > 0 {
		return nil, parser.NoChildren
	}
	name, n := label(line[pos:])
	colon := pos + n
	if n == 0 || colon >= len(line) {
		return nil, parser.NoChildren
	}
	switch after := line[colon:]; {
	case after[0] == ':':
		colon++
	case bytes.HasPrefix(after, []byte("：")):
		colon += len("：")
	default:
		return nil, parser.NoChildren
	}
	item := &note{label: name, start: segment.Start + pos, end: segment.Start + pos + n}
	reader.Advance(colon)
	return item, parser.HasChildren
}

func (noteParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

// Close moves the note to the list at the end of the document.
func (noteParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	s := stateOf(pc)
	n := node.(*note)
	if s.notes.byLabel[n.label] != nil {
		s.report.at(noteTwice, n.start, n.end, diag.Arg("label", n.label))
	} else {
		if s.notes.byLabel == nil {
			s.notes.byLabel = map[string]*note{}
		}
		s.notes.byLabel[n.label] = n
	}
	root := n.Parent()
	for root.Parent() != nil {
		root = root.Parent()
	}
	if s.notes.list == nil {
		s.notes.list = &noteList{}
		root.AppendChild(root, s.notes.list)
	}
	n.Parent().RemoveChild(n.Parent(), n)
	s.notes.list.AppendChild(s.notes.list, n)
}

type noteRefParser struct{}

func (noteRefParser) Trigger() []byte { return []byte{'['} }

func (noteRefParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	name, n := label(line)
	if n == 0 {
		return nil
	}
	s := stateOf(pc)
	target := s.notes.byLabel[name]
	if target == nil {
		s.report.at(noteUndefined, segment.Start, segment.Start+n, diag.Arg("label", name))
		return nil
	}
	block.Advance(n)
	ref := &noteRef{label: name, note: target, start: segment.Start}
	s.notes.refs = append(s.notes.refs, ref)
	return ref
}

// numberNotes numbers the notes in the order in which the text refers to them;
// those to which only notes refer come last.
func (s *state) numberNotes() {
	var body []*noteRef
	inside := map[*note][]*noteRef{}
	for _, ref := range s.notes.refs {
		owner, linked := ref.surroundings()
		ref.linked = linked
		if owner == nil {
			body = append(body, ref)
		} else {
			inside[owner] = append(inside[owner], ref)
		}
	}
	s.use(body)
	for i := 0; i < len(s.notes.used); i++ {
		s.use(inside[s.notes.used[i]])
	}
	if s.notes.list == nil {
		return
	}
	for c := s.notes.list.FirstChild(); c != nil; c = c.NextSibling() {
		if n := c.(*note); n.number == 0 && s.notes.byLabel[n.label] == n {
			s.report.at(noteUnused, n.start, n.end, diag.Arg("label", n.label))
		}
	}
}

func (s *state) use(refs []*noteRef) {
	for _, ref := range refs {
		n := ref.note
		if n.number == 0 {
			s.notes.used = append(s.notes.used, n)
			n.number = len(s.notes.used)
		}
		if ref.linked {
			n.refs = append(n.refs, ref)
			ref.index = len(n.refs)
		}
	}
}

// surroundings returns the note that the reference stands in, if any, and
// whether it can be a link: not in another one, nor in an image's text.
func (n *noteRef) surroundings() (owner *note, linked bool) {
	linked = true
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p := p.(type) {
		case *ast.Link, *ast.Image:
			linked = false
		case *note:
			return p, linked
		}
	}
	return nil, linked
}

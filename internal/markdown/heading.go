package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown/cjk"
)

var (
	headingAttribute = diag.Define("heading-attribute", diag.Warning,
		i18n.Text{ZH: "标题属性“{attribute}”不能用", EN: "the heading attribute “{attribute}” is not allowed"},
		i18n.Text{ZH: "只能写 {#编号} 和 {.类名}，由汉字、字母、数字、- 和 _ 组成，不以 _ 开头。", EN: "Only {#id} and {.class} of letters, digits, - and _, not beginning with _."})
	headingTitle = diag.Define("heading-title", diag.Warning,
		i18n.Text{ZH: "正文里的一级标题成了网页的第二个大标题", EN: "a heading of level 1 in the body is a second title of the page"},
		i18n.Text{ZH: "文章的标题写在文件开头的 title 里；正文的小标题从 ## 起，写成“{mend}”。", EN: "The title is the front matter's; headings of the body begin with ##: write “{mend}”."})
	headingUnderline = diag.Define("heading-underline", diag.Warning,
		i18n.Text{ZH: "这一行的“{bar}”紧挨着上面的文字，使它成了标题", EN: "this “{bar}” right below text makes a heading of it"},
		i18n.Text{ZH: "要的是分隔线，就空一行再写 ---；要的是标题，就删掉这一行，在文字前面写 ##。", EN: "For a rule, leave an empty line and write ---; for a heading, remove this line and write ## before the text."})
	headingID = diag.Define("heading-id", diag.Warning,
		i18n.Text{ZH: "标题编号“{id}”在本页已经用过，改成了“{new}”", EN: "the heading id “{id}” is taken on this page; “{new}” is used"},
		i18n.Text{ZH: "换一个编号；大小写不同也算相同。", EN: "Choose another; ids that differ only in case are the same."})
)

// A heading is a heading node and what its attributes say.
type heading struct {
	node    *ast.Heading
	id      string // from {#id}, then the final one
	classes []string
	start   int // of {#id}
	end     int
	text    string
}

// headingParser wraps goldmark's parsers of both kinds of heading. The
// attributes are read here and not by goldmark, whose parser of them takes
// any attribute, and quadratic time on "{a={a={a=".
type headingParser struct {
	parser.BlockParser
	underlined bool
}

func (p headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	var underline text.Segment
	if p.underlined {
		underline = node.Lines().At(0)
	}
	p.BlockParser.Close(node, reader, pc)
	if node.Parent() == nil {
		return // it became part of a paragraph
	}
	s := stateOf(pc)
	h := &heading{node: node.(*ast.Heading)}
	trimIndent(node, reader.Source())
	s.lintHeading(h.node, underline)
	s.readAttributes(h)
	s.headings = append(s.headings, h)
}

// lintHeading reports a heading that repeats the page's own, and one that an
// editor hardly meant: Chinese text right above what should be a rule.
func (s *state) lintHeading(n *ast.Heading, underline text.Segment) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	if bar := bytes.TrimSpace(underline.Value(s.src)); len(bar) > 0 && bytes.ContainsFunc(last.Value(s.src), cjk.Is) {
		start := underline.Start + bytes.Index(s.src[underline.Start:underline.Stop], bar[:1])
		s.report.at(headingUnderline, start, start+len(bar), diag.Arg("bar", cut(string(bar), 8)))
		return
	}
	if n.Level != 1 {
		return
	}
	first := lines.At(0)
	start, line := first.Start, string(bytes.TrimSpace(first.Value(s.src)))
	if len(underline.Value(s.src)) == 0 {
		start = max(bytes.LastIndexByte(s.src[:start], '#'), 0)
	}
	s.report.at(headingTitle, start, first.Stop, diag.Arg("mend", excerpt("## "+line)))
}

// readAttributes takes "{#id .class}" off the end of a heading's last line.
func (s *state) readAttributes(h *heading) {
	lines := h.node.Lines()
	if lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(s.src[last.Start:last.Stop], " \t\n")
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' || open > 0 && (line[open-1] == '{' || line[open-1] == '\\') {
		return
	}
	tokens := strings.Fields(string(line[open+1 : len(line)-1]))
	for _, t := range tokens {
		if t[0] != '#' && t[0] != '.' && !strings.Contains(t, "=") {
			return // prose in braces
		}
	}
	if len(tokens) == 0 {
		return
	}
	at := open
	for _, t := range tokens {
		at += bytes.Index(line[at:], []byte(t))
		s.attribute(h, t, last.Start+at)
		at += len(t)
	}
	rest := bytes.TrimRight(line[:open], " \t")
	if hashes := bytes.TrimRight(rest, "#"); len(hashes) < len(rest) && len(hashes) > 0 && hashes[len(hashes)-1] == ' ' {
		rest = bytes.TrimRight(hashes, " \t") // the closing sequence of "## 标题 ## {#id}"
	}
	lines.Set(lines.Len()-1, text.NewSegment(last.Start, last.Start+len(rest)))
}

func (s *state) attribute(h *heading, token string, at int) {
	name := token[1:]
	switch {
	case !isName(name) || token[0] != '#' && token[0] != '.' || len(h.classes) == maxClasses:
		s.report.at(headingAttribute, at, at+len(token), diag.Arg("attribute", token))
	case token[0] == '#':
		h.id, h.start, h.end = name, at, at+len(token)
	case !slices.Contains(h.classes, name):
		h.classes = append(h.classes, name)
	}
}

// maxClasses is how many classes a heading may have: none needs as many.
const maxClasses = 16

// isName reports what may stand in an id or a class without being escaped,
// and cannot be one of the theme's own, which begin with "_".
func isName(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || r != '-' && r != '_') {
			return false
		}
	}
	return s != ""
}

// An idSet holds the ids of a page. Those that differ only in case are one:
// not every server and tool tells them apart.
type idSet map[string]int // in lower case, with the last suffix tried

func (s idSet) take(id string) bool {
	key := strings.ToLower(id)
	if _, taken := s[key]; taken {
		return false
	}
	s[key] = 0
	return true
}

// unique takes the id, or the first of id-1, id-2 … that is free.
func (s idSet) unique(id string) string {
	if s.take(id) {
		return id
	}
	key := strings.ToLower(id)
	for n := s[key] + 1; ; n++ {
		if candidate := id + "-" + strconv.Itoa(n); s.take(candidate) {
			s[key] = n
			return candidate
		}
	}
}

// nameHeadings gives every heading its id: first those that the author wrote,
// so that a heading above cannot take them.
func (s *state) nameHeadings() {
	if len(s.headings) == 0 {
		return
	}
	ids := make(idSet, len(s.headings))
	for _, h := range s.headings {
		if h.id == "" {
			continue
		}
		if want := h.id; !ids.take(want) {
			h.id = ids.unique(want)
			s.report.at(headingID, h.start, h.end, diag.Arg("id", want), diag.Arg("new", h.id))
		}
	}
	for _, h := range s.headings {
		h.text = plainText(s.src, h.node)
		if h.id == "" {
			h.id = ids.unique(slug(h.text))
		}
		if h.id == h.text {
			h.id = h.text // one string, of which a column keeps many
		}
	}
}

// headingOf returns what is known of a node. Headings are asked for in the
// order in which they were found, but for those in notes, which come last.
func (s *state) headingOf(n *ast.Heading) *heading {
	if s.cursor < len(s.headings) && s.headings[s.cursor].node == n {
		s.cursor++
		return s.headings[s.cursor-1]
	}
	if s.byNode == nil {
		s.byNode = make(map[*ast.Heading]*heading, len(s.headings))
		for _, h := range s.headings {
			s.byNode[h.node] = h
		}
	}
	return s.byNode[n]
}

// slug makes an id of a heading's text: letters and digits stay, Han
// characters among them; spaces and hyphens become one hyphen; the rest goes.
func slug(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && b.Len() > 0:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r) || r == '-' || r == '_':
			gap = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return cut(b.String(), 120)
}

// cut shortens s to at most n bytes, between characters.
func cut[T string | []byte](s T, n int) T {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

package markdown

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// What a file may cost. goldmark cannot be cancelled, and its time is not
// linear in everything: 6,000 nested list markers took it 7.9 s and 6.6 GB,
// 18 KB of them. So a pass over the text, which is linear, adds up what the
// parser would have to do before the parser sees a byte. The limits are some
// hundred times what the longest essay needs.
const (
	maxSize  = 1 << 20
	maxDepth = 100     // nesting of quotations, lists, blocks, and of emphasis
	maxLines = 60_000  // a node and its neighbours take about a kilobyte
	maxNodes = 100_000 // marks that may make a node of their own
	maxNest  = 300_000 // the sum of open blocks over all lines: goldmark keeps a record of each
	maxPairs = 4e7     // the sum of squares of the marks in a paragraph: each may be compared with each
	maxScan  = 1e8     // bytes looked at in search of the end of code
	maxCells = 50_000  // cells of tables
)

var (
	tooLarge = diag.Define("markdown-size", diag.Error,
		i18n.Text{ZH: "文件太大：正文 {size} 字节，最多 {most} 字节，没有排版", EN: "the file is too large: {size} bytes, {most} at most; nothing is set"},
		i18n.Text{ZH: "一篇文章不会这么长。检查是不是粘进了图片数据或别的文件。", EN: "No essay is so long. Look for pasted image data or another file."})
	tooDeep = diag.Define("markdown-depth", diag.Error,
		i18n.Text{ZH: "引用、列表、区块或强调套了 {most} 层以上，没有排版", EN: "quotations, lists, blocks or emphasis nest more than {most} deep; nothing is set"},
		i18n.Text{ZH: "检查这里的 >、-、*、::: 是不是多打了。", EN: "Look for too many >, -, * or ::: here."})
	tooHeavy = diag.Define("markdown-load", diag.Error,
		i18n.Text{ZH: "这里的{what}太多，没有排版", EN: "there are too many {what} here; nothing is set"},
		i18n.Text{ZH: "正常的文章不会这样。检查是不是粘进了程序、数据或乱码。", EN: "No essay looks like this. Look for pasted code, data or garbage."})
)

var (
	manyLines = i18n.Text{ZH: "行数", EN: "lines"}
	manyMarks = i18n.Text{ZH: "标记符号（* _ [ ] ` < 等）", EN: "marks (* _ [ ] ` < and the like)"}
	manyNests = i18n.Text{ZH: "多层列表或引用里的行", EN: "lines within nested lists or quotations"}
	manyCells = i18n.Text{ZH: "表格单元格", EN: "table cells"}
)

// A load is what the text read so far would cost.
type load struct {
	report     *reporter
	containers int
	depth      int  // of what may be open
	blank      bool // the last line was
	nest       int
	lines      int
	nodes      int
	pairs      float64
	scan       float64
	cells      int
	chunk      chunk
	traits     traits
}

// A chunk is text without a blank line in it, which is at least a paragraph.
type chunk struct {
	start   int
	marks   int
	columns int              // of the table whose rule was seen
	runs    map[int]struct{} // lengths of runs of backticks
}

// bounded reports whether the text is small and flat enough to be parsed, and
// reports why it is not. It returns what else it saw on the way.
func bounded(text string, report *reporter) (traits, bool) {
	if len(text) > maxSize {
		report.at(tooLarge, 0, 0, diag.Arg("size", len(text)), diag.Arg("most", maxSize))
		return traits{}, false
	}
	l := load{report: report}
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if !l.line(text[at:end], at) {
			return traits{}, false
		}
		at = end
	}
	return l.traits, l.endChunk(len(text))
}

func (l *load) refuse(what i18n.Text, start, end int) bool {
	l.report.at(tooHeavy, start, end, diag.Arg("what", what))
	return false
}

func (l *load) line(line string, at int) bool {
	if l.lines++; l.lines > maxLines {
		return l.refuse(manyLines, at, at)
	}
	trimmed := strings.TrimRight(line, " \t\n")
	blank := isBlank(trimmed)
	if blank {
		l.traits.blanks = append(l.traits.blanks, span{at, at + len(strings.TrimSuffix(line, "\n"))})
	}
	if trimmed == "" || blank && strings.HasPrefix(trimmed, ideographicSpace) {
		l.blank = true
		l.nest += l.depth
		if l.nest > maxNest {
			return l.refuse(manyNests, at, at)
		}
		return l.endChunk(at)
	}
	depth, rest := openers(trimmed)
	l.fence(rest)
	if l.blank || at == 0 { // what the line is not indented for is closed
		l.chunk.start = at
		l.depth = min(l.depth, 1+len(line)-len(strings.TrimLeft(line, " \t>")))
	}
	l.blank = false
	l.depth = max(l.depth, depth+l.containers)
	if l.depth > maxDepth {
		l.report.at(tooDeep, at, at+len(trimmed), diag.Arg("most", maxDepth))
		return false
	}
	if l.nest += l.depth; l.nest > maxNest {
		return l.refuse(manyNests, at, at+len(trimmed))
	}
	if l.table(trimmed); l.cells > maxCells {
		return l.refuse(manyCells, at, at+len(trimmed))
	}
	l.marks(line)
	if l.nodes > maxNodes {
		return l.refuse(manyMarks, at, at+len(trimmed))
	}
	return true
}

// openers returns how many blocks the beginning of a line may open or go on
// with, and what stands behind their markers. A list can be nested in another
// by two columns of indent.
func openers(line string) (depth int, rest string) {
	columns := 0
	for i := 0; ; {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			if depth == 0 {
				columns += 1 + 3*b2i(line[i] == '\t')
			}
			i++
		}
		n := marker(line[i:])
		if n == 0 {
			if depth > 0 {
				depth += columns / 2
			}
			return depth, line[i:]
		}
		depth++
		i += n
	}
}

// marker returns the length of the marker of a quotation, a list's item or a
// note that s begins with.
func marker(s string) int {
	if s == "" {
		return 0
	}
	n := 0
	switch c := s[0]; {
	case c == '>':
		return 1
	case c == '-' || c == '+' || c == '*':
		n = 1
	case c == '[':
		_, n = label([]byte(s[:min(len(s), 100)]))
		if n > 0 && strings.HasPrefix(s[n:], ":") {
			return n + 1
		}
		if n > 0 && strings.HasPrefix(s[n:], "：") {
			return n + len("：")
		}
		return 0
	default:
		for n < len(s) && isDigit(s[n]) {
			n++
		}
		if n == 0 || n > 9 || n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	}
	if n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

// fence counts open containers.
func (l *load) fence(line string) {
	if !strings.HasPrefix(line, ":::") {
		return
	}
	if rest, ok := fence([]byte(line)); ok && len(rest) > 0 {
		l.containers++
	} else if ok {
		l.containers = max(0, l.containers-1)
	}
}

// table counts the cells of tables: every row gets as many as the rule has
// columns, written or not.
func (l *load) table(line string) {
	if line[0] >= utf8.RuneSelf {
		// no rule
	} else if strings.Contains(line, "-") && strings.Trim(line, "|-: \t>+*0123456789.)") == "" && strings.Contains(line, "|") || strings.Trim(line, "-: ") == "" {
		l.chunk.columns = max(l.chunk.columns, 1+strings.Count(strings.Trim(line, " \t|"), "|"))
	}
	l.cells += l.chunk.columns
}

// counted are the bytes at which marks stops: marks of Markdown, and those of one
// or two bytes that traits are seen by.
var counted = func() (table [256]bool) {
	for _, c := range []byte("*_~[]`<{!@:|&\\\x00") {
		table[c] = true
	}
	table[middot[0]] = true
	table[plus[0]] = true
	return table
}()

// wideEnds are the last bytes of the marks of three bytes that traits are seen by.
var wideEnds = func() (table [256]bool) {
	for _, mark := range []string{string(dash), "】", "］", wideStars, wideBrace} {
		table[mark[2]] = true
	}
	return table
}()

// marks counts what may become a node, and what a parser may have to compare
// with all others of its paragraph.
func (l *load) marks(line string) {
	for i := 0; i < len(line); i++ {
		c := line[i]
		if c >= 0xe1 && c <= 0xef && i+2 < len(line) && line[i+1] >= utf8.RuneSelf && line[i+2] >= utf8.RuneSelf {
			if (c < 0xe4 || c > 0xe9) && wideEnds[line[i+2]] { // else it is Han, as nearly all of an essay
				l.traits.see(line[i:])
			}
			i += 2
			continue
		}
		if !counted[c] {
			continue
		}
		switch c {
		case '*', '_', '~':
			for i+1 < len(line) && line[i+1] == line[i] {
				i++
			}
			l.chunk.marks++
		case '[', ']':
			l.chunk.marks++
		case '`':
			start := i
			for i+1 < len(line) && line[i+1] == '`' {
				i++
			}
			if l.chunk.runs == nil {
				l.chunk.runs = map[int]struct{}{}
			}
			l.chunk.runs[i-start] = struct{}{}
			l.nodes++
		case '<', '{', '!', '@', ':', '|':
			l.nodes++
		case '&', '\\':
			l.nodes++
			l.traits.see(line[i:])
		default:
			l.traits.see(line[i:])
		}
	}
}

// endChunk adds up the chunk that ends before byte at.
func (l *load) endChunk(at int) bool {
	c := l.chunk
	l.chunk = chunk{}
	l.nodes += c.marks
	l.pairs += float64(c.marks) * float64(c.marks)
	l.scan += float64(len(c.runs)) * float64(at-c.start)
	if l.nodes > maxNodes || l.pairs > maxPairs || l.scan > maxScan {
		return l.refuse(manyMarks, c.start, c.start)
	}
	return true
}

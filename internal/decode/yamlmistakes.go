package decode

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	kindYAML = diag.Define("yaml-syntax", diag.Error,
		i18n.Text{ZH: "这里不合 YAML 的写法：{detail}", EN: "this is not YAML: {detail}"}, fix)
	kindTab = diag.Define("tab-indent", diag.Error,
		i18n.Text{ZH: "行首用了制表符（Tab 键），YAML 不允许", EN: "the line is indented by a tab, which YAML does not allow"},
		i18n.Text{ZH: "行首的缩进改用空格，每层两个。", EN: "Indent by spaces, two for each level."})
	kindColonSpace = diag.Define("missing-space", diag.Error,
		i18n.Text{ZH: "冒号后面要空一格", EN: "a space is missing behind the colon"}, fix)
	kindEquals = diag.Define("equals-for-colon", diag.Error,
		i18n.Text{ZH: "在 --- 之间名称后面要用冒号，这里用了等号", EN: "between --- a key is followed by a colon, but here is ="}, fix)
	kindIndent = diag.Define("bad-indent", diag.Error,
		i18n.Text{ZH: "这一行没有和上面的行对齐", EN: "this line is not in line with those above"},
		i18n.Text{ZH: "同一层的各行，行首空格要一样多。", EN: "Indent the lines of one level by the same number of spaces."})
	kindInnerColon = diag.Define("colon-in-text", diag.Error,
		i18n.Text{ZH: "文字里有冒号加空格，会被当成另一项", EN: "the text holds a colon with a space, which reads as another key"}, fix)
)

// explain tells why a text is no YAML: by what an editor has probably typed,
// or else by what the library says.
func (y *yamlReader) explain(err error) []fault {
	var documents errDocuments
	if errors.As(err, &documents) {
		at := y.text.offset(documents.line, documents.column)
		y.fault(kindDocuments, span{at, y.text.lineEnd(at)})
		return y.faults
	}
	e := &yaml.LoadError{Message: err.Error()}
	errors.As(err, &e)
	at := y.text.offset(e.Mark.Line, e.Mark.Column)
	from := at
	if e.ContextMark.Line > 0 {
		from = y.text.offset(e.ContextMark.Line, e.ContextMark.Column)
	}
	if y.tab(at) || y.openQuote(e, from) || y.suspects(from, at) || y.special(e.Message, from, at) {
		return y.faults
	}
	end := y.text.lineEnd(at)
	if at == end { // a line end is nothing to point at
		at = y.lineStart(max(at-1, 0))
	}
	y.fault(kindYAML, span{at, end}, diag.Arg("detail", yamlWords(e.Message)), diag.Arg("fix", i18n.Text{
		ZH: "检查这一行和上一行：每行写成“名称: 值”，冒号用半角、后面空一格，同一层的各行左边对齐；值里有特殊符号时给它加引号",
		EN: "Check this line and the one before: each is key: value with a space behind the colon, those of one level begin at one column; put a value with special characters in quotes",
	}))
	return y.faults
}

func (y *yamlReader) lineStart(at int) int {
	return strings.LastIndexByte(y.text.body[:at], '\n') + 1
}

func (y *yamlReader) line(at int) string {
	start := y.lineStart(at)
	return strings.TrimRight(y.text.body[start:y.text.lineEnd(start)], " \t\r")
}

// tab reports a tab in the indentation of the line at which the library
// stopped, or of the one before, which it may have taken for text.
func (y *yamlReader) tab(at int) bool {
	for _, start := range []int{y.lineStart(at), y.lineStart(max(y.lineStart(at)-1, 0))} {
		line := y.line(start)
		if i := strings.IndexByte(line[:len(line)-len(strings.TrimLeft(line, " \t"))], '\t'); i >= 0 {
			y.fault(kindTab, span{start + i, start + i + 1})
			return true
		}
	}
	return false
}

// openQuote reports a string that is not closed, or closed by another quote.
func (y *yamlReader) openQuote(e *yaml.LoadError, from int) bool {
	if !strings.Contains(e.ContextMsg, "quoted scalar") || strings.Contains(e.Message, "escape") ||
		strings.Contains(e.Message, "hexadecimal") || from >= len(y.text.body) {
		return false
	}
	quote := y.text.body[from : from+1]
	line := strings.TrimRight(y.text.body[from:y.text.lineEnd(from)], " \t\r")
	if last, size := utf8.DecodeLastRuneInString(line); isQuote(last) && strings.Count(line, quote) == 1 {
		end := from + len(line)
		found := line[len(line)-size:]
		y.fault(kindFullWidth, span{end - size, end},
			diag.Arg("what", marks[last].what), diag.Arg("mark", found), diag.Arg("half", quote),
			diag.Arg("fix", i18n.Text{ZH: "把 " + found + " 改成 " + quote, EN: "Write " + quote + " for " + found}))
		return true
	}
	y.fault(kindUnclosed, span{from, from + 1}, diag.Arg("fix", i18n.Text{
		ZH: "在文字结束的地方加上引号 " + quote,
		EN: "Add " + quote + " where the text ends",
	}))
	return true
}

// suspect is a line whose key and value are not divided by a colon and a
// space. A key is a word; prose and addresses are none.
var suspect = regexp.MustCompile(`^(\s*(?:- )?)([\p{L}\d_-]{1,40})\s*(：|:|=|＝)\s*(.*)$`)

// suspects reports the lines that have a wrong separator: those of the
// outermost level, and those where the library stopped.
func (y *yamlReader) suspects(from, at int) bool {
	near := map[int]bool{y.lineStart(from): true, y.lineStart(at): true, y.lineStart(max(y.lineStart(at)-1, 0)): true}
	for start := 0; start < len(y.text.body) && len(y.faults) <= maxReported; start = y.text.lineEnd(start) + 1 {
		line := y.line(start)
		if strings.HasPrefix(line, " ") && !near[start] {
			continue
		}
		m := suspect.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		sep, value := line[m[6]:m[7]], line[m[8]:m[9]]
		after := line[m[7]:]
		if sep == ":" && (after == "" || after[0] == ' ' || after[0] == '\t' || strings.HasPrefix(after, "//")) {
			continue
		}
		y.separator(span{start + m[6], start + m[7]}, sep, line[m[2]:m[3]]+y.rightKey(line[m[4]:m[5]])+": "+value)
	}
	return len(y.faults) > 0
}

// aloneKey is a key with nothing before it on its line but spaces.
var aloneKey = regexp.MustCompile(`^\s+[\p{L}\d_-]+$`)

// rightKey translates a Chinese key.
func (y *yamlReader) rightKey(key string) string {
	if fd := y.plan.exact(key); fd != nil {
		return fd.name
	}
	return key
}

func (y *yamlReader) separator(at span, sep, mended string) {
	mended = strings.TrimSpace(mended)
	write := i18n.Text{ZH: "写成 " + mended, EN: "Write " + mended}
	switch sep {
	case "：", "＝":
		r, _ := utf8.DecodeRuneInString(sep)
		y.fault(kindFullWidth, at, diag.Arg("what", marks[r].what), diag.Arg("mark", sep),
			diag.Arg("half", ":"), diag.Arg("fix", write))
	case "=":
		y.fault(kindEquals, at, diag.Arg("fix", write))
	default:
		y.fault(kindColonSpace, at, diag.Arg("fix", write))
	}
}

// special reports the errors of the library that have a kind of their own.
func (y *yamlReader) special(message string, from, at int) bool {
	token := span{from, y.text.tokenEnd(from)}
	quoteIt := i18n.Text{ZH: "给整个值加上引号 \"", EN: `Put the whole value in quotes "`}
	switch {
	case strings.Contains(message, "max depth"):
		y.fault(kindTooDeep, span{at, at + 1}, argMost)
	case strings.Contains(message, "',' or ']'"), strings.Contains(message, "',' or '}'"):
		mark := y.text.body[from:min(from+1, len(y.text.body))]
		closing := map[string]string{"[": "]", "{": "}"}[mark]
		y.fault(kindBracket, span{from, from + 1}, diag.Arg("mark", mark), diag.Arg("fix", i18n.Text{
			ZH: "在最后一项的后面加上 " + closing + "，各项之间用半角逗号 , 隔开",
			EN: "Add " + closing + " after the last item, and commas between the items",
		}))
	case strings.Contains(message, "mapping values are not allowed") && aloneKey.MatchString(y.text.body[y.lineStart(at):at]):
		line := y.lineStart(at)
		y.fault(kindIndent, span{line, at})
	case strings.Contains(message, "mapping values are not allowed"):
		y.fault(kindInnerColon, span{at, at + 1}, diag.Arg("fix", quoteIt))
	case strings.Contains(message, "alphabetic or numeric"), strings.Contains(message, "unknown anchor"),
		strings.Contains(message, "alias"):
		mark := y.text.body[from:min(from+1, len(y.text.body))]
		y.fault(kindFeature, token, diag.Arg("mark", mark), diag.Arg("what", i18n.Text{ZH: "引用别处", EN: "an anchor or alias"}))
	case strings.Contains(message, "cannot start any token"):
		mark := shown(string([]rune(y.text.body[at:] + " ")[:1]))
		y.fault(kindFeature, span{at, y.text.tokenEnd(at)}, diag.Arg("mark", mark), diag.Arg("what", i18n.Text{ZH: "保留符号", EN: "a reserved character"}))
	case strings.Contains(message, "escape"), strings.Contains(message, "hexadecimal"):
		y.badEscape(at)
	case strings.Contains(message, "expected key") && y.behindQuote(at):
		found := y.text.body[at:y.text.lineEnd(at)]
		y.fault(kindExtra, span{at, at + len(found)}, diag.Arg("found", shown(found)), diag.Arg("fix", i18n.Text{
			ZH: "让引号包住整个值；值里面的引号改用中文引号“ ”",
			EN: "Put the quotes round the whole value, and write “ ” for quotes within it",
		}))
	default:
		return false
	}
	return true
}

// behindQuote reports whether a string ends before at on its line.
func (y *yamlReader) behindQuote(at int) bool {
	before := strings.TrimRight(y.text.body[y.lineStart(at):at], " \t")
	return strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "'")
}

func (y *yamlReader) badEscape(at int) {
	escape := y.text.body[at:y.text.lineEnd(at)]
	_, first := utf8.DecodeRuneInString(escape)
	_, second := utf8.DecodeRuneInString(escape[first:])
	escape = escape[:first+second]
	y.fault(kindEscape, span{at, at + len(escape)},
		diag.Arg("found", shown(strings.TrimPrefix(escape, `\`))), diag.Arg("fix", i18n.Text{
			ZH: `要写反斜杠本身，就写两个：\\，或者改用单引号`,
			EN: `For a backslash itself write two: \\, or use single quotes`,
		}))
}

// noTable explains a text whose outermost value is no table.
func (y *yamlReader) noTable(root *yaml.Node) []fault {
	start := y.text.offset(root.Line, root.Column)
	if !y.suspects(start, start) {
		y.fault(kindNoTable, span{start, y.text.lineEnd(start)})
	}
	return y.faults
}

// yamlMessages has Chinese for what the library can say, by a part of it.
var yamlMessages = []struct{ part, zh string }{
	{"could not find expected ':'", "这一行缺冒号"},
	{"did not find expected key", "这一行没有对齐，或者上一行的引号后面多了内容"},
	{"did not find expected '-'", "列表的各项没有对齐"},
	{"block sequence entries", "以“- ”开头的列表不能写在这里"},
	{"mapping keys are not allowed", "问号不能写在这里"},
	{"block scalar", "| 或 > 后面的写法不对"},
	{"directive", "% 开头的行不能写在这里"},
	{"document", "分隔标记不能写在这里"},
	{"comment", "# 前面要空一格"},
	{"node content", "这里缺一个值"},
	{"control characters", "有看不见的控制字符"},
}

func yamlWords(message string) i18n.Text {
	message = strings.TrimPrefix(message, "yaml: ")
	for _, m := range yamlMessages {
		if strings.Contains(message, m.part) {
			return i18n.Text{ZH: m.zh, EN: message}
		}
	}
	return i18n.Text{ZH: "解析器说 " + message, EN: message}
}

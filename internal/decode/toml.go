package decode

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindTOML = diag.Define("toml-syntax", diag.Error,
	i18n.Text{ZH: "这里不合 TOML 的写法：{detail}", EN: "this is not TOML: {detail}"},
	i18n.Text{
		ZH: `每行写成 名称 = 值，文字加半角引号，例如 title = "标题"。`,
		EN: `Write each line as key = value, with text in quotes, such as title = "…".`,
	})

// readTOML parses TOML; what it cannot parse it explains, and reads the rest.
func readTOML(body string, p *plan) reading {
	if values, ok := readUsual(body); ok {
		return reading{values: values}
	}
	if mayBeDeep(body) {
		if s := scanTOML(body, p, true); !s.onlyForeign() {
			return reading{faults: s.faults}
		}
	}
	values, err := parseTOML(body)
	if err == nil {
		return reading{values: values}
	}
	s := scanTOML(body, p, true)
	if len(s.faults) == 0 {
		return reading{faults: []fault{parserFault(body, err)}}
	}
	if s.onlyForeign() {
		// Chinese keys are all that is wrong with the syntax: the filler tells
		// them with all other mistakes.
		if values, err := parseTOML(quoteSpans(body, s.foreign)); err == nil {
			return reading{values: values}
		}
	}
	return s.withoutSkipped()
}

// withoutSkipped reads the text as if the statements that are wrong were not
// there, so that all other mistakes are told with theirs. A header that is
// wrong moves what follows it to another table: then nothing is read.
func (s *scanner) withoutSkipped() reading {
	r := reading{faults: s.faults, lost: map[*field]bool{}}
	rest := []byte(s.text)
	for _, w := range s.skipped {
		if s.text[w.start] == '[' {
			return r
		}
		r.lost[w.field] = true
		for i := w.start; i < w.end; i++ {
			if rest[i] != '\n' {
				rest[i] = ' '
			}
		}
	}
	if values, err := parseTOML(string(rest)); err == nil {
		r.values = values
	}
	return r
}

// quoteSpans puts pieces of the text in quotes.
func quoteSpans(body string, spans []span) string {
	var b strings.Builder
	from := 0
	for _, s := range spans {
		b.WriteString(body[from:s.start] + `"` + body[s.start:s.end] + `"`)
		from = s.end
	}
	return b.String() + body[from:]
}

// parseTOML is BurntSushi/toml. What it calls a bug of its own it panics
// with; to an editor that is a text that cannot be read.
func parseTOML(body string) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			values, err = nil, fmt.Errorf("%v", r)
		}
	}()
	var all any // into which the parser does not copy what it has read
	_, err = toml.Decode(body, &all)
	values, _ = all.(map[string]any)
	return values, err
}

// parserFault tells an error of the parser that the scanner has no better
// words for.
func parserFault(body string, err error) fault {
	f := fault{kind: kindTOML, span: firstLine(body)}
	message := err.Error()
	var parse toml.ParseError
	if errors.As(err, &parse) {
		message = parse.Message
		start := min(max(parse.Position.Start, 0), len(body))
		f.span = span{start, min(start+max(parse.Position.Len, 1), len(body))}
		if strings.HasPrefix(body, bom) { // the parser counts from behind it
			f.start, f.end = min(f.start+len(bom), len(body)), min(f.end+len(bom), len(body))
		}
	}
	f.args = []i18n.Arg{diag.Arg("detail", parserWords(message))}
	return f
}

const bom = "\ufeff"

// parserMessages has Chinese for what the parser can say, by a part of it.
var parserMessages = []struct{ part, zh string }{
	{"has already been defined", "这一项前面已经写过"},
	{"was already created", "这个名称前面已经用在别处"},
	{"is not a table", "这个名称前面已经写成了别的内容"},
	{"unexpected EOF", "到结尾还没有写完"},
	{"end with a newline", "这一行的后面多了内容"},
	{"out of range", "数字太大"},
	{"leading zeroes", "数字前面不能有 0"},
	{"nvalid datetime", "日期写得不对"},
	{"nvalid integer", "数字写得不对"},
	{"nvalid float", "数字写得不对"},
	{"invalid escape", "反斜杠 \\ 后面的字符不对"},
	{"is not valid UTF-8", "反斜杠 \\u 后面不是一个字符"},
	{"hexadecimal digits", "反斜杠 \\ 后面的字符不对"},
	{"table name", "方括号里的名称不对"},
	{"expected value", "等号后面的值不对"},
	{"comma", "括号里的逗号不对"},
}

func parserWords(message string) i18n.Text {
	for _, m := range parserMessages {
		if strings.Contains(message, m.part) {
			return i18n.Text{ZH: m.zh, EN: message}
		}
	}
	return i18n.Text{ZH: "解析器说 " + message, EN: message}
}

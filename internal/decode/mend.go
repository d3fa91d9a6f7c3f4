package decode

import (
	"iter"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindFullWidth = diag.Define("full-width-mark", diag.Error,
	i18n.Text{ZH: "{what} {mark} 是中文（全角）的，这里要用英文（半角）的 {half}", EN: "{what} {mark} is full-width, here it has to be {half}"},
	fix)

// marks are the marks of a Chinese keyboard with the half-width ones that
// editors mean by them.
var marks = map[rune]struct {
	half string
	what i18n.Text
}{
	'：': {"=", i18n.Text{ZH: "冒号", EN: "the colon"}},
	'＝': {"=", i18n.Text{ZH: "等号", EN: "the equals sign"}},
	'，': {",", i18n.Text{ZH: "逗号", EN: "the comma"}},
	'、': {",", i18n.Text{ZH: "顿号", EN: "the comma"}},
	'；': {",", i18n.Text{ZH: "分号", EN: "the semicolon"}},
	'［': {"[", i18n.Text{ZH: "方括号", EN: "the bracket"}},
	'］': {"]", i18n.Text{ZH: "方括号", EN: "the bracket"}},
	'【': {"[", i18n.Text{ZH: "方括号", EN: "the bracket"}},
	'】': {"]", i18n.Text{ZH: "方括号", EN: "the bracket"}},
	'｛': {"{", i18n.Text{ZH: "花括号", EN: "the bracket"}},
	'｝': {"}", i18n.Text{ZH: "花括号", EN: "the bracket"}},
	'＃': {"#", i18n.Text{ZH: "井号", EN: "the number sign"}},
	'“': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'”': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'„': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'＂': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'「': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'」': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'『': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'』': {`"`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'‘': {`'`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'’': {`'`, i18n.Text{ZH: "引号", EN: "the quote"}},
	'＇': {`'`, i18n.Text{ZH: "引号", EN: "the quote"}},
}

// half returns what an editor means by a full-width mark, or "".
func half(r rune) string { return marks[r].half }

func isComma(r rune) bool { return r != ',' && half(r) == "," }

func isQuote(r rune) bool { return half(r) == `"` || half(r) == "'" }

// A mark is a full-width mark in a line.
type mark struct{ start, size int }

// quoteMarks goes through the full-width quotes of a line.
func quoteMarks(line string) iter.Seq[mark] {
	return func(yield func(mark) bool) {
		for i, r := range line {
			if isQuote(r) && !yield(mark{i, utf8.RuneLen(r)}) {
				return
			}
		}
	}
}

// fullWidth reports a full-width mark where the half-width one has to stand.
func (s *scanner) fullWidth(at span, want string) bool {
	r, _ := firstRune(s.text[at.start:])
	what := marks[r].what
	if what == (i18n.Text{}) {
		what = i18n.Text{ZH: "字符", EN: "the character"}
	}
	found := s.text[at.start:at.end]
	return s.advise(kindFullWidth, at, i18n.Text{
		ZH: "把 " + found + " 改成 " + want,
		EN: "Write " + want + " for " + found,
	}, diag.Arg("what", what), diag.Arg("mark", found), diag.Arg("half", want))
}

// checkToken explains a value without quotes or brackets that is none of what
// may stand so.
func (s *scanner) checkToken(start int, fd *field) bool {
	token := s.text[start:s.pos]
	if validToken(token) {
		return true
	}
	raw := s.unquoted(start)
	at := span{start, start + len(raw)}
	r, size := firstRune(raw)
	switch {
	case raw == "":
		return s.advise(kindNoValue, s.at.span(start), noValueAdvice(fd))
	case isQuote(r) && wrapped(raw):
		return s.fullWidth(span{start, start + size}, half(r))
	case half(r) == "[" || half(r) == "{":
		return s.fullWidth(span{start, start + size}, half(r))
	case looksLikeDate(raw) || fd.isDate() && strings.ContainsAny(fold(raw), "0123456789"):
		return s.advise(kindBadDate, at, dateAdvice(raw, fd.dateSort()), diag.Arg("found", shown(raw)))
	case raw != fold(raw) && validToken(fold(raw)):
		return s.fullWidth(at, fold(raw))
	case numeric.MatchString(raw):
		return s.advise(kindNumber, at, numberAdvice(fd), diag.Arg("found", shown(raw)))
	case truth(raw) != "" && (fd == nil || fd.shape.sort == sortBool):
		return s.advise(kindWrongType, at, i18n.Text{ZH: "写 true 或 false", EN: "Write true or false"},
			diag.Arg("key", fd.labelOr("这一项", "this")),
			diag.Arg("want", (&shape{sort: sortBool}).want()), diag.Arg("found", i18n.Same(shown(raw))))
	}
	return s.advise(kindUnquoted, at, i18n.Text{
		ZH: `在文字两头加上半角引号 "`,
		EN: `Put it in quotes "`,
	})
}

// span of a statement without a value is its key and separator.
func (st statement) span(end int) span {
	if len(st.keys) == 0 {
		return span{end, end}
	}
	return span{st.keys[0].start, end}
}

func noValueAdvice(fd *field) i18n.Text {
	sample := `"…"`
	if fd != nil {
		sample = fd.shape.sample()
	}
	return i18n.Text{
		ZH: "填上内容，例如 " + sample + "；暂时不填就删去这一行",
		EN: "Fill it in, such as " + sample + ", or delete the line",
	}
}

func (fd *field) labelOr(zh, en string) i18n.Text {
	if fd == nil {
		return i18n.Text{ZH: zh, EN: en}
	}
	return fd.label()
}

func (fd *field) isDate() bool {
	return fd != nil && (fd.shape.sort == sortDate || fd.shape.sort == sortMoment)
}

func (fd *field) dateSort() sort {
	if fd.isDate() {
		return fd.shape.sort
	}
	return sortMoment
}

// numeric is what is meant as a number.
var numeric = regexp.MustCompile(`^[-+.]?\d[\d_,. ]*(?:[eE][-+]?\d+)?[.%]?$`)

func numberAdvice(fd *field) i18n.Text {
	if fd != nil && fd.shape.sort == sortString {
		return i18n.Text{ZH: `在两头加上半角引号 "`, EN: `Put it in quotes "`}
	}
	return i18n.Text{
		ZH: `数字前面不写 0，中间不写逗号；如果是编号或电话，在两头加上半角引号 "`,
		EN: `A number has no 0 at its front and no commas; put a telephone number or the like in quotes "`,
	}
}

var simpleToken = regexp.MustCompile(`^(?:true|false|0|[1-9]\d{0,17})$`)

// validToken asks the parser whether a value is one.
func validToken(token string) bool {
	if simpleToken.MatchString(token) {
		return true
	}
	if token == "" || strings.ContainsAny(token[:1], "\"'[{#") {
		return false
	}
	_, err := parseTOML("k=" + token)
	return err == nil
}

// unquoted returns the value at start as far as an editor would say that it
// goes: to the end of the line or a comment, or in brackets to a comma.
func (s *scanner) unquoted(start int) string {
	raw := s.text[start:s.lineEnd(start)]
	if s.inBrackets(start) {
		if i := strings.IndexAny(raw, ",，]}"); i >= 0 {
			raw = raw[:i]
		}
	}
	return strings.TrimRight(cutComment(raw), " \t")
}

func (s *scanner) inBrackets(pos int) bool {
	if len(s.at.keys) == 0 {
		return false
	}
	before := s.text[s.at.keys[len(s.at.keys)-1].end:pos]
	return strings.ContainsAny(before, "[{")
}

// cutComment cuts a comment off a value.
func cutComment(raw string) string {
	if strings.HasPrefix(raw, "#") {
		return ""
	}
	if i := strings.LastIndex(raw, " #"); i >= 0 && !strings.ContainsAny(raw[i:], "\"'”’") {
		return raw[:i]
	}
	return raw
}

// mendedLine writes the statement as it should be, or returns "" where that
// cannot be known. What it returns has been tried on the parser.
func (s *scanner) mendedLine() string {
	if len(s.at.keys) == 0 {
		return ""
	}
	last := s.at.keys[len(s.at.keys)-1]
	line := s.text[last.end:s.lineEnd(last.end)]
	if strings.Contains(s.text[last.end:max(s.pos, last.end)], "\n") || len(line) > 500 {
		return ""
	}
	raw := strings.TrimSpace(line)
	if r, size := firstRune(raw); isSeparator(r) {
		raw = strings.TrimSpace(raw[size:])
	}
	raw = strings.TrimSpace(cutComment(raw))
	key := s.text[s.at.keys[0].start:last.start] + s.text[last.start:last.end]
	if s.at.field != nil && s.isBare(last) {
		key = s.text[s.at.keys[0].start:last.start] + s.at.field.name
	}
	for _, value := range s.candidates(raw) {
		mended := key + " = " + value
		if values, err := parseTOML(mended); err == nil && s.fits(values) {
			return mended
		}
	}
	return ""
}

// fits reports whether the value of a mended line is what its field wants.
func (s *scanner) fits(values map[string]any) bool {
	if s.at.field == nil {
		return true
	}
	var v any = values
	for m, ok := v.(map[string]any); ok; m, ok = v.(map[string]any) {
		if len(m) != 1 {
			break
		}
		for _, v = range m {
		}
	}
	switch s.at.field.shape.sort {
	case sortString:
		_, ok := v.(string)
		return ok
	case sortBool:
		_, ok := v.(bool)
		return ok
	case sortInt, sortFloat:
		_, ok := floatOf(v)
		return ok
	case sortDate, sortMoment:
		_, ok := v.(time.Time)
		return ok
	case sortList:
		_, ok := v.([]any)
		return ok
	}
	return true
}

// candidates are ways to mend a value, the most faithful first.
func (s *scanner) candidates(raw string) []string {
	text := unwrap(strings.TrimRight(raw, "，,；; "))
	if text == "" {
		return nil
	}
	out := []string{raw, halved(raw), mendDate(text, s.at.field.dateSort()), truth(text), fold(text)}
	if s.at.field == nil || s.at.field.shape.sort == sortList {
		if items := strings.Trim(text, "[]【】［］ "); items != text || s.at.field != nil {
			out = append(out, quoteItems(items))
		}
	}
	return append(out, quote(chineseQuotes(text)))
}

func quoteItems(s string) string {
	parts := splitList(s)
	for i, p := range parts {
		parts[i] = quote(unwrap(p))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// halved makes the marks of a value half-width that stand outside its texts.
func halved(raw string) string {
	var b strings.Builder
	closing := rune(0)
	for _, r := range raw {
		h := half(r)
		switch {
		case closing != 0:
			if r == closing || closing == '"' && h == `"` {
				closing, r = 0, '"'
			}
			b.WriteRune(r)
		case r == '"' || h == `"`:
			closing = closingOf(r)
			b.WriteByte('"')
		case r == '：' || h == "":
			b.WriteRune(r)
		case h == ",":
			b.WriteString(", ")
		default:
			b.WriteString(h)
		}
	}
	return b.String()
}

func closingOf(r rune) rune {
	switch r {
	case '“', '„':
		return '”'
	case '「':
		return '」'
	case '『':
		return '』'
	}
	return '"'
}

// wrapped reports whether a text stands in quotes of some kind that belong
// together, unlike those of “甲”与“乙”.
func wrapped(raw string) bool { return unwrap(raw) != raw }

// unwrap takes the quotes off a text.
func unwrap(raw string) string {
	first, size := firstRune(raw)
	last, lastSize := utf8.DecodeLastRuneInString(raw)
	opens, closes := isQuote(first) || first == '"' || first == '\'', isQuote(last) || last == '"' || last == '\''
	if !opens || len(raw) < size+lastSize {
		if closes && !opens && strings.Count(raw, "“") < strings.Count(raw, "”") {
			return raw[:len(raw)-lastSize]
		}
		return raw
	}
	if !closes {
		if first == '"' || first == '\'' {
			return raw[size:]
		}
		return raw
	}
	inner := raw[size : len(raw)-lastSize]
	if first != '"' && strings.IndexRune(inner, last) >= 0 && strings.IndexRune(inner, last) < strings.IndexRune(inner+string(first), first) {
		return raw
	}
	return inner
}

// chineseQuotes makes the straight quotes of a text “ and ” in turn, as they
// are set in Chinese.
func chineseQuotes(s string) string {
	if strings.Count(s, `"`)%2 == 1 {
		return s
	}
	open := false
	return strings.Map(func(r rune) rune {
		if r != '"' {
			return r
		}
		open = !open
		if open {
			return '“'
		}
		return '”'
	}, s)
}

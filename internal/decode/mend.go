package decode

import (
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
	return s.at.field.shape.admits(v)
}

// admits reports whether a value of TOML has the shape.
func (s *shape) admits(v any) bool {
	ok := true
	switch s.sort {
	case sortString:
		_, ok = v.(string)
	case sortBool:
		_, ok = v.(bool)
	case sortInt:
		_, ok = v.(int64)
	case sortFloat:
		_, ok = floatOf(v)
	case sortDate, sortMoment:
		_, ok = v.(time.Time)
	case sortDuration:
		text, isText := v.(string)
		_, ok = parseDuration(text)
		ok = ok && isText
	case sortList:
		var items []any
		items, ok = v.([]any)
		for _, item := range items {
			ok = ok && s.elem.admits(item)
		}
	}
	return ok
}

// candidates are ways to mend a value, the most faithful first.
func (s *scanner) candidates(raw string) []string {
	text := unwrap(strings.TrimRight(raw, "，,；; "))
	if text == "" {
		return nil
	}
	out := []string{raw, halved(raw), noComma.ReplaceAllString(raw, "$1, $2"), mendDate(text, s.at.field.dateSort())}
	if s.at.field != nil {
		out = append(out, truth(text), fold(text), strings.ReplaceAll(fold(text), ",", ""))
	}
	if s.at.field == nil || s.at.field.shape.sort == sortList {
		if items := strings.Trim(text, "[]【】［］ "); items != text || s.at.field != nil {
			out = append(out, quoteItems(items))
		}
	}
	return append(out, quote(chineseQuotes(text)))
}

// noComma is the place between two texts where a comma is missing.
var noComma = regexp.MustCompile(`(["'])[ \t]*(["'])`)

func quoteItems(s string) string {
	parts := splitList(s)
	for i, p := range parts {
		p = unwrap(p)
		if strings.ContainsAny(p, `"'`) {
			return "" // the list is not what it seems
		}
		parts[i] = quote(p)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// halved makes the marks of a value half-width that stand outside its texts.
func halved(raw string) string {
	var b strings.Builder
	closing := ""
	for i, r := range raw {
		h := half(r)
		switch {
		case closing != "":
			if strings.ContainsRune(closing, r) {
				closing, r = "", '"'
			}
			b.WriteRune(r)
		case r == '"' || h == `"` || h == "'":
			closing = closingOf(r)
			if !strings.ContainsAny(raw[i+utf8.RuneLen(r):], closing) {
				closing = "”" // closed on another keyboard
			}
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

func closingOf(r rune) string {
	switch r {
	case '“', '”', '„':
		return "”"
	case '‘', '’':
		return "’"
	case '「':
		return "」"
	case '『':
		return "』"
	}
	return string(r)
}

// wrapped reports whether a text stands in quotes of some kind that belong
// together, unlike those of “甲”与“乙”.
func wrapped(raw string) bool { return unwrap(raw) != raw }

// unwrap takes the quotes off a text.
func unwrap(raw string) string {
	first, size := firstRune(raw)
	last, lastSize := utf8.DecodeLastRuneInString(raw)
	opens, closes := quotes(first), quotes(last)
	if !opens || len(raw) < size+lastSize {
		if unopened(raw) {
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
	if first != '"' && strings.ContainsRune(inner, last) && strings.IndexRune(inner, last) < strings.IndexRune(inner+string(first), first) {
		return raw
	}
	return inner
}

// quotes reports whether r is a quote of any kind.
func quotes(r rune) bool { return r == '"' || r == '\'' || isQuote(r) }

// unopened reports whether a text ends with a quote that nothing in it opens.
func unopened(raw string) bool {
	first, _ := firstRune(raw)
	last, size := utf8.DecodeLastRuneInString(raw)
	if quotes(first) || !quotes(last) {
		return false
	}
	inner := raw[:len(raw)-size]
	switch last {
	case '”', '’', '」', '』':
		open := map[rune]string{'”': "“", '’': "‘", '」': "「", '』': "『"}[last]
		return strings.Count(inner, open) < strings.Count(raw, string(last))
	}
	return strings.Count(raw, string(last))%2 == 1
}

// chineseQuotes makes the straight quotes of a text “ and ” as they are set in
// Chinese: ” where one is open, else “. A text in which they do not pair stays
// as it is.
func chineseQuotes(s string) string {
	open, paired := 0, true
	out := strings.Map(func(r rune) rune {
		if r == '"' {
			r = '“'
			if open > 0 {
				r = '”'
			}
		}
		switch r {
		case '“':
			open++
		case '”':
			open--
			paired = paired && open >= 0
		}
		return r
	}, s)
	if open != 0 || !paired {
		return s
	}
	return out
}

package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// checkToken explains a value without quotes or brackets that is none of what
// may stand so.
func (s *scanner) checkToken(start int, fd *field, depth int) bool {
	token := s.text[start:s.pos]
	// In a list 1,000 is two items.
	if validToken(token) && (depth > 0 || s.peek() != ',' || !grouped.MatchString(s.unquoted(start, 0))) {
		return true
	}
	raw := s.unquoted(start, depth)
	at := span{start, start + len(raw)}
	r, size := firstRune(raw)
	bare := strings.TrimRight(raw, "，,；;、。")
	switch {
	case bare != raw && validToken(bare):
		return s.advise(kindExtra, span{start + len(bare), at.end}, i18n.Text{ZH: "删去它", EN: "Delete it"},
			diag.Arg("found", raw[len(bare):]))
	case raw == "":
		return s.advise(kindNoValue, s.at.span(start), s.noValueAdvice(fd))
	case isQuote(r) && wrapped(raw):
		return s.fullWidth(span{start, start + size}, half(r))
	case half(r) == "[" || half(r) == "{":
		return s.fullWidth(span{start, start + size}, half(r))
	case looksLikeDate(raw) || fd.isDate():
		return s.advise(kindBadDate, at, dateAdvice(raw, fd.dateSort()), diag.Arg("found", shown(raw)))
	case raw != fold(raw) && validToken(fold(raw)):
		return s.fullWidth(at, fold(raw))
	case numeric.MatchString(raw):
		return s.advise(kindNumber, at, numberAdvice(fd), diag.Arg("found", shown(raw)))
	case fd.wantsNoText():
		sample := s.sample(fd)
		return s.advise(kindWrongType, at, i18n.Text{ZH: "例如 " + sample, EN: "For example " + sample},
			diag.Arg("key", fd.label()), diag.Arg("want", fd.shape.want()), diag.Arg("found", foundWords("")))
	case unopened(raw):
		return s.advise(kindUnopened, span{at.end - lastSize(raw), at.end}, i18n.Text{
			ZH: `在文字开始的地方加上半角引号 "`,
			EN: `Add " where the text begins`,
		})
	}
	return s.advise(kindUnquoted, at, i18n.Text{
		ZH: `在文字两头加上半角引号 "`,
		EN: `Put it in quotes "`,
	})
}

func lastSize(s string) int {
	_, size := utf8.DecodeLastRuneInString(s)
	return size
}

// span of a statement without a value is its key and separator.
func (st statement) span(end int) span {
	if len(st.keys) == 0 {
		return span{end, end}
	}
	return span{st.keys[0].start, end}
}

// sample is a value for a field, with its key if that begins the line.
func (s *scanner) sample(fd *field) string {
	value := `"…"`
	if fd != nil {
		value = fd.shape.sample()
	}
	if n := len(s.at.keys); n > 0 && fd == s.at.field {
		return s.text[s.at.keys[0].start:s.at.keys[n-1].end] + " = " + value
	}
	return value
}

func (s *scanner) noValueAdvice(fd *field) i18n.Text {
	sample := s.sample(fd)
	return i18n.Text{
		ZH: "填上内容，例如 " + sample + "；暂时不填就删去这一行",
		EN: "Fill it in, such as " + sample + ", or delete the line",
	}
}

// wantsNoText reports whether quotes would not mend a value of the field.
func (fd *field) wantsNoText() bool {
	if fd == nil {
		return false
	}
	switch fd.shape.sort {
	case sortBool, sortInt, sortFloat, sortTable, sortFree:
		return true
	}
	return fd.shape.tables()
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

// grouped is a number whose digits stand in groups.
var grouped = regexp.MustCompile(`^[-+]?\d{1,3}(?:,\d{3})+$`)

// numeric is what is meant as a number.
var numeric = regexp.MustCompile(`^[-+.]?\d[\d_,. ]*(?:[eE][-+]?\d+)?[.%]?$`)

func numberAdvice(fd *field) i18n.Text {
	if fd != nil && fd.shape.sort == sortString {
		return i18n.Text{ZH: `在两头加上半角引号 "`, EN: `Put it in quotes "`}
	}
	return i18n.Text{
		ZH: `只写数字和小数点，例如 12 或 0.5，前面不多写 0，中间不写逗号；如果是编号或电话，在两头加上半角引号 "`,
		EN: `Write digits and a point only, such as 12 or 0.5; put a telephone number or the like in quotes "`,
	}
}

var simpleToken = regexp.MustCompile(`^(?:true|false|0|[1-9]\d{0,17}|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|[1-9]\d{0,8}\.\d{1,8})$`)

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
func (s *scanner) unquoted(start, depth int) string {
	raw := s.text[start:s.lineEnd(start)]
	if depth > 0 {
		if i := strings.IndexAny(raw, ",，]}"); i >= 0 {
			raw = raw[:i]
		}
	}
	return strings.TrimRight(cutComment(raw), " \t")
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

package decode

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindControl = diag.Define("control-character", diag.Error,
	i18n.Text{ZH: "文字里有看不见的控制字符（{name}）", EN: "the text holds an invisible control character ({name})"},
	i18n.Text{
		ZH: "它多半是从别处复制带来的：把这一处删掉重新输入。",
		EN: "It was probably copied from elsewhere: delete this and type it again.",
	})

// scalar fills dst with a value that is no list and no table. It reports
// false where the value has another type, and tells itself what else is wrong.
func (f *filler) scalar(v any, s sort, dst reflect.Value) bool {
	switch s {
	case sortString:
		text, ok := textOf(v)
		if ok && f.clean(text) {
			dst.SetString(kept(text))
		}
		return ok
	case sortBool:
		b, ok := boolOf(v)
		dst.SetBool(b)
		return ok
	case sortInt:
		n, ok := intOf(v)
		if !ok || dst.OverflowInt(n) {
			return false
		}
		dst.SetInt(n)
		return true
	case sortFloat:
		x, ok := floatOf(v)
		dst.SetFloat(x)
		return ok
	case sortDate, sortMoment:
		return f.date(v, s, dst)
	case sortDuration:
		return f.duration(v, dst)
	}
	panic("decode: a list or table is no scalar")
}

func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case plain:
		return string(v), true
	}
	return "", false
}

func boolOf(v any) (value, ok bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case plain:
		switch v {
		case "true", "True", "TRUE":
			return true, true
		case "false", "False", "FALSE":
			return false, true
		}
	}
	return false, false
}

func intOf(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case plain:
		n, err := strconv.ParseInt(string(v), 10, 64)
		return n, err == nil
	}
	return 0, false
}

// floatOf reads a number; one without end, and none, are no numbers here.
func floatOf(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case plain:
		if !plainNumber(string(v)) {
			return 0, false
		}
		x, err := strconv.ParseFloat(string(v), 64)
		return x, err == nil
	}
	return 0, false
}

// plainNumber reports whether s has only what decimal numbers are made of, so
// that inf, nan, 0x10 and 1_000 are none.
func plainNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789+-.eE") == "" && strings.ContainsAny(s, "0123456789")
}

// clean reports whether a text is free of control characters, but for tabs
// and line ends.
func (f *filler) clean(s string) bool {
	c, found := control(s)
	if found {
		f.report(kindControl, diag.Arg("name", codePoint(c)))
	}
	return !found
}

func control(s string) (byte, bool) {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\t' && c != '\n' || c == 0x7f {
			return c, true
		}
	}
	return 0, false
}

func codePoint(c byte) string {
	return "U+00" + strings.ToUpper(string("0123456789abcdef"[c>>4])+string("0123456789abcdef"[c&15]))
}

func isBlank(s string) bool {
	return strings.TrimFunc(s, unicode.IsSpace) == ""
}

// date fills a Date or a Moment.
func (f *filler) date(v any, s sort, dst reflect.Value) bool {
	var m civil.Moment
	switch v := v.(type) {
	case time.Time:
		var ok bool
		if m, ok = momentOf(v); !ok {
			return false
		}
	case string, plain:
		text, _ := textOf(v)
		var ok bool
		if m, ok = parseMoment(text); !ok {
			f.report(kindBadDate, diag.Arg("found", shown(text)), diag.Arg("fix", dateAdvice(text, s)))
			return true
		}
	default:
		return false
	}
	switch {
	case m.Date.Year < firstYear || m.Date.Year > lastYear:
		f.report(kindOddYear, diag.Arg("key", f.label()), diag.Arg("year", fmt.Sprintf("%04d", m.Date.Year)),
			diag.Arg("first", firstYear), diag.Arg("last", lastYear))
	case s == sortMoment:
		dst.Set(reflect.ValueOf(m))
	case m.HasClock:
		return false
	default:
		dst.Set(reflect.ValueOf(m.Date))
	}
	return true
}

// momentOf undoes what BurntSushi/toml does to dates without an offset: it
// puts them into locations of its own, whose offset is the machine's. A time
// of day without a date is no moment.
func momentOf(t time.Time) (civil.Moment, bool) {
	m := civil.MomentOf(t)
	switch t.Location().String() {
	case "time-local":
		return civil.Moment{}, false
	case "date-local":
		return civil.Moment{Date: m.Date}, true
	case "datetime-local":
		m.HasOffset, m.Offset = false, 0
	}
	return m, true
}

// parseMoment reads a date in text: the forms of TOML, and the space before
// the offset that YAML's timestamps may have.
func parseMoment(s string) (civil.Moment, bool) {
	if m, ok := civil.ParseMoment(s); ok {
		return m, true
	}
	if i := strings.LastIndexByte(s, ' '); i > len("2006-01-02") && i+1 < len(s) && strings.IndexByte("+-Z", s[i+1]) >= 0 {
		return civil.ParseMoment(s[:i] + s[i+1:])
	}
	return civil.Moment{}, false
}

// duration fills a time.Duration.
func (f *filler) duration(v any, dst reflect.Value) bool {
	text, ok := textOf(v)
	if !ok {
		return false
	}
	d, ok := parseDuration(text)
	if !ok && negative(text) {
		f.report(kindNegativeDuration, diag.Arg("found", shown(text)))
		return true
	}
	if !ok {
		f.report(kindBadDuration, diag.Arg("found", shown(text)))
		return true
	}
	dst.SetInt(int64(d))
	return true
}

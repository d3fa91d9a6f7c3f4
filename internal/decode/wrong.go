package decode

import (
	"strconv"
	"strings"
	"time"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindWrongType = diag.Define("wrong-type", diag.Error,
	i18n.Text{ZH: "{key}要写{want}，这里却是{found}", EN: "{key} has to be {want}, but here is {found}"},
	i18n.Text{ZH: "{fix}", EN: "{fix}"})

// wrongType reports that the value of the path has not the shape.
func (f *filler) wrongType(v any, s *shape) {
	if f.full() {
		return
	}
	f.report(kindWrongType,
		diag.Arg("key", f.label()),
		diag.Arg("want", s.want()),
		diag.Arg("found", foundWords(v)),
		diag.Arg("fix", f.mendType(v, s)))
}

func foundWords(v any) i18n.Text {
	switch v := v.(type) {
	case nil:
		return i18n.Text{ZH: "空的", EN: "nothing"}
	case bool:
		return quotedName(strconv.FormatBool(v))
	case int64:
		return i18n.Text{ZH: "数字", EN: "a number"}
	case float64:
		if _, ok := floatOf(v); !ok {
			return quotedName(strings.ToLower(strconv.FormatFloat(v, 'f', -1, 64)))
		}
		return i18n.Text{ZH: "带小数点的数字", EN: "a number with a fraction"}
	case time.Time:
		m, ok := momentOf(v)
		switch {
		case !ok:
			return i18n.Text{ZH: "钟点（没有日期）", EN: "a time of day without a date"}
		case m.HasClock:
			return i18n.Text{ZH: "带钟点的日期", EN: "a date with a time of day"}
		}
		return i18n.Text{ZH: "日期", EN: "a date"}
	case []any:
		return i18n.Text{ZH: "列表", EN: "a list"}
	case []map[string]any:
		return i18n.Text{ZH: "一组一组的内容", EN: "a list of tables"}
	case map[string]any:
		return i18n.Text{ZH: "一组设置", EN: "a table of settings"}
	}
	return i18n.Text{ZH: "文字", EN: "text"}
}

// mendType says how to write the value instead: the line itself where it can
// be told, else what the sort looks like.
func (f *filler) mendType(v any, s *shape) i18n.Text {
	if mended := f.mended(v, s); mended != "" {
		return i18n.Text{ZH: "写成 " + f.inPlace(mended), EN: "Write " + f.inPlace(mended)}
	}
	switch {
	case s.tables() || s.sort == sortTable || s.sort == sortFree:
		if f.text.Syntax == TOML && strings.HasPrefix(f.raw(), "[") && f.place(f.path).isHeader() {
			return f.mendBrackets(s)
		}
		return f.mendTable(s)
	case s.sort == sortDuration:
		return i18n.Text{
			ZH: `加上单位和引号，例如 ` + f.inPlace(`"36小时"`),
			EN: `Write it with its unit in quotes, such as ` + f.inPlace(`"36h"`),
		}
	}
	return i18n.Text{ZH: "例如 " + f.inPlace(s.sample()), EN: "For example " + f.inPlace(s.sample())}
}

// inPlace writes the value with its key, or alone if it is an item of a list.
func (f *filler) inPlace(value string) string {
	last := f.path[len(f.path)-1]
	if last.isItem() {
		return value
	}
	return f.assign(last.key, value)
}

// mended writes the value of the path as the shape wants it, or "" where that
// cannot be known.
func (f *filler) mended(v any, s *shape) string {
	raw := f.raw()
	if raw == "" || len(raw) > 200 || strings.ContainsAny(raw, "\n") {
		return ""
	}
	switch s.sort {
	case sortString:
		switch v := v.(type) {
		case bool, int64, float64, time.Time:
			return strconv.Quote(raw)
		case []any:
			if len(v) != 1 {
				break
			}
			if text, ok := textOf(v[0]); ok {
				return quote(text)
			}
		}
	case sortList:
		return f.asItem(v, raw, s.elem)
	case sortBool:
		return truth(v)
	case sortInt, sortFloat:
		if text, ok := textOf(v); ok {
			if n, ok := intOf(plain(fold(strings.TrimSpace(text)))); ok {
				return strconv.FormatInt(n, 10)
			}
		}
	case sortDate:
		return dateAlone(v, raw)
	case sortMoment:
		return mendDate(raw, s.sort)
	}
	return ""
}

// dateAlone takes the time of day off a date.
func dateAlone(v any, raw string) string {
	if t, ok := v.(time.Time); ok {
		if m, ok := momentOf(t); ok {
			return m.Date.String()
		}
		return ""
	}
	if text, ok := textOf(v); ok {
		if m, ok := parseMoment(text); ok {
			return m.Date.String()
		}
	}
	return mendDate(raw, sortDate)
}

// asItem makes a list of a single value.
func (f *filler) asItem(v any, raw string, elem *shape) string {
	if elem.sort != sortString {
		return ""
	}
	if text, ok := textOf(v); ok {
		parts := splitList(text)
		for i, p := range parts {
			parts[i] = quote(p)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	switch v.(type) {
	case bool, int64, float64, time.Time:
		return "[" + strconv.Quote(raw) + "]"
	}
	return ""
}

// splitList takes apart what an editor has written as one text with commas.
func splitList(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、；;", r) })
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{s}
	}
	return out
}

// quote writes text in quotes that hold it.
func quote(s string) string {
	if !strings.ContainsAny(s, `"\`) {
		return `"` + s + `"`
	}
	if !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// truth reads what editors write for true and false.
func truth(v any) string {
	text, ok := textOf(v)
	if n, isInt := v.(int64); isInt {
		text, ok = strconv.FormatInt(n, 10), true
	}
	if !ok {
		return ""
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "yes", "on", "y", "t", "1", "是", "真", "对", "开", "有":
		return "true"
	case "false", "no", "off", "n", "f", "0", "否", "假", "错", "关", "无", "不", "不是":
		return "false"
	}
	return ""
}

// mendBrackets says that a header wants two pairs of brackets, or only one.
func (f *filler) mendBrackets(s *shape) i18n.Text {
	name := strings.Trim(f.raw(), "[] \t")
	if s.tables() {
		return i18n.Text{
			ZH: "写成 [[" + name + "]]（两层方括号，因为可以有几组）",
			EN: "Write [[" + name + "]], with two pairs of brackets because there can be several",
		}
	}
	return i18n.Text{
		ZH: "写成 [" + name + "]（一层方括号，因为只能有一组）",
		EN: "Write [" + name + "], with one pair of brackets because there is only one",
	}
}

// mendTable says how a table or a list of tables is written.
func (f *filler) mendTable(s *shape) i18n.Text {
	last := f.path[len(f.path)-1]
	if last.isItem() {
		return i18n.Text{ZH: "每一项写成一组：" + tableSample(s), EN: "Write each item as a table: " + tableSample(s)}
	}
	f.pop()
	name := f.header(last.key)
	f.push(last)
	switch {
	case f.text.Syntax == YAML && s.tables():
		line := last.key + ":"
		return i18n.Text{
			ZH: "写成 " + line + "，下面每组另起一行，缩进两格，以“- ”开头",
			EN: "Write " + line + " and below it each table on lines indented by two, beginning with “- ”",
		}
	case f.text.Syntax == YAML:
		return i18n.Text{
			ZH: "写成 " + last.key + ":，下面各项另起一行，缩进两格",
			EN: "Write " + last.key + ": and below it its keys, indented by two",
		}
	case s.tables():
		line := "[[" + name + "]]"
		return i18n.Text{
			ZH: "另起一行写 " + line + "（两层方括号），下面逐行写各项；有几组就写几次 " + line,
			EN: "Write " + line + " (two pairs of brackets) on a line of its own, its keys below it, once for each",
		}
	}
	return i18n.Text{
		ZH: "另起一行写 [" + name + "]（一层方括号），下面逐行写各项",
		EN: "Write [" + name + "] (one pair of brackets) on a line of its own and its keys below it",
	}
}

func tableSample(s *shape) string {
	if s.table == nil || len(s.table.fields) == 0 {
		return "{…}"
	}
	fd := s.table.fields[0]
	return "{ " + fd.name + " = " + fd.shape.sample() + " }"
}

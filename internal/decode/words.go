package decode

import (
	"strconv"
	"strings"

	"luxi/internal/i18n"
)

// label names a key in a message: in Chinese by its Chinese name and itself.
func (fd *field) label() i18n.Text {
	if fd.zh == "" {
		return quotedName(fd.name)
	}
	return i18n.Text{ZH: fd.zh + "（" + fd.name + "）", EN: fd.name}
}

// label names the value of the path.
func (f *filler) label() i18n.Text {
	last := f.path[len(f.path)-1]
	if last.isItem() {
		list := f.path[:len(f.path)-1]
		name := f.name(list)
		n := strconv.Itoa(last.index + 1)
		return i18n.Text{ZH: name.ZH + "的第 " + n + " 项", EN: "item " + n + " of " + name.EN}
	}
	return f.name(f.path)
}

// name names the last key of a path.
func (f *filler) name(path []step) i18n.Text {
	for i := len(path) - 1; i >= 0; i-- {
		if s := path[i]; !s.isItem() {
			if fd := f.tables[len(f.tables)-1].plan.lookup(s.key); fd != nil {
				return fd.label()
			}
			return quotedName(shown(s.key))
		}
	}
	return i18n.Text{ZH: "这里", EN: "this"}
}

// quotedName sets a name off from the Chinese round it.
func quotedName(name string) i18n.Text {
	return i18n.Text{ZH: "“" + name + "”", EN: name}
}

// want says what sort of value a shape is.
func (s *shape) want() i18n.Text {
	switch s.sort {
	case sortString:
		return i18n.Text{ZH: "文字", EN: "text"}
	case sortBool:
		return i18n.Text{ZH: "是或否（用 true 或 false）", EN: "true or false"}
	case sortInt:
		return i18n.Text{ZH: "整数", EN: "a whole number"}
	case sortFloat:
		return i18n.Text{ZH: "数字", EN: "a number"}
	case sortDate:
		return i18n.Text{ZH: "日期（不带钟点）", EN: "a date without a time of day"}
	case sortMoment:
		return i18n.Text{ZH: "日期，或者日期加钟点", EN: "a date, or a date with a time of day"}
	case sortDuration:
		return i18n.Text{ZH: "时长", EN: "a length of time"}
	case sortList:
		if s.tables() {
			return i18n.Text{ZH: "一组一组的内容", EN: "a list of tables"}
		}
		return i18n.Text{ZH: "列表", EN: "a list"}
	}
	return i18n.Text{ZH: "一组设置", EN: "a table of settings"}
}

// sample is what a value of the shape looks like.
func (s *shape) sample() string {
	switch s.sort {
	case sortBool:
		return "true"
	case sortInt, sortFloat:
		return "1"
	case sortDate, sortMoment:
		return "2022-08-31"
	case sortDuration:
		return `"2天"`
	case sortList:
		return "[" + s.elem.sample() + "]"
	case sortTable, sortFree:
		return "{…}"
	}
	return `"…"`
}

// assign writes a key with its value as the text's syntax has it.
func (f *filler) assign(key, value string) string {
	if f.text.Syntax == YAML {
		return key + ": " + value
	}
	return key + " = " + value
}

// example is a line that an editor can write for a field.
func (f *filler) example(fd *field) string {
	toml := f.text.Syntax == TOML
	switch {
	case toml && fd.shape.tables():
		return "[[" + f.header(fd.name) + "]]"
	case toml && fd.shape.sort == sortTable:
		return "[" + f.header(fd.name) + "]"
	}
	return f.assign(fd.name, fd.shape.sample())
}

// wholeExample is an example that can be pasted: a table with the keys that it
// must have.
func (f *filler) wholeExample(fd *field) i18n.Text {
	line := f.example(fd)
	inner := fd.shape.table
	if fd.shape.tables() {
		inner = fd.shape.elem.table
	}
	if inner == nil {
		return i18n.Same(line)
	}
	if f.text.Syntax == YAML {
		var keys []string
		for i := range inner.fields {
			if required := &inner.fields[i]; required.required {
				keys = append(keys, f.assign(required.name, required.shape.sample()))
			}
		}
		if len(keys) == 0 {
			return i18n.Same(line)
		}
		return i18n.Same(strings.Replace(line, "{…}", "{"+strings.Join(keys, ", ")+"}", 1))
	}
	zh, en := line, line
	for i := range inner.fields {
		if required := &inner.fields[i]; required.required {
			sample := f.assign(required.name, required.shape.sample())
			zh += "，下一行 " + sample
			en += " and below it " + sample
		}
	}
	return i18n.Text{ZH: zh, EN: en}
}

// isHeader reports whether an example begins a table.
func isHeader(example string) bool { return strings.HasPrefix(example, "[") }

// header is the name of a table in brackets: with those of the tables round it.
func (f *filler) header(name string) string {
	var b strings.Builder
	for _, s := range f.path {
		if !s.isItem() && s.key != name {
			b.WriteString(s.key + ".")
		}
	}
	return b.String() + name
}

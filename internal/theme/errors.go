package theme

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	templateError = diag.Define("template", diag.Error,
		i18n.Text{ZH: "模板有错：{detail}", EN: "the template has a mistake: {detail}"},
		i18n.Text{ZH: "对照自带主题里的同名模板，检查大括号、引号、end 是否成对。", EN: "Compare it with the default theme's; check that braces, quotes and end are paired."})
	unknownField = diag.Define("template-field", diag.Error,
		i18n.Text{ZH: "网页上没有“{field}”这一项", EN: "the view has no field “{field}”"},
		i18n.Text{ZH: "{near}这里可以用：{known}。", EN: "{near}Here there are: {known}."})
	unknownPartial = diag.Define("template-partial", diag.Error,
		i18n.Text{ZH: "没有模板“{name}”", EN: "there is no template “{name}”"},
		i18n.Text{ZH: "片段放在 templates/partials 里，写成 {{template \"partials/文件名.html\" .}}。", EN: "Partials stand in templates/partials and are called as {{template \"partials/NAME.html\" .}}."})
	unknownFunction = diag.Define("template-function", diag.Error,
		i18n.Text{ZH: "没有函数“{name}”", EN: "there is no function “{name}”"},
		i18n.Text{ZH: "能用的只有 html/template 自带的函数和 join。", EN: "There are html/template's own functions and join."})
)

// The standard library tells where a mistake stands in the text of the error
// only. These forms are text/template's since Go 1.2: parse errors have no
// column, errors of execution and escaping have one, counted in bytes from 0.
var (
	placePattern    = regexp.MustCompile(`(?s)^(?:html/)?template: ?(.+?):(\d+)(?::(\d+))?: (.*)$`)
	fieldPattern    = regexp.MustCompile(`can't evaluate field (\S+) in type (\S+)`)
	partialPattern  = regexp.MustCompile(`no such template "([^"]+)"`)
	functionPattern = regexp.MustCompile(`function "([^"]+)" not defined`)
)

// diagnose turns an error of html/template into a diagnostic with its place.
func (t *Theme) diagnose(err error, view any) diag.Diagnostic {
	message := err.Error()
	m := placePattern.FindStringSubmatch(message)
	if m == nil {
		return templateError.At(diag.WholeFile(""), diag.Arg("detail", message))
	}
	f, ok := t.origin[m[1]]
	if !ok {
		return templateError.At(diag.WholeFile(m[1]), diag.Arg("detail", m[4]))
	}
	line, _ := strconv.Atoi(m[2])
	at := f.RangeOfLine(line)
	detail := m[4]
	pointAt := func(word string) {
		if start := lineStart(f.Text, line); word != "" {
			from := start
			if column, err := strconv.Atoi(m[3]); err == nil {
				from = min(start+column, len(f.Text))
			}
			if i := strings.Index(firstLine(f.Text[from:]), word); i >= 0 {
				at = f.Range(from+i, from+i+len(word))
			} else if i := strings.Index(firstLine(f.Text[start:]), word); i >= 0 {
				at = f.Range(start+i, start+i+len(word))
			}
		}
	}
	if field := fieldPattern.FindStringSubmatch(detail); field != nil {
		pointAt("." + field[1])
		fields := fieldsOf(view, field[2])
		return unknownField.At(at, diag.Arg("field", field[1]),
			diag.Arg("near", nearest.Hint(nearest.Find(field[1], fields))), diag.Arg("known", strings.Join(fields, " ")))
	}
	if name := functionPattern.FindStringSubmatch(detail); name != nil {
		pointAt(name[1])
		return unknownFunction.At(at, diag.Arg("name", name[1]))
	}
	if name := partialPattern.FindStringSubmatch(detail); name != nil {
		pointAt(name[1])
		return unknownPartial.At(at, diag.Arg("name", name[1]))
	}
	return templateError.At(at, diag.Arg("detail", words(detail)))
}

// known are the commonest of text/template's own messages, for those who do
// not read English.
var known = []struct{ english, chinese string }{
	{"unexpected EOF", "有 {{if}}、{{range}} 或 {{define}} 没有用 {{end}} 结束"},
	{"unexpected {{end}}", "多了一个 {{end}}"},
	{"unexpected {{else}}", "{{else}} 不在 {{if}}、{{range}} 或 {{with}} 里面"},
	{"unclosed action", "“{{”没有用“}}”结束"},
	{"unterminated quoted string", "引号没有成对"},
	{"bad character", "大括号里有不能用的字符，多半是全角标点"},
	{"unrecognized character in action", "大括号里有不能用的字符，多半是全角标点"},
	{"missing value for", "{{if}}、{{range}} 或 {{with}} 后面没有写条件"},
}

func words(detail string) i18n.Text {
	for _, k := range known {
		if strings.Contains(detail, k.english) {
			return i18n.Text{ZH: k.chinese, EN: detail}
		}
	}
	return i18n.Same(detail)
}

func lineStart(text string, line int) int {
	start := 0
	for range line - 1 {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	return start
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// fieldsOf returns the fields of the struct type with the given name that is
// part of a view, embedded ones among them.
func fieldsOf(view any, typeName string) []string {
	if view == nil {
		return nil
	}
	t := findType(reflect.TypeOf(view), strings.TrimLeft(typeName, "*[]"), map[reflect.Type]bool{})
	if t == nil {
		return nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() && !f.Anonymous {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func findType(t reflect.Type, name string, seen map[reflect.Type]bool) reflect.Type {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	if t.String() == name {
		return t
	}
	for f := range t.NumField() {
		if found := findType(t.Field(f).Type, name, seen); found != nil {
			return found
		}
	}
	return nil
}

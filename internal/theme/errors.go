package theme

import (
	"errors"
	"path"
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
		i18n.Text{ZH: "检查大括号、引号、end 是否成对；也可以对照自带主题里的同名模板。", EN: "Check that braces, quotes and end are paired; or compare it with the default theme's."})
	unknownField = diag.Define("template-field", diag.Error,
		i18n.Text{ZH: "网页上没有“{field}”这一项", EN: "the view has no field “{field}”"},
		i18n.Text{ZH: "{near}这里可以用：{known}。", EN: "{near}Here there are: {known}."})
	fieldOfList = diag.Define("template-list", diag.Error,
		i18n.Text{ZH: "这里是一个列表，不能直接取“{field}”", EN: "this is a list, of which “{field}” cannot be taken"},
		i18n.Text{ZH: "先用 {{range}} 逐项取出，在里面写 .{field}。", EN: "Go through it with {{range}} and write .{field} inside."})
	fieldOfText = diag.Define("template-no-fields", diag.Error,
		i18n.Text{ZH: "这里已经是文字或数字，下面没有“{field}”", EN: "this is a text or a number already; it has no “{field}”"},
		i18n.Text{ZH: "去掉 .{field}。", EN: "Leave .{field} away."})
	unknownPartial = diag.Define("template-partial", diag.Error,
		i18n.Text{ZH: "没有模板“{name}”", EN: "there is no template “{name}”"},
		i18n.Text{ZH: "片段放在 templates/partials 里，写成 {{template \"partials/文件名.html\" .}}。", EN: "Partials stand in templates/partials and are called as {{template \"partials/NAME.html\" .}}."})
	undefinedBlock = diag.Define("template-block", diag.Error,
		i18n.Text{ZH: "这个模板没有定义“{name}”，外框 layout.html 要用它", EN: "this template does not define “{name}”, which layout.html calls"},
		i18n.Text{ZH: "把内容放在 {{define \"{name}\"}} 和 {{end}} 之间。", EN: "Put its text between {{define \"{name}\"}} and {{end}}."})
	unknownFunction = diag.Define("template-function", diag.Error,
		i18n.Text{ZH: "没有函数“{name}”", EN: "there is no function “{name}”"},
		i18n.Text{ZH: "能用的只有 html/template 自带的函数和 asset、colour、join、param、params、partial、qr、t。", EN: "There are html/template's own functions and asset, colour, join, param, params, partial, qr and t."})
)

// The standard library tells where a mistake stands in the text of the error
// only. These forms are text/template's since Go 1.2: parse errors have no
// column, errors of execution and escaping have one, counted in bytes from 0;
// of a page that ends within a tag the escaper knows no line.
var (
	placePattern    = regexp.MustCompile(`(?s)^(?:html/)?template: ?(.+?)(?::(\d+)(?::(\d+))?)?: (.*)$`)
	executing       = regexp.MustCompile(`(?s)^executing "[^"]*" at <(.*?)>: (.*)$`)
	fieldPattern    = regexp.MustCompile(`can't evaluate field (\S+) in type (\S+)`)
	partialPattern  = regexp.MustCompile(`no such template "([^"]+)"|template "([^"]+)" not defined`)
	badCharacter    = regexp.MustCompile(`(?:bad|unrecognized) character.*'(.)'`)
	functionPattern = regexp.MustCompile(`function "([^"]+)" not defined`)
	unendedPattern  = regexp.MustCompile(`unexpected EOF`)
	unquotedPattern = regexp.MustCompile(`in attribute name|in unquoted attr|expected space, attr name|ends in a non-text context`)
)

// A report is an error of html/template taken apart.
type report struct {
	file   diag.File
	line   int // from 1; 0 where the library knows none
	column int // in bytes from 0, or -1
	detail string
}

// diagnose turns an error of html/template into a diagnostic with its place.
// Page is the template of the page that was to be rendered, with its view;
// while templates are parsed there is none.
func (t *Theme) diagnose(err error, page string, view any) diag.Diagnostic {
	r, ok := t.takeApart(err)
	if !ok {
		return templateError.At(diag.WholeFile(t.origin[page].Path), diag.Arg("detail", words(err.Error())))
	}
	if m := fieldPattern.FindStringSubmatch(r.detail); m != nil {
		return fieldMistake(r.at("."+m[1]), m[1], m[2], view)
	}
	if m := functionPattern.FindStringSubmatch(r.detail); m != nil {
		return unknownFunction.At(r.at(m[1]), diag.Arg("name", m[1]))
	}
	if m := partialPattern.FindStringSubmatch(r.detail); m != nil {
		name := m[1] + m[2]
		if strings.HasPrefix(name, partials) || path.Ext(name) != "" || r.file.Path == t.origin[page].Path {
			return unknownPartial.At(r.at(name), diag.Arg("name", name))
		}
		return undefinedBlock.At(diag.WholeFile(t.origin[page].Path), diag.Arg("name", name)).Also(r.at(name))
	}
	if at, ok := t.unquotedIn(page); ok && unquotedPattern.MatchString(r.detail) {
		return templateError.At(at, diag.Arg("detail", unpairedQuote))
	}
	if at, ok := unended(r.file); ok && unendedPattern.MatchString(r.detail) {
		return templateError.At(at, diag.Arg("detail", unendedAction))
	}
	if r.line == 0 && page != "" { // the frame is named, but the page is what ends within a tag
		return templateError.At(diag.WholeFile(t.origin[page].Path), diag.Arg("detail", words(r.detail))).
			Also(diag.WholeFile(r.file.Path))
	}
	word := ""
	var mistake messageError
	if errors.As(err, &mistake) {
		if m := executing.FindStringSubmatch(r.detail); m != nil {
			word = m[1]
		}
		return t.messageMistake(mistake, r.at(word))
	}
	var u unknownName
	if errors.As(err, &u) {
		return u.at(r.at(u.name))
	}
	var name endless
	if errors.As(err, &name) {
		return partialEndless.At(r.at(string(name)), diag.Arg("name", string(name)))
	}
	if m := executing.FindStringSubmatch(r.detail); m != nil {
		word, r.detail = m[1], m[2]
	} else if m := badCharacter.FindStringSubmatch(r.detail); m != nil {
		word = m[1]
	}
	return templateError.At(r.at(word), diag.Arg("detail", words(r.detail)))
}

func (t *Theme) takeApart(err error) (report, bool) {
	m := placePattern.FindStringSubmatch(err.Error())
	if m == nil {
		return report{}, false
	}
	f, ok := t.origin[m[1]]
	if !ok {
		return report{}, false
	}
	r := report{file: f, column: -1, detail: m[4]}
	r.line, _ = strconv.Atoi(m[2]) // "" where there is none
	if column, err := strconv.Atoi(m[3]); err == nil {
		r.column = column
	}
	return r, true
}

// at returns the place of a word that stands on the report's line, at its
// column or behind it if possible; else as much as is known.
func (r report) at(word string) diag.Range {
	if r.line == 0 {
		return diag.WholeFile(r.file.Path)
	}
	start := lineStart(r.file.Text, r.line)
	from := min(start+max(r.column, 0), len(r.file.Text))
	for _, begin := range []int{from, start} {
		if i := strings.Index(firstLine(r.file.Text[begin:]), word); word != "" && i >= 0 {
			return r.file.Range(begin+i, begin+i+len(word))
		}
	}
	if r.column < 0 {
		return r.file.RangeOfLine(r.line)
	}
	return r.file.Range(from, from+len(firstLine(r.file.Text[from:])))
}

func fieldMistake(at diag.Range, field, typeName string, view any) diag.Diagnostic {
	fields := fieldsOf(view, typeName)
	switch {
	case strings.HasPrefix(typeName, "[]"):
		return fieldOfList.At(at, diag.Arg("field", field))
	case len(fields) == 0:
		return fieldOfText.At(at, diag.Arg("field", field))
	}
	return unknownField.At(at, diag.Arg("field", field),
		diag.Arg("near", nearest.Hint(nearest.Find(field, fields))), diag.Arg("known", strings.Join(fields, " ")))
}

// known are the standard library's own messages in Chinese, for those who do
// not read English; where the place misleads, with what is likely in both. $1
// is the group of the pattern. The first that fits is told.
var known = []struct {
	english *regexp.Regexp
	chinese string
	likely  i18n.Text
}{
	{regexp.MustCompile(`unexpected EOF`), "有 {{if}}、{{range}} 或 {{define}} 没有用 {{end}} 结束", i18n.Text{}},
	{regexp.MustCompile(`unexpected <define>`), "{{define}} 不能写在别的块里面", i18n.Text{
		ZH: "（多半是前面的 {{if}}、{{range}} 或 {{define}} 少了 {{end}}）",
		EN: " (probably an {{if}}, {{range}} or {{define}} above lacks its {{end}})",
	}},
	{regexp.MustCompile(`unexpected {{end}}`), "多了一个 {{end}}", i18n.Text{}},
	{regexp.MustCompile(`unexpected {{else}}`), "{{else}} 不在 {{if}}、{{range}} 或 {{with}} 里面", i18n.Text{}},
	{regexp.MustCompile(`expected end; found`), "同一个 {{if}}、{{range}} 或 {{with}} 里写了两次 {{else}}", i18n.Text{}},
	{regexp.MustCompile(`unclosed action|unexpected "[{}<]"|bad character U\+00[0-7]`), "“{{”没有用“}}”结束，或者里面有不能用的字符", i18n.Text{}},
	{badCharacter, "大括号里不能用 $1 这个字符，多半是全角标点", i18n.Text{}},
	{regexp.MustCompile(`unterminated (?:raw )?quoted string|unterminated character`), "引号没有成对", i18n.Text{}},
	{regexp.MustCompile(`malformed character constant`), "单引号里只能有一个字符，文字要用双引号", i18n.Text{}},
	{regexp.MustCompile(`unclosed comment|comment ends before`), "注释要写成 {{/* 和 */}} 之间的文字，两头都要有", i18n.Text{}},
	{regexp.MustCompile(`unclosed left paren|unexpected right paren|unexpected "\)"`), "圆括号没有成对", i18n.Text{}},
	{regexp.MustCompile(`bad number syntax: "(.*)"`), "数字 $1 写得不对", i18n.Text{}},
	{regexp.MustCompile(`missing value for`), "{{if}}、{{range}} 或 {{with}} 后面没有写条件", i18n.Text{}},
	{regexp.MustCompile(`outside {{range}}`), "{{break}} 和 {{continue}} 只能写在 {{range}} 里面", i18n.Text{}},
	{regexp.MustCompile(`undefined variable "(.*)"`), "没有变量 $1，要先用 := 定义", i18n.Text{}},
	{regexp.MustCompile(`range can only initialize|too many declarations`), ":= 前面的变量太多，或者 {{range}} 里用了 =", i18n.Text{}},
	{regexp.MustCompile(`multiple definition of template "(.*)"|redefinition of template "(.*)"`), "“$1$2”定义了两次", i18n.Text{}},
	{regexp.MustCompile(`non executable command|non-function`), "“|”后面要是函数，括号外的值不能带参数", i18n.Text{}},
	{regexp.MustCompile(`(\S+) has arguments but cannot be invoked`), "$1 不是函数，后面不能写参数", i18n.Text{}},
	{regexp.MustCompile(`empty command`), "“|”的一边是空的，或者圆括号里是空的", i18n.Text{}},
	{regexp.MustCompile(`unexpected <\.> after|unexpected \. after`), "这里不能接句点 .", i18n.Text{}},
	{regexp.MustCompile(`unexpected <(\w+)>`), "$1 不能写在这里", i18n.Text{}},
	{regexp.MustCompile(`unexpected "(.*)" in `), "这里不能写 $1", i18n.Text{}},
	{regexp.MustCompile(`wrong type for value; expected (.*); got (.*)`), "值的类型不对：要的是 $1，这里是 $2", i18n.Text{}},
	{regexp.MustCompile(`wrong number of args for (\w+)`), "函数 $1 的参数个数不对", i18n.Text{}},
	{regexp.MustCompile(`incompatible types for comparison|invalid type for comparison|non-comparable type`), "这两个值的类型不同，不能比较", i18n.Text{}},
	{regexp.MustCompile(`index out of range|out of range:`), "序号超出了列表的长度", i18n.Text{}},
	{regexp.MustCompile(`range can't iterate over`), "{{range}} 后面不是列表", i18n.Text{}},
	{regexp.MustCompile(`branches end in different contexts`), "{{if}} 的两支在 HTML 里停在不同的地方，例如一支少了引号或 >", i18n.Text{}},
	{regexp.MustCompile(`ends in a non-text context`), "网页在一个标签里面就结束了：有引号或 > 没有成对", i18n.Text{}},
	{regexp.MustCompile(`in attribute name|in unquoted attr|expected space, attr name`), unpairedQuote.ZH, i18n.Text{}},
	{regexp.MustCompile(`exceeded maximum template depth`), "模板不停地调用自己", i18n.Text{}},
}

func words(detail string) i18n.Text {
	for _, k := range known {
		if m := k.english.FindStringSubmatchIndex(detail); m != nil {
			zh := string(k.english.ExpandString(nil, k.chinese, detail, m))
			return i18n.Text{ZH: zh + k.likely.ZH, EN: detail + k.likely.EN}
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

package htmlexec

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

type data struct {
	Inner
	Text, Other string
	Named       name
	Safe        template.HTML
	URL         string
	Trusted     template.URL
	Number      int
	Small       uint8
	Ratio       float64
	Yes         bool
	Item        item
	Items       []item
	Words       []string
	None        []item
	Said        said
	Sizes       []int
	Grid        [][]string
	Formatted   formatted
	Lates       []late
}

// Inner has a Text that no template sees: that of data stands before it.
type Inner struct {
	Text string
	Deep Deeper
}

type Deeper struct{ Text string }

type item struct {
	Title, URL string
	Count      int
	Subs       []string
}

type name string

// said shows itself.
type said struct{ text string }

func (s said) String() string { return "<" + s.text + ">" }

func (s said) Method() string { return s.text }

// formatted says how package fmt shows it.
type formatted string

func (f formatted) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "formatted <%s>", string(f)) }

// late shows itself where its address is known, which no escaper is told.
type late string

func (l *late) String() string { return "late" }

func sample() data {
	return data{
		Inner: Inner{"hidden", Deeper{"深 <i>"}}, Text: `a <b> & "c" 'd' + 文` + "\x00\xff", Named: "n&m", Safe: `<b title="x">粗&amp;</b>`,
		URL: "../2022/a b.html?q=文&r=%2f#x", Trusted: "tel:+86 1", Number: -42, Small: 7, Ratio: 1.5, Yes: true,
		Item:  item{Title: "一", URL: "javascript:alert(1)", Count: 3, Subs: []string{"x", "<y>"}},
		Items: []item{{"甲", "a/b.html", 1, []string{"s"}}, {"乙<", "https://例.cn/", 0, nil}, {"丙", "http://x.cn/a-b", 2, []string{"1", "2"}}},
		Words: []string{"一", "二", "<三>"}, Said: said{"q"},
		Sizes: []int{2, 0, -1}, Grid: [][]string{{"a"}, nil, {"b", "<c>"}}, Formatted: "f", Lates: []late{"l<"},
	}
}

var functions = template.FuncMap{
	"join": func(sep string, items []string) string { return strings.Join(items, sep) },
	"say": func(key string, args ...any) (string, error) {
		if key == "wrong" {
			return "", errors.New("wrong")
		}
		return key + strings.Repeat("!", len(args)), nil
	},
	"bold": func(tag string, v reflect.Value) (template.HTML, error) {
		return template.HTML("<" + tag + ">" + v.String()), nil
	},
	"first":    func(values ...reflect.Value) string { return values[0].String() },
	"count":    func(n int) int { return n + 1 },
	"named":    func(n name) name { return n + "&" },
	"words":    func(all ...string) []string { return all },
	"items":    func() []item { return []item{{"u<", "v", 1, nil}, {}} },
	"rows":     func() [][]string { return [][]string{{"r"}, nil} },
	"pointers": func() []*item { return []*item{{}} },
	"anything": func() []any { return []any{"a"} },
	"boxed":    func() any { return "a" },
	"checked": func(n int) (int, error) {
		if n < 0 {
			return 0, errors.New("negative")
		}
		return n, nil
	},
	"reflected": func() reflect.Value { return reflect.ValueOf(item{}) },
	"fixed":     func() string { return "<fixed>" },
	"twice":     func(s string) (string, error) { return s + s, nil },
	"pair":      func(a, b string) (string, error) { return a + b, nil },
	"made":      func(s string) item { return item{Title: s} },
	"panic":     func(s string) string { panic(s) },
}

// executed returns a set with a template of the name x that was executed, and what
// it made.
func executed(tb testing.TB, text string, v any) (*template.Template, string, error) {
	tb.Helper()
	set, err := template.New("x").Funcs(functions).Parse(text)
	if err != nil {
		return nil, "", err
	}
	var out strings.Builder
	err = set.Execute(&out, v)
	return set, out.String(), err
}

// What a program makes is what html/template makes.
func TestSame(t *testing.T) {
	for _, text := range []string{
		`plain`,
		`{{.Text}} {{.Named}} {{.Number}} {{.Small}} {{.Ratio}} {{.Yes}} {{.Safe}} {{.Said}} {{.Words}} {{.Item}}`,
		`<a title="{{.Text}}" data-n='{{.Number}}' lang={{.Named}} alt={{.Text}}>{{.Deep.Text}}</a>`,
		`<title>{{.Text}}{{.Safe}}</title><textarea>{{.Text}}</textarea>`,
		`<p title="{{.Safe}}">{{.Safe}}</p>`,
		`<a href="{{.URL}}">{{with .Item}}<a href="{{.URL}}">{{end}}{{range .Items}}<a href="{{.URL}}">{{end}}<a href="{{.Trusted}}">`,
		`<a href="/{{.Text}}?a={{.Text}}&b={{.URL}}#{{.Text}}"><img src={{.URL}} srcset="{{.URL}} 2x">`,
		`<script>var a = {{.Text}}, b = "{{.Text}}", c = {{.Items}}, d = {{.Number}};</script><p onclick="f({{.Text}})">`,
		`<style>p{color:{{.Text}};width:{{.Number}}px}</style><p style="color: {{.Named}}">`,
		`{{if .Text}}1{{else}}2{{end}}{{if .None}}1{{else if .Yes}}2{{end}}{{if .Item}}1{{end}}{{if .Small}}1{{end}}{{if not .Number}}2{{else}}3{{end}}`,
		`{{with .None}}1{{else with .Words}}{{.}}{{len .}}{{end}}{{with $x := .Item}}{{$x.Title}}{{.Count}}{{$.Text}}{{end}}`,
		`{{range .Items}}{{.Title}}{{range .Subs}}{{.}}{{else}}-{{end}}{{end}}{{range .None}}{{else}}none {{.Text}}{{end}}`,
		`{{range $i, $w := .Words}}{{if $i}}、{{end}}{{$w}}{{end}}{{range $w := .Words}}{{$w}}{{end}}{{range 3}}{{.}}{{end}}{{range $n := 2}}{{$n}}{{end}}`,
		`{{range .Words}}{{if eq . "二"}}{{continue}}{{end}}{{.}}{{end}}{{range .Items}}{{with .Subs}}{{break}}{{end}}{{.Title}}{{end}}`,
		`{{$a := .Text}}{{if .Yes}}{{$a = "neu"}}{{end}}{{$a}}{{$b := len .Words}}{{$b}}{{$b = 4}}{{$b}}`,
		`{{$a := ""}}{{range .Words}}{{$a = print $a . 1}}{{end}}{{$a}}`,
		`{{if and .Text .None}}1{{else}}0{{end}}{{or .Other .Text}}{{if or .None .Yes}}1{{end}}{{and .Text .Other}}{{or .Number .Text}}`,
		`{{eq .Number -42}}{{eq .Text "a" .Text}}{{ne .Named "n"}}{{lt .Number 3}}{{le 3 3}}{{gt .Small 3}}{{ge .Text "b"}}{{eq .Yes true}}{{eq .Small 7}}`,
		`{{index .Words 1}}{{index .Text 0}}{{with index .Items 2}}{{.Title}}{{end}}{{len (slice .Words 1)}}{{slice .Other}}{{slice (slice .Words 0 1) 0 2}}{{slice "文字" 0 3}}`,
		`{{join "、" .Words}}{{say "k"}}{{say "k" "n" .Number}}{{bold "b" .Text}}{{.Text | bold "i"}}{{twice .Other}}{{"x" | twice | pair "<"}}{{(made "t").Title}}`,
		`{{print .Number .Text}}{{printf "%d %s %v %c" .Number .Text .Yes (index .Text 0)}}{{println "x"}}{{printf "%s%%" "p"}}`,
		`{{define "row"}}<li>{{.Title}}{{with .URL}}<a href="{{.}}">{{end}}{{$.Count}}</li>{{end}}<ul>{{range .Items}}{{template "row" .}}{{end}}{{template "row" .Item}}</ul>`,
		`{{define "n"}}{{.Text}} &amp; {{.Safe}}{{end}}<title>{{template "n" .}}</title><p title="{{template "n" .}}">{{template "n" .}}</p>`,
		`{{define "deep"}}{{if .Subs}}{{.Title}}{{end}}{{end}}{{block "b" .Item}}{{template "deep" .}}{{end}}{{define "none"}}fixed{{end}}{{template "none"}}`,
		`{{define "self"}}{{with .Subs}}{{len .}}{{end}}{{if gt .Count 5}}{{template "self" .}}{{end}}{{end}}{{template "self" .Item}}`,
		`{{define "any"}}{{.}}{{if .}}!{{end}}{{end}}{{template "any" .Text}}{{template "any" .Safe}}{{template "any" .Number}}{{template "any" .Named}}`,
		`{{define "of"}}{{.Text}}{{end}}{{template "of" .Deep}}{{template "of" .Inner}}{{template "of" .}}`,
		`{{define "n"}}{{if .}}{{.}}{{end}}{{end}}{{range 1500}}{{template "n" .}}{{end}}`,
		`{{range .Items}}{{with .Title}}{{break}}{{end}}{{end}}{{.Text}}{{range .Items}}{{with .Title}}{{continue}}{{end}}{{end}}{{.Text}}{{with .Item}}{{.Title}}{{end}}{{.Text}}`,
		`{{/* a comment */}}{{- .Text -}}  <!-- {{.Text}} -->{{"constant <"}}{{1}}{{true}}{{'x'}}`,
		`{{$x := "outer"}}{{if .None}}{{$x := "inner"}}{{else}}{{$x}}{{end}}{{range 1}}{{$x := "inner"}}{{end}}{{$x}}{{if $x := 1}}{{end}}{{with $x := 1}}{{end}}{{$x}}{{range $x := .None}}{{$x := 1}}{{else}}{{$x}}{{end}}`,
		// Found by random templates.
		`{{range .Words}}{{range $.None}}{{else}}{{break}}{{end}}-{{.}}{{end}}{{range .Words}}{{range 0}}{{else}}{{continue}}{{end}}-{{.}}{{end}}`,
		`{{$x := "outer"}}{{range $x := .None}}{{else}}{{$x}}{{end}}{{range $i, $x := .None}}{{else}}{{$i}}{{$x}}{{end}}{{range $n := -2}}{{else}}{{$n}}{{end}}{{$x}}`,
		`{{.Formatted}}<p title="{{.Formatted}}">{{range .Lates}}{{.}}{{print .}}{{end}}{{.Lates}}`,
		`{{first .Text .Words}}{{.Items | first "x"}}{{count 'x'}}{{named .Named}}{{fixed}}{{"a" | words "b"}}`,
		`{{with $x := 3}}{{$x}}{{$x := 4}}{{$x}}{{end}}{{with .Deep}}{{.Text}}{{end}}{{.Inner.Deep.Text}}`,
	} {
		set, want, err := executed(t, text, sample())
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for range 2 { // a machine that is used again knows nothing of its first use
			var out bytes.Buffer
			if !p.Execute(&out, reflect.ValueOf(sample())) || out.String() != want {
				t.Errorf("%s:\n%q\nwant\n%q", text, out.String(), want)
			}
		}
		var out bytes.Buffer
		_, want, err = executed(t, text, data{})
		if ok := p.Execute(&out, reflect.ValueOf(data{})); ok != (err == nil) || ok && out.String() != want {
			t.Errorf("%s, of nothing:\n%q, %v\nwant\n%q, %v", text, out.String(), ok, want, err)
		}
	}
}

// What the compiler does not know it leaves to html/template.
func TestNotSupported(t *testing.T) {
	for text, what := range map[string]string{
		`{{.Said.Method}}`: "the method Method",
		`{{.Text | html}}`: "an action without escapers",
		`{{$x := 1}}{{if .Yes}}{{$x = "a"}}{{end}}{{$x}}`:                 "two types",
		`{{range .Text}}{{.}}{{end}}`:                                     ".Text",
		`{{with or .Number .Text}}{{.}}{{end}}{{(or .Item .Text).Title}}`: "no struct",
		`{{1.5}}`:                               "1.5",
		`{{0i}}`:                                "0i",
		`{{$x := 1}}{{print ($x := 2)}}{{$x}}`:  "a variable set within an expression",
		`{{$x := 1}}{{and 0 ($x = 2)}}{{$x}}`:   "a variable set within an expression",
		`{{panic "x" | and .None}}`:             "and behind another command",
		`{{range pointers}}{{.}}{{end}}`:        "*htmlexec.item",
		`{{index anything 0 | bold "b"}}`:       "interface {}",
		`{{range $x := anything}}{{$x}}{{end}}`: "interface {}",
		`{{boxed | bold "b"}}`:                  "interface {}",
		`{{reflected.Title}}`:                   "reflect.Value",
		`{{and .Ratio .Yes}}`:                   "the truth of float64",
	} {
		set, _, _ := executed(t, text, sample())
		_, err := Compile(set, "x", functions, reflect.TypeFor[data]())
		var u *UnsupportedError
		if !errors.As(err, &u) || !strings.Contains(u.What, what) {
			t.Errorf("%s: %v, want %s", text, err, what)
		}
	}
	set := template.Must(template.New("x").Parse("{{template `gone`}}"))
	if _, err := Compile(set, "x", nil, reflect.TypeFor[data]()); err == nil {
		t.Error("a template that is not there is compiled")
	}
}

// What goes wrong html/template is to tell.
func TestGivesUp(t *testing.T) {
	for _, text := range []string{
		`{{index .Words 3}}`, `{{index .Words -1}}`, `{{index .Text 99}}`, `{{slice .Words 4}}`, `{{slice .Words -1}}`, `{{slice .Words 0 4}}`, `{{slice .Text 0 99}}`, `{{slice .Words 2 1}}`, `{{say "wrong"}}`, `{{panic "x"}}`,
		`{{checked .Number}}`, `{{eq .Text .Text (say "wrong")}}`, `{{and .Text (say "wrong") .None}}`, `{{if not (checked -1)}}{{end}}`,
		`{{define "self"}}{{template "self" .}}{{end}}{{template "self" .}}`,
	} {
		// html/template escapes a template before it meets with the mistake.
		set, _, err := executed(t, text, sample())
		if err == nil {
			t.Fatalf("%s: no mistake", text)
		}
		p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if p.Execute(new(bytes.Buffer), reflect.ValueOf(sample())) {
			t.Errorf("%s: is executed", text)
		}
	}
	set, _, _ := executed(t, "{{.Text}}", sample())
	p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
	if err != nil || p.Execute(new(bytes.Buffer), reflect.ValueOf(item{})) {
		t.Errorf("another type of data is shown: %v", err)
	}
}

// The texts of strangers are escaped as html/template escapes them, in every
// place of a page.
func FuzzTexts(f *testing.F) {
	const text = `<title>{{.Text}}</title><p title="{{.Text}}" class='{{.Text}}' id={{.Text}}>{{.Text}}<a href="{{.URL}}"><a href='{{.URL}}'>` +
		`<a href="/{{.URL}}?{{.URL}}"><img srcset="{{.URL}} 1x"><script>x = {{.Text}}, "{{.Text}}"</script><p style="width:{{.Text}}">`
	for _, s := range []string{sample().Text, sample().URL, "https://a:b@c", "HTTPS://x", "a:b", "%zz%41", "\xe4\xba", "\u2028\u0085", "//x\\y", "#:", "data:text/html,<b>"} {
		f.Add(s)
	}
	set, _, err := executed(f, text, data{})
	if err != nil {
		f.Fatal(err)
	}
	p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := data{Text: s, URL: s}
		var want, got bytes.Buffer
		if err := set.Execute(&want, v); err != nil {
			t.Fatal(err)
		}
		if !p.Execute(&got, reflect.ValueOf(v)) || got.String() != want.String() {
			t.Errorf("%q:\n%s\nwant\n%s", s, &got, &want)
		}
	})
}

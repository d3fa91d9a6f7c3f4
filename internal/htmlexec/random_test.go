package htmlexec

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// A writer of templates writes what may well have mistakes in it.
type writer struct {
	*rand.Rand
	out  strings.Builder
	vars int
}

func (w *writer) one(of ...string) string { return of[w.IntN(len(of))] }

func (w *writer) operand(depth int) string {
	if depth > 2 {
		return w.one(".", "$", ".Text", "3")
	}
	switch w.IntN(8) {
	case 0:
		return w.one(".", "$")
	case 1:
		return w.one(`"x<"`, "0", "1", "2", "true", `""`, "-1")
	case 2:
		if w.vars > 0 {
			return fmt.Sprintf("$v%d", w.IntN(w.vars)) + w.one("", "", ".Title")
		}
		return "$.Item"
	case 3:
		return "(" + w.call(depth+1) + ")" + w.one("", "", "", ".Title")
	}
	return w.one("", "$") + w.one(".Text", ".Other", ".Named", ".Safe", ".URL", ".Number", ".Small", ".Yes", ".Item", ".Items", ".Words", ".None",
		".Item.Title", ".Deep.Text", ".Inner.Deep", ".Title", ".Subs", ".Count", ".Missing")
}

func (w *writer) call(depth int) string {
	f := w.one("and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "len", "index", "slice", "print", "printf", "join", "say", "twice", "pair", "made", "bold")
	text := f
	for range 1 + w.IntN(2) {
		text += " " + w.operand(depth)
	}
	return text
}

func (w *writer) pipe() string {
	text := w.operand(0)
	if w.IntN(3) == 0 {
		text = w.call(0)
	}
	if w.IntN(6) == 0 {
		text += " | " + w.one("twice", "len", "print", `join "、"`, "not", `bold "b"`)
	}
	return text
}

func (w *writer) nodes(depth int) {
	for range 1 + w.IntN(4) {
		w.node(depth)
	}
}

func (w *writer) node(depth int) {
	vars := w.vars
	switch n := w.IntN(14); {
	case n < 2 || depth > 3:
		w.out.WriteString(w.one(" 文字 ", "<p>", `<i title="x">`, " &amp; ", "<br>"))
	case n < 6:
		w.out.WriteString(w.one("{{%s}}", "<b>{{%s}}</b>", `<a href="{{%s}}">`, `<p title="{{%s}}">`, "<title>{{%s}}</title>", "<script>{{%s}}</script>"))
		text := w.out.String()
		w.out.Reset()
		w.out.WriteString(strings.Replace(text, "%s", w.pipe(), 1))
	case n == 6:
		fmt.Fprintf(&w.out, "{{$v%d := %s}}", w.vars, w.pipe())
		w.vars++
		return
	case n == 7 && w.vars > 0:
		fmt.Fprintf(&w.out, "{{$v%d = %s}}", w.IntN(w.vars), w.pipe())
	case n == 8:
		w.out.WriteString(w.one(`{{template "t" .}}`, `{{template "t" .Item}}`, `{{template "u" .Text}}`, `<title>{{template "u" .URL}}</title>`, "{{break}}", "{{continue}}"))
	default:
		word := w.one("if", "with", "range", "range")
		fmt.Fprintf(&w.out, "{{%s ", word)
		if w.IntN(3) == 0 {
			fmt.Fprintf(&w.out, "$v%d := ", w.vars)
			w.vars++
		}
		w.out.WriteString(w.pipe() + "}}")
		w.nodes(depth + 1)
		if w.IntN(2) == 0 {
			w.out.WriteString("{{else}}")
			w.nodes(depth + 1)
		}
		w.out.WriteString("{{end}}")
	}
	w.vars = vars
}

// Of any template a program makes what html/template makes, or nothing.
func TestRandomTemplates(t *testing.T) {
	const count = 10000
	done, unknown := 0, 0
	for seed := range uint64(count) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 0))}
		w.nodes(0)
		text := w.out.String() + `{{define "t"}}[{{.Title}}{{range .Subs}}{{.}}{{end}}]{{end}}{{define "u"}}{{.}}{{if .}}!{{end}}{{end}}`
		set, want, wrong := executed(t, text, sample())
		if set == nil || wrong != nil && want == "" {
			continue // mistakes that no program meets with
		}
		p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
		if err != nil {
			unknown++
			continue
		}
		var out bytes.Buffer
		ok := p.Execute(&out, reflect.ValueOf(sample()))
		if ok != (wrong == nil) || ok && out.String() != want {
			t.Errorf("seed %d: %s\n%q, %v\nwant\n%q, %v", seed, text, out.String(), ok, want, wrong)
		}
		if ok {
			done++
		}
	}
	if done < count/20 {
		t.Errorf("only %d of %d were executed; %d are not supported", done, count, unknown)
	}
	t.Log(done, "executed,", unknown, "not supported")
}

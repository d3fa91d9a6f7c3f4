package htmlexec

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A kind is what an expression of a random template gives.
type kind string

const (
	whole kind = "whole" // data
	entry kind = "entry" // an item
	text  kind = "text"
	num   kind = "num"
	truth kind = "truth"
	html  kind = "html"
	list  kind = "list" // of items
	words kind = "words"
	grid  kind = "grid" // of words
	odd   kind = "odd"  // what shows itself in a way of its own
)

var kinds = []kind{entry, text, text, text, num, num, truth, html, list, words, grid, odd}

// fieldsOf are the fields of what has fields.
var fieldsOf = map[kind]map[kind][]string{
	whole: {
		text: {".Text", ".Other", ".URL", ".Inner.Text", ".Deep.Text", ".Item.Title"}, num: {".Number", ".Item.Count"},
		truth: {".Yes"}, html: {".Safe"}, entry: {".Item"}, list: {".Items", ".None"}, words: {".Words", ".Item.Subs"}, grid: {".Grid"},
		odd: {".Named", ".Formatted", ".Trusted", ".Said", ".Ratio", ".Small", ".Lates", ".Inner"},
	},
	entry: {text: {".Title", ".URL"}, num: {".Count"}, words: {".Subs"}},
}

var constants = map[kind][]string{
	text: {`"x<"`, `""`, "`y`"}, num: {"0", "1", "2", "-1", "'x'", "0x1F"}, truth: {"true", "false"}, html: {`(bold "b" 1)`}, entry: {`(made "k<")`},
	words: {`(words "a" "<b>")`, "(words)"}, list: {"(slice items 1)", "items"}, grid: {"rows"}, odd: {"fixed", "fixed", "fixed", "nil", ".Missing"},
}

// calls give a kind; %t and others stand for expressions.
var calls = map[kind][]string{
	text: {
		"print %? %?", "println %?", `printf "%%v|%%q" %? %?`, `printf "%%T %%d" %? %n`, "say %t %?", "twice %t", "pair %t %t", "join %t %w",
		"slice %t %n", "slice %t 0 %n", "index %w %n", "(made %t).Title", "(index %l %n).URL", "fixed", "first %? %?", "or %t %t", "and %t %t",
	},
	num:   {"len %t", "len %w", "len %l", "checked %n", "count %n", "or %n %n", "and %n %n %n"},
	truth: {"not %?", "eq %t %t", "eq %n %n %n", "ne %n %n", "lt %n %n", "ge %n (index %t %n)", "eq (index %t 0) %n", "le %t %t", "gt %n %n", "ge %n %n", "eq %b %b", "and %b %b", "or %? %?"},
	html:  {"bold %t %?", "bold %t %h"},
	entry: {"index %l %n", "made %t", "or %e %e"},
	list:  {"slice %l %n", "or %l %l"},
	words: {"slice %w %n %n", "index %g %n", "and %w %w"},
	grid:  {"slice %g %n"},
	odd:   {"named %o", "or %t %n", "and %e %w", "slice %o", "index %t %n"},
}

var letters = map[byte]kind{'t': text, 'n': num, 'w': words, 'l': list, 'b': truth, 'h': html, 'e': entry, 'g': grid, 'o': odd}

// A writer of templates writes what may well have mistakes in it.
type writer struct {
	*rand.Rand
	out       strings.Builder
	root, dot kind
	vars      []kind // of $v0, $v1 and so on, those of branches that are closed among them
	open      int    // how many of vars are surely seen
	loops     int
	calls     string // names of the templates that may be called, a letter each
}

func (w *writer) one(of ...string) string { return of[w.IntN(len(of))] }

func (w *writer) rarely() bool { return w.IntN(40) == 0 }

// expression is an operand.
func (w *writer) expression(k kind, depth int) string {
	if k == "" || w.rarely() {
		k = kinds[w.IntN(len(kinds))]
	}
	var all []string
	for i, v := range w.vars {
		if v == k && (i < w.open || w.rarely()) {
			all = append(all, fmt.Sprintf("$v%d", i))
		}
	}
	if w.dot == k {
		all = append(all, ".", ".")
	}
	all = append(all, fieldsOf[w.dot][k]...)
	if w.root == k {
		all = append(all, "$")
	}
	for _, f := range fieldsOf[w.root][k] {
		all = append(all, "$"+f)
	}
	if len(all) == 0 || w.IntN(4) == 0 {
		all = append(all, constants[k]...)
	}
	if depth < 3 && (len(all) == 0 || w.IntN(4) == 0) && len(calls[k]) > 0 {
		return "(" + w.set(k, false) + w.call(k, depth+1) + ")"
	}
	if len(all) == 0 {
		return w.one(".", "$", "nil", ".Missing", "fixed")
	}
	if x := w.one(all...); !w.rarely() {
		return x
	}
	return "(" + w.set(k, true) + w.one(all...) + ")"
}

// set is a declaration or an assignment, seldom one within an expression.
func (w *writer) set(k kind, often bool) string {
	if !often && !w.rarely() {
		return ""
	}
	var known []int
	for i := range w.open {
		if w.vars[i] == k {
			known = append(known, i)
		}
	}
	if len(known) > 0 && w.IntN(2) == 0 {
		return fmt.Sprintf("$v%d = ", known[w.IntN(len(known))])
	}
	if len(known) > 0 && w.IntN(3) == 0 { // a variable that hides another
		return fmt.Sprintf("$v%d := ", known[w.IntN(len(known))])
	}
	w.vars = append(w.vars[:w.open:w.open], k)
	w.open++
	return fmt.Sprintf("$v%d := ", w.open-1)
}

func (w *writer) call(k kind, depth int) string {
	form := w.one(calls[k]...)
	var b strings.Builder
	for i := 0; i < len(form); i++ {
		switch {
		case form[i] != '%':
			b.WriteByte(form[i])
			continue
		case form[i+1] == '%':
			b.WriteByte('%')
		default:
			b.WriteString(w.expression(letters[form[i+1]], depth))
		}
		i++
	}
	text := b.String()
	several := strings.HasPrefix(text, "and ") || strings.HasPrefix(text, "or ")
	if at := strings.LastIndexByte(text, ' '); w.IntN(6) == 0 && at > 0 && (!several || w.rarely()) && !strings.ContainsAny(text[at:], ")\"`") && text[0] != '(' {
		return text[at+1:] + " | " + text[:at] // its last argument stands before it
	}
	return text
}

func (w *writer) pipe(k kind) string {
	if w.IntN(3) == 0 && len(calls[k]) > 0 {
		return w.call(k, 0)
	}
	return w.expression(k, 0)
}

func (w *writer) any() kind { return kinds[w.IntN(len(kinds))] }

// places are where a value may stand; %s is an action, and of %n nodes without
// tags.
var places = []string{
	"%s", "%s", "<b>%s</b>", `<a href="%s">`, `<a href="/%s?q=%s#%s">`, `<p title="%s">`, "<p title='%s' lang=%s>", "<title>%s</title>", "<textarea>%s</textarea>",
	"<script>%s</script>", "<script>var x = '%s', y = `%s`;</script>", `<script type="application/json">{"a": %s}</script>`, `<p onclick="f(%s)">`, "<style>p{width:%s}</style>",
	`<p style="color:%s">`, `<img srcset="%s 2x, %s">`, "<!-- %s -->", "<p %s>", `<p title="%n">`, "<title>%n</title>", `<a href="%n">`, "<p lang=x%n>",
}

func (w *writer) nodes(depth int, tags bool) {
	for range 1 + w.IntN(4) {
		w.node(depth, tags)
	}
}

func (w *writer) node(depth int, tags bool) {
	switch n := w.IntN(16); {
	case n < 2 || depth > 3:
		if tags {
			w.out.WriteString(w.one(" 文字 ", "<p>", `<i title="x">`, " &amp; ", "<br>", "<!-- c -->"))
		} else {
			w.out.WriteString(w.one("文", "x", "/"))
		}
	case n < 6:
		place := "%s"
		if tags {
			place = w.one(places...)
		}
		for {
			before, after, found := strings.Cut(place, "%")
			w.out.WriteString(before)
			if !found {
				return
			}
			if after[0] == 'n' {
				w.nodes(depth+1, false)
			} else {
				w.out.WriteString("{{" + w.pipe(w.any()) + "}}")
			}
			place = after[1:]
		}
	case n < 9:
		k := w.any()
		value := w.pipe(k)
		w.out.WriteString("{{" + w.set(k, true) + value + "}}")
	case n == 9 && w.loops > 0:
		w.out.WriteString(w.one("{{break}}", "{{continue}}", "{{if "+w.pipe(truth)+"}}{{break}}{{end}}", "{{if "+w.pipe(truth)+"}}{{continue}}{{end}}"))
	case n == 10 && w.calls != "":
		name := w.calls[w.IntN(len(w.calls))]
		k := map[byte]kind{'t': entry, 'u': text, 'r': words}[name]
		if name == 'u' && w.IntN(3) == 0 { // which knows little of its dot
			k = w.any()
		}
		value := w.pipe(k)
		if w.rarely() {
			value = w.set(k, true) + value
		}
		fmt.Fprintf(&w.out, "{{template %q %s}}", string(name), value)
	case n < 13:
		w.loop(depth, tags)
	default:
		w.branch(w.one("if", "with"), depth, tags)
	}
}

// inner writes nodes with another dot, and forgets their variables but for a
// mistake now and then.
func (w *writer) inner(dot kind, depth int, tags bool) {
	outer, open := w.dot, w.open
	w.dot = dot
	w.nodes(depth+1, tags)
	w.dot, w.open = outer, open
}

func (w *writer) branch(word string, depth int, tags bool) {
	open := w.open
	k := w.any()
	value := w.pipe(k)
	if w.IntN(3) == 0 {
		value = w.set(k, true) + value
	}
	fmt.Fprintf(&w.out, "{{%s %s}}", word, value)
	dot := w.dot
	if word == "with" {
		dot = k
	}
	w.inner(dot, depth, tags)
	switch w.IntN(4) {
	case 0:
		w.out.WriteString("{{else}}")
		w.inner(w.dot, depth, tags)
	case 1:
		fmt.Fprintf(&w.out, "{{else %s %s}}", word, w.pipe(k))
		w.inner(dot, depth, tags)
	}
	w.out.WriteString("{{end}}")
	w.open = open
}

func (w *writer) loop(depth int, tags bool) {
	open := w.open
	of := []kind{list, words, grid, num}[w.IntN(4)]
	item := map[kind]kind{list: entry, words: text, grid: words, num: num}[of]
	value := w.pipe(of)
	if w.IntN(4) == 0 {
		value = w.one("$.Sizes", "$.Lates", "$.None", "3", "0", "-1", "$.Number", "$.Item.Subs")
	}
	names := ""
	switch n := w.IntN(6); {
	case n == 0 && of != num:
		w.vars = append(w.vars[:w.open:w.open], num, item)
		names = fmt.Sprintf("$v%d, $v%d := ", w.open, w.open+1)
		w.open += 2
	case n < 3:
		names = w.set(item, true)
	}
	fmt.Fprintf(&w.out, "{{range %s%s}}", names, value)
	w.loops++
	w.inner(item, depth, tags)
	w.loops--
	if w.IntN(2) == 0 {
		w.out.WriteString("{{else}}")
		w.inner(w.dot, depth, tags)
	}
	w.out.WriteString("{{end}}")
	w.open = open
}

// template writes a whole template; r calls itself.
func (w *writer) template(seed uint64) string {
	w.Rand = rand.New(rand.NewPCG(seed, 0))
	w.root, w.dot, w.calls = whole, whole, "tur"
	w.nodes(0, true)
	for _, d := range []struct {
		name, calls string
		root        kind
	}{{"t", "ur", entry}, {"u", "", text}, {"r", "u", words}} {
		w.root, w.dot, w.calls, w.vars, w.open = d.root, d.root, d.calls, nil, 0
		fmt.Fprintf(&w.out, "{{define %q}}", d.name)
		w.nodes(1, false)
		if d.name == "r" {
			w.out.WriteString(`{{if gt (len .) 1}}{{template "r" (slice . 1)}}{{end}}`)
		}
		w.out.WriteString("{{end}}")
	}
	return w.out.String()
}

var (
	seeds = flag.Int("seeds", 3000, "how many random templates TestRandomTemplates makes")
	from  = flag.Int("from", 0, "the first of them")
)

// Of any template a program makes what html/template makes, or nothing.
func TestRandomTemplates(t *testing.T) {
	values := []data{sample(), {}}
	done, wrong, unknown, gaveUp := 0, 0, map[string]int{}, 0
	for seed := range uint64(*seeds) {
		seed += uint64(*from)
		text := new(writer).template(seed)
		set, _, err := executed(t, text, sample())
		var escaping *template.Error
		if set == nil || errors.As(err, &escaping) {
			continue // mistakes that no program meets with
		}
		p, err := Compile(set, "x", functions, reflect.TypeFor[data]())
		if err != nil {
			unknown[err.Error()]++
			continue
		}
		for _, v := range values {
			var want, got bytes.Buffer
			err := set.Execute(&want, v)
			switch ok := p.Execute(&got, reflect.ValueOf(v)); {
			case ok && (err != nil || got.String() != want.String()):
				t.Errorf("seed %d: %s\n%q\nwant\n%q, %v", seed, text, got.String(), want.String(), err)
			case ok:
				done++
			case err != nil:
				wrong++
			default:
				gaveUp++
			}
		}
	}
	if done < *seeds/4 || wrong < *seeds/50 || gaveUp > done/20 {
		t.Errorf("of %d templates %d pages were made, %d have mistakes, %d were given up for nothing; not supported are %v", *seeds, done, wrong, gaveUp, unknown)
	}
	t.Log(done, "made,", wrong, "with mistakes,", gaveUp, "given up for nothing")
	if testing.Verbose() {
		reasons := make([]string, 0, len(unknown))
		for reason, n := range unknown {
			reasons = append(reasons, fmt.Sprintf("%5d %s", n, reason))
		}
		slices.Sort(reasons)
		slices.Reverse(reasons)
		t.Log(strings.Join(reasons[:min(len(reasons), 40)], "\n"))
	}
}

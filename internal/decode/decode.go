package decode

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A Syntax is a language that settings are written in.
type Syntax int

// TOML is the column's own; YAML is read in Markdown from elsewhere.
const (
	TOML Syntax = iota
	YAML
)

// A Text is a piece of a file in one syntax: File.Text[Start:End], without
// the lines that mark its ends.
type Text struct {
	File       diag.File
	Start, End int
	Syntax     Syntax
}

// maxReported bounds the diagnostics of one text: nobody reads more, and a
// hostile text has a mistake in every other byte.
const maxReported = 100

var kindMore = diag.Define("more-mistakes", diag.Error,
	i18n.Text{ZH: "这里还有 {count} 处错误没有列出", EN: "{count} more mistakes are not listed"},
	i18n.Text{ZH: "先改好已经列出的。", EN: "Mend those that are listed first."})

// Into decodes the text into v, which is a pointer to a struct, and returns
// what is wrong with the text in the order of its places. What could be read
// is filled in even where something else is wrong. It panics where the struct
// itself has a mistake, and never because of the text.
func (t Text) Into(v any) diag.List {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() || target.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("decode: want a pointer to a struct, not %T", v))
	}
	p := planOf(target.Elem().Type())
	read := t.read(p)
	r := &reporter{text: t}
	for _, f := range read.faults {
		r.add(f)
	}
	if read.values != nil || len(read.faults) == 0 {
		f := filler{reporter: r, lost: read.lost}
		f.table(read.values, p, target.Elem())
	}
	return r.done()
}

// Table returns all values of the text without a struct, plain as those of a
// map[string]any in one, and what is wrong with it.
func (t Text) Table() (map[string]any, diag.List) {
	read := t.read(nil)
	r := &reporter{text: t}
	for _, f := range read.faults {
		r.add(f)
	}
	f := filler{reporter: r, lost: read.lost}
	values := f.freeTable(read.values)
	return values, r.done()
}

// A reading is what a parser made of a text.
type reading struct {
	values map[string]any // nil where the text could not be read
	faults []fault
	// lost are the fields whose statements have faults, and so no values; nil
	// among them stands for fields that cannot be told.
	lost map[*field]bool
	text string // of YAML, what the library could read of it
}

// read parses the text, or tells why it cannot be.
func (t Text) read(p *plan) reading {
	if f, bad := unreadable(t.body()); bad {
		return reading{faults: []fault{f}}
	}
	if t.Syntax == YAML {
		return readYAML(t.body(), p)
	}
	return readTOML(t.body(), p)
}

// body returns the text itself. A range outside the file is moved into it.
func (t Text) body() string {
	start, end := t.bounds()
	return t.File.Text[start:end]
}

func (t Text) bounds() (start, end int) {
	start = min(max(t.Start, 0), len(t.File.Text))
	return start, min(max(t.End, start), len(t.File.Text))
}

// marker returns the line that stands above the text and marks it as front
// matter, +++ or ---, or "" where the text is all of its file.
func (t Text) marker() string {
	start, _ := t.bounds()
	before := strings.TrimSuffix(t.File.Text[:start], "\n")
	line := strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:])
	if line == "+++" || line == "---" {
		return line
	}
	return ""
}

// at turns a place in the text into one in the file.
func (t Text) at(s span) diag.Range {
	start, end := t.bounds()
	from := min(start+max(s.start, 0), end)
	return t.File.Range(from, min(max(start+s.end, from), end))
}

// A fault is a mistake at a place of the text.
type fault struct {
	kind *diag.Kind
	span
	also []span
	args []i18n.Arg
}

// A reporter collects diagnostics, and the places that they need.
type reporter struct {
	text    Text
	list    diag.List
	omitted int
	last    span
	places  *node
}

// full reports whether no more is told; it counts what is left out.
func (r *reporter) full() bool {
	if len(r.list) < maxReported {
		return false
	}
	r.omitted++
	return true
}

func (r *reporter) add(f fault) {
	if r.full() {
		r.last = f.span
		return
	}
	for i, a := range f.args {
		if a.Name == "fix" {
			f.args[i].Value = sentence(a.Value)
		}
	}
	d := f.kind.At(r.text.at(f.span), f.args...)
	for _, s := range f.also {
		d = d.Also(r.text.at(s))
	}
	r.list.Add(d)
}

// sentence ends an advice with a full stop, unless it ends with a line to
// write, which a stop would spoil: such an advice ends alike in both languages.
func sentence(t i18n.Text) i18n.Text {
	last, _ := utf8.DecodeLastRuneInString(t.ZH)
	if same, _ := utf8.DecodeLastRuneInString(t.EN); same == last && unicode.Is(unicode.Han, last) {
		return t
	}
	if unicode.Is(unicode.Han, last) || last == '）' || last == '”' {
		return i18n.Text{ZH: t.ZH + "。", EN: t.EN + "."}
	}
	return t
}

func (r *reporter) done() diag.List {
	r.list.Sort()
	if r.omitted > 0 {
		r.list.Add(kindMore.At(r.text.at(r.last), diag.Arg("count", r.omitted)))
	}
	return r.list
}

// place finds where a path stands.
func (r *reporter) place(path []step) found {
	if r.places == nil {
		r.places = r.text.scan()
	}
	return r.places.find(path)
}

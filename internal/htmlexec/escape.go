package htmlexec

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"
	"text/template/parse"
)

// escaperPrefix begins the names of the escapers that html/template puts behind
// an action.
const escaperPrefix = "_html_template_"

// cutEscapers parts a pipeline into what is shown and the names of the escapers.
func cutEscapers(cmds []*parse.CommandNode) (shown []*parse.CommandNode, escapers []string) {
	end := len(cmds)
	for end > 0 && len(cmds[end-1].Args) == 1 {
		f, ok := cmds[end-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(f.Ident, escaperPrefix) {
			break
		}
		end--
	}
	for _, c := range cmds[end:] {
		escapers = append(escapers, c.String())
	}
	return cmds[:end], escapers
}

// An escaper is a chain of html/template's escapers, with what is known of it
// beforehand.
type escaper struct {
	chain *texttemplate.Template // the chain itself, for a dot

	// Of a chain that replaces some bytes of a plain text, each wherever it
	// stands: what each becomes.
	bytewise bool
	becomes  [256]string

	// Of a chain that takes an address: bytes that stay as they are, whatever
	// stands beside them.
	address bool
	stays   [256]bool
	schemes []string // and what may stand before them

	raw bool // safe HTML stays as it is
}

// What the chains of html/template do can be seen in its escape.go, html.go and
// url.go. The escapers of plain text go through it byte by byte; all that they
// replace is ASCII. Those of addresses look for a scheme before the first colon,
// and for hexadecimal digits behind a percent sign, and otherwise, too, look at
// each byte alone.
const (
	textEscapers    = " htmlescaper attrescaper rcdataescaper "
	addressEscapers = " urlfilter urlnormalizer attrescaper htmlescaper "
	addressBytes    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/#"
)

// escapers has the chains that were asked for, by their names. They belong to
// html/template and are the same for all sets.
var escapers sync.Map // of func() (*escaper, error), by string

func (s *scope) escapersOf(names []string) *escaper {
	if len(names) == 0 {
		unsupported("an action without escapers")
	}
	pipeline := strings.Join(names, " | ")
	get, _ := escapers.LoadOrStore(pipeline, sync.OnceValues(func() (*escaper, error) { return learn(names, pipeline) }))
	e, err := get.(func() (*escaper, error))()
	if err != nil {
		unsupported(err.Error())
	}
	return e
}

// learn asks html/template what a chain does.
func learn(names []string, pipeline string) (*escaper, error) {
	// Any template that was executed has the escapers among its functions.
	set := template.Must(template.New("").Parse("{{.}}"))
	if err := set.Execute(io.Discard, ""); err != nil {
		return nil, err
	}
	text, err := escaped(set)
	if err != nil {
		return nil, err
	}
	e := new(escaper)
	if e.chain, err = text.New(pipeline).Parse("{{. | " + pipeline + "}}"); err != nil {
		return nil, err
	}
	among := func(known string) bool {
		for _, name := range names {
			if !strings.Contains(known, " "+strings.TrimPrefix(name, escaperPrefix)+" ") {
				return false
			}
		}
		return true
	}
	e.bytewise = among(textEscapers)
	e.address = !e.bytewise && among(addressEscapers)
	const markup = `<b title="x">'&amp;+</b>`
	e.raw = e.bytewise && e.ask(template.HTML(markup)) == markup
	for b := range 256 {
		one := string([]byte{byte(b)})
		if e.bytewise {
			if e.becomes[b] = e.ask(one); e.becomes[b] == one {
				e.becomes[b] = ""
			}
		}
		e.stays[b] = e.address && strings.IndexByte(addressBytes, byte(b)) >= 0 && e.ask(one) == one
	}
	for _, scheme := range []string{"https://", "http://"} {
		if e.address && e.ask(scheme) == scheme {
			e.schemes = append(e.schemes, scheme)
		}
	}
	return e, nil
}

// ask returns what the chain makes of a value.
func (e *escaper) ask(v any) string {
	var out strings.Builder
	if err := e.chain.Execute(&out, v); err != nil {
		unsupported(err.Error())
	}
	return out.String()
}

// show is the step that shows a value.
func (e *escaper) show(v value) step {
	switch {
	case v.typ == nil: // what it is shows when it is shown
	case e.raw && v.typ == reflect.TypeFor[template.HTML]():
		return func(m *machine) flow { m.out.WriteString(v.eval(m).String()); return on }
	case e.bytewise && isPlain(v.typ, reflect.String):
		return func(m *machine) flow { e.text(m.out, v.eval(m).String()); return on }
	case e.bytewise && isPlain(v.typ, reflect.Int) && e.becomes['-'] == "":
		return func(m *machine) flow {
			m.out.Write(strconv.AppendInt(m.space[:0], v.eval(m).Int(), 10))
			return on
		}
	case e.address && isPlain(v.typ, reflect.String):
		return func(m *machine) flow {
			if s := v.eval(m); e.asItIs(s.String()) {
				m.out.WriteString(s.String())
			} else {
				e.slowly(m.out, s)
			}
			return on
		}
	}
	return func(m *machine) flow { e.slowly(m.out, v.eval(m)); return on }
}

// slowly shows any value, by html/template's own escapers.
func (e *escaper) slowly(out *bytes.Buffer, v reflect.Value) {
	if !v.IsValid() {
		panic(giveUp{})
	}
	if err := e.chain.Execute(out, v.Interface()); err != nil {
		panic(giveUp{})
	}
}

// text shows a plain text.
func (e *escaper) text(out *bytes.Buffer, s string) {
	from := 0
	for i := range len(s) {
		if to := e.becomes[s[i]]; to != "" {
			out.WriteString(s[from:i])
			out.WriteString(to)
			from = i + 1
		}
	}
	out.WriteString(s[from:])
}

// asItIs reports whether an address surely stays as it is.
func (e *escaper) asItIs(s string) bool {
	for _, scheme := range e.schemes {
		if rest, ok := strings.CutPrefix(s, scheme); ok {
			s = rest
			break
		}
	}
	for i := range len(s) {
		if !e.stays[s[i]] {
			return false
		}
	}
	return true
}

// isPlain reports whether values of a type are shown as nothing but the text or
// the number that they are: html/template has text types of its own, and types
// with methods say what they show.
func isPlain(t reflect.Type, kind reflect.Kind) bool {
	return t.Kind() == kind && t.PkgPath() != "html/template" && t.NumMethod() == 0
}

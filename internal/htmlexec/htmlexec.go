// Package htmlexec executes templates of html/template as html/template does,
// to the byte, in a fraction of the time.
//
// html/template finds every field by its name and calls every escaper by
// reflection, each time anew; in a site of ten thousand pages that was a third
// of all work. A [Program] is a template compiled for one type of data: which
// field a name means, of what type it is and how it is escaped is found out
// once. That can be done because data are closed structs, without interfaces,
// maps or pointers in them.
//
// What is safe is not decided here. html/template parses the template and
// puts escapers behind every action, and the program is made of the result;
// what an escaper does to each character is learnt by asking it. Nor are errors
// reported here: a template that the compiler does not know all of has no
// program, and an execution that meets with an error gives up. In both cases the
// caller executes the template itself, so that one package says what a
// template means and what is wrong with it.
//
// There is no library that does this: those that are fast have a language of
// their own, and themes are html/template's.
package htmlexec

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"
)

// A Program is a template compiled for data of one type. It may be used from
// many goroutines.
type Program struct {
	data reflect.Type
	main *block
}

// Compile compiles the template of a name in a set for data of a type. Functions
// are those that the set was parsed with. The template must have been executed
// before, because html/template escapes it then. The error says what the
// compiler does not know; it is no mistake of the template.
func Compile(set *template.Template, name string, functions template.FuncMap, data reflect.Type) (p *Program, err error) {
	text, err := escaped(set)
	if err != nil {
		return nil, err
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *UnsupportedError:
			p, err = nil, r
		default:
			panic(r)
		}
	}()
	c := &compiler{text: text, functions: functions, blocks: map[blockKey]*block{}}
	return &Program{data: data, main: c.block(name, data)}, nil
}

// An UnsupportedError names what the compiler does not know.
type UnsupportedError struct{ What string }

func (e *UnsupportedError) Error() string { return "htmlexec: not supported: " + e.What }

// maxDepth bounds how deep templates call each other. It is far below that of
// html/template, which then tells of the mistake.
const maxDepth = 1000

// Execute writes to the buffer what the template makes of data of the program's
// type. It reports false where the template has to be executed by html/template;
// what was written is then of no use.
func (p *Program) Execute(out *bytes.Buffer, data reflect.Value) (ok bool) {
	if data.Type() != p.data {
		return false
	}
	m := machines.Get().(*machine)
	defer func() {
		// A function of the theme's may panic, which html/template tells as an
		// error of the template.
		if recover() != nil {
			ok = false
		}
		m.end()
	}()
	m.out = out
	m.call(p.main, data)
	return true
}

// giveUp ends an execution that meets with an error.
type giveUp struct{}

// A machine is one execution.
type machine struct {
	out   *bytes.Buffer
	dot   reflect.Value
	vars  []reflect.Value // of all templates that are being executed
	base  int             // where those of the innermost begin
	depth int
	space [32]byte // for numbers
}

var machines = sync.Pool{New: func() any { return new(machine) }}

// end makes the machine ready for the next execution, and lets go of the data.
func (m *machine) end() {
	vars := m.vars[:cap(m.vars)]
	clear(vars)
	*m = machine{vars: vars[:0]}
	machines.Put(m)
}

// call executes a template with a dot and variables of its own.
func (m *machine) call(b *block, dot reflect.Value) {
	if m.depth++; m.depth > maxDepth {
		panic(giveUp{})
	}
	outer, base := m.dot, m.base
	m.dot, m.base = dot, len(m.vars)
	for range b.slots {
		m.vars = append(m.vars, reflect.Value{})
	}
	m.vars[m.base] = dot // $
	b.body(m)
	m.vars = m.vars[:m.base]
	m.dot, m.base = outer, base
	m.depth--
}

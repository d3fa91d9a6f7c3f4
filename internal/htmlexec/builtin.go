package htmlexec

import (
	"fmt"
	"reflect"
)

// builtins are the functions of text/template that a program has. Those that
// make markup or addresses, and call, are left to html/template.
var builtins = map[string]func(name string, args []value) value{
	"and":     choose,
	"or":      choose,
	"not":     not,
	"eq":      equal,
	"ne":      equal,
	"lt":      order,
	"le":      order,
	"gt":      order,
	"ge":      order,
	"len":     length,
	"index":   index,
	"slice":   slice,
	"print":   printed,
	"println": printed,
	"printf":  printed,
}

// choose is and and or: the first argument that decides, else the last.
func choose(name string, args []value) value {
	if len(args) == 0 {
		unsupported(name + " without arguments")
	}
	typ := args[0].typ
	truths := make([]func(reflect.Value) bool, len(args))
	for i, a := range args {
		if a.typ != typ {
			typ = nil
		}
		truths[i] = truthOf(a.typ)
	}
	until := name == "or"
	last := len(args) - 1
	return value{typ, func(m *machine) reflect.Value {
		for i, a := range args[:last] {
			if v := a.eval(m); truths[i](v) == until {
				return v
			}
		}
		return args[last].eval(m)
	}}
}

func not(name string, args []value) value {
	if len(args) != 1 {
		unsupported(name + " of several")
	}
	truth := truthOf(args[0].typ)
	return truths(func(m *machine) bool { return !truth(args[0].eval(m)) })
}

var yes, no = reflect.ValueOf(true), reflect.ValueOf(false)

// truths is a value that is true or false.
func truths(is func(m *machine) bool) value {
	return value{yes.Type(), func(m *machine) reflect.Value {
		if is(m) {
			return yes
		}
		return no
	}}
}

// A sort is what may be compared with each other.
type sort int

const (
	noSort sort = iota
	aText
	aNumber
	aTruth
)

func sortOf(v value) sort {
	if v.typ == nil {
		return noSort
	}
	switch v.typ.Kind() {
	case reflect.String:
		return aText
	case reflect.Bool:
		return aTruth
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return aNumber
	}
	return noSort
}

// number is a value of the sort aNumber.
func number(v reflect.Value) int64 {
	if v.CanInt() {
		return v.Int()
	}
	return int64(v.Uint())
}

// equal is eq, which is true if the first argument is equal to one of the
// others, and ne.
func equal(name string, args []value) value {
	if len(args) < 2 || name == "ne" && len(args) != 2 {
		unsupported(name + " of one")
	}
	of := sortOf(args[0])
	for _, a := range args {
		if of == noSort || sortOf(a) != of {
			unsupported(name + " of such types")
		}
	}
	same := func(a, b reflect.Value) bool { return a.String() == b.String() }
	switch of {
	case aNumber:
		same = func(a, b reflect.Value) bool { return number(a) == number(b) }
	case aTruth:
		same = func(a, b reflect.Value) bool { return a.Bool() == b.Bool() }
	}
	found := name == "eq"
	return truths(func(m *machine) bool {
		first := args[0].eval(m)
		is := !found
		for _, a := range args[1:] {
			// All are evaluated: an error in one that comes later is one.
			if same(first, a.eval(m)) {
				is = found
			}
		}
		return is
	})
}

// order is lt, le, gt and ge.
func order(name string, args []value) value {
	if len(args) != 2 {
		unsupported(name + " of one or many")
	}
	of := sortOf(args[0])
	if of != sortOf(args[1]) || of != aText && of != aNumber {
		unsupported(name + " of such types")
	}
	less := func(a, b reflect.Value) bool { return a.String() < b.String() }
	if of == aNumber {
		less = func(a, b reflect.Value) bool { return number(a) < number(b) }
	}
	swapped := name == "gt" || name == "le"
	negated := name == "le" || name == "ge"
	return truths(func(m *machine) bool {
		a, b := args[0].eval(m), args[1].eval(m)
		if swapped {
			a, b = b, a
		}
		return less(a, b) != negated
	})
}

// isRow reports whether values of a type have a length.
func isRow(t reflect.Type) bool {
	return t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.String)
}

func length(name string, args []value) value {
	if len(args) != 1 || !isRow(args[0].typ) {
		unsupported(name + " of such a value")
	}
	return value{intType, func(m *machine) reflect.Value {
		return reflect.ValueOf(args[0].eval(m).Len())
	}}
}

// index panics, as slice does, where there is no such place: that gives up.
func index(name string, args []value) value {
	if len(args) != 2 || !isRow(args[0].typ) || sortOf(args[1]) != aNumber {
		unsupported(name + " of such a value")
	}
	elem := reflect.TypeFor[byte]()
	if args[0].typ.Kind() == reflect.Slice {
		elem = args[0].typ.Elem()
	}
	return value{elem, func(m *machine) reflect.Value {
		v, i := args[0].eval(m), number(args[1].eval(m))
		return v.Index(int(i))
	}}
}

func slice(name string, args []value) value {
	if len(args) < 1 || len(args) > 3 || !isRow(args[0].typ) {
		unsupported(name + " of such a value")
	}
	for _, a := range args[1:] {
		if sortOf(a) != aNumber {
			unsupported(name + " by what is no number")
		}
	}
	return value{args[0].typ, func(m *machine) reflect.Value {
		v := args[0].eval(m)
		bounds := [2]int64{0, int64(v.Len())}
		for i, a := range args[1:] {
			bounds[i] = number(a.eval(m))
		}
		return v.Slice(int(bounds[0]), int(bounds[1]))
	}}
}

func printed(name string, args []value) value {
	var text func(all []any) string
	switch name {
	case "print":
		text = func(all []any) string { return fmt.Sprint(all...) }
	case "println":
		text = func(all []any) string { return fmt.Sprintln(all...) }
	default:
		if len(args) == 0 || args[0].typ != reflect.TypeFor[string]() {
			unsupported(name + " without a format")
		}
		text = func(all []any) string {
			return fmt.Sprintf(all[0].(string), all[1:]...)
		}
	}
	for _, a := range args {
		if a.typ == nil {
			unsupported(name + " of such a value")
		}
	}
	return value{reflect.TypeFor[string](), func(m *machine) reflect.Value {
		return reflect.ValueOf(text(interfaces(m, args)))
	}}
}

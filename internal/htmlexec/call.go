package htmlexec

import (
	"html/template"
	"reflect"
	"text/template/parse"
)

// call is a function with its arguments; final is what a pipeline adds to them,
// or nil. The functions of the set hide those of text/template.
func (s *scope) call(name string, args []parse.Node, final *value) value {
	if f, ok := s.functions[name]; ok {
		return known(s.function(name, reflect.ValueOf(f), args, final))
	}
	return known(s.builtin(name, args, final))
}

func (s *scope) builtin(name string, args []parse.Node, final *value) value {
	if final != nil && (name == "and" || name == "or") {
		// It is evaluated first, and an error in it is one, even if it does not count.
		unsupported(name + " behind another command")
	}
	values := make([]value, 0, len(args)+1)
	for _, a := range args {
		values = append(values, s.value(a))
	}
	if final != nil {
		values = append(values, *final)
	}
	compile, ok := builtins[name]
	if !ok {
		unsupported("the function " + name)
	}
	return compile(name, values)
}

var (
	intType   = reflect.TypeFor[int]()
	valueType = reflect.TypeFor[reflect.Value]()
	errorType = reflect.TypeFor[error]()
)

// function is a call of one of the set's functions.
func (s *scope) function(name string, f reflect.Value, args []parse.Node, final *value) value {
	t := f.Type()
	count := len(args)
	if final != nil {
		count++
	}
	fixed := t.NumIn()
	if t.IsVariadic() {
		fixed--
	}
	if count < fixed || count > fixed && !t.IsVariadic() || t.NumOut() == 0 || t.NumOut() > 2 ||
		t.NumOut() == 2 && t.Out(1) != errorType {
		unsupported("a call of " + name)
	}
	values, types := make([]value, count), make([]reflect.Type, count)
	for i := range values {
		if i < fixed {
			types[i] = t.In(i)
		} else {
			types[i] = t.In(fixed).Elem()
		}
		if i < len(args) {
			values[i] = s.value(args[i])
		} else {
			values[i] = *final
		}
		if given := values[i].typ; given == nil || types[i] != valueType && !given.AssignableTo(types[i]) {
			unsupported("an argument of " + name)
		}
	}
	if v, ok := direct(f.Interface(), values); ok {
		return v
	}
	return value{t.Out(0), func(m *machine) reflect.Value {
		in := make([]reflect.Value, len(values))
		for i, v := range values {
			in[i] = v.eval(m)
			if types[i] == valueType {
				in[i] = reflect.ValueOf(in[i])
			}
		}
		out := f.Call(in)
		if len(out) == 2 && !out[1].IsNil() {
			panic(giveUp{})
		}
		return out[0]
	}}
}

// direct calls functions of the commonest types without reflection.
func direct(f any, values []value) (value, bool) {
	text := func(call func(m *machine) (string, error)) (value, bool) {
		return value{reflect.TypeFor[string](), func(m *machine) reflect.Value {
			return reflect.ValueOf(must(call(m)))
		}}, true
	}
	switch f := f.(type) {
	case func(string) (string, error):
		return text(func(m *machine) (string, error) { return f(values[0].eval(m).String()) })
	case func(string, string) (string, error):
		return text(func(m *machine) (string, error) { return f(values[0].eval(m).String(), values[1].eval(m).String()) })
	case func(string, ...any) (string, error):
		return text(func(m *machine) (string, error) {
			return f(values[0].eval(m).String(), interfaces(m, values[1:])...)
		})
	case func(string, reflect.Value) (template.HTML, error):
		return value{reflect.TypeFor[template.HTML](), func(m *machine) reflect.Value {
			return reflect.ValueOf(must(f(values[0].eval(m).String(), values[1].eval(m))))
		}}, true
	}
	return value{}, false
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(giveUp{})
	}
	return v
}

func interfaces(m *machine, values []value) []any {
	if len(values) == 0 {
		return nil
	}
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v.eval(m).Interface()
	}
	return out
}

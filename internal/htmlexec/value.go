package htmlexec

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// A value is an expression: its type, and how it is found out.
type value struct {
	typ  reflect.Type // nil where it is known only when the program runs
	eval func(m *machine) reflect.Value
}

func constant(v any) value {
	c := reflect.ValueOf(v)
	return value{c.Type(), func(*machine) reflect.Value { return c }}
}

// pipe is a pipeline, which may set variables.
func (s *scope) pipe(p *parse.PipeNode) value {
	v := s.commands(p.Cmds)
	for _, d := range p.Decl {
		name, before := d.Ident[0], v
		at := 0
		if p.IsAssign {
			if at = s.variable(name); s.vars[at].typ != v.typ {
				unsupported("a variable of two types: " + name)
			}
		} else {
			at = s.declare(name, v.typ)
		}
		v.eval = func(m *machine) reflect.Value {
			now := before.eval(m)
			m.vars[m.base+at] = now
			return now
		}
	}
	return v
}

// commands are those of a pipeline: each is the last argument of the next.
func (s *scope) commands(cmds []*parse.CommandNode) value {
	if len(cmds) == 0 {
		unsupported("a pipeline without commands")
	}
	var v value
	for i, c := range cmds {
		function, ok := c.Args[0].(*parse.IdentifierNode)
		switch {
		case ok && i > 0:
			v = s.call(function.Ident, c.Args[1:], &v)
		case ok:
			v = s.call(function.Ident, c.Args[1:], nil)
		case i > 0 || len(c.Args) > 1:
			unsupported("arguments of what is no function: " + c.String())
		default:
			v = s.value(c.Args[0])
		}
	}
	return v
}

// value is an operand.
func (s *scope) value(n parse.Node) value { return known(s.operand(n)) }

// known ends the compilation at a value whose type does not tell what is in it.
func known(v value) value {
	if v.typ == nil {
		return v
	}
	switch v.typ.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Func, reflect.Chan:
		unsupported("a value of type " + v.typ.String())
	}
	if v.typ == valueType {
		unsupported("a value of type " + v.typ.String())
	}
	return v
}

func (s *scope) operand(n parse.Node) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return value{s.dot, func(m *machine) reflect.Value { return m.dot }}
	case *parse.FieldNode:
		return s.fields(s.value(new(parse.DotNode)), n.Ident)
	case *parse.VariableNode:
		at := s.variable(n.Ident[0])
		v := value{s.vars[at].typ, func(m *machine) reflect.Value { return m.vars[m.base+at] }}
		return s.fields(v, n.Ident[1:])
	case *parse.ChainNode:
		return s.fields(s.value(n.Node), n.Field)
	case *parse.PipeNode:
		// Whether a variable is set within an expression, and when, depends on
		// what of the expression is evaluated.
		if len(n.Decl) > 0 {
			unsupported("a variable set within an expression: " + n.String())
		}
		return s.commands(n.Cmds)
	case *parse.IdentifierNode:
		return s.call(n.Ident, nil, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		// As text/template: what looks like a float is one, else an int. 0i is
		// complex, whatever else it could be.
		if n.IsInt && !n.IsComplex && !strings.ContainsAny(n.Text, ".eEpP") && int64(int(n.Int64)) == n.Int64 {
			return constant(int(n.Int64))
		}
	}
	unsupported(n.String())
	return value{}
}

// fields is a chain of fields of a struct.
func (s *scope) fields(v value, names []string) value {
	for _, name := range names {
		if v.typ == nil || v.typ.Kind() != reflect.Struct {
			unsupported("the field " + name + " of what is no struct")
		}
		if _, is := reflect.PointerTo(v.typ).MethodByName(name); is {
			unsupported("the method " + name)
		}
		f, ok := v.typ.FieldByName(name)
		if !ok || !f.IsExported() {
			unsupported("the field " + name)
		}
		typ := v.typ
		for _, i := range f.Index {
			if typ.Kind() != reflect.Struct { // embedded by a pointer
				unsupported("the field " + name)
			}
			typ = typ.Field(i).Type
			before := v.eval
			v.eval = func(m *machine) reflect.Value { return before(m).Field(i) }
		}
		v.typ = f.Type
	}
	return v
}

// truthOf returns what if makes of values of a type.
func truthOf(t reflect.Type) func(reflect.Value) bool {
	if t == nil {
		return func(v reflect.Value) bool { return v.IsValid() && truthOf(v.Type())(v) }
	}
	switch t.Kind() {
	case reflect.String, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(v reflect.Value) bool { return v.Uint() != 0 }
	}
	unsupported("the truth of " + t.String())
	return nil
}

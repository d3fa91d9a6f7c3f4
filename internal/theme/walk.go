package theme

import (
	"reflect"
	"strings"
	"text/template/parse"

	"luxi/internal/diag"
)

// A walker goes through a template and knows the type of every value in it. A
// type that is not known is nil.
type walker struct {
	*checker
	page string // the page's template; "" within a partial that is rendered on its own
	env  definitions
	def  *definition
	dot  reflect.Type
	vars []variable

	called diag.Range // where the theme's own templates have last called another
}

type variable struct {
	name string
	typ  reflect.Type
}

func (w *walker) nodes(n *parse.ListNode) {
	if n == nil { // there is no {{else}}
		return
	}
	for _, node := range n.Nodes {
		w.node(node)
	}
}

func (w *walker) node(n parse.Node) {
	switch n := n.(type) {
	case *parse.ActionNode:
		w.pipe(n.Pipe)
	case *parse.IfNode:
		w.branch(&n.BranchNode, func(reflect.Type) reflect.Type { return w.dot })
	case *parse.WithNode:
		w.branch(&n.BranchNode, func(t reflect.Type) reflect.Type { return t })
	case *parse.RangeNode:
		w.branch(&n.BranchNode, func(t reflect.Type) reflect.Type { return w.ranged(n.Pipe, t) })
	case *parse.TemplateNode:
		dot := w.pipe(n.Pipe)
		w.from(int(n.Pos), func() { w.enter(w, n.Name, dot) })
	}
}

// from notes where a template is called while another is looked through.
func (w *walker) from(offset int, do func()) {
	before := w.called
	if w.def != nil && w.isOwn(w.def.file) {
		f := w.def.file
		w.called = f.Range(offset, offset+len(firstLine(f.Text[min(offset, len(f.Text)):])))
	}
	do()
	w.called = before
}

// branch goes through both branches of an if, a with or a range. Inner says
// what the dot is in the first.
func (w *walker) branch(n *parse.BranchNode, inner func(reflect.Type) reflect.Type) {
	dot, vars := w.dot, len(w.vars)
	w.dot = inner(w.pipe(n.Pipe))
	declared := len(w.vars)
	w.nodes(n.List)
	w.dot, w.vars = dot, w.vars[:declared]
	w.nodes(n.ElseList)
	w.vars = w.vars[:vars]
}

// ranged returns what an item of a range is, and sets its variables.
func (w *walker) ranged(p *parse.PipeNode, t reflect.Type) reflect.Type {
	var key, item reflect.Type
	switch {
	case t == nil:
	case t.Kind() == reflect.Slice:
		key, item = reflect.TypeFor[int](), t.Elem()
	case t.Kind() == reflect.Int:
		key, item = t, t
	}
	switch len(p.Decl) {
	case 1:
		w.set(p.Decl[0].Ident[0], item)
	case 2:
		w.set(p.Decl[0].Ident[0], key)
		w.set(p.Decl[1].Ident[0], item)
	}
	return item
}

// set gives the latest variable of a name a type.
func (w *walker) set(name string, t reflect.Type) {
	for i := len(w.vars) - 1; i >= 0; i-- {
		if w.vars[i].name == name {
			w.vars[i].typ = t
			return
		}
	}
}

// pipe returns the type of a pipeline, and declares its variables.
func (w *walker) pipe(p *parse.PipeNode) reflect.Type {
	if p == nil { // {{template "name"}} without an argument
		return nil
	}
	var t reflect.Type
	for i, c := range p.Cmds {
		t = w.command(c, t, i > 0)
	}
	for _, d := range p.Decl {
		if p.IsAssign { // in a branch, perhaps: then it may be of either type
			if w.variable(d.Ident[0]) != t {
				w.set(d.Ident[0], nil)
			}
			continue
		}
		w.vars = append(w.vars, variable{d.Ident[0], t})
	}
	return t
}

func (w *walker) variable(name string) reflect.Type {
	for i := len(w.vars) - 1; i >= 0; i-- {
		if w.vars[i].name == name {
			return w.vars[i].typ
		}
	}
	return nil
}

// command returns the type of a command. Last is that of the command before it,
// which is its last argument.
func (w *walker) command(c *parse.CommandNode, last reflect.Type, piped bool) reflect.Type {
	function, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		return w.value(c.Args[0])
	}
	var arguments []reflect.Type
	for _, a := range c.Args[1:] {
		arguments = append(arguments, w.value(a))
	}
	if piped {
		arguments = append(arguments, last)
	}
	w.constants(function.Ident, c)
	if name, ok := textOf(c); ok && function.Ident == "partial" && len(arguments) == 2 {
		w.from(int(c.Pos), func() {
			w.enter(&walker{checker: w.checker, env: w.frame, called: w.called}, partials+name, arguments[1])
		})
		if def := w.frame[partials+name]; def != nil && w.page != "" {
			w.files[w.page][def.from] = true
		}
	}
	return result(function.Ident, arguments)
}

// textOf returns the first argument of a call, if it is written out.
func textOf(c *parse.CommandNode) (string, bool) {
	if len(c.Args) < 2 {
		return "", false
	}
	s, ok := c.Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return s.Text, true
}

func (w *walker) value(n parse.Node) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return w.dot
	case *parse.FieldNode:
		return w.fields(n, w.dot, n.Ident)
	case *parse.VariableNode:
		return w.fields(n, w.variable(n.Ident[0]), n.Ident[1:])
	case *parse.ChainNode:
		return w.fields(n, w.value(n.Node), n.Field)
	case *parse.PipeNode:
		vars := len(w.vars)
		t := w.pipe(n)
		w.vars = w.vars[:vars]
		return t
	case *parse.StringNode:
		return textType
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		if n.IsInt {
			return reflect.TypeFor[int]()
		}
	case *parse.IdentifierNode: // a function without arguments
		return result(n.Ident, nil)
	}
	return nil
}

// fields returns the type of a chain of fields, and reports the first that is
// not there.
func (w *walker) fields(n parse.Node, t reflect.Type, names []string) reflect.Type {
	for i, name := range names {
		if t == nil || t.Kind() == reflect.Interface {
			return nil
		}
		if _, is := t.MethodByName(name); is {
			return nil
		}
		if t.Kind() == reflect.Struct {
			if f, ok := t.FieldByName(name); ok && f.IsExported() {
				t = f.Type
				continue
			}
		}
		from, word := w.chainAt(n, names[:i+1])
		w.mistake(w.def.file.Range(from, from+len(word)), name, t)
		return nil
	}
	return t
}

// chainAt finds the last of some fields of a chain. The parser gives a node of
// several fields the place of one of them.
func (w *walker) chainAt(n parse.Node, names []string) (from int, word string) {
	word = "." + names[len(names)-1]
	text, at := w.def.file.Text, int(n.Position())
	chain := "." + strings.Join(names, ".")
	for _, start := range []int{at, at - len(names[0]) - 1} {
		if start >= 0 && start <= len(text) && strings.HasPrefix(text[start:], chain) {
			return start + len(chain) - len(word), word
		}
	}
	if i := strings.Index(text[min(at, len(text)):], word); i >= 0 {
		return at + i, word
	}
	return at, word
}

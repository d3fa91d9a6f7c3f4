package htmlexec

import (
	"html/template"
	"reflect"
	texttemplate "text/template"
	"text/template/parse"
)

// A compiler makes a program. It ends with a panic of an *UnsupportedError.
type compiler struct {
	text      *texttemplate.Template
	functions template.FuncMap
	blocks    map[blockKey]*block
}

// A block is a template for a dot of one type.
type block struct {
	body  step
	slots int // for its variables
}

type blockKey struct {
	name string
	dot  reflect.Type
}

// A step does what one node of a template says.
type step func(m *machine) flow

// A flow is where the execution goes on.
type flow uint8

const (
	on           flow = iota // with the next node
	breakLoop                // behind the innermost loop
	continueLoop             // with its next item
)

// A scope is what a template knows at one place.
type scope struct {
	*compiler
	block *block
	dot   reflect.Type // nil where it is known only when the program runs
	vars  []variable
}

type variable struct {
	name string
	typ  reflect.Type // nil as that of the dot
}

func unsupported(what string) { panic(&UnsupportedError{what}) }

// block returns the template of a name for a dot of a type. A template that
// calls itself finds its own block, which is not yet whole.
func (c *compiler) block(name string, dot reflect.Type) *block {
	key := blockKey{name, dot}
	if b, ok := c.blocks[key]; ok {
		return b
	}
	t := c.text.Lookup(name)
	if t == nil || t.Tree == nil {
		unsupported("the template " + name)
	}
	b := new(block)
	c.blocks[key] = b
	s := &scope{compiler: c, block: b, dot: dot}
	s.declare("$", dot)
	b.body = s.list(t.Root)
	return b
}

// declare makes a variable and returns its slot.
func (s *scope) declare(name string, typ reflect.Type) int {
	s.vars = append(s.vars, variable{name, typ})
	s.block.slots = max(s.block.slots, len(s.vars))
	return len(s.vars) - 1
}

// variable returns the slot of the latest variable of a name.
func (s *scope) variable(name string) int {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return i
		}
	}
	unsupported("the variable " + name)
	return 0
}

func (s *scope) list(n *parse.ListNode) step {
	if n == nil { // there is no {{else}}
		return func(*machine) flow { return on }
	}
	steps := make([]step, 0, len(n.Nodes))
	for _, node := range n.Nodes {
		if do := s.node(node); do != nil {
			steps = append(steps, do)
		}
	}
	if len(steps) == 1 {
		return steps[0]
	}
	return func(m *machine) flow {
		for _, do := range steps {
			if f := do(m); f != on {
				return f
			}
		}
		return on
	}
}

func (s *scope) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(m *machine) flow { m.out.Write(text); return on }
	case *parse.ActionNode:
		return s.action(n.Pipe)
	case *parse.IfNode:
		return s.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return s.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return s.loop(n)
	case *parse.TemplateNode:
		return s.template(n)
	case *parse.BreakNode:
		return func(*machine) flow { return breakLoop }
	case *parse.ContinueNode:
		return func(*machine) flow { return continueLoop }
	case *parse.CommentNode:
		return nil
	}
	unsupported(n.String())
	return nil
}

// action is a value to be shown, or a variable to be set.
func (s *scope) action(p *parse.PipeNode) step {
	if len(p.Decl) > 0 {
		set := s.pipe(p)
		return func(m *machine) flow { set.eval(m); return on }
	}
	shown, escapers := cutEscapers(p.Cmds)
	return s.escapersOf(escapers).show(s.commands(shown))
}

// branch is an if or a with, which sets the dot in its first branch.
func (s *scope) branch(n *parse.BranchNode, with bool) step {
	dot, vars := s.dot, len(s.vars)
	defer func() { s.vars = s.vars[:vars] }()
	value := s.pipe(n.Pipe)
	if with {
		s.dot = value.typ
	}
	declared := len(s.vars)
	yes := s.list(n.List)
	s.dot, s.vars = dot, s.vars[:declared]
	no := s.list(n.ElseList)
	truth := truthOf(value.typ)
	if !with {
		return func(m *machine) flow {
			if truth(value.eval(m)) {
				return yes(m)
			}
			return no(m)
		}
	}
	return func(m *machine) flow {
		v := value.eval(m)
		if !truth(v) {
			return no(m)
		}
		outer := m.dot
		m.dot = v
		f := yes(m)
		m.dot = outer
		return f
	}
}

// loop is a range over a slice or a number.
func (s *scope) loop(n *parse.RangeNode) step {
	dot, first := s.dot, len(s.vars)
	defer func() { s.vars = s.vars[:first] }()
	items, names := s.commands(n.Pipe.Cmds), n.Pipe.Decl
	slice := items.typ != nil && items.typ.Kind() == reflect.Slice
	number := items.typ == intType
	if n.Pipe.IsAssign || !slice && !number || number && len(names) > 1 {
		unsupported(n.Pipe.String())
	}
	types := []reflect.Type{intType, intType}
	if slice {
		types[1] = items.typ.Elem()
	}
	for i, d := range names { // the index, which may be left out, and the item
		s.declare(d.Ident[0], types[len(types)-len(names)+i])
	}
	s.dot = types[1]
	body := s.list(n.List)
	s.dot, s.vars = dot, s.vars[:first]
	for _, d := range names {
		s.declare(d.Ident[0], items.typ)
	}
	none := s.list(n.ElseList)
	return func(m *machine) flow {
		v := items.eval(m)
		length := 0
		if slice {
			length = v.Len()
		} else {
			length = int(v.Int())
		}
		if length <= 0 {
			return m.nothing(none, v, first, len(names))
		}
		outer := m.dot
		for i := range length {
			if slice {
				m.dot = v.Index(i)
			} else {
				m.dot = reflect.ValueOf(i)
			}
			if len(names) > 0 {
				m.vars[m.base+first+len(names)-1] = m.dot
			}
			if len(names) > 1 {
				m.vars[m.base+first] = reflect.ValueOf(i)
			}
			if body(m) == breakLoop {
				break
			}
		}
		m.dot = outer
		return on
	}
}

// nothing executes the else of a range. In text/template the variables of the
// range, count from the slot first on, are then what it was to go through, and a
// break ends this range, not the one around it.
func (m *machine) nothing(none step, v reflect.Value, first, count int) flow {
	for i := range count {
		m.vars[m.base+first+i] = v
	}
	if none(m) == continueLoop {
		return continueLoop
	}
	return on
}

func (s *scope) template(n *parse.TemplateNode) step {
	if n.Pipe == nil {
		b := s.compiler.block(n.Name, nil)
		return func(m *machine) flow { m.call(b, reflect.Value{}); return on }
	}
	dot := s.pipe(n.Pipe)
	b := s.compiler.block(n.Name, dot.typ)
	return func(m *machine) flow { m.call(b, dot.eval(m)); return on }
}

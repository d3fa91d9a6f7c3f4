package decode

import (
	"strings"

	"luxi/internal/diag"
)

// A span is a piece of a text, in bytes from its start.
type span struct{ start, end int }

// A form is the way in which a value is written.
type form uint8

const (
	formScalar  form = iota
	formArray        // [ … ] or a list of YAML
	formInline       // { … } or a table of YAML
	formHeader       // [name]
	formHeaders      // all [[name]] of a name
	formImplied      // a of a.b = 1 or [a.b]
)

// A node is where a value stands, and where those inside it do.
type node struct {
	form       form
	key, value span // a table under a header has its header as its value
	names      map[string]*node
	items      []*node
}

// child returns the node of a name, or nil.
func (n *node) child(name string) *node { return n.names[name] }

func (n *node) put(name string, c *node) *node {
	if n.names == nil {
		n.names = map[string]*node{}
	}
	n.names[name] = c
	return c
}

// A step is one element of a path: a key, or where that is empty and index is
// not negative, the number of an item.
type step struct {
	key   string
	index int
}

func keyStep(key string) step { return step{key, -1} }
func itemStep(index int) step { return step{"", index} }
func (s step) isItem() bool   { return s.index >= 0 }
func (n *node) to(s step) *node {
	if s.isItem() {
		if s.index < len(n.items) {
			return n.items[s.index]
		}
		return nil
	}
	return n.child(s.key)
}

// isHeader reports whether n is what stands below a header.
func (n *node) isHeader() bool { return n.form == formHeader || n.form == formHeaders }

// A found is the node of a path, or else the nearest one round it.
type found struct {
	*node
	whole bool // the path was found to its end
}

func (n *node) find(path []step) found {
	for _, s := range path {
		next := n.to(s)
		if next == nil {
			return found{n, false}
		}
		n = next
	}
	return found{n, true}
}

// scan finds the places of the text.
func (t Text) scan() *node {
	body := t.body()
	root := &node{form: formImplied}
	if _, bad := unreadable(body); !bad {
		if t.Syntax == YAML {
			root = scanYAML(body)
		} else {
			root = scanTOML(body, nil, false).root
		}
	}
	root.value = firstLine(body)
	root.key = root.value
	return root
}

func firstLine(body string) span {
	line, _, _ := strings.Cut(body, "\n")
	return span{0, len(strings.TrimRight(line, "\r"))}
}

// Value returns the place of a key's value. The elements of the path are keys
// (strings) and numbers of items (ints, from 0), as in Value("authors", 1,
// "name"). A table that has a header is where its header is. Where the key
// does not stand in the text, it is the place of the nearest table round it
// that does, and for the outermost the first line of the text.
func (t Text) Value(path ...any) diag.Range { return t.Finder().Value(path...) }

// A Finder finds many places in one text, which it reads once.
type Finder struct {
	text Text
	root *node
}

// Finder returns what finds places in the text.
func (t Text) Finder() Finder { return Finder{t, t.scan()} }

// Value is [Text.Value].
func (f Finder) Value(path ...any) diag.Range {
	return f.text.at(f.root.find(steps(path)).value)
}

// Bytes returns where in the file a value stands as it is written, with its
// quotation marks, or ok false where the key does not stand in the text.
func (f Finder) Bytes(path ...any) (start, end int, ok bool) {
	at := f.root.find(steps(path))
	from, to := f.text.bounds()
	start = min(from+max(at.value.start, 0), to)
	return start, min(max(from+at.value.end, start), to), at.whole
}

// Key is [Text.Key].
func (f Finder) Key(path ...any) diag.Range {
	found := f.root.find(steps(path))
	if !found.whole {
		return f.text.at(found.value)
	}
	return f.text.at(found.key)
}

// Key returns the place of the key itself, of an item that of the item; or, as
// with [Text.Value], the place of the nearest table.
func (t Text) Key(path ...any) diag.Range { return t.Finder().Key(path...) }

// steps reads a path; it ends at an element that is neither string nor int.
func steps(path []any) []step {
	out := make([]step, 0, len(path))
	for _, p := range path {
		switch p := p.(type) {
		case string:
			out = append(out, keyStep(p))
		case int:
			if p < 0 {
				return out
			}
			out = append(out, itemStep(p))
		default:
			return out
		}
	}
	return out
}

package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

var partialPlace = diag.Define("partial-place", diag.Error,
	i18n.Text{ZH: "partial 不能写在标签、属性、脚本或样式里面", EN: "partial cannot stand in a tag, an attribute, a script or a style"},
	i18n.Text{ZH: "partial 生成的是一段网页，只能放在标签之间；这里改用 {{template}}。", EN: "What it makes is HTML, for between tags only; use {{template}} here."})

var partialEndless = diag.Define("partial-endless", diag.Error,
	i18n.Text{ZH: "partial “{name}”不停地调用自己", EN: "the partial “{name}” renders itself without end"},
	i18n.Text{
		ZH: "检查它，以及它调用的各个 partial：顺着调用下去，不能又回到它自己。",
		EN: "Look at it and at the partials that it renders: they must not come back to it.",
	})

// A failure is the mistake of a partial on its way through the template that
// asked for it.
type failure struct{ list diag.List }

func (f *failure) Error() string { return "partial: " + f.list[0].Message(i18n.English) }

// partial is the function of that name: it renders templates/partials/NAME over
// a value, on its own, as text between tags. The same value gives the same
// text, so that it is rendered once and kept, however many pages show it. Blocks
// that a page redefines are not seen by it.
//
// That the value is a reflect.Value spares a copy of it for each call.
func (t *Theme) partial(name string, value reflect.Value) (template.HTML, error) {
	key := memoKey{name, typeOf(value), fingerprint.Reflect(value)}
	kept, ok := t.rendered.get(key)
	if ok && !t.Verify {
		return kept, nil
	}
	html, err := t.renderPartial(name, value)
	if ok && err == nil && html != kept {
		return "", fmt.Errorf("the partial %s is not what was kept of it", name)
	}
	if err == nil {
		t.rendered.put(key, html)
	}
	return html, err
}

func (t *Theme) renderPartial(name string, value reflect.Value) (template.HTML, error) {
	full := partials + name
	if t.frame.Lookup(full) == nil {
		return "", errNoPartial(full)
	}
	one, _ := t.partials.LoadOrStore(name, &apart{name: name})
	p := one.(*apart)
	set, err := p.enter(t.frame)
	if err != nil {
		return "", err
	}
	defer p.leave()
	out := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(out)
	out.Reset()
	if err := t.execute(out, set, full, value); err != nil {
		var view any
		if value.IsValid() {
			view = value.Interface()
		}
		return "", &failure{t.failed(err, full, view)}
	}
	if list := t.checkPartials(full, set); len(list) > 0 {
		return "", &failure{list}
	}
	return template.HTML(out.String()), nil
}

// An apart is a partial that is rendered on its own, in a frame of its own: where
// a template is called in an attribute or a script, html/template escapes a copy
// of it for that place, and if it was executed itself before, that copy is
// escaped twice. In one frame for all partials a page would depend on which was
// rendered first.
type apart struct {
	name    string
	once    sync.Once
	set     *template.Template
	running atomic.Int32 // how often at this moment, by all goroutines and within itself
	endless atomic.Bool
}

// maxRunning is far more than there are goroutines that render.
const maxRunning = 1000

// enter returns the partial's frame, if it does not render itself without end,
// by which the stack would overflow, and the program with it. Once that has been
// seen it is an error at any depth: html/template does again what a program gave
// up, so each level would double the work.
func (p *apart) enter(frame *template.Template) (*template.Template, error) {
	if p.endless.Load() || p.running.Add(1) > maxRunning {
		p.endless.Store(true)
		return nil, endless(p.name)
	}
	p.once.Do(func() { p.set = template.Must(frame.Clone()) })
	return p.set, nil
}

func (p *apart) leave() { p.running.Add(-1) }

// endless is the error of a partial that renders itself without end, by its name.
type endless string

func (e endless) Error() string { return "endless partial " + string(e) }

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// errNoPartial is an error in the words of text/template, so that it is told
// as one of {{template}} is.
type errNoPartial string

func (e errNoPartial) Error() string { return `no such template "` + string(e) + `"` }

// failed returns what is wrong when a template cannot be executed: where a
// partial has told it, that.
func (t *Theme) failed(err error, name string, view any) diag.List {
	var inner *failure
	if errors.As(err, &inner) {
		return inner.list
	}
	return diag.List{t.diagnose(err, name, view)}
}

// checkPartials tells of partials that stand where HTML is no text. It looks at
// what the escaper has put behind each: between tags it is the escaper of HTML
// and no other. That is known when a page's template, or a partial, has been
// executed, and does not change then.
func (t *Theme) checkPartials(name string, set *template.Template) diag.List {
	if list, ok := t.checked.Load(name); ok {
		return list.(diag.List)
	}
	var list diag.List
	for _, one := range set.Templates() {
		if one.Tree != nil {
			misplaced(one.Tree.Root, func(n parse.Node) { list.Add(t.misplacedAt(one, n)) })
		}
	}
	list.Sort()
	t.checked.Store(name, list)
	return list
}

func (t *Theme) misplacedAt(in *template.Template, n parse.Node) diag.Diagnostic {
	place, _ := in.Tree.ErrorContext(n)
	r, ok := t.takeApart(errors.New("template: " + place + ": partial"))
	if !ok {
		return partialPlace.At(diag.WholeFile(""))
	}
	return partialPlace.At(r.at("partial"))
}

// misplaced calls visit with every call of partial that is not shown as text
// between tags.
func misplaced(n parse.Node, visit func(parse.Node)) {
	branch := func(b *parse.BranchNode) {
		misplaced(b.List, visit)
		if b.ElseList != nil {
			misplaced(b.ElseList, visit)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			misplaced(c, visit)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.ActionNode:
		asks, escapers := false, ""
		for _, c := range n.Pipe.Cmds {
			if id, ok := c.Args[0].(*parse.IdentifierNode); ok {
				asks = asks || id.Ident == "partial"
				if strings.HasPrefix(id.Ident, escaperPrefix) {
					escapers += id.Ident
				}
			}
		}
		// What no page reaches has no escaper yet.
		if asks && escapers != "" && escapers != escaperPrefix+"htmlescaper" {
			visit(n)
		}
	}
}

// escaperPrefix begins the names of html/template's escapers.
const escaperPrefix = "_html_template_"

// A memo keeps what partials have made, up to a bound: of two generations the
// older is dropped when the younger is full, and what is used in between moves
// up.
type memo struct {
	mutex      sync.RWMutex
	young, old map[memoKey]template.HTML
	size       int // of young, in bytes
}

// A memoKey has the type beside the fingerprint, which is that of the bytes only:
// a title and safe HTML may be the same text, and are not shown the same.
type memoKey struct {
	name string
	typ  reflect.Type // nil for no value
	of   fingerprint.Sum
}

func typeOf(value reflect.Value) reflect.Type {
	if !value.IsValid() {
		return nil
	}
	return value.Type()
}

// memoSize bounds a generation of a memo. The cards of 30,000 essays fit.
const memoSize = 16 << 20

func (m *memo) get(key memoKey) (template.HTML, bool) {
	m.mutex.RLock()
	html, ok := m.young[key]
	older := false
	if !ok {
		html, older = m.old[key]
	}
	m.mutex.RUnlock()
	if older {
		m.put(key, html)
	}
	return html, ok || older
}

func (m *memo) put(key memoKey, html template.HTML) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if _, ok := m.young[key]; ok {
		return
	}
	if m.young == nil || m.size > memoSize {
		m.old, m.young, m.size = m.young, map[memoKey]template.HTML{}, 0
	}
	m.young[key] = html
	m.size += len(html) + len(key.name) + 64
}

package decode

import (
	"reflect"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A plain is a value of YAML without quotes: what it is, the field decides.
type plain string

// A filler puts values into structs. Its path says where it is; no place is
// looked up before something is wrong there.
type filler struct {
	*reporter
	lost   map[*field]bool // fields that are not missing, but could not be read
	path   []step
	tables []level
}

// A level is a table that is being filled.
type level struct {
	plan *plan
	// meant holds keys that an unknown one seems to stand for: they are not
	// reported missing as well.
	meant map[string]bool
}

func (f *filler) push(s step) { f.path = append(f.path, s) }
func (f *filler) pop()        { f.path = f.path[:len(f.path)-1] }

// table fills the struct dst from the values of a table. A table that is
// absent has none.
func (f *filler) table(values map[string]any, p *plan, dst reflect.Value) {
	f.tables = append(f.tables, level{plan: p})
	known, absent := 0, false
	for i := range p.fields {
		fd := &p.fields[i]
		v, ok := values[fd.name]
		if !ok {
			absent = absent || fd.required || fd.demands()
			continue
		}
		known++
		f.push(keyStep(fd.name))
		f.field(v, fd, dst.FieldByIndex(fd.index))
		f.pop()
	}
	if known < len(values) {
		f.unknown(values, p)
	}
	if absent {
		f.missing(values, p, dst)
	}
	f.tables = f.tables[:len(f.tables)-1]
}

// demands reports whether the field is a table whose keys are missed even
// where the table itself is absent.
func (fd *field) demands() bool {
	return fd.shape.sort == sortTable && !fd.shape.pointer && fd.shape.table.demands
}

var kindEmpty = diag.Define("empty-value", diag.Error,
	i18n.Text{ZH: "{key}是空的，但必须填写", EN: "{key} is empty but has to be filled in"},
	i18n.Text{ZH: "填上内容，例如 {line}", EN: "Fill it in, such as {line}"})

// field fills one field of a table.
func (f *filler) field(v any, fd *field, dst reflect.Value) {
	if fd.required && blank(v) {
		f.report(kindEmpty, diag.Arg("key", fd.label()), diag.Arg("line", f.example(fd)))
		return
	}
	if v != nil { // an empty value of YAML is none
		f.value(v, fd.shape, dst)
	}
}

func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return isBlank(v)
	case plain:
		return isBlank(string(v))
	case []any:
		return len(v) == 0
	case []map[string]any:
		return len(v) == 0
	}
	return false
}

// value fills dst with v if it has the shape; else it reports what is wrong.
func (f *filler) value(v any, s *shape, dst reflect.Value) {
	if s.pointer {
		bare := *s
		bare.pointer = false
		to := reflect.New(dst.Type().Elem())
		f.value(v, &bare, to.Elem())
		dst.Set(to)
		return
	}
	ok := false
	switch s.sort {
	case sortTable:
		var m map[string]any
		if m, ok = v.(map[string]any); ok {
			f.table(m, s.table, dst)
		}
	case sortFree:
		var m map[string]any
		if m, ok = v.(map[string]any); ok {
			dst.Set(reflect.ValueOf(f.freeTable(m)))
		}
	case sortList:
		ok = f.items(v, s, dst)
	default:
		ok = f.scalar(v, s.sort, dst)
	}
	if !ok {
		f.wrongType(v, s)
	}
}

func (f *filler) items(v any, s *shape, dst reflect.Value) bool {
	switch v := v.(type) {
	case []any:
		fillItems(f, v, s, dst)
	case []map[string]any:
		fillItems(f, v, s, dst)
	default:
		return false
	}
	return true
}

func fillItems[T any](f *filler, items []T, s *shape, dst reflect.Value) {
	list := reflect.MakeSlice(dst.Type(), len(items), len(items))
	for i, item := range items {
		f.push(itemStep(i))
		if any(item) == nil {
			f.wrongType(nil, s.elem)
		} else {
			f.value(item, s.elem, list.Index(i))
		}
		f.pop()
	}
	dst.Set(list)
}

// report reports a kind at the value of the path.
func (f *filler) report(k *diag.Kind, args ...i18n.Arg) {
	f.add(fault{kind: k, span: f.place(f.path).value, args: args})
}

// raw returns the value of the path as it is written.
func (f *filler) raw() string {
	at := f.place(f.path)
	body := f.text.body()
	if !at.whole || at.value.end > len(body) || at.value.start > at.value.end {
		return ""
	}
	return body[at.value.start:at.value.end]
}

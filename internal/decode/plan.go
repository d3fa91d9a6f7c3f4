package decode

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"luxi/internal/civil"
)

// A sort is what a value has to be.
type sort uint8

const (
	sortString sort = iota
	sortBool
	sortInt
	sortFloat
	sortDate
	sortMoment
	sortDuration
	sortList
	sortTable
	sortFree // map[string]any
)

// A shape is the sort of a value with all that is needed to fill it.
type shape struct {
	sort    sort
	pointer bool
	elem    *shape // of a list
	table   *plan  // of a table
}

// tables reports whether s is a list of tables.
func (s *shape) tables() bool { return s.sort == sortList && s.elem.sort == sortTable }

// A field is a key that a table knows.
type field struct {
	name, zh string
	also     []string // further Chinese names that people use for it
	required bool
	index    []int
	shape    *shape
}

// A plan is what is known of a struct: its keys, in the order of its fields.
type plan struct {
	fields  []field
	byName  map[string]*field
	demands bool // has required keys, also in tables that are no pointers
}

// lookup returns the field of a key, or nil; of no plan there are no fields.
func (p *plan) lookup(name string) *field {
	if p == nil {
		return nil
	}
	return p.byName[name]
}

var plans sync.Map // reflect.Type to *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := planner{}.structure(t)
	plans.Store(t, p)
	return p
}

// A planner holds the plans that are being made, so that a struct may hold a
// list of itself.
type planner map[reflect.Type]*plan

func (pl planner) structure(t reflect.Type) *plan {
	if p, ok := pl[t]; ok {
		return p
	}
	p := &plan{byName: map[string]*field{}}
	pl[t] = p
	pl.collect(p, t, nil)
	for i := range p.fields {
		f := &p.fields[i]
		if p.byName[f.name] != nil {
			panic(fmt.Sprintf("decode: %s has the key %s twice", t, f.name))
		}
		p.byName[f.name] = f
		s := f.shape
		p.demands = p.demands || f.required || s.sort == sortTable && !s.pointer && s.table.demands
	}
	return p
}

// collect adds the fields of t, which stand at index in the outermost struct.
func (pl planner) collect(p *plan, t reflect.Type, index []int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, tagged := sf.Tag.Lookup("toml")
		at := append(index[:len(index):len(index)], i)
		if !tagged {
			if sf.Anonymous && sf.Type.Kind() == reflect.Struct {
				pl.collect(p, sf.Type, at)
			}
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if !sf.IsExported() || name == "-" {
			continue
		}
		where := fmt.Sprintf("%s.%s", t, sf.Name)
		if name == "" || options != "" && options != "required" {
			panic(fmt.Sprintf("decode: %s: the tag toml:%q is neither NAME nor NAME,required", where, tag))
		}
		chinese := strings.Split(sf.Tag.Get("zh"), ",")
		p.fields = append(p.fields, field{
			name: name, zh: chinese[0], also: chinese[1:], required: options == "required",
			index: at, shape: pl.shape(sf.Type, where),
		})
	}
}

var (
	typeDate     = reflect.TypeFor[civil.Date]()
	typeMoment   = reflect.TypeFor[civil.Moment]()
	typeDuration = reflect.TypeFor[time.Duration]()
	typeFree     = reflect.TypeFor[map[string]any]()
)

func (pl planner) shape(t reflect.Type, where string) *shape {
	switch t {
	case typeDate:
		return &shape{sort: sortDate}
	case typeMoment:
		return &shape{sort: sortMoment}
	case typeDuration:
		return &shape{sort: sortDuration}
	case typeFree:
		return &shape{sort: sortFree}
	}
	switch t.Kind() {
	case reflect.String:
		return &shape{sort: sortString}
	case reflect.Bool:
		return &shape{sort: sortBool}
	case reflect.Int:
		return &shape{sort: sortInt}
	case reflect.Float64:
		return &shape{sort: sortFloat}
	case reflect.Struct:
		return &shape{sort: sortTable, table: pl.structure(t)}
	case reflect.Slice:
		return &shape{sort: sortList, elem: pl.shape(t.Elem(), where)}
	case reflect.Pointer:
		s := *pl.shape(t.Elem(), where)
		if !s.pointer && s.sort != sortList && s.sort != sortFree {
			s.pointer = true
			return &s
		}
	}
	panic(fmt.Sprintf("decode: %s has the type %s, which no text can fill", where, t))
}

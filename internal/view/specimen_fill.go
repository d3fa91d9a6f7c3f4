package view

import (
	_ "embed"
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"sync"

	"luxi/internal/diag"
	"luxi/internal/markdown"
)

// specimenMarkdown has every construct that a manuscript can have.
//
//go:embed specimen.md
var specimenMarkdown string

// specimenBody is that manuscript as HTML.
var specimenBody = sync.OnceValue(func() template.HTML {
	body, _ := markdown.Parse(diag.File{Path: "specimen.md", Text: specimenMarkdown}, 0)
	first := true
	return template.HTML(body.Resolve(func(l markdown.Link) markdown.Destination {
		if !l.Image {
			return markdown.Destination{URL: specimenURL}
		}
		d := Image{URL: pictureURL, Srcset: pictureSet, Width: 1600, Height: 1200}.inText(first)
		first = false
		return d
	}))
})

// filled returns a view with every field filled. The field of a name that
// specimen_text.go knows has a text from there, another its own name in a long
// text; so a new field is never empty.
func filled(t reflect.Type) any {
	v := reflect.New(t).Elem()
	fill(v, place{})
	return v.Interface()
}

// A place is where in a view a value stands.
type place struct {
	in    string // the field of the struct that holds it, or its type where it is a list's or the view
	field string
	index int // in the nearest list
	codes []string
}

func fill(v reflect.Value, at place) {
	switch {
	case v.Type() == reflect.TypeFor[template.HTML]():
		v.SetString(string(specimenBody()))
	case v.Kind() == reflect.String:
		v.SetString(at.text())
	case v.Kind() == reflect.Int:
		v.SetInt(int64(at.number()))
	case v.Kind() == reflect.Bool:
		v.SetBool(at.index == 0)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), at.length(v.Type().Elem()), 99)) // more than any list has
		for i := range v.Len() {
			fill(v.Index(i), place{in: v.Type().Elem().Name(), field: at.field, index: i})
		}
		v.Set(v.Slice3(0, v.Len(), v.Len()))
	case v.Kind() == reflect.Struct:
		in := v.Type().Name()
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				inner := place{in: in, field: f.Name, index: at.index, codes: Codes(f)}
				if f.Type.Kind() == reflect.Struct && !f.Anonymous {
					fillPart(v.Field(i), inner)
					continue
				}
				fill(v.Field(i), inner)
			}
		}
	default:
		panic("view: a specimen cannot have a " + v.Kind().String())
	}
}

// fillPart fills the struct of a field. What is known of the field, such as
// Region, goes before what is known of its type, such as Link.
func fillPart(v reflect.Value, at place) {
	fill(v, at)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if texts := specimenTexts[at.field+"."+f.Name]; texts != nil && f.Type.Kind() == reflect.String {
			v.Field(i).SetString(texts[at.index%len(texts)])
		}
	}
}

func (at place) text() string {
	if at.codes != nil {
		return at.code()
	}
	for _, key := range []string{at.in + "." + at.field, at.field} {
		if texts := specimenTexts[key]; texts != nil {
			return texts[at.index%len(texts)]
		}
	}
	if strings.HasSuffix(at.field, "URL") {
		return specimenURL
	}
	return fmt.Sprintf("%s（%d），%s", at.field, at.index+1, longWord)
}

// code returns a code; those of a list's items take turns, and the empty one
// comes last.
func (at place) code() string {
	codes := at.codes
	if codes[0] == "" {
		codes = append(slices.Clone(codes[1:]), "")
	}
	if first := specimenTexts[at.in+"."+at.field]; first != nil && at.index == 0 {
		return first[0]
	}
	return codes[at.index%len(codes)]
}

func (at place) number() int {
	for _, key := range []string{at.in + "." + at.field, at.field} {
		if n, ok := specimenNumbers[key]; ok {
			return n
		}
	}
	return 12345
}

// length is how many items a list has: as many as is said, and as one of their
// fields has codes.
func (at place) length(item reflect.Type) int {
	n, ok := specimenNumbers[at.in+"."+at.field]
	if !ok {
		n = 3
	}
	if item.Kind() == reflect.Struct {
		for i := range item.NumField() {
			n = max(n, len(Codes(item.Field(i))))
		}
	}
	return n
}

// bare returns a view with nothing but what every page of the sort has.
func bare(t reflect.Type) any {
	v := reflect.New(t).Elem()
	v.Set(reflect.ValueOf(filled(t)))
	strip(v)
	return v.Interface()
}

// strip empties the fields of a struct that may be empty.
func strip(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case !f.IsExported():
		case f.Type.Kind() == reflect.Struct && (f.Anonymous || required[v.Type().Name()+"."+f.Name]):
			strip(v.Field(i))
		case !required[v.Type().Name()+"."+f.Name]:
			v.Field(i).SetZero()
		}
	}
}

// single returns a full view whose own lists have one item each, and whether
// it has any.
func single(t reflect.Type) (any, bool) {
	v := reflect.New(t).Elem()
	v.Set(reflect.ValueOf(filled(t)))
	has := false
	var trim func(v reflect.Value)
	trim = func(v reflect.Value) {
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Type.Kind() == reflect.Slice:
				has = true
				v.Field(i).Set(v.Field(i).Slice3(0, 1, 1))
			case f.Anonymous && f.Type != reflect.TypeFor[Chrome]():
				trim(v.Field(i))
			case f.Name == "Total":
				v.Field(i).SetInt(1)
			}
		}
	}
	trim(v)
	return v.Interface(), has
}

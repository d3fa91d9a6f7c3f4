package fingerprint

import (
	"html/template"
	"reflect"
	"testing"
)

type inner struct {
	Name string
	Tags []string
	Safe template.HTML
	seal Seal
}

type outer struct {
	Count int
	Yes   bool
	Inner inner
	Many  []inner
	text  Sum
}

func sample() outer {
	return outer{
		Count: 3, Inner: inner{Name: "甲", Tags: []string{"a", "bc"}, Safe: "<b>"},
		Many: []inner{{Name: "乙"}, {Name: "丙"}}, text: Of("x"),
	}
}

// Every field counts, hidden ones too.
func TestEveryFieldChangesTheValue(t *testing.T) {
	base := sample()
	seen := map[Sum]string{Value(&base): "as it is"}
	for name, change := range map[string]func(*outer){
		"number":       func(o *outer) { o.Count = -3 },
		"boolean":      func(o *outer) { o.Yes = true },
		"name":         func(o *outer) { o.Inner.Name = "乙" },
		"cut":          func(o *outer) { o.Inner.Tags = []string{"ab", "c"} },
		"one less":     func(o *outer) { o.Inner.Tags = []string{"a"} },
		"none":         func(o *outer) { o.Inner.Tags = nil },
		"safe text":    func(o *outer) { o.Inner.Safe = "<i>" },
		"in a slice":   func(o *outer) { o.Many[1].Name = "丁" },
		"order":        func(o *outer) { o.Many[0], o.Many[1] = o.Many[1], o.Many[0] },
		"hidden sum":   func(o *outer) { o.text = Of("y") },
		"field beside": func(o *outer) { o.Inner.Name, o.Inner.Safe = "", "甲<b>" },
	} {
		o := sample()
		change(&o)
		s := Value(&o)
		if other, ok := seen[s]; ok {
			t.Errorf("%s has the fingerprint of %s", name, other)
		}
		seen[s] = name
	}
}

func TestSealStandsForTheWhole(t *testing.T) {
	a, b := sample(), sample()
	if Value(&a) != Value(&b) || Any(a) != Value(&a) {
		t.Error("equal values differ")
	}
	a.Inner.seal = SealOf(&a.Inner)
	b.Inner.Name = "别"
	b.Inner.seal = SealOf(&b.Inner)
	if Value(&a) == Value(&b) {
		t.Error("two seals are taken for one")
	}
	if before := Value(&a.Inner); before == Value(&b.Inner) {
		t.Error("sealed values of two contents are one")
	}
}

func TestOpenTypesAreRefused(t *testing.T) {
	for _, v := range []any{
		struct{ P *int }{}, struct{ M map[string]int }{}, struct{ F func() }{}, struct{ A any }{}, struct{ C chan int }{},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v passes", reflect.TypeOf(v))
				}
			}()
			Any(v)
		}()
	}
}

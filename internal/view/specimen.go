package view

import (
	"reflect"
	"strings"

	"luxi/internal/i18n"
)

// A Specimen is an example of what a template is given, for authors of themes:
// a theme that shows all specimens well shows any column well.
type Specimen struct {
	Template string // such as essay.html
	Name     string // such as full; of letters, digits and hyphens; unique for the template
	Note     i18n.Text
	View     any
}

// Address is where the specimen's page stands in a folder of specimens. Links
// in the views lead from there to other specimens.
func (s Specimen) Address() string {
	return strings.TrimSuffix(s.Template, ".html") + "/" + s.Name + ".html"
}

// SpecimenPicture is the address, in a folder of specimens, of the picture that
// views of specimens show.
const SpecimenPicture = "specimen.svg"

// SpecimenSVG is that picture, with its size and middle drawn in.
const SpecimenSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200">` +
	`<rect width="1600" height="1200" fill="#b9c4b1"/><path d="M0 0 1600 1200M1600 0 0 1200" stroke="#4a5a45" stroke-width="8"/>` +
	`<rect x="4" y="4" width="1592" height="1192" fill="none" stroke="#4a5a45" stroke-width="8"/></svg>` + "\n"

// Names of the specimens that most templates have.
const (
	specimenFull  = "full"
	specimenEmpty = "empty"
	specimenOne   = "one"
)

// A sort is a template with its view and its specimens beside full, empty and
// one.
type sort struct {
	template string
	view     reflect.Type
	more     []variant
}

// A variant is a full view with something changed.
type variant struct {
	name   string
	note   i18n.Text
	change func(v any) any
}

// Specimens returns specimens of the views of all templates: for each one with
// every field filled, mostly with more than a real column has (full), one with
// nothing but what there must be (empty), where there are lists one with one item
// in each (one), and one for each state of a call, each sort of a list, and so on.
// It is the same at every call and depends on nothing.
func Specimens() []Specimen {
	var out []Specimen
	for _, s := range sorts() {
		add := func(name, zh, en string, v any) {
			out = append(out, Specimen{Template: s.template, Name: name, Note: i18n.Text{ZH: zh, EN: en}, View: v})
		}
		add(specimenFull, "每一项都有，而且很长、很多", "every field, long and many", filled(s.view))
		add(specimenEmpty, "只有非有不可的", "only what must be there", bare(s.view))
		if one, has := single(s.view); has {
			add(specimenOne, "每个列表只有一项", "one item in each list", one)
		}
		for _, m := range s.more {
			add(m.name, m.note.ZH, m.note.EN, m.change(filled(s.view)))
		}
	}
	return out
}

func sorts() []sort {
	return []sort{
		{"front.html", reflect.TypeFor[Front](), nil},
		{"essay.html", reflect.TypeFor[Essay](), nil},
		{"call.html", reflect.TypeFor[Call](), states(func(v any, change func(*Call)) any {
			c := v.(Call)
			change(&c)
			return c
		})},
		{"notice.html", reflect.TypeFor[CallNotice](), states(func(v any, change func(*Call)) any {
			n := v.(CallNotice)
			change(&n.Call)
			return n
		})},
		{"list.html", reflect.TypeFor[List](), lists()},
		{"terms.html", reflect.TypeFor[Terms](), terms()},
		{"page.html", reflect.TypeFor[Plain](), nil},
		{"withdrawn.html", reflect.TypeFor[Withdrawn](), nil},
		{"redirect.html", reflect.TypeFor[Redirect](), nil},
		{"404.html", reflect.TypeFor[NotFound](), nil},
	}
}

// codesOf returns the codes of a field of a struct.
func codesOf[T any](field string) []string {
	f, ok := reflect.TypeFor[T]().FieldByName(field)
	if !ok {
		panic("view: there is no field " + field)
	}
	return Codes(f)
}

// states are a call before, while and after it takes submissions.
func states(on func(v any, change func(*Call)) any) []variant {
	var out []variant
	for _, code := range codesOf[Call]("State") {
		out = append(out, variant{
			code,
			i18n.Text{ZH: "State 是 " + code, EN: "State is " + code},
			func(v any) any {
				return on(v, func(c *Call) {
					c.State = code
					if code == "upcoming" || code == "closed" {
						c.Countdown = Countdown{}
					}
				})
			},
		})
	}
	return out
}

func lists() []variant {
	out := []variant{{"numbered", i18n.Text{ZH: "列表中间的一页", EN: "a page in the middle of a list"}, func(v any) any {
		l := v.(List)
		l.Number, l.NewerURL, l.Total, l.Pages, l.Others = 17, l.OlderURL, 0, 0, nil
		l.Portrait, l.About = Image{}, "" // of the first page only
		return l
	}}}
	for _, code := range codesOf[List]("Of") {
		out = append(out, variant{code, i18n.Text{ZH: "Of 是 " + code, EN: "Of is " + code}, func(v any) any {
			l := v.(List)
			l.Of = code
			if code == "all" {
				l.Name, l.UpURL = "", ""
			} else {
				l.Others = nil
			}
			if code == "year" {
				l.Name = "2022"
			}
			if code != "contributor" {
				l.Portrait, l.About = Image{}, ""
			}
			return l
		}})
	}
	return out
}

func terms() []variant {
	var out []variant
	for _, code := range codesOf[Terms]("Of") {
		orders := []string{""}
		if code == "contributors" {
			orders = codesOf[Terms]("Order")[1:]
		}
		for _, order := range orders {
			name := strings.Trim(code+"-"+order, "-")
			out = append(out, variant{name, i18n.Text{
				ZH: strings.TrimSuffix("Of 是 "+code+"，Order 是 "+order, "，Order 是 "),
				EN: strings.TrimSuffix("Of is "+code+", Order is "+order, ", Order is "),
			}, func(v any) any {
				t := v.(Terms)
				t.Of, t.Order = code, order
				for i := range t.Terms {
					if code != "calls" {
						t.Terms[i].State, t.Terms[i].Deadline = "", Date{}
					}
					if code != "contributors" {
						t.Terms[i].Position = ""
					}
				}
				return t
			}})
		}
	}
	return out
}

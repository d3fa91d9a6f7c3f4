package theme

import (
	"errors"
	"html/template"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	unusedTemplate = diag.Define("template-unused", diag.Warning,
		i18n.Text{ZH: "没有网页用到这个模板", EN: "no page uses this template"},
		i18n.Text{
			ZH: "{near}网页的模板要叫规定的名称；片段要由别的模板用 {{template}} 或 partial 调用。不用就删去。",
			EN: "{near}Templates of pages have set names, and partials are called by others with {{template}} or partial. Delete what is not needed.",
		})
	unusedBlock = diag.Define("template-block-unused", diag.Warning,
		i18n.Text{ZH: "定义了“{name}”，但没有模板用它", EN: "“{name}” is defined, but no template uses it"},
		i18n.Text{ZH: "{near}检查名称；不用就删去。", EN: "{near}Check the name, or delete it."})
)

// A definition is a template: a file, or what is defined in one.
type definition struct {
	name string
	from string // the file, as templates are called: essay.html, partials/when.html
	file diag.File
	tree *parse.Tree
}

// definitions are what a page can call, by name.
type definitions map[string]*definition

// A visit is a look through a template, for a page, with a type of value.
type visit struct {
	page string
	def  *definition
	dot  reflect.Type
}

// types looks through all templates as they would be executed, but takes every
// branch. It knows the types of views and those that functions return; where it
// does not know a type it says nothing.
func (c *checker) types() {
	c.reached, c.visited, c.files = map[*definition]bool{}, map[visit]bool{}, map[string]map[string]bool{}
	all, pages := definitions{}, map[string]definitions{}
	c.frame = definitions{}
	views := templates()
	for _, name := range slices.Sorted(maps.Keys(c.origin)) {
		defs := c.definitionsOf(name)
		for _, d := range defs {
			all[d.from+"#"+d.name] = d
		}
		if name == layoutName || strings.HasPrefix(name, partials) {
			c.frame.add(defs)
		} else {
			pages[name] = defs
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		v, ok := views[name]
		if !ok {
			continue
		}
		env := maps.Clone(c.frame)
		env.add(pages[name])
		c.reached[pages[name][name]] = true
		c.files[name] = map[string]bool{name: true}
		c.enter(&walker{checker: c, page: name, env: env}, layoutName, reflect.TypeOf(v))
	}
	if !c.whole { // what has mistakes cannot be seen to call anything
		return
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		c.unused(all[key], slices.Sorted(maps.Keys(views)))
	}
}

func (c *checker) definitionsOf(name string) definitions {
	out, f := definitions{}, c.origin[name]
	trees := treesOf(f)
	c.whole = c.whole && trees != nil
	for of, tree := range trees {
		if of == f.Path {
			of = name
		}
		out[of] = &definition{name: of, from: name, file: f, tree: tree}
	}
	return out
}

// add puts further definitions over those that are there. An empty one is none,
// as in text/template.
func (d definitions) add(more definitions) {
	for name, def := range more {
		if d[name] == nil || !parse.IsEmptyTree(def.tree.Root) {
			d[name] = def
		}
	}
}

// unused tells of a template of the theme's own that was not reached.
func (c *checker) unused(d *definition, pages []string) {
	ofPage := slices.Contains(pages, d.from) || d.from == layoutName || strings.HasPrefix(d.from, partials)
	switch {
	case c.reached[d] || d.name != d.from && !ofPage || !c.isOwn(d.file) || d.from == layoutName && d.name == layoutName:
	case d.name != d.from:
		var known []string
		for _, other := range slices.Sorted(maps.Keys(c.frame)) {
			if c.reached[c.frame[other]] && !strings.HasSuffix(other, ".html") {
				known = append(known, other)
			}
		}
		near := nearest.Hint(nearest.Find(d.name, append(known, "main")))
		c.found.Add(unusedBlock.At(d.place(), diag.Arg("name", d.name), diag.Arg("near", near)))
	case !parse.IsEmptyTree(d.tree.Root) || !strings.HasPrefix(d.from, partials):
		near := nearest.Hint(nearest.Find(d.name, pages))
		c.found.Add(unusedTemplate.At(diag.WholeFile(d.file.Path), diag.Arg("near", near)))
	}
}

// place is where a block is defined: its name.
func (d *definition) place() diag.Range {
	at := regexp.MustCompile(`\{\{-?\s*(?:define|block)\s+["` + "`" + `](` + regexp.QuoteMeta(d.name) + `)["` + "`" + `]`).FindStringSubmatchIndex(d.file.Text)
	if at == nil {
		return diag.WholeFile(d.file.Path)
	}
	return d.file.Range(at[2], at[3])
}

// enter looks through the template of a name, if there is one, with a type of
// value, once.
func (c *checker) enter(w *walker, name string, dot reflect.Type) {
	def := w.env[name]
	if def == nil || c.visited[visit{w.page, def, dot}] {
		return
	}
	c.visited[visit{w.page, def, dot}] = true
	c.reached[def] = true
	if w.page != "" {
		c.files[w.page][def.from] = true
	}
	inner := &walker{checker: c, page: w.page, env: w.env, def: def, dot: dot, vars: []variable{{"$", dot}}, called: w.called}
	inner.nodes(def.tree.Root)
}

// mistake reports a field that a type does not have.
func (w *walker) mistake(at diag.Range, field string, t reflect.Type) {
	d := fieldMistake(at, field, t.String(), reflect.Zero(t).Interface())
	if !w.isOwn(w.def.file) && w.called.File != "" {
		d = d.Also(w.called) // what it was given may be the mistake
	}
	w.checker.found.Add(d)
}

// constants reports names of assets, colours and partials that are not there.
func (w *walker) constants(function string, c *parse.CommandNode) {
	var texts []string
	for _, a := range c.Args[1:] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			break
		}
		texts = append(texts, s.Text)
	}
	var err error
	switch {
	case function == "asset" && len(texts) == 1:
		_, err = w.asset(texts[0])
	case function == "colour" && len(texts) == 2:
		_, err = w.colour(texts[0], texts[1])
	case function == "partial" && len(texts) > 0 && w.frame[partials+texts[0]] == nil && w.origin[partials+texts[0]].Path == "":
		at := w.place(int(c.Args[1].Position()), partials+texts[0], texts[0])
		w.checker.found.Add(unknownPartial.At(at, diag.Arg("name", partials+texts[0])))
	}
	var u unknownName
	if errors.As(err, &u) {
		w.checker.found.Add(u.at(w.place(int(c.Pos), u.name)))
	}
}

// place returns where, at an offset or behind it, the first of some words
// stands that can be found.
func (w *walker) place(from int, words ...string) diag.Range {
	f := w.def.file
	for _, word := range words {
		if i := strings.Index(f.Text[min(from, len(f.Text)):], word); i >= 0 {
			return f.Range(from+i, from+i+len(word))
		}
	}
	return f.Range(from, from+1)
}

var (
	textType = reflect.TypeFor[string]()
	results  = map[string]reflect.Type{
		"asset": textType, "colour": textType, "join": textType, "param": textType, "t": textType,
		"params": reflect.TypeFor[[]string](), "qr": reflect.TypeFor[code](), "partial": reflect.TypeFor[template.HTML](),
		"len": reflect.TypeFor[int](), "not": reflect.TypeFor[bool](), "eq": reflect.TypeFor[bool](), "ne": reflect.TypeFor[bool](),
		"lt": reflect.TypeFor[bool](), "le": reflect.TypeFor[bool](), "gt": reflect.TypeFor[bool](), "ge": reflect.TypeFor[bool](),
		"print": textType, "printf": textType, "println": textType, "html": textType, "js": textType, "urlquery": textType,
	}
)

// result returns the type of what a function returns, or nil.
func result(function string, arguments []reflect.Type) reflect.Type {
	if t, ok := results[function]; ok {
		return t
	}
	if len(arguments) == 0 || arguments[0] == nil {
		return nil
	}
	first := arguments[0]
	switch function {
	case "index":
		for range arguments[1:] {
			if first.Kind() != reflect.Slice {
				return nil
			}
			first = first.Elem()
		}
		return first
	case "slice":
		return first
	case "and", "or":
		for _, a := range arguments {
			if a != first {
				return nil
			}
		}
		return first
	}
	return nil
}

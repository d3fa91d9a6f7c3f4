// Themeguide writes the tables of docs/theme-guide.md: for every template the
// fields of its view, as the structs of internal/view and their comments say.
// Run it in the repository's folder:
//
//	go run ./docs/themeguide
//
// A test fails when the guide is not what this program would write.
package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

const (
	guideFile = "docs/theme-guide.md"
	viewDir   = "internal/view"

	begin = "<!-- The tables below are written by: go run ./docs/themeguide -->\n"
	end   = "<!-- The tables end here. -->\n"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "themeguide:", err)
		os.Exit(2)
	}
}

func run(root string) error {
	name := filepath.Join(root, guideFile)
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text, err := guide(root, string(old))
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// guide returns the guide with its tables made anew.
func guide(root, old string) (string, error) {
	before, rest, found := strings.Cut(strings.ReplaceAll(old, "\r\n", "\n"), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", fmt.Errorf("%s lacks a line that marks the tables", guideFile)
	}
	structs, err := readStructs(filepath.Join(root, viewDir))
	if err != nil {
		return "", err
	}
	return before + begin + "\n" + tables(structs) + end + after, nil
}

// A view is a struct of internal/view.
type view struct {
	name     string
	doc      string
	template string // such as essay.html; "" for a part of other views
	fields   []field
}

type field struct {
	name     string
	typ      string
	comment  string
	embedded bool
}

// templateName finds the template in a view's comment: (essay.html).
var templateName = regexp.MustCompile(`\(([a-z0-9-]+\.html)\)`)

// readStructs returns the structs of a package in the order of its source.
func readStructs(dir string) ([]view, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s has no Go files: run this in the repository's folder (%w)", dir, err)
	}
	var views []view
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.GenDecl); ok {
				views = append(views, viewsOf(decl)...)
			}
		}
	}
	return seen(views), nil
}

// seen returns the views of templates and the parts that these hold: what is
// read by programs, such as feeds, no template sees.
func seen(views []view) []view {
	byName := map[string]view{}
	for _, v := range views {
		byName[v.name] = v
	}
	reached := map[string]bool{}
	var reach func(name string)
	reach = func(name string) {
		v, ok := byName[name]
		if !ok || reached[name] {
			return
		}
		reached[name] = true
		for _, f := range v.fields {
			reach(strings.TrimPrefix(f.typ, "[]"))
		}
	}
	for _, v := range views {
		if v.template != "" {
			reach(v.name)
		}
	}
	return slices.DeleteFunc(views, func(v view) bool { return !reached[v.name] })
}

func viewsOf(decl *ast.GenDecl) (views []view) {
	for _, s := range decl.Specs {
		spec, ok := s.(*ast.TypeSpec)
		if !ok || !spec.Name.IsExported() {
			continue
		}
		body, ok := spec.Type.(*ast.StructType)
		if !ok {
			continue
		}
		v := view{name: spec.Name.Name, doc: oneLine(decl.Doc.Text())}
		if m := templateName.FindStringSubmatch(v.doc); m != nil {
			v.template = m[1]
		}
		for _, f := range body.Fields.List {
			v.fields = append(v.fields, fieldsOf(f)...)
		}
		views = append(views, v)
	}
	return views
}

// codes says which values a field has by its tag codes; see view.Codes.
func codes(tag string) string {
	known := strings.Fields(reflect.StructTag(strings.Trim(tag, "`")).Get("codes"))
	known = slices.DeleteFunc(known, func(code string) bool { return code == "-" })
	if len(known) == 0 { // a tag for something else
		return ""
	}
	last := len(known) - 1
	return strings.Join(known[:last], ", ") + " or " + known[last]
}

func fieldsOf(f *ast.Field) (fields []field) {
	typ := typeText(f.Type)
	comment := oneLine(strings.TrimSpace(f.Doc.Text() + " " + f.Comment.Text()))
	if f.Tag != nil {
		comment = strings.Trim(codes(f.Tag.Value)+"; "+comment, "; ")
	}
	for _, name := range f.Names {
		if !name.IsExported() {
			continue // templates cannot see it
		}
		fields = append(fields, field{name: name.Name, typ: typ, comment: comment})
	}
	if len(f.Names) == 0 {
		fields = append(fields, field{name: typ, typ: typ, comment: comment, embedded: true})
	}
	return fields
}

func typeText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.ArrayType:
		return "[]" + typeText(e.Elt)
	case *ast.SelectorExpr:
		return typeText(e.X) + "." + e.Sel.Name
	}
	return fmt.Sprintf("%T", e) // no view has another
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// tables writes the views of templates first, then the parts that they share.
func tables(views []view) string {
	parts := map[string]string{}
	for _, v := range views {
		parts[v.name] = cmp.Or(v.template, v.name)
	}
	var b strings.Builder
	for _, v := range views {
		if v.template != "" {
			fmt.Fprintf(&b, "### %s\n\n%s\n\n", v.template, v.doc)
			table(&b, v, parts)
		}
	}
	for _, v := range views {
		if v.template == "" {
			fmt.Fprintf(&b, "### %s\n\n%s\n\n", v.name, v.doc)
			table(&b, v, parts)
		}
	}
	return b.String()
}

func table(b *strings.Builder, v view, parts map[string]string) {
	b.WriteString("| Field | Type | Meaning |\n|---|---|---|\n")
	for _, f := range v.fields {
		if f.embedded {
			fmt.Fprintf(b, "| the fields of %s | | %s |\n", link(f.typ, parts), cell(f.comment))
			continue
		}
		fmt.Fprintf(b, "| `.%s` | %s | %s |\n", f.name, words(f.typ, parts), cell(f.comment))
	}
	b.WriteString("\n")
}

// words says a type to somebody who writes templates.
func words(typ string, parts map[string]string) string {
	if elem, ok := strings.CutPrefix(typ, "[]"); ok {
		return "list of " + words(elem, parts)
	}
	switch typ {
	case "string":
		return "text"
	case "int":
		return "number"
	case "bool":
		return "true or false"
	case "template.HTML":
		return "HTML"
	case "template.URL":
		return "text"
	}
	return link(typ, parts)
}

// link leads to the heading of a view, which is its template or its name.
func link(typ string, parts map[string]string) string {
	heading := parts[typ]
	if heading == "" {
		return "`" + typ + "`"
	}
	return "[" + heading + "](#" + strings.ToLower(strings.ReplaceAll(heading, ".", "")) + ")"
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

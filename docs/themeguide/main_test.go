package main

import (
	"path/filepath"
	"slices"
	"testing"
)

var root = filepath.Join("..", "..")

func TestGuideIsUpToDate(t *testing.T) {
	old := read(t, guideFile)
	text, err := guide(root, old)
	if err != nil {
		t.Fatal(err)
	}
	if text != old {
		t.Errorf("%s does not say what the views hold; run: go run ./docs/themeguide", guideFile)
	}
}

// Every page template of the default theme has a view, and every view a
// template.
func TestEveryTemplateHasAView(t *testing.T) {
	views, err := readStructs(filepath.Join(root, viewDir))
	if err != nil {
		t.Fatal(err)
	}
	var described []string
	for _, v := range views {
		if v.template != "" {
			described = append(described, v.template)
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "themes", "forum", "templates", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, f := range files {
		if name := filepath.Base(f); name != "layout.html" {
			there = append(there, name)
		}
	}
	slices.Sort(described)
	slices.Sort(there)
	if !slices.Equal(described, there) {
		t.Errorf("the comments of internal/view name the templates %q, the default theme has %q", described, there)
	}
}

func TestTables(t *testing.T) {
	got := tables([]view{
		{name: "Essay", doc: "An Essay is a page (essay.html).", template: "essay.html", fields: []field{
			{name: "Chrome", typ: "Chrome", embedded: true},
			{name: "Notes", typ: "[]Note", comment: "this | that"},
			{name: "Body", typ: "template.HTML"},
		}},
		{name: "Chrome", doc: "Chrome is the frame.", fields: []field{{name: "Open", typ: "bool"}}},
	})
	want := `### essay.html

An Essay is a page (essay.html).

| Field | Type | Meaning |
|---|---|---|
| the fields of [Chrome](#chrome) | |  |
| ` + "`.Notes`" + ` | list of ` + "`Note`" + ` | this \| that |
| ` + "`.Body`" + ` | HTML |  |

### Chrome

Chrome is the frame.

| Field | Type | Meaning |
|---|---|---|
| ` + "`.Open`" + ` | true or false |  |

`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

package view_test

import (
	"html/template"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/markdown"
	"luxi/internal/slug"
	"luxi/internal/view"
)

// eachField calls visit with every field that a template can see in a view. In
// is the type that has it.
func eachField(v reflect.Value, visit func(in reflect.Type, f reflect.StructField, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			eachField(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			visit(v.Type(), f, v.Field(i))
			eachField(v.Field(i), visit)
		}
	}
}

// fieldsOf returns the fields of a view and of all that it can hold.
func fieldsOf(t reflect.Type, into map[string]bool) {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && !into[t.Name()+"."+f.Name] {
			into[t.Name()+"."+f.Name] = true
			fieldsOf(f.Type, into)
		}
	}
}

// A field that no specimen fills would never be seen by an author of a theme,
// nor a code that none has.
func TestSpecimensFillEveryField(t *testing.T) {
	all, seen := map[string]bool{}, map[string]bool{}
	for _, s := range view.Specimens() {
		fieldsOf(reflect.TypeOf(s.View), all)
		eachField(reflect.ValueOf(s.View), func(in reflect.Type, f reflect.StructField, v reflect.Value) {
			if !v.IsZero() {
				seen[in.Name()+"."+f.Name] = true
			}
			if codes := view.Codes(f); codes != nil {
				seen[in.Name()+"."+f.Name+" "+v.String()] = true
				for _, code := range codes {
					all[in.Name()+"."+f.Name+" "+code] = true
				}
				if !slices.Contains(codes, v.String()) && s.Name != "empty" {
					t.Errorf("%s/%s: %s is %q, which is none of %q", s.Template, s.Name, f.Name, v.String(), codes)
				}
			}
		})
	}
	for field := range all {
		if !seen[field] {
			t.Errorf("no specimen has %s", field)
		}
	}
	if len(all) < 150 {
		t.Errorf("only %d fields were found", len(all))
	}
}

// What the pages of small columns never lack, an empty specimen has, and
// nothing that one of them lacks.
func TestEmptySpecimensHaveWhatPagesAlwaysHave(t *testing.T) {
	const least = "title = \"试刊\"\nbase_url = \"https://example.cn/\"\n"
	const author = "[[authors]]\nname = \"某甲\"\n"
	small := []file{
		{"content/essays/甲.md", "+++\ntitle = \"甲\"\ndate = 2022-08-01\naliases = [\"/a.html\"]\n" + author + "+++\n正文。\n"},
		{"content/essays/乙.md", "+++\ntitle = \"乙\"\ndate = 2022-07-01\nwithdrawn = 2022-08-01\naliases = [\"/b.html\"]\n" + author + "+++\n正文。\n"},
		{"content/calls/2022.md", "+++\ntitle = \"约稿\"\ndeadline = 2022-08-31\n+++\n正文。\n"},
		{"content/pages/关于.md", "+++\ntitle = \"关于\"\n+++\n正文。\n"},
	}
	lacked, had := map[string]bool{}, map[string]bool{}
	note := func(template string, v any) {
		own(reflect.ValueOf(v), func(name string, v reflect.Value) {
			had[template+" "+name] = true
			if v.IsZero() {
				lacked[template+" "+name] = true
			}
		})
	}
	for _, files := range [][]file{nil, small, everything()} {
		for _, p := range planWith(t, least+"regions = [{ name = \"某县\", slug = \"mou\" }]\n", files) {
			note(p.Template, whole(t, p))
		}
	}
	for _, s := range view.Specimens() {
		if s.Name != "empty" {
			continue
		}
		own(reflect.ValueOf(s.View), func(name string, v reflect.Value) {
			name = s.Template + " " + name
			switch {
			case !had[name]:
				t.Errorf("no page of the columns has %s", name)
			case !v.IsZero() && lacked[name] && !strings.HasSuffix(name, ".Root"): // which says how deep a page stands
				t.Errorf("%s is filled, but a page lacks it", name)
			}
		})
	}
}

// own calls visit with the fields of a view and of its parts, but not those of
// what is in its lists.
func own(v reflect.Value, visit func(name string, v reflect.Value)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Type.Kind() == reflect.Struct {
			own(v.Field(i), func(name string, v reflect.Value) { visit(f.Name+"."+name, v) })
			continue
		}
		visit(f.Name, v.Field(i))
	}
}

func TestSpecimensAreExtreme(t *testing.T) {
	addresses := map[string]bool{}
	var essay view.Essay
	for _, s := range view.Specimens() {
		if addresses[s.Address()] || !slug.Valid(s.Name) || s.Note.ZH == "" || s.Note.EN == "" {
			t.Errorf("%s: the name is there twice or cannot be one, or it has no note", s.Address())
		}
		addresses[s.Address()] = true
		if s.Address() == "essay/full.html" {
			essay = s.View.(view.Essay)
		}
	}
	if len(essay.Authors) != 5 || len(essay.Tags) < 10 || utf8.RuneCountInString(essay.Region.Title) != 30 || utf8.RuneCountInString(essay.Title) < 50 {
		t.Errorf("an essay of %d authors, %d tags, a region of %d characters and a title of %d is not extreme",
			len(essay.Authors), len(essay.Tags), utf8.RuneCountInString(essay.Region.Title), utf8.RuneCountInString(essay.Title))
	}
	for _, s := range view.Specimens() {
		eachURL(reflect.ValueOf(s.View), "", func(name, u string) {
			to := strings.TrimPrefix(u, "../")
			if u != "" && !strings.Contains(u, ":") && !strings.HasPrefix(u, "#") && to != view.SpecimenPicture && !addresses[to] {
				t.Errorf("%s: %s leads to %s, which is no specimen", s.Address(), name, u)
			}
		})
	}
}

// The text has what the package markdown says that themes can style.
func TestSpecimenTextHasEveryClass(t *testing.T) {
	text, err := os.ReadFile("specimen.md")
	if err != nil {
		t.Fatal(err)
	}
	// It has an image among words, of which editors are warned, because themes must
	// show that, too.
	_, list := markdown.Parse(diag.File{Path: "specimen.md", Text: string(text)}, 0)
	if len(list) != 1 || list[0].Kind.Code != "image-in-text" {
		t.Errorf("the manuscript has mistakes:\n%s", golden.Print(list))
	}
	var body template.HTML
	for _, s := range view.Specimens() {
		if v, ok := s.View.(view.Plain); ok && s.Name == "full" {
			body = v.Body
		}
	}
	for _, part := range []string{
		`class="dots"`, `class="nowrap"`, `class="note"`, `class="editor"`, `class="aside"`, `class="footnotes"`, `class="label"`, `class="verse"`,
		`class="bare"`, `class="noteref"`, `class="backref"`, `class="left"`, `class="right"`, `class="center"`, `class="language-`,
		"<h2", "<h3", "<h4", "<h5", "<h6", "<ol", "<ul", "<blockquote", "<figure", "<figcaption", "<table", "<ruby", "<rt", "<hr", "<pre",
		"<strong", "<em", "<del", "<code", "<br", `srcset="../` + view.SpecimenPicture, `width="1600"`, `loading="lazy"`,
	} {
		if !strings.Contains(string(body), part) {
			t.Errorf("the text has no %s", part)
		}
	}
}

package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"iter"
	"slices"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/view"
)

// A SpecimenPage is a specimen as the theme renders it.
type SpecimenPage struct {
	view.Specimen
	HTML        []byte // nil where the template has mistakes
	Diagnostics diag.List
}

// Specimens renders all specimens, one after the other.
func (t *Theme) Specimens() iter.Seq[SpecimenPage] {
	return func(yield func(SpecimenPage) bool) {
		for _, s := range view.Specimens() {
			html, list := t.Render(s.Template, s.View)
			if !yield(SpecimenPage{Specimen: s, HTML: html, Diagnostics: list}) {
				return
			}
		}
	}
}

// A SpecimenFile is a file of a folder of specimens.
type SpecimenFile struct {
	Address string // below the folder
	Content []byte
}

// SpecimenIndex is the address of the page that links all specimens.
const SpecimenIndex = "index.html"

// SpecimenFiles returns a folder that shows the theme of a name, from a disk or
// a server: its specimens, what they load, and an index in the given language.
// Of templates with mistakes there are no pages; the list tells of them. The
// error is for a file of the theme that cannot be read.
func (t *Theme) SpecimenFiles(name string, lang i18n.Lang) ([]SpecimenFile, diag.List, error) {
	var list diag.List
	files := []SpecimenFile{{Address: view.SpecimenPicture, Content: []byte(view.SpecimenSVG)}}
	index := specimenIndex{Name: name, lang: lang}
	for p := range t.Specimens() {
		list = append(list, p.Diagnostics...)
		if p.HTML != nil {
			files = append(files, SpecimenFile{p.Address(), p.HTML})
			index.add(p.Specimen)
		}
	}
	for _, a := range t.assets.Files() {
		files = append(files, SpecimenFile{a.Address, a.Content})
	}
	for _, s := range t.static {
		content, err := fs.ReadFile(s.FS, s.Name)
		if err != nil {
			return nil, list, err
		}
		files = append(files, SpecimenFile{s.Address, content})
	}
	content, err := index.page()
	return append(files, SpecimenFile{SpecimenIndex, content}), unique(list), err
}

// A specimenIndex is the page that links all specimens.
type specimenIndex struct {
	Name      string
	Templates []specimensOf
	lang      i18n.Lang
}

type specimensOf struct {
	Template string
	Links    []specimenLink
}

type specimenLink struct{ Name, Address, Note string }

func (x *specimenIndex) add(s view.Specimen) {
	if n := len(x.Templates); n == 0 || x.Templates[n-1].Template != s.Template {
		x.Templates = append(x.Templates, specimensOf{Template: s.Template})
	}
	last := &x.Templates[len(x.Templates)-1]
	last.Links = append(last.Links, specimenLink{s.Name, s.Address(), s.Note.In(x.lang)})
}

func (x *specimenIndex) Language() string {
	return i18n.Text{ZH: "zh-CN", EN: "en"}.In(x.lang)
}

func (x *specimenIndex) Title() string {
	return i18n.Text{ZH: "主题“" + x.Name + "”的样张", EN: "Specimens of the theme “" + x.Name + "”"}.In(x.lang)
}

// The index is plain, so that nothing of the theme can break it.
var specimenIndexPage = template.Must(template.New("index").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>{{.Title}}</title>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{- range .Templates}}
<h2>{{.Template}}</h2>
<ul>
  {{- range .Links}}
  <li><a href="{{.Address}}">{{.Name}}</a> {{.Note}}</li>
  {{- end}}
</ul>
{{- end}}
</main>
</body>
</html>
`))

func (x *specimenIndex) page() ([]byte, error) {
	var out bytes.Buffer
	err := specimenIndexPage.Execute(&out, x)
	return out.Bytes(), err
}

// unique leaves of several diagnostics that say the same of one line the first,
// whichever specimen they were found with: a template's mistake is found with
// every view that it is given.
func unique(list diag.List) diag.List {
	seen := map[string]bool{}
	var out diag.List
	for _, d := range list {
		same := d
		same.Args = slices.DeleteFunc(slices.Clone(d.Args), func(a i18n.Arg) bool { return a.Name == "specimen" })
		key := fmt.Sprint(d.Code, " ", d.Range.File, ":", d.Range.Line, " ", same.Message(i18n.English))
		if !seen[key] {
			seen[key] = true
			out.Add(d)
		}
	}
	out.Sort()
	return out
}

// Package theme finds a theme, compiles its templates and renders views.
//
// A theme is a folder themes/NAME with theme.toml, templates/, assets/ and
// static/. What it lacks is taken from the theme that it extends, and at last from the
// default theme. The themes of the project are in the binary. Templates are html/template's. A page is
// rendered by layout.html, the frame, in which the page's own template (such
// as essay.html) and the files of templates/partials are defined.
//
// Rendering is a function of the theme's files and the view, and of nothing
// else. Themes belong to the site's owner and are trusted; views are escaped
// by context all the same.
package theme

import (
	"bytes"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"

	"luxi/internal/asset"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/source"
)

// Default is the name of the theme of sites that name none, and the last that
// every other extends. It is in the binary.
const Default = "forum"

// Dir is the folder of a site's themes.
const Dir = "themes"

const (
	layoutName = "layout.html"
	partials   = "partials/"
)

var missingTemplate = diag.Define("template-missing", diag.Error,
	i18n.Text{ZH: "主题里没有模板 {name}", EN: "the theme has no template {name}"},
	i18n.Text{ZH: "在主题的 templates 文件夹里补上它。", EN: "Add it to the theme's templates folder."})

// settings are what theme.toml holds.
type settings struct {
	Name        string `toml:"name" zh:"名称"`
	Description string `toml:"description" zh:"说明"`
	Author      string `toml:"author" zh:"作者"`
	Licence     string `toml:"licence" zh:"许可"`
	Extends     string `toml:"extends" zh:"继承"`

	Palettes  []paletteSettings  `toml:"palette" zh:"配色"`
	Contrasts []contrastSettings `toml:"contrast" zh:"对比"`
}

// A Theme renders views.
type Theme struct {
	Verify bool // makes partials anew and compares them with what was kept

	templates map[string]*template.Template // by page template, such as essay.html; nil for one with mistakes
	origin    map[string]diag.File          // where each template's text stands
	static    []Static
	messages  map[string]catalogue // by language
	said      catalogue            // what pages say, in the site's language
	told      map[string]bool      // keys whose lack Load has reported
	heard     func(key string)     // is told what pages say, while a check renders them; else nil
	spoken    string               // the file of i18n/ that a new message belongs to, without .toml
	assets    asset.Set
	palettes  []Palette
	contrasts []Contrast

	frame    *template.Template // is never executed, so that it can be copied
	partials sync.Map           // of *apart by name
	rendered memo
	sum      fingerprint.Sum

	functions template.FuncMap
	programs  sync.Map // of *htmlexec.Program by programKey; nil for what has none

	checked sync.Map // of diag.List by template: partials that stand where they may not
}

// A Static is a file that a theme publishes as it is.
type Static struct {
	Address string
	FS      fs.FS
	Name    string // in FS
}

// Static returns the files to publish, by address.
func (t *Theme) Static() []Static { return t.static }

// Assets returns the files of assets/ as they are published.
func (t *Theme) Assets() asset.Set { return t.assets }

// Fingerprint names the theme by all that decides about the pages that it
// renders: the language, and the files of the theme and its parents but those
// that are published as they are.
func (t *Theme) Fingerprint() fingerprint.Sum { return t.sum }

// Load reads the theme of a name from the site's folder, with its parents.
// Builtin is the tree of the themes in the program, with the same paths
// (themes/forum/…).
// Language is the site's, a BCP 47 tag such as zh-CN. At is where the name is
// written, for the case that there is no such theme.
func Load(site, builtin fs.FS, name, language string, at diag.Range) (*Theme, diag.List, error) {
	var list diag.List
	layers, err := chain(site, builtin, name, at, &list)
	if err != nil || list.HasErrors() {
		return nil, list, err
	}
	t := &Theme{templates: map[string]*template.Template{}, origin: map[string]diag.File{}}
	t.collectPalettes(layers, &list)
	if err := t.collectAssets(layers, &list); err != nil {
		return nil, list, err
	}
	t.collectMessages(layers, &list)
	t.speak(language)
	if !t.compile(layers, &list) {
		return nil, list, nil
	}
	t.checkMessages(&list)
	t.collectStatic(layers)
	t.sum = t.sumOf(layers, language)
	return t, list, nil
}

func (t *Theme) sumOf(layers []layer, language string) fingerprint.Sum {
	h := fingerprint.New()
	h.String(language)
	for _, a := range t.assets.Files() { // their addresses say what they hold
		h.String(a.Address)
	}
	for _, l := range layers {
		h.String(l.name)
		for _, f := range l.tree.Files {
			if !strings.HasPrefix(f.Path, path.Join(Dir, l.name, "static")+"/") {
				h.String(f.Path)
				h.Bytes(f.Text)
			}
		}
	}
	return h.Sum()
}

// compile parses every template of the chain. Of two files of one name the
// nearer layer's counts. It reports false where the frame has mistakes, without
// which no page can be rendered.
func (t *Theme) compile(layers []layer, list *diag.List) bool {
	for _, l := range slices.Backward(layers) {
		prefix := path.Join(Dir, l.name, "templates") + "/"
		for _, f := range l.tree.Files {
			name, ok := strings.CutPrefix(f.Path, prefix)
			if !ok || path.Ext(name) != ".html" {
				continue
			}
			text, found, _ := source.Decode(f)
			*list = append(*list, found...)
			t.origin[name] = text
		}
	}
	// The root has no name of a file: to define a name twice resets the first.
	t.functions = t.funcs()
	frame := template.New("").Funcs(t.functions)
	var pages []string
	for _, name := range slices.Sorted(maps.Keys(t.origin)) {
		if name != layoutName && !strings.HasPrefix(name, partials) {
			pages = append(pages, name)
			continue
		}
		if _, err := frame.New(name).Parse(t.origin[name].Text); err != nil {
			list.Add(t.diagnose(err, "", nil))
		}
	}
	whole := !list.HasErrors()
	t.frame = frame
	for _, name := range pages { // without the whole frame too, to tell their mistakes
		set := template.Must(frame.Clone())
		if _, err := set.New(name).Parse(t.origin[name].Text); err != nil {
			list.Add(t.diagnose(err, "", nil))
			set = nil
		}
		t.templates[name] = set
	}
	return whole
}

// collectAssets bundles what the themes of the chain have in assets/. The error
// is for a file that went while it was read.
func (t *Theme) collectAssets(layers []layer, list *diag.List) error {
	themes := make([][]asset.File, len(layers))
	for i, l := range layers {
		prefix := path.Join(Dir, l.name, "assets") + "/"
		for _, f := range l.tree.Files {
			name, ok := strings.CutPrefix(f.Path, prefix)
			if !ok {
				continue
			}
			a := asset.File{Name: name, Source: diag.File{Path: f.Path}, Content: f.Text}
			switch path.Ext(name) {
			case ".css", ".js":
				text, found, _ := source.Decode(f)
				*list = append(*list, found...)
				a.Source, a.Content = text, nil
			default:
				if f.Text != nil {
					break
				}
				var err error
				if a.Content, err = fs.ReadFile(l.fsys, f.Path); err != nil {
					return err
				}
			}
			themes[i] = append(themes[i], a)
		}
	}
	set, found := asset.Bundle(themes, t.colours())
	*list = append(*list, found...)
	t.assets = set
	return nil
}

func (t *Theme) collectStatic(layers []layer) {
	taken := map[string]bool{}
	for _, l := range layers {
		prefix := path.Join(Dir, l.name, "static") + "/"
		for _, f := range l.tree.Files {
			if address, ok := strings.CutPrefix(f.Path, prefix); ok && !taken[address] {
				taken[address] = true
				t.static = append(t.static, Static{Address: address, FS: l.fsys, Name: f.Path})
			}
		}
	}
	slices.SortFunc(t.static, func(a, b Static) int { return strings.Compare(a.Address, b.Address) })
}

// Render returns the page that a template makes of a view. Of a template whose
// mistakes Load has told it makes nothing. It may be called from many
// goroutines.
func (t *Theme) Render(name string, view any) ([]byte, diag.List) {
	var out bytes.Buffer
	list := t.RenderTo(&out, name, view)
	if len(list) > 0 {
		return nil, list
	}
	return out.Bytes(), nil
}

// RenderTo is Render into a buffer. With something in the list, what was
// written to the buffer is of no use.
func (t *Theme) RenderTo(out *bytes.Buffer, name string, view any) diag.List {
	set, ok := t.templates[name]
	if !ok {
		return diag.List{missingTemplate.At(diag.WholeFile(""), diag.Arg("name", name))}
	}
	if set == nil {
		return nil
	}
	if err := t.execute(out, set, layoutName, reflect.ValueOf(view)); err != nil {
		return t.failed(err, name, view)
	}
	return t.checkPartials(name, set)
}

package theme

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/view"
	"luxi/themes"
)

// small stands in for the themes in the binary, so that these tests do not
// change with their look.
var small = files(map[string]string{
	"themes/forum/theme.toml":                  "name = \"小\"\n",
	"themes/forum/templates/layout.html":       "<title>{{.Head.Title}}</title>\n{{template \"partials/top.html\" .}}<main>{{template \"main\" .}}</main>\n",
	"themes/forum/templates/partials/top.html": "<p>{{.Site.Title}}</p>",
	"themes/forum/templates/page.html":         "{{define \"main\"}}<h1>{{.Title}}</h1>{{.Body}}{{end}}",
	"themes/forum/templates/essay.html":        "{{define \"main\"}}{{range .Authors}}{{.Name}}{{end}}{{end}}",
	"themes/forum/static/site.css":             "small",
	"themes/forum/static/img/a.png":            "small",
	"themes/wide/theme.toml":                   "extends = \"forum\"\n",
	"themes/wide/templates/page.html":          "{{define \"main\"}}<h1>宽</h1>{{.Body}}{{end}}",
})

func files(texts map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

var specimens = map[string]any{
	"page.html": view.Plain{
		Chrome: view.Chrome{
			Frame: view.Frame{Site: view.Site{Title: "试刊", Params: []view.Param{{Name: "hue", Value: "red"}, {Name: "motto", Value: "实"}, {Name: "motto", Value: "新"}}}},
			Head:  view.Head{Title: "关于"},
		},
		Title: "关于", Body: "<p>正文</p>",
	},
	"essay.html": view.Essay{
		Title: "文章", Authors: []view.Author{{Name: "某甲", Position: "某职"}, {Name: "某乙"}},
		Call: view.Link{Title: "约稿", URL: "calls/a.html"},
	},
	"list.html": view.List{},
}

func load(t *testing.T, site fs.FS, builtin fs.FS, name string) (*Theme, diag.List) {
	t.Helper()
	look, list, err := Load(site, builtin, name, "zh-Hans-CN", diag.File{Path: "site.toml", Text: "theme = \"" + name + "\"\n"}.Range(8, 10+len(name)))
	if err != nil {
		t.Fatal(err)
	}
	return look, list
}

// TestMistakes loads the theme own of a case and renders the pages that it has
// templates of.
func TestMistakes(t *testing.T) {
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		site := fstest.MapFS{}
		for _, f := range c.Files {
			site[path.Join(Dir, f.Name)] = &fstest.MapFile{Data: f.Data}
		}
		name := "own"
		if c.Get("theme") != "" {
			name = strings.TrimSpace(c.Get("theme"))
		}
		look, list := load(t, site, small, name)
		var out strings.Builder
		if look != nil {
			for _, f := range look.Assets().Files() {
				fmt.Fprintf(&out, "%s as %s: %s", f.Name, f.Address, f.Content)
			}
			for _, c := range look.Contrasts() {
				for _, p := range look.Palettes() {
					fmt.Fprintf(&out, "%s on %s in %s: %.2f of %.2f\n", c.Text, c.On, p.Name, Ratio(p.Colours[c.Text], p.Colours[c.On]), c.Least)
				}
			}
			for _, page := range []string{"page.html", "essay.html", "list.html"} {
				if page != "page.html" && c.Get("own/templates/"+page) == "" {
					continue
				}
				html, found := look.Render(page, specimens[page])
				list = append(list, found...)
				out.Write(html)
			}
		}
		list.Sort()
		return golden.Print(list) + out.String()
	})
}

func TestStatic(t *testing.T) {
	site := files(map[string]string{
		"themes/own/theme.toml":         "extends = \"base\"\n",
		"themes/own/static/site.css":    "own",
		"themes/own/static/.DS_Store":   "no",
		"themes/own/templates/x.css":    "no",
		"themes/base/static/site.css":   "base",
		"themes/base/static/img/b.png":  "base",
		"themes/other/static/other.png": "no",
	})
	look, list := load(t, site, small, "own")
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	var got []string
	for _, s := range look.Static() {
		text, err := fs.ReadFile(s.FS, s.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s.Address+" "+string(text))
	}
	if want := "img/a.png small, img/b.png base, site.css own"; strings.Join(got, ", ") != want {
		t.Errorf("static files %v, want %s", got, want)
	}
}

// What a view holds is escaped for the place where the template puts it.
func TestEscapingByContext(t *testing.T) {
	site := files(map[string]string{
		"themes/own/templates/page.html": `{{define "main"}}` +
			"<h1>{{.Title}}</h1>\n<p title=\"{{.Title}}\">\n<p title={{.Title}}>\n<a href=\"{{.Title}}\">\n<a href=\"/?q={{.Title}}\">\n" +
			"<script>let t = {{.Title}}</script>\n<div style=\"color: {{.Title}}\">\n{{.Body}}{{end}}",
	})
	for _, title := range []string{
		`<script>alert(1)</script>`, `"onmouseover="alert(1)`, `'><img src=x onerror=alert(1)>`, `javascript:alert(1)`,
		`</title><script>alert(1)</script>`, "a onclick=alert(1)", "`${alert(1)}`", "x;background:url(//evil)", "</script><script>alert(1)//", "{{.Body}}",
	} {
		look, list := load(t, site, small, "own")
		if len(list) > 0 {
			t.Fatal(golden.Print(list))
		}
		v := view.Plain{Chrome: view.Chrome{Head: view.Head{Title: title}, Frame: view.Frame{Site: view.Site{Title: title}}}, Title: title, Body: "<p>正文</p>"}
		html, list := look.Render("page.html", v)
		if len(list) > 0 {
			t.Fatal(golden.Print(list))
		}
		checkInert(t, title, string(html))
	}
}

// views is a view of every template.
func views() map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for name, v := range map[string]any{
		"front.html": &view.Front{}, "essay.html": &view.Essay{}, "withdrawn.html": &view.Withdrawn{}, "call.html": &view.Call{},
		"notice.html": &view.CallNotice{}, "page.html": &view.Plain{}, "list.html": &view.List{}, "terms.html": &view.Terms{},
		"redirect.html": &view.Redirect{}, "404.html": &view.NotFound{},
	} {
		out[name] = reflect.ValueOf(v).Elem()
	}
	return out
}

// fill puts a text into every field of a view, and an address into those that
// are addresses. What is safe HTML or a safe address by its type stays so.
func fill(v reflect.Value, name, text, address string) {
	switch {
	case v.Type() == reflect.TypeFor[template.HTML]():
		v.SetString("<p>正文</p>")
	case v.Type() == reflect.TypeFor[template.URL]():
		v.SetString("tel:10086")
	case v.Kind() == reflect.String && (strings.HasSuffix(name, "URL") || name == "Canonical" || name == "Portrait" || name == "Root" || name == "Link"):
		v.SetString(address)
	case v.Kind() == reflect.String:
		v.SetString(text)
	case v.Kind() == reflect.Int:
		v.SetInt(3)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), name, text, address)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if codes := view.Codes(f); codes != nil {
				v.Field(i).SetString(codes[len(codes)-1])
				continue
			}
			fill(v.Field(i), f.Name, text, address)
		}
	default:
		panic("a view holds a " + v.Kind().String())
	}
}

// fillCodes gives the fields that hold a code one of its values, and leaves the
// others as they are.
func fillCodes(v reflect.Value) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		if codes := view.Codes(v.Type().Field(i)); codes != nil {
			v.Field(i).SetString(codes[0])
		} else if v.Field(i).CanSet() {
			fillCodes(v.Field(i))
		}
	}
}

// The theme of the binary, too: whatever stands in whichever field, a page has
// no more in it that runs than with harmless texts.
func TestDefaultThemeEscapes(t *testing.T) {
	look, list := load(t, fstest.MapFS{}, themes.Builtin, Default)
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	parts := func(name string, v reflect.Value, text, address string) []string {
		fill(v, "", text, address)
		html, list := look.Render(name, v.Interface())
		if len(list) > 0 {
			t.Fatal(golden.Print(list))
		}
		return activeParts(string(html))
	}
	for name, v := range views() {
		harmless := parts(name, v, "2022-08-01T00:00:00+08:00", "a.html")
		for _, evil := range []string{
			`"'><script>alert(1)</script><img src=x onerror=alert(1)>`, "</script><script>alert(1)//....", "</title></textarea><svg onload=alert(1)>",
		} {
			if got := parts(name, v, evil, "javascript:alert(1)"); !slices.Equal(got, harmless) {
				t.Errorf("%s: a page has %q in it, with harmless texts %q", name, got, harmless)
			}
		}
	}
}

// checkInert parses a page and fails for what the view brought in.
func checkInert(t *testing.T, name, page string) {
	t.Helper()
	for _, found := range activeParts(page) {
		t.Errorf("%s: %s in\n%s", name, found, page)
	}
}

func TestMissingTemplate(t *testing.T) {
	look, _ := load(t, fstest.MapFS{}, small, Default)
	html, list := look.Render("call.html", view.Call{})
	if html != nil || len(list) != 1 || list[0].Kind != missingTemplate {
		t.Errorf("rendered %q:\n%s", html, golden.Print(list))
	}
}

// Pages are rendered side by side, the first of them included, for which
// html/template compiles.
func TestRenderSideBySide(t *testing.T) {
	look, list := load(t, fstest.MapFS{}, themes.Builtin, Default)
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	pages := map[string]any{}
	for name, v := range views() {
		fill(v, "", "2022-08-01T00:00:00+08:00", "a.html")
		pages[name] = v.Interface()
	}
	var mutex sync.Mutex
	got := map[string]string{}
	var wait sync.WaitGroup
	for range 8 {
		for name, v := range pages {
			wait.Go(func() {
				html, list := look.Render(name, v)
				mutex.Lock()
				defer mutex.Unlock()
				if before, ok := got[name]; len(list) > 0 || ok && before != string(html) {
					t.Errorf("%s differs, or has mistakes:\n%s", name, golden.Print(list))
				}
				got[name] = string(html)
			})
		}
	}
	wait.Wait()
	for name, html := range got {
		if html == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

// A mistake is found by whoever renders first, and by all.
func TestMistakeSideBySide(t *testing.T) {
	site := files(map[string]string{"themes/own/templates/page.html": "{{define \"main\"}}<a href={{.Title}}{{if .Body}}\">{{end}}{{end}}"})
	look, _ := load(t, site, small, "own")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if html, list := look.Render("page.html", specimens["page.html"]); len(html) > 0 || len(list) != 1 {
				t.Errorf("%q with %d mistakes", html, len(list))
			}
		})
	}
	wait.Wait()
}

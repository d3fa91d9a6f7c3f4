package theme

import (
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/view"
	"luxi/themes"
)

// small stands in for the theme in the binary, so that these tests do not
// change with its look.
var small = files(map[string]string{
	"themes/forum/theme.toml":                  "name = \"小\"\n",
	"themes/forum/templates/layout.html":       "<title>{{.Head.Title}}</title>\n{{template \"partials/top.html\" .}}<main>{{template \"main\" .}}</main>\n",
	"themes/forum/templates/partials/top.html": "<p>{{.Site.Title}}</p>",
	"themes/forum/templates/page.html":         "{{define \"main\"}}<h1>{{.Title}}</h1>{{.Body}}{{end}}",
	"themes/forum/templates/essay.html":        "{{define \"main\"}}{{range .Authors}}{{.Name}}{{end}}{{end}}",
	"themes/forum/static/site.css":             "small",
	"themes/forum/static/img/a.png":            "small",
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
		Chrome: view.Chrome{Site: view.Site{Title: "试刊"}, Head: view.Head{Title: "关于"}},
		Title:  "关于", Body: "<p>正文</p>",
	},
	"essay.html": view.Essay{
		Title: "文章", Authors: []view.Author{{Name: "某甲", Position: "某职"}, {Name: "某乙"}},
		Call: view.Link{Title: "约稿", URL: "calls/a.html"},
	},
	"list.html": view.List{},
}

func load(t *testing.T, site fs.FS, builtin fs.FS, name string) (*Theme, diag.List) {
	t.Helper()
	look, list, err := Load(site, builtin, name, diag.File{Path: "site.toml", Text: "theme = \"" + name + "\"\n"}.Range(8, 10+len(name)))
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
		v := view.Plain{Chrome: view.Chrome{Head: view.Head{Title: title}, Site: view.Site{Title: title}}, Title: title, Body: "<p>正文</p>"}
		html, list := look.Render("page.html", v)
		if len(list) > 0 {
			t.Fatal(golden.Print(list))
		}
		checkInert(t, title, string(html))
	}
}

// The theme of the binary, too.
func TestDefaultThemeEscapes(t *testing.T) {
	look, list := load(t, fstest.MapFS{}, themes.Builtin, Default)
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
	chrome := view.Chrome{
		Site: view.Site{Title: evil, Description: evil, Publisher: evil, Language: evil, Hosts: []string{evil}, HomeURL: "javascript:alert(1)"},
		Head: view.Head{Title: evil, Description: evil, Canonical: evil},
		Nav:  []view.NavLink{{Title: evil, URL: "javascript:alert(1)", Current: true}},
	}
	date := view.Date{Text: evil, ISO: evil}
	authors := []view.Author{{Name: evil, Position: evil}}
	card := view.Card{Title: evil, Subtitle: evil, URL: evil, Authors: authors, Region: evil, Date: date, Summary: evil}
	link := view.Link{Title: evil, URL: "javascript:alert(1)"}
	state := view.State{Code: evil, Text: evil}
	for name, v := range map[string]any{
		"front.html": view.Front{
			Chrome: chrome, Essays: []view.Card{card, card}, AllURL: evil, Total: 2,
			Open: []view.Notice{{Title: evil, URL: evil, State: state, Deadline: date, Hosts: []string{evil}, Mailbox: evil}},
		},
		"essay.html": view.Essay{
			Chrome: chrome, Title: evil, Subtitle: evil, Authors: authors, Region: link, Kind: link, Tags: []view.Link{link}, Date: date, Updated: date, Length: 1,
			EditorsNote: evil, Source: evil, Edition: evil, PrintedPage: evil, SameRegion: []view.Card{card}, SameAuthor: []view.Card{card},
			Editors: []string{evil}, Planners: []string{evil}, Call: link, Older: link, Newer: link,
		},
		"call.html": view.Call{
			Chrome: chrome, Title: evil, State: state, Hosts: []string{evil}, Opens: date, Deadline: date, Mailbox: evil,
			Telephone: evil, Link: "javascript:alert(1)", Planners: []string{evil}, Essays: []view.Card{card},
		},
		"page.html": view.Plain{Chrome: chrome, Title: evil},
		"list.html": view.List{Chrome: chrome, Title: evil, Of: "contributor", Essays: []view.Card{card}, Newer: link, Older: link, Up: link, Portrait: evil, Others: []view.Term{{Name: evil, Position: evil, Note: evil, URL: evil}}},
		"404.html":  view.NotFound{Chrome: chrome},
	} {
		html, list := look.Render(name, v)
		if len(list) > 0 {
			t.Fatal(golden.Print(list))
		}
		checkInert(t, name, string(html))
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
	pages := map[string]any{
		"front.html": view.Front{Essays: make([]view.Card, 3)}, "essay.html": view.Essay{Body: template.HTML("<p>a</p>")},
		"call.html": view.Call{}, "page.html": view.Plain{}, "list.html": view.List{}, "404.html": view.NotFound{},
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
					t.Errorf("%s differs, or %d mistakes", name, len(list))
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

package serve

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"luxi/internal/browser"
)

// A view is a page that is open in the browser.
type view struct {
	*browser.Page
	t testing.TB
}

func (s *shown) look(address string) view {
	s.t.Helper()
	v := view{browser.Open(s.t, s.url+address, browser.Conditions{}), s.t}
	v.shows("document.documentElement.dataset.luxiKey")
	return v
}

// shows waits until an expression is true in the page.
func (v view) shows(expression string) {
	v.t.Helper()
	if err := v.Wait(expression); err != nil {
		v.t.Fatalf("%s: %v\n%s", expression, err, browser.Value[string](v.t, v.Page, "document.documentElement.outerHTML"))
	}
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

// reads waits until the page has a text that a reader sees.
func (v view) reads(text string) {
	v.t.Helper()
	v.shows("document.body.innerText.includes(" + quoted(text) + ")")
}

func (v view) readsNot(text string) {
	v.t.Helper()
	v.shows("!document.body.innerText.includes(" + quoted(text) + ")")
}

func (v view) is(expression string) {
	v.t.Helper()
	if !browser.Value[bool](v.t, v.Page, expression) {
		v.t.Errorf("not true: %s", expression)
	}
}

// overlay is what the server says over the page, as an expression.
func overlay(class string) string {
	return fmt.Sprintf("(document.querySelector('luxi-overlay')?.shadowRoot.querySelector('.%s')?.textContent || '')", class)
}

// quiet fails if the browser complained, of the policy above all.
func (v view) quiet() {
	v.t.Helper()
	for _, c := range v.Complaints() {
		v.t.Error(c)
	}
}

// modelWithTheme is the model with a theme of its own, and a long essay.
func modelWithTheme() map[string]string {
	files := model()
	files["site.toml"] = strings.Replace(settings, `"forum"`, `"own"`, 1)
	files["themes/own/theme.toml"] = "extends = \"forum\"\n"
	files["themes/own/assets/css/own.css"] = "body { color: rgb(1, 2, 3) }"
	files["themes/own/assets/js/own.js"] = "document.body.dataset.byScript = '1'; document.body.append(Object.assign(document.createElement('aside'), { id: 'made' }));"
	files["themes/own/i18n/zh.toml"] = "greeting = \"您好\"\n"
	files["themes/own/templates/layout.html"] = `<!DOCTYPE html><html lang="{{.Site.Language}}"><head><meta charset="utf-8">{{template "partials/policy.html"}}<title>{{.Head.Title}}</title><link rel="stylesheet" href="{{.Root}}{{asset "css/own.css"}}"><script defer src="{{.Root}}{{asset "js/own.js"}}"></script></head><body><p id="t">模板一</p><p>{{t "greeting"}}</p><details><summary>开</summary>里面</details><input id="i">{{template "main" .}}</body></html>`
	files["content/essays/2022/one.md"] = long("第一篇", "原来的结尾。")
	return files
}

func long(title, end string) string {
	return essay(title, "", strings.Repeat("一段很长的正文，用来滚动。\n\n", 200)+end)
}

const onePage, oneFile = "essays/2022/one.html", "content/essays/2022/one.md"

// What changed is changed in the page, and nothing else: it is not loaded again.
func TestMorph(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"/", "/a/b/"} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			files := modelWithTheme()
			files["site.toml"] = strings.Replace(files["site.toml"], "https://example.org/", "https://example.org"+base, 1)
			s := show(t, files)
			v := s.look(onePage)
			v.shows("document.body.dataset.byScript")
			if err := v.Eval("window.mark = 1; document.querySelector('details').open = true; document.getElementById('i').value = '写到一半'; document.getElementById('i').focus(); scrollTo(0, 1500)", nil); err != nil {
				t.Fatal(err)
			}
			kept := func() {
				t.Helper()
				v.is("window.mark === 1")
				v.is("document.querySelector('details').open")
				v.is("document.getElementById('i').value === '写到一半'")
				v.is("document.activeElement.id === 'i'")
				v.is("scrollY === 1500")
				v.is("document.body.dataset.byScript === '1' && document.querySelectorAll('#made').length === 1")
			}
			s.write(oneFile, long("第一篇", "新的结尾。"))
			v.reads("新的结尾。")
			v.readsNot("原来的结尾。")
			kept()
			s.write("themes/own/assets/css/own.css", "body { color: rgb(9, 8, 7) }")
			v.shows("getComputedStyle(document.body).color === 'rgb(9, 8, 7)'")
			v.is("document.querySelectorAll('link[rel=stylesheet]').length === 1")
			kept()
			s.write("themes/own/i18n/zh.toml", "greeting = \"大家好\"\n")
			v.reads("大家好")
			kept()
			s.write("themes/own/templates/layout.html", strings.Replace(files["themes/own/templates/layout.html"], "模板一", "模板二", 1))
			v.reads("模板二")
			kept()
			s.write(oneFile, long("换个题目", "新的结尾。"))
			v.shows("document.title.includes('换个题目')")
			kept()
			v.quiet()
			// A script cannot be taken back: then the page is loaded again.
			s.write("themes/own/assets/js/own.js", "document.body.dataset.byScript = '2'")
			v.shows("document.body.dataset.byScript === '2' && window.mark === undefined")
		})
	}
}

// A page goes where its essay goes.
func TestFollow(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := s.look(onePage)
	s.rename(oneFile, "content/essays/2022/uno.md")
	v.shows("location.pathname === '/essays/2022/uno.html' && document.documentElement.dataset.luxiKey")
	s.write("content/essays/2022/uno.md", essay("第一篇", "slug = \"premier\"\n", "第一篇的正文。"))
	v.shows("location.pathname === '/essays/2022/premier.html' && document.documentElement.dataset.luxiKey")
	s.write("site.toml", settings+"pretty_urls = true\n")
	v.shows("location.pathname === '/essays/2022/premier/' && document.documentElement.dataset.luxiKey")
	s.write("site.toml", strings.Replace(settings, "example.org/", "example.org/x/", 1))
	v.shows("location.pathname === '/x/essays/2022/premier.html' && document.documentElement.dataset.luxiKey")
	s.write("site.toml", settings)
	v.shows("location.pathname === '/essays/2022/premier.html' && document.documentElement.dataset.luxiKey")
	s.remove("content/essays/2022/uno.md")
	v.shows(overlay("gone") + ".includes('没有了')")
	v.reads("第一篇的正文。") // what it was
	s.write("content/essays/2022/uno.md", essay("第一篇", "slug = \"premier\"\n", "又有了。"))
	v.reads("又有了。")
	v.shows(overlay("gone") + " === ''")
	s.write("content/essays/2022/new.md", essay("新的一篇", "", "刚写的。"))
	v.shows("location.pathname === '/essays/2022/new.html' && document.documentElement.dataset.luxiKey")
	v.reads("刚写的。")
	v.quiet()
}

// Lists and the front page show what is published, drafts among it.
func TestListsInTheBrowser(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := s.look("")
	v.reads("草稿一篇")
	s.write("content/essays/2022/idea.md", essay("不是草稿了", "", "写完了。"))
	v.reads("不是草稿了")
	s.remove("content/essays/2022/idea.md")
	v.readsNot("不是草稿了")
	s.write("site.toml", strings.Replace(settings, "测试栏目", "新名栏目", 1))
	v.shows("document.title.includes('新名栏目')")
	v.quiet()
}

// What is wrong stands over the last good page, and goes when it is mended.
func TestOverlay(t *testing.T) {
	t.Parallel()
	files := modelWithTheme()
	layout := "themes/own/templates/layout.html"
	for name, c := range map[string]struct{ file, broken, good, says string }{
		"essay":    {oneFile, strings.Replace(long("第一篇", "改好了。"), "date =", "dat =", 1), long("第一篇", "改好了。"), oneFile + ":3:1"},
		"template": {layout, strings.Replace(files[layout], "{{.Head.Title}}", "{{.Head.Nothing}}", 1), strings.Replace(files[layout], "模板一", "改好了。", 1), layout + ":1"},
		"syntax":   {layout, strings.Replace(files[layout], "{{.Head.Title}}", "{{.Head.Title", 1), strings.Replace(files[layout], "模板一", "改好了。", 1), layout + ":1"},
		"style":    {"themes/own/assets/css/own.css", "@import \"nothing.css\";", "body::before { content: '改好了。' }", "own.css:1"},
		"message":  {"themes/own/i18n/zh.toml", "greeting = ", "greeting = \"改好了。\"\n", "zh.toml:1"},
		"settings": {"site.toml", "title = ", strings.Replace(files["site.toml"], "测试栏目", "改好了。", 1), "site.toml:1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := show(t, files)
			v := s.look(onePage)
			s.write(c.file, c.broken)
			v.shows(overlay("errors") + ".includes(" + quoted(c.says) + ")")
			v.shows("document.querySelector('luxi-overlay').shadowRoot.querySelector('.errors mark')")
			v.reads("一段很长的正文") // the last good page
			s.write(c.file, c.good)
			v.shows(overlay("errors") + " === ''")
			switch name {
			case "style":
				v.shows("getComputedStyle(document.body, '::before').content.includes('改好了')")
			case "settings":
				v.shows("!document.documentElement.dataset.luxiKey.includes('none')")
			default:
				v.reads("改好了。")
			}
			v.quiet()
		})
	}
}

// What is not published yet says so on the page.
func TestMarks(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := s.look("essays/2022/idea.html")
	v.shows(overlay("marks") + " === '草稿'")
	s.write("content/essays/2022/idea.md", strings.Replace(essay("草稿一篇", "draft = true\n", "还没写完。"), "2022-08-01", "2023-08-01", 1))
	v.shows(overlay("marks") + " === '草稿／未到期'")
	s.write("content/essays/2022/idea.md", essay("不是草稿了", "", "写完了。"))
	v.shows(overlay("marks") + " === ''")
	soon := s.look("essays/2022/soon.html")
	soon.shows(overlay("marks") + " === '未到期'")
}

// A mistake elsewhere is told in a corner only.
func TestMistakeElsewhere(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := s.look(onePage)
	s.write("content/essays/2022/two.md", strings.Replace(essay("第二篇", "", "坏了。"), "date =", "dat =", 1))
	v.shows(overlay("others") + ".includes('别的文件里有 ')")
	v.is(overlay("errors") + " === ''")
	s.write("content/essays/2022/two.md", essay("第二篇", "", "好了。"))
	v.shows(overlay("others") + " === ''")
}

// A page that was opened while nothing could be shown comes by itself.
func TestBrokenAtStartInTheBrowser(t *testing.T) {
	t.Parallel()
	files := model()
	files["site.toml"] = "title = \n"
	s := show(t, files)
	v := s.look("")
	v.shows(overlay("errors") + ".includes('site.toml:1')")
	s.write("site.toml", settings)
	v.reads("第一篇")
	v.shows(overlay("errors") + " === ''")
}

// While the server is away, pages say so; after a restart they are true by themselves.
func TestRestart(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := s.look(onePage)
	s.stop()
	v.shows(overlay("away") + ".includes('luxi serve')")
	s.write(oneFile, essay("第一篇", "", "停机时改的。"))
	s.start(strings.TrimPrefix(s.origin(), "http://"))
	v.reads("停机时改的。")
	v.shows(overlay("away") + " === ''")
}

// Twenty pages are open at once; those that are hidden hold no connection.
func TestTwentyTabs(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	first := s.look(onePage)
	tabs := []view{first}
	for range 19 {
		p, err := first.OpenBeside(s.url+onePage, browser.Conditions{})
		if err != nil {
			t.Fatal(err)
		}
		tabs = append(tabs, view{p, t})
	}
	s.write(oneFile, essay("第一篇", "", "所有标签页都要变。"))
	s.becomes(onePage, 200, "所有标签页都要变。")
	for _, v := range tabs {
		if err := v.Front(); err != nil {
			t.Fatal(err)
		}
		v.reads("所有标签页都要变。")
	}
	s.until("only the page in front holds a stream", func() bool { return s.server.hub.count() == 1 })
}

// A page in another theme stays in it, also where its links lead.
func TestThemeInTheBrowser(t *testing.T) {
	t.Parallel()
	files := modelWithTheme()
	files["site.toml"] = settings
	s := show(t, files)
	v := s.look("?theme=own")
	v.reads("模板一")
	v.is("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'")
	s.write("themes/own/assets/css/own.css", "body { color: rgb(4, 5, 6) }")
	v.shows("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
	if err := v.Eval("document.querySelector('main a[href*=one], a[href*=one]').click()", nil); err != nil {
		t.Fatal(err)
	}
	v.shows("location.pathname === '/essays/2022/one.html' && location.search === '?theme=own' && document.documentElement.dataset.luxiKey")
	v.reads("模板一")
	v.quiet()
}

// Mistakes of a theme that is only looked at are told in it, and nowhere else.
func TestMistakeInAnotherTheme(t *testing.T) {
	t.Parallel()
	files := modelWithTheme()
	files["site.toml"] = settings
	s := show(t, files)
	own, other := s.look(onePage), s.look(onePage+"?theme=own")
	layout := "themes/own/templates/layout.html"
	s.write(layout, strings.Replace(files[layout], "{{.Head.Title}}", "{{.Head.Title", 1))
	other.shows(overlay("errors") + ".includes(" + quoted(layout+":1") + ")")
	other.reads("模板一") // the last good page
	own.is(overlay("errors") + " === ''")
	s.write(layout, strings.Replace(files[layout], "模板一", "改好了。", 1))
	other.reads("改好了。")
	other.shows(overlay("errors") + " === ''")
}

// The specimens of a theme follow what is saved of it, mistakes too.
func TestSpecimensInTheBrowser(t *testing.T) {
	t.Parallel()
	files := modelWithTheme()
	files["site.toml"] = strings.Replace(files["site.toml"], "https://example.org/", "https://example.org/x/", 1)
	s := show(t, files)
	layout := "themes/own/templates/layout.html"
	open := func(address string) view {
		v := view{browser.Open(t, s.origin()+prefix+"specimen/"+address, browser.Conditions{}), t}
		v.shows("document.documentElement.dataset.luxiKey")
		return v
	}
	index := open("own/")
	v := open("own/essay/full.html")
	if err := v.Eval("window.mark = 1; scrollTo(0, 300)", nil); err != nil {
		t.Fatal(err)
	}
	s.write(layout, strings.Replace(files[layout], "模板一", "模板二", 1))
	v.reads("模板二")
	s.write("themes/own/assets/css/own.css", "body { color: rgb(9, 8, 7) }")
	v.shows("getComputedStyle(document.body).color === 'rgb(9, 8, 7)'")
	v.is("window.mark === 1 && scrollY === 300")
	s.write(layout, strings.Replace(files[layout], "{{.Head.Title}}", "{{.Head.Nothing}}", 1))
	v.shows(overlay("errors") + ".includes(" + quoted(layout+":1") + ")")
	v.reads("模板二")
	if err := index.Front(); err != nil {
		t.Fatal(err)
	}
	index.shows(overlay("errors") + ".includes(" + quoted(layout+":1") + ")")
	s.write(layout, strings.Replace(files[layout], "模板一", "改好了。", 1))
	index.shows(overlay("errors") + " === ''")
	index.shows("document.querySelector('a[href=\"essay/full.html\"]')")
	v.reads("改好了。")
	v.shows(overlay("errors") + " === ''")
	s.write("content/essays/2022/new.md", essay("新的一篇", "", "刚写的。"))
	s.becomes("essays/2022/new.html", 200, "刚写的。")
	v.is("location.pathname === '/_luxi/specimen/own/essay/full.html'")
	v.shows(`document.querySelector("luxi-bar").shadowRoot.querySelector("select option:nth-child(2)")`)
	v.is(`document.querySelector("luxi-bar").shadowRoot.querySelector("select").value === ""`)
	if err := v.Eval(`(s => { s.value = "broadsheet"; s.dispatchEvent(new Event("change")) })(document.querySelector("luxi-bar").shadowRoot.querySelector("select"))`, nil); err != nil {
		t.Fatal(err)
	}
	v.shows("location.pathname === '/_luxi/specimen/broadsheet/essay/full.html' && document.documentElement.dataset.luxiKey")
	v.shows(`document.querySelector("luxi-bar")?.shadowRoot.querySelector("select").value === "broadsheet"`)
	v.quiet()
}

// The list of all pages is always that of now, also what was searched for in it.
func TestDeskInTheBrowser(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	v := view{browser.Open(t, s.origin()+prefix, browser.Conditions{}), t}
	v.shows("document.documentElement.dataset.luxiKey")
	v.is("!document.querySelector('luxi-bar')")
	found := view{browser.Open(t, s.origin()+prefix+"?q=%E7%AF%87+%26", browser.Conditions{}), t}
	found.shows("document.documentElement.dataset.luxiKey && document.querySelector('input').value === '篇 &'")
	if err := v.Eval("window.mark = 1; document.querySelector('input').value = '写到一半'; document.querySelector('input').focus()", nil); err != nil {
		t.Fatal(err)
	}
	s.write("content/essays/2022/new.md", essay("新的一篇 & 那一篇 &", "draft = true\n", "刚写的。"))
	v.reads("新的一篇 &")
	found.reads("新的一篇 &")
	found.readsNot("第一篇")
	s.write("content/essays/2022/two.md", strings.Replace(essay("第二篇", "", "坏了。"), "date =", "dat =", 1))
	v.shows("document.querySelector('#errors')?.innerText.includes('two.md:3:1')")
	v.is(overlay("errors") + " === '' && " + overlay("others") + " === ''")
	s.write("content/essays/2022/two.md", essay("第二篇", "", "好了。"))
	v.shows("!document.querySelector('#errors')")
	s.remove("content/essays/2022/new.md")
	v.readsNot("新的一篇")
	v.is("window.mark === 1 && document.activeElement.value === '写到一半' && location.pathname === '/_luxi/'")
	v.quiet()
}

package serve

import (
	"bytes"
	"context"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/rogpeppe/go-internal/txtar"

	"luxi/internal/browser"
	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// A preview is a column that is being looked at.
type preview struct {
	t      *testing.T
	dir    string
	server *Server
	url    string

	mutex  sync.Mutex
	opened [][]string // commands of the editor
}

const (
	draftPage = "essays/2026/draft.html"
	plainPage = "essays/2026/plain.html"
)

func look(t *testing.T, lang i18n.Lang) *preview {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow to start")
	}
	p := &preview{t: t, dir: t.TempDir()}
	archive, err := txtar.ParseFile("testdata/bar.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		p.write(f.Name, string(f.Data))
	}
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	clock := civil.MomentOf(time.Date(2026, 8, 15, 4, 0, 0, 0, time.UTC))
	p.server = New(root, Options{Lang: lang, Now: func() civil.Moment { return clock }, Drafts: true, Future: true})
	p.server.editor.env = func(name string) string { return map[string]string{"VISUAL": "code"}[name] }
	p.server.editor.find = func(name string) (string, error) { return "/bin/" + name, nil }
	p.server.editor.start = func(command []string) error {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.opened = append(p.opened, command)
		return nil
	}
	p.server.Load(context.Background())
	server := httptest.NewServer(p.server.Handler())
	t.Cleanup(func() {
		server.CloseClientConnections()
		p.server.Close()
		server.Close()
		root.Close()
	})
	p.url = server.URL
	return p
}

func (p *preview) write(name, text string) {
	p.t.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// edit replaces a text in a file, and has the server read the column again.
func (p *preview) edit(name, old, new string) {
	p.t.Helper()
	raw, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil || !strings.Contains(string(raw), old) {
		p.t.Fatalf("%s has no %q: %v", name, old, err)
	}
	p.write(name, strings.ReplaceAll(string(raw), old, new))
	p.server.Load(context.Background())
}

func (p *preview) editorCommands() [][]string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.opened)
}

// open opens a page of the column, and waits for what the bar has to tell.
func (p *preview) open(address string, c browser.Conditions) *browser.Page {
	p.t.Helper()
	page := browser.Open(p.t, p.url+"/lan/"+address, c)
	p.wait(page, told)
	return page
}

func (p *preview) wait(page *browser.Page, expression string) {
	p.t.Helper()
	if err := page.Wait(expression); err != nil {
		p.t.Fatal(err)
	}
}

func (p *preview) do(page *browser.Page, script string) {
	p.t.Helper()
	if err := page.Eval(script+"; 0", nil); err != nil {
		p.t.Fatal(err)
	}
}

// Expressions of the page.
const (
	bar     = `document.querySelector("luxi-bar").shadowRoot`
	told    = `document.querySelector("luxi-bar")?.shadowRoot.querySelector(".bar:not([hidden]) .fold") && ` + bar + `.querySelector("[name=colours]:checked") && performance.getEntriesByType("resource").some(r => r.name.includes("api/page") && r.responseEnd) && ` + bar + `.querySelector("select option:nth-child(2)")`
	visible = `(e => e && e.checkVisibility())`
)

func el(selector string) string { return bar + `.querySelector(` + "`" + selector + "`" + `)` }

// button is the button that says a word.
func button(word string) string {
	return `[...` + bar + `.querySelectorAll("button, a")].find(b => b.checkVisibility() && b.textContent.includes("` + word + `"))`
}

func mode(name, value string) string {
	return el(`[name=` + name + `][value=` + value + `]`)
}

func TestBarTellsOfThePage(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(draftPage, browser.Conditions{})
	text := browser.Value[string](t, page, el(".strip")+`.innerText`)
	for _, want := range []string{"草稿", "2026-08-01", "字", "征文要求 800–1500 字", "少 ", "提示 ", "版面", "打开原稿", "全部页面", "收起"} {
		if !strings.Contains(text, want) {
			t.Errorf("the bar says %q, without %q", text, want)
		}
	}
	p.do(page, button("提示")+`.click()`)
	if got := browser.Value[string](t, page, el(".findings")+`.innerText`); !strings.Contains(got, "第 15 行") || !strings.Contains(got, "半角标点,校对") {
		t.Errorf("the findings are %q", got)
	}
	if got := browser.Value[string](t, page, el(".findings mark")+`.textContent`); got != "," {
		t.Errorf("marked in the source line is %q", got)
	}
	p.do(page, el(".findings button")+`.click()`)
	p.wait(page, el(".said")+`.textContent.includes("已经打开 content/essays/2026/draft.md")`)
	want := []string{"/bin/code", "-g", filepath.Join(p.dir, "content/essays/2026/draft.md") + ":15:12"}
	if got := p.editorCommands(); len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("the editor was started as %q, want %q", got, want)
	}
	p.do(page, button("打开原稿")+`.click()`)
	p.wait(page, el(".said")+`.textContent.includes("draft.md")`)

	future := p.open("essays/2026/future.html", browser.Conditions{})
	if got := browser.Value[string](t, future, el(".strip .chips")+`.innerText`); got != "未到期" {
		t.Errorf("an essay that is not yet due is marked %q", got)
	}
	front := p.open("index.html", browser.Conditions{})
	if browser.Value[bool](t, front, `Boolean(`+button("打开原稿")+`)`) || browser.Value[string](t, front, el(".strip .chips")+`.innerText`) != "" {
		t.Error("the front page has a source or a state")
	}
}

func TestBarInEnglish(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.English)
	page := p.open(draftPage, browser.Conditions{})
	text := browser.Value[string](t, page, el(".strip")+`.innerText`)
	for _, want := range []string{"draft", "characters", "the call asks for 800–1500", "too few", "Layout", "Open source", "Fold"} {
		if !strings.Contains(text, want) {
			t.Errorf("the bar says %q, without %q", text, want)
		}
	}
}

func TestBarFollowsChanges(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(draftPage, browser.Conditions{})
	p.do(page, button("提示")+`.click()`)
	p.do(page, el(".findings button")+`.focus(); window.was = `+bar)
	p.edit("content/essays/2026/draft.md", "draft = true\n", "")
	p.wait(page, el(".strip .chips")+`.innerText === ""`)
	if !browser.Value[bool](t, page, el(".findings button")+` === was.activeElement`) {
		t.Error("the focus has left the list of findings")
	}
	p.edit("content/essays/2026/draft.md", "半角标点,", "半角标点，")
	p.wait(page, `document.body.innerText.includes("半角标点，")`)
	p.wait(page, el(".strip")+`.innerText.includes("没有提示")`)
	if !browser.Value[bool](t, page, bar+` === was && !`+visible+`(`+el(".findings")+`)`) {
		t.Error("the bar is another after the change, or shows an empty list")
	}
	p.do(page, `document.querySelector("luxi-bar").remove()`)
	p.wait(page, `document.querySelector("luxi-bar")`)
}

func TestBarFoldsAndRemembers(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(draftPage, browser.Conditions{})
	if !browser.Value[bool](t, page, visible+`(`+el(".strip")+`)`) {
		t.Fatal("the bar is folded on a desk")
	}
	p.do(page, button("版面")+`.focus()`)
	for _, want := range []string{"true", "false"} {
		if err := page.Press(map[string]string{"true": kb.Enter, "false": kb.Escape}[want]); err != nil {
			t.Fatal(err)
		}
		p.wait(page, bar+`.activeElement?.getAttribute("aria-expanded") === "`+want+`"`)
	}
	if err := page.Press(kb.Escape); err != nil {
		t.Fatal(err)
	}
	p.wait(page, visible+`(`+el(".tab")+`) && `+bar+`.activeElement === `+el(".tab"))
	if got := strings.Fields(browser.Value[string](t, page, el(".tab")+`.innerText`)); len(got) != 6 || !slices.Equal(append(got[:2:2], got[3:]...), []string{"展开预览栏", "草稿", "条提示", "预览", "▴"}) {
		t.Errorf("the tab says %q", got)
	}
	if err := page.Go(p.url + "/lan/" + plainPage); err != nil {
		t.Fatal(err)
	}
	p.wait(page, told)
	if browser.Value[bool](t, page, visible+`(`+el(".strip")+`)`) {
		t.Error("the next page has forgotten that the bar is folded")
	}
	p.do(page, el(".tab")+`.click()`)
	p.wait(page, visible+`(`+el(".strip")+`) && `+bar+`.activeElement.className === "fold"`)

	if err := page.Under(browser.Conditions{Print: true}); err != nil {
		t.Fatal(err)
	}
	if browser.Value[bool](t, page, visible+`(document.querySelector("luxi-bar"))`) {
		t.Error("the bar is printed")
	}

	for _, width := range []int{320, 375} {
		phone := p.open(draftPage, browser.Conditions{Width: width, Height: 640, Phone: true})
		if browser.Value[bool](t, phone, visible+`(`+el(".strip")+`)`) {
			t.Errorf("at %d px the bar is not folded", width)
		}
		p.do(phone, el(".tab")+`.click()`)
		p.do(phone, button("版面")+`.click()`)
		if got := browser.Value[[]float64](t, phone, `[document.documentElement.scrollWidth, `+el(".open")+`.scrollWidth, `+el(".open")+`.clientWidth]`); got[0] > float64(width) || got[1] > got[2] {
			t.Errorf("at %d px the page or the bar is wider than the window: %v", width, got)
		}
		p.do(phone, button("版面")+`.click()`)
		p.wait(phone, `scrollTo({ top: 1e6, behavior: "instant" }) || document.body.getBoundingClientRect().bottom <= `+el(".open")+`.getBoundingClientRect().top + 1`)
		if browser.Value[bool](t, phone, `(b => b.bottom > innerHeight || b.right > innerWidth)(`+el(".fold")+`.getBoundingClientRect())`) {
			t.Errorf("at %d px the way to fold is out of sight", width)
		}
	}
}

func TestBarTriesThemes(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(plainPage, browser.Conditions{})
	options := browser.Value[[]string](t, page, `[...`+el("select")+`.options].map(o => o.textContent)`)
	if !slices.Equal(options, []string{"栏目自己的主题（forum）", "broadsheet", "bare"}) {
		t.Errorf("the themes are %q", options)
	}
	choose := func(name string) {
		p.do(page, `(s => { s.value = "`+name+`"; s.dispatchEvent(new Event("change")) })(`+el("select")+`)`)
	}
	choose("broadsheet")
	p.wait(page, `location.search === "?theme=broadsheet" && (`+told+`) && `+el("select")+`.value === "broadsheet"`)
	p.wait(page, `document.querySelector(".folio")`)
	choose("")
	p.wait(page, `location.search === "" && (`+told+`) && !document.querySelector(".folio")`)
}

func TestGrid(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	for address, columns := range map[string]int{plainPage: 1, plainPage + "?theme=broadsheet": 3, plainPage + "?theme=bare": 1} {
		page := p.open(address, browser.Conditions{Width: 1280})
		p.do(page, button("版面")+`.click()`)
		p.do(page, el(`[name=grid]`)+`.click()`)
		p.wait(page, el(".grid-column"))
		type box struct{ Left, Top, Width, Height, Line, Em float64 }
		got := browser.Value[[]box](t, page, `[...`+bar+`.querySelectorAll(".grid-column")].map(c => {
			const b = c.getBoundingClientRect(), [line, em] = c.style.backgroundImage.match(/[\d.]+px\)(?=,|$)/g).map(parseFloat);
			return { Left: b.left, Top: b.top, Width: b.width, Height: b.height, Line: line, Em: em };
		})`)
		text := browser.Value[box](t, page, `(p => { const b = p.getClientRects()[0], s = getComputedStyle(p); return {
			Left: b.left, Top: b.top, Width: b.width, Line: parseFloat(s.lineHeight), Em: parseFloat(s.fontSize) } })(
			[...document.querySelectorAll("p")].find(p => p.textContent.startsWith("东甲县以")))`)
		if len(got) != columns {
			t.Fatalf("%s: %d columns, want %d", address, len(got), columns)
		}
		first := got[0]
		if near := func(a, b float64) bool { return a-b < 0.1 && b-a < 0.1 }; !near(first.Left, text.Left) || !near(first.Width, text.Width) || !near(first.Line, text.Line) || !near(first.Em, text.Em) {
			t.Errorf("%s: the grid is %+v, the text %+v", address, first, text)
		}
		// A box without height stands on the line that it is in.
		off := browser.Value[float64](t, page, `(p => {
			const probe = document.createElement("span");
			probe.style.display = "inline-block";
			p.prepend(probe);
			const stands = probe.getBoundingClientRect().bottom;
			probe.remove();
			const lines = (stands - `+el(".grid-column")+`.getBoundingClientRect().top) / parseFloat(getComputedStyle(p).lineHeight);
			return Math.abs(lines - Math.round(lines)) * parseFloat(getComputedStyle(p).lineHeight);
		})([...document.querySelectorAll("p")].find(p => p.textContent.startsWith("东甲县以")))`)
		if off > 1 {
			t.Errorf("%s: the lines of the grid are %g px off the text", address, off)
		}
		p.wait(page, el(".layout .note")+`.textContent.startsWith("每行 ")`)
		p.do(page, el(`[name=grid]`)+`.click()`)
		p.wait(page, `!`+el(".grid-column"))
	}
}

// A sink that keeps what it is given.
type kept struct {
	sync.Mutex
	files map[string][]byte
}

func (k *kept) Has(string, fingerprint.Sum) bool { return false }

func (k *kept) Put(address string, _ fingerprint.Sum, content []byte) error {
	k.Lock()
	defer k.Unlock()
	k.files[address] = bytes.Clone(content)
	return nil
}

func TestNothingOfThePreviewIsPublished(t *testing.T) {
	t.Parallel()
	marks := []string{"_luxi", "luxi-bar", "luxi-overlay", "luxi:state", "data-luxi"}
	err := fs.WalkDir(clientFiles, "client", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := fs.ReadFile(clientFiles, name)
			for line := range strings.Lines(string(text)) {
				if line = strings.TrimSpace(line); len(line) > 60 {
					marks = append(marks, line)
				}
			}
		}
		return err
	})
	if err != nil || len(marks) < 50 {
		t.Fatalf("%d marks: %v", len(marks), err)
	}
	p := look(t, i18n.Chinese)
	for _, theme := range []string{"forum", "broadsheet"} {
		out := &kept{files: map[string][]byte{}}
		result, err := build.Run(context.Background(), p.server.root, build.Options{Now: p.server.opt.Now(), Theme: theme}, out)
		if err != nil || result.Diagnostics.HasErrors() || len(out.files) < 10 {
			t.Fatalf("%s: %d files, %v, %v", theme, len(out.files), result.Diagnostics, err)
		}
		for address, content := range out.files {
			for _, mark := range marks {
				if bytes.Contains(content, []byte(mark)) || strings.Contains(address, "_luxi") {
					t.Errorf("%s: %s has %q", theme, address, mark)
				}
			}
		}
	}
}

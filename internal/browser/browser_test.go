package browser

import (
	"bytes"
	"image/png"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp/kb"
)

func TestMain(m *testing.M) { os.Exit(Main(m, Windowed)) }

func files(m map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range m {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

var site = files(map[string]string{
	"index.html": `<!DOCTYPE html><title>甲</title><link rel="stylesheet" href="a.css">
<p id="p">原文</p><a href="#p" onclick="evil()">乙</a><script>inline()</script><script src="a.js"></script>`,
	"a.css": `p { color: rgb(1, 2, 3) } @media (prefers-color-scheme: dark) { p { color: rgb(9, 9, 9) } } @media print { p { color: rgb(7, 7, 7) } @page { size: A5 } }`,
	"a.js":  `document.querySelector("p").textContent = "脚本 " + new Date(Date.now()).toISOString(); localStorage.seen = (localStorage.seen || "") + "x"`,
	// Not there is what the first page asks for besides.
	"404.html": `<!DOCTYPE html><title>没有</title><p>没有这一页</p>`,
})

const colour = `getComputedStyle(document.querySelector("p")).color`

func TestConditions(t *testing.T) {
	server := Serve(t, site, Policy)
	now := time.Date(2023, 8, 15, 12, 0, 0, 0, time.UTC)
	p := Open(t, server.URL+"/", Conditions{Width: 320, Height: 500, Scale: 2, Now: now})
	if got := Value[[]float64](t, p, `[innerWidth, innerHeight, devicePixelRatio]`); !slices.Equal(got, []float64{320, 500, 2}) {
		t.Errorf("the window is %v", got)
	}
	if got := Value[string](t, p, `document.querySelector("p").textContent`); got != "脚本 2023-08-15T12:00:00.000Z" {
		t.Errorf("the script wrote %s", got)
	}
	for want, c := range map[string]Conditions{
		"rgb(1, 2, 3)": {}, "rgb(9, 9, 9)": {Media: map[string]string{"prefers-color-scheme": "dark"}}, "rgb(7, 7, 7)": {Print: true},
	} {
		if err := p.Under(c); err != nil {
			t.Fatal(err)
		}
		if got := Value[string](t, p, colour); got != want {
			t.Errorf("under %+v the text is %s, want %s", c, got, want)
		}
	}
}

func TestNoScript(t *testing.T) {
	server := Serve(t, site, Policy)
	p := Open(t, server.URL+"/", Conditions{NoScript: true})
	if got := Value[string](t, p, `document.querySelector("p").textContent`); got != "原文" {
		t.Errorf("the page says %s", got)
	}
	if got := p.Scripts(); len(got) > 0 {
		t.Errorf("these were parsed: %v", got)
	}
}

// What the policy forbids is complained of and not parsed.
func TestRecord(t *testing.T) {
	server := Serve(t, site, Policy)
	p := Open(t, server.URL+"/", Conditions{})
	if got := p.Scripts(); !slices.Equal(got, []string{server.URL + "/a.js"}) {
		t.Errorf("scripts are %v", got)
	}
	if got := strings.Join(p.Complaints(), "\n"); !strings.Contains(got, "Content Security Policy") {
		t.Errorf("the console says %q", got)
	}
	want := []string{server.URL + "/", server.URL + "/a.css", server.URL + "/a.js"}
	for _, address := range want {
		if !slices.Contains(p.Requests(), address) {
			t.Errorf("%s is not among the requests %v", address, p.Requests())
		}
	}

	open := Serve(t, site, "")
	if err := p.Go(open.URL + "/"); err != nil {
		t.Fatal(err)
	}
	if err := p.Eval(`document.querySelector("a").click()`, nil); err != nil {
		t.Fatal(err)
	}
	got := p.Scripts()
	for _, script := range []string{open.URL + "/", open.URL + "/a.js"} {
		if !slices.Contains(got, script) {
			t.Errorf("without a policy %s is not among the scripts %v", script, got)
		}
	}
	if n := len(slices.DeleteFunc(got, func(s string) bool { return s != open.URL+"/" })); n != 2 {
		t.Errorf("%d scripts of the page itself, want that of the element and that of the attribute", n)
	}
	if err := p.Go(open.URL + "/nowhere"); err != nil {
		t.Fatal(err)
	}
	if text := Value[string](t, p, `document.body.innerText`); text != "没有这一页" || len(p.Complaints()) == 0 {
		t.Errorf("a page that is missing says %q, the console %q", text, p.Complaints())
	}
}

// Pages are of readers who do not know each other, but for those beside.
func TestReaders(t *testing.T) {
	server := Serve(t, site, Policy)
	const seen = `localStorage.seen`
	first := Open(t, server.URL+"/", Conditions{})
	second := Open(t, server.URL+"/", Conditions{})
	if a, b := Value[string](t, first, seen), Value[string](t, second, seen); a != "x" || b != "x" {
		t.Errorf("storage holds %q and %q", a, b)
	}
	beside, err := first.OpenBeside(server.URL+"/", Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	if got := Value[string](t, beside, seen); got != "xx" {
		t.Errorf("beside the first storage holds %q", got)
	}
	for _, front := range []*Page{beside, first} {
		if err := front.Front(); err != nil {
			t.Fatal(err)
		}
		if a, b := Value[bool](t, first, `document.hidden`), Value[bool](t, beside, `document.hidden`); a != (front != first) || b != (front != beside) {
			t.Errorf("hidden is the first: %t, that beside: %t", a, b)
		}
		if err := first.Wait(`localStorage.seen === "xx"`); err != nil {
			t.Error(err)
		}
	}
}

func TestInput(t *testing.T) {
	server := Serve(t, site, Policy)
	p := Open(t, server.URL+"/", Conditions{})
	if err := p.Press(kb.Tab); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(`document.activeElement.localName === "a"`); err != nil {
		t.Error(err)
	}
	if err := p.Eval(`nothing.at.all`, nil); err == nil || !strings.Contains(err.Error(), "nothing is not defined") {
		t.Errorf("a script with a mistake: %v", err)
	}
}

func TestPictures(t *testing.T) {
	server := Serve(t, site, Policy)
	p := Open(t, server.URL+"/", Conditions{Width: 300, Height: 200})
	picture, err := p.Screenshot(false)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(picture))
	if err != nil || m.Bounds().Dx() != 300 || m.Bounds().Dy() != 200 {
		t.Errorf("the picture is %v: %v", m.Bounds(), err)
	}
	pdf, err := p.PDF()
	paper := regexp.MustCompile(`/MediaBox \[[^]]*\]`).Find(pdf)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || string(paper) != "/MediaBox [0 0 420 594.95996]" {
		t.Errorf("the print is %.40q, on %s: %v", pdf, paper, err)
	}
}

// A page that is closed answers with an error and not with silence.
func TestClosed(t *testing.T) {
	server := Serve(t, site, Policy)
	p := Open(t, server.URL+"/", Conditions{})
	p.Close()
	if err := p.Eval(`1`, nil); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed page answers %v", err)
	}
}

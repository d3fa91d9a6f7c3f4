package serve

import (
	"slices"
	"testing"

	"luxi/internal/browser"
	"luxi/internal/i18n"
)

func TestWidths(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(plainPage, browser.Conditions{})
	p.do(page, button("版面")+`.click()`)
	p.do(page, button("三种宽度")+`.click()`)
	p.wait(page, `location.pathname === "/_luxi/widths" && document.querySelectorAll("iframe").length === 3 && [...document.querySelectorAll("iframe")].every(f => f.contentDocument?.querySelector("h1") && f.contentDocument.adoptedStyleSheets.length)`)
	got := browser.Value[[]float64](t, page, `[...document.querySelectorAll("iframe")].map(f => f.contentWindow.innerWidth)`)
	if !slices.Equal(got, []float64{375, 768, 1280}) {
		t.Errorf("the frames are %v wide", got)
	}
	if browser.Value[bool](t, page, `document.documentElement.scrollWidth > innerWidth`) {
		t.Error("the frames do not fit")
	}
	if browser.Value[bool](t, page, `[...document.querySelectorAll("iframe")].some(f => f.contentDocument.querySelector("luxi-bar"))`) {
		t.Error("a page in a frame has a bar")
	}
	const scrolled = `[...document.querySelectorAll("iframe")].map(f => f.contentWindow.scrollY > 0).join()`
	p.do(page, `window.phone = document.querySelector("iframe"); phone.style.height = "200px"; document.querySelectorAll("iframe")[1].style.height = "200px"`)
	p.do(page, `phone.dispatchEvent(new Event("pointerenter")); phone.contentWindow.scrollTo({ top: 300, behavior: "instant" })`)
	p.wait(page, scrolled+`.startsWith("true,true")`)
	p.do(page, `document.querySelector("input").click(); phone.contentWindow.scrollTo({ top: 0, behavior: "instant" })`)
	p.wait(page, scrolled+`.startsWith("false,true")`)
	p.edit("content/essays/2026/plain.md", "第三段收尾", "第三段改过")
	p.wait(page, `[...document.querySelectorAll("iframe")].every(f => f.contentDocument.body.innerText.includes("第三段改过"))`)
	if got := page.Complaints(); len(got) > 0 {
		t.Errorf("the console says %q", got)
	}
}

func TestPrintView(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(plainPage+"?theme=bare", browser.Conditions{})
	p.do(page, button("版面")+`.click()`)
	p.do(page, button("打印的样子")+`.click()`)
	const frame = `document.querySelector("iframe").contentDocument`
	p.wait(page, `location.pathname === "/_luxi/print" && document.querySelector("iframe")?.contentDocument?.querySelector("h1")`)
	p.wait(page, `getComputedStyle(`+frame+`.body).backgroundColor === "rgb(250, 250, 0)"`)
	p.wait(page, `document.querySelector("h1").textContent === "打印的样子，A4 纸大约 2 页"`) // the code is as wide as the sheet

	forum := browser.Open(t, p.url+"/_luxi/print?address="+draftPage+"&theme=", browser.Conditions{Media: map[string]string{"prefers-color-scheme": "dark"}})
	p.wait(forum, `document.querySelector("iframe")?.contentDocument?.querySelector(".nav") && getComputedStyle(`+frame+`.querySelector(".nav")).display === "none"`)
	p.wait(forum, `document.querySelector("h1").textContent === "打印的样子，A4 纸大约 1 页"`)
	p.wait(forum, frame+`.querySelector("luxi-overlay")`)
	if browser.Value[bool](t, forum, visible+`(`+frame+`.querySelector("luxi-overlay"))`) {
		t.Error("that the page is a draft stands on the sheet")
	}
	if got := browser.Value[float64](t, forum, `document.querySelector("iframe").clientWidth`); got < 642 || got > 643 {
		t.Errorf("the text area of A4 is %v px wide, want 170 mm", got)
	}
	if got := browser.Value[string](t, forum, `getComputedStyle(`+frame+`.querySelector(".text p")).color + getComputedStyle(`+frame+`.documentElement).backgroundColor`); got != "rgb(0, 0, 0)rgb(255, 255, 255)" {
		t.Errorf("on paper the colours are %s", got)
	}
}

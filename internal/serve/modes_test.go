package serve

import (
	"slices"
	"testing"

	"luxi/internal/browser"
	"luxi/internal/i18n"
)

func TestBarSwitchesTheModesOfTheTheme(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(plainPage, browser.Conditions{})
	p.do(page, button("版面")+`.click()`)
	const ground = `getComputedStyle(document.documentElement).backgroundColor`
	const size = `getComputedStyle(document.documentElement).fontSize`
	light, standard := browser.Value[string](t, page, ground), browser.Value[string](t, page, size)
	p.do(page, mode("colours", "dark")+`.click()`)
	p.do(page, mode("size", "larger")+`.click()`)
	p.do(page, el(`[type=checkbox]`)+`.click()`)
	if err := page.Go(p.url + "/lan/" + draftPage); err != nil { // as the theme remembers it
		t.Fatal(err)
	}
	p.wait(page, told)
	if got := browser.Value[[]string](t, page, `[document.documentElement.dataset.colours, document.documentElement.dataset.size, document.documentElement.dataset.contrast]`); !slices.Equal(got, []string{"dark", "larger", "more"}) {
		t.Errorf("the theme's modes are %q", got)
	}
	if browser.Value[string](t, page, ground) == light || browser.Value[string](t, page, size) == standard {
		t.Error("the page looks as before")
	}
	p.wait(page, mode("colours", "dark")+`.checked && `+mode("size", "larger")+`.checked && `+el(`[type=checkbox]`)+`.checked`)
	// The theme's own switches lead, too.
	p.do(page, `document.getElementById("_system").click()`)
	p.wait(page, mode("colours", "system")+`.checked`)
	p.do(page, mode("size", "standard")+`.click()`)
	p.do(page, el(`[type=checkbox]`)+`.click()`)
	if got := browser.Value[[]string](t, page, `[`+ground+`, `+size+`]`); !slices.Equal(got, []string{light, standard}) {
		t.Errorf("switched back, the page has %v", got)
	}
}

// A theme without switches, whose style sheet would hide the bar if it could.
func TestBarStandsInForATheme(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open(plainPage+"?theme=bare", browser.Conditions{})
	if got := browser.Value[string](t, page, `getComputedStyle(`+el(".strip button")+`).letterSpacing`); got != "normal" || !browser.Value[bool](t, page, visible+`(`+el(".strip")+`)`) {
		t.Errorf("the theme reaches the bar: letters are %s apart", got)
	}
	const ground, ink = `getComputedStyle(document.body).backgroundColor`, `getComputedStyle(document.body).color`
	p.do(page, button("版面")+`.click()`)
	for _, step := range []struct{ click, value, want string }{
		{mode("colours", "dark"), ground, "rgb(1, 2, 3)"},
		{mode("colours", "light"), ground, "rgb(255, 255, 255)"},
		{mode("colours", "system"), ground, "rgb(255, 255, 255)"},
		{el(`[type=checkbox]`), ink, "rgb(0, 0, 200)"},
		{el(`[type=checkbox]`), ink, "rgb(10, 10, 10)"},
		{mode("size", "large"), `String(getComputedStyle(document.body).zoom)`, "1.1875"},
		{mode("colours", "dark"), ground, "rgb(1, 2, 3)"},
	} {
		p.do(page, step.click+`.click()`)
		if got := browser.Value[string](t, page, step.value); got != step.want {
			t.Errorf("after %s: %s, want %s", step.click, got, step.want)
		}
	}
	if err := page.Go(p.url + "/lan/" + draftPage + "?theme=bare"); err != nil {
		t.Fatal(err)
	}
	p.wait(page, told)
	p.wait(page, ground+` === "rgb(1, 2, 3)"`)
	// A new sheet is rewritten, too.
	p.edit("themes/bare/assets/css/bare.css", "rgb(1, 2, 3)", "rgb(4, 5, 6)")
	p.wait(page, ground+` === "rgb(4, 5, 6)"`)
	if got := page.Complaints(); len(got) > 0 {
		t.Errorf("the console says %q", got)
	}
}

func TestQueriesAreRewritten(t *testing.T) {
	t.Parallel()
	p := look(t, i18n.Chinese)
	page := p.open("index.html", browser.Conditions{})
	for _, test := range [][3]string{
		{`{ type: "print" }`, "print", "all"},
		{`{ type: "print" }`, "screen", "not all"},
		{`{ type: "print" }`, "screen and (min-width: 48rem)", "not all"},
		{`{ type: "print" }`, "screen, print and (min-width: 20cm)", "all and (min-width: 20cm)"},
		{`{ type: "print" }`, "only print", "all"},
		{`{ type: "print" }`, "not print", "not all"},
		{`{ type: "print" }`, "not screen and (color)", "all"},
		{`{ type: "print" }`, "(min-width: 48rem), all and (hover: none)", "(min-width: 48rem), all and (hover: none)"},
		{`{ type: "print" }`, "", ""},
		{`{ "prefers-color-scheme": "dark" }`, "screen and (prefers-color-scheme: dark)", "screen and (min-width: 0px)"},
		{`{ "prefers-color-scheme": "dark" }`, "(prefers-color-scheme: light)", "(max-width: 0px)"},
		{`{ "prefers-contrast": "more" }`, "(prefers-contrast)", "(min-width: 0px)"},
		{`{ "prefers-contrast": "more" }`, "(prefers-contrast: less)", "(max-width: 0px)"},
		{`{}`, "print", "print"},
	} {
		got := browser.Value[string](t, page, `import("/_luxi/client/bar/media.js").then(m => m.rewrite("`+test[1]+`", `+test[0]+`))`)
		if got != test[2] {
			t.Errorf("%q under %s is %q, want %q", test[1], test[0], got, test[2])
		}
	}
}

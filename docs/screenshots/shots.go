package main

import (
	"fmt"

	"luxi/internal/browser"
	"luxi/internal/pages"
)

// A shot is one picture.
type shot struct {
	name                   string // of the file, without its ending
	theme, column, address string
	browser.Conditions
	controls []string // of the page, which are clicked first
	window   bool     // what the window shows, not all of the page
	paper    bool     // printed
}

// A mode is what a reader's system asks for or the reader chose.
type mode struct {
	name     string
	media    map[string]string
	controls []string
}

var (
	light    = mode{}
	dark     = mode{name: "dark", media: map[string]string{"prefers-color-scheme": "dark"}}
	contrast = mode{name: "contrast", media: map[string]string{"prefers-contrast": "more"}}
	large    = mode{name: "large", controls: []string{"#_large"}}
	larger   = mode{name: "larger", controls: []string{"#_larger"}}
)

// look has the pictures for people to look at, in every theme.
func look() []shot {
	var out []shot
	for _, theme := range pages.Themes {
		add := func(column, page, address string, width int, modes ...mode) {
			if len(modes) == 0 {
				modes = []mode{light}
			}
			for _, m := range modes {
				name := fmt.Sprintf("%s-%s-%s-%04d", theme, column, page, width)
				if m.name != "" {
					name += "-" + m.name
				}
				out = append(out, shot{
					name: name, theme: theme, column: column, address: address, controls: m.controls,
					Conditions: browser.Conditions{Width: width, Phone: width < 500, Scale: 1, Media: m.media},
				})
			}
		}
		paper := func(column, page, address string) {
			out = append(out, shot{name: fmt.Sprintf("%s-%s-%s-paper", theme, column, page), theme: theme, column: column, address: address, paper: true})
		}
		for _, width := range []int{320, 375, 768, 1280} {
			add("own", "front", "index.html", width)
			add("own", "essay", "essays/2022/hao-xuelan.html", width)
			add("model", "front", "index.html", width)
		}
		add("own", "front", "index.html", 1280, dark, contrast, large)
		add("own", "essay", "essays/2022/hao-xuelan.html", 375, dark, contrast, large, larger)
		add("own", "essay", "essays/2022/hao-xuelan.html", 1280, dark, larger)
		for _, width := range []int{375, 1280} {
			add("own", "call", "calls/2022.html", width)
			add("model", "extremes", "essays/2023/jiduan.html", width)
			add("model", "list", "essays/index.html", width)
			add("model", "contributors", "contributors/index.html", width)
			add("model", "contributor", "contributors/zhang-san/index.html", width)
			add("model", "call", "calls/2023.html", width)
			add("model", "notice", "calls/2023-notice.html", width)
			add("model", "withdrawn", "essays/2021/chehui.html", width)
			add("model", "404", "404.html", width)
		}
		add("own", "about", "about.html", 768)
		paper("own", "front", "index.html")
		paper("own", "essay", "essays/2022/hao-xuelan.html")
		paper("model", "extremes", "essays/2023/jiduan.html")
		paper("model", "notice", "calls/2023-notice.html")
	}
	return out
}

// readmeShots are the pictures of the README, of windows as large as is shown
// there.
var readmeShots = []shot{
	{name: "front", theme: "forum", column: "own", address: "index.html", window: true, Conditions: browser.Conditions{Width: 1280, Height: 960}},
	{name: "essay", theme: "forum", column: "own", address: "essays/2022/hao-xuelan.html", window: true, Conditions: browser.Conditions{Width: 1280, Height: 1000}},
	{name: "essay-phone", theme: "forum", column: "own", address: "essays/2022/hao-xuelan.html", window: true, Conditions: browser.Conditions{Width: 390, Height: 760, Scale: 2, Phone: true}},
	{name: "call", theme: "forum", column: "own", address: "calls/2022.html", window: true, Conditions: browser.Conditions{Width: 1280, Height: 940}},
	{
		name: "essay-dark", theme: "forum", column: "own", address: "essays/2022/hao-xuelan.html", window: true, controls: []string{".modes summary"},
		Conditions: browser.Conditions{Width: 390, Height: 760, Scale: 2, Phone: true, Media: dark.media},
	},
	{name: "broadsheet", theme: "broadsheet", column: "own", address: "essays/2022/hao-xuelan.html", window: true, Conditions: browser.Conditions{Width: 1280, Height: 1000}},
	{name: "broadsheet-print", theme: "broadsheet", column: "own", address: "essays/2022/hao-xuelan.html", paper: true},
}

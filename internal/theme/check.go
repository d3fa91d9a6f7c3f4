package theme

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/view"
)

var lowContrast = diag.Define("contrast-low", diag.Error,
	i18n.Text{
		ZH: "配色“{palette}”里，{text} 在 {on} 上的对比度只有 {ratio}，不到 {least}",
		EN: "in the palette “{palette}” the contrast of {text} on {on} is {ratio}, less than {least}",
	},
	i18n.Text{
		ZH: "把 {text}（{ink}）和 {on}（{ground}）的明暗拉开一些；对比度按 WCAG 2.2 计算，正文要 4.5 以上，最好 7 以上。",
		EN: "Make {text} ({ink}) and {on} ({ground}) differ more in lightness; the ratio is that of WCAG 2.2, which asks 4.5 for text, and better 7.",
	})

// Check loads the theme of a name and tries it on all specimens: mistakes of
// templates, in branches too that no page takes; templates, blocks and messages
// that nothing uses; messages that a language lacks; promised contrasts; and
// pages that are not well-formed, lack what every page has, or load what their
// policy forbids. Its arguments are those of [Load]. It returns how many pages it
// has tried.
func Check(site, builtin fs.FS, name, language string, at diag.Range) (pages int, list diag.List, err error) {
	t, list, err := Load(site, builtin, name, language, at)
	if t == nil || err != nil {
		list.Sort()
		return 0, list, err
	}
	c := &checker{Theme: t, own: path.Join(Dir, name) + "/", found: list, whole: true}
	c.contrast()
	c.types()
	c.words()
	said := map[string]bool{}
	t.heard = func(key string) { said[key] = true }
	for p := range t.Specimens() {
		pages++
		c.found = append(c.found, p.Diagnostics...)
		if p.HTML == nil {
			c.whole = false
			continue
		}
		c.checkPage(p)
	}
	if c.whole { // else not all that pages say was heard
		c.unusedWords(said)
	}
	return pages, unique(c.found), nil
}

// A checker is one check of a theme.
type checker struct {
	*Theme
	own   string // begins the paths of the theme's own files, not those of its parents
	found diag.List
	whole bool // every template so far could be parsed and rendered

	frame   definitions                // of the frame and the partials
	reached map[*definition]bool       // what some page or partial calls
	visited map[visit]bool             // what has been looked through
	files   map[string]map[string]bool // by page template, the templates that make it
}

// isOwn tells a file of the theme from one of its parents.
func (c *checker) isOwn(f diag.File) bool { return strings.HasPrefix(f.Path, c.own) }

func (c *checker) contrast() {
	for _, pair := range c.contrasts {
		for _, p := range c.palettes {
			text, on := p.Colours[pair.Text], p.Colours[pair.On]
			if ratio := Ratio(text, on); ratio < pair.Least {
				c.found.Add(lowContrast.At(c.contrastAt(pair, p), diag.Arg("palette", p.Name), diag.Arg("text", pair.Text), diag.Arg("on", pair.On),
					diag.Arg("ink", text.String()), diag.Arg("ground", on.String()),
					diag.Arg("ratio", fmt.Sprintf("%.2f", ratio)), diag.Arg("least", pair.Least)))
			}
		}
	}
}

// contrastAt returns where a contrast can be mended: in the theme's own file, at
// the promise, else at the first of the two colours that the theme changes.
func (c *checker) contrastAt(pair Contrast, p Palette) diag.Range {
	if c.isOwn(diag.File{Path: pair.At.File}) {
		return pair.At
	}
	for _, q := range []Palette{p, c.palettes[0]} {
		for _, name := range []string{pair.Text, pair.On} {
			if at, ok := q.at[name]; ok && c.isOwn(diag.File{Path: at.File}) {
				return at
			}
		}
	}
	return pair.At
}

// templates returns an empty view of each page template.
func templates() map[string]any {
	out := map[string]any{}
	for _, s := range view.Specimens() {
		out[s.Template] = s.View
	}
	return out
}

package theme

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	badColourName = diag.Define("colour-name", diag.Error,
		i18n.Text{ZH: "颜色的名称“{name}”里有不能用的字符", EN: "the colour's name “{name}” has characters that cannot be used"},
		i18n.Text{ZH: "用小写字母、数字和连字符，以字母开头，例如 on-red；样式里写 var(--on-red)。", EN: "Use lower-case letters, digits and hyphens behind a letter, such as on-red, which CSS calls var(--on-red)."})
	badColour = diag.Define("colour", diag.Error,
		i18n.Text{ZH: "颜色“{value}”写得不对", EN: "“{value}” is no colour"},
		i18n.Text{ZH: "写成六位十六进制数，例如 \"#1d1b18\"。", EN: "Write six hexadecimal digits, such as \"#1d1b18\"."})
	noWhen = diag.Define("palette-when", diag.Error,
		i18n.Text{ZH: "没有说明什么时候用配色“{name}”", EN: "it is not said when the palette “{name}” is used"},
		i18n.Text{ZH: "第一套配色是默认的；其余的要写 when，例如 when = [{ media = \"(prefers-color-scheme: dark)\" }]。", EN: "The first palette is the default; others say it by when, such as when = [{ media = \"(prefers-color-scheme: dark)\" }]."})
	badWhen = diag.Define("palette-condition", diag.Error,
		i18n.Text{ZH: "“{value}”不能作为使用配色的条件", EN: "“{value}” cannot be a condition for a palette"},
		i18n.Text{ZH: "media 写媒体查询，例如 (prefers-color-scheme: dark)；selector 写选择器，例如 :root:has(#_dark:checked)；里面不要有大括号和分号。", EN: "Media is a media query, such as (prefers-color-scheme: dark), and selector a selector, such as :root:has(#_dark:checked); neither has braces or semicolons."})
	badScheme = diag.Define("palette-scheme", diag.Error,
		i18n.Text{ZH: "scheme 只能是 light 或 dark，不是“{value}”", EN: "scheme is light or dark, not “{value}”"},
		i18n.Text{ZH: "浅底深字写 light，深底浅字写 dark。", EN: "Write light for dark text on a light ground, dark for the reverse."})
	twoPalettes = diag.Define("palette-twice", diag.Error,
		i18n.Text{ZH: "配色“{name}”写了两次", EN: "the palette “{name}” is there twice"},
		i18n.Text{ZH: "合成一套，或者改名。", EN: "Make one of them, or give one another name."})
	unknownColour = diag.Define("colour-unknown", diag.Error,
		i18n.Text{ZH: "默认配色里没有颜色“{name}”", EN: "the default palette has no colour “{name}”"},
		i18n.Text{ZH: "{near}颜色都要先在第一套配色里写明。", EN: "{near}Every colour stands in the first palette."})
)

// A Palette is a set of colours under one name, with all that it inherits: from
// the parent theme's palette of that name, and from the default palette.
type Palette struct {
	Name    string
	Scheme  string            // light or dark, for what browsers draw themselves; "" for neither
	When    []Condition       // any of them; empty for the default palette
	Colours map[string]RGB    // by name; complete
	own     map[string]string // as they are written, without those of the default palette
	at      map[string]diag.Range
}

// A Condition is when a palette is used: in a medium, for a page that a selector
// matches, or both.
type Condition struct {
	Media    string `toml:"media" zh:"媒体"`
	Selector string `toml:"selector" zh:"选择器"`
}

// A Contrast is what a theme promises of two of its colours, in every palette.
type Contrast struct {
	Text, On string
	Least    float64    // the ratio of [Ratio]
	At       diag.Range // where the theme says so
}

// Palettes returns the theme's palettes, the default first; none for a theme
// that has none, nor its parents.
func (t *Theme) Palettes() []Palette { return t.palettes }

// Contrasts returns what the theme and its parents promise, each pair once: the
// nearest theme's word counts.
func (t *Theme) Contrasts() []Contrast { return t.contrasts }

// paletteSettings is [[palette]] of theme.toml.
type paletteSettings struct {
	Name    string         `toml:"name,required" zh:"名称"`
	Scheme  string         `toml:"scheme" zh:"明暗"`
	When    []Condition    `toml:"when" zh:"条件"`
	Colours map[string]any `toml:"colours" zh:"颜色"`
}

// contrastSettings is [[contrast]] of theme.toml.
type contrastSettings struct {
	Text  string  `toml:"text,required" zh:"文字"`
	On    string  `toml:"on,required" zh:"底色"`
	Least float64 `toml:"least,required" zh:"最低"`
}

var (
	colourName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	noRule     = regexp.MustCompile(`[{};@<]|/\*`) // what would end a condition in CSS
)

// collectPalettes reads the palettes of a chain, parents first, so that a theme
// changes single colours of its parent's.
func (t *Theme) collectPalettes(layers []layer, list *diag.List) {
	for _, l := range slices.Backward(layers) {
		seen := map[string]bool{}
		for i, p := range l.settings.Palettes {
			if seen[p.Name] {
				list.Add(twoPalettes.At(l.toml.Value("palette", i, "name"), diag.Arg("name", p.Name)))
			}
			seen[p.Name] = true
			t.mergePalette(p, i, l.toml, list)
		}
	}
	for i := range t.palettes {
		p := &t.palettes[i]
		p.Colours = map[string]RGB{}
		for _, own := range []map[string]string{t.palettes[0].own, p.own} {
			for name, value := range own {
				p.Colours[name], _ = parseRGB(value) // checked when it was read
			}
		}
	}
	t.collectContrasts(layers, list)
}

func (t *Theme) mergePalette(s paletteSettings, number int, toml decode.Text, list *diag.List) {
	i := slices.IndexFunc(t.palettes, func(p Palette) bool { return p.Name == s.Name })
	if i < 0 {
		i = len(t.palettes)
		t.palettes = append(t.palettes, Palette{Name: s.Name, own: map[string]string{}, at: map[string]diag.Range{}})
	}
	p := &t.palettes[i]
	if s.Scheme != "" {
		p.Scheme = s.Scheme
		if s.Scheme != "light" && s.Scheme != "dark" {
			list.Add(badScheme.At(toml.Value("palette", number, "scheme"), diag.Arg("value", s.Scheme)))
		}
	}
	for j, c := range s.When {
		if value := c.Media + c.Selector; value == "" || noRule.MatchString(value) {
			list.Add(badWhen.At(toml.Value("palette", number, "when", j), diag.Arg("value", strings.TrimSpace(c.Media+" "+c.Selector))))
		}
	}
	if len(s.When) > 0 {
		p.When = s.When
	}
	if i > 0 && len(p.When) == 0 {
		list.Add(noWhen.At(toml.Value("palette", number, "name"), diag.Arg("name", s.Name)))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Colours)) {
		value := fmt.Sprint(s.Colours[name])
		_, ok := parseRGB(value)
		switch {
		case !colourName.MatchString(name):
			list.Add(badColourName.At(toml.Key("palette", number, "colours", name), diag.Arg("name", name)))
		case !ok:
			list.Add(badColour.At(toml.Value("palette", number, "colours", name), diag.Arg("value", value)))
		case i > 0 && t.palettes[0].own[name] == "":
			near := nearest.Hint(nearest.Find(name, slices.Sorted(maps.Keys(t.palettes[0].own))))
			list.Add(unknownColour.At(toml.Key("palette", number, "colours", name), diag.Arg("name", name), diag.Arg("near", near)))
		default:
			p.own[name] = value
			p.at[name] = toml.Value("palette", number, "colours", name)
		}
	}
}

func (t *Theme) collectContrasts(layers []layer, list *diag.List) {
	seen := map[[2]string]bool{}
	for _, l := range layers {
		for i, c := range l.settings.Contrasts {
			for key, name := range map[string]string{"text": c.Text, "on": c.On} {
				if len(t.palettes) == 0 || t.palettes[0].own[name] == "" {
					var known []string
					if len(t.palettes) > 0 {
						known = slices.Sorted(maps.Keys(t.palettes[0].own))
					}
					near := nearest.Hint(nearest.Find(name, known))
					list.Add(unknownColour.At(l.toml.Value("contrast", i, key), diag.Arg("name", name), diag.Arg("near", near)))
				}
			}
			if pair := [2]string{c.Text, c.On}; !seen[pair] {
				seen[pair] = true
				t.contrasts = append(t.contrasts, Contrast{c.Text, c.On, c.Least, l.toml.Value("contrast", i, "least")})
			}
		}
	}
}

// colours is the text of luxi:colours.css: each colour of the palettes as a
// custom property, ink as --ink. A palette says only what it changes; the
// default's colours hold for the rest.
func (t *Theme) colours() string {
	var b strings.Builder
	for _, p := range t.palettes {
		when := p.When
		if len(when) == 0 {
			when = []Condition{{}}
		}
		for _, c := range when {
			p.writeCSS(&b, c)
		}
	}
	return b.String()
}

func (p Palette) writeCSS(b *strings.Builder, c Condition) {
	selector := c.Selector
	if selector == "" {
		selector = ":root"
	}
	if c.Media != "" {
		fmt.Fprintf(b, "@media %s {\n", c.Media)
		defer b.WriteString("}\n")
	}
	fmt.Fprintf(b, "%s {\n", selector)
	if p.Scheme != "" {
		fmt.Fprintf(b, "color-scheme: %s;\n", p.Scheme)
	}
	for _, name := range slices.Sorted(maps.Keys(p.own)) {
		fmt.Fprintf(b, "--%s: %s;\n", name, p.own[name])
	}
	b.WriteString("}\n")
}

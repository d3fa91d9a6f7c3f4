package theme

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/qr"
	"luxi/internal/view"
)

var (
	unknownAsset = diag.Define("template-asset", diag.Error,
		i18n.Text{ZH: "主题的 assets 文件夹里没有“{name}”", EN: "the theme's folder assets has no “{name}”"},
		i18n.Text{
			ZH: "{near}这里可以用：{known}。样式和脚本只有直接放在 assets/css、assets/js 里的才单独发布。",
			EN: "{near}Here there are: {known}. Of style sheets and scripts only those directly in assets/css and assets/js are published alone.",
		})
	unknownPaletteColour = diag.Define("template-colour", diag.Error,
		i18n.Text{ZH: "主题的配色里没有“{name}”", EN: "the theme's palettes have no “{name}”"},
		i18n.Text{ZH: "{near}写成 colour \"配色名\" \"颜色名\"，两个名称都以 theme.toml 为准。", EN: "{near}It is colour \"PALETTE\" \"NAME\", with names of theme.toml."})
)

// An unknownName is what a template function reports of a name that the theme
// does not have.
type unknownName struct {
	kind  *diag.Kind
	name  string
	known []string
}

func (u unknownName) Error() string { return u.kind.Code + " " + u.name }

func (u unknownName) at(r diag.Range) diag.Diagnostic {
	known := i18n.Same(strings.Join(u.known, " "))
	if len(u.known) == 0 {
		known = i18n.Text{ZH: "（没有）", EN: "nothing"}
	}
	return u.kind.At(r, diag.Arg("name", u.name), diag.Arg("known", known),
		diag.Arg("near", nearest.Hint(nearest.Find(u.name, u.known))))
}

// funcs are the functions that templates may call: pure, and few. What asset,
// colour and t say is part of the theme.
func (t *Theme) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":  t.asset,
		"colour": t.colour,
		"join":   func(sep string, items []string) string { return strings.Join(items, sep) },
		"param": func(name string, params []view.Param) string {
			for _, p := range params {
				if p.Name == name {
					return p.Value
				}
			}
			return ""
		},
		"params": func(name string, params []view.Param) []string {
			var values []string
			for _, p := range params {
				if p.Name == name {
					values = append(values, p.Value)
				}
			}
			return values
		},
		"qr": func(address string) code {
			c, err := qr.Make(address)
			if err != nil {
				return code{URL: address}
			}
			return code{Size: c.Size, Path: c.Path, URL: address}
		},
		"partial": t.partial,
		"t":       t.message,
	}
}

func (t *Theme) asset(name string) (string, error) {
	address, ok := t.assets.Address(name)
	if !ok {
		return "", unknownName{unknownAsset, name, t.assets.Names()}
	}
	return address, nil
}

func (t *Theme) colour(palette, name string) (string, error) {
	var names []string
	for _, p := range t.palettes {
		names = append(names, p.Name)
		if p.Name != palette {
			continue
		}
		c, ok := p.Colours[name]
		if !ok {
			return "", unknownName{unknownPaletteColour, name, slices.Sorted(maps.Keys(p.Colours))}
		}
		return c.String(), nil
	}
	return "", unknownName{unknownPaletteColour, palette, names}
}

// A code is the QR code of an address: a square drawing for SVG's path element,
// dark on light. A function makes it and no view holds it, because most pages
// are rendered without, and a drawing costs more than the rest of the page.
type code struct {
	Size int    // width and height of the viewBox, the quiet zone among it
	Path string // the attribute d; empty for what cannot be a QR code
	URL  string // the address that it holds
}

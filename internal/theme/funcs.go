package theme

import (
	"html/template"
	"strings"

	"luxi/internal/qr"
	"luxi/internal/view"
)

// funcs are the functions that templates may call: pure, and few. What partial
// does is in partial.go.
var funcs = template.FuncMap{
	"join": func(sep string, items []string) string { return strings.Join(items, sep) },
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
}

// A code is the QR code of an address: a square drawing for SVG's path element,
// dark on light. A function makes it and no view holds it, because most pages
// are rendered without, and a drawing costs more than the rest of the page.
type code struct {
	Size int    // width and height of the viewBox, the quiet zone among it
	Path string // the attribute d; empty for what cannot be a QR code
	URL  string // the address that it holds
}

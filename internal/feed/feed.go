// Package feed writes what programs read of the column: Atom and JSON feeds,
// sitemaps, robots.txt, and calendars.
//
// Every function is pure: one view makes the same bytes on any machine at any
// time, and no clock is looked at. Texts of a view are data: whatever stands
// in one, the output stays well formed and says that text, but for characters
// that the format has no place for, which are left out. The forms of dates and
// addresses are the view's promise and are not looked at again.
//
// The formats are written here because the libraries that were tried get them
// wrong: feeds without a link to themselves, calendars with bare line feeds or
// without folding.
package feed

import (
	"encoding/xml"
	"strings"
)

// A File is an output with its name.
type File struct {
	Name  string        // below the site's root, such as sitemap.xml
	Bytes func() []byte // what it holds; made when it is asked for, if that can be
}

// clean leaves out what XML 1.0 allows in no document, however escaped (its
// production Char), and bytes that are not UTF-8. encoding/xml would show a
// replacement character in their place. JSON could say control characters, but
// no page shows them, and both feeds say the same.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// cleanAll cleans names or categories and leaves out empty ones and those that
// stand there already.
func cleanAll(texts []string) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, s := range texts {
		s = strings.TrimSpace(clean(s))
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// document returns a struct of strings as an XML document.
func document(root any) []byte {
	body, err := xml.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // strings can always be written
	}
	return append(append([]byte(xml.Header), body...), '\n')
}

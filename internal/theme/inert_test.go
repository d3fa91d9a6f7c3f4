package theme

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// activeParts returns what of a page a browser would run although no template
// of these tests has it: scripts, handlers, javascript: addresses.
func activeParts(page string) (found []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	scripts := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case n.Data == "script":
			// The one script of a template is closed by that template: its text
			// is a string of JavaScript.
			if scripts++; scripts > strings.Count(page, "<script>let t = ") {
				found = append(found, "a script")
			}
		case n.Data == "svg":
			found = append(found, "a drawing")
		case n.Data == "img":
			found = append(found, "an image")
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"):
				found = append(found, "the handler "+a.Key)
			case slices.Contains([]string{"href", "src", "action"}, a.Key) && strings.HasPrefix(value, "javascript:"):
				found = append(found, "the address "+a.Val)
			case a.Key == "style" && strings.Contains(value, "url("):
				found = append(found, "the style "+a.Val)
			}
		}
	}
	return found
}

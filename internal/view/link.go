package view

import (
	"net/url"
	"strings"

	"luxi/internal/column"
)

// from makes links for the page at an address.
type from struct {
	root   string
	pretty bool
}

func (p *planner) from(address string) from {
	f := from{root: strings.Repeat("../", strings.Count(address, "/")), pretty: p.Site.PrettyURLs}
	if address == column.NotFoundAddress {
		f.root = p.Site.BasePath
	}
	return f
}

// url returns the relative address of another page, escaped, with its #anchor
// if it has one. Where pages are folders, a page is called by its folder.
func (f from) url(address string) string {
	name, anchor, _ := strings.Cut(address, "#")
	if f.pretty {
		name = strings.TrimSuffix(name, "index.html")
	}
	u := f.root + escaped(name)
	if u == "" {
		u = "./"
	}
	if anchor != "" {
		u += "#" + escaped(anchor)
	}
	return u
}

// canonical returns the absolute address of a page; the file that a folder
// shows is called by the folder.
func (p *planner) canonical(address string) string {
	name, anchor, _ := strings.Cut(address, "#")
	if path, ok := strings.CutSuffix(name, "index.html"); ok && (path == "" || strings.HasSuffix(path, "/")) {
		name = path
	}
	u := p.Site.BaseURL + escaped(name)
	if anchor != "" {
		u += "#" + escaped(anchor)
	}
	return u
}

// escaped writes a path as it stands in an address of the web. Most paths are
// as they should be.
func escaped(path string) string {
	for i := range len(path) {
		c := path[i]
		if c != '/' && c != '-' && c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return (&url.URL{Path: path}).EscapedPath()
		}
	}
	return path
}

package theme

import (
	"io/fs"
	"path"

	"luxi/internal/diag"
)

// A Listing is a theme that a site can name.
type Listing struct {
	Name        string // what site.toml calls it: the folder's name
	Title       string // from theme.toml; may be empty
	Description string // likewise
	Folder      string // in the site's folder; "" for one in the program
	Extends     string // "" for the default theme of the program
	Found       diag.List
}

// List returns the themes that a site can name, those in the program first, each
// with what loading it finds wrong. Language is the site's. The error is for a
// folder that cannot be read.
func List(site, builtin fs.FS, language string) ([]Listing, error) {
	var out []Listing
	for _, name := range available(site, builtin) {
		l, err := listing(site, builtin, name, language)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func listing(site, builtin fs.FS, name, language string) (Listing, error) {
	at := diag.WholeFile(path.Join(Dir, name))
	l := Listing{Name: name, Folder: path.Join(Dir, name)}
	if info, err := fs.Stat(site, l.Folder); err != nil || !info.IsDir() {
		l.Folder = ""
	}
	var list diag.List
	layers, err := chain(site, builtin, name, at, &list)
	if err != nil {
		return l, err
	}
	if len(layers) == 0 { // a circle, or a name that cannot be one
		l.Found = list
		return l, nil
	}
	s := layers[0].settings
	l.Title, l.Description = s.Name, s.Description
	if len(layers) > 1 {
		l.Extends = layers[1].name
	}
	_, l.Found, err = Load(site, builtin, name, language, at)
	l.Found.Sort()
	return l, err
}

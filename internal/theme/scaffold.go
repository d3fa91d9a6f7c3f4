package theme

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"luxi/internal/diag"
)

// skeleton is a new theme. In its texts stand {name}, {extends} and
// {stylesheet}.
//
//go:embed skeleton
var skeleton embed.FS

// A NewFile is a file that is to be written: its path in the site's folder, with
// slashes, and its text.
type NewFile struct{ Path, Text string }

// Scaffold returns the files of a new theme that looks as the one that it
// extends, with notes in Chinese on what to change first. Its style sheet has
// the name of the parent's, which it imports; so the parent's pages load it.
func Scaffold(name, extends string, parent *Theme) ([]NewFile, error) {
	sheet := parent.stylesheet()
	fill := strings.NewReplacer("{name}", name, "{extends}", extends, "{stylesheet}", path.Base(sheet))
	var files []NewFile
	err := fs.WalkDir(skeleton, "skeleton", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := skeleton.ReadFile(file)
		if err != nil {
			return err
		}
		to := strings.TrimPrefix(file, "skeleton/")
		if to == "assets/css/style.css" {
			to = "assets/" + sheet
		}
		files = append(files, NewFile{path.Join(Dir, name, to), fill.Replace(string(text))})
		return nil
	})
	return files, err
}

// stylesheet returns the name below assets/ of the style sheet that the frame
// of pages loads, the first if there are several.
func (t *Theme) stylesheet() string {
	const usual = "css/forum.css" // what the default theme's frame loads
	for _, use := range callsOf(t.origin[layoutName], "asset") {
		if name := use.Key; strings.HasPrefix(name, "css/") && slices.Contains(t.assets.Names(), name) {
			return name
		}
	}
	return usual
}

// Inherited returns the files that the theme of a name takes from those behind
// it, by their paths in the theme's folder: what it could have a copy of, to
// change. Theme.toml is not among them. Its arguments are those of [Load].
func Inherited(site, builtin fs.FS, name string, at diag.Range) ([]NewFile, diag.List, error) {
	var list diag.List
	layers, err := chain(site, builtin, name, at, &list)
	if err != nil || len(layers) == 0 {
		return nil, list, err
	}
	taken := map[string]bool{"theme.toml": true}
	var files []NewFile
	for i, l := range layers {
		for _, f := range l.tree.Files {
			rel := strings.TrimPrefix(f.Path, path.Join(Dir, l.name)+"/")
			if taken[rel] {
				continue
			}
			taken[rel] = true
			if i == 0 {
				continue // the theme's own
			}
			text, err := fs.ReadFile(l.fsys, f.Path)
			if err != nil {
				return nil, list, err
			}
			files = append(files, NewFile{rel, string(text)})
		}
	}
	slices.SortFunc(files, func(a, b NewFile) int { return strings.Compare(a.Path, b.Path) })
	return files, list, nil
}

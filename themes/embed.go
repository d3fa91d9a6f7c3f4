// Package themes has the themes of the project as part of the binary, so that a
// new column builds without a themes folder of its own.
package themes

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed forum broadsheet
var files embed.FS

// Builtin holds the themes at the paths that they have in a site: themes/forum
// and so on.
var Builtin fs.FS = below{files}

// below shows a file system under the folder themes. An embedded folder
// cannot be named with its parent, because a pattern may not look upwards.
type below struct{ embed.FS }

func (b below) Open(name string) (fs.File, error) {
	inner, err := b.inner("open", name)
	if err != nil {
		return nil, err
	}
	return b.FS.Open(inner)
}

func (b below) ReadDir(name string) ([]fs.DirEntry, error) {
	inner, err := b.inner("readdir", name)
	if err != nil {
		return nil, err
	}
	return b.FS.ReadDir(inner)
}

func (b below) ReadFile(name string) ([]byte, error) {
	inner, err := b.inner("readfile", name)
	if err != nil {
		return nil, err
	}
	return b.FS.ReadFile(inner)
}

func (b below) inner(op, name string) (string, error) {
	if name == "themes" {
		return ".", nil
	}
	rest, ok := strings.CutPrefix(name, "themes/")
	if !ok || path.Clean(rest) != rest {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return rest, nil
}

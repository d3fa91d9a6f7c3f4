// Package pages has sites that people and tests look at: the project's own
// column and the model column, in any theme of the project. Its tests measure
// their pages in a browser, by what W3C's Requirements for Chinese Text Layout,
// the accessibility guidelines (WCAG 2.2) and the project promise. No part of
// the program imports it.
package pages

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// A Site is the files of a site by address.
type Site = fstest.MapFS

// Themes are the project's themes.
var Themes = []string{"forum", "broadsheet"}

// The clocks at which the columns are built.
const (
	OwnClock   = "2022-08-15T12:00:00+08:00" // the call of the own column is closed
	ModelClock = "2023-08-15T12:00:00+08:00" // one call is closed, one is open, one has not begun
)

// ModelBase is the path below which the model column's site stands, as the
// links of its 404.html say.
const ModelBase = "zhuanlan/"

// Below has a site stand below a path of its server.
func Below(base string, site Site) Site {
	out := Site{}
	for address, file := range site {
		out[base+address] = file
	}
	return out
}

// Own builds the project's own column in a theme. root is the project's folder.
func Own(root, theme string) (Site, error) {
	return Build(root, theme, OwnClock)
}

// Model builds the model column in a theme, with more files of the column
// beside its own.
func Model(root, theme string, more map[string]string) (Site, error) {
	archive, err := txtar.ParseFile(filepath.Join(root, "internal/build/testdata/model/column.txt"))
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	// What stands for pictures there is text, which a browser cannot show.
	for name := range files {
		switch path.Ext(name) {
		case ".png", ".jpg":
			if files[name], err = picture(name, 240, 320); err != nil {
				return nil, err
			}
		}
	}
	maps.Copy(files, more)
	return BuildFiles(root, theme, ModelClock, files)
}

// BuildFiles builds a column that is given as its files, in a theme of the
// project. Mistakes of the column are errors.
func BuildFiles(root, theme, clock string, files map[string]string) (Site, error) {
	site, found, err := buildFiles(root, theme, clock, files)
	if err != nil {
		return nil, err
	}
	return site, mistakes(found)
}

func buildFiles(root, theme, clock string, files map[string]string) (Site, diag.List, error) {
	dir, err := os.MkdirTemp("", "luxi-column-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	for name, text := range files {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(target, []byte(text), 0o644); err != nil {
			return nil, nil, err
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "themes"), os.DirFS(filepath.Join(root, "themes"))); err != nil {
		return nil, nil, err
	}
	return buildFolder(dir, theme, clock)
}

// Build builds the column in a folder. Mistakes of the column are errors.
func Build(dir, theme, clock string) (Site, error) {
	site, found, err := buildFolder(dir, theme, clock)
	if err != nil {
		return nil, err
	}
	return site, mistakes(found)
}

func buildFolder(dir, theme, clock string) (Site, diag.List, error) {
	now, ok := civil.ParseMoment(clock)
	if !ok {
		return nil, nil, fmt.Errorf("no time: %s", clock)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	memory := memory{site: Site{}, modified: now.Instant(time.UTC)}
	result, err := build.Run(context.Background(), root, build.Options{Now: now, Theme: theme}, &memory)
	if err != nil {
		return nil, nil, err
	}
	return memory.site, result.Diagnostics, nil
}

// memory is a sink that keeps a site.
type memory struct {
	sync.Mutex
	site     Site
	modified time.Time
}

func (m *memory) Has(string, fingerprint.Sum) bool { return false }

func (m *memory) Put(address string, _ fingerprint.Sum, content []byte) error {
	m.Lock()
	defer m.Unlock()
	m.site[address] = &fstest.MapFile{Data: bytes.Clone(content), Mode: 0o644, ModTime: m.modified}
	return nil
}

// mistakes returns the errors of a list as one, and no warning.
func mistakes(l diag.List) error {
	if !l.HasErrors() {
		return nil
	}
	var all strings.Builder
	if err := (diag.Printer{Lang: i18n.English}).Print(&all, l); err != nil {
		return err
	}
	return fmt.Errorf("the column has mistakes:\n%s", &all)
}

// picture returns a grey picture of a size in pixels, in the format of a file's
// name.
func picture(name string, width, height int) (string, error) {
	m := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetGray(x, y, color.Gray{Y: uint8(96 + y*80/height + x*30/width)})
		}
	}
	var b bytes.Buffer
	var err error
	if path.Ext(name) == ".png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	return b.String(), err
}

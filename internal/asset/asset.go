// Package asset makes what a theme's folder assets/ is published as: style
// sheets and scripts bundled and minified, and beside them images and fonts,
// all under names that carry a fingerprint of what they hold, so that a browser
// may keep them for ever and never shows an old one.
//
// An entry point is a .css file directly in assets/css or a .js file directly
// in assets/js. CSS and JavaScript elsewhere is published only as part of what
// imports it. Every other file is published, whether CSS refers to it or a
// template does.
//
// Bundling is esbuild's. It sees the files that are handed to [Bundle] and
// nothing else: no disk, no network, no packages. What it says of a file is a
// diagnostic at its place in that file. A style sheet may refer to nothing
// outside the site: readers' browsers ask no third party for anything.
package asset

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

var badName = diag.Define("asset-name", diag.Error,
	i18n.Text{ZH: "资源文件名里有不能用的字符：{name}", EN: "an asset's name has characters that cannot be used: {name}"},
	i18n.Text{ZH: "文件名和文件夹名只用字母、汉字、数字和 . - _ ·，例如 img/biao-zhi.svg。", EN: "Use letters, digits and . - _ · only, as in img/logo.svg."})

// goodName is what stands in an address as it is, in HTML and in CSS.
var goodName = regexp.MustCompile(`^[\p{L}\p{N}._·/-]+$`)

// A File is one file of a theme's assets.
type File struct {
	Name    string    // below assets, such as css/forum.css
	Source  diag.File // of CSS and JavaScript, with its text
	Content []byte    // of every other file
}

// A Published is one file as it is published.
type Published struct {
	Name    string // below assets, as templates call it
	Address string // below the site's root, with the fingerprint: css/forum.3f9a2c1d.css
	Source  string // the path of the file that it is made of
	Content []byte
}

// A Set is all that is published of a theme's assets. The zero Set is that of
// a theme without.
type Set struct {
	files []Published // by name
}

// Files returns what is to be published, by name.
func (s Set) Files() []Published { return s.files }

// Address returns the published address of a file below the site's root.
func (s Set) Address(name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(s.files, name, func(p Published, n string) int { return strings.Compare(p.Name, n) })
	if !ok {
		return "", false
	}
	return s.files[i].Address, true
}

// Names returns the names that Address knows.
func (s Set) Names() []string {
	names := make([]string, len(s.files))
	for i, f := range s.files {
		names[i] = f.Name
	}
	return names
}

// Bundle makes the published files of a chain of themes, the nearest first. Of
// two files of one name the nearer theme's counts; a file that imports its own
// name gets that of the next theme behind, so that a theme can add to a style
// sheet without copying it. Colours is the text of luxi:colours.css.
//
// What has errors is not in the set.
func Bundle(themes [][]File, colours string) (Set, diag.List) {
	var set Set
	var list diag.List
	b := newBundler(themes, colours)
	for _, name := range b.names {
		f := b.files[id{0, name}.orBehind(b)]
		switch {
		case !goodName.MatchString(name):
			list.Add(badName.At(diag.WholeFile(f.Source.Path), diag.Arg("name", name)))
		case isCode(name) && isEntry(name):
			content, found, ok := b.bundle(name)
			list = append(list, found...)
			if ok {
				set.files = append(set.files, published(f, content))
			}
		case !isCode(name):
			set.files = append(set.files, published(f, f.Content))
		}
	}
	return set, unique(list)
}

// unique leaves out what is told twice, of a file that two others import.
func unique(list diag.List) diag.List {
	list.Sort()
	return slices.CompactFunc(list, func(a, b diag.Diagnostic) bool {
		return a.Kind == b.Kind && a.Range == b.Range && a.Message(i18n.English) == b.Message(i18n.English)
	})
}

func published(f File, content []byte) Published {
	return Published{Name: f.Name, Address: address(f.Name, content), Source: f.Source.Path, Content: content}
}

// address puts eight hexadecimal digits of the content's fingerprint before the
// extension: enough to tell the editions of one file apart.
func address(name string, content []byte) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + fingerprint.OfBytes(content).String()[:8] + ext
}

func isStyle(name string) bool  { return path.Ext(name) == ".css" }
func isScript(name string) bool { return path.Ext(name) == ".js" }
func isCode(name string) bool   { return isStyle(name) || isScript(name) }

func isEntry(name string) bool {
	dir := path.Dir(name)
	return isStyle(name) && dir == "css" || isScript(name) && dir == "js"
}

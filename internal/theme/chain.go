package theme

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/slug"
	"luxi/internal/source"
)

// maxParents is far more than themes need, and ends a chain that somebody
// wrote to see where it ends.
const maxParents = 8

var (
	unknownTheme = diag.Define("unknown-theme", diag.Error,
		i18n.Text{ZH: "没有叫“{name}”的主题", EN: "there is no theme “{name}”"},
		i18n.Text{
			ZH: "{near}themes 文件夹里要有同名的文件夹；自带的主题有 {builtin}。luxi theme list 会列出所有的主题。",
			EN: "{near}themes/ must have a folder of this name; the themes in the program are {builtin}. luxi theme list shows all.",
		})
	extendsCircle = diag.Define("theme-circle", diag.Error,
		i18n.Text{ZH: "主题“{name}”绕了一圈又继承自己", EN: "the theme “{name}” extends itself in a circle"},
		i18n.Text{ZH: "检查各主题 theme.toml 里的 extends。", EN: "Check extends in each theme.toml."})
	tooManyParents = diag.Define("theme-depth", diag.Error,
		i18n.Text{ZH: "主题继承了 {most} 层以上", EN: "themes extend each other more than {most} deep"},
		i18n.Text{ZH: "去掉不需要的 extends。", EN: "Leave away what extends is not needed."})
)

// layer is one theme of the chain, the nearest first.
type layer struct {
	name     string
	fsys     fs.FS
	builtin  bool // of the program, not of the site
	tree     source.Tree
	settings settings
	toml     decode.Text // that the settings are read from
}

// chain follows extends from the named theme. A name means the site's theme, or
// the program's where the site has none or has been followed already: so a
// site's forum can stand in front of the program's. The last layer is always the
// default theme of the program.
func chain(site, builtin fs.FS, name string, at diag.Range, list *diag.List) ([]layer, error) {
	var layers []layer
	followed := map[string]bool{} // the site's themes
	for inProgram := false; ; {
		l := layer{name: name, fsys: site, builtin: inProgram || !has(site, name) || followed[name] && has(builtin, name)}
		if l.builtin {
			l.fsys = builtin
		}
		switch {
		case l.builtin && !has(builtin, name):
			list.Add(unknown(site, builtin, name, at))
			return nil, nil
		case !l.builtin && followed[name]:
			list.Add(extendsCircle.At(at, diag.Arg("name", name)))
			return nil, nil
		case len(layers) > maxParents:
			list.Add(tooManyParents.At(at, diag.Arg("most", maxParents)))
			return nil, nil
		}
		if err := l.read(list); err != nil {
			return nil, err
		}
		layers = append(layers, l)
		if l.builtin && name == Default {
			return layers, nil
		}
		followed[name] = true
		extends := l.settings.Extends
		switch {
		case extends != "":
			name, at = extends, l.toml.Value("extends")
		case l.builtin || !has(builtin, name):
			name, inProgram = Default, true
		} // else it changes the program's theme of its name
	}
}

// read reads the files of a theme, and its theme.toml, which it may do without.
func (l *layer) read(list *diag.List) error {
	tree, found, err := source.Load(l.fsys, path.Join(Dir, l.name))
	if err != nil {
		return err
	}
	*list = append(*list, found...)
	l.tree = tree
	f, ok := tree.Get(path.Join(Dir, l.name, "theme.toml"))
	if !ok {
		return nil
	}
	text, found, ok := source.Decode(f)
	*list = append(*list, found...)
	if ok {
		l.toml = decode.Text{File: text, End: len(text.Text), Syntax: decode.TOML}
		*list = append(*list, l.toml.Into(&l.settings)...)
	}
	return nil
}

// has tells whether there is a theme of a name in a site, or in the program.
func has(fsys fs.FS, name string) bool {
	if !slug.Valid(name) {
		return false
	}
	info, err := fs.Stat(fsys, path.Join(Dir, name))
	return err == nil && info.IsDir()
}

// Missing says that there is no theme of a name, if there is none. At is where
// it is named.
func Missing(site, builtin fs.FS, name string, at diag.Range) diag.List {
	if has(site, name) || has(builtin, name) {
		return nil
	}
	return diag.List{unknown(site, builtin, name, at)}
}

func unknown(site, builtin fs.FS, name string, at diag.Range) diag.Diagnostic {
	shipped := Shipped(builtin)
	return unknownTheme.At(at, diag.Arg("name", name),
		diag.Arg("near", nearest.Hint(nearest.Find(name, Names(site, builtin)))),
		diag.Arg("builtin", i18n.Text{ZH: strings.Join(shipped, "、"), EN: strings.Join(shipped, ", ")}))
}

// Shipped returns the names of the themes in the program, the default theme
// first.
func Shipped(builtin fs.FS) []string {
	return append([]string{Default}, folders(builtin, Default)...)
}

// Names returns the names of the themes that a site can name: those in the
// program, then its own.
func Names(site, builtin fs.FS) []string {
	return slices.DeleteFunc(available(site, builtin), func(name string) bool { return !slug.Valid(name) })
}

// available is Names with the folders whose names no theme can have.
func available(site, builtin fs.FS) []string {
	shipped := Shipped(builtin)
	return append(shipped, folders(site, shipped...)...)
}

// folders returns the folders of themes/ but some, and those that are hidden.
// There are none where it cannot be read: most sites have no themes of their own.
func folders(fsys fs.FS, but ...string) []string {
	var names []string
	entries, _ := fs.ReadDir(fsys, Dir)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(but, e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

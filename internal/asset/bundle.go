package asset

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"luxi/internal/diag"
	"luxi/internal/nearest"
)

// Colours is the name under which CSS imports the theme's palette.
const Colours = "luxi:colours.css"

// Namespaces of esbuild: files of themes, and what the program makes.
const (
	ofThemes  = "theme"
	ofProgram = "luxi"
)

// engines are the browsers of 2020, the oldest that readers still have; among
// them the one in WeChat for Android, which is built on Chromium 86 or later.
// Newer CSS and JavaScript is rewritten for them where that can be done.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "80"},
	{Name: api.EngineEdge, Version: "80"},
	{Name: api.EngineFirefox, Version: "78"},
	{Name: api.EngineSafari, Version: "13.1"},
	{Name: api.EngineIOS, Version: "13.4"},
}

// An id names a file of a chain: two themes may have files of one path, the
// site's forum and the program's.
type id struct {
	theme int // in the chain; 0 is the nearest
	name  string
}

func (i id) String() string { return strconv.Itoa(i.theme) + ":" + i.name }

func parseID(s string) id {
	number, name, _ := strings.Cut(s, ":")
	theme, _ := strconv.Atoi(number) // always what String wrote
	return id{theme, name}
}

// orBehind returns i or, where that theme lacks the file, the next behind it.
func (i id) orBehind(b *bundler) id {
	for ; i.theme < b.themes; i.theme++ {
		if _, ok := b.files[i]; ok {
			return i
		}
	}
	return id{-1, i.name}
}

// A bundler holds the files of a chain. It does not change once it is made:
// esbuild asks it from several goroutines.
type bundler struct {
	files   map[id]File
	names   []string // of all themes, each once
	themes  int
	colours string
}

func newBundler(themes [][]File, colours string) *bundler {
	b := &bundler{files: map[id]File{}, themes: len(themes), colours: colours}
	names := map[string]bool{}
	for i, files := range themes {
		for _, f := range files {
			b.files[id{i, f.Name}] = f
			names[f.Name] = true
		}
	}
	b.names = slices.Sorted(maps.Keys(names))
	return b
}

// bundle makes the style sheet or script of an entry point. It reports false
// where that has errors.
func (b *bundler) bundle(name string) ([]byte, diag.List, bool) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{id{0, name}.orBehind(b).String()},
		Outdir:            "out",
		Bundle:            true,
		Format:            api.FormatIIFE, // a module script does not run on a page that is opened from a disk
		Platform:          api.PlatformBrowser,
		Engines:           engines,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       "{}", // none is looked for
		Plugins:           []api.Plugin{{Name: "luxi", Setup: b.setup}},
	})
	var list diag.List
	for _, m := range result.Errors {
		list.Add(b.diagnose(mistake, m))
	}
	for _, m := range result.Warnings {
		list.Add(b.diagnose(doubt, m))
	}
	if list.HasErrors() || len(result.OutputFiles) != 1 {
		return nil, list, false
	}
	return result.OutputFiles[0].Contents, list, true
}

func (b *bundler) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: ofThemes}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		f := b.files[parseID(a.Path)]
		loader := api.LoaderJS
		if isStyle(f.Name) {
			loader = api.LoaderCSS
			if at := bareImage.FindStringSubmatchIndex(f.Source.Text); at != nil {
				return api.OnLoadResult{Errors: through(bareString.At(f.Source.Range(at[2], at[3])))}, nil
			}
		}
		return api.OnLoadResult{Contents: &f.Source.Text, Loader: loader}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: ofProgram}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
		return api.OnLoadResult{Contents: &b.colours, Loader: api.LoaderCSS}, nil
	})
}

// hasScheme matches an address that names its protocol or host.
var hasScheme = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\)`)

// bareImage matches image-set() with an address that is a string alone, which
// esbuild passes on as it stands: it would miss the file, or leave the site.
var bareImage = regexp.MustCompile(`(?is)image-set\((?:[^()"']|[a-z-]+\([^()]*\))*("[^"]*"|'[^']*')`)

// resolve answers esbuild where an import or url() leads. It answers always, so
// that esbuild never looks on the disk.
func (b *bundler) resolve(a api.OnResolveArgs) (api.OnResolveResult, error) {
	isURL := a.Kind == api.ResolveCSSURLToken
	switch {
	case a.Kind == api.ResolveEntryPoint:
		return api.OnResolveResult{Path: a.Path, Namespace: ofThemes}, nil
	case a.Path == Colours && a.Kind == api.ResolveCSSImportRule:
		return api.OnResolveResult{Path: Colours, Namespace: ofProgram}, nil
	case isURL && (strings.HasPrefix(a.Path, "#") || strings.HasPrefix(a.Path, "data:image/")):
		return api.OnResolveResult{Path: a.Path, External: true}, nil
	case strings.HasPrefix(a.Path, "data:"):
		return failed(embedded.At(diag.Range{})), nil
	case hasScheme.MatchString(a.Path):
		return failed(remote.At(diag.Range{}, diag.Arg("url", a.Path))), nil
	}
	bare, suffix := a.Path, ""
	if i := strings.IndexAny(bare, "?#"); i >= 0 {
		bare, suffix = bare[:i], bare[i:]
	}
	importer := parseID(a.Importer)
	wanted := id{0, path.Join(path.Dir(importer.name), bare)}
	if wanted.name == importer.name {
		wanted.theme = importer.theme + 1
	}
	found := wanted.orBehind(b)
	f, ok := b.files[found]
	switch {
	case !ok || strings.HasPrefix(bare, "/"):
		near := nearest.Hint(nearest.Find(wanted.name, b.names))
		return failed(notFound.At(diag.Range{}, diag.Arg("name", a.Path), diag.Arg("near", near))), nil
	case isURL && !isCode(found.name):
		// What is bundled lies in css/, wherever the file that says this does.
		return api.OnResolveResult{Path: "../" + address(f.Name, f.Content) + suffix, External: true}, nil
	case isURL || isStyle(found.name) != isStyle(importer.name) || !isCode(found.name):
		return failed(wrongSort.At(diag.Range{}, diag.Arg("name", a.Path))), nil
	}
	return api.OnResolveResult{Path: found.String(), Namespace: ofThemes}, nil
}

func failed(d diag.Diagnostic) api.OnResolveResult { return api.OnResolveResult{Errors: through(d)} }

// through hands a diagnostic through esbuild, which knows the place that it
// belongs to.
func through(d diag.Diagnostic) []api.Message { return []api.Message{{Text: d.Code, Detail: d}} }

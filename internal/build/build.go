// Package build is the pipeline: it reads a column's folder and makes the
// files of its site, in memory. It writes nothing; what becomes of the files
// is decided above it.
//
// It is the only room with goroutines, and there are two kinds: files are
// parsed side by side, and pages are rendered side by side. Neither changes
// the result: the same folder and the same clock give the same bytes.
package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/feed"
	"luxi/internal/i18n"
	"luxi/internal/source"
	"luxi/internal/theme"
	"luxi/internal/view"
	"luxi/themes"
)

// Options are what a build depends on beside the column's folder.
type Options struct {
	Now     civil.Moment // the build's clock; without an offset it is read in the column's zone
	Drafts  bool
	Future  bool
	BaseURL string // replaces that of site.toml, if not empty
	Theme   string // likewise

	KeepImages bool // in .luxi/images, so that the next build need not make them again
}

// A Result is a built site. With errors in Diagnostics it is not complete and
// must not be published.
type Result struct {
	Site        config.Site
	Outputs     []Output
	Pages       int // of the outputs
	LeftOut     []column.LeftOut
	TakenIn     []column.LeftOut // drafts and what is dated in the future, as asked for
	Diagnostics diag.List
}

// An Output is one file of the site. What it holds is either made by the build
// or passed on from a file.
type Output struct {
	Address string // below the site's root
	bytes   []byte
	fsys    fs.FS
	name    string // in fsys, for a file that is passed on
}

// Made returns an output that holds content.
func Made(address string, content []byte) Output {
	return Output{Address: address, bytes: content}
}

// PassedOn returns an output that holds what the file of a name holds when it
// is read.
func PassedOn(address string, fsys fs.FS, name string) Output {
	return Output{Address: address, fsys: fsys, name: name}
}

// Read returns what the file holds.
func (o Output) Read() ([]byte, error) {
	if o.fsys != nil {
		return fs.ReadFile(o.fsys, o.name)
	}
	return o.bytes, nil
}

var noContent = diag.Define("content-missing", diag.Error,
	i18n.Text{ZH: "没有 content 文件夹，栏目的文章都在里面", EN: "there is no folder content, which holds the column's essays"},
	i18n.Text{ZH: "是不是改了名字、移到了别处？把它放回 site.toml 的旁边；新栏目就建一个空的 content 文件夹。", EN: "Was it renamed or moved? Put it back beside site.toml; for a new column make an empty folder content."})

// NoSettings is reported for a folder that is no column's.
var NoSettings = diag.Define("site-toml-missing", diag.Error,
	i18n.Text{ZH: "没有 site.toml，这里不是栏目的文件夹", EN: "there is no site.toml: this is no column's folder"},
	i18n.Text{ZH: "进入栏目的文件夹再运行，或者用 --source 指明；要新建一个栏目，运行 luxi init 文件夹名。", EN: "Run luxi in the column's folder or name it with --source; luxi init DIR makes a new column."})

// Run builds the column in a folder, beyond which nothing is read. The error is
// for the machine (a folder that cannot be read); what is wrong with the column
// is in the result. The root must stay open for as long as outputs are read.
func Run(root *os.Root, opt Options) (Result, error) {
	p := pipeline{root: root, fsys: root.FS(), opt: opt, texts: map[string]diag.File{}}
	if err := p.run(); err != nil {
		return Result{}, err
	}
	p.result.Diagnostics.Sort()
	return p.result, nil
}

// Content reads the settings and all documents of a column, for commands that
// ask about it and make no pages. With errors in the list the input may lack
// something; without settings that can be read it is empty.
func Content(root *os.Root, opt Options) (column.Input, diag.List, error) {
	p := pipeline{root: root, fsys: root.FS(), opt: opt, texts: map[string]diag.File{}}
	if _, ok, err := p.settings(); err != nil || !ok {
		return column.Input{}, p.result.Diagnostics, err
	}
	in, err := p.content()
	p.result.Diagnostics.Sort()
	return in, p.result.Diagnostics, err
}

type pipeline struct {
	root   *os.Root
	fsys   fs.FS
	opt    Options
	texts  map[string]diag.File // of the content files, by path
	result Result
}

func (p *pipeline) add(list diag.List) {
	p.result.Diagnostics = append(p.result.Diagnostics, list...)
}

func (p *pipeline) run() error {
	themeAt, ok, err := p.settings()
	if err != nil || !ok {
		return err
	}
	look, found, err := theme.Load(p.fsys, themes.Builtin, p.result.Site.Theme, p.result.Site.Language, themeAt)
	if err != nil {
		return err
	}
	p.add(found)
	in, err := p.content()
	if err != nil {
		return err
	}
	if look != nil {
		in.Taken = claims(look)
	}
	index, found := column.New(in)
	p.add(found)
	p.result.LeftOut, p.result.TakenIn = index.LeftOut, index.TakenIn
	if look == nil {
		return nil
	}
	images, err := p.pictures(&index)
	if err != nil {
		return err
	}
	// Pages are rendered even when there are errors, so that all mistakes of
	// the templates are told too.
	pages := view.Plan(index)
	p.render(look, pages)
	p.forPrograms(index, pages)
	p.passOn(look, index)
	p.result.Outputs = append(p.result.Outputs, images...)
	return nil
}

// Settings reads the site.toml of a column's folder. A file without a path
// means that there was nothing to parse, which the list explains.
func Settings(fsys fs.FS, override config.Override) (config.Site, diag.File, diag.List, error) {
	raw, err := fs.ReadFile(fsys, config.FileName)
	if errors.Is(err, fs.ErrNotExist) {
		return config.Site{}, diag.File{}, diag.List{NoSettings.At(diag.WholeFile(config.FileName))}, nil
	}
	if err != nil {
		return config.Site{}, diag.File{}, nil, err
	}
	f, list, ok := source.Decode(source.File{Path: config.FileName, Text: raw})
	if !ok {
		return config.Site{}, diag.File{}, list, nil
	}
	site, found := config.Parse(f, override)
	return site, f, append(list, found...), nil
}

// settings reads site.toml. It returns where the theme is named, and false
// where nothing can be built with the file.
func (p *pipeline) settings() (themeAt diag.Range, ok bool, err error) {
	site, f, found, err := Settings(p.fsys, config.Override{BaseURL: p.opt.BaseURL, Theme: p.opt.Theme})
	p.add(found)
	if err != nil || f.Path == "" {
		return diag.Range{}, false, err
	}
	p.result.Site, p.texts[f.Path] = site, f
	if p.opt.Theme != "" {
		return diag.WholeFile("--theme"), true, nil
	}
	return config.Locate(f, "theme"), true, nil
}

// content reads and parses content/.
func (p *pipeline) content() (column.Input, error) {
	in := column.Input{
		Site: p.result.Site, Now: p.opt.Now.Instant(p.result.Site.Location), Drafts: p.opt.Drafts, Future: p.opt.Future, Places: places{p},
	}
	tree, found, err := source.Load(p.fsys, document.Root)
	if err != nil {
		return in, err
	}
	p.add(found)
	if info, err := fs.Stat(p.fsys, document.Root); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		p.add(diag.List{noContent.At(diag.WholeFile(document.Root))}) // lest the whole site be withdrawn by a slip
	}
	parsed := make([]parsedFile, len(tree.Files))
	parallel(len(tree.Files), func(i int) { parsed[i] = parse(tree.Files[i]) })
	for i, d := range parsed {
		name := tree.Files[i].Path
		p.add(d.list)
		if d.section == "" {
			in.Files = append(in.Files, name)
			continue
		}
		p.texts[name] = d.text
		switch d.section {
		case document.Essays:
			in.Essays = append(in.Essays, d.essay)
		case document.Calls:
			in.Calls = append(in.Calls, d.call)
		case document.Pages:
			in.Pages = append(in.Pages, d.page)
		case document.Contributors:
			in.Contributors = append(in.Contributors, d.contributor)
		}
	}
	return in, nil
}

// A parsedFile is one content file after the first stage. Of essay, call and
// page the one that the section names is set.
type parsedFile struct {
	section document.Section // "" for a file that is no document
	text    diag.File
	essay   document.Essay
	call    document.Call
	page    document.Page

	contributor document.Contributor

	list diag.List
}

func parse(f source.File) parsedFile {
	section, ok := document.SectionOf(f.Path)
	if !ok || !strings.EqualFold(path.Ext(f.Path), ".md") {
		return parsedFile{}
	}
	d := parsedFile{section: section}
	d.text, d.list, ok = source.Decode(f)
	if !ok { // nothing of it can be read, but it is there
		broken := document.Document{Path: f.Path, Broken: true}
		d.essay.Document, d.call.Document, d.page.Document, d.contributor.Document = broken, broken, broken, broken
		return d
	}
	var found diag.List
	switch section {
	case document.Essays:
		d.essay, found = document.ParseEssay(d.text)
	case document.Calls:
		d.call, found = document.ParseCall(d.text)
	case document.Pages:
		d.page, found = document.ParsePage(d.text)
	case document.Contributors:
		d.contributor, found = document.ParseContributor(d.text)
	}
	d.list = append(d.list, found...)
	return d
}

// render makes the pages. One mistake of a template is told once, however many
// pages it stops.
func (p *pipeline) render(look *theme.Theme, pages []view.Page) {
	outputs := make([]Output, len(pages))
	lists := make([]diag.List, len(pages))
	parallel(len(pages), func(i int) {
		html, found := look.Render(pages[i].Template, pages[i].View)
		outputs[i] = Made(pages[i].Address, html)
		lists[i] = found
	})
	told := map[string]bool{}
	for _, found := range lists {
		for _, d := range found {
			key := d.Kind.Code + d.Range.Place() + d.Message(i18n.English)
			if !told[key] {
				told[key] = true
				p.result.Diagnostics.Add(d)
			}
		}
	}
	p.result.Outputs = append(p.result.Outputs, outputs...)
	p.result.Pages = len(pages)
}

// forPrograms adds what is read by feed readers, search engines and calendars.
func (p *pipeline) forPrograms(index column.Index, pages []view.Page) {
	add := func(address string, content []byte) {
		p.result.Outputs = append(p.result.Outputs, Made(address, content))
	}
	for _, f := range view.Feeds(index) {
		add(f.AtomAddress, feed.Atom(f.Feed))
		add(f.JSONAddress, feed.JSONFeed(f.Feed))
	}
	for _, e := range view.Events(index) {
		add(e.Address, feed.Calendar(e.Event))
	}
	for _, f := range feed.Sitemaps(view.Sitemap(index, pages), index.Site.BaseURL) {
		add(f.Name, f.Bytes)
	}
	add(column.RobotsAddress, feed.Robots(view.SitemapURL(index)))
}

// passOn adds the files of the theme, and those of content/ that pages refer to.
func (p *pipeline) passOn(look *theme.Theme, index column.Index) {
	for _, a := range look.Assets().Files() {
		p.result.Outputs = append(p.result.Outputs, Made(a.Address, a.Content))
	}
	for _, s := range look.Static() {
		p.result.Outputs = append(p.result.Outputs, PassedOn(s.Address, s.FS, s.Name))
	}
	for _, a := range index.Assets {
		if !a.IsImage() {
			p.result.Outputs = append(p.result.Outputs, PassedOn(a.Address, p.fsys, a.Path))
		}
	}
}

func claims(look *theme.Theme) []column.Claim {
	var out []column.Claim
	add := func(address, name string) {
		owner := i18n.Text{ZH: "主题的文件 " + name + " ", EN: "the theme's file " + name}
		out = append(out, column.Claim{Address: address, Owner: owner, Place: diag.WholeFile(name)})
	}
	for _, a := range look.Assets().Files() {
		add(a.Address, a.Source)
	}
	for _, s := range look.Static() {
		add(s.Address, s.Name)
	}
	return out
}

// places finds places in the texts of the build's own snapshot.
type places struct{ p *pipeline }

func (s places) Key(name string, key ...any) diag.Range {
	if name == config.FileName {
		return config.Locate(s.p.texts[name], key...)
	}
	return document.Locate(s.p.texts[name], key...)
}

func (s places) Span(name string, start, end int) diag.Range {
	return s.p.texts[name].Range(start, end)
}

// parallel calls work for 0 to n-1 on all processors.
func parallel(n int, work func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				work(i)
			}
		})
	}
	wait.Wait()
}

package build

import (
	"context"
	"io/fs"
	"os"
	"sync"

	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/internal/view"
	"luxi/themes"
)

// A Builder builds one column, once or again and again. What it keeps from one
// time to the next is immutable and known by the content that it came from, so
// that it cannot be stale.
type Builder struct {
	root  *os.Root
	fsys  fs.FS
	texts *texts
	kept  kept
	last  *lastLoad
	looks map[string]*madeLook // by theme and language

	again  bool // it is to build more than once
	saving sync.WaitGroup

	frame surround                   // what is read beside content/, before it was
	names []string                   // of content/, and
	sums  map[string]fingerprint.Sum // of its documents, where they were read already
	had   map[string]fingerprint.Sum // keys of the files that the sink was found to have

	before *keptSite // of the last build by the same frame; or nil
}

// Open returns a builder of the column in a folder, which must stay open until
// the builder is closed. It builds the column any number of times, one load
// after the other.
func Open(root *os.Root) *Builder {
	b := open(root)
	b.again = true
	return b
}

func open(root *os.Root) *Builder {
	fsys := root.FS()
	return &Builder{root: root, fsys: fsys, texts: newTexts(root, fsys), looks: map[string]*madeLook{}}
}

// Close gives back what the builder holds.
func (b *Builder) Close() error {
	b.saving.Wait()
	return b.texts.close()
}

// Load reads the column as it is now and plans its site. Nothing of the site
// is made yet. The error is for the machine; what is wrong with the column is
// in the site's diagnostics.
func (b *Builder) Load(ctx context.Context, opt Options) (*Site, error) {
	b.saving.Wait()
	l := b.loading(opt)
	if err := l.run(ctx); err != nil {
		return nil, err
	}
	l.list.Sort()
	l.made.Diagnostics = l.list
	return l.made, nil
}

// A loading is one reading of the column.
type loading struct {
	*Builder
	opt  Options
	made *Site
	list diag.List
	toml diag.File // site.toml

	was   *lastLoad       // of the last load, as far as it is still true; or nil
	fresh map[string]bool // what was touched since
}

func (b *Builder) loading(opt Options) *loading {
	b.texts.spill = opt.Keep
	return &loading{Builder: b, opt: opt, made: &Site{builder: b, opt: opt}}
}

func (l *loading) add(list diag.List) { l.list = append(l.list, list...) }

func (l *loading) run(ctx context.Context) error {
	l.reuse()
	themeAt, ok, err := l.settings()
	if err != nil || !ok {
		return err
	}
	var look *theme.Theme
	var found diag.List
	var failed error
	var side sync.WaitGroup
	side.Go(func() {
		look, found, failed = l.theme(func() (*theme.Theme, diag.List, error) {
			return theme.Load(l.fsys, themes.Builtin, l.made.Settings.Theme, l.made.Settings.Language, themeAt)
		})
	})
	in, finish, err := l.content(ctx)
	side.Wait()
	if failed != nil {
		return failed
	}
	if err != nil {
		return err
	}
	l.add(found)
	if look != nil {
		in.Taken = claims(look)
	}
	l.made.in = in
	var index column.Index
	index, found = column.New(in)
	l.add(found)
	l.made.LeftOut, l.made.TakenIn = index.LeftOut, index.TakenIn
	if look == nil {
		finish()
		return nil
	}
	if err := l.pictures(ctx, &index); err != nil {
		return err
	}
	finish()
	l.made.plan(look, index, view.Plan(index))
	if !l.again {
		l.made.around, l.made.before = l.around(), l.before.at(in.Now.UnixNano())
	}
	return nil
}

// settings reads site.toml. It returns where the theme is named, and false
// where nothing can be built with the file.
func (l *loading) settings() (themeAt diag.Range, ok bool, err error) {
	site, f, found, err := Settings(l.fsys, config.Override{BaseURL: l.opt.BaseURL, Theme: l.opt.Theme})
	l.add(found)
	if err != nil || f.Path == "" {
		return diag.Range{}, false, err
	}
	l.made.Settings, l.toml = site, f
	if l.opt.Theme != "" {
		return diag.WholeFile("--theme"), true, nil
	}
	return config.Locate(f, "theme"), true, nil
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

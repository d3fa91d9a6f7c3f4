// Package build is the pipeline: it reads a column's folder, plans its site and
// makes the files of the site, one by one, for a [Sink].
//
// Every file has a key: the fingerprint of all that it is made of. A sink that
// holds a file of that key is not given it again. So nothing is ever marked as
// stale: a build does all the work that has no result yet, and one after an
// edit is the same as one from nothing.
//
// Of the rooms that say what a site holds it is the only one with goroutines: files
// are read and parsed side by side, the theme beside them, and files of the site are
// made side by side. None changes the result: the same folder and the same clock
// give the same bytes.
package build

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"luxi/internal/cache"
	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/source"
)

// Options are what a build depends on beside the column's folder.
type Options struct {
	Now     civil.Moment // the build's clock; without an offset it is read in the column's zone
	Drafts  bool
	Future  bool
	BaseURL string // replaces that of site.toml, if not empty
	Theme   string // likewise

	// Keep lets the build write to .luxi/ in the column's folder: what was
	// parsed and the images that were made, for the next run, and texts for
	// which there is no room in memory.
	Keep bool

	// Verify makes anew what was kept from earlier builds and compares the
	// two. A difference is a mistake of the program, and an error.
	Verify bool

	// Touched, if not nil, are the files of the column (paths from its folder,
	// with slashes) of which alone something may have changed since the
	// builder's last load; also those that came or went, and folders. A load
	// then looks at no others.
	Touched []string

	// Progress, if not nil, is told how far the build is, many times a
	// second and from several goroutines, but never by two at once.
	Progress func(stage Stage, done, total int)
}

// A Stage is a part of a build that may last.
type Stage int

// The stages, in their order.
const (
	Reading   Stage = iota // files of content/ are read and parsed
	Picturing              // images are made ready
	Making                 // files of the site are made
)

// A Sink takes the files of a site. Its methods are called from several
// goroutines at once.
type Sink interface {
	// Has reports whether the file at an address was made from a key before
	// and still stands, so that it need not be made again. It then belongs
	// to the site.
	Has(address string, key fingerprint.Sum) bool
	// Put takes a file that was made from a key. The content is the
	// caller's: it must be copied if it is kept.
	Put(address string, key fingerprint.Sum, content []byte) error
}

// An AssetSink is a sink that keeps files whose address tells their content for
// a while after no page refers to them.
type AssetSink interface {
	Sink
	PutAsset(address string, key fingerprint.Sum, content []byte) error
}

// A Standing is a sink that can show a file that it has, so that Verify can
// compare it.
type Standing interface {
	Sink
	Standing(address string) ([]byte, error)
}

// A Result is what became of a build. With errors in Diagnostics the site is
// not complete and must not be published.
type Result struct {
	Site        config.Site
	Pages       int // of the site
	Made        int // files that the sink did not have
	LeftOut     []column.LeftOut
	TakenIn     []column.LeftOut // drafts and what is dated in the future, as asked for
	Diagnostics diag.List
}

var noContent = diag.Define("content-missing", diag.Error,
	i18n.Text{ZH: "没有 content 文件夹，栏目的文章都在里面", EN: "there is no folder content, which holds the column's essays"},
	i18n.Text{ZH: "是不是改了名字、移到了别处？把它放回 site.toml 的旁边；新栏目就建一个空的 content 文件夹。", EN: "Was it renamed or moved? Put it back beside site.toml; for a new column make an empty folder content."})

// NoSettings is reported for a folder that is no column's.
var NoSettings = diag.Define("site-toml-missing", diag.Error,
	i18n.Text{ZH: "没有 site.toml，这里不是栏目的文件夹", EN: "there is no site.toml: this is no column's folder"},
	i18n.Text{ZH: "进入栏目的文件夹再运行，或者用 --source 指明；要新建一个栏目，运行 luxi init 文件夹名。", EN: "Run luxi in the column's folder or name it with --source; luxi init DIR makes a new column."})

// Run builds the column in a folder, beyond which nothing is read, and gives
// the files of its site to a sink. The error is for the machine (a folder that
// cannot be read, a sink that fails, a context that is done); what is wrong with
// the column is in the result. With errors the sink is not given all files, and
// what it was given is no site.
func Run(ctx context.Context, root *os.Root, opt Options, sink Sink) (Result, error) {
	b := open(root)
	defer b.Close()
	folders := source.Folders(root)
	defer folders.Close()
	b.fsys = folders
	known := false
	if opt.Keep {
		cache.Sweep(root, stateDir, cacheName, wholeName, proofName)
	}
	if b.frame, known = frame(b.fsys, opt); known && opt.Keep {
		if r, ok := b.lastTime(ctx, opt, sink); ok {
			return r, nil
		}
	}
	site, err := b.Load(ctx, opt)
	if err != nil {
		return Result{}, err
	}
	r, files, err := site.write(ctx, sink)
	if err == nil && known && opt.Keep && !r.Diagnostics.HasErrors() {
		b.rememberSite(site, r, files)
	}
	return r, err
}

// Content reads the settings and all documents of a column, for commands that
// ask about it and make no pages. With errors in the list the input may lack
// something; without settings that can be read it is empty.
func Content(root *os.Root, opt Options) (column.Input, diag.List, error) {
	b := open(root)
	defer b.Close()
	l := b.loading(opt)
	if _, ok, err := l.settings(); err != nil || !ok {
		return column.Input{}, l.list, err
	}
	in, _, err := l.content(context.Background())
	l.list.Sort()
	return in, l.list, err
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

package build

import (
	"context"
	"io/fs"
	"slices"
	"strconv"
	"sync"

	"luxi/internal/cache"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/source"
)

// wholeName is the file of what the last build of the whole site came to: a record
// of this name, and one with the site's files.
const (
	wholeName = stateDir + "/site.cache"
	filesName = "files"
)

// A whole is what a build of the whole site came to: the memo of the pipeline
// from end to end. Its key is the fingerprint of every byte that the pipeline
// reads, and of how it was asked; the clock counts by the time for which the
// index stays as it is. So a build with nothing changed parses nothing, and makes
// no view.
type whole struct {
	Pages   int
	LeftOut []column.LeftOut
	TakenIn []column.LeftOut
	Found   []keptDiagnostic
	Assets  []keptFile // files of content/ that are no texts, with their content
}

// A keptFile is a file and what it is made of.
type keptFile struct {
	Name  string
	Key   fingerprint.Sum
	Basis fingerprint.Sum // of a page, see [Site.basis]
}

// A surround is all that a build reads beside content/, and how it was asked.
type surround struct {
	key   fingerprint.Sum // of names, content and options
	times fingerprint.Sum // of when the files were written
}

// frame returns the surround of a build. It reports false where something cannot
// be read.
func frame(fsys fs.FS, opt Options) (surround, bool) {
	h := fingerprint.New()
	h.Add(program())
	h.Bool(opt.Drafts)
	h.Bool(opt.Future)
	h.String(opt.BaseURL)
	h.String(opt.Theme)
	toml, written, err := fileAndTime(fsys, config.FileName)
	if err != nil {
		return surround{}, false
	}
	h.Add(toml)
	files, times, ok := themeFiles(fsys)
	if !ok {
		return surround{}, false
	}
	h.Add(files)
	return surround{key: h.Sum(), times: fingerprint.Of(times.String(), strconv.FormatInt(written, 36))}, true
}

// contentOf returns the fingerprint of a file's content.
func contentOf(fsys fs.FS, name string) (fingerprint.Sum, error) {
	folders, ok := fsys.(*source.FolderFS)
	if !ok {
		content, err := fs.ReadFile(fsys, name)
		return fingerprint.OfBytes(content), err
	}
	buf := contents.Get().(*[]byte)
	defer contents.Put(buf)
	content, err := folders.ReadInto(name, *buf)
	if err != nil {
		return fingerprint.Sum{}, err
	}
	*buf = content
	return fingerprint.OfBytes(content), nil
}

var contents = sync.Pool{New: func() any { return new(make([]byte, 0, 64<<10)) }}

// wholeKey is the key of a build: what its frame and its documents hold. Other
// files of content/ count by their names; which of them a build reads is known
// after it.
func wholeKey(frame fingerprint.Sum, names []string, sums map[string]fingerprint.Sum) fingerprint.Sum {
	h := fingerprint.New()
	h.Add(frame)
	for _, name := range names {
		h.String(name)
		h.Add(sums[name])
	}
	return h.Sum()
}

// inventory lists content/ and reads its documents. It reports false where
// something cannot be read.
func inventory(ctx context.Context, fsys fs.FS) (names []string, sums map[string]fingerprint.Sum, ok bool) {
	names, list, err := source.List(fsys, document.Root)
	if err != nil || len(list) > 0 {
		return nil, nil, false
	}
	read := make([]fingerprint.Sum, len(names))
	err = parallel(ctx, len(names), func(int, int) {}, func(i int) (err error) {
		if isDocument(names[i]) {
			read[i], err = contentOf(fsys, names[i])
		}
		return err
	})
	sums = make(map[string]fingerprint.Sum, len(names))
	for i, name := range names {
		if !read[i].IsZero() {
			sums[name] = read[i]
		}
	}
	return names, sums, err == nil
}

// lastTime returns what the last build of the same site came to, if a sink has its
// files still. It reports false where the pipeline must run; files that the sink
// was found to have are not made again.
func (b *Builder) lastTime(ctx context.Context, opt Options, sink Sink) (Result, bool) {
	kept, err := cache.Open(b.root, wholeName, program())
	if err != nil {
		return Result{}, false
	}
	var files keptSite
	text, ok := kept.Get(filesName, b.frame.key)
	if !ok {
		return Result{}, false
	}
	if _, err := cache.Decode(text, &files); err != nil {
		return Result{}, false
	}
	b.before = &files
	if opt.Verify {
		return Result{}, false
	}
	names, sums, ok := inventory(ctx, b.fsys)
	if !ok {
		return Result{}, false
	}
	b.names, b.sums = names, sums
	text, ok = kept.Get(wholeName, wholeKey(b.frame.key, names, sums))
	if !ok {
		return Result{}, false
	}
	var w whole
	if _, err := cache.Decode(text, &w); err != nil {
		return Result{}, false
	}
	settings, _, _, err := Settings(b.fsys, config.Override{BaseURL: opt.BaseURL, Theme: opt.Theme})
	if err != nil || settings.Location == nil {
		return Result{}, false
	}
	now := opt.Now.Instant(settings.Location).UnixNano()
	if now < files.Since || now >= files.Until || !b.assetsStand(w.Assets) {
		return Result{}, false
	}
	r := Result{Site: settings, Pages: w.Pages, LeftOut: w.LeftOut, TakenIn: w.TakenIn}
	if r.Diagnostics, err = restored(w.Found); err != nil {
		return Result{}, false
	}
	had := make([]bool, len(files.Files))
	_ = parallel(ctx, len(had), func(int, int) {}, func(i int) error {
		had[i] = sink.Has(files.Files[i].Name, files.Files[i].Key)
		return nil
	})
	if !slices.Contains(had, false) {
		return r, true
	}
	b.had = make(map[string]fingerprint.Sum, len(had))
	for i, f := range files.Files {
		if had[i] {
			b.had[f.Name] = f.Key
		}
	}
	return r, false
}

func (b *Builder) assetsStand(assets []keptFile) bool {
	for _, a := range assets {
		if sum, err := contentOf(b.fsys, a.Name); err != nil || sum != a.Key {
			return false
		}
	}
	return true
}

// restored makes diagnostics of what was kept of them.
func restored(found []keptDiagnostic) (diag.List, error) {
	var list diag.List
	for _, one := range found {
		kind, ok := kindsByCode()[one.Code]
		if !ok {
			return nil, errUnknownKind
		}
		list.Add(diag.Diagnostic{Kind: kind, Range: one.Range, Args: one.Args, Related: one.Related})
	}
	return list, nil
}

// keptList makes of diagnostics what can be kept.
func keptList(list diag.List) []keptDiagnostic {
	var found []keptDiagnostic
	for _, one := range list {
		found = append(found, keptDiagnostic{one.Code, one.Range, one.Args, one.Related})
	}
	return found
}

// rememberSite keeps what a build without errors came to.
func (b *Builder) rememberSite(s *Site, r Result, made []keptFile) {
	now, ok := frame(b.fsys, s.opt)
	if b.had != nil || !ok || now != b.frame || makeStateDir(b.root) != nil {
		return // a part is kept already, or the theme was edited meanwhile, be it that it is again what it was
	}
	w := whole{Pages: r.Pages, LeftOut: r.LeftOut, TakenIn: r.TakenIn, Found: keptList(r.Diagnostics), Assets: s.read}
	files := keptSite{Since: s.in.Now.UnixNano(), Until: column.Until(s.in).UnixNano()}
	for i, f := range s.files {
		if s.at[f.address] != i {
			continue
		}
		files.Files = append(files.Files, made[i])
		if f.passed {
			w.Assets = append(w.Assets, keptFile{Name: f.source, Key: made[i].Key})
		}
	}
	out, err := cache.Create(b.root, wholeName, program())
	if err != nil {
		return // it costs time only
	}
	out.Put(wholeName, wholeKey(b.frame.key, s.names, s.sums), string(cache.Append(nil, &w)))
	out.Put(filesName, b.frame.key, string(cache.Append(nil, &files)))
	_ = out.Close()
}

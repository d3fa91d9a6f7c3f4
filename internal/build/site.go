package build

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/internal/view"
)

// A Site is a column as it was read: a plan of all its files, none of which is
// made before it is asked for. It may be used from many goroutines.
type Site struct {
	Settings    config.Site
	LeftOut     []column.LeftOut
	TakenIn     []column.LeftOut // drafts and what is dated in the future, as asked for
	Diagnostics diag.List        // of the settings, the theme and the content

	builder *Builder
	opt     Options
	look    *theme.Theme
	pages   int
	files   []file
	images  []file
	at      map[string]int // in files, by address

	in    column.Input
	names []string                   // of the files of content/
	sums  map[string]fingerprint.Sum // of its documents
	read  []keptFile                 // its images

	fronts fingerprint.Sum     // of content/
	around fingerprint.Sum     // see [loading.around]
	before map[string]keptFile // pages of the last build, by address

	aboutOnce sync.Once
	abouts    []About
}

// A file is one file of the site.
type file struct {
	address string
	source  string     // the content file that it is made of, or ""
	page    *view.Page // nil for what is no page
	asset   bool       // its address tells its content
	passed  bool       // it holds what its source holds
	make    maker
}

// A maker makes a file, unless somebody has it by its key already. It may use
// the buffer, which then holds the content.
type maker func(have func(key fingerprint.Sum) bool, buffer *bytes.Buffer) (made, error)

// A made is a file that was made, or is had.
type made struct {
	key     fingerprint.Sum
	basis   fingerprint.Sum // of a page
	had     bool
	content []byte
	list    diag.List // what is wrong with the template that makes it
}

// plan lists the files of the site.
func (s *Site) plan(look *theme.Theme, index column.Index, pages []view.Page) {
	s.look, s.pages = look, len(pages)
	key := baseKey(look)
	s.files = make([]file, 0, len(pages)+64)
	for i := range pages {
		p := &pages[i]
		s.files = append(s.files, file{address: p.Address, source: p.Source, page: p, make: s.page(p, key)})
	}
	s.forPrograms(index, pages)
	s.passOn(look, index)
	s.at = make(map[string]int, len(s.files))
	for i, f := range s.files {
		s.at[f.address] = i
	}
}

// page makes a page. Its key is made of the program, the theme, the template's
// name and the view.
func (s *Site) page(p *view.Page, base fingerprint.Sum) maker {
	return func(have func(fingerprint.Sum) bool, buffer *bytes.Buffer) (made, error) {
		m := made{basis: s.basis(p)}
		if before := s.before[p.Address]; !m.basis.IsZero() && m.basis == before.Basis && have(before.Key) {
			m.key, m.had = before.Key, true
			return m, nil
		}
		v := p.View()
		m.key = pageKey(base, p.Template, v)
		if m.had = have(m.key); m.had {
			return m, nil
		}
		v, err := p.WithText(v, s.builder.texts.body)
		if err != nil {
			return m, err
		}
		m.list = s.look.RenderTo(buffer, p.Template, v)
		m.content = buffer.Bytes()
		return m, nil
	}
}

// baseKey is what the keys of all pages have in common.
func baseKey(look *theme.Theme) fingerprint.Sum {
	h := fingerprint.New()
	h.Add(program())
	h.Add(look.Fingerprint())
	return h.Sum()
}

func pageKey(base fingerprint.Sum, template string, v any) fingerprint.Sum {
	h := fingerprint.New()
	h.Add(base)
	h.String(template)
	h.Add(fingerprint.Any(v))
	return h.Sum()
}

// Addresses returns the addresses of all files of the site, in no order that
// means anything.
func (s *Site) Addresses() []string {
	out := make([]string, len(s.files))
	for i, f := range s.files {
		out[i] = f.address
	}
	return out
}

// Source returns the content file that the page at an address is made of, or "".
func (s *Site) Source(address string) string {
	if i, ok := s.at[address]; ok {
		return s.files[i].source
	}
	return ""
}

// Make makes the one file at an address, and returns it with its key. It
// reports false where the site has none. With something in the list, the file is
// of no use.
func (s *Site) Make(address string) (content []byte, key fingerprint.Sum, list diag.List, ok bool, err error) {
	i, ok := s.at[address]
	if !ok {
		return nil, fingerprint.Sum{}, nil, false, nil
	}
	m, err := s.files[i].make(func(fingerprint.Sum) bool { return false }, new(bytes.Buffer))
	if list, ok := changed(err); ok {
		return nil, m.key, list, true, nil
	}
	return m.content, m.key, m.list, true, err
}

// Write gives all files of the site to a sink. With errors in the content, pages
// are still made, so that all mistakes of the templates are told too; of two
// files that claim one address, which is such an error, one is made.
func (s *Site) Write(ctx context.Context, sink Sink) (Result, error) {
	r, _, err := s.write(ctx, sink)
	return r, err
}

// write also returns all files with their keys.
func (s *Site) write(ctx context.Context, sink Sink) (Result, []keptFile, error) {
	r := Result{Site: s.Settings, Pages: s.pages, LeftOut: s.LeftOut, TakenIn: s.TakenIn, Diagnostics: slices.Clone(s.Diagnostics)}
	if s.look == nil {
		return r, nil, nil
	}
	if !r.Diagnostics.HasErrors() && len(s.at) != len(s.files) {
		return r, nil, errors.New("build: two files of one address, which the index did not see")
	}
	files := make([]keptFile, len(s.files))
	var found mistakes
	var count atomic.Int64
	err := parallel(ctx, len(s.files), s.opt.report(Making), func(i int) error {
		f := &s.files[i]
		if s.at[f.address] != i {
			return nil
		}
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		before, claimed := s.builder.had[f.address]
		m, err := f.make(func(key fingerprint.Sum) bool {
			return claimed && key == before || !claimed && sink.Has(f.address, key)
		}, buffer)
		if claimed && err == nil && !m.had { // the sink has what stood in the files a moment ago
			err = &changedError{cmp.Or(f.source, document.Root)}
		}
		files[i] = keptFile{f.address, m.key, m.basis}
		if m.had && s.opt.Verify {
			return s.verify(f, sink)
		}
		if list, ok := changed(err); ok {
			m.list, err = list, nil
		}
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", f.address, err)
		case m.had:
			return nil
		case len(m.list) > 0:
			found.add(m.list)
			return nil
		}
		count.Add(1)
		if assets, ok := sink.(AssetSink); ok && f.asset {
			return assets.PutAsset(f.address, m.key, m.content)
		}
		return sink.Put(f.address, m.key, m.content)
	})
	r.Made = int(count.Load())
	r.Diagnostics = append(r.Diagnostics, found.list...)
	r.Diagnostics.Sort()
	return r, files, err
}

// verify makes a file that a sink has, and compares the two.
func (s *Site) verify(f *file, sink Sink) error {
	standing, ok := sink.(Standing)
	if !ok {
		return nil
	}
	m, err := f.make(func(fingerprint.Sum) bool { return false }, new(bytes.Buffer))
	if err != nil || len(m.list) > 0 {
		return errors.Join(err, &staleError{f.address})
	}
	content, err := standing.Standing(f.address)
	if err != nil {
		return err
	}
	if !bytes.Equal(content, m.content) {
		return &staleError{f.address}
	}
	return nil
}

// changed returns the diagnostic for a file that is no more what it was.
func changed(err error) (diag.List, bool) {
	var c *changedError
	if !errors.As(err, &c) {
		return nil, false
	}
	return diag.List{fileChanged.At(diag.WholeFile(c.path))}, true
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// mistakes collects what is wrong with templates. One mistake is told once,
// however many pages it stops.
type mistakes struct {
	mutex sync.Mutex
	told  map[string]bool
	list  diag.List
}

func (m *mistakes) add(list diag.List) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.told == nil {
		m.told = map[string]bool{}
	}
	for _, d := range list {
		key := d.Kind.Code + d.Range.Place() + d.Message(i18n.English)
		if !m.told[key] {
			m.told[key] = true
			m.list.Add(d)
		}
	}
}

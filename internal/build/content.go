package build

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"

	"luxi/internal/cache"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
	"luxi/internal/source"
)

// content reads and parses content/. A file is read, parsed and dropped: what
// stays of it is what its front matter and its Markdown say.
func (l *loading) content(ctx context.Context) (in column.Input, finish func(), err error) {
	site := l.made.Settings
	in = column.Input{
		Site: site, Now: l.opt.Now.Instant(site.Location), Drafts: l.opt.Drafts, Future: l.opt.Future,
		Places: &places{fsys: l.fsys, toml: l.toml},
	}
	names, found, err := l.names()
	if err != nil {
		return in, nil, err
	}
	l.add(found)
	l.kept.open(l.root)
	if errors.Is(l.kept.failed, cache.ErrDamaged) {
		l.add(diag.List{cacheDamaged.At(diag.WholeFile(cacheName))})
	}
	parsed := make([]parsedFile, len(names))
	var fresh atomic.Int64
	err = parallel(ctx, len(names), l.opt.report(Reading), func(i int) error {
		if !l.touched(names[i]) && !l.was.parsed[i].unreadable {
			parsed[i] = l.was.parsed[i]
			return nil
		}
		d, anew, err := l.parse(names[i])
		parsed[i] = d
		if anew {
			fresh.Add(1)
		}
		return err
	})
	if err != nil {
		return in, nil, err
	}
	documents := 0
	in.Essays = make([]*document.Essay, 0, len(names))
	l.made.names, l.made.sums = names, make(map[string]fingerprint.Sum, len(names))
	l.made.fronts = fronts(names, parsed)
	for i := range parsed {
		l.add(parsed[i].list)
		parsed[i].addTo(&in, names[i])
		if parsed[i].section != "" {
			documents++
			l.made.sums[names[i]] = parsed[i].document().Source
		}
	}
	l.remember(names, parsed, fresh.Load() > 0 || l.kept.disk.Len() != documents)
	return in, func() { l.finish(names, parsed, found) }, nil
}

// names returns the files of content/, and what is wrong with its folders.
func (l *loading) names() (names []string, list diag.List, err error) {
	if l.keepsContent() {
		return l.was.names, l.was.list, nil
	}
	if names = l.Builder.names; len(names) > 0 {
		return names, nil, nil // a moment ago there was nothing wrong with them
	}
	names, list, err = source.List(l.fsys, document.Root)
	if err != nil {
		return nil, nil, err
	}
	if info, err := fs.Stat(l.fsys, document.Root); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		list.Add(noContent.At(diag.WholeFile(document.Root))) // lest the whole site be withdrawn by a slip
	}
	return names, list, nil
}

// remember keeps the documents for the next load and, where it is asked for, for
// the next run; while the site is made, since nobody changes them any more. A
// builder that loads again and again writes them once: what changes later is a
// few files, and the next run parses them in less time than each writing takes.
func (l *loading) remember(names []string, parsed []parsedFile, changed bool) {
	switch {
	case l.again && l.keepsContent():
		for name := range l.fresh {
			if i, ok := l.was.at[name]; ok {
				l.replace(name, parsed[i])
			}
		}
	case l.again:
		l.kept.last = make(map[string]parsedFile, len(parsed))
		live := make(map[fingerprint.Sum]bool, len(parsed))
		for i, d := range parsed {
			if d.section != "" {
				l.kept.last[names[i]] = d
				live[d.document().Source] = true
			}
		}
		l.texts.forget(live)
	}
	if l.opt.Keep && changed && !l.kept.written {
		l.kept.written = true
		l.saving.Go(func() { l.kept.save(l.root, names, parsed) })
	}
}

// replace keeps another document for a file.
func (l *loading) replace(name string, d parsedFile) {
	if old, ok := l.kept.last[name]; ok && (d.section == "" || old.document().Source != d.document().Source) {
		l.texts.drop(old.document().Source) // that of another file with these bytes is parsed again
	}
	delete(l.kept.last, name)
	if d.section != "" {
		l.kept.last[name] = d
	}
}

// A parsedFile is one content file after the first stage. Of essay, call, page
// and contributor the one that the section names is set.
type parsedFile struct {
	section    document.Section // "" for a file that is no document
	unreadable bool

	essay       *document.Essay
	call        *document.Call
	page        *document.Page
	contributor *document.Contributor

	front fingerprint.Sum // of what other pages may depend on but for the body, see frontOf
	list  diag.List
}

func (d *parsedFile) addTo(in *column.Input, name string) {
	switch {
	case d.unreadable:
	case d.essay != nil:
		in.Essays = append(in.Essays, d.essay)
	case d.call != nil:
		in.Calls = append(in.Calls, *d.call)
	case d.page != nil:
		in.Pages = append(in.Pages, *d.page)
	case d.contributor != nil:
		in.Contributors = append(in.Contributors, *d.contributor)
	default:
		in.Files = append(in.Files, name)
	}
}

// document returns what all sections have in common, of a file that is one.
func (d *parsedFile) document() *document.Document {
	switch {
	case d.essay != nil:
		return &d.essay.Document
	case d.call != nil:
		return &d.call.Document
	case d.page != nil:
		return &d.page.Document
	}
	return &d.contributor.Document
}

// parse reads a file and parses it, unless the same bytes were parsed before:
// anew says which. The text that it makes is handed to those who keep texts.
func (l *loading) parse(name string) (d parsedFile, anew bool, err error) {
	if sum, ok := l.sums[name]; ok { // it was read a moment ago
		section, _ := document.SectionOf(name)
		if d, had := l.kept.get(name, section, sum); had {
			return d, false, nil
		}
	}
	f, list := source.Read(l.fsys, name)
	if len(list) > 0 {
		return parsedFile{unreadable: true, list: list}, false, nil
	}
	if !isDocument(name) {
		return parsedFile{}, false, nil
	}
	section, _ := document.SectionOf(name)
	sum := fingerprint.OfBytes(f.Text)
	d, had := l.kept.get(name, section, sum)
	if had && !l.opt.Verify {
		return d, false, nil
	}
	now := parseText(section, f)
	doc := now.document()
	doc.Source = sum
	l.texts.keep(doc)
	now.front = frontOf(&now)
	if had {
		return d, false, verify(name, d, now)
	}
	return now, true, nil
}

// isDocument reports whether a file of content/ is read as one.
func isDocument(name string) bool {
	_, ok := document.SectionOf(name)
	return ok && strings.EqualFold(path.Ext(name), ".md")
}

func parseText(section document.Section, f source.File) parsedFile {
	d := parsedFile{section: section}
	text, list, ok := source.Decode(f)
	var found diag.List
	broken := document.Document{Path: f.Path, Broken: true} // nothing of it can be read, but it is there
	switch section {
	case document.Essays:
		d.essay = &document.Essay{Document: broken}
		if ok {
			*d.essay, found = document.ParseEssay(text)
		}
	case document.Calls:
		d.call = &document.Call{Document: broken}
		if ok {
			*d.call, found = document.ParseCall(text)
		}
	case document.Pages:
		d.page = &document.Page{Document: broken}
		if ok {
			*d.page, found = document.ParsePage(text)
		}
	case document.Contributors:
		d.contributor = &document.Contributor{Document: broken}
		if ok {
			*d.contributor, found = document.ParseContributor(text)
		}
	}
	d.list = append(list, found...)
	return d
}

// places finds places in content files, which it reads again: mistakes are few,
// and texts are many.
type places struct {
	fsys  fs.FS
	toml  diag.File
	mutex sync.Mutex
	texts map[string]diag.File
}

func (p *places) Key(name string, key ...any) diag.Range {
	if name == config.FileName {
		return config.Locate(p.toml, key...)
	}
	f, ok := p.text(name)
	if !ok {
		return diag.WholeFile(name)
	}
	return document.Locate(f, key...)
}

func (p *places) Span(name string, start, end int) diag.Range {
	f, ok := p.text(name)
	if !ok {
		return diag.WholeFile(name)
	}
	return f.Range(start, end)
}

// text returns the text of a file, if it can still be read.
func (p *places) text(name string) (diag.File, bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if f, ok := p.texts[name]; ok {
		return f, true
	}
	raw, list := source.Read(p.fsys, name)
	f, _, ok := source.Decode(raw)
	if len(list) > 0 || !ok {
		return diag.File{}, false
	}
	if p.texts == nil {
		p.texts = map[string]diag.File{}
	}
	p.texts[name] = f
	return f, true
}

// bodyAgain parses the text of a document once more.
func bodyAgain(fsys fs.FS, d *document.Document) (markdown.Body, error) {
	raw, list := source.Read(fsys, d.Path)
	if len(list) > 0 || fingerprint.OfBytes(raw.Text) != d.Source {
		return markdown.Body{}, &changedError{d.Path}
	}
	text, _, _ := source.Decode(raw) // it could be decoded when the document was parsed
	return document.ParseBody(text), nil
}

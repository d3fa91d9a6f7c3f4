package build

import (
	"sync"

	"luxi/internal/cache"
	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
	"luxi/internal/view"
)

// To know the key of a page its view is made, and with it the cards of essays that
// nobody has touched. Most edits are in the text of one essay. Then all that
// pages are made of is as it was, but for that one body: the index follows from
// settings, options, front matter and the names of files. So the key of a page is
// that of the last build if these are what they were, and so are the bodies of the
// essays that the page shows something of ([view.Page.Bodies]). The clock counts as
// for the memo of the whole.

// frontOf returns the fingerprint of what an index, and a page that shows no body
// of it, can depend on. Only the body of an essay is left out: those of others
// stand on lists of every kind.
func frontOf(d *parsedFile) fingerprint.Sum {
	if d.essay == nil {
		return d.document().Source
	}
	e := *d.essay
	e.Body, e.Document.Source = markdown.Body{}, fingerprint.Sum{}
	return fingerprint.OfBytes(cache.Append(nil, &e))
}

// fronts names the files of content/ with their fronts.
func fronts(names []string, parsed []parsedFile) fingerprint.Sum {
	h := fingerprint.New()
	for i, name := range names {
		h.String(name)
		h.Bool(parsed[i].unreadable)
		h.Add(parsed[i].front)
	}
	return h.Sum()
}

// around returns the fingerprint of all that the views of a site are made of but
// the bodies of essays and the clock. It is of what was loaded, not of what lies on
// the disk by now.
func (l *loading) around() fingerprint.Sum {
	h := fingerprint.New()
	h.Add(baseKey(l.made.look))
	h.String(l.toml.Text)
	h.Bool(l.opt.Drafts)
	h.Bool(l.opt.Future)
	h.String(l.opt.BaseURL)
	h.String(l.opt.Theme)
	h.Add(l.made.fronts)
	for _, image := range l.made.read {
		h.String(image.Name)
		h.Add(image.Key)
	}
	return h.Sum()
}

// basis returns the fingerprint of all that a page is made of but the clock, or the
// zero one for a page of which that is not known.
func (s *Site) basis(p *view.Page) fingerprint.Sum {
	if s.around.IsZero() {
		return fingerprint.Sum{}
	}
	h := hashers.Get().(*fingerprint.Hasher)
	defer hashers.Put(h)
	h.Add(s.around)
	h.String(p.Address)
	known := p.Bodies(h.Add)
	if sum := h.Sum(); known {
		return sum
	}
	return fingerprint.Sum{}
}

var hashers = sync.Pool{New: func() any { return fingerprint.New() }}

// A keptSite is the files of a site and the time for which they stay as they are
// while nothing but the clock changes.
type keptSite struct {
	Since, Until int64 // nanoseconds of Unix time; the second is the first that does not belong to it
	Files        []keptFile
}

// at returns the files of the site by address, if an instant is within its time.
func (k *keptSite) at(now int64) map[string]keptFile {
	if k == nil || now < k.Since || now >= k.Until {
		return nil
	}
	files := make(map[string]keptFile, len(k.Files))
	for _, f := range k.Files {
		if !f.Basis.IsZero() {
			files[f.Name] = f
		}
	}
	return files
}

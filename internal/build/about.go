package build

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/theme"
)

// An About is what an editor wants to know of a document, its page aside.
type About struct {
	Source  string // the content file
	Section document.Section
	Address string // of its page; "" for one that has none
	Sum     fingerprint.Sum
	Title   string
	Authors []string
	Date    string // as written; "" where there is none
	Length  int    // characters as Word counts them
	Least   int    // characters that the call asks for at least
	Most    int    // and at most; 0 for an essay of no call, or of one that does not say

	Draft     bool
	Future    bool // dated after the clock
	LeftOut   bool // not in the site, and for none of these reasons: it came too late
	Withdrawn bool
	Broken    bool // its file has errors of its own
}

// Planned reports whether the site has files: the settings and the theme could
// be read, whatever is wrong with the content.
func (s *Site) Planned() bool { return s.look != nil }

// Pages returns how many pages the site has.
func (s *Site) Pages() int { return s.pages }

// Has reports whether the site has a file at an address.
func (s *Site) Has(address string) bool {
	_, ok := s.at[address]
	return ok
}

// Key returns the key of the file at an address, which tells whether it is
// another than it was. It reports false where the site has none.
func (s *Site) Key(address string) (fingerprint.Sum, bool, error) {
	i, ok := s.at[address]
	if !ok {
		return fingerprint.Sum{}, false, nil
	}
	m, err := s.files[i].make(func(fingerprint.Sum) bool { return true }, nil)
	return m.key, true, err
}

// Documents returns all essays, calls and plain pages of the column, whether
// they have a page or not: essays first, the newest before the others. The
// slice must not be changed.
func (s *Site) Documents() []About {
	s.aboutOnce.Do(s.describe)
	return s.abouts
}

// Document returns the document of a content file. It costs a look at the names
// of all, and no more, because it is asked after each save.
func (s *Site) Document(source string) (About, bool) {
	d := describer{site: s, calls: s.callLengths(), address: s.addressOf, leftOut: s.leftOutAs}
	for i := range s.in.Essays {
		if s.in.Essays[i].Path == source {
			return d.essay(s.in.Essays[i]), true
		}
	}
	for i := range s.in.Calls {
		if c := &s.in.Calls[i]; c.Path == source {
			return d.about(document.Calls, &c.Document, &c.Common, c.Date), true
		}
	}
	for i := range s.in.Pages {
		if p := &s.in.Pages[i]; p.Path == source {
			return d.about(document.Pages, &p.Document, &p.Common, p.Date), true
		}
	}
	return About{}, false
}

// addressOf returns the first address of a content file; a call's page comes
// before its notice.
func (s *Site) addressOf(source string) string {
	for i := range s.files {
		if s.files[i].source == source {
			return s.files[i].address
		}
	}
	return ""
}

// leftOutAs reports whether a file was left out, or taken in, for a reason.
func (s *Site) leftOutAs(source string, reason column.Reason) bool {
	is := func(out column.LeftOut) bool { return out.Path == source && out.Reason == reason }
	return slices.ContainsFunc(s.LeftOut, is) || slices.ContainsFunc(s.TakenIn, is)
}

// Sources returns the content files that pages of the site are made of; a file
// of several pages comes several times.
func (s *Site) Sources() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range s.files {
			if f := &s.files[i]; f.page != nil && f.source != "" && !yield(f.source) {
				return
			}
		}
	}
}

// Boards judges the calls of the column as [column.Boards] does.
func (s *Site) Boards() []column.Board {
	boards, _ := column.Boards(s.in) // what is wrong is in the diagnostics
	return boards
}

// Theme returns the theme as it was read, or nil where it cannot be used. As long
// as no theme is touched, it is the same one.
func (s *Site) Theme() *theme.Theme { return s.look }

// Clock returns the instant that the site was planned for.
func (s *Site) Clock() time.Time { return s.in.Now }

func (s *Site) describe() {
	addresses := map[string]string{}
	for _, f := range s.files {
		if _, ok := addresses[f.source]; f.source != "" && !ok {
			addresses[f.source] = f.address
		}
	}
	reasons := map[string]column.Reason{}
	for _, out := range slices.Concat(s.LeftOut, s.TakenIn) {
		reasons[out.Path] = out.Reason
	}
	d := describer{
		site: s, calls: s.callLengths(),
		address: func(source string) string { return addresses[source] },
		leftOut: func(source string, reason column.Reason) bool {
			is, ok := reasons[source]
			return ok && is == reason
		},
	}
	for i := range s.in.Essays {
		s.abouts = append(s.abouts, d.essay(s.in.Essays[i]))
	}
	slices.SortStableFunc(s.abouts, func(a, b About) int { return cmp.Compare(b.Date, a.Date) })
	for i := range s.in.Calls {
		c := &s.in.Calls[i]
		s.abouts = append(s.abouts, d.about(document.Calls, &c.Document, &c.Common, c.Date))
	}
	for i := range s.in.Pages {
		p := &s.in.Pages[i]
		s.abouts = append(s.abouts, d.about(document.Pages, &p.Document, &p.Common, p.Date))
	}
}

// A describer says what there is to know of documents.
type describer struct {
	site    *Site
	calls   map[string][]int
	address func(source string) string
	leftOut func(source string, reason column.Reason) bool
}

func (d describer) essay(e *document.Essay) About {
	a := d.about(document.Essays, &e.Document, &e.Common, e.Date)
	for _, author := range e.Authors {
		a.Authors = append(a.Authors, author.Name)
	}
	if l := d.calls[e.Call]; len(l) == 2 {
		a.Least, a.Most = l[0], l[1]
	}
	in := &d.site.in
	if !e.Date.IsZero() && e.Date.Instant(in.Site.Location).After(in.Now) {
		a.Future = true // a draft, too, which is left out for being one
	}
	a.Withdrawn = !e.Withdrawn.IsZero()
	a.LeftOut = a.LeftOut && !a.Future
	return a
}

func (d describer) about(section document.Section, doc *document.Document, c *document.Common, date civil.Moment) About {
	a := About{
		Source: doc.Path, Section: section, Address: d.address(doc.Path), Sum: doc.Source, Title: c.Title,
		Length: doc.Body.Length, Draft: c.Draft, Broken: doc.Broken, Future: d.leftOut(doc.Path, column.Future),
	}
	a.LeftOut = a.Address == "" && !a.Draft && !a.Future && !a.Broken
	if !date.IsZero() {
		a.Date = date.String()
	}
	return a
}

// callLengths returns what calls ask for, by the names that essays have for
// them.
func (s *Site) callLengths() map[string][]int {
	lengths := map[string][]int{}
	for i := range s.in.Calls {
		c := &s.in.Calls[i]
		name := strings.TrimPrefix(c.Path, document.Root+"/"+string(document.Calls)+"/")
		lengths[strings.TrimSuffix(name, path.Ext(name))] = c.Length
	}
	return lengths
}

// FileChanged reports whether a list says that a file is no more what it was
// when the column was read: then the column is to be read again.
func FileChanged(list diag.List) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Kind == fileChanged })
}

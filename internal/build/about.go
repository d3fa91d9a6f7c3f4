package build

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
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

// Document returns the document of a content file.
func (s *Site) Document(source string) (About, bool) {
	s.aboutOnce.Do(s.describe)
	i, ok := s.aboutBy[source]
	if !ok {
		return About{}, false
	}
	return s.abouts[i], true
}

// Boards judges the calls of the column as [column.Boards] does.
func (s *Site) Boards() []column.Board {
	boards, _ := column.Boards(s.in) // what is wrong is in the diagnostics
	return boards
}

// Specimens returns the specimens of the site's theme, which has the name, as
// [theme.Theme.SpecimenFiles] does.
func (s *Site) Specimens(name string, lang i18n.Lang) ([]theme.SpecimenFile, diag.List, error) {
	if s.look == nil {
		return nil, nil, nil
	}
	return s.look.SpecimenFiles(name, lang)
}

// Clock returns the instant that the site was planned for.
func (s *Site) Clock() time.Time { return s.in.Now }

func (s *Site) describe() {
	addresses := map[string]string{}
	for _, f := range s.files {
		if _, ok := addresses[f.source]; f.source != "" && !ok { // a call's page comes before its notice
			addresses[f.source] = f.address
		}
	}
	future := map[string]bool{}
	for _, out := range slices.Concat(s.LeftOut, s.TakenIn) {
		future[out.Path] = out.Reason == column.Future
	}
	withdrawn := map[string]bool{}
	for i := range s.in.Essays {
		e := &s.in.Essays[i]
		withdrawn[e.Path] = !e.Withdrawn.IsZero()
	}
	calls := s.callLengths()
	add := func(section document.Section, d *document.Document, c *document.Common, date civil.Moment, a About) {
		a.Source, a.Section, a.Address, a.Sum = d.Path, section, addresses[d.Path], d.Source
		a.Title, a.Length, a.Draft, a.Broken = c.Title, d.Body.Length, c.Draft, d.Broken
		a.Future, a.Withdrawn = future[d.Path], withdrawn[d.Path]
		if section == document.Essays && !date.IsZero() && date.Instant(s.in.Site.Location).After(s.in.Now) {
			a.Future = true // a draft, too, which is left out for being one
		}
		a.LeftOut = a.Address == "" && !a.Draft && !a.Future && !a.Broken
		if !date.IsZero() {
			a.Date = date.String()
		}
		s.abouts = append(s.abouts, a)
	}
	for i := range s.in.Essays {
		e := &s.in.Essays[i]
		a := About{}
		for _, author := range e.Authors {
			a.Authors = append(a.Authors, author.Name)
		}
		if l := calls[e.Call]; len(l) == 2 {
			a.Least, a.Most = l[0], l[1]
		}
		add(document.Essays, &e.Document, &e.Common, e.Date, a)
	}
	slices.SortStableFunc(s.abouts, func(a, b About) int { return cmp.Compare(b.Date, a.Date) })
	for i := range s.in.Calls {
		c := &s.in.Calls[i]
		add(document.Calls, &c.Document, &c.Common, c.Date, About{})
	}
	for i := range s.in.Pages {
		p := &s.in.Pages[i]
		add(document.Pages, &p.Document, &p.Common, p.Date, About{})
	}
	s.aboutBy = make(map[string]int, len(s.abouts))
	for i, a := range s.abouts {
		s.aboutBy[a.Source] = i
	}
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

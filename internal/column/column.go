// Package column puts the documents of the whole column together: which of
// them are published at the build's clock, in which order, at which address,
// and what each refers to.
//
// The [Index] is made anew for every build; it is cheap. Mistakes that need
// more than one file to see are found here: a region that site.toml does not
// have, two files with one address, a link to a page that is not there.
package column

import (
	"cmp"
	"slices"
	"time"

	"luxi/internal/civil"
	"luxi/internal/config"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/document"
)

// An Input is all that an index depends on.
type Input struct {
	Site   config.Site
	Essays []document.Essay
	Calls  []document.Call
	Pages  []document.Page
	Files  []string // paths of the other files in content/
	Taken  []Claim  // addresses that the theme's files have

	Now    time.Time // the build's clock
	Drafts bool      // publish drafts too
	Future bool      // publish what is dated after the clock too

	Places Places
}

// Places finds places in content files, which documents do not keep.
type Places interface {
	Key(path string, key ...any) diag.Range      // of a front-matter value
	Span(path string, start, end int) diag.Range // of bytes of the text
}

// An Index is the published column.
type Index struct {
	Site    config.Site
	Now     time.Time
	Essays  []Essay // newest first
	Calls   []Call  // latest deadline first
	Pages   []Page  // by their order, then by address
	Years   []Year  // newest first
	LeftOut []LeftOut
	Assets  []Asset

	targets map[string]target // of documents, by pathKey
	assets  map[string]string // addresses, by pathKey
}

// An Essay is a published essay.
type Essay struct {
	document.Essay
	Address    string    // of its page, such as essays/2022/hao-xuelan.html
	Published  time.Time // in the column's zone
	RegionTerm config.Term
	Older      int // index in Essays, or -1
	Newer      int
	CallAt     int // index in Calls, or -1
}

// A Call is a published call for submissions, with its state at the clock.
type Call struct {
	document.Call
	Address string
	State   deadline.State
	End     time.Time // half-open end of the time for submissions
	Essays  []int     // indexes of the essays that answered it, newest first
}

// A Page is a published plain page.
type Page struct {
	document.Page
	Address string
}

// A Year is the essays published in a year, as indexes, newest first.
type Year struct {
	Year    int
	Address string
	Essays  []int
}

// A Reason says why a document was left out.
type Reason int

// The reasons. A page with a future date is never dropped silently (Hugo
// issue 7337, Jekyll issue 3998).
const (
	Draft Reason = iota
	Future
)

// A LeftOut is a document that this build does not publish.
type LeftOut struct {
	Path   string
	Title  string
	Reason Reason
	Date   string // as written; "" where there is none
}

// An Asset is a content file that is published as it is, because a page
// refers to it.
type Asset struct {
	Path    string
	Address string
}

// New makes the index. With errors in the list it is not fit to publish.
func New(in Input) (Index, diag.List) {
	in.Files = slices.Sorted(slices.Values(in.Files))
	b := builder{in: in, files: map[string]string{}}
	b.index = Index{
		Site: in.Site, Now: in.Now.In(in.Site.Location),
		targets: map[string]target{}, assets: map[string]string{},
	}
	for _, f := range in.Files {
		b.files[pathKey(f)] = f
	}
	b.pages()
	b.calls()
	b.essays()
	b.years()
	b.links()
	b.checkAddresses()
	b.unplaced()
	slices.SortFunc(b.index.LeftOut, func(x, y LeftOut) int { return cmp.Compare(x.Path, y.Path) })
	b.list.Sort()
	return b.index, b.list
}

type builder struct {
	in    Input
	index Index
	files map[string]string // of in.Files, by pathKey

	broken []document.Document // with mistakes of their own, which are told already
	list   diag.List
}

// published decides whether a document is part of this build, and notes it
// where it is not. A broken document is none, but its links are checked.
func (b *builder) published(doc document.Document, title string, draft bool, date time.Time, written civil.Moment) bool {
	if doc.Broken {
		b.broken = append(b.broken, doc)
		b.index.targets[pathKey(doc.Path)] = target{broken: true}
		return false
	}
	out := LeftOut{Path: doc.Path, Title: title}
	if !written.IsZero() {
		out.Date = written.String()
	}
	switch {
	case draft && !b.in.Drafts:
		out.Reason = Draft
	case date.After(b.in.Now) && !b.in.Future:
		out.Reason = Future
	default:
		return true
	}
	b.index.LeftOut = append(b.index.LeftOut, out)
	b.index.targets[pathKey(doc.Path)] = target{leftOut: true, reason: out.Reason, title: title, anchors: doc.Body.Headings}
	return false
}

func (b *builder) pages() {
	for _, p := range b.in.Pages {
		var date time.Time
		if !p.Date.IsZero() {
			date = p.Date.Instant(b.in.Site.Location)
		}
		if !b.published(p.Document, p.Title, p.Draft, date, p.Date) {
			continue
		}
		page := Page{Page: p, Address: address(p.Document)}
		b.target(p.Document, page.Address, p.Title)
		b.index.Pages = append(b.index.Pages, page)
	}
	slices.SortFunc(b.index.Pages, func(x, y Page) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Path, y.Path))
	})
}

func (b *builder) calls() {
	loc := b.in.Site.Location
	for _, c := range b.in.Calls {
		var date time.Time
		if !c.Date.IsZero() {
			date = c.Date.Instant(loc)
		}
		if !b.published(c.Document, c.Title, c.Draft, date, c.Date) {
			continue
		}
		if len(c.Hosts) == 0 {
			c.Hosts = b.in.Site.Hosts
		}
		if len(c.Planners) == 0 {
			c.Planners = b.in.Site.Planners
		}
		if c.Link == "" {
			c.Link = b.in.Site.CallLink
		}
		when := deadline.Call{Opens: c.Opens, Deadline: c.Deadline}
		call := Call{Call: c, Address: address(c.Document), State: when.StateAt(b.in.Now, loc), End: when.End(loc)}
		b.target(c.Document, call.Address, c.Title)
		b.index.Calls = append(b.index.Calls, call)
	}
	slices.SortFunc(b.index.Calls, func(x, y Call) int {
		return cmp.Or(y.End.Compare(x.End), cmp.Compare(x.Path, y.Path))
	})
}

func (b *builder) essays() {
	for _, e := range b.in.Essays {
		b.checkTerms(e)
		at := e.Date.Instant(b.in.Site.Location).In(b.in.Site.Location)
		if !b.published(e.Document, e.Title, e.Draft, at, e.Date) {
			continue
		}
		essay := Essay{Essay: e, Address: address(e.Document), Published: at, Older: -1, Newer: -1, CallAt: -1}
		for _, r := range b.in.Site.Regions {
			if r.Name == e.Region {
				essay.RegionTerm = r
			}
		}
		b.target(e.Document, essay.Address, e.Title)
		b.index.Essays = append(b.index.Essays, essay)
	}
	essays := b.index.Essays
	slices.SortFunc(essays, func(x, y Essay) int {
		return cmp.Or(y.Published.Compare(x.Published), cmp.Compare(x.Path, y.Path))
	})
	for i := range essays {
		if i > 0 {
			essays[i].Newer = i - 1
		}
		if i+1 < len(essays) {
			essays[i].Older = i + 1
		}
		for j := range b.index.Calls {
			if essays[i].Call != "" && callID(b.index.Calls[j].Path) == essays[i].Call {
				essays[i].CallAt = j
				b.index.Calls[j].Essays = append(b.index.Calls[j].Essays, i)
			}
		}
	}
}

func (b *builder) years() {
	for i, e := range b.index.Essays {
		year := e.Published.Year()
		if n := len(b.index.Years); n == 0 || b.index.Years[n-1].Year != year {
			b.index.Years = append(b.index.Years, Year{Year: year, Address: yearAddress(year)})
		}
		last := &b.index.Years[len(b.index.Years)-1]
		last.Essays = append(last.Essays, i)
	}
}

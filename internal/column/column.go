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
	Essays []*document.Essay // which the index may share; nobody changes them
	Calls  []document.Call
	Pages  []document.Page

	Contributors []document.Contributor

	Files []string // paths of the other files in content/
	Taken []Claim  // addresses that the theme's files have

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
	Site   config.Site
	Now    time.Time
	Essays []Essay // newest first
	Calls  []Call  // latest deadline first
	Pages  []Page  // by their order, then by address

	All          List
	Years        []List // newest first
	Regions      []List // in the order of site.toml
	Kinds        []List // likewise
	Tags         []List // by pinyin
	Contributors []Contributor

	Menu      []MenuItem
	Withdrawn []Withdrawn // by address
	Aliases   []Alias     // by address
	LeftOut   []LeftOut   // by path
	TakenIn   []LeftOut   // what is published only because the build was asked to, by path
	Assets    []Asset

	targets map[string]target // of documents, by pathKey
	assets  map[string]string // addresses, by pathKey

	pictures map[string]Picture // what Show has told, by pathKey

	contributorAt map[string]string // addresses of contributors' pages, by ID
}

// An Essay is a published essay.
type Essay struct {
	*document.Essay
	Address    string    // of its page, such as essays/2022/hao-xuelan.html
	Published  time.Time // in the column's zone
	Changed    time.Time // the later of publication and update, in the column's zone
	Older      int       // index in Essays, or -1
	Newer      int
	CallAt     int   // index in Calls, or -1
	SameRegion []int // the nearest in time, newest first
	SameAuthor []int
}

// A Call is a published call for submissions, with its state at the clock.
type Call struct {
	document.Call
	Address string
	State   deadline.State
	End     time.Time // half-open end of the time for submissions
	Changed time.Time // of publication or update; the zero time where neither is known
	Essays  List      // that answered it

	NoticeAddress   string // of the notice to be printed
	CalendarAddress string
}

// A Page is a published plain page.
type Page struct {
	document.Page
	Address string
	Changed time.Time // likewise
}

// A Withdrawn is an essay that was published and is no more: a notice stands at
// its address, and nothing else is left of it.
type Withdrawn struct {
	Path    string
	Address string
	Notice  string
	Date    time.Time
}

// An Alias is an address that a page had, and leads to it.
type Alias struct {
	Address string
	Target  string
	Title   string // of the page; "" for one that was withdrawn
	path    string // of the document that names it
	index   int    // in its aliases
}

// A Reason says why a document was left out.
type Reason int

// The reasons. A page with a future date is never dropped silently (Hugo
// issue 7337, Jekyll issue 3998).
const (
	Draft Reason = iota
	Future
	Idle    // a contributor without a published essay
	TooLate // after the deadline of its call, where site.toml has such essays left out
)

// A LeftOut is a document that a build does not publish unless it is asked to.
type LeftOut struct {
	Path   string
	Title  string
	Reason Reason
	Date   string // as written; "" where there is none

	LateBy time.Duration // of what is too late
}

// An Asset is a content file that is published because a page refers to it: an
// image as a [Picture], any other as it is.
type Asset struct {
	Path    string
	Address string
}

// New makes the index. With errors in the list it is not fit to publish.
func New(in Input) (Index, diag.List) {
	in.Files = slices.Sorted(slices.Values(in.Files))
	b := builder{in: in, files: map[string]string{}, received: map[string]civil.Moment{}}
	b.index = Index{
		Site: in.Site, Now: in.Now.In(in.Site.Location),
		targets: make(map[string]target, len(in.Essays)+len(in.Calls)+len(in.Pages)), assets: map[string]string{}, pictures: map[string]Picture{},
	}
	b.at = addresses{pretty: in.Site.PrettyURLs, dirs: map[string]string{}}
	b.regions, b.kinds = termNames(in.Site.Regions), termNames(in.Site.Kinds)
	for _, f := range in.Files {
		b.files[pathKey(f)] = f
	}
	boards, found := Boards(in)
	b.list = append(b.list, found...)
	b.judge(boards)
	b.pages()
	b.calls()
	b.essays()
	b.lists()
	b.contributors()
	b.menu()
	b.links()
	b.checkAddresses()
	b.unplaced()
	slices.SortFunc(b.index.Withdrawn, func(x, y Withdrawn) int { return cmp.Compare(x.Address, y.Address) })
	byPath := func(x, y LeftOut) int { return cmp.Compare(x.Path, y.Path) }
	slices.SortFunc(b.index.LeftOut, byPath)
	slices.SortFunc(b.index.TakenIn, byPath)
	b.list.Sort()
	return b.index, b.list
}

type builder struct {
	in       Input
	index    Index
	files    map[string]string       // of in.Files, by pathKey
	received map[string]civil.Moment // by path: the index has none, lest a view show one
	hinted   int                     // wrong links for which a hint was looked for
	at       addresses
	regions  []string // names of site.toml's
	kinds    []string

	times  map[string]verdict  // on essays that answer a call, by path
	broken []document.Document // with mistakes of their own, which are told already
	list   diag.List
}

// published decides whether a document is part of this build, and notes it
// where it is not. A broken document is none, but its links are checked.
func (b *builder) published(doc *document.Document, title string, draft bool, date time.Time, written civil.Moment) bool {
	if doc.Broken {
		b.broken = append(b.broken, *doc)
		b.index.targets[pathKey(doc.Path)] = target{broken: true}
		return false
	}
	out := LeftOut{Path: doc.Path, Title: title}
	if !written.IsZero() {
		out.Date = written.String()
	}
	future := date.After(b.in.Now)
	switch {
	case draft && !b.in.Drafts:
		out.Reason = Draft
	case future && !b.in.Future:
		out.Reason = Future
	case draft || future:
		if !draft {
			out.Reason = Future
		}
		b.index.TakenIn = append(b.index.TakenIn, out)
		return true
	default:
		return true
	}
	b.index.LeftOut = append(b.index.LeftOut, out)
	b.index.targets[pathKey(doc.Path)] = target{leftOut: true, reason: out.Reason, title: title, anchors: doc.Body.Headings}
	return false
}

func (b *builder) pages() {
	for _, p := range b.in.Pages {
		if !b.published(&p.Document, p.Title, p.Draft, b.instant(p.Date), p.Date) {
			continue
		}
		page := Page{Page: p, Address: b.at.document(&p.Document), Changed: b.changed(p.Date, p.Updated)}
		b.target(&p.Document, page.Address, p.Title)
		b.alias(p.Path, &p.Common, p.Title, page.Address)
		b.index.Pages = append(b.index.Pages, page)
	}
	slices.SortFunc(b.index.Pages, func(x, y Page) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Path, y.Path))
	})
}

// instant returns the instant of a moment in the column's zone, or the zero
// time for none.
func (b *builder) instant(m civil.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	return m.Instant(b.in.Site.Location).In(b.in.Site.Location)
}

// changed returns when readers last had something new of a document.
func (b *builder) changed(date, updated civil.Moment) time.Time {
	at, later := b.instant(date), b.instant(updated)
	if later.After(at) && !later.After(b.in.Now) {
		return later
	}
	return at
}

// alias notes the addresses that the page of a file had.
func (b *builder) alias(name string, c *document.Common, title, address string) {
	for i, a := range c.Aliases {
		b.index.Aliases = append(b.index.Aliases, Alias{
			Address: document.AliasAddress(a), Target: address, Title: title, path: name, index: i,
		})
	}
}

func (b *builder) calls() {
	loc := b.in.Site.Location
	for _, c := range b.in.Calls {
		b.checkRoster(c)
		if !b.published(&c.Document, c.Title, c.Draft, b.instant(c.Date), c.Date) {
			continue
		}
		c = public(c, loc)
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
		base := b.at.base(&c.Document)
		call := Call{
			Call: c, Address: b.at.document(&c.Document), State: when.StateAt(b.in.Now, loc), End: when.End(loc),
			Changed: b.changed(c.Date, c.Updated), NoticeAddress: b.at.page(base + "-notice"), CalendarAddress: base + ".ics",
		}
		b.target(&c.Document, call.Address, c.Title)
		b.alias(c.Path, &c.Common, c.Title, call.Address)
		b.index.Calls = append(b.index.Calls, call)
	}
	slices.SortFunc(b.index.Calls, func(x, y Call) int {
		return cmp.Or(y.End.Compare(x.End), cmp.Compare(x.Path, y.Path))
	})
}

func (b *builder) essays() {
	callAt := map[string]int{}
	for i, c := range b.index.Calls {
		callAt[callID(c.Path)] = i
	}
	b.index.Essays = make([]Essay, 0, len(b.in.Essays))
	tags := tagSlugs{}
	for _, i := range newestFirst(b.in.Essays, b.instant) {
		e := b.in.Essays[i]
		b.checkTerms(e)
		at := b.instant(e.Date)
		if !b.published(&e.Document, e.Title, e.Draft, at, e.Date) {
			continue
		}
		address := b.at.document(&e.Document)
		if b.withdrawn(e, address) || b.late(e) {
			continue
		}
		if !e.Received.IsZero() {
			b.received[e.Path] = e.Received
		}
		b.index.Essays = append(b.index.Essays, Essay{
			Essay: shownOf(e, tags), Address: address, Published: at, Changed: b.changed(e.Date, e.Updated),
			Older: -1, Newer: -1, CallAt: -1,
		})
		essay := &b.index.Essays[len(b.index.Essays)-1]
		if i, ok := callAt[e.Call]; ok {
			essay.CallAt = i
		}
		b.target(&e.Document, address, e.Title)
		b.alias(e.Path, &e.Common, e.Title, address)
	}
	essays := b.index.Essays
	for i := range essays {
		if i > 0 {
			essays[i].Newer = i - 1
		}
		if i+1 < len(essays) {
			essays[i].Older = i + 1
		}
	}
}

// shownOf returns what of an essay the index may show: not when it was received,
// as public does for a call, and each tag once.
func shownOf(e *document.Essay, known tagSlugs) *document.Essay {
	tags := known.unique(e.Tags)
	if e.Received.IsZero() && len(tags) == len(e.Tags) {
		return e
	}
	shown := *e
	shown.Received, shown.Tags = civil.Moment{}, tags
	return &shown
}

// newestFirst returns the order of essays.
func newestFirst(essays []*document.Essay, instant func(civil.Moment) time.Time) []int {
	order, published := make([]int, len(essays)), make([]time.Time, len(essays))
	for i := range order {
		order[i], published[i] = i, instant(essays[i].Date)
	}
	slices.SortFunc(order, func(i, j int) int {
		if c := published[j].Compare(published[i]); c != 0 {
			return c
		}
		return cmp.Compare(essays[i].Path, essays[j].Path)
	})
	return order
}

// withdrawn puts a notice in the place of an essay that is withdrawn at the
// clock.
func (b *builder) withdrawn(e *document.Essay, address string) bool {
	date := b.instant(e.Withdrawn)
	if date.IsZero() || date.After(b.in.Now) {
		return false
	}
	b.index.Withdrawn = append(b.index.Withdrawn, Withdrawn{
		Path: e.Path, Address: address, Notice: e.WithdrawnNotice, Date: date,
	})
	b.index.targets[pathKey(e.Path)] = target{address: address, withdrawn: true, title: e.Title}
	b.alias(e.Path, &e.Common, "", address) // nothing is left of its title
	return true
}

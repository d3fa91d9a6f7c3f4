package column

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/names"
	"luxi/internal/slug"
)

var nearTags = diag.Define("tags-alike", diag.Error,
	i18n.Text{ZH: "标签“{name}”和“{other}”的网址相同", EN: "the tags “{name}” and “{other}” have one address"},
	i18n.Text{ZH: "它们只差大小写或标点，统一成一种写法。", EN: "They differ in case or marks only: write both in one way."})

// A List is a run of essays with pages of its own.
type List struct {
	Name   string // of the region, kind, tag or contributor; the year; "" for all essays
	Base   string // the folder of its pages and feeds, with a slash at its end
	Essays []int  // newest first
	Pages  []ListPage
}

// A ListPage is one page of a list. Pages are numbered from the oldest, so that
// a full page never changes again and its address keeps its content; the first
// page, without a number, shows what is too new for a full page and the page
// before it: with twenty to a page, the newest twenty to thirty-nine.
type ListPage struct {
	Address string
	Number  int // 0 for the first page, which shows the newest
	Essays  []int
}

// newList pages a list. Essays are newest first.
func (b *builder) newList(name, base string, essays []int) List {
	size := b.in.Site.PerPage
	l := List{Name: name, Base: base + "/", Essays: essays}
	full := max(len(essays)/size-1, 0) // pages with a number
	first := len(essays) - full*size
	l.Pages = append(l.Pages, ListPage{Address: l.Base + "index.html", Essays: essays[:first]})
	for n := full; n >= 1; n-- {
		start := first + (full-n)*size
		l.Pages = append(l.Pages, ListPage{
			Address: b.at.page(fmt.Sprintf("%spage-%d", l.Base, n)),
			Number:  n, Essays: essays[start : start+size],
		})
	}
	return l
}

// lists sorts the essays into the lists that show them. A term without essays
// has no list.
func (b *builder) lists() {
	x := &b.index
	all := make([]int, len(x.Essays))
	years, tags := map[string][]int{}, map[string][]int{}
	regions, kinds := map[string][]int{}, map[string][]int{}
	calls := make([][]int, len(x.Calls))
	var yearNames []string
	for i := range x.Essays {
		e := &x.Essays[i]
		all[i] = i
		year := e.Published.Format("2006")
		if len(years[year]) == 0 {
			yearNames = append(yearNames, year) // newest first, as the essays are
		}
		years[year] = append(years[year], i)
		regions[e.Region] = append(regions[e.Region], i)
		kinds[e.Kind] = append(kinds[e.Kind], i)
		for _, t := range e.Tags {
			tags[t] = append(tags[t], i)
		}
		if e.CallAt >= 0 {
			calls[e.CallAt] = append(calls[e.CallAt], i)
		}
	}
	x.All = b.newList("", "essays", all)
	for _, y := range yearNames {
		x.Years = append(x.Years, b.newList(y, "essays/"+y, years[y]))
	}
	x.Regions = b.termLists("regions", b.in.Site.Regions, regions)
	x.Kinds = b.termLists("kinds", b.in.Site.Kinds, kinds)
	x.Tags = b.tagLists(tags)
	for i := range x.Calls {
		c := &x.Calls[i]
		c.Essays = b.newList(c.Title, b.at.base(&c.Document)+"/essays", calls[i])
	}
	b.related(regions)
}

func (b *builder) termLists(folder string, terms []config.Term, essays map[string][]int) []List {
	var out []List
	for _, t := range terms {
		if len(essays[t.Name]) > 0 {
			out = append(out, b.newList(t.Name, folder+"/"+t.Slug, essays[t.Name]))
		}
	}
	return out
}

// tagLists orders tags by pinyin. Tags that differ in case or marks only are
// one address, and so a mistake.
func (b *builder) tagLists(tags map[string][]int) []List {
	var out []List
	first := map[string]string{} // names by address
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		folder := segment(name)
		if other, ok := first[folder]; ok {
			b.list.Add(nearTags.At(b.tagPlace(tags[name]), diag.Arg("name", name), diag.Arg("other", other)).
				Also(b.tagPlace(tags[other])))
			continue
		}
		first[folder] = name
		out = append(out, b.newList(name, "tags/"+folder, tags[name]))
	}
	slices.SortFunc(out, func(x, y List) int {
		return cmp.Or(names.ByPinyin(x.Name, y.Name), cmp.Compare(x.Name, y.Name))
	})
	return out
}

// tagPlace is where the newest of a tag's essays has its tags.
func (b *builder) tagPlace(essays []int) diag.Range {
	return b.in.Places.Key(b.index.Essays[essays[0]].Path, "tags")
}

// tagSlugs remember of tags whether an address can be made of them: there are few
// tags, and each stands in many essays.
type tagSlugs map[string]bool

// unique leaves out what is written twice, and what has nothing of which an
// address could be made. It returns the same list where that is nothing.
func (known tagSlugs) unique(tags []string) []string {
	out := tags
	same := true
	for i, t := range tags {
		ok, seen := known[t]
		if !seen {
			ok = slug.From(t) != ""
			known[t] = ok
		}
		switch keep := ok && !slices.Contains(tags[:i], t); {
		case same && !keep:
			out, same = slices.Clone(tags[:i]), false
		case !same && keep:
			out = append(out, t)
		}
	}
	return out
}

// maxRelated is how many essays of the same region, and of the same author, an
// essay's page names.
const maxRelated = 5

// related finds for each essay the nearest in time of its region. A new essay
// so changes the pages of its neighbours and no others.
func (b *builder) related(regions map[string][]int) {
	for region, essays := range regions {
		if region == "" {
			continue
		}
		for at := range essays {
			b.index.Essays[essays[at]].SameRegion = around(essays, at)
		}
	}
}

// around returns the essays next to the one at a place of a list, as many on
// either side as there are, the list's order kept.
func around(essays []int, at int) []int {
	low, high := at, at+1
	for high-low-1 < maxRelated && (low > 0 || high < len(essays)) {
		if before := at - low; low > 0 && (before <= high-at-1 || high == len(essays)) {
			low--
		} else {
			high++
		}
	}
	return append(slices.Clone(essays[low:at]), essays[at+1:high]...)
}

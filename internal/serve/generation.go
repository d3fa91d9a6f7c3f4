package serve

import (
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/document"
)

// A generation is the column as it was read once.
type generation struct {
	number int
	site   *build.Site // the newest that has files; nil before there was one
	list   diag.List   // of the newest reading, whether it has files or not
	err    error       // of the machine

	replaced chan struct{} // closed when there is a newer one

	mutex  sync.Mutex
	themes map[string]*build.Site // in other themes than the column's

	known map[string]bool // sources that had a page in this generation or one before
	fresh string          // the only source that has a page for the first time, or ""
}

func newGeneration() *generation {
	return &generation{replaced: make(chan struct{}), themes: map[string]*build.Site{}}
}

// next returns the generation of a new reading.
func (g *generation) next(site *build.Site, err error) *generation {
	n := newGeneration()
	n.number, n.site, n.err, n.known = g.number+1, g.site, err, g.known
	if err != nil {
		n.list = g.list
		return n
	}
	n.list = site.Diagnostics
	if !site.Planned() || site.Settings.Broken {
		return n // what can be made of half the settings is no page that anybody wants to see
	}
	n.site = site
	n.learn(g)
	return n
}

// learn finds what has a page for the first time. What comes with others is
// nothing that somebody has just begun to write; nor is what another file was
// called before.
func (g *generation) learn(before *generation) {
	fresh := map[string]bool{}
	for source := range g.site.Sources() {
		if !before.known[source] {
			fresh[source] = true
		}
	}
	if len(fresh) == 0 {
		return
	}
	known := make(map[string]bool, len(before.known)+len(fresh))
	maps.Copy(known, before.known)
	maps.Copy(known, fresh)
	g.known = known
	if before.site == nil || len(fresh) > 1 {
		return
	}
	for source := range fresh {
		if section, ok := document.SectionOf(source); !ok || section != document.Essays {
			return
		}
		sources := maps.Collect(pairs(g.site.Sources()))
		for old := range before.site.Sources() {
			if !sources[old] {
				return // it was renamed, and pages of it go there by themselves
			}
		}
		g.fresh = source
	}
}

// pairs makes the members of a set.
func pairs(names iter.Seq[string]) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for name := range names {
			if !yield(name, true) {
				return
			}
		}
	}
}

func (g *generation) theme(name string) (*build.Site, bool) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	site, ok := g.themes[name]
	return site, ok
}

func (g *generation) addTheme(name string, site *build.Site) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.themes[name] = site
}

// others returns the sites in other themes, the one of a name first.
func (g *generation) others(first string) []*build.Site {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	var sites []*build.Site
	for name, site := range g.themes {
		if name == first {
			sites = slices.Insert(sites, 0, site)
		} else {
			sites = append(sites, site)
		}
	}
	return sites
}

// basePath is the path below which the site stands, with nothing escaped.
func (g *generation) basePath() string {
	if g.site == nil {
		return "/"
	}
	p, err := url.PathUnescape(g.site.Settings.BasePath)
	if err != nil || !strings.HasPrefix(p, "/") {
		return "/"
	}
	return p
}

func (g *generation) reading(before *generation, took time.Duration) Reading {
	r := Reading{First: g.number == 1, Diagnostics: g.list, Err: g.err, Took: took}
	if g.site != nil {
		r.Pages = g.site.Pages()
	}
	r.Changed = r.First || !slices.EqualFunc(g.list, before.list, same) || (g.err == nil) != (before.err == nil)
	return r
}

package serve

import (
	"container/list"
	"context"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
)

// A place is where a page is asked for: an address of the site, in a theme, ""
// being the column's own.
type place struct{ address, theme string }

// A page is what is shown at a place. With neither content nor a list, the site
// has none there.
type page struct {
	key     string    // names the content; "" where there is none
	content []byte    // of the newest file, or of the last that could be made
	list    diag.List // why the newest cannot be made
	source  string    // the content file that it is made of, or ""
	sum     fingerprint.Sum
	stale   bool // the content is not the newest
}

func (p page) gone() bool { return p.content == nil && len(p.list) == 0 }

// patience is how long a request waits for a reading when a file has changed
// since the last one.
const patience = 2 * time.Second

// page makes what is shown at a place. If a file was saved in the meantime, it
// waits for the next reading.
func (s *Server) page(ctx context.Context, g *generation, at place) (page, error) {
	for {
		p, err := s.make(ctx, g, at)
		if err != nil || !build.FileChanged(p.list) {
			return p, err
		}
		s.hub.want()
		if g = s.after(ctx, g); g == nil {
			return p, ctx.Err()
		}
	}
}

// after waits for the generation after one; it is nil if there is none in time.
func (s *Server) after(ctx context.Context, g *generation) *generation {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-g.replaced:
		return s.now()
	case <-ctx.Done():
		return nil
	}
}

func (s *Server) make(ctx context.Context, g *generation, at place) (page, error) {
	switch {
	case isDesk(at.address):
		return s.makeDesk(g, at)
	case strings.HasPrefix(at.address, specimenFolder):
		return s.makeSpecimen(ctx, g, at)
	}
	site, list, err := s.themed(ctx, g, at.theme)
	if site == nil {
		p := s.memo.lastGood(at)
		p.list = list
		return p, err
	}
	key, ok, err := site.Key(at.address)
	if err != nil {
		return page{}, err
	}
	if !ok {
		return s.lost(g, site, at), nil
	}
	if p, had := s.memo.get(at); had && p.key == key.String() && !p.stale {
		return p, nil
	}
	content, sum, list, _, err := site.Make(at.address)
	if err != nil {
		return page{}, err
	}
	p := page{key: sum.String(), content: content, list: list, source: site.Source(at.address)}
	if d, ok := site.Document(p.source); ok {
		p.sum = d.Sum
	}
	if len(list) > 0 {
		good := s.memo.lastGood(at)
		p.key, p.content, p.stale = good.key, good.content, true
		return p, nil
	}
	if isPage(at.address) {
		s.memo.put(at, p)
	}
	return p, nil
}

// lost returns what is shown where the site has no page: the last good one, if
// its file stands but has mistakes.
func (s *Server) lost(g *generation, site *build.Site, at place) page {
	good := s.memo.lastGood(at)
	if good.source == "" {
		return page{}
	}
	if d, stands := site.Document(good.source); !stands || d.Address != "" || !d.Broken {
		return page{}
	}
	for _, d := range g.list {
		if d.Severity == diag.Error && d.Range.File == good.source {
			return good
		}
	}
	return page{}
}

// moved returns the address that a page has now whose source was another file,
// or stood at another address; "" where it is gone.
func moved(site *build.Site, source string, sum fingerprint.Sum) string {
	if source == "" || site == nil {
		return ""
	}
	if d, ok := site.Document(source); ok {
		return d.Address
	}
	for _, d := range site.Documents() {
		if d.Sum == sum && d.Address != "" {
			return d.Address
		}
	}
	return ""
}

// link returns the path of an address on this server.
func link(g *generation, address, themeName string) string {
	u := url.URL{Path: g.basePath() + address}
	if strings.HasPrefix(address, ownFolder) {
		u.Path, u.RawQuery, _ = strings.Cut("/"+address, "?")
	}
	if dir, file := path.Split(u.Path); file == "index.html" {
		u.Path = dir
	}
	if themeName != "" {
		u.RawQuery = url.Values{"theme": {themeName}}.Encode()
	}
	return u.String()
}

// address returns the address of the site that a path asks for. It reports
// false for a path that is not below the site's.
func (g *generation) address(p string) (string, bool) {
	rest, ok := strings.CutPrefix(p, g.basePath())
	if !ok {
		return "", false
	}
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += "index.html"
	}
	return rest, true
}

// remembered is how many pages are kept as they were shown last.
const remembered = 200

// A memo keeps pages that could be made: so that a page that is open is not made
// twice, and for the time in which it cannot be made.
type memo struct {
	mutex sync.Mutex
	pages map[place]*list.Element
	order *list.List // of memoEntry, the last used first
}

type memoEntry struct {
	at   place
	page page
}

func (m *memo) init() { m.pages, m.order = map[place]*list.Element{}, list.New() }

func (m *memo) get(at place) (page, bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	e, ok := m.pages[at]
	if !ok {
		return page{}, false
	}
	m.order.MoveToFront(e)
	return e.Value.(memoEntry).page, true
}

// lastGood returns the page that was shown at a place, marked as not the newest.
func (m *memo) lastGood(at place) page {
	p, _ := m.get(at)
	p.stale = true
	return p
}

func (m *memo) put(at place, p page) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if e, ok := m.pages[at]; ok {
		e.Value = memoEntry{at, p}
		m.order.MoveToFront(e)
		return
	}
	m.pages[at] = m.order.PushFront(memoEntry{at, p})
	if m.order.Len() > remembered {
		last := m.order.Back()
		m.order.Remove(last)
		delete(m.pages, last.Value.(memoEntry).at)
	}
}

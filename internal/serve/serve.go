// Package serve shows a column while it is being written: pages are made when
// they are asked for, and pages that are open follow what editors save.
//
// # How
//
// The column is read as for a build, which makes none of its pages. A page is
// then made by the same functions as for publishing, when somebody asks for it.
// Whenever package watch hints at a change, the column is read again; what did
// not change is kept, by content, in package build. The new reading is a new
// generation, and the old one is dropped. Nothing is ever invalidated.
//
// Every open page holds a stream of server-sent events, on which it is told its
// state: the key of its content, its address, the mistakes that concern it. It is
// told whenever that is another than before, and whenever it connects; so what
// happens between, a restart too, is no case of its own. What to do about it is
// the page's own business (client/client.js).
//
// # What never happens here
//
// Nothing is written into the site: the client's script is put into the answer,
// not into the page. No mistake of the column ends the server; while a page
// cannot be made, the last good one stands behind the word of what is wrong.
//
// # Privacy
//
// Manuscripts are not yet public. The server answers only requests that name it
// by an address of its own (a page elsewhere could have its name resolve to
// 127.0.0.1), and none that another site's page has sent. See guard.go.
package serve

import (
	"context"
	"os"
	"path"
	"sync"
	"time"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/proof"
	"luxi/internal/theme"
	"luxi/internal/watch"
)

// Options say how a column is shown.
type Options struct {
	Lang   i18n.Lang           // of what the server says on pages
	Now    func() civil.Moment // the clock of each reading
	Drafts bool
	Future bool
	Theme  string // replaces that of site.toml, if not empty
	Keep   bool   // as in build.Options
	Verify bool   // likewise

	Hosts []string // by which it may be called beside localhost and loopback addresses

	// Report, if not nil, is told of every reading, one after the other.
	Report func(Reading)
}

// A Reading says what became of reading the column.
type Reading struct {
	First       bool
	Pages       int
	Changed     bool // there is something to tell: it differs from the reading before
	Diagnostics diag.List
	Err         error // of the machine
	Took        time.Duration
}

// A Server shows one column. Its handler may be used from many goroutines.
type Server struct {
	opt    Options
	root   *os.Root
	token  string // that a page must show to have something done
	editor *editor
	guard  guard
	hub    hub
	memo   memo

	loading sync.Mutex // one reading at a time
	builder *build.Builder

	making    sync.Mutex
	specimens map[string]specimens // by theme, under making

	mutex   sync.RWMutex
	current *generation
}

// New returns a server of the column in a folder, which must stay open until the
// server is closed. It answers after the first Load.
func New(root *os.Root, opt Options) *Server {
	s := &Server{opt: opt, root: root, token: newToken(), builder: build.Open(root), specimens: map[string]specimens{}}
	s.editor = newEditor(root, s.token, opt.Lang)
	s.guard.names = append([]string{"localhost"}, opt.Hosts...)
	s.hub.init()
	s.memo.init()
	s.current = newGeneration()
	return s
}

// Close gives back what the server holds.
func (s *Server) Close() error {
	s.hub.close()
	s.loading.Lock()
	defer s.loading.Unlock()
	return s.builder.Close()
}

// Scope is what decides about a column.
func Scope() watch.Scope {
	return watch.Scope{Files: []string{config.FileName}, Trees: []string{document.Root, theme.Dir, path.Dir(proof.TermsFile)}}
}

// Minute is how often the column is read without a change while pages are open:
// a day ends, and a call closes, although nobody saves.
const Minute = time.Minute

// Follow reads the column after each hint of a watcher of its Scope, until the
// context is done.
func (s *Server) Follow(ctx context.Context, w *watch.Watcher) {
	clock := time.NewTicker(Minute)
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.Hints():
		case <-s.hub.wanted: // a file has changed of which nobody told yet
			s.Load(ctx)
			continue
		case <-clock.C:
			if s.hub.count() == 0 {
				continue
			}
		}
		names, known := w.Touched()
		if !known {
			s.Load(ctx)
			continue
		}
		s.load(ctx, append([]string{}, names...))
	}
}

// options are those of a reading in a theme. Touched is nil where it is not known
// what has been touched.
func (s *Server) options(name string, touched []string) build.Options {
	return build.Options{
		Touched: touched,
		Now:     s.opt.Now(), Drafts: s.opt.Drafts, Future: s.opt.Future,
		Theme: name, Keep: s.opt.Keep, Verify: s.opt.Verify,
	}
}

// Load reads the column, all of it, and tells the pages that are open.
func (s *Server) Load(ctx context.Context) { s.load(ctx, nil) }

func (s *Server) load(ctx context.Context, touched []string) {
	s.loading.Lock()
	start := time.Now()
	site, err := s.builder.Load(ctx, s.options(s.opt.Theme, touched))
	s.loading.Unlock()
	if ctx.Err() != nil {
		return
	}
	before := s.now()
	next := before.next(site, err)
	s.mutex.Lock()
	s.current = next
	s.mutex.Unlock()
	s.tell(before, next)
	if s.opt.Report != nil {
		s.opt.Report(next.reading(before, time.Since(start)))
	}
}

func (s *Server) now() *generation {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	return s.current
}

// themed returns the site in a theme, "" being the column's own; or nil, and what
// is wrong with the theme. It is read when it is asked for first.
func (s *Server) themed(ctx context.Context, g *generation, name string) (*build.Site, diag.List, error) {
	if name == "" || g.site == nil {
		return g.site, nil, nil
	}
	s.loading.Lock()
	defer s.loading.Unlock()
	site, ok := g.theme(name)
	if !ok {
		var err error
		site, err = s.builder.Load(ctx, s.options(name, []string{})) // what was touched meanwhile is told to the next reading
		if err != nil {
			return nil, nil, err
		}
		g.addTheme(name, site)
	}
	if !site.Planned() {
		return nil, errorsOf(site.Diagnostics), nil
	}
	return site, nil, nil
}

// Path is where the site begins on this server, escaped as in addresses.
func (s *Server) Path() string { return link(s.now(), "", "") }

package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"luxi/internal/fingerprint"
)

// heartbeat is how often a stream says that it lives. A browser that is gone is
// found when it cannot be said.
const (
	heartbeat = 15 * time.Second
	lag       = 10 * time.Second // how long a browser may take to read what is said
)

// A hub knows the streams of all open pages.
type hub struct {
	mutex  sync.Mutex
	tabs   []*tab // in the order in which they came
	closed chan struct{}
	once   sync.Once
	wanted chan struct{} // a reading is asked for
}

// A tab is the stream of an open page.
type tab struct {
	own    bool          // of the server's own pages, which stay where they are
	wake   chan struct{} // its state may be another
	follow chan string   // it is to go to a path
}

func (h *hub) init() { h.closed, h.wanted = make(chan struct{}), make(chan struct{}, 1) }

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }

func (h *hub) want() { poke(h.wanted) }

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (h *hub) add(address string) *tab {
	t := &tab{own: strings.HasPrefix(address, ownFolder), wake: make(chan struct{}, 1), follow: make(chan string, 1)}
	t.wake <- struct{}{}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.tabs = append(h.tabs, t)
	return t
}

func (h *hub) remove(t *tab) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for i, other := range h.tabs {
		if other == t {
			h.tabs = append(h.tabs[:i:i], h.tabs[i+1:]...)
			return
		}
	}
}

func (h *hub) count() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return len(h.tabs)
}

// tell wakes all open pages. A new essay is followed by the page that was
// opened, or came into sight, last: that is where the editor looks.
func (s *Server) tell(before, next *generation) {
	close(before.replaced)
	s.hub.mutex.Lock()
	defer s.hub.mutex.Unlock()
	for _, t := range s.hub.tabs {
		poke(t.wake)
	}
	if next.fresh == "" {
		return
	}
	d, ok := next.site.Document(next.fresh)
	for _, t := range slices.Backward(s.hub.tabs) {
		if ok && !t.own {
			select {
			case t.follow <- link(next, d.Address, ""):
			default: // it is on its way elsewhere
			}
			return
		}
	}
}

// events is the stream of an open page.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	v := &viewer{place: place{q.Get("address"), q.Get("theme")}, source: q.Get("source")}
	v.sum, _ = fingerprint.Parse(q.Get("sum"))
	control := http.NewResponseController(w)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	say := func(event string, data any) error {
		text, err := json.Marshal(data)
		if err != nil {
			return err
		}
		if err := control.SetWriteDeadline(time.Now().Add(lag)); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, text); err != nil {
			return err
		}
		return control.Flush()
	}
	t := s.hub.add(v.address)
	defer s.hub.remove(t)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if _, err := fmt.Fprint(w, "retry: 300\n\n"); err != nil {
		return
	}
	var last string
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-s.hub.closed:
			return
		case <-t.wake:
			last, err = s.sayState(r.Context(), v, last, say)
		case to := <-t.follow:
			err = say("follow", map[string]string{"url": to})
		case <-beat.C:
			err = say("beat", struct{}{})
		}
		if err != nil {
			return
		}
	}
}

// sayState tells a page its state, if it is another than the last.
func (s *Server) sayState(ctx context.Context, v *viewer, last string, say func(string, any) error) (string, error) {
	st, err := s.state(ctx, v)
	if err != nil {
		if ctx.Err() != nil {
			return last, err
		}
		st = state{Key: keyNone, URL: link(s.now(), v.address, v.theme), Errors: []mistake{s.machine(err)}, Marks: []mark{}}
	}
	text, err := json.Marshal(st)
	if err != nil || string(text) == last {
		return last, err
	}
	return string(text), say("state", st)
}

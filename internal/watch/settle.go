package watch

import (
	"io/fs"
	"maps"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A look is what the system shows of a file.
type look struct {
	exists bool
	dir    bool
	size   int64
	mode   fs.FileMode
	time   time.Time
	at     time.Time // when it began to look so
}

func (w *Watcher) begin() {
	if w.since.IsZero() {
		w.since = time.Now()
	}
}

func (w *Watcher) touch(e fsnotify.Event) {
	w.begin()
	now := lookAt(e.Name)
	if was, ok := w.touched[e.Name]; ok && was.same(now) && !e.Has(fsnotify.Create) {
		now.at = was.at
	}
	w.touched[e.Name] = now
	if now.dir && !e.Has(fsnotify.Write) && !e.Has(fsnotify.Chmod) || w.watched[e.Name] && e.Op&(fsnotify.Remove|fsnotify.Rename) != 0 {
		w.resync = true
	}
	if w.resync && e.Op&(fsnotify.Remove|fsnotify.Rename) != 0 {
		w.leave(e.Name)
	}
}

// settle gives a hint if all that was touched is at rest, or says how long to
// wait until it can be.
func (w *Watcher) settle(now time.Time) (wait time.Duration) {
	if w.since.IsZero() {
		return 0
	}
	overdue := now.Sub(w.since) >= storm
	for name, was := range w.touched {
		is := lookAt(name)
		is.at = now
		if was.same(is) {
			is.at = was.at
		}
		w.touched[name] = is
		rest := Quick
		if !is.exists || !is.dir && is.size == 0 || is.dir && w.resync {
			rest = Slow
		}
		wait = max(wait, rest-now.Sub(is.at))
	}
	if wait > 0 && !overdue {
		return max(wait, time.Millisecond)
	}
	w.since = time.Time{}
	if w.resync {
		w.resync = false
		w.sync()
		w.markAll()
	} else {
		w.mark(maps.Keys(w.touched))
	}
	clear(w.touched)
	w.hint()
	return 0
}

func (l look) same(m look) bool {
	return l.exists == m.exists && l.dir == m.dir && l.size == m.size && l.mode == m.mode && l.time.Equal(m.time)
}

func lookAt(name string) look {
	info, err := os.Lstat(name)
	if err != nil {
		return look{at: time.Now()}
	}
	return look{exists: true, dir: info.IsDir(), size: info.Size(), mode: info.Mode(), time: info.ModTime(), at: time.Now()}
}

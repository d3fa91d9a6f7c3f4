// Package watch says when something in a folder may have changed.
//
// What it says is a hint and no more: whoever gets one looks at the files. So
// nothing depends on what a system reports, in which order, or how often, and a
// hint too many costs little. No change goes without a hint: folders that
// appear are watched before the hint is given, and when the system's queue was
// full, all is looked at again.
//
// A hint waits until what was touched is at rest: an editor that saves writes
// an empty file, or takes the old one away and puts a new one in its place, and
// what is seen between is no truth. A file that stands, holds something and no
// longer changes is at rest after [Quick]; one that is empty or gone, and folders
// that came or went, after [Slow].
//
// Where the system cannot watch (a network share, which tells nothing of what
// others do; a limit that is reached) the files are looked at again and again.
package watch

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"luxi/internal/source"
)

// How long what was touched must be at rest. An atomic save takes a few
// milliseconds; WPS on a slow disk needs some tens.
const (
	Quick = 15 * time.Millisecond
	Slow  = 100 * time.Millisecond
)

// storm is after how long a hint is given although files still change.
const storm = time.Second

// many is from how many files on it is not said which were touched.
const many = 1000

// Every is how often files are looked at where the system cannot watch them.
const Every = 500 * time.Millisecond

// A Scope is what is watched below a folder.
type Scope struct {
	Files []string // names of files in the folder itself
	Trees []string // names of folders in it, with all that is below them
}

// A Reason says why files are polled although nobody asked for it.
type Reason int

// The reasons.
const (
	Remote Reason = iota + 1 // the folder is on another machine
	Limit                    // the system watches no more files
	Broken                   // the system cannot watch at all
)

// Options say how to watch.
type Options struct {
	Poll bool
	// Warn, if not nil, is told at most once that files are polled, and why.
	Warn func(Reason, error)
}

// A Watcher watches until it is closed.
type Watcher struct {
	dir   string
	scope Scope
	warn  func(Reason, error)

	mutex sync.Mutex
	names map[string]bool // what was touched since Touched was asked
	all   bool            // it is not known

	hints  chan struct{}
	stop   chan struct{}
	ended  chan struct{}
	system *fsnotify.Watcher // nil while polling
	events <-chan fsnotify.Event
	errors <-chan error

	watched map[string]bool // folders
	touched map[string]look
	since   time.Time // of the first touch that no hint was given for
	resync  bool      // folders may have come
}

// Open begins to watch. Changes after it has returned are not missed.
func Open(dir string, scope Scope, opt Options) *Watcher {
	w := prepare(dir, scope, opt)
	w.start()
	return w
}

// prepare has the system tell of changes, to which nobody listens before start.
func prepare(dir string, scope Scope, opt Options) *Watcher {
	w := &Watcher{
		dir: dir, scope: scope, warn: opt.Warn,
		hints: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{}),
		watched: map[string]bool{}, touched: map[string]look{},
	}
	if opt.Poll {
		return w
	}
	if remote(dir) {
		w.tell(Remote, nil)
	} else if system, err := fsnotify.NewWatcher(); err != nil {
		w.tell(reasonOf(err), err)
	} else {
		w.system, w.events, w.errors = system, system.Events, system.Errors
		w.sync()
	}
	return w
}

func (w *Watcher) start() {
	work := w.run
	if w.system == nil {
		before := w.scan()
		work = func() { w.poll(before) }
	}
	go func() { defer close(w.ended); work() }()
}

// Hints gives a value after something may have changed. Values do not pile up:
// one stands for all changes before it is taken.
func (w *Watcher) Hints() <-chan struct{} { return w.hints }

// Touched returns what may have changed since it was asked last, as paths from the
// folder with slashes; or false if that is not known, as after folders came or
// went. It is to be asked before the files are looked at.
func (w *Watcher) Touched() (names []string, known bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for name := range w.names {
		names = append(names, name)
	}
	known = !w.all
	w.names, w.all = nil, false
	return names, known
}

// mark says what was touched. A path that is none of the folder's makes it
// unknown.
func (w *Watcher) mark(names iter.Seq[string]) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for name := range names {
		rel, err := filepath.Rel(w.dir, name)
		if err != nil || !filepath.IsLocal(rel) || len(w.names) >= many {
			w.names, w.all = nil, true
		}
		if w.all {
			return
		}
		if w.names == nil {
			w.names = map[string]bool{}
		}
		w.names[filepath.ToSlash(rel)] = true
	}
}

func (w *Watcher) markAll() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.names, w.all = nil, true
}

// Close ends the watching.
func (w *Watcher) Close() {
	close(w.stop)
	<-w.ended
}

func (w *Watcher) hint() {
	select {
	case w.hints <- struct{}{}:
	default:
	}
}

func (w *Watcher) tell(r Reason, err error) {
	if w.warn != nil {
		w.warn(r, err)
		w.warn = nil
	}
}

func reasonOf(err error) Reason {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return Limit
	}
	return Broken
}

// run listens to the system. When that is at its end, it polls.
func (w *Watcher) run() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for w.system != nil {
		select {
		case <-w.stop:
			w.system.Close()
			return
		case e := <-w.events:
			if !w.concerns(e.Name) {
				continue
			}
			w.touch(e)
			if time.Since(w.since) < storm {
				timer.Reset(Quick)
			}
		case <-w.errors: // the queue was full, or the system failed: all may have changed
			w.begin()
			w.resync = true
			timer.Reset(Quick)
		case <-timer.C:
			if wait := w.settle(time.Now()); wait > 0 {
				timer.Reset(wait)
			}
		}
	}
	before := w.scan()
	w.markAll()
	w.hint()
	w.poll(before)
}

// concerns reports whether a path is one that may mean something.
func (w *Watcher) concerns(name string) bool {
	rel, err := filepath.Rel(w.dir, name)
	if err != nil {
		return true // rather a hint too many
	}
	parts := strings.Split(rel, string(filepath.Separator))
	for _, tree := range w.scope.Trees {
		if parts[0] != tree {
			continue
		}
		for _, part := range parts[1:] {
			if source.Ignored(part) {
				return false
			}
		}
		return true
	}
	for _, file := range w.scope.Files {
		if rel == file {
			return true
		}
	}
	return rel == "."
}

// leave stops watching a folder that went away, and those that were in it: a
// system may go on to watch them under names that are no more theirs.
func (w *Watcher) leave(name string) {
	for dir := range w.watched {
		if dir == name || strings.HasPrefix(dir, name+string(filepath.Separator)) {
			_ = w.system.Remove(dir) // it is gone mostly
			delete(w.watched, dir)
		}
	}
}

// sync watches all folders that are there. A folder is watched before it is
// read, so that what comes into it later is told.
func (w *Watcher) sync() {
	failed := w.watch(w.dir)
	for _, tree := range w.scope.Trees {
		if failed != nil {
			break
		}
		failed = w.watchTree(filepath.Join(w.dir, tree))
	}
	if failed != nil {
		w.tell(reasonOf(failed), failed)
		w.system.Close()
		w.system = nil
	}
}

func (w *Watcher) watchTree(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil
	}
	if err := w.watch(dir); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it went away, or cannot be read, which the build tells
	}
	for _, e := range entries {
		if !e.IsDir() || source.Ignored(e.Name()) {
			continue
		}
		if err := w.watchTree(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// watch watches one folder. The error is one of a limit, or of the system as
// such; a folder that cannot be watched for its own sake is no reason to poll.
func (w *Watcher) watch(dir string) error {
	err := w.system.Add(dir)
	switch {
	case err == nil:
		w.watched[dir] = true
		return nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.ENOTDIR):
		return nil
	}
	return err
}

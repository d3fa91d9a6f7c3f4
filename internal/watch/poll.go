package watch

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"

	"luxi/internal/source"
)

// restless is the share of its time that polling may take of a processor: a
// twentieth.
const restless = 20

// poll looks at all files again and again, and gives a hint when two looks
// that differ from the last truth are the same.
func (w *Watcher) poll(before map[string]look) {
	timer := time.NewTimer(Every)
	defer timer.Stop()
	var seen map[string]look // differs from before; nil while nothing does
	var since time.Time
	for {
		select {
		case <-w.stop:
			return
		case <-timer.C:
		}
		start := time.Now()
		now := w.scan()
		wait := max(Every, restless*time.Since(start))
		switch {
		case maps.EqualFunc(before, now, look.same):
			seen = nil
		case seen == nil || !maps.EqualFunc(seen, now, look.same) && start.Sub(since) < storm:
			if seen == nil {
				since = start
			}
			seen, wait = now, Slow
		default:
			before, seen = now, nil
			w.markAll()
			w.hint()
		}
		timer.Reset(wait)
	}
}

// scan looks at all files of the scope.
func (w *Watcher) scan() map[string]look {
	all := map[string]look{}
	for _, name := range w.scope.Files {
		name = filepath.Join(w.dir, name)
		all[name] = lookAt(name)
	}
	for _, tree := range w.scope.Trees {
		root := filepath.Join(w.dir, tree)
		_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // it went away, or cannot be read, which the build tells
			}
			if name != root && source.Ignored(d.Name()) {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			info, err := os.Lstat(name)
			if err != nil {
				return nil
			}
			l := look{exists: true, dir: d.IsDir(), size: info.Size(), mode: info.Mode(), time: info.ModTime()}
			if l.dir {
				l.size, l.time = 0, time.Time{} // they change with what is ignored in them
			}
			all[name] = l
			return nil
		})
	}
	return all
}

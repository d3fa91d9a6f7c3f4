package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

const limit = 60 * time.Second

var scope = Scope{Files: []string{"site.toml"}, Trees: []string{"content", "themes"}}

// ways are how files are watched.
var ways = map[string]Options{"by the system": {}, "by polling": {Poll: true}}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// column makes a folder with something in it.
func column(t *testing.T) string {
	dir := t.TempDir()
	for _, name := range []string{"site.toml", "content/essays/2022/a.md", "content/essays/2021/b.md", "themes/own/templates/x.html"} {
		write(t, filepath.Join(dir, name), "old")
	}
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// next waits for a hint.
func next(t *testing.T, w *Watcher, what string) {
	t.Helper()
	select {
	case <-w.Hints():
	case <-time.After(limit):
		t.Fatalf("no hint of %s", what)
	}
}

// state is all that a reader of the folder sees.
func state(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		fmt.Fprintf(&all, "%s %s\n", name, text)
		return err
	}))
	return all.String()
}

// settled takes hints, and what a reader sees at each, until that is the truth.
func settled(t *testing.T, w *Watcher, dir string) {
	t.Helper()
	truth := state(t, dir)
	end := time.After(limit)
	for {
		select {
		case <-w.Hints():
			if state(t, dir) == truth {
				return
			}
		case <-end:
			t.Fatal("no hint after the last change")
		}
	}
}

func TestHints(t *testing.T) {
	for way, opt := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			dir := column(t)
			w := Open(dir, scope, opt)
			defer w.Close()
			a := filepath.Join(dir, "content/essays/2022/a.md")
			for _, step := range []struct {
				what string
				do   func()
			}{
				{"an overwrite", func() { write(t, a, "a new text") }},
				{"a new file", func() { write(t, filepath.Join(dir, "content/essays/2022/c.md"), "c") }},
				{"a new folder", func() { write(t, filepath.Join(dir, "content/essays/2023/deep/er/d.md"), "d") }},
				{"a file in it", func() { write(t, filepath.Join(dir, "content/essays/2023/deep/er/e.md"), "e") }},
				{"the settings", func() { write(t, filepath.Join(dir, "site.toml"), "new settings") }},
				{"a theme", func() { write(t, filepath.Join(dir, "themes/own/templates/x.html"), "new template") }},
				{"vim's save", func() { // 'backupcopy' no: the old file is renamed, a new one written, the backup deleted
					must(t, os.Rename(a, a+"~"))
					write(t, a, "by vim")
					must(t, os.Remove(a+"~"))
				}},
				{"VS Code's save", func() { // the file is emptied and written
					f, err := os.OpenFile(a, os.O_WRONLY|os.O_TRUNC, 0)
					must(t, err)
					_, err = f.WriteString("by VS Code")
					must(t, err)
					must(t, f.Close())
				}},
				{"Typora's save", func() { // a temporary file takes the place of the old
					write(t, filepath.Join(filepath.Dir(a), ".typora-123.tmp"), "by Typora")
					must(t, os.Rename(filepath.Join(filepath.Dir(a), ".typora-123.tmp"), a))
				}},
				{"WPS's save", func() { // the old is deleted, a temporary file takes its name
					write(t, filepath.Join(filepath.Dir(a), "~$a.md"), "owner")
					write(t, filepath.Join(filepath.Dir(a), "~wps1.tmp"), "by WPS")
					must(t, os.Remove(a))
					must(t, os.Rename(filepath.Join(filepath.Dir(a), "~wps1.tmp"), a))
				}},
				{"a rename", func() { must(t, os.Rename(a, filepath.Join(dir, "content/essays/2022/z.md"))) }},
				{"a renamed folder", func() {
					must(t, os.Rename(filepath.Join(dir, "content/essays/2023"), filepath.Join(dir, "content/essays/2024")))
				}},
				{"a file in the renamed folder", func() { write(t, filepath.Join(dir, "content/essays/2024/deep/er/e.md"), "renamed") }},
				{"a deleted file", func() { must(t, os.Remove(filepath.Join(dir, "content/essays/2022/z.md"))) }},
				{"a deleted folder", func() { must(t, os.RemoveAll(filepath.Join(dir, "content/essays/2024"))) }},
				{"all content gone", func() { must(t, os.RemoveAll(filepath.Join(dir, "content"))) }},
				{"content that is back", func() { write(t, filepath.Join(dir, "content/essays/2022/a.md"), "back") }},
				{"a change of what is back", func() { write(t, filepath.Join(dir, "content/essays/2022/a.md"), "back again") }},
			} {
				step.do()
				settled(t, w, dir)
				if t.Failed() {
					t.Fatal(step.what)
				}
			}
		})
	}
}

// left is what editors leave lying, and what is none of the column's.
var left = []string{
	"content/essays/2022/~$a.docx", "content/essays/2022/.#a.md", "content/essays/2022/.a.md.swp", "content/.~lock.a.odt#",
	"content/.git/index", "public/index.html", "notes.txt", ".luxi/documents.cache",
}

// What is left lying is told of by nobody: the only hint is of the essay.
func TestSilence(t *testing.T) {
	dir := column(t)
	w := Open(dir, scope, Options{})
	defer w.Close()
	if w.system == nil {
		t.Skip("this system polls")
	}
	for _, name := range left {
		write(t, filepath.Join(dir, name), "x")
	}
	write(t, filepath.Join(dir, "content/essays/2022/a.md"), "the only one that means something")
	next(t, w, "the essay")
	if names, known := w.Touched(); !known || !slices.Equal(names, []string{"content/essays/2022/a.md"}) {
		t.Errorf("touched are %q, known: %v", names, known)
	}
}

// Nor does polling see it.
func TestSilenceWhilePolling(t *testing.T) {
	dir := column(t)
	w := prepare(dir, scope, Options{Poll: true})
	before := w.scan()
	for _, name := range left {
		write(t, filepath.Join(dir, name), "x")
	}
	if !maps.EqualFunc(before, w.scan(), look.same) {
		t.Error("what is left lying looks like a change")
	}
	write(t, filepath.Join(dir, "content/essays/2022/a.md"), "this is one")
	if maps.EqualFunc(before, w.scan(), look.same) {
		t.Error("a change looks like none")
	}
}

// A hint waits until a file that is written in two steps is whole.
func TestHalfWritten(t *testing.T) {
	dir := column(t)
	w := Open(dir, scope, Options{})
	defer w.Close()
	name := filepath.Join(dir, "content/essays/2022/a.md")
	for _, before := range []look{{}, {exists: true}, {exists: true, size: 3}} {
		w := &Watcher{hints: make(chan struct{}, 1), touched: map[string]look{}}
		start := time.Now()
		w.since = start
		before.at = start
		w.touched[name] = before // it has changed since: it stands, and holds something
		if wait := w.settle(start.Add(Quick)); wait < Quick {
			t.Errorf("%+v: waits only %v", before, wait)
		}
		select {
		case <-w.hints:
			t.Errorf("%+v: a hint at once", before)
		default:
		}
		if wait := w.settle(start.Add(3 * Quick)); wait != 0 || len(w.hints) != 1 {
			t.Errorf("%+v: no hint at rest: %v", before, wait)
		}
	}
	gone := &Watcher{hints: make(chan struct{}, 1), touched: map[string]look{}}
	start := time.Now()
	gone.since = start
	gone.touched[name+"x"] = look{at: start}
	if wait := gone.settle(start.Add(Quick)); wait < Slow-2*Quick {
		t.Errorf("a file that is gone is believed after %v", wait)
	}
	if wait := gone.settle(start.Add(Slow)); wait != 0 || len(gone.hints) != 1 {
		t.Errorf("a file that is gone is not believed: %v", wait)
	}
	// In a storm that does not end, a hint comes all the same.
	storming := &Watcher{hints: make(chan struct{}, 1), touched: map[string]look{}}
	storming.since = start
	storming.touched[name] = look{at: start}
	if wait := storming.settle(start.Add(storm)); wait != 0 || len(storming.hints) != 1 {
		t.Errorf("no hint in a storm: %v", wait)
	}
}

// When the system's queue was full, folders that nobody told of are found, and
// watched from then on.
func TestOverflow(t *testing.T) {
	text, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	if err != nil {
		t.Skip("only on Linux is it known how long the queue is")
	}
	length, err := strconv.Atoi(strings.TrimSpace(string(text)))
	must(t, err)
	for round := range 5 {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			t.Parallel()
			overflow(t, length)
		})
	}
}

func overflow(t *testing.T, length int) {
	dir := column(t)
	w := prepare(dir, scope, Options{})
	if w.system == nil {
		t.Skip("this system polls")
	}
	overflowed := make(chan error, 1)
	w.errors = passed(w.errors, overflowed)
	flood(t, dir, length)
	late := filepath.Join(dir, "content/essays/2030/late.md")
	write(t, late, "nobody tells of it, nor of its folder")
	w.start()
	defer w.Close()
	select {
	case err := <-overflowed:
		if !errors.Is(err, fsnotify.ErrEventOverflow) {
			t.Fatal(err)
		}
	case <-time.After(limit):
		t.Fatal("the queue was not full")
	}
	next(t, w, "the overflow")
	for _, known := w.Touched(); known; _, known = w.Touched() { // what was told before the queue was full came first
		next(t, w, "the overflow")
	}
	write(t, late, "told again")
	settled(t, w, dir)
	if names, known := w.Touched(); !known || !slices.Equal(names, []string{"content/essays/2030/late.md"}) {
		t.Errorf("touched are %q, known: %v", names, known)
	}
}

// flood makes more events than the system's queue and the watcher's own buffer
// hold. One that is like the last is not queued again, so there are two files.
func flood(t *testing.T, dir string, length int) {
	t.Helper()
	for i := range length + 10000 {
		name := []string{"content/essays/2022/a.md", "content/essays/2021/b.md"}[i%2]
		must(t, os.Chmod(filepath.Join(dir, name), 0o600))
	}
}

// passed passes errors on, and says which the first was.
func passed(from <-chan error, first chan<- error) <-chan error {
	to := make(chan error)
	go func() {
		defer close(to)
		for err := range from {
			select {
			case first <- err:
			default:
			}
			to <- err
		}
	}()
	return to
}

// A storm of changes ends in a hint after the last.
func TestStorm(t *testing.T) {
	rounds := 3
	for way, opt := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			dir := column(t)
			w := Open(dir, scope, opt)
			defer w.Close()
			for round := range rounds {
				for i := range 1000 {
					write(t, filepath.Join(dir, fmt.Sprintf("content/essays/r%d/%d/%d.md", round, i%40, i)), "x")
				}
				settled(t, w, dir)
			}
		})
	}
}

// A limit of the system ends in polling, with one word of warning.
func TestLimit(t *testing.T) {
	dir := column(t)
	var told []Reason
	w := prepare(dir, scope, Options{Warn: func(r Reason, err error) { told = append(told, r) }})
	if w.system == nil {
		t.Skip("this system polls")
	}
	must(t, w.system.Close()) // so that a folder cannot be watched any more
	w.sync()
	if w.system != nil || len(told) != 1 || told[0] != Broken {
		t.Fatalf("told %v", told)
	}
	go func() { defer close(w.ended); w.run() }()
	defer w.Close()
	next(t, w, "the change to polling")
	write(t, filepath.Join(dir, "content/essays/2022/a.md"), "found by polling")
	next(t, w, "a change")
}

func TestReasonOf(t *testing.T) {
	for err, want := range map[error]Reason{
		&fs.PathError{Err: os.NewSyscallError("inotify_add_watch", syscall.ENOSPC)}: Limit,
		fs.ErrInvalid: Broken,
	} {
		if got := reasonOf(err); got != want {
			t.Errorf("%v: %d", err, got)
		}
	}
}

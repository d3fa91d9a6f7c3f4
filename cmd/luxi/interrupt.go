package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"luxi/internal/publish"
)

// A guard ends a command properly when it is told to end, by Ctrl-C or by the
// system: a file that is being written is finished first, what is staged is cleared
// away, and the editor learns what became of the work. A second signal ends the
// program on the spot.
type guard struct {
	app   *app
	ended chan os.Signal

	mu      sync.Mutex    // held while something is written that must be whole
	line    *statusLine   // of the work at hand
	stopped func() string // what became of it; nil says nothing
}

// watchSignals guards the run until the guard's end is called.
func (a *app) watchSignals() *guard {
	g := &guard{app: a, ended: make(chan os.Signal, 1)}
	signal.Notify(g.ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		if s, ok := <-g.ended; ok {
			signal.Stop(g.ended)
			os.Exit(g.stop(s))
		}
	}()
	return g
}

// whole runs what must not be cut in the middle. If the program was told to end,
// it is not begun, and whole does not return.
func (g *guard) whole(do func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return do()
}

// says sets what an editor is told who stops the command. It is called when
// nothing is being written.
func (g *guard) says(stopped func() string) {
	g.mu.Lock()
	g.stopped = stopped
	g.mu.Unlock()
}

// shows sets the status line that is to be taken away.
func (g *guard) shows(line *statusLine) {
	g.mu.Lock()
	g.line = line
	g.mu.Unlock()
}

// settle returns where the command was not told to end. Where it was, an error is
// only that it was stopped: the guard says what became of the work, and ends the
// program.
func (g *guard) settle() {
	g.mu.Lock() // which stop does not give back
	defer g.mu.Unlock()
}

func (g *guard) end() {
	g.settle()
	g.leave()
	close(g.ended)
}

// leave has the guard hear no more signals: the command listens itself.
func (g *guard) leave() { signal.Stop(g.ended) }

// stop returns the exit status: 128 and the number of the signal, as shells have
// it.
func (g *guard) stop(s os.Signal) int {
	g.mu.Lock() // for good
	if g.line != nil {
		g.line.end()
	}
	text := g.app.say("luxi 被中断了", "luxi was stopped")
	if g.stopped != nil {
		text += g.stopped()
	}
	fmt.Fprintln(g.app.stderr, text)
	if n, ok := s.(syscall.Signal); ok {
		return 128 + int(n)
	}
	return 128
}

// guardTarget has the guard clear away what was staged for a folder, and say which
// files it holds: those of before, or the new ones.
func (a *app) guardTarget(t *publish.Target, before, after string) {
	a.guard.says(func() string {
		changed, err := t.Stop()
		text := before
		if changed {
			text = after
		}
		if err != nil {
			text += "\nluxi: " + a.errorText(err)
		}
		return text
	})
}

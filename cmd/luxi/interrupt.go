package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"luxi/internal/publish"
)

// A guard ends a build properly when it is told to end, by Ctrl-C or by the
// system: what is staged is cleared away, and the editor learns what became of the
// site. A second signal ends the program on the spot.
type guard struct {
	app    *app
	output string
	ended  chan os.Signal

	mu     sync.Mutex
	target *publish.Target
}

// guard watches for signals until its end is called.
func (a *app) guard(output string) *guard {
	g := &guard{app: a, output: output, ended: make(chan os.Signal, 1)}
	signal.Notify(g.ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		if s, ok := <-g.ended; ok {
			signal.Stop(g.ended)
			os.Exit(g.stop(s))
		}
	}()
	return g
}

func (g *guard) watch(t *publish.Target) {
	g.mu.Lock()
	g.target = t
	g.mu.Unlock()
}

// settle returns where the build was not told to end. Where it was, what the build
// returned is only that it was stopped: the guard says what became of the site, and
// ends the program.
func (g *guard) settle() {
	g.mu.Lock() // which stop does not give back
	defer g.mu.Unlock()
}

func (g *guard) end() {
	g.settle()
	signal.Stop(g.ended)
	close(g.ended)
}

// stop returns the exit status.
func (g *guard) stop(s os.Signal) int {
	g.mu.Lock() // for good
	changed, err := false, error(nil)
	if g.target != nil {
		changed, err = g.target.Stop()
	}
	a := g.app
	if a.line != nil {
		a.line.end()
	}
	text := a.say("luxi 被中断了；%s 里的网站没有改动", "luxi was stopped; the site in %s is unchanged")
	if changed {
		text = a.say("luxi 被中断了；%s 里的网站已经是新的", "luxi was stopped; the site in %s is the new one already")
	}
	fmt.Fprintf(a.stderr, text+"\n", shortPath(g.output))
	if err != nil {
		a.printError(err)
	}
	return interruptedError{s}.status()
}

// An interruptedError ends a command that was told to end by Ctrl-C or by the
// system.
type interruptedError struct{ signal os.Signal }

func (e interruptedError) Error() string { return "luxi: " + e.signal.String() }

// status returns the exit status: 128 and the number of the signal, as shells have
// it.
func (e interruptedError) status() int {
	if n, ok := e.signal.(syscall.Signal); ok {
		return 128 + int(n)
	}
	return 128
}

// interruptible returns a context that is done, by an interruptedError, when the
// program is told to end. It is for work that writes nothing, which needs no guard.
// A second signal ends the program on the spot.
func (a *app) interruptible() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt, syscall.SIGTERM)
	go func() {
		if s, ok := <-ended; ok {
			signal.Stop(ended)
			cancel(interruptedError{s})
		}
	}()
	return ctx, func() {
		signal.Stop(ended)
		close(ended)
		cancel(nil)
	}
}

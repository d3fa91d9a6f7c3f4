// Package browser opens pages in Chromium: for tests that measure what a
// reader sees, and for the pictures of the documents. No part of the program
// imports it.
//
// A test binary has one browser, which is started by the first test that asks
// for it. Its TestMain ends it:
//
//	func TestMain(m *testing.M) { os.Exit(browser.Main(m, browser.Bare)) }
//
//	func TestFront(t *testing.T) {
//		server := browser.Serve(t, site, browser.Policy)
//		page := browser.Open(t, server.URL+"/index.html", browser.Conditions{Width: 320})
//		wide := browser.Value[bool](t, page, `document.documentElement.scrollWidth > innerWidth`)
//		…
//
// Nothing waits by the clock: a page is ready when it is loaded, its faces are
// there and two frames were drawn. Every wait ends after Limit with an error.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Limit is how long anything asked of the browser may take. It is far more
// than anything takes on a machine that is not stuck.
const Limit = time.Minute

// A Kind is which Chromium is started.
type Kind int

const (
	// Windowed is the browser that readers have. A tab hides those behind it.
	Windowed Kind = iota

	// Bare is one without windows, whose tabs do not hide each other. It lays out
	// and prints pages with the same code in half the processor's time, most of
	// which the other spends on its own surface. Where it is not installed, the
	// browser with windows stands in.
	Bare
)

// ErrNotFound is returned by Launch on a machine without Chromium.
var ErrNotFound = errors.New("no Chromium: install Debian's chromium and fonts-noto-cjk, or put chromium or google-chrome on the PATH")

// A Browser is a running Chromium with an empty profile.
type Browser struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// bare is the name under which systems have the Chromium without windows.
const bare = "chromium-headless-shell"

// executables are the names and places under which systems have Chromium.
var executables = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
}

// Launch starts a browser. The caller closes it.
func Launch(kind Kind) (*Browser, error) {
	names := executables
	if kind == Bare {
		names = append([]string{bare}, executables...)
	}
	var found string
	for _, name := range names {
		if file, err := exec.LookPath(name); err == nil {
			found = file
			break
		}
	}
	if found == "" {
		return nil, ErrNotFound
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
		chromedp.ExecPath(found),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true), // they take width of the page on some systems only
		chromedp.Flag("lang", "zh-CN"),
		chromedp.WSURLReadTimeout(Limit),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to sandbox what root starts
	}
	var output strings.Builder
	options = append(options, chromedp.CombinedOutput(&output))
	all, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(all, chromedp.WithErrorf(func(string, ...any) {}))
	b := &Browser{ctx: ctx, cancel: func() { cancel(); stop() }}
	if err := first(ctx, b.cancel); err != nil {
		return nil, fmt.Errorf("%s does not start: %w\n%.2000s", found, err, output.String())
	}
	return b, nil
}

// Close ends the browser with all its pages.
func (b *Browser) Close() { b.cancel() }

// first runs what makes a browser or a tab. chromedp binds them to the context
// of this first run, so it cannot have a deadline of its own.
func first(ctx context.Context, cancel context.CancelFunc, actions ...chromedp.Action) error {
	watchdog := time.AfterFunc(Limit, cancel)
	defer watchdog.Stop()
	return chromedp.Run(ctx, actions...)
}

var shared struct {
	sync.Mutex
	kind    Kind
	browser *Browser
	err     error
}

// Main runs the tests of a binary, which share a browser of a kind, and ends it.
// It returns the status to exit with.
func Main(m *testing.M, kind Kind) int {
	shared.kind = kind
	status := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.browser != nil {
		shared.browser.Close()
	}
	return status
}

// Shared returns the browser of the test binary. Where no Chromium is found
// the test is skipped, or fails if the environment says CI=true.
func Shared(t testing.TB) *Browser {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.browser == nil && shared.err == nil {
		shared.browser, shared.err = Launch(shared.kind)
	}
	switch {
	case errors.Is(shared.err, ErrNotFound) && os.Getenv("CI") != "true":
		t.Skip(shared.err)
	case shared.err != nil:
		t.Fatal(shared.err)
	}
	return shared.browser
}

// Open opens an address in the browser of the test binary, with storage of its
// own. The page is closed when the test ends.
func Open(t testing.TB, address string, c Conditions) *Page {
	t.Helper()
	p, err := Shared(t).Open(address, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// Value returns what a script makes of a page. A promise is awaited.
func Value[T any](t testing.TB, p *Page, script string) T {
	t.Helper()
	var v T
	if err := p.Eval(script, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

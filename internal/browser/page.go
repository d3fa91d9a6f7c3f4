package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/debugger"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Conditions are how a page is shown.
type Conditions struct {
	Width  int     // of the window, in CSS pixels; 1280 if 0
	Height int     // likewise; 800 if 0
	Scale  float64 // device pixels for a CSS pixel; 1 if 0
	Phone  bool    // the viewport of a phone, and touch

	// Media are media features with their values, such as
	// "prefers-color-scheme": "dark".
	Media map[string]string
	Print bool // styled as on paper

	NoScript bool      // scripts of pages that are loaded do not run
	Now      time.Time // what scripts of pages that are loaded hold for now, unless zero
}

// A Page is a tab of the browser. Its methods are for one goroutine; pages may
// be used side by side.
type Page struct {
	browser *Browser
	reader  cdp.BrowserContextID
	leave   func() error
	ctx     context.Context
	cancel  context.CancelFunc
	record  record

	noScript    bool
	clockScript page.ScriptIdentifier
}

// ownScript marks scripts that are evaluated by Eval, so that they are told
// from those of the page.
const ownScript = "luxi:eval"

// Open opens an address (http or file) under the conditions. Each page has
// storage and connections of its own, as for a reader who was never here.
func (b *Browser) Open(address string, c Conditions) (*Page, error) {
	var reader cdp.BrowserContextID
	err := b.do(func(ctx context.Context) (err error) {
		reader, err = target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	p, err := b.open(reader, true, address, c)
	if p != nil {
		p.leave = func() error { return b.do(target.DisposeBrowserContext(reader).Do) }
	}
	return p, err
}

// OpenBeside opens an address in another tab of the same reader: it shares
// storage and connections with the page, which it hides in a browser that has
// windows, and ends with it.
func (p *Page) OpenBeside(address string, c Conditions) (*Page, error) {
	beside, err := p.browser.open(p.reader, false, address, c)
	if err != nil {
		return nil, err
	}
	if err := beside.Front(); err != nil {
		beside.Close()
		return nil, err
	}
	return beside, beside.Settle()
}

func (b *Browser) open(reader cdp.BrowserContextID, window bool, address string, c Conditions) (*Page, error) {
	var id target.ID
	err := b.do(func(ctx context.Context) (err error) {
		// Chromium has no window to put the first tab of a reader in.
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(reader).WithNewWindow(window).Do(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	p := &Page{browser: b, reader: reader, ctx: ctx, cancel: cancel}
	chromedp.ListenTarget(ctx, p.record.hear)
	// chromedp keeps a copy of each document that is loaded; nobody here asks for
	// its nodes, and to send and read it takes as long as to lay out the page.
	err = first(ctx, cancel, css.Disable(), dom.Disable(), network.Enable(), log.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := debugger.Enable().Do(ctx)
		return err
	}))
	if err == nil {
		err = p.Under(c)
	}
	if err == nil {
		err = p.Go(address)
	}
	if err != nil {
		cancel()
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	return p, nil
}

// executor has commands go to the browser, not to a tab.
func (b *Browser) executor() context.Context {
	return cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
}

// do runs a command of the browser with the limit of time.
func (b *Browser) do(command func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(b.executor(), Limit)
	defer cancel()
	return command(ctx)
}

// Close closes the tab, and with the first tab of a reader all that is left of
// the reader.
func (p *Page) Close() {
	p.cancel()
	if p.leave != nil {
		// What the browser cannot clear away ends with it.
		_ = p.leave()
	}
}

// run is chromedp.Run with the limit of time.
func (p *Page) run(what string, actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(p.ctx, Limit)
	defer cancel()
	err := chromedp.Run(ctx, actions...)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: not done in %s", what, Limit)
	case p.ctx.Err() != nil:
		return fmt.Errorf("%s: the page or the browser is closed: %w", what, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Under changes the conditions; a page that is open is laid out anew.
func (p *Page) Under(c Conditions) error {
	width, height := cmp.Or(c.Width, 1280), cmp.Or(c.Height, 800)
	medium := "" // the screen's, and the paper's for PDF
	if c.Print {
		medium = "print"
	}
	media := emulation.SetEmulatedMedia().WithMedia(medium)
	for _, name := range slices.Sorted(maps.Keys(c.Media)) {
		media.Features = append(media.Features, &emulation.MediaFeature{Name: name, Value: c.Media[name]})
	}
	p.noScript = c.NoScript
	return p.run("setting the conditions",
		p.clock(c.Now),
		emulation.SetDeviceMetricsOverride(int64(width), int64(height), cmp.Or(c.Scale, 1), c.Phone),
		emulation.SetTouchEmulationEnabled(c.Phone),
		media,
	)
}

// clock has the page's own scripts read another time than the machine's.
func (p *Page) clock(now time.Time) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) (err error) {
		if p.clockScript != "" {
			if err := page.RemoveScriptToEvaluateOnNewDocument(p.clockScript).Do(ctx); err != nil {
				return err
			}
			p.clockScript = ""
		}
		if now.IsZero() {
			return nil
		}
		p.clockScript, err = page.AddScriptToEvaluateOnNewDocument(fmt.Sprintf(
			"Date.now = () => %d;\n//# sourceURL=%s", now.UnixMilli(), ownScript)).Do(ctx)
		return err
	})
}

// Go leads the page to another address, and returns when it is ready. What was
// recorded of the page before it is forgotten.
func (p *Page) Go(address string) error {
	p.record.clear()
	err := p.run("loading "+address,
		emulation.SetScriptExecutionDisabled(p.noScript),
		chromedp.Navigate(address),
		// Else Eval could await nothing. What the parser passed over stays still.
		emulation.SetScriptExecutionDisabled(false))
	if err != nil {
		return err
	}
	return p.Settle()
}

// Settle returns when the faces of the text are there and what changed has
// been drawn. Nothing is drawn of a tab behind another.
func (p *Page) Settle() error {
	return p.Eval(`document.fonts.ready.then(() => document.hidden || new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true)))))`, nil)
}

// Front brings the tab before those that were opened beside it, which are
// hidden then.
func (p *Page) Front() error {
	return p.run("coming to the front", page.BringToFront())
}

// Eval evaluates a script in the page, awaits what it promises, and decodes
// the answer as JSON into out, unless that is nil.
func (p *Page) Eval(script string, out any) error {
	var ignored any
	if out == nil {
		out = &ignored
	}
	return p.run(fmt.Sprintf("evaluating %.80q", script),
		chromedp.Evaluate(script+"\n//# sourceURL="+ownScript, out, func(e *runtime.EvaluateParams) *runtime.EvaluateParams {
			return e.WithAwaitPromise(true)
		}))
}

// Wait returns when an expression of the page is true. It is looked at with
// each frame, in pages that are reloaded meanwhile too.
func (p *Page) Wait(expression string) error {
	end := time.Now().Add(Limit)
	var last error
	for time.Now().Before(end) {
		var ok bool
		// A page that is being replaced loses its scripts: then the next is asked.
		last = p.Eval(`new Promise(answer => (document.hidden ? setTimeout : requestAnimationFrame)(() => answer(Boolean(`+expression+`))))`, &ok)
		if last == nil && ok {
			return nil
		}
		if p.ctx.Err() != nil {
			break
		}
	}
	return errors.Join(fmt.Errorf("waiting for %s: not true in %s", expression, Limit), last)
}

// Press presses keys, such as kb.Tab, one after the other.
func (p *Page) Press(keys string) error {
	return p.run("pressing keys", chromedp.KeyEvent(keys))
}

// Screenshot returns the window as a PNG, or with full all of the page.
func (p *Page) Screenshot(full bool) ([]byte, error) {
	var png []byte
	err := p.run("taking a picture", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatPng).WithCaptureBeyondViewport(full).Do(ctx)
		return err
	}))
	return png, err
}

// PDF prints the page as its style sheet has it: paper, margins and colours.
func (p *Page) PDF() ([]byte, error) {
	var pdf []byte
	err := p.run("printing", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
		return err
	}))
	return pdf, err
}

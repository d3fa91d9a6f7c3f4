package browser

import (
	"fmt"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/debugger"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// A record is what the browser told of a page since it was opened.
type record struct {
	sync.Mutex
	requests, scripts, complaints []string
}

func (r *record) clear() {
	r.Lock()
	defer r.Unlock()
	r.requests, r.scripts, r.complaints = nil, nil, nil
}

func (r *record) hear(event any) {
	r.Lock()
	defer r.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.requests = append(r.requests, e.Request.URL)
	case *debugger.EventScriptParsed:
		if e.URL != ownScript {
			r.scripts = append(r.scripts, e.URL)
		}
	case *debugger.EventScriptFailedToParse:
		if e.URL != ownScript {
			r.scripts = append(r.scripts, e.URL)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			r.complaints = append(r.complaints, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		r.complaints = append(r.complaints, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			for _, arg := range e.Args {
				r.complaints = append(r.complaints, fmt.Sprintf("console: %s", arg.Value))
			}
		}
	}
}

func (r *record) get(list *[]string) []string {
	r.Lock()
	defer r.Unlock()
	return slices.Clone(*list)
}

// Requests returns the addresses that the page asked for, its own first.
func (p *Page) Requests() []string { return p.record.get(&p.record.requests) }

// Scripts returns where each script stands that the browser parsed: the
// address of its file, or of the page for one that stands in the page, an
// attribute or a link. Those of Eval are left out.
func (p *Page) Scripts() []string { return p.record.get(&p.record.scripts) }

// Complaints returns what the browser's console says as a warning or an error:
// violations of the policy, files that are missing, exceptions of scripts.
func (p *Page) Complaints() []string { return p.record.get(&p.record.complaints) }

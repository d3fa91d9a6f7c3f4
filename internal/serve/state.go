package serve

import (
	"context"
	"path"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// The keys of what is no page.
const (
	keyGone = "gone" // what is shown where nothing is found
	keyNone = "none" // the page of mistakes, where there is no good one
)

// A state is what an open page is told of itself.
type state struct {
	Key    string    `json:"key"`    // of the content
	URL    string    `json:"url"`    // the path where the page stands now
	Errors []mistake `json:"errors"` // that concern the page
	Others int       `json:"others"` // errors elsewhere
	Marks  []mark    `json:"marks"`
	Number int       `json:"number"` // of the reading; what is asked of the server may be another with each
}

// A mistake is a diagnostic for the browser: with the line of the source, in
// which the browser marks what is meant.
type mistake struct {
	diag.Record
	Place string `json:"place"` // file:line:column
	Text  string `json:"text"`  // the source line
	Here  bool   `json:"here"`  // it concerns the page that asks
}

func (s *Server) mistake(d diag.Diagnostic, here bool) mistake {
	return mistake{Record: diag.List{d}.Records(s.opt.Lang)[0], Place: d.Range.Place(), Text: d.Range.Text, Here: here}
}

// A viewer is an open page: what it shows, and what that was made of.
type viewer struct {
	place
	source string
	sum    fingerprint.Sum
}

// state returns what a viewer should show now.
func (s *Server) state(ctx context.Context, v *viewer) (state, error) {
	g := s.now()
	p, err := s.page(ctx, g, v.place)
	if err != nil {
		return state{}, err
	}
	g = s.now() // it may have waited for the next
	st := state{Key: p.key, URL: link(g, v.address, v.theme), Errors: []mistake{}, Marks: []mark{}, Number: g.number}
	switch {
	case p.gone() && g.site == nil:
		st.Key = keyNone
	case p.gone():
		st.Key = keyGone
		if to := moved(g.site, v.source, v.sum); to != "" && to != v.address {
			st.URL = link(g, to, v.theme)
		}
	case p.content == nil:
		st.Key = keyNone
	}
	if p.source != "" {
		v.source, v.sum = p.source, p.sum
	}
	if g.site != nil {
		if d, ok := g.site.Document(v.source); ok && !p.gone() {
			st.Marks = append(st.Marks, s.marks(d)...)
		}
	}
	if isDesk(v.address) {
		return st, nil // which lists the mistakes itself
	}
	for _, d := range g.errors(p.list) {
		if concerns(d, v.source) {
			st.Errors = append(st.Errors, s.mistake(d, true))
		} else {
			st.Others++
		}
	}
	if g.err != nil {
		st.Errors = append(st.Errors, s.machine(g.err))
	}
	return st, nil
}

// errors returns the errors of a generation and of a page's template or theme, each
// once.
func (g *generation) errors(more diag.List) diag.List {
	all := errorsOf(g.list)
	for _, d := range more {
		if !slices.ContainsFunc(all, func(other diag.Diagnostic) bool { return same(d, other) }) {
			all.Add(d)
		}
	}
	return all
}

func errorsOf(list diag.List) diag.List {
	var out diag.List
	for _, d := range list {
		if d.Severity == diag.Error {
			out.Add(d)
		}
	}
	return out
}

// same reports whether two diagnostics say the same.
func same(a, b diag.Diagnostic) bool {
	return a.Kind == b.Kind && a.Range == b.Range && a.Message(i18n.English) == b.Message(i18n.English)
}

// concerns reports whether a diagnostic is about a page made of a source: one of
// its own file, or of the settings or the theme, which all pages are made of.
func concerns(d diag.Diagnostic, source string) bool {
	return d.Range.File == source || !strings.HasPrefix(d.Range.File, document.Root+"/") && d.Range.File != document.Root
}

func (s *Server) machine(err error) mistake {
	m := mistake{Here: true, Place: ""}
	m.Severity, m.Code, m.Args = diag.Error.String(), "machine", map[string]string{}
	m.Message = s.say("读不了栏目的文件夹："+err.Error(), "the column's folder cannot be read: "+err.Error())
	m.Hint = s.say("检查磁盘、网络盘和文件夹的权限；好了以后会自动刷新。", "Check the disk, the share and the folder's permissions; the page comes back by itself.")
	return m
}

// isPage reports whether an address is one of a page that people read.
func isPage(address string) bool { return path.Ext(address) == ".html" }

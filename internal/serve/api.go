package serve

import (
	"encoding/json"
	"net/http"
	"slices"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/theme"
	"luxi/themes"
)

// A pageInfo is what the layout bar shows of a page.
type pageInfo struct {
	Address string   `json:"address"`
	URL     string   `json:"url"`
	Title   string   `json:"title"`   // "" for a page that no file is made into, such as a list
	Source  string   `json:"source"`  // likewise
	Authors []string `json:"authors"` // never null
	Date    string   `json:"date"`    // as written
	Length  int      `json:"length"`  // in characters
	Least   int      `json:"least"`   // that the call asks for; 0 for no bound
	Most    int      `json:"most"`
	Marks   []mark   `json:"marks"`

	Diagnostics []mistake `json:"diagnostics"` // of this page; errors before warnings
	Errors      int       `json:"errors"`      // of the whole column
	Warnings    int       `json:"warnings"`

	Theme  string   `json:"theme"`  // that the page is shown in
	Own    string   `json:"own"`    // the column's
	Themes []string `json:"themes"` // all that there are

	Editor bool `json:"editor"` // sources can be opened on the screen of who asks
}

// apiPage tells of the page at an address.
func (s *Server) apiPage(w http.ResponseWriter, r *http.Request) {
	g := s.now()
	q := r.URL.Query()
	info, err := s.info(r, g, place{q.Get("address"), s.themeOf(g, r.URL)})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	text, err := json.Marshal(info)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.send(w, r, http.StatusOK, "application/json; charset=utf-8", text)
}

func (s *Server) info(r *http.Request, g *generation, at place) (pageInfo, error) {
	info := pageInfo{
		Address: at.address, URL: link(g, at.address, at.theme), Authors: []string{}, Marks: []mark{}, Diagnostics: []mistake{},
		Editor: sitsHere(r),
		Theme:  at.theme, Themes: s.themes(), Errors: g.list.Count(diag.Error), Warnings: g.list.Count(diag.Warning),
	}
	p, err := s.page(r.Context(), g, at)
	if err != nil {
		return info, err
	}
	if g = s.now(); g.site != nil {
		info.Own = g.site.Settings.Theme
		if at.theme == "" {
			info.Theme = info.Own
		}
		if d, ok := g.site.Document(p.source); ok {
			info.describe(d)
			info.Marks = append(info.Marks, s.marks(d)...)
		}
	}
	found, err := s.proof(g, p.source)
	if err != nil {
		return info, err
	}
	list := slices.Concat(g.list, p.list, found)
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	for _, d := range list {
		if concerns(d, p.source) {
			info.Diagnostics = append(info.Diagnostics, s.mistake(d, true))
		}
	}
	return info, nil
}

// proof proofreads the file that a page is made of.
func (s *Server) proof(g *generation, source string) (diag.List, error) {
	if g.site == nil || source == "" {
		return nil, nil
	}
	return build.ProofFileOf(s.root.FS(), g.site.Settings.Proof, source)
}

func (i *pageInfo) describe(d build.About) {
	i.Title, i.Source, i.Date, i.Length, i.Least, i.Most = d.Title, d.Source, d.Date, d.Length, d.Least, d.Most
	i.Authors = append(i.Authors, d.Authors...)
}

// A mark says what keeps a document from being published as it is.
type mark struct {
	Name string `json:"name"`
	Text string `json:"text"` // for the editor
}

// marks returns those of a document; none for one that is published as it is.
func (s *Server) marks(d build.About) []mark {
	var out []mark
	for _, m := range []struct {
		is bool
		mark
	}{
		{d.Draft, mark{"draft", s.say("草稿", "draft")}},
		{d.Future, mark{"future", s.say("未到期", "not yet due")}},
		{d.LeftOut, mark{"late", s.say("迟交，不发布", "late, not published")}},
		{d.Withdrawn, mark{"withdrawn", s.say("已撤回", "withdrawn")}},
		{d.Broken, mark{"broken", s.say("有错误", "broken")}},
	} {
		if m.is {
			out = append(out, m.mark)
		}
	}
	return out
}

// themes returns the names of all themes: those in the program and the column's
// own.
func (s *Server) themes() []string { return theme.Names(s.root.FS(), themes.Builtin) }

package serve

import (
	"crypto/rand"
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"luxi/internal/build"
	"luxi/internal/column"
	"luxi/internal/i18n"
)

// The server's own things have addresses below ownFolder, as no page of a site has.
const (
	ownFolder = "_luxi/"
	prefix    = "/" + ownFolder
)

//go:embed client
var clientFiles embed.FS

func newToken() string { return rand.Text() }

func (s *Server) say(zh, en string) string { return i18n.Text{ZH: zh, EN: en}.In(s.opt.Lang) }

// Handler answers requests.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	client, err := fs.Sub(clientFiles, "client")
	if err != nil {
		panic(err) // the folder is in the binary
	}
	mux.HandleFunc("GET "+prefix+"client/{name...}", func(w http.ResponseWriter, r *http.Request) {
		content, err := fs.ReadFile(client, r.PathValue("name"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		s.send(w, r, http.StatusOK, contentType(r.PathValue("name")), content)
	})
	mux.HandleFunc("GET "+prefix+"events", s.events)
	mux.HandleFunc("GET "+prefix+"api/page", s.apiPage)
	for _, name := range views {
		mux.Handle("GET "+prefix+name, barView(name, s.opt.Lang))
	}
	mux.Handle("POST "+prefix+"api/open", s.editor)
	mux.HandleFunc("GET /"+specimenFolder+"{path...}", s.specimen)
	mux.HandleFunc("GET "+prefix+"{$}", s.desk)
	mux.HandleFunc("GET "+prefix, http.NotFound)
	mux.HandleFunc("GET /favicon.ico", s.favicon)
	mux.HandleFunc("GET /", s.site)
	return s.guard.protect(mux)
}

// favicon answers what browsers ask for on their own.
func (s *Server) favicon(w http.ResponseWriter, r *http.Request) {
	if s.now().has("favicon.ico") {
		s.site(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// site answers for a file of the site.
func (s *Server) site(w http.ResponseWriter, r *http.Request) {
	g := s.now()
	address, ok := g.address(r.URL.Path)
	if !ok {
		if r.URL.Path == "/" || r.URL.Path+"/" == g.basePath() {
			http.Redirect(w, r, link(g, "", ""), http.StatusFound)
			return
		}
		address = r.URL.Path // which the site does not have
	}
	at := place{address: address, theme: s.themeOf(g, r.URL)}
	if isPage(address) {
		s.show(w, r, g, at)
		return
	}
	s.pass(w, r, g, at)
}

// themeOf returns the theme that an address asks for, if it is another than the
// column's and there is one of that name.
func (s *Server) themeOf(g *generation, u *url.URL) string {
	name := u.Query().Get("theme")
	if name == "" || g.site == nil || name == g.site.Settings.Theme || !slices.Contains(s.themes(), name) {
		return ""
	}
	return name
}

// show answers with a page that people read, and with the scripts in it.
func (s *Server) show(w http.ResponseWriter, r *http.Request, g *generation, at place) {
	p, err := s.page(r.Context(), g, at)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	g = s.now()
	status, key, content := http.StatusOK, p.key, p.content
	switch {
	case p.gone() && g.site != nil:
		status, key, content = http.StatusNotFound, keyGone, s.notFound(r, g, at.theme)
	case content == nil:
		status, key, content = http.StatusInternalServerError, keyNone, s.blank()
	}
	s.send(w, r, status, "text/html; charset=utf-8", inject(content, !isDesk(at.address), []tag{
		{"address", at.address},
		{"key", key},
		{"url", link(g, at.address, at.theme)},
		{"source", p.source},
		{"sum", p.sum.String()},
		{"theme", at.theme},
		{"token", s.token},
		{"lang", s.say("zh", "en")},
	}))
}

// notFound returns what the theme shows where nothing is found.
func (s *Server) notFound(r *http.Request, g *generation, themeName string) []byte {
	p, err := s.page(r.Context(), g, place{column.NotFoundAddress, themeName})
	if err != nil || p.content == nil {
		return s.blank()
	}
	return p.content
}

// blank is a page that shows nothing of its own.
func (s *Server) blank() []byte {
	return []byte(`<!DOCTYPE html><html lang="` + s.say("zh-CN", "en") + `"><head><meta charset="utf-8">` +
		`<meta http-equiv="Content-Security-Policy" content="` + policyInPage + `">` +
		`<meta name="viewport" content="width=device-width"><title>luxi</title></head><body></body></html>`)
}

const policyInPage = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"

// pass answers with a file that is passed on, or made for programs.
func (s *Server) pass(w http.ResponseWriter, r *http.Request, g *generation, at place) {
	for _, site := range s.sites(r, g, at) {
		content, _, list, ok, err := site.Make(at.address)
		switch {
		case err != nil:
			s.fail(w, r, err)
			return
		case !ok:
			continue
		case build.FileChanged(list):
			if next := s.after(r.Context(), g); next != nil {
				s.pass(w, r, next, at)
				return
			}
			fallthrough
		case len(list) > 0:
			http.Error(w, list[0].Message(s.opt.Lang), http.StatusInternalServerError)
			return
		}
		s.send(w, r, http.StatusOK, contentType(at.address), content)
		return
	}
	if g.has(at.address + "/index.html") {
		http.Redirect(w, r, link(g, at.address+"/index.html", at.theme), http.StatusFound)
		return
	}
	s.show(w, r, g, at)
}

// has reports whether the site has a file at an address.
func (g *generation) has(address string) bool {
	return g.site != nil && g.site.Has(address)
}

// sites returns the sites that may have a file: that of the theme which the page
// is shown in that asks for it, before the column's own.
func (s *Server) sites(r *http.Request, g *generation, at place) []*build.Site {
	if g.site == nil {
		return nil
	}
	name := at.theme
	if from, err := url.Parse(r.Referer()); name == "" && err == nil {
		name = s.themeOf(g, from)
	}
	sites := []*build.Site{g.site}
	if name != "" {
		if site, _, _ := s.themed(r.Context(), g, name); site != nil { // the page says why there is none
			return []*build.Site{site, g.site}
		}
	}
	return append(sites, g.others(name)...) // a style sheet asks for its fonts without naming the page
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // nobody waits for the answer
	}
	http.Error(w, s.machine(err).Message, http.StatusInternalServerError)
}

func (s *Server) send(w http.ResponseWriter, r *http.Request, status int, kind string, content []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // who has gone away need not be told
	}
}

// contentType names the type of a file by its ending. The machine's own list is
// not asked: it differs from one to the next.
func contentType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".xml":
		return "text/xml; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".woff":
		return "font/woff"
	case ".pdf":
		return "application/pdf"
	case ".mp3":
		return "audio/mpeg"
	case ".mp4":
		return "video/mp4"
	case "":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

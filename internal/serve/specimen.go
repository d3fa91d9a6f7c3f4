package serve

import (
	"net/http"
	"strings"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/theme"
)

// specimen answers with the specimens of a theme: every kind of page with all
// that it can hold, and with as little as it can, made anew for each reading.
func (s *Server) specimen(w http.ResponseWriter, r *http.Request) {
	g := s.now()
	name, address, inside := strings.Cut(r.PathValue("path"), "/")
	if !inside {
		if name == "" && g.site != nil {
			name = g.site.Settings.Theme
		}
		http.Redirect(w, r, prefix+"specimen/"+name+"/", http.StatusFound)
		return
	}
	if address == "" {
		address = theme.SpecimenIndex
	}
	other := name
	if g.site != nil && name == g.site.Settings.Theme {
		other = ""
	}
	site := s.themed(r.Context(), g, other)
	if site == nil {
		http.NotFound(w, r)
		return
	}
	files, list, err := s.specimensOf(g, name, site)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, f := range files {
		if f.Address == address {
			s.send(w, r, http.StatusOK, contentType(address), f.Content)
			return
		}
	}
	if len(list) > 0 {
		http.Error(w, list[0].Range.Place()+": "+list[0].Message(s.opt.Lang), http.StatusInternalServerError)
		return
	}
	http.NotFound(w, r)
}

// specimens are those of one theme in one generation.
type specimens struct {
	files []theme.SpecimenFile
	list  diag.List
}

func (s *Server) specimensOf(g *generation, name string, site *build.Site) ([]theme.SpecimenFile, diag.List, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if made, ok := g.specimens[name]; ok {
		return made.files, made.list, nil
	}
	files, list, err := site.Specimens(name, s.opt.Lang)
	if err != nil {
		return nil, nil, err
	}
	g.specimens[name] = specimens{files, list}
	return files, list, nil
}

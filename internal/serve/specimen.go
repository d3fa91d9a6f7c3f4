package serve

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/theme"
)

// specimenFolder has a folder for each theme, with its specimens: every kind of
// page with all that it can hold, and with as little as it can.
const specimenFolder = ownFolder + "specimen/"

// specimen answers with a file of a theme's specimens.
func (s *Server) specimen(w http.ResponseWriter, r *http.Request) {
	g := s.now()
	name, address, inside := strings.Cut(r.PathValue("path"), "/")
	if !inside {
		if name == "" && g.site != nil {
			name = g.site.Settings.Theme
		}
		http.Redirect(w, r, "/"+specimenFolder+name+"/", http.StatusFound)
		return
	}
	if address == "" {
		address = theme.SpecimenIndex
	}
	if isPage(address) {
		s.show(w, r, g, place{address: specimenFolder + name + "/" + address})
		return
	}
	made, err := s.specimensOf(r.Context(), g, name)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if content, ok := made.file(address); ok {
		s.send(w, r, http.StatusOK, contentType(address), content)
		return
	}
	http.NotFound(w, r)
}

// makeSpecimen makes what is shown at the place of a specimen. That templates
// have mistakes is told with the specimens that they stop, and with the index.
func (s *Server) makeSpecimen(ctx context.Context, g *generation, at place) (page, error) {
	name, address, _ := strings.Cut(strings.TrimPrefix(at.address, specimenFolder), "/")
	made, err := s.specimensOf(ctx, g, name)
	if err != nil {
		return page{}, err
	}
	content, ok := made.file(address)
	if !ok {
		p := page{}
		if len(made.list) > 0 {
			p = s.memo.lastGood(at)
			p.list = made.list
		}
		return p, nil
	}
	p := page{key: fingerprint.OfBytes(content).String(), content: content}
	s.memo.put(at, p)
	if address == theme.SpecimenIndex {
		p.list = made.list
	}
	return p, nil
}

// specimens are those of one theme as it was read once.
type specimens struct {
	of    *theme.Theme
	files []theme.SpecimenFile
	list  diag.List
}

func (m specimens) file(address string) ([]byte, bool) {
	i := slices.IndexFunc(m.files, func(f theme.SpecimenFile) bool { return f.Address == address })
	if i < 0 {
		return nil, false
	}
	return m.files[i].Content, true
}

// specimensOf returns the specimens of the theme of a name, none where there is no
// such theme. They are made when they are asked for first, and again when the
// theme has been read again.
func (s *Server) specimensOf(ctx context.Context, g *generation, name string) (specimens, error) {
	if !slices.Contains(s.themes(), name) {
		return specimens{}, nil
	}
	other := name
	if g.site != nil && name == g.site.Settings.Theme {
		other = ""
	}
	site, list, err := s.themed(ctx, g, other)
	if site == nil {
		return specimens{list: list}, err
	}
	s.making.Lock()
	defer s.making.Unlock()
	if made := s.specimens[name]; made.of == site.Theme() {
		return made, nil
	}
	files, list, err := site.Theme().SpecimenFiles(name, s.opt.Lang)
	if err != nil {
		return specimens{}, err
	}
	made := specimens{site.Theme(), files, list}
	s.specimens[name] = made
	return made, nil
}

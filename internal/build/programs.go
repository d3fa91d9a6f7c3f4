package build

import (
	"bytes"
	"io/fs"

	"luxi/internal/column"
	"luxi/internal/feed"
	"luxi/internal/fingerprint"
	"luxi/internal/theme"
	"luxi/internal/view"
)

// forPrograms adds what is read by feed readers, search engines and calendars.
func (s *Site) forPrograms(index column.Index) {
	for _, f := range view.Feeds(index) {
		key := fingerprint.Any(f.Feed)
		write := func(format func(view.Feed) []byte) func() ([]byte, error) {
			return func() ([]byte, error) {
				whole, err := f.WithTexts(s.builder.texts.body)
				if err != nil {
					return nil, err
				}
				return format(whole), nil
			}
		}
		s.add(f.AtomAddress, "atom", key, write(feed.Atom))
		s.add(f.JSONAddress, "json", key, write(feed.JSONFeed))
	}
	for _, e := range view.Events(index) {
		s.add(e.Address, "calendar", fingerprint.Any(e.Event), func() ([]byte, error) { return feed.Calendar(e.Event), nil })
	}
	robots := view.SitemapURL(index)
	s.add(column.RobotsAddress, "robots", fingerprint.Of(robots), func() ([]byte, error) { return feed.Robots(robots), nil })
}

// add adds a file in a format that the program writes itself. Its key is made
// of the program, the format's name and the view.
func (s *Site) add(address, format string, view fingerprint.Sum, write func() ([]byte, error)) {
	s.files = append(s.files, file{address: address, make: func(have func(fingerprint.Sum) bool, _ *bytes.Buffer) (made, error) {
		h := fingerprint.New()
		h.Add(program())
		h.String(format)
		h.Add(view)
		m := made{key: h.Sum()}
		if m.had = have(m.key); m.had {
			return m, nil
		}
		content, err := write()
		m.content = content
		return m, err
	}})
}

// sitemaps writes the sitemaps, of which only then is known how many there are. It
// returns what adds them to the site.
func (s *Site) sitemaps(index column.Index, pages []view.Page) (add func()) {
	entries := view.Sitemap(index, pages)
	key := fingerprint.Value(&entries)
	files := feed.Sitemaps(entries, index.Site.BaseURL)
	return func() {
		for _, f := range files {
			s.add(f.Name, "sitemap "+f.Name, key, func() ([]byte, error) { return f.Bytes, nil })
		}
	}
}

// passOn adds the files of the theme, and those of content/ that pages refer to.
// Their key is their content.
func (s *Site) passOn(look *theme.Theme, index column.Index) {
	for _, a := range look.Assets().Files() {
		s.files = append(s.files, file{address: a.Address, asset: true, make: func(have func(fingerprint.Sum) bool, _ *bytes.Buffer) (made, error) {
			m := made{key: fingerprint.OfBytes(a.Content), content: a.Content}
			m.had = have(m.key)
			return m, nil
		}})
	}
	for _, f := range look.Static() {
		s.files = append(s.files, file{address: f.Address, make: asItIs(f.FS, f.Name)})
	}
	s.files = append(s.files, s.images...)
	for _, a := range index.Assets {
		if a.IsImage() {
			continue
		}
		s.files = append(s.files, file{address: a.Address, source: a.Path, passed: true, make: asItIs(s.builder.fsys, a.Path)})
	}
}

func asItIs(fsys fs.FS, name string) maker {
	return func(have func(fingerprint.Sum) bool, _ *bytes.Buffer) (made, error) {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return made{}, err
		}
		m := made{key: fingerprint.OfBytes(content), content: content}
		m.had = have(m.key)
		return m, nil
	}
}

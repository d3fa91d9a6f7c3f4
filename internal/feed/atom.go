package feed

import (
	"cmp"
	"encoding/xml"
	"strings"

	"luxi/internal/view"
)

// atomFeed is atom:feed of RFC 4287, as far as the column has something to
// say. Clauses are named where they decide about a form.
type atomFeed struct {
	XMLName   xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string       `xml:"xml:lang,attr,omitempty"`
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Subtitle  string       `xml:"subtitle,omitempty"`
	Updated   string       `xml:"updated"`
	Links     []atomLink   `xml:"link"`
	Authors   []atomPerson `xml:"author"`
	Rights    string       `xml:"rights,omitempty"`
	Generator string       `xml:"generator"`
	Entries   []atomEntry  `xml:"entry"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published,omitempty"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// Atom returns the feed as Atom (RFC 4287), with full text.
func Atom(f view.Feed) []byte {
	out := atomFeed{
		Lang: clean(f.Language), ID: clean(f.ID), Title: clean(f.Title), Subtitle: clean(f.Subtitle),
		Updated: clean(f.Updated), Authors: persons([]string{feedAuthor(f)}), Rights: clean(f.Rights),
		Generator: "luxi",
	}
	out.link("alternate", "text/html", f.HomeURL)
	out.link("self", "application/atom+xml", f.AtomURL)
	out.link("alternate", "application/feed+json", f.JSONURL) // 4.1.1 allows a second of another type
	for _, e := range f.Entries {
		entry := atomEntry{
			ID: clean(e.ID), Title: title(e), Published: clean(e.Published), Updated: clean(e.Updated),
			Links:   []atomLink{{"alternate", "text/html", clean(e.URL)}},
			Authors: persons(e.Authors), Summary: clean(e.Summary),
			Content: atomContent{"html", clean(string(e.Content))},
		}
		for _, c := range cleanAll(e.Categories) {
			entry.Categories = append(entry.Categories, atomCategory{c})
		}
		out.Entries = append(out.Entries, entry)
	}
	return document(out)
}

func (f *atomFeed) link(rel, mediaType, href string) {
	if href = clean(href); href != "" {
		f.Links = append(f.Links, atomLink{rel, mediaType, href})
	}
}

func persons(names []string) []atomPerson {
	var out []atomPerson
	for _, n := range cleanAll(names) {
		out = append(out, atomPerson{n})
	}
	return out
}

// feedAuthor is never empty where the feed has a title: a feed needs an author
// as soon as one entry has none (RFC 4287, 4.1.1).
func feedAuthor(f view.Feed) string {
	return cmp.Or(strings.TrimSpace(clean(f.Author)), clean(f.Title))
}

// title returns an entry's title with its subtitle behind a dash, as a
// newspaper sets both in one line: neither format has a subtitle for entries.
func title(e view.FeedEntry) string {
	const dash = "——"
	main, sub := clean(e.Title), strings.TrimPrefix(clean(e.Subtitle), dash)
	if sub == "" {
		return main
	}
	return main + dash + sub
}

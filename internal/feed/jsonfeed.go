package feed

import (
	"bytes"
	"encoding/json"

	"luxi/internal/view"
)

// jsonFeed is a JSON Feed 1.1 (jsonfeed.org/version/1.1). It has no field for
// rights.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Language    string       `json:"language,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url,omitempty"`
	Title         string       `json:"title,omitempty"`
	ContentHTML   string       `json:"content_html"` // an item must have a content, be it empty
	Summary       string       `json:"summary,omitempty"`
	DatePublished string       `json:"date_published,omitempty"`
	DateModified  string       `json:"date_modified,omitempty"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// JSONFeed returns the feed as JSON Feed 1.1, with full text. Han characters
// stand as they are; <, > and & are escaped, so that a browser that takes the
// file for a page finds no tag in it.
func JSONFeed(f view.Feed) []byte {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: clean(f.Title),
		HomePageURL: clean(f.HomeURL), FeedURL: clean(f.JSONURL), Description: clean(f.Subtitle),
		Authors: jsonAuthors([]string{feedAuthor(f)}), Language: clean(f.Language), Items: []jsonItem{},
	}
	for _, e := range f.Entries {
		out.Items = append(out.Items, jsonItem{
			ID: clean(e.ID), URL: clean(e.URL), Title: title(e), ContentHTML: clean(string(e.Content)),
			Summary: clean(e.Summary), DatePublished: clean(e.Published), DateModified: clean(e.Updated),
			Authors: jsonAuthors(e.Authors), Tags: cleanAll(e.Categories),
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		panic(err) // strings can always be written
	}
	return b.Bytes()
}

func jsonAuthors(names []string) []jsonAuthor {
	var out []jsonAuthor
	for _, n := range cleanAll(names) {
		out = append(out, jsonAuthor{n})
	}
	return out
}

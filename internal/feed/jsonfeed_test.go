package feed

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"luxi/internal/view"
)

// Keys that JSON Feed 1.1 knows; publishers' own would begin with "_". Neither
// author nor icon's like is used: author is for feeds of 1.0.
var (
	feedKeys = set("version title home_page_url feed_url description user_comment next_url icon favicon authors language expired hubs items")
	itemKeys = set("id url external_url title content_html content_text summary image banner_image date_published date_modified authors tags language attachments")
)

func set(names string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(names) {
		out[n] = true
	}
	return out
}

// checkJSONFeed holds a feed against every "must" of jsonfeed.org/version/1.1
// and against its view, and has gofeed read it.
func checkJSONFeed(t *testing.T, f view.Feed, out []byte) {
	t.Helper()
	if !utf8.Valid(out) {
		t.Errorf("the feed is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(out))
	var feed map[string]any
	if err := d.Decode(&feed); err != nil || d.More() {
		t.Fatalf("%v\n%s", err, out)
	}
	for key := range feed {
		if !feedKeys[key] {
			t.Errorf("a feed has no key %s", key)
		}
	}
	equal(t, "version", text(t, feed, "version"), "https://jsonfeed.org/version/1.1")
	equal(t, "title", text(t, feed, "title"), clean(f.Title))
	equal(t, "language", text(t, feed, "language"), f.Language)
	equal(t, "feed_url", text(t, feed, "feed_url"), f.JSONURL)
	checkAbsolute(t, text(t, feed, "home_page_url"))
	checkAuthors(t, feed)
	items, ok := feed["items"].([]any)
	if !ok || len(items) != len(f.Entries) {
		t.Fatalf("there are not %d items:\n%s", len(f.Entries), out)
	}
	ids := map[string]bool{}
	for i, item := range items {
		item, ok := item.(map[string]any)
		if !ok {
			t.Fatalf("item %d is no object", i)
		}
		checkItem(t, f.Entries[i], item)
		if id := text(t, item, "id"); id == "" || ids[id] {
			t.Errorf("the id %q is empty or stands twice", id)
		}
		ids[text(t, item, "id")] = true
	}
	checkByGofeed(t, f, out)
}

func checkItem(t *testing.T, e view.FeedEntry, item map[string]any) {
	t.Helper()
	for key := range item {
		if !itemKeys[key] {
			t.Errorf("an item has no key %s", key)
		}
	}
	checkAbsolute(t, text(t, item, "url"))
	checkDate(t, text(t, item, "date_published"))
	checkDate(t, text(t, item, "date_modified"))
	checkAuthors(t, item)
	equal(t, "title", text(t, item, "title"), title(e))
	equal(t, "summary", text(t, item, "summary"), clean(e.Summary))
	if _, ok := item["content_html"]; !ok {
		t.Error("an item has no content")
	}
	equal(t, "content", text(t, item, "content_html"), clean(string(e.Content)))
	tags, _ := item["tags"].([]any)
	if len(tags) != len(cleanAll(e.Categories)) {
		t.Errorf("the tags of %q are %v", e.Categories, tags)
	}
	for _, tag := range tags {
		if s, ok := tag.(string); !ok || s == "" {
			t.Errorf("a tag is %v", tag)
		}
	}
}

// checkAuthors: an array of objects that have at least one of their keys.
func checkAuthors(t *testing.T, object map[string]any) {
	t.Helper()
	value, ok := object["authors"]
	if !ok {
		return
	}
	authors, ok := value.([]any)
	if !ok || len(authors) == 0 {
		t.Errorf("the authors are %v", value)
	}
	for _, a := range authors {
		if a, ok := a.(map[string]any); !ok || text(t, a, "name") == "" {
			t.Errorf("an author is %v", a)
		}
	}
}

// text returns a value that must be text where it is there.
func text(t *testing.T, object map[string]any, key string) string {
	t.Helper()
	value, ok := object[key]
	if !ok {
		return ""
	}
	s, ok := value.(string)
	if !ok {
		t.Errorf("%s is %v", key, value)
	}
	return s
}

func TestJSONFeedKeepsHan(t *testing.T) {
	if out := JSONFeed(specimen()); !bytes.Contains(out, []byte("鲁西崛起大家谈")) {
		t.Errorf("Han characters are escaped:\n%s", out)
	}
}

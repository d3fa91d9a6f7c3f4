package feed

import (
	"bytes"
	"encoding/xml"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"luxi/internal/view"
)

func specimen() view.Feed {
	return view.Feed{
		ID: root + "feed.xml", Title: "鲁西崛起大家谈", Subtitle: "言论专栏", Language: "zh-CN",
		HomeURL: root, AtomURL: root + "feed.xml", JSONURL: root + "feed.json",
		Updated: "2022-08-01T00:00:00+08:00", Author: "大众日报聊城新闻", Rights: "版权所有",
		Entries: []view.FeedEntry{{
			ID: "tag:luxi.example.org,2022-08-01:essays/2022/hao-xuelan", URL: root + "essays/2022/hao-xuelan.html",
			Title: "全面建设四个新高地", Published: "2022-08-01T00:00:00+08:00", Updated: "2022-08-01T00:00:00+08:00",
			Authors: []string{"郝学兰"}, Categories: []string{"东阿县"}, Summary: "摘要。", Content: "<p>正文。</p>",
		}},
	}
}

func htmlOf(text string) template.HTML {
	return template.HTML("<p>" + template.HTMLEscapeString(text) + "</p>")
}

// A node is an element of any document.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) all(name string) (found []node) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func (n node) text(name string) string {
	if found := n.all(name); len(found) > 0 {
		return found[0].Text
	}
	return ""
}

// A count is how often an element may stand in its parent.
type count struct{ least, most int }

const many = 1 << 20

// What RFC 4287 says of the children of atom:feed (4.1.1) and atom:entry
// (4.1.2); an author is wanted of the feed, so that entries need none.
var (
	feedChildren = map[string]count{
		"author": {1, many}, "category": {0, many}, "contributor": {0, many}, "generator": {0, 1}, "icon": {0, 1}, "id": {1, 1},
		"link": {1, many}, "logo": {0, 1}, "rights": {0, 1}, "subtitle": {0, 1}, "title": {1, 1}, "updated": {1, 1}, "entry": {0, many},
	}
	entryChildren = map[string]count{
		"author": {0, many}, "category": {0, many}, "content": {0, 1}, "contributor": {0, many}, "id": {1, 1}, "link": {1, many},
		"published": {0, 1}, "rights": {0, 1}, "source": {0, 1}, "summary": {0, 1}, "title": {1, 1}, "updated": {1, 1},
	}
)

// checkAtom holds a feed against RFC 4287 and against its view, and has gofeed
// read it.
func checkAtom(t *testing.T, f view.Feed, out []byte) {
	t.Helper()
	elements(t, out) // well formed to its end
	var feed node
	if err := xml.Unmarshal(out, &feed); err != nil {
		t.Fatal(err)
	}
	if feed.XMLName != (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) {
		t.Errorf("the root is %v", feed.XMLName)
	}
	checkChildren(t, feed, feedChildren)
	checkLinks(t, feed)
	equal(t, "xml:lang", feed.attr("lang"), f.Language)
	equal(t, "title", feed.text("title"), clean(f.Title))
	equal(t, "subtitle", feed.text("subtitle"), clean(f.Subtitle))
	equal(t, "rights", feed.text("rights"), clean(f.Rights))
	self := slices.DeleteFunc(feed.all("link"), func(n node) bool { return n.attr("rel") != "self" })
	if len(self) != 1 || self[0].attr("href") != f.AtomURL {
		t.Errorf("the feed's links to itself are %v", self)
	}
	ids := map[string]bool{}
	entries := feed.all("entry")
	if len(entries) != len(f.Entries) {
		t.Fatalf("there are %d entries of %d", len(entries), len(f.Entries))
	}
	for i, e := range entries {
		checkChildren(t, e, entryChildren)
		checkLinks(t, e)
		if id := e.text("id"); ids[id] {
			t.Errorf("two entries have the id %s", id)
		}
		ids[e.text("id")] = true
		want := f.Entries[i]
		equal(t, "title", e.text("title"), title(want))
		equal(t, "summary", e.text("summary"), clean(want.Summary))
		equal(t, "content", e.text("content"), clean(string(want.Content)))
		equal(t, "type of the content", e.all("content")[0].attr("type"), "html")
		if len(e.all("author")) != len(cleanAll(want.Authors)) || len(e.all("category")) != len(cleanAll(want.Categories)) {
			t.Errorf("an entry of %v has %v", want, e.Children)
		}
	}
	checkByGofeed(t, f, out)
}

func checkChildren(t *testing.T, n node, allowed map[string]count) {
	t.Helper()
	for _, c := range n.Children {
		if _, ok := allowed[c.XMLName.Local]; !ok || c.XMLName.Space != "http://www.w3.org/2005/Atom" {
			t.Errorf("%s has a child %v", n.XMLName.Local, c.XMLName)
		}
		switch c.XMLName.Local {
		case "author":
			if names := c.all("name"); len(names) != 1 || strings.TrimSpace(names[0].Text) == "" {
				t.Errorf("an author has the names %v", names)
			}
		case "category":
			if c.attr("term") == "" {
				t.Error("a category has no term")
			}
		case "updated", "published":
			checkDate(t, c.Text)
		case "id":
			checkAbsolute(t, c.Text)
		}
	}
	for name, want := range allowed {
		if got := len(n.all(name)); got < want.least || got > want.most {
			t.Errorf("%s has %d children %s", n.XMLName.Local, got, name)
		}
	}
}

// checkLinks: no two alternates of one type.
func checkLinks(t *testing.T, n node) {
	t.Helper()
	types := map[string]bool{}
	for _, l := range n.all("link") {
		checkAbsolute(t, l.attr("href"))
		if l.attr("rel") != "alternate" {
			continue
		}
		if types[l.attr("type")] {
			t.Errorf("%s has two alternates of the type %s", n.XMLName.Local, l.attr("type"))
		}
		types[l.attr("type")] = true
	}
}

func checkDate(t *testing.T, s string) {
	t.Helper()
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		t.Error(err)
	}
}

func checkAbsolute(t *testing.T, s string) {
	t.Helper()
	if u, err := url.Parse(s); err != nil || !u.IsAbs() {
		t.Errorf("%q is no absolute address (%v)", s, err)
	}
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %q, want %q", what, got, want)
	}
}

// checkByGofeed reads a feed of either format as a feed reader does.
func checkByGofeed(t *testing.T, f view.Feed, out []byte) {
	t.Helper()
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(out))
	if err != nil {
		t.Fatalf("gofeed: %v\n%s", err, out)
	}
	if parsed.Link != f.HomeURL || len(parsed.Items) != len(f.Entries) || len(parsed.Authors) != 1 {
		t.Errorf("gofeed reads %v", parsed)
	}
	for i, item := range parsed.Items {
		e := f.Entries[i]
		equal(t, "gofeed's id", item.GUID, e.ID)
		equal(t, "gofeed's link", item.Link, e.URL)
		if published, err := time.Parse(time.RFC3339, e.Published); err != nil || item.PublishedParsed == nil || !item.PublishedParsed.Equal(published) {
			t.Errorf("gofeed reads the date %v of %s", item.PublishedParsed, e.Published)
		}
		if strings.TrimSpace(item.Content) != strings.TrimSpace(clean(string(e.Content))) {
			t.Errorf("gofeed reads the content %q, want %q", item.Content, e.Content)
		}
	}
}

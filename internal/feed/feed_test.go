package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/golden"
	"luxi/internal/view"
)

// read fills a view from a case's file, whose keys are the view's fields.
func read[T any](t *testing.T, c golden.Case, name string) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(c.Get(name)))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s of the case %s: %v", name, c.Name, err)
	}
	return v
}

func TestFeeds(t *testing.T) {
	golden.Run(t, "testdata/feeds.txt", func(t *testing.T, c golden.Case) string {
		f := read[view.Feed](t, c, "feed.json")
		atom, jsonFeed := Atom(f), JSONFeed(f)
		checkAtom(t, f, atom)
		checkJSONFeed(t, f, jsonFeed)
		return string(atom) + "\n" + string(jsonFeed)
	})
}

func TestSitemaps(t *testing.T) {
	golden.Run(t, "testdata/sitemaps.txt", func(t *testing.T, c golden.Case) string {
		entries := read[[]view.SitemapEntry](t, c, "entries.json")
		var out strings.Builder
		most := protocol
		if c.Get("limits.json") != "" {
			l := read[struct{ URLs, Bytes int }](t, c, "limits.json")
			most = limits{l.URLs, l.Bytes}
		}
		files := sitemaps(entries, root, most)
		checkSitemaps(t, entries, files, most)
		for _, f := range files {
			out.WriteString(f.Name + ":\n" + string(f.Bytes()))
		}
		return out.String()
	})
}

func TestCalendars(t *testing.T) {
	golden.Run(t, "testdata/calendars.txt", func(t *testing.T, c golden.Case) string {
		e := read[view.Event](t, c, "event.json")
		out := Calendar(e)
		checkCalendar(t, e, out)
		return strings.ReplaceAll(string(out), "\r\n", "\n")
	})
}

func TestRobots(t *testing.T) {
	for sitemap, want := range map[string]string{
		"":                                 "User-agent: *\nAllow: /\n",
		root + "sitemap.xml":               "User-agent: *\nAllow: /\n\nSitemap: https://luxi.example.org/sitemap.xml\n",
		root + "\r\nDisallow: /\u2028\x00": "User-agent: *\nAllow: /\n\nSitemap: https://luxi.example.org/Disallow:/\n",
	} {
		if got := string(Robots(sitemap)); got != want {
			t.Errorf("Robots(%q) = %q, want %q", sitemap, got, want)
		}
	}
}

const root = "https://luxi.example.org/"

// hostile is what a manuscript could hold to break out of its place.
const hostile = "</title></content></script><script>alert(1)</script>]]><!-- -- --><?y ?>&amp;&lt;&#0;\"'\\;,:" +
	"\x00\x01\x08\x0b\x1b\x7f\u0085\u2028\u2029\xed\xa0\x80\xff\ufffe\uffff\r\nEND:VEVENT\nX:\r^n黄河\U0001F30A"

// fill puts a text into every field of a view. It fails on a field that is not
// plain data, so that these views stay as closed as those of pages.
func fill(t *testing.T, v reflect.Value, s string) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), s)
			}
		}
	default:
		t.Fatalf("a view holds a %s", v.Kind())
	}
}

// Whatever stands in whichever field, the outputs hold the elements, keys and
// properties that they always hold, and say nothing in a way that runs.
func TestHostileViewsStayInert(t *testing.T) {
	var f view.Feed
	fill(t, reflect.ValueOf(&f).Elem(), hostile)
	var plain view.Feed
	fill(t, reflect.ValueOf(&plain).Elem(), "黄河")
	same(t, elements(t, Atom(f)), elements(t, Atom(plain)))
	same(t, keys(t, JSONFeed(f)), keys(t, JSONFeed(plain)))

	var e view.Event
	fill(t, reflect.ValueOf(&e).Elem(), hostile)
	var names []string
	for _, p := range parseCalendar(t, Calendar(e)) {
		names = append(names, p.name)
	}
	same(t, names, strings.Fields("BEGIN VERSION PRODID CALSCALE METHOD BEGIN UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION "+
		"LOCATION URL ORGANIZER TRANSP BEGIN ACTION TRIGGER DESCRIPTION END END END"))

	files := Sitemaps([]view.SitemapEntry{{URL: hostile, LastMod: hostile}}, root)
	same(t, elements(t, files[0].Bytes()), []string{"urlset", "url", "loc", "lastmod"})

	for _, out := range [][]byte{Atom(f), JSONFeed(f), files[0].Bytes()} {
		for _, bad := range []string{"<script", "]]>", "<!--", "<?y", "\x00", "\x1b", "\uFFFD", "\uFFFE"} {
			if bytes.Contains(out, []byte(bad)) {
				t.Errorf("an output holds %q:\n%s", bad, out)
			}
		}
	}
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// elements returns the names of a document's elements in their order.
func elements(t *testing.T, doc []byte) (names []string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, doc)
		}
		switch token := token.(type) {
		case xml.StartElement:
			names = append(names, token.Name.Local)
		case xml.Comment, xml.Directive:
			t.Errorf("a document holds %v:\n%s", token, doc)
		}
	}
}

// keys returns the keys of a JSON text in their order.
func keys(t *testing.T, text []byte) (names []string) {
	t.Helper()
	for line := range strings.Lines(string(text)) {
		if key, _, ok := strings.Cut(strings.TrimSpace(line), `": `); ok && strings.HasPrefix(key, `"`) {
			names = append(names, key[1:])
		}
	}
	return names
}

// An output depends on nothing but its view.
func TestSameViewSameBytes(t *testing.T) {
	f := specimen()
	for range 20 {
		if !bytes.Equal(Atom(f), Atom(specimen())) || !bytes.Equal(JSONFeed(f), JSONFeed(specimen())) {
			t.Fatal("one view makes two feeds")
		}
	}
}

// FuzzFeeds puts any text into all fields that are text for people.
func FuzzFeeds(f *testing.F) {
	f.Add("黄河流域生态保护和高质量发展", "a\tb\r\nc")
	f.Add(hostile, "——副题")
	f.Add("\xff", "\x00")
	f.Fuzz(func(t *testing.T, text, other string) {
		v := specimen()
		v.Title, v.Subtitle, v.Author, v.Rights = "刊"+text, other, text, other
		e := &v.Entries[0]
		e.Title, e.Subtitle, e.Summary, e.Authors, e.Categories = "题"+text, other, text, []string{text, other}, []string{other, text}
		e.Content = htmlOf(text)
		checkAtom(t, v, Atom(v))
		checkJSONFeed(t, v, JSONFeed(v))
	})
}

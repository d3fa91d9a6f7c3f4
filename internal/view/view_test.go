package view_test

import (
	"fmt"
	"html"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/golden"
	"luxi/internal/markdown"
	"luxi/internal/view"
)

// TestViewsAreClosed walks all types of views that Plan returns.
func TestViewsAreClosed(t *testing.T) {
	seen := map[reflect.Type]bool{}
	for _, p := range plan(t, everything()) {
		for _, why := range openings(reflect.TypeOf(p.View()), reflect.TypeOf(p.View()).Name(), seen) {
			t.Errorf("%s: a view type through which a template could reach further", why)
		}
	}
	for _, v := range []any{
		view.Front{},
		view.Essay{},
		view.Withdrawn{},
		view.Call{},
		view.CallNotice{},
		view.Plain{},
		view.List{},
		view.Terms{},
		view.Redirect{},
		view.NotFound{},
	} {
		if !seen[reflect.TypeOf(v)] {
			t.Errorf("the column of the test has no %T", v)
		}
	}
}

// openings returns the parts of a type that are not plain data, by their path.
func openings(t reflect.Type, path string, seen map[reflect.Type]bool) (found []string) {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if reflect.PointerTo(t).NumMethod() > 0 && !safeText(t) {
		found = append(found, path+" has methods")
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int:
	case reflect.Slice:
		found = append(found, openings(t.Elem(), path+"[]", seen)...)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Type == reflect.TypeFor[fingerprint.Seal]() || f.Type == reflect.TypeFor[fingerprint.Sum]() {
				if f.IsExported() {
					found = append(found, path+"."+f.Name+" shows a template what is no part of the page")
				}
				continue // templates see no hidden field, and this one says nothing
			}
			if !f.IsExported() {
				found = append(found, path+"."+f.Name+" is hidden")
			}
			found = append(found, openings(f.Type, path+"."+f.Name, seen)...)
		}
	default:
		found = append(found, path+" is a "+t.Kind().String())
	}
	return found
}

// safeText reports html/template's marks for text that is safe: strings.
func safeText(t reflect.Type) bool {
	return t.PkgPath() == "html/template" && t.Kind() == reflect.String
}

type withMethod struct{ Title string }

func (*withMethod) Site() string { return "" }

func TestOpeningsAreFound(t *testing.T) {
	for _, v := range []any{
		struct{ P *int }{},
		struct{ M map[string]string }{},
		struct{ F func() string }{},
		struct{ I any }{},
		struct{ C chan int }{},
		struct{ T time.Time }{},
		struct{ L []struct{ D civil.Moment } }{},
		struct{ E struct{ withMethod } }{},
		struct{ hidden string }{},
		struct{ A [2]string }{},
		struct{ S fingerprint.Sum }{},
	} {
		if len(openings(reflect.TypeOf(v), "view", map[reflect.Type]bool{})) == 0 {
			t.Errorf("%T passes", v)
		}
	}
}

// A file is a content file of a test.
type file struct{ path, text string }

// everything has pages of every sort at every depth.
func everything() []file {
	const author = "[[authors]]\nname = \"某甲\"\nposition = \"某职\"\n"
	return []file{
		{"content/essays/顶.md", "+++\ntitle = \"顶\"\ndate = 2021-01-01\n" + author + "+++\n[关于](/pages/关于.md)\n\n![图](2022/图.png)\n"},
		{"content/essays/2022/甲.md", "+++\ntitle = \"甲\"\ndate = 2022-08-01\ncall = \"2022\"\naliases = [\"/旧/a.html\"]\nreceived = 2021-03-04T05:06:07+08:00\n" + author + "+++\n[顶](../顶.md) [深](/pages/一/二/三.md#小标题)\n\n![图](图.png)\n"},
		{"content/essays/2022/乙/丙.md", "+++\ntitle = \"丙\"\ndate = 2022-08-02\nregion = \"某县\"\n" + author + "+++\n[甲](../甲.md)\n\n![图](/essays/2022/图.png)\n"},
		{"content/essays/2022/回.md", "+++\ntitle = \"回\"\ndate = 2022-07-01\nwithdrawn = 2022-08-01\n" + author + "+++\n正文\n"},
		{"content/calls/2022.md", "+++\ntitle = \"约稿\"\nopens = 2022-07-01\ndeadline = 2022-08-31T10:00:00Z\n+++\n[甲](../essays/2022/甲.md)\n"},
		{"content/pages/关于.md", "+++\ntitle = \"关于\"\n+++\n[约稿](../calls/2022.md)\n"},
		{"content/pages/一/二/三.md", "+++\ntitle = \"三\"\n+++\n## 小标题\n\n[关于](/pages/关于.md)\n"},
	}
}

const settings = `title = "试刊"
base_url = "https://example.cn/鲁西/"
regions = [{ name = "某县", slug = "mou" }]
hosts = ["某社"]
`

func plan(t *testing.T, files []file) []view.Page {
	t.Helper()
	return planWith(t, settings, files)
}

func planWith(t *testing.T, settings string, files []file) []view.Page {
	t.Helper()
	site, list := config.Parse(diag.File{Path: config.FileName, Text: settings}, config.Override{})
	in := column.Input{Site: site, Now: time.Date(2022, 8, 15, 4, 0, 0, 0, time.UTC), Files: []string{"content/essays/2022/图.png"}}
	for _, c := range files {
		f := diag.File{Path: c.path, Text: c.text}
		var found diag.List
		switch section, _ := document.SectionOf(c.path); section {
		case document.Essays:
			var e document.Essay
			e, found = document.ParseEssay(f)
			in.Essays = append(in.Essays, &e)
		case document.Calls:
			var d document.Call
			d, found = document.ParseCall(f)
			in.Calls = append(in.Calls, d)
		case document.Pages:
			var p document.Page
			p, found = document.ParsePage(f)
			in.Pages = append(in.Pages, p)
		}
		list = append(list, found...)
	}
	if len(list) > 0 {
		t.Fatalf("the column has mistakes:\n%s", golden.Print(list))
	}
	index, found := column.New(in)
	if len(found) > 0 {
		t.Fatalf("the column has %d mistakes, the first %s", len(found), found[0].Kind.Code)
	}
	return view.Plan(index)
}

// viewOf returns the view of the page at an address.
func viewOf[T any](t *testing.T, pages []view.Page, address string) T {
	t.Helper()
	for _, p := range pages {
		if v, ok := whole(t, p).(T); ok && p.Address == address {
			return v
		}
	}
	t.Fatalf("there is no page %s", address)
	panic("unreachable")
}

// whole returns the view of a page with its text.
func whole(t *testing.T, p view.Page) any {
	t.Helper()
	v, err := p.WithText(p.View(), func(d *document.Document) (markdown.Body, error) { return d.Body, nil })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var holes = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// eachURL calls visit with every address in a view: the fields whose names end
// in URL, and those in texts.
func eachURL(v reflect.Value, name string, visit func(name, u string)) {
	switch {
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[view.ArticleLD](): // whose addresses are absolute
		for i := range v.NumField() {
			eachURL(v.Field(i), v.Type().Field(i).Name, visit)
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachURL(v.Index(i), name, visit)
		}
	case v.Kind() != reflect.String || v.String() == "" || name == "TelephoneURL":
	case strings.HasSuffix(name, "URL"):
		visit(name, v.String())
	case name == "Body" || name == "About":
		for _, m := range holes.FindAllStringSubmatch(v.String(), -1) {
			visit(name, html.UnescapeString(m[1]))
		}
	}
}

// Every address in every view leads to a page or an image of the site, from
// every depth and under any base path.
func TestURLsFromEveryDepth(t *testing.T) {
	pages := plan(t, everything())
	known := map[string]bool{"essays/2022/图.png": true, "feed.xml": true, "feed.json": true, "calls/2022.ics": true}
	for _, name := range []string{"regions/mou/feed.xml", "regions/mou/feed.json"} {
		known[name] = true
	}
	depths := map[int]bool{}
	for _, p := range pages {
		known[p.Address] = true
		depths[strings.Count(p.Address, "/")] = true
	}
	for d := range 4 {
		if !depths[d] {
			t.Errorf("no page is %d folders deep", d)
		}
	}
	for _, base := range []string{"https://example.cn/", "https://example.cn/a/b/", "file:///C:/site/"} {
		for _, p := range pages {
			if p.Address == column.NotFoundAddress {
				continue
			}
			from, err := url.Parse(base + p.Address)
			if err != nil {
				t.Fatal(err)
			}
			count := 0
			eachURL(reflect.ValueOf(whole(t, p)), "", func(name, u string) {
				count++
				to, err := from.Parse(u)
				if err != nil {
					t.Fatalf("%s: %s %q: %v", p.Address, name, u, err)
				}
				if to.Path = strings.TrimPrefix(to.Path, strings.TrimPrefix(base, from.Scheme+"://"+from.Host)); !known[strings.TrimPrefix(to.Path, "/")] {
					t.Errorf("%s: %s %q leads to %s", p.Address, name, u, to)
				}
				if strings.ContainsFunc(strings.Split(u, "#")[0], func(r rune) bool { return r <= ' ' || r > '~' }) {
					t.Errorf("%s: %s %q is not escaped", p.Address, name, u)
				}
			})
			if count < 5 {
				t.Errorf("%s has only %d addresses", p.Address, count)
			}
		}
	}
}

// The page for what is not found stands at any address, so its links begin at
// the base path.
func TestNotFoundLinksFromTheBasePath(t *testing.T) {
	v := viewOf[view.NotFound](t, plan(t, everything()), column.NotFoundAddress)
	const base = "/%E9%B2%81%E8%A5%BF/"
	if v.Root != base || v.Site.HomeURL != base+"index.html" {
		t.Errorf("root %q, home %q", v.Root, v.Site.HomeURL)
	}
	for _, l := range v.Nav {
		if !strings.HasPrefix(l.URL, base) {
			t.Errorf("%s leads to %q", l.Title, l.URL)
		}
	}
	if v.Head.Canonical != "" {
		t.Errorf("it claims to be %s", v.Head.Canonical)
	}
}

func TestCanonical(t *testing.T) {
	const base = "https://example.cn/%E9%B2%81%E8%A5%BF/"
	pages := plan(t, everything())
	for address, want := range map[string]string{
		"index.html":             base,
		"essays/index.html":      base + "essays/",
		"essays/2022/index.html": base + "essays/2022/",
		"essays/2022/甲.html":     base + "essays/2022/%E7%94%B2.html",
		"calls/2022.html":        base + "calls/2022.html",
	} {
		i := slices.IndexFunc(pages, func(p view.Page) bool { return p.Address == address })
		if i < 0 {
			t.Fatalf("no page %s", address)
		}
		got := reflect.ValueOf(pages[i].View()).FieldByName("Head").FieldByName("Canonical").String()
		if got != want {
			t.Errorf("%s is canonically %s, want %s", address, got, want)
		}
	}
}

// A deadline is shown as clocks in the column's zone show it, however it was
// written: readers would be hours late.
func TestMomentsInTheColumnsZone(t *testing.T) {
	for _, tt := range []struct{ written, text, iso string }{
		{"2022-08-31", "2022年8月31日", "2022-08-31"},
		{"2022-08-31T18:00", "2022年8月31日18:00", "2022-08-31T18:00:00"},
		{"2022-08-31T18:00:00+08:00", "2022年8月31日18:00", "2022-08-31T18:00:00+08:00"},
		{"2022-08-31T10:00:00Z", "2022年8月31日18:00", "2022-08-31T18:00:00+08:00"},
		{"2022-08-31T20:30:00Z", "2022年9月1日04:30", "2022-09-01T04:30:00+08:00"},
	} {
		pages := plan(t, []file{{"content/calls/a.md", "+++\ntitle = \"约稿\"\nopens = 2022-08-01\ndeadline = " + tt.written + "\n+++\n"}})
		v := viewOf[view.Call](t, pages, "calls/a.html")
		if v.Deadline.Text != tt.text || v.Deadline.ISO != tt.iso {
			t.Errorf("%s is shown as %+v, want %s and %s", tt.written, v.Deadline, tt.text, tt.iso)
		}
		if front := viewOf[view.Front](t, pages, "index.html"); len(front.Open) != 1 || front.Open[0].Deadline != v.Deadline {
			t.Errorf("%s: the front page shows %+v", tt.written, front.Open)
		}
	}
}

// What is not for readers is in no view.
func TestPrivateFieldsHaveNoView(t *testing.T) {
	for _, p := range plan(t, everything()) {
		all := fmt.Sprintf("%+v", whole(t, p))
		for _, private := range []string{"2021-03-04", "2021年3月4日", "05:06"} {
			if strings.Contains(all, private) {
				t.Errorf("%s holds when the essay was received (%s):\n%s", p.Address, private, all)
			}
		}
	}
}

func TestOlderAndNewer(t *testing.T) {
	pages := plan(t, everything())
	top := viewOf[view.Essay](t, pages, "essays/顶.html")
	middle := viewOf[view.Essay](t, pages, "essays/2022/甲.html")
	last := viewOf[view.Essay](t, pages, "essays/2022/乙/丙.html")
	for _, tt := range []struct {
		name      string
		got, want view.Link
	}{
		{"newest, newer", last.Newer, view.Link{}},
		{"newest, older", last.Older, view.Link{Title: "甲", URL: "../../../essays/2022/%E7%94%B2.html"}},
		{"middle, newer", middle.Newer, view.Link{Title: "丙", URL: "../../essays/2022/%E4%B9%99/%E4%B8%99.html"}},
		{"middle, older", middle.Older, view.Link{Title: "顶", URL: "../../essays/%E9%A1%B6.html"}},
		{"oldest, older", top.Older, view.Link{}},
		{"call", middle.Call, view.Link{Title: "约稿", URL: "../../calls/2022.html"}},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, tt.got, tt.want)
		}
	}
}

// Of an empty column there are the pages that every site has.
func TestEmptyColumn(t *testing.T) {
	var addresses []string
	for _, p := range plan(t, nil) {
		addresses = append(addresses, p.Address)
	}
	if want := "index.html essays/index.html 404.html"; strings.Join(addresses, " ") != want {
		t.Errorf("pages %v, want %s", addresses, want)
	}
}

// A countdown counts days: on the last day none is left, and the day of a
// date-only deadline is that day, not the one on which it ends.
func TestCountdown(t *testing.T) {
	for _, tt := range []struct {
		deadline string
		days     int
		end      string
	}{ // the clock stands at 2022-08-15T12:00+08:00
		{"2022-08-31", 16, "2022-09-01T00:00:00+08:00"},
		{"2022-08-31T18:00", 16, "2022-08-31T18:00:00+08:00"},
		{"2022-08-16T00:00", 0, "2022-08-16T00:00:00+08:00"},
		{"2022-08-16", 1, "2022-08-17T00:00:00+08:00"},
		{"2022-08-15", 0, "2022-08-16T00:00:00+08:00"},
		{"2022-08-14", 0, ""},
	} {
		pages := plan(t, []file{{"content/calls/a.md", "+++\ntitle = \"约稿\"\ndeadline = " + tt.deadline + "\n+++\n"}})
		v := viewOf[view.Call](t, pages, "calls/a.html")
		if v.Countdown.Days != tt.days || v.Countdown.End != tt.end || v.Countdown.End != "" && v.Countdown.AsOf.ISO != "2022-08-15" {
			t.Errorf("%s: %+v", tt.deadline, v.Countdown)
		}
	}
}

// Of several calls, and of one, the link at the head that leads to it is shown
// as current on its pages.
func TestCallsLinkIsCurrent(t *testing.T) {
	one := file{"content/calls/a.md", "+++\ntitle = \"甲\"\ndeadline = 2022-08-31\n+++\n"}
	two := file{"content/calls/b.md", "+++\ntitle = \"乙\"\ndeadline = 2023-08-31\n+++\n"}
	for _, files := range [][]file{{one}, {one, two}} {
		v := viewOf[view.Call](t, plan(t, files), "calls/a.html")
		current := ""
		for _, l := range v.Nav {
			if l.Current {
				current += l.Of
			}
		}
		if current != "calls" {
			t.Errorf("of %d calls the current link is %q", len(files), current)
		}
	}
}

// An update that is still to come is none: it would date the essay to the
// future in feeds and the sitemap.
func TestUpdatesToCome(t *testing.T) {
	const author = "[[authors]]\nname = \"某甲\"\n"
	for updated, want := range map[string]string{"2022-08-10": "2022-08-10", "2022-08-20": "2022-08-01"} {
		pages := plan(t, []file{{"content/essays/a.md", "+++\ntitle = \"甲\"\ndate = 2022-08-01\nupdated = " + updated + "\n" + author + "+++\n正文。\n"}})
		v := viewOf[view.Essay](t, pages, "essays/a.html")
		if got := v.Head.Article.UpDate[:10]; got != want {
			t.Errorf("updated on %s: the page says %s", updated, got)
		}
	}
}

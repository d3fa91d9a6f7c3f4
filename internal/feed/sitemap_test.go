package feed

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"luxi/internal/view"
)

// checkSitemaps holds files against the protocol of sitemaps.org and against
// the entries that they are made of.
func checkSitemaps(t *testing.T, entries []view.SitemapEntry, files []File, most limits) {
	t.Helper()
	var want, got []view.SitemapEntry
	for _, e := range entries {
		if n := utf8.RuneCountInString(e.URL); n >= 12 && n <= 2048 {
			want = append(want, e)
		}
	}
	if len(files) == 0 {
		if len(want) > 0 {
			t.Errorf("there are no files")
		}
		return
	}
	equal(t, "the first file", files[0].Name, "sitemap.xml")
	parts := files
	if len(files) > 1 {
		parts = files[1:]
		index := readEntries(t, files[0], "sitemapindex", "sitemap")
		for i, e := range index {
			equal(t, "an address in the index", e.URL, root+parts[i].Name)
		}
		if len(index) != len(parts) {
			t.Errorf("the index has %d of %d files", len(index), len(parts))
		}
	}
	for _, p := range parts {
		if len(p.Bytes()) > most.bytes {
			t.Errorf("%s has %d bytes", p.Name, len(p.Bytes()))
		}
		urls := readEntries(t, p, "urlset", "url")
		if len(urls) == 0 || len(urls) > most.urls {
			t.Errorf("%s has %d addresses", p.Name, len(urls))
		}
		got = append(got, urls...)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the files hold %.300v, want %.300v", got, want)
	}
	checkByXmllint(t, parts)
}

// w3c is the format of dates that the schema allows: xsd:date or xsd:dateTime.
var w3c = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?$`)

// readEntries reads a file as the schemas of a urlset and of an index describe it:
// in each entry one loc, then at most one lastmod; the rest may be missing.
func readEntries(t *testing.T, f File, outer, inner string) (entries []view.SitemapEntry) {
	t.Helper()
	elements(t, f.Bytes())
	var doc node
	if err := xml.Unmarshal(f.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.XMLName != (xml.Name{Space: "http://www.sitemaps.org/schemas/sitemap/0.9", Local: outer}) {
		t.Errorf("%s is a %v", f.Name, doc.XMLName)
	}
	for _, n := range doc.Children {
		if n.XMLName.Local != inner || n.XMLName.Space != doc.XMLName.Space {
			t.Errorf("%s holds a %v", f.Name, n.XMLName)
		}
		var names []string
		for _, c := range n.Children {
			names = append(names, c.XMLName.Local)
		}
		e := view.SitemapEntry{URL: n.text("loc"), LastMod: n.text("lastmod")}
		if s := strings.Join(names, " "); s != "loc" && s != "loc lastmod" {
			t.Errorf("%s: an entry holds %s", f.Name, s)
		}
		if n := utf8.RuneCountInString(e.URL); n < 12 || n > 2048 {
			t.Errorf("%s: an address has %d characters", f.Name, n)
		}
		if u, err := url.Parse(e.URL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%s: %q is no web address", f.Name, e.URL)
		}
		if e.LastMod != "" && !w3c.MatchString(e.LastMod) {
			t.Errorf("%s: %q is no date", f.Name, e.LastMod)
		}
		entries = append(entries, e)
	}
	return entries
}

// checkByXmllint holds files against the schema itself. testdata/sitemap.xsd is
// that of sitemaps.org (CC BY-SA 2.5), as the npm package sitemap 9.0.1 has it.
func checkByXmllint(t *testing.T, files []File) {
	t.Helper()
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		return
	}
	for _, f := range files {
		name := filepath.Join(t.TempDir(), f.Name)
		if err := os.WriteFile(name, f.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", "testdata/sitemap.xsd", name).CombinedOutput(); err != nil {
			t.Errorf("xmllint: %v\n%.1000s", err, out)
		}
	}
}

func TestSitemapOfManyPages(t *testing.T) {
	var entries []view.SitemapEntry
	for i := range 50_001 {
		entries = append(entries, view.SitemapEntry{URL: fmt.Sprintf("%sessays/2022/%d.html", root, i), LastMod: "2022-08-01"})
	}
	if files := Sitemaps(entries[:50_000], root); len(files) != 1 {
		t.Errorf("50,000 addresses make %d files", len(files))
	}
	files := Sitemaps(entries, root)
	if len(files) != 3 {
		t.Fatalf("50,001 addresses make %d files", len(files))
	}
	checkSitemaps(t, entries, files, protocol)

	// With the newest last, a full file stays as it is.
	more := Sitemaps(append(entries, view.SitemapEntry{URL: root + "essays/2023/1.html"}), root)
	equal(t, "the full file", string(more[1].Bytes()), string(files[1].Bytes()))
}

// No file is ever larger than allowed, wherever the bound falls.
func TestSitemapBytes(t *testing.T) {
	var entries []view.SitemapEntry
	for i := range 30 {
		entries = append(entries, view.SitemapEntry{URL: root + strings.Repeat("&", i)})
	}
	for bytes := 420; bytes < 2400; bytes += 7 {
		most := limits{urls: 50, bytes: bytes}
		checkSitemapSizes(t, sitemaps(entries, root, most), most)
	}
}

func checkSitemapSizes(t *testing.T, files []File, most limits) {
	t.Helper()
	urls := 0
	for _, f := range files {
		if strings.Contains(string(f.Bytes()), "<urlset") {
			urls += strings.Count(string(f.Bytes()), "<url>")
			if len(f.Bytes()) > most.bytes {
				t.Errorf("%s has %d bytes of %d", f.Name, len(f.Bytes()), most.bytes)
			}
		}
	}
	if urls != 30 {
		t.Errorf("within %d bytes there are %d addresses of 30", most.bytes, urls)
	}
}

func TestLater(t *testing.T) {
	for _, c := range [][3]string{
		{"", "2022-08-01", "2022-08-01"},
		{"2022-08-02", "2022-08-01", "2022-08-02"},
		{"2022-08-01T10:00:00+08:00", "2022-08-01T03:00:00Z", "2022-08-01T03:00:00Z"},
		{"2022-08-01", "soon", "2022-08-01"},
	} {
		if got := later(c[0], c[1]); got != c[2] {
			t.Errorf("later(%q, %q) = %q", c[0], c[1], got)
		}
	}
	if !instant("2022-08-01").Equal(time.Date(2022, 8, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error("a day is not its beginning")
	}
}

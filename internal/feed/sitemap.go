package feed

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"luxi/internal/view"
)

// SitemapName is the name of the sitemap that robots.txt leads to.
const SitemapName = "sitemap.xml"

// limits are what one file may hold (sitemaps.org, 0.9).
type limits struct{ urls, bytes int }

var protocol = limits{urls: 50_000, bytes: 50 << 20}

// Lengths of an address, from the protocol's schema.
const (
	shortestLoc = 12
	longestLoc  = 2048
)

const (
	sitemapNS   = "http://www.sitemaps.org/schemas/sitemap/0.9"
	urlsetStart = xml.Header + `<urlset xmlns="` + sitemapNS + `">` + "\n"
	urlsetEnd   = "</urlset>\n"
	indexStart  = xml.Header + `<sitemapindex xmlns="` + sitemapNS + `">` + "\n"
	indexEnd    = "</sitemapindex>\n"
)

// Sitemaps returns the sitemap of the entries: the file sitemap.xml, or, where
// they do not fit into one, sitemap-1.xml and so on with sitemap.xml as their
// index. The address of the site's root, with its slash, is for the index.
//
// The files are filled in the order of the entries: with the oldest first, a
// full one stays as it is. An address of a length that the protocol does not
// allow (less than 12 or more than 2,048 characters) is left out. Without
// entries there is no file, because a sitemap must have one.
func Sitemaps(entries []view.SitemapEntry, root string) []File {
	return sitemaps(entries, root, protocol)
}

func sitemaps(entries []view.SitemapEntry, root string, most limits) []File {
	if oneFits(entries, most) {
		return []File{{SitemapName, func() []byte { return urlsets(entries, most)[0].bytes() }}}
	}
	parts := urlsets(entries, most)
	if len(parts) == 0 {
		return nil
	}
	if len(parts) == 1 {
		return []File{{SitemapName, parts[0].bytes}}
	}
	index := bytes.NewBufferString(indexStart)
	files := make([]File, 1, len(parts)+1)
	for i, p := range parts {
		name := "sitemap-" + strconv.Itoa(i+1) + ".xml"
		files = append(files, File{name, p.bytes})
		index.Write(located("sitemap", clean(root)+name, p.lastMod))
	}
	index.WriteString(indexEnd)
	files[0] = File{SitemapName, index.Bytes}
	return files
}

// longestEscape is the most bytes that XML writes for one.
const longestEscape = 5

// oneFits reports whether the entries surely make one file, without writing it.
func oneFits(entries []view.SitemapEntry, most limits) bool {
	if len(entries) > most.urls {
		return false
	}
	some, size := false, len(urlsetStart)+len(urlsetEnd)
	for _, e := range entries {
		size += len("  <url><loc></loc><lastmod></lastmod></url>\n") + longestEscape*(len(e.URL)+len(e.LastMod))
		some = some || allowed(clean(e.URL))
	}
	return some && size <= most.bytes
}

// A urlset is one file's share of the entries.
type urlset struct {
	urls    int
	text    bytes.Buffer
	lastMod string // the latest of its entries
}

func (u *urlset) bytes() []byte {
	return slices.Concat(u.text.Bytes(), []byte(urlsetEnd))
}

func urlsets(entries []view.SitemapEntry, most limits) []*urlset {
	var parts []*urlset
	var last *urlset
	for _, e := range entries {
		loc, lastMod := clean(e.URL), clean(e.LastMod)
		if !allowed(loc) {
			continue
		}
		line := located("url", loc, lastMod)
		if last == nil || last.urls == most.urls || last.text.Len()+len(line)+len(urlsetEnd) > most.bytes {
			last = &urlset{}
			last.text.WriteString(urlsetStart)
			parts = append(parts, last)
		}
		last.urls++
		last.text.Write(line)
		last.lastMod = later(last.lastMod, lastMod)
	}
	return parts
}

func allowed(loc string) bool {
	n := utf8.RuneCountInString(loc)
	return n >= shortestLoc && n <= longestLoc
}

// located returns an entry of a sitemap or of an index, on a line of its own.
func located(element, loc, lastMod string) []byte {
	var b bytes.Buffer
	b.WriteString("  <" + element + "><loc>")
	escape(&b, loc)
	b.WriteString("</loc>")
	if lastMod != "" {
		b.WriteString("<lastmod>")
		escape(&b, lastMod)
		b.WriteString("</lastmod>")
	}
	b.WriteString("</" + element + ">\n")
	return b.Bytes()
}

func escape(b *bytes.Buffer, s string) {
	if err := xml.EscapeText(b, []byte(s)); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
}

// later returns the later of two dates of the forms that a sitemap has. A day
// counts as its beginning in UTC, which is near enough for a crawler.
func later(a, b string) string {
	if instant(b).After(instant(a)) {
		return b
	}
	return a
}

func instant(s string) time.Time {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// Robots returns robots.txt (RFC 9309), which lets every crawler in and names
// the sitemap where it has an address. It is heeded at the root of a host only.
func Robots(sitemapURL string) []byte {
	text := "User-agent: *\nAllow: /\n"
	if u := strings.Join(strings.Fields(clean(sitemapURL)), ""); u != "" {
		text += "\nSitemap: " + u + "\n"
	}
	return []byte(text)
}

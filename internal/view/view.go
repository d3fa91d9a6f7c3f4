// Package view is the contract between the column and its themes: for every
// page of the site a closed view, a plain struct that holds all that the page's
// template may show.
//
// A view holds strings, numbers, booleans, and slices and structs of these.
// There is nothing in it through which a template could reach further: no
// pointer, map, function, interface or clock. So what a page shows is known
// from its view alone, and what is not in a struct here cannot be published:
// received times, extensions and contributors' contacts have no field.
//
// A view holds facts and the column's own words, not those of a page: a state
// is a code and a list says of what it is, and the theme has the words for them
// in its i18n folder. The tag codes lists what such a field holds; see Codes.
// Dates are an exception: how a day is written is the
// column's own, and its calendars, which no theme makes, say the same.
//
// The text of a document is put into its page's view last, see [Page.WithText]:
// a page that stands already is known by a fingerprint, for which the text need
// not be there. The only hidden fields are such fingerprints.
//
// Addresses (the fields named URL) are relative to the page that shows them,
// so that the site works under any base path and when opened from a disk.
package view

import (
	"reflect"
	"strings"

	"luxi/internal/fingerprint"
)

// Codes returns the values that a field of a view can have where it holds a
// code, which templates choose words and looks by; nil for other fields. "" is
// the first where the field may be empty.
func Codes(f reflect.StructField) []string {
	tag := f.Tag.Get("codes")
	if tag == "" {
		return nil
	}
	codes := strings.Fields(tag)
	if codes[0] == "-" {
		codes[0] = ""
	}
	return codes
}

// Chrome is what stands on every page round its own content.
type Chrome struct {
	Frame
	Head Head
}

// Frame is what many pages have in common: all of one folder's depth and one
// section. A page's own fields begin with its name left out: .Site is
// .Frame.Site. A partial that takes a Frame is rendered once for all of them.
type Frame struct {
	Site Site
	Nav  []NavLink
	Root string // leads from this page to the site's root: "", "../", "../../"

	seal fingerprint.Seal
}

// Site is what the column is called and who stands behind it.
type Site struct {
	Title        string
	Description  string
	Publisher    string
	Language     string // for the lang attribute
	Hosts        []string
	HomeURL      string
	Domain       string // the host of the site's address
	Copyright    string // a line for the foot of every page
	ICP          string // 鲁ICP备…号, the filing for internet content
	PoliceRecord string // 鲁公网安备…号, the filing with the police
	Params       []Param
}

// A Param is a setting that only the theme knows, from [params] in site.toml.
// The function param gives the value of a name, params all values of one that
// has several.
type Param struct {
	Name  string
	Value string
}

// Head is for the head element.
type Head struct {
	Title       string // of the page; that of the column on the front page; empty where the theme names the page
	Description string // plain text, one sentence or a few
	Canonical   string // the page's absolute address; "" on the page for what is not found
	Hidden      bool   // search engines should not list the page
	AtomURL     string // of the feed of what the page lists; else of the column's
	JSONURL     string
	Article     Article // of an essay; without a title elsewhere
}

// Article is what programs should know of an essay: search engines, and the
// crawlers of Chinese news and government sites.
type Article struct {
	Title     string
	Column    string   // 栏目
	Published string   // RFC 3339 with the column's offset
	Modified  string   // likewise
	PubDate   string   // 2022-08-01 00:00
	UpDate    string   // likewise
	Source    string   // 来源
	Section   string   // the region, else the kind
	Authors   []string // names
	Tags      []string
	Keywords  string // tags, region and names, by commas
	LD        ArticleLD
}

// ArticleLD is schema.org's NewsArticle for a script of the type
// application/ld+json.
type ArticleLD struct {
	Context     string     `json:"@context"`
	Type        string     `json:"@type"`
	Headline    string     `json:"headline"`
	Alternative string     `json:"alternativeHeadline,omitempty"`
	Description string     `json:"description,omitempty"`
	URL         string     `json:"url"`
	Page        string     `json:"mainEntityOfPage"`
	Published   string     `json:"datePublished"`
	Modified    string     `json:"dateModified"`
	Language    string     `json:"inLanguage"`
	Section     string     `json:"articleSection,omitempty"`
	Keywords    []string   `json:"keywords,omitempty"`
	WordCount   int        `json:"wordCount"`
	Author      []PersonLD `json:"author"`
	Publisher   PersonLD   `json:"publisher"`
}

// PersonLD is schema.org's Person or Organization.
type PersonLD struct {
	Type     string `json:"@type"`
	Name     string `json:"name"`
	JobTitle string `json:"jobTitle,omitempty"`
}

// A NavLink is a link at the head of every page.
type NavLink struct {
	Of      string `codes:"- home essays regions kinds contributors tags calls"` // empty for a link with a title
	Title   string
	URL     string
	Current bool // the page itself or the section that it is in
}

// A Link leads to another page. Without a URL there is none.
type Link struct {
	Title string
	URL   string
}

// A Date is a day or a point in time, for people and for machines.
type Date struct {
	Text string // 2022年8月1日
	ISO  string // 2022-08-01, for the datetime attribute
}

// An Author is a name in a byline with the position held when writing.
type Author struct {
	Name     string
	Position string // may be empty
	URL      string // the person's page
}

// A Card stands for an essay in lists.
type Card struct {
	Title    string
	Subtitle string
	URL      string
	Authors  []Author
	Region   string // empty for an essay of no region
	Date     Date
	Summary  string

	seal fingerprint.Seal
}

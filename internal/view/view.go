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
// Addresses (the fields named URL) are relative to the page that shows them,
// so that the site works under any base path and when opened from a disk.
package view

import "html/template"

// A Page is one page to render: where it goes, by which template, with what.
type Page struct {
	Address  string // below the site's root, such as essays/2022/hao-xuelan.html
	Template string // such as essay.html
	View     any    // Front, Essay, Call, Plain, List or NotFound
	Source   string // the content file that the page is made of, or ""
}

// Chrome is what stands on every page round its own content.
type Chrome struct {
	Site Site
	Head Head
	Nav  []NavLink
	Root string // leads from this page to the site's root: "", "../", "../../"
}

// Site is what the column is called and who stands behind it.
type Site struct {
	Title       string
	Description string
	Publisher   string
	Language    string // for the lang attribute
	Hosts       []string
	HomeURL     string
}

// Head is for the head element.
type Head struct {
	Title       string // of the page; that of the column on the front page
	Description string // plain text, one sentence or a few
	Canonical   string // the page's absolute address; "" on the page for what is not found
}

// A NavLink is a link at the head of every page.
type NavLink struct {
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
}

// Front is the front page (front.html).
type Front struct {
	Chrome
	Essays []Card // the newest
	AllURL string // the list of all essays
	Total  int    // of all essays
	Open   []Notice
}

// A Notice announces a call.
type Notice struct {
	Title    string
	URL      string
	State    State
	Deadline Date
	Hosts    []string
	Mailbox  string
}

// A State is where a call stands as of the build.
type State struct {
	Code string // upcoming, open, closing or closed
	Text string // 未开始、征稿中、即将截稿、已截稿
}

// An Essay is the page of an essay (essay.html).
type Essay struct {
	Chrome
	Title          string
	Subtitle       string
	Authors        []Author
	Region         string
	Kind           string
	Date           Date
	Body           template.HTML // the text, safe
	Length         int           // characters as Word counts them
	ReadingMinutes int
	Editors        []string // 责任编辑
	Planners       []string // 专题策划
	Call           Link     // that the essay answered
	Older          Link     // 上一篇
	Newer          Link     // 下一篇
}

// A Call is the page of a call for submissions (call.html).
type Call struct {
	Chrome
	Title        string
	State        State
	Hosts        []string
	Opens        Date // without text where the call does not say
	Deadline     Date
	Mailbox      string
	Telephone    string
	TelephoneURL template.URL // tel: and the number; empty where the text is not one number
	Link         string       // absolute; what the notice's QR code leads to
	Planners     []string
	Body         template.HTML
	Essays       []Card // that answered it, newest first
}

// A Plain is a page such as the one about the column (page.html).
type Plain struct {
	Chrome
	Title string
	Body  template.HTML
}

// A List is a page of essays by year (list.html): all years, or one.
type List struct {
	Chrome
	Title string
	Total int
	Years []YearGroup
	All   Link // from the list of a year to that of all
}

// A YearGroup is the essays of a year, newest first.
type YearGroup struct {
	Year   int
	URL    string // the year's own list
	Essays []Card
}

// NotFound is shown in place of a page that is not there (404.html). Its links
// are absolute paths, because it stands at any address.
type NotFound struct {
	Chrome
}

package view

import (
	"html/template"

	"luxi/internal/fingerprint"
)

// The views of what is read by programs: feeds, the sitemap, a calendar. They
// are as closed as those of pages. Unlike these, every address in them is
// absolute, because what holds them is read elsewhere; and times are text in
// the form that their format asks for, because they hold no clock.

// A Feed is the newest essays of the column, of a region or of a kind, for
// feed readers. One view makes the Atom feed and the JSON feed.
type Feed struct {
	ID       string // a URI of its own; AtomURL will do, because readers know feeds by address
	Title    string
	Subtitle string // one sentence; may be empty
	Language string // a BCP 47 tag such as zh-CN
	HomeURL  string // the page that lists the same essays
	AtomURL  string // where the Atom feed itself is
	JSONURL  string // where the JSON feed itself is
	Updated  string // RFC 3339: the latest Updated of the entries; never the build's clock
	Author   string // who stands behind the feed; the title where it is empty
	Rights   string // plain text; may be empty
	Entries  []FeedEntry
}

// A FeedEntry is an essay in a feed, with its full text.
type FeedEntry struct {
	// ID tells a reader whether it has seen the essay. It is a tag URI
	// (RFC 4151) of the site's host, the essay's date and its file below
	// content/ without .md, percent-encoded:
	//
	//	tag:luxi.example.org,2022-08-01:essays/2022/hao-xuelan
	//
	// An address would change with the scheme, the base path and
	// pretty_urls, and every reader would show all essays as new.
	ID string

	URL        string // the page's canonical address
	Title      string
	Subtitle   string        // may be empty
	Published  string        // RFC 3339 with the column's offset: 2022-08-01T00:00:00+08:00
	Updated    string        // likewise; Published where nothing was changed since
	Authors    []string      // names in the order of the byline, without positions
	Categories []string      // region, kind and tags
	Summary    string        // plain text; may be empty
	Content    template.HTML // the text, safe, every link and image absolute

	text fingerprint.Sum
}

// A SitemapEntry is a page that search engines should know.
type SitemapEntry struct {
	URL     string // the page's canonical address
	LastMod string // 2022-08-01 or RFC 3339; may be empty
}

// An Event is a call's deadline for calendars.
type Event struct {
	UID         string // stays when the deadline is put off: 2022@luxi.example.org
	Title       string
	Description string // plain text, may have several lines; may be empty
	Location    string // may be empty
	URL         string // the call's page

	// Start is the deadline: a day such as 20220831, or an instant in UTC
	// such as 20220831T100000Z. A day is the same in every zone.
	Start string
	// End is the end of what lasts, in the form of Start and not part of it.
	// It is empty for a deadline: then a day is itself, and an instant lasts
	// no time.
	End string

	ReminderDays int    // how many days before Start to remind; 0 for never
	Stamp        string // 20220801T000000Z: when the notice was last changed, never the build's clock
	Organizer    string // the column or a host; may be empty
	Mailbox      string // where manuscripts go; may be empty
}

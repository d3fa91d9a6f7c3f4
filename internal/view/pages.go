package view

import (
	"html/template"

	"luxi/internal/fingerprint"
)

// Front is the front page (front.html).
type Front struct {
	Chrome
	Essays []Card // the newest
	AllURL string // the list of all essays
	Total  int    // of all essays
	Open   []Notice
}

// A Notice announces a call that takes submissions.
type Notice struct {
	Title     string
	URL       string
	State     string `codes:"upcoming open closing closed"` // as of the build
	Deadline  Date
	Countdown Countdown
	Hosts     []string
	Mailbox   string
}

// A Countdown is how long a call is open, as of the build and for a script that
// keeps it right.
type Countdown struct {
	AsOf Date   // the day of the build
	Days int    // left on that day; 0 on the last
	End  string // RFC 3339: the instant from which on it is too late; empty for a call that is not open
}

// An Essay is the page of an essay (essay.html).
type Essay struct {
	Chrome
	Title          string
	Subtitle       string
	Authors        []Author
	Region         Link // without a title for an essay of no region
	Kind           Link
	Tags           []Link
	Date           Date
	Updated        Date          // without text where nothing changed since
	EditorsNote    string        // 编者按
	Body           template.HTML // the text, safe
	Length         int           // characters as Word counts them
	ReadingMinutes int
	Source         string   // 来源
	Edition        string   // 期次
	PrintedPage    string   // 版次
	Editors        []string // 责任编辑
	Planners       []string // 专题策划
	Call           Link     // that the essay answered
	Older          Link     // 上一篇
	Newer          Link     // 下一篇
	SameRegion     []Card   // the nearest in time of the region
	SameAuthor     []Card   // and of its authors

	text fingerprint.Sum
}

// Withdrawn is the page in the place of an essay that was withdrawn
// (withdrawn.html).
type Withdrawn struct {
	Chrome
	Date   Date
	Notice string // why, in the editors' words; may be empty
}

// A Call is the page of a call for submissions (call.html).
type Call struct {
	Chrome
	Title        string
	State        string `codes:"upcoming open closing closed"` // as of the build
	Countdown    Countdown
	Hosts        []string
	Opens        Date // without text where the call does not say
	Deadline     Date
	Zone         string // in which the times are said: 北京时间
	Least        int    // characters that a submission should have at least
	Most         int    // and at most; 0 where the call does not say
	Mailbox      string
	Telephone    string
	TelephoneURL template.URL // tel: and the number; empty where the text is not one number
	Link         string       // absolute; what the notice's QR code leads to
	Planners     []string
	Body         template.HTML
	Essays       []Card // the newest of those that answered it
	Total        int    // of all that answered it
	EssaysURL    string // their list; empty where there are none
	NoticeURL    string // the notice to be printed; from the notice, the call's page
	CalendarURL  string // the deadline as a calendar's event

	text fingerprint.Sum
}

// A CallNotice is a call as one sheet of paper (notice.html).
type CallNotice struct {
	Call
}

// A Plain is a page such as the one about the column (page.html).
type Plain struct {
	Chrome
	Title string
	Body  template.HTML

	text fingerprint.Sum
}

// A List is a page of a list of essays (list.html): all of them, or those of a
// year, region, kind, tag, contributor or call. Pages are numbered from the
// oldest; the first page, which shows the newest, has no number. A page with a
// number stays as it is when essays are added, so what counts them all stands on
// the first page only.
type List struct {
	Chrome
	Of       string `codes:"all year region kind tag contributor call"`
	Name     string // of the year (2022), region, kind, tag or contributor; the call's title; empty for all
	Total    int    // essays on all pages; 0 on a page with a number
	Essays   []Card
	Number   int    // 0 for the first page
	Pages    int    // how many pages the list has; 0 on a page with a number
	NewerURL string // the next page of newer essays; empty on the first
	OlderURL string // the next page of older ones; empty on the last
	Others   []Term // the years, on the list of all
	UpURL    string // the page of all terms, or of the call; empty for the list of all
	Portrait Image  // of a contributor; may be without URL
	About    template.HTML

	text fingerprint.Sum
}

// Terms is the page of all regions, kinds, tags, contributors or calls
// (terms.html).
type Terms struct {
	Chrome
	Of    string `codes:"regions kinds tags contributors calls"`
	Order string `codes:"- strokes pinyin receipt"` // of contributors; empty elsewhere
	Terms []Term
}

// A Term is a region, a kind, a tag, a contributor, a call or a year, with the
// number of its essays.
type Term struct {
	Name     string
	Position string // the last that a contributor held
	State    string `codes:"- upcoming open closing closed"` // of a call; empty elsewhere
	Deadline Date   // of a call
	URL      string
	Count    int
}

// A Redirect stands at an address that a page had (redirect.html).
type Redirect struct {
	Chrome
	Title string // empty where what is there was withdrawn
	URL   string // relative
}

// NotFound is shown in place of a page that is not there (404.html). Its links
// are absolute paths, because it stands at any address.
type NotFound struct {
	Chrome
}

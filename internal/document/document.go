// Package document reads one content file into an [Essay], a [Call] or a
// [Page]: its front matter, decoded and checked, and its Markdown, rendered.
//
// A document knows one file and nothing else: not the site's settings, not the
// other files, not the clock. The same bytes give the same document, so that
// it can be kept by the hash of its file. What must be compared with something
// else (a region's name, a link's target) is checked in package column.
package document

import (
	"net/url"
	"path"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
	"luxi/internal/slug"
)

// Root is the folder of all content.
const Root = "content"

// A Section is a folder of content/ whose files have one form of front matter.
type Section string

// The sections of the column.
const (
	Essays Section = "essays"
	Calls  Section = "calls"
	Pages  Section = "pages"
)

// Sections are all sections, in the order in which they are listed to people.
var Sections = []Section{Essays, Calls, Pages}

// SectionOf returns the section of a content file by its path, such as
// content/essays/2022/hao-xuelan.md.
func SectionOf(name string) (Section, bool) {
	for _, s := range Sections {
		if strings.HasPrefix(name, Root+"/"+string(s)+"/") {
			return s, true
		}
	}
	return "", false
}

// A Document is what every content file has.
type Document struct {
	Path   string // of the file, such as content/essays/2022/hao-xuelan.md
	Slug   string // the last segment of its address
	Body   markdown.Body
	Broken bool // the file has errors of its own: what could be read is here, and can be checked
}

// An Essay is one contribution to the column.
type Essay struct {
	Document
	Title    string       `toml:"title,required" zh:"标题,题目"`
	Subtitle string       `toml:"subtitle" zh:"副标题"`
	Date     civil.Moment `toml:"date,required" zh:"日期,发表日期"` // of publication; before it the essay is left out
	Draft    bool         `toml:"draft" zh:"草稿"`
	OwnSlug  string       `toml:"slug" zh:"网址名"`   // else the file's name makes the slug
	Summary  string       `toml:"summary" zh:"摘要"` // else the body's own
	Call     string       `toml:"call" zh:"约稿"`    // the name of a file in content/calls
	Received civil.Moment `toml:"received" zh:"收稿时间"`
	Region   string       `toml:"region" zh:"县市区,地区"`
	Kind     string       `toml:"kind" zh:"作者类别,类别"`
	Authors  []Author     `toml:"authors,required" zh:"作者,署名"`
	Editors  []string     `toml:"editors" zh:"责任编辑"`
	Planners []string     `toml:"planners" zh:"专题策划"`
}

// An Author is one name of a byline with the position held when writing.
type Author struct {
	Name     string `toml:"name,required" zh:"姓名"`
	Position string `toml:"position" zh:"职务,职位"`
}

// A Call is a call for submissions.
type Call struct {
	Document
	Title     string       `toml:"title,required" zh:"标题,题目"`
	Date      civil.Moment `toml:"date" zh:"日期,发表日期"` // of publication; may be none
	Draft     bool         `toml:"draft" zh:"草稿"`
	OwnSlug   string       `toml:"slug" zh:"网址名"`
	Hosts     []string     `toml:"hosts" zh:"主办单位"`
	Opens     civil.Moment `toml:"opens" zh:"开始时间"`
	Deadline  civil.Moment `toml:"deadline,required" zh:"截稿时间"`
	Mailbox   string       `toml:"mailbox" zh:"投稿邮箱"`
	Telephone string       `toml:"telephone" zh:"联系电话"`
	Link      string       `toml:"link" zh:"专题链接"` // what the notice's QR code leads to
	Planners  []string     `toml:"planners" zh:"专题策划"`
}

// A Page is a plain page, such as the one about the column.
type Page struct {
	Document
	Title   string       `toml:"title,required" zh:"标题,题目"`
	Date    civil.Moment `toml:"date" zh:"日期,发表日期"`
	Draft   bool         `toml:"draft" zh:"草稿"`
	OwnSlug string       `toml:"slug" zh:"网址名"`
	Order   int          `toml:"order" zh:"次序"` // among the links at the head of every page
}

var (
	badSlug = diag.Define("bad-file-slug", diag.Error,
		i18n.Text{ZH: "“{value}”不能用作网址", EN: "“{value}” cannot be an address"},
		i18n.Text{ZH: "网址名只用汉字、小写字母、数字和连字符（-），例如 slug = \"hao-xuelan\"；不写 slug 就用文件名。", EN: "A slug has Han characters, lower-case letters, digits and hyphens, such as slug = \"hao-xuelan\"; without one the file's name is taken."})
	emptyBody = diag.Define("empty-body", diag.Warning,
		i18n.Text{ZH: "只有标题，没有正文", EN: "there is no text below the front matter"},
		i18n.Text{ZH: "把正文写在第二个 +++ 的下面；还没写完可以加一行 draft = true。", EN: "Write it below the closing +++; an unfinished file may say draft = true."})
	badMailbox = diag.Define("bad-mailbox", diag.Error,
		i18n.Text{ZH: "“{value}”不是邮箱地址", EN: "“{value}” is not a mail address"},
		i18n.Text{ZH: "写成 name@126.com 的样子，@ 和句点用半角。", EN: "Write it like name@example.org."})
	badLink = diag.Define("bad-link", diag.Error,
		i18n.Text{ZH: "“{value}”不是完整的网址", EN: "“{value}” is not a complete address"},
		i18n.Text{ZH: "以 https:// 开头写全；不写 link 这一行，就用 site.toml 里的 call_link。", EN: "Write it with its scheme, https://; without a link, that of site.toml (call_link) is taken."})
	endBeforeStart = diag.Define("deadline-before-opening", diag.Error,
		i18n.Text{ZH: "截稿时间 {deadline} 早于开始时间 {opens}", EN: "the deadline {deadline} lies before the opening {opens}"},
		i18n.Text{ZH: "请核对这两个日期。", EN: "Check both dates."})
)

// ParseEssay reads a file of content/essays.
func ParseEssay(f diag.File) (Essay, diag.List) {
	e := Essay{}
	doc, front, list := parse(f, &e)
	e.Document = doc
	e.Slug = chooseSlug(front, e.OwnSlug, &list)
	if !list.HasErrors() && !e.Draft && e.Body.Length == 0 {
		list.Add(emptyBody.At(diag.WholeFile(f.Path)))
	}
	e.Broken = list.HasErrors()
	return e, list
}

// ParseCall reads a file of content/calls.
func ParseCall(f diag.File) (Call, diag.List) {
	c := Call{}
	doc, front, list := parse(f, &c)
	c.Document = doc
	c.Slug = chooseSlug(front, c.OwnSlug, &list)
	if c.Mailbox != "" && !mailbox.MatchString(c.Mailbox) {
		list.Add(badMailbox.At(front.Value("mailbox"), diag.Arg("value", c.Mailbox)))
	}
	if u, err := url.Parse(c.Link); c.Link != "" && (err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https") {
		list.Add(badLink.At(front.Value("link"), diag.Arg("value", c.Link)))
	}
	if endsBeforeStart(c) {
		list.Add(endBeforeStart.At(front.Value("deadline"),
			diag.Arg("deadline", c.Deadline), diag.Arg("opens", c.Opens)).Also(front.Value("opens")))
	}
	c.Broken = list.HasErrors()
	return c, list
}

// endsBeforeStart compares the two as far as this is possible without the
// column's zone.
func endsBeforeStart(c Call) bool {
	opens, end := c.Opens, c.Deadline
	switch {
	case opens.IsZero() || end.IsZero():
		return false
	case opens.HasClock && end.HasClock && opens.HasOffset == end.HasOffset:
		return end.Instant(time.UTC).Before(opens.Instant(time.UTC))
	}
	return end.Date.Compare(opens.Date) < 0
}

// ParsePage reads a file of content/pages.
func ParsePage(f diag.File) (Page, diag.List) {
	p := Page{}
	doc, front, list := parse(f, &p)
	p.Document = doc
	p.Slug = chooseSlug(front, p.OwnSlug, &list)
	p.Broken = list.HasErrors()
	return p, list
}

// parse reads front matter into meta and the rest as Markdown. Both are
// checked even where the other has errors, so that all mistakes are told.
func parse(f diag.File, meta any) (Document, decode.Text, diag.List) {
	front, list := splitFront(f)
	if list.HasErrors() {
		return Document{Path: f.Path}, front.Text, list
	}
	list = front.into(meta)
	body, found := markdown.Parse(f, front.body)
	return Document{Path: f.Path, Body: body}, front.Text, append(list, found...)
}

func chooseSlug(front decode.Text, written string, list *diag.List) string {
	name := front.File.Path
	if written == "" {
		written = slug.From(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		if written == "" {
			list.Add(badSlug.At(diag.WholeFile(name), diag.Arg("value", path.Base(name))))
		}
		return written
	}
	if !slug.Valid(written) {
		list.Add(badSlug.At(front.Value("slug"), diag.Arg("value", written)))
	}
	return written
}

// Locate returns the place of a front-matter value in a file, as
// [decode.Text.Value] does.
func Locate(f diag.File, key ...any) diag.Range {
	front, _ := splitFront(f)
	return front.Value(key...)
}

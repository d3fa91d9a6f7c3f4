// Package document reads one content file into an [Essay], a [Call] or a
// [Page]: its front matter, decoded and checked, and its Markdown, rendered.
//
// A document knows one file and nothing else: not the site's settings, not the
// other files, not the clock. The same bytes give the same document, so that
// it can be kept by the hash of its file. What must be compared with something
// else (a region's name, a link's target) is checked in package column.
package document

import (
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
)

// Root is the folder of all content.
const Root = "content"

// A Section is a folder of content/ whose files have one form of front matter.
type Section string

// The sections of the column.
const (
	Essays       Section = "essays"
	Calls        Section = "calls"
	Pages        Section = "pages"
	Contributors Section = "contributors"
)

// Sections are all sections, in the order in which they are listed to people.
var Sections = []Section{Essays, Calls, Pages, Contributors}

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

	// Source is the fingerprint of the file. Whoever reads the file sets it.
	Source fingerprint.Sum
}

// Common is the front matter that essays, calls and pages share.
type Common struct {
	Title   string       `toml:"title,required" zh:"标题,题目"`
	Draft   bool         `toml:"draft" zh:"草稿"`
	OwnSlug string       `toml:"slug" zh:"网址名"`     // else the file's name makes the slug
	Aliases []string     `toml:"aliases" zh:"旧网址"`  // addresses that the page had
	Updated civil.Moment `toml:"updated" zh:"更新时间"` // of the last change that readers should know of

	ProofIgnore []string `toml:"proof_ignore" zh:"校对忽略"` // proofreading rules that are not to speak of this file
}

// An Essay is one contribution to the column.
type Essay struct {
	Document
	Common
	Subtitle        string       `toml:"subtitle" zh:"副标题"`
	Date            civil.Moment `toml:"date,required" zh:"日期,发表日期"` // of publication; before it the essay is left out
	Summary         string       `toml:"summary" zh:"摘要"`            // else the body's own, which is "" beside this one
	Call            string       `toml:"call" zh:"约稿"`               // the name of a file in content/calls
	Received        civil.Moment `toml:"received" zh:"收稿时间"`
	Region          string       `toml:"region" zh:"县市区,地区"`
	Kind            string       `toml:"kind" zh:"作者类别,类别"`
	Tags            []string     `toml:"tags" zh:"标签"`
	Authors         []Author     `toml:"authors,required" zh:"作者,署名"`
	EditorsNote     string       `toml:"editors_note" zh:"编者按"`
	Editors         []string     `toml:"editors" zh:"责任编辑"`
	Planners        []string     `toml:"planners" zh:"专题策划"`
	Source          string       `toml:"source" zh:"来源"` // else the publisher
	Edition         string       `toml:"edition" zh:"期次"`
	PrintedPage     string       `toml:"page" zh:"版次"`
	Withdrawn       civil.Moment `toml:"withdrawn" zh:"撤回日期"` // from then on a notice stands in its place
	WithdrawnNotice string       `toml:"withdrawn_notice" zh:"撤回说明"`
}

// An Author is one name of a byline with the position held when writing.
type Author struct {
	Name     string `toml:"name,required" zh:"姓名"`
	Position string `toml:"position" zh:"职务,职位"`
	Key      string `toml:"key" zh:"标识"` // keeps two people of one name apart
}

// ID is what the essays of one person have in common: the key, else the name.
func (a Author) ID() string {
	if a.Key != "" {
		return a.Key
	}
	return a.Name
}

// A Call is a call for submissions.
type Call struct {
	Document
	Common
	Date      civil.Moment `toml:"date" zh:"日期"` // of publication; may be none
	Hosts     []string     `toml:"hosts" zh:"主办单位"`
	Opens     civil.Moment `toml:"opens" zh:"开始时间"`
	Deadline  civil.Moment `toml:"deadline,required" zh:"截稿时间"`
	Length    []int        `toml:"length" zh:"篇幅"` // from and to, in characters
	Mailbox   string       `toml:"mailbox" zh:"投稿邮箱"`
	Telephone string       `toml:"telephone" zh:"联系电话"`
	Link      string       `toml:"link" zh:"专题链接"` // what the notice's QR code leads to
	Planners  []string     `toml:"planners" zh:"专题策划"`

	// What follows is the editors' own business and never reaches a page.
	Zone    string        `toml:"zone" zh:"时区"`  // of the times here; else the column's
	Grace   time.Duration `toml:"grace" zh:"宽限"` // after the deadline, in which pieces are taken and marked
	Wanted  []Wanted      `toml:"wanted" zh:"需要篇数"`
	Invited []Invited     `toml:"invited" zh:"约稿名单,名单"`
}

// Wanted is how many pieces of a kind a call is for; without a kind, in all.
type Wanted struct {
	Kind   string `toml:"kind" zh:"作者类别,类别"`
	Pieces int    `toml:"pieces,required" zh:"篇数"`
}

// An Invited is a person on the roster of a call.
type Invited struct {
	Name           string       `toml:"name,required" zh:"姓名"`
	Key            string       `toml:"key" zh:"标识"`
	Position       string       `toml:"position" zh:"职务,职位"`
	Region         string       `toml:"region" zh:"县市区,地区"`
	Kind           string       `toml:"kind" zh:"作者类别,类别"`
	Contact        string       `toml:"contact" zh:"联系方式"`
	ExtendedTo     civil.Moment `toml:"extended_to" zh:"延期到"`
	ExtendedReason string       `toml:"extended_reason" zh:"延期原因"`
	ExtendedBy     string       `toml:"extended_by" zh:"延期批准人"`
	Declined       bool         `toml:"declined" zh:"已谢绝,谢绝"`
}

// A Page is a plain page, such as the one about the column.
type Page struct {
	Document
	Common
	Date  civil.Moment `toml:"date" zh:"日期"`
	Order int          `toml:"order" zh:"次序"` // among the links at the head of every page
}

// A Contributor is what the column says about a person who writes for it. The
// positions that the person held stand in the essays.
type Contributor struct {
	Document
	Name     string `toml:"name,required" zh:"姓名"`
	Key      string `toml:"key" zh:"标识"`      // as essays write it; else the name
	Sort     string `toml:"sort" zh:"排序用名"`   // a name to be sorted by in place of the own
	Portrait string `toml:"portrait" zh:"照片"` // a file beside this one
	OwnSlug  string `toml:"slug" zh:"网址名"`
}

// ID is what the person's essays have in common.
func (c Contributor) ID() string { return Author{Name: c.Name, Key: c.Key}.ID() }

// ParseEssay reads a file of content/essays.
func ParseEssay(f diag.File) (Essay, diag.List) {
	e := Essay{}
	doc, front, list := parse(f, &e, &e.OwnSlug)
	e.Document = doc
	if e.Summary != "" {
		e.Body.Summary = "" // nobody asks for it, and a column keeps many
	}
	checkAliases(front, e.Aliases, &list)
	checkFilled(front, &e, &list)
	checkDates(front, &e, &list)
	if !list.HasErrors() && !e.Draft && strings.TrimSpace(e.Body.HTML) == "" {
		list.Add(emptyBody.At(diag.WholeFile(f.Path)))
	}
	e.Broken = list.HasErrors()
	return e, list
}

// ParseCall reads a file of content/calls.
func ParseCall(f diag.File) (Call, diag.List) {
	c := Call{}
	doc, front, list := parse(f, &c, &c.OwnSlug)
	c.Document = doc
	checkAliases(front, c.Aliases, &list)
	checkCall(front, c, &list)
	c.Broken = list.HasErrors()
	return c, list
}

// ParsePage reads a file of content/pages.
func ParsePage(f diag.File) (Page, diag.List) {
	p := Page{}
	doc, front, list := parse(f, &p, &p.OwnSlug)
	p.Document = doc
	checkAliases(front, p.Aliases, &list)
	p.Broken = list.HasErrors()
	return p, list
}

// ParseContributor reads a file of content/contributors.
func ParseContributor(f diag.File) (Contributor, diag.List) {
	c := Contributor{}
	doc, _, list := parse(f, &c, &c.OwnSlug)
	c.Document = doc
	c.Broken = list.HasErrors()
	return c, list
}

// parse reads front matter into meta and the rest as Markdown. Both are
// checked even where the other has errors, so that all mistakes are told. The
// slug is what meta has at ownSlug, else it is made of the file's name.
func parse(f diag.File, meta any, ownSlug *string) (Document, decode.Text, diag.List) {
	doc := Document{Path: f.Path}
	front, list := splitFront(f)
	if !list.HasErrors() {
		var found diag.List
		list = front.into(meta)
		doc.Body, found = markdown.Parse(f, front.body)
		list = append(list, found...)
	}
	doc.Slug = chooseSlug(front.Text, *ownSlug, &list)
	return doc, front.Text, list
}

// Locate returns the place of a front-matter value in a file, as
// [decode.Text.Value] does.
func Locate(f diag.File, key ...any) diag.Range {
	front, _ := splitFront(f)
	return front.Value(key...)
}

// Package config reads site.toml into a [Site]: what the column is called, who
// hosts it, which regions and kinds of contributor it knows, and how it is
// built. A Site is validated once and never changes.
//
// Nothing here looks at content: whether an essay names a region that exists
// is found out where the essay is (package column).
package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/slug"
	"luxi/internal/webaddr"
)

// FileName is the name of the settings' file in the column's folder.
const FileName = "site.toml"

// A Site is the column's settings.
type Site struct {
	Title       string
	Description string
	Publisher   string
	Language    string // a BCP 47 tag such as zh-Hans-CN, for the lang attribute
	BaseURL     string // absolute, with a slash at its end
	BasePath    string // the path of BaseURL, with a slash at its end
	Location    *time.Location
	Theme       string
	Hosts       []string
	Planners    []string
	CallLink    string // where a call's QR code leads
	Regions     []Term
	Kinds       []Term

	PerFront   int              // essays on the front page
	PerPage    int              // essays on a full page of a list
	Order      ContributorOrder // of the list of contributors
	PrettyURLs bool             // pages are folders: /essays/2022/name/
	Late       LatePolicy       // what a build does with essays that came too late
	Proof      Proof            // how texts are proofread

	Copyright    string // a line for every page
	ICP          string // number of the filing for internet content, 鲁ICP备…号
	PoliceRecord string // number of the filing with the police, 鲁公网安备…号

	Menu   []MenuItem // links at the head of every page; none for the usual ones
	Params []Param    // for themes, by name

	// Broken says that site.toml has mistakes, which are told: what is
	// missing here may be missing because it could not be read.
	Broken bool
}

// A Term is a region or a kind of contributor: its name as essays write it,
// and its slug for addresses.
type Term struct {
	Name string `toml:"name,required" zh:"名称"`
	Slug string `toml:"slug,required" zh:"网址名"`
}

// A ContributorOrder is how contributors are listed.
type ContributorOrder string

// The orders: by the strokes of the surname, by pinyin, by when the first essay
// came.
const (
	ByStrokes ContributorOrder = "strokes"
	ByPinyin  ContributorOrder = "pinyin"
	ByReceipt ContributorOrder = "received"
)

// A LatePolicy is what a build does with an essay that came after its call's
// deadline, grace and extension.
type LatePolicy string

// The policies: tell and publish, leave out and say so, or build nothing.
const (
	WarnLate    LatePolicy = "warn"
	ExcludeLate LatePolicy = "exclude"
	RefuseLate  LatePolicy = "error"
)

// A MenuItem is a link at the head of every page. Its link is a content file
// (/pages/about.md), a list (/regions/) or an address elsewhere (https://…).
type MenuItem struct {
	Title string `toml:"title,required" zh:"标题"`
	Link  string `toml:"link,required" zh:"链接"`
}

// A Param is a value of [params], which only themes know. A table's keys are
// joined by dots; a list has one Param for each of its items.
type Param struct {
	Name  string
	Value string
}

// file is site.toml as it is written.
type file struct {
	Title       string   `toml:"title,required" zh:"栏目名称,标题,名称"`
	Description string   `toml:"description" zh:"简介"`
	Publisher   string   `toml:"publisher" zh:"出版单位"`
	Language    string   `toml:"language" zh:"语言"`
	BaseURL     string   `toml:"base_url,required" zh:"网址"`
	TimeZone    string   `toml:"time_zone" zh:"时区"`
	Theme       string   `toml:"theme" zh:"主题"`
	Hosts       []string `toml:"hosts" zh:"主办单位"`
	Planners    []string `toml:"planners" zh:"专题策划"`
	CallLink    string   `toml:"call_link" zh:"专题链接"`
	PerFront    int      `toml:"front_essays" zh:"首页篇数"`
	PerPage     int      `toml:"list_essays" zh:"目录每页篇数"`
	Order       string   `toml:"contributor_order" zh:"作者排序"`
	PrettyURLs  bool     `toml:"pretty_urls" zh:"文件夹式网址"`
	Copyright   string   `toml:"copyright" zh:"版权"`
	ICP         string   `toml:"icp" zh:"ICP备案号"`
	Police      string   `toml:"police_record" zh:"公安备案号"`
	Regions     []Term   `toml:"regions" zh:"县市区,地区"`
	Kinds       []Term   `toml:"kinds" zh:"作者类别,类别"`

	Deadline struct {
		Late string `toml:"late" zh:"迟交"`
	} `toml:"deadline" zh:"截稿"`
	Proof  proofTable     `toml:"proof" zh:"校对"`
	Menu   []MenuItem     `toml:"menu" zh:"菜单"`
	Params map[string]any `toml:"params" zh:"主题参数"`
}

// Defaults of the settings that need not be written.
const (
	defaultLanguage = "zh-Hans-CN"
	defaultTimeZone = "Asia/Shanghai"
	defaultTheme    = "forum"
	defaultPerFront = 12
	defaultPerPage  = 20
)

var (
	badURL = diag.Define("bad-url", diag.Error,
		i18n.Text{ZH: "“{value}”不是完整的网址", EN: "“{value}” is not a complete address"},
		i18n.Text{ZH: "以 https:// 开头写全，例如 https://luxi.example.cn/；base_url 里不能有 ?、# 和 @。", EN: "Write it with its scheme, such as https://luxi.example.cn/; base_url has no ?, # or @ in it."})
	unknownZone = diag.Define("unknown-time-zone", diag.Error,
		i18n.Text{ZH: "没有“{value}”这个时区", EN: "there is no time zone “{value}”"},
		i18n.Text{ZH: "中国标准时间写作 time_zone = \"Asia/Shanghai\"。", EN: "Use a name of the IANA database, such as Asia/Shanghai."})
	badLanguage = diag.Define("bad-language", diag.Error,
		i18n.Text{ZH: "“{value}”不是语言代码", EN: "“{value}” is not a language tag"},
		i18n.Text{ZH: "简体中文写作 language = \"zh-CN\"。", EN: "Use a tag of BCP 47, such as zh-CN."})
	badSlug = diag.Define("bad-slug", diag.Error,
		i18n.Text{ZH: "“{value}”不能用在网址里", EN: "“{value}” cannot stand in an address"},
		i18n.Text{ZH: "只用汉字、小写字母、数字、连字符（-）、下划线（_）和间隔号（·），例如 slug = \"donge\"。", EN: "Use Han characters, lower-case letters, digits, hyphens, underscores and the middle dot (·), such as slug = \"donge\"."})
	doubleTerm = diag.Define("double-term", diag.Error,
		i18n.Text{ZH: "“{value}”写了两次", EN: "“{value}” is written twice"},
		i18n.Text{ZH: "删去一处，或者改成不同的名称和网址名。", EN: "Delete one, or give it another name and slug."})
	badNumber = diag.Define("number-range", diag.Error,
		i18n.Text{ZH: "这里要写 {low} 到 {high} 之间的整数", EN: "this takes a whole number from {low} to {high}"},
		i18n.Text{ZH: "删去这一行就是 {default}。", EN: "Without this line it is {default}."})
	badOrder = diag.Define("contributor-order", diag.Error,
		i18n.Text{ZH: "不能按“{value}”给作者排序", EN: "contributors cannot be ordered by “{value}”"},
		i18n.Text{ZH: "写 strokes（姓氏笔画）、pinyin（拼音）或 received（来稿先后）。", EN: "Write strokes, pinyin or received."})
	badLate = diag.Define("late-policy", diag.Error,
		i18n.Text{ZH: "迟交的文章不能按“{value}”处理", EN: "late essays cannot be treated by “{value}”"},
		i18n.Text{ZH: "写 warn（提醒，照常发布）、exclude（不发布，并列出来）或 error（报错，不生成网站）。", EN: "Write warn (tell and publish), exclude (leave out and say so) or error (build nothing)."})
	badThemeName = diag.Define("bad-theme-name", diag.Error,
		i18n.Text{ZH: "“{value}”不能作主题的名称", EN: "“{value}” cannot be a theme's name"},
		i18n.Text{ZH: "写主题的名称，例如 theme = \"forum\"；luxi theme list 会列出所有的主题。", EN: "Write the name of a theme, such as theme = \"forum\"; luxi theme list shows all."})
)

// An Override replaces a setting for one build, as a flag of the command does.
// An empty field replaces nothing.
type Override struct {
	BaseURL string
	Theme   string
}

// Parse reads the text of site.toml. A site with errors in the list is as
// complete as it could be read, so that more can be checked with it.
func Parse(f diag.File, override Override) (Site, diag.List) {
	raw := file{
		Language: defaultLanguage, TimeZone: defaultTimeZone,
		Theme: defaultTheme, PerFront: defaultPerFront, PerPage: defaultPerPage, Order: string(ByStrokes),
	}
	raw.Deadline.Late = string(WarnLate)
	text := decode.Text{File: f, End: len(f.Text), Syntax: decode.TOML}
	p := parser{text: text, list: text.Into(&raw)}
	s := p.site(raw, override)
	s.Broken = p.list.HasErrors()
	return s, p.list
}

type parser struct {
	text decode.Text
	list diag.List
}

func (p *parser) report(k *diag.Kind, key string, value any) {
	p.list.Add(k.At(p.text.Value(key), diag.Arg("value", value)))
}

func (p *parser) site(raw file, override Override) Site {
	s := Site{
		Title: raw.Title, Description: raw.Description, Publisher: raw.Publisher,
		Hosts: raw.Hosts, Planners: raw.Planners, CallLink: raw.CallLink,
		Regions: raw.Regions, Kinds: raw.Kinds, Theme: raw.Theme,
		PrettyURLs: raw.PrettyURLs,
		Copyright:  raw.Copyright, ICP: raw.ICP, PoliceRecord: raw.Police,
		Menu: raw.Menu, Params: params("", raw.Params),
	}
	s.Language = p.language(raw.Language)
	s.Location = p.location(raw.TimeZone)
	s.BaseURL, s.BasePath = p.baseURL(raw.BaseURL)
	if override.BaseURL != "" {
		if full, base, ok := splitBaseURL(override.BaseURL); ok {
			s.BaseURL, s.BasePath = full, base
		} else {
			p.list.Add(badURL.At(diag.WholeFile("--base-url"), diag.Arg("value", override.BaseURL)))
		}
	}
	if !slug.Valid(s.Theme) {
		p.report(badThemeName, "theme", s.Theme)
	}
	if override.Theme != "" {
		s.Theme = override.Theme
		if !slug.Valid(s.Theme) {
			p.list.Add(badThemeName.At(diag.WholeFile("--theme"), diag.Arg("value", s.Theme)))
		}
	}
	if s.CallLink == "" {
		s.CallLink = s.BaseURL
	} else if _, ok := webaddr.Parse(s.CallLink); !ok {
		p.report(badURL, "call_link", s.CallLink)
	}
	s.PerFront = p.number("front_essays", raw.PerFront, defaultPerFront)
	s.PerPage = p.number("list_essays", raw.PerPage, defaultPerPage)
	s.Order = p.order(raw.Order)
	s.Late = p.late(raw.Deadline.Late)
	s.Proof = p.proof(raw.Proof)
	p.terms("regions", s.Regions)
	p.terms("kinds", s.Kinds)
	return s
}

// number checks how many essays a page shows, and returns the usual number in
// place of one that cannot be.
func (p *parser) number(key string, n, usual int) int {
	const low, high = 1, 200
	if n >= low && n <= high {
		return n
	}
	p.list.Add(badNumber.At(p.text.Value(key),
		diag.Arg("low", low), diag.Arg("high", high), diag.Arg("default", usual)))
	return usual
}

func (p *parser) order(written string) ContributorOrder {
	switch o := ContributorOrder(written); o {
	case ByStrokes, ByPinyin, ByReceipt:
		return o
	}
	p.report(badOrder, "contributor_order", written)
	return ByStrokes
}

func (p *parser) late(written string) LatePolicy {
	switch l := LatePolicy(written); l {
	case WarnLate, ExcludeLate, RefuseLate:
		return l
	}
	p.list.Add(badLate.At(p.text.Value("deadline", "late"), diag.Arg("value", written)))
	return WarnLate
}

// params flattens the table of a theme's own settings.
func params(prefix string, table map[string]any) []Param {
	var out []Param
	for _, key := range slices.Sorted(maps.Keys(table)) {
		out = append(out, param(prefix+key, table[key])...)
	}
	return out
}

func param(name string, value any) []Param {
	switch v := value.(type) {
	case map[string]any:
		return params(name+".", v)
	case []any:
		var out []Param
		for _, item := range v {
			out = append(out, param(name, item)...)
		}
		return out
	}
	return []Param{{name, fmt.Sprint(value)}}
}

// DefaultLocation returns the time zone of a column that names none.
func DefaultLocation() *time.Location { return mustLoad(defaultTimeZone) }

func mustLoad(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // the database is part of the binary
	}
	return loc
}

func (p *parser) location(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" { // Local would be the machine's
		p.report(unknownZone, "time_zone", name)
		return DefaultLocation()
	}
	return loc
}

// language completes the tag that editors know by the script, without which
// browsers take “ ” … — from a Japanese or Latin font.
func (p *parser) language(tag string) string {
	if strings.EqualFold(tag, "zh") || strings.EqualFold(tag, "zh-CN") {
		return defaultLanguage
	}
	valid := tag != ""
	for i, part := range strings.Split(tag, "-") {
		rest := strings.Trim(strings.ToLower(part), "abcdefghijklmnopqrstuvwxyz")
		if i > 0 {
			rest = strings.Trim(rest, "0123456789")
		}
		valid = valid && part != "" && len(part) <= 8 && rest == ""
	}
	if !valid {
		p.report(badLanguage, "language", tag)
		return defaultLanguage
	}
	return tag
}

func (p *parser) baseURL(raw string) (full, basePath string) {
	if raw == "" { // missing or empty is said already
		return "https://example.invalid/", "/"
	}
	full, basePath, ok := splitBaseURL(raw)
	if !ok {
		p.report(badURL, "base_url", raw)
	}
	return full, basePath
}

// splitBaseURL checks an absolute http or https address without query and
// returns it, and its path, with a slash at the end.
func splitBaseURL(raw string) (full, basePath string, ok bool) {
	u, web := webaddr.Parse(raw)
	if !web || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil {
		return "https://example.invalid/", "/", false
	}
	host, err := webaddr.ASCIIHost(u.Host)
	if err != nil {
		return "https://example.invalid/", "/", false
	}
	u.Host = host
	u.Path = "/" + strings.Trim(u.Path, "/") + "/" // "//" would lead to another host
	if u.Path == "//" {
		u.Path = "/"
	}
	u.RawPath = ""
	return u.String(), u.EscapedPath(), true
}

func (p *parser) terms(key string, terms []Term) {
	seen := map[string]int{}
	for i, t := range terms {
		if t.Slug != "" && !slug.Valid(t.Slug) {
			p.list.Add(badSlug.At(p.text.Value(key, i, "slug"), diag.Arg("value", t.Slug)))
		}
		for _, f := range []struct{ key, value string }{{"name", t.Name}, {"slug", t.Slug}} {
			if f.value == "" {
				continue // said already
			}
			if first, ok := seen[f.key+f.value]; ok {
				p.list.Add(doubleTerm.At(p.text.Value(key, i, f.key), diag.Arg("value", f.value)).
					Also(p.text.Value(key, first, f.key)))
			}
			seen[f.key+f.value] = i
		}
	}
}

// Locate returns the place of a setting in site.toml, as [decode.Text.Value]
// does.
func Locate(f diag.File, key ...any) diag.Range {
	return decode.Text{File: f, End: len(f.Text), Syntax: decode.TOML}.Value(key...)
}

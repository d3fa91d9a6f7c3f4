package theme

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"luxi/internal/asset"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/view"
)

var (
	unclosedTag = diag.Define("page-tag", diag.Error,
		i18n.Text{ZH: "网页（样张 {specimen}）里的 <{tag}> 没有结束", EN: "<{tag}> is not closed in the page (specimen {specimen})"},
		i18n.Text{ZH: "在它的内容后面写 </{tag}>；写在 {{if}} 里面的，开头和结尾要在同一支里。", EN: "Write </{tag}> behind its content; of what stands in an {{if}}, both ends stand in the same branch."})
	strayTag = diag.Define("page-end-tag", diag.Error,
		i18n.Text{ZH: "网页（样张 {specimen}）里多了一个 </{tag}>", EN: "there is a </{tag}> too many in the page (specimen {specimen})"},
		i18n.Text{ZH: "删去它，或者补上前面的 <{tag}>。", EN: "Delete it, or write the <{tag}> that it closes."})
	pageLacks = diag.Define("page-part", diag.Error,
		i18n.Text{ZH: "网页（样张 {specimen}）里没有 {part}", EN: "the page (specimen {specimen}) has no {part}"},
		i18n.Text{ZH: "每个网页都要有 <html lang=\"…\">、<title>、一个 <main> 和 <h1>，读屏软件和搜索引擎靠它们。", EN: "Every page needs <html lang=\"…\">, <title>, one <main> and an <h1>: screen readers and search engines go by them."})
	noPolicy = diag.Define("page-policy", diag.Warning,
		i18n.Text{ZH: "网页（样张 {specimen}）里没有内容安全策略", EN: "the page (specimen {specimen}) has no content security policy"},
		i18n.Text{ZH: "在外框的 <head> 里写 {{template \"partials/policy.html\"}}。", EN: "Write {{template \"partials/policy.html\"}} in the head of the frame."})
	inlineCode = diag.Define("page-inline", diag.Error,
		i18n.Text{ZH: "网页里直接写了 {what}，浏览器不会执行", EN: "{what} stands in the page itself, where browsers ignore it"},
		i18n.Text{ZH: "样式放进 assets/css，脚本放进 assets/js；网页的内容安全策略只许用网站自己的文件。", EN: "Put styles into assets/css and scripts into assets/js: the pages' policy allows files of the site only."})
	otherHost = diag.Define("page-host", diag.Error,
		i18n.Text{ZH: "网页要从别的网站 {host} 取东西", EN: "the page loads something from another site, {host}"},
		i18n.Text{ZH: "把文件放进主题的 assets；读者的浏览器不该向第三方要任何东西。一定要用，就在 partials/policy.html 里写明这个网站。", EN: "Put the file into the theme's assets: readers' browsers should ask no third party. If it must be, name the site in partials/policy.html."})
	noFile = diag.Define("page-file", diag.Error,
		i18n.Text{ZH: "网页要用 {address}，但网站上没有这个文件", EN: "the page loads {address}, which the site does not have"},
		i18n.Text{ZH: "assets 里的文件写成 {{.Root}}{{asset \"名称\"}}，static 里的写成 {{.Root}} 加名称。", EN: "A file of assets is written {{.Root}}{{asset \"NAME\"}}, one of static {{.Root}} and its name."})
)

// void are the elements without content and end tag (HTML, 13.1.2).
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "source": true, "track": true, "wbr": true,
}

// loads are the attributes by which elements load something.
var loads = map[string][]string{
	"script": {"src"}, "img": {"src", "srcset"}, "source": {"src", "srcset"}, "iframe": {"src"}, "video": {"src", "poster"},
	"audio": {"src"}, "embed": {"src"}, "object": {"data"}, "track": {"src"}, "input": {"src"}, "use": {"href"}, "form": {"action"},
}

// A sheet is a page that is being read.
type sheet struct {
	*checker
	SpecimenPage
	policy string
	has    map[string]int
	open   []element
}

type element struct{ tag, raw string }

// checkPage reads a page as it was written, not as browsers mend it.
func (c *checker) checkPage(p SpecimenPage) {
	s := &sheet{checker: c, SpecimenPage: p, has: map[string]int{}}
	s.policy = s.policyOf()
	z := html.NewTokenizer(bytes.NewReader(p.HTML))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				s.close(0)
				s.parts()
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			s.start(z.Token(), raw)
		case html.EndTagToken:
			s.end(z.Token().Data)
		case html.TextToken:
			if n := len(s.open); n > 0 && s.open[n-1].tag == "title" && strings.TrimSpace(string(z.Text())) != "" {
				s.has["title"]++
			}
		}
	}
}

func (s *sheet) start(t html.Token, raw string) {
	drawn := slices.ContainsFunc(s.open, func(e element) bool { return e.tag == "svg" || e.tag == "math" })
	switch {
	case void[t.Data], t.Type == html.SelfClosingTagToken && (drawn || t.Data == "svg"):
	default:
		s.open = append(s.open, element{t.Data, raw})
	}
	switch t.Data {
	case "main", "h1":
		s.has[t.Data]++
	case "html":
		if attribute(t, "lang") != "" {
			s.has["lang"]++
		}
	case "style":
		s.inline("<style>", "<style")
	case "script":
		if attribute(t, "src") == "" && !strings.Contains(attribute(t, "type"), "json") {
			s.inline("<script>", "<script>", "<script")
		}
	}
	for _, a := range t.Attr {
		switch {
		case a.Key == "style":
			s.inline("style=", "style=")
		case strings.HasPrefix(a.Key, "on"):
			s.inline(a.Key, a.Key+"=")
		case a.Key == "href" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
			s.inline("javascript:", "javascript:")
		case slices.Contains(loads[t.Data], a.Key) || a.Key == "href" && t.Data == "link" && fetched(attribute(t, "rel")):
			s.loads(a)
		}
	}
}

// fetched tells the links of a head for which browsers fetch something.
func fetched(rel string) bool {
	for _, r := range strings.Fields(strings.ToLower(rel)) {
		switch r {
		case "stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch":
			return true
		}
	}
	return false
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (s *sheet) end(tag string) {
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].tag == tag {
			s.close(i + 1)
			s.open = s.open[:i]
			return
		}
	}
	if !void[tag] {
		s.report(strayTag, s.placeOfTag(tag, "</"+tag), diag.Arg("tag", tag))
	}
}

// close reports the elements that are still open from one on.
func (s *sheet) close(from int) {
	for _, e := range s.open[from:] {
		s.report(unclosedTag, s.placeOfTag(e.tag, e.raw, "<"+e.tag), diag.Arg("tag", e.tag))
	}
	s.open = s.open[:from]
}

// parts tells what every page must have and this one lacks.
func (s *sheet) parts() {
	frame := s.origin[layoutName].Path
	for _, p := range []struct{ key, part, at string }{
		{"lang", "<html lang>", frame},
		{"title", "<title>", frame},
		{"main", "<main>", frame},
		{"h1", "<h1>", s.origin[s.Template].Path},
	} {
		if s.has[p.key] == 0 || p.key == "main" && s.has[p.key] > 1 {
			part := i18n.Same(p.part)
			if s.has[p.key] > 1 {
				part = i18n.Text{ZH: "唯一一个 " + p.part, EN: "single " + p.part}
			}
			s.report(pageLacks, diag.WholeFile(p.at), diag.Arg("part", part))
		}
	}
	if s.policy == "" {
		s.report(noPolicy, diag.WholeFile(frame))
	}
}

// policyOf returns the policy that the page gives itself.
func (s *sheet) policyOf() string {
	z := html.NewTokenizer(bytes.NewReader(s.HTML))
	for z.Next() != html.ErrorToken {
		if t := z.Token(); t.Data == "meta" && strings.EqualFold(attribute(t, "http-equiv"), "Content-Security-Policy") {
			return attribute(t, "content")
		}
	}
	return ""
}

// inline reports what the policy forbids to stand in a page.
func (s *sheet) inline(what string, words ...string) {
	if strings.Contains(s.policy, "'unsafe-inline'") || strings.Contains(s.policy, "'sha256-") {
		return // the theme's author has decided so
	}
	s.report(inlineCode, s.placeOf(words...), diag.Arg("what", what))
}

// loads reports an address on another host, or that is no file of the site.
func (s *sheet) loads(a html.Attribute) {
	addresses := []string{a.Val}
	if a.Key == "srcset" {
		addresses = strings.Split(a.Val, ",")
	}
	for _, address := range addresses {
		written, _, _ := strings.Cut(strings.TrimSpace(address), " ")
		u, err := url.Parse(written)
		switch {
		case err != nil || written == "" || u.Scheme == "data" || u.Scheme == "mailto":
		case u.Host != "":
			if !s.allows(u.Host) {
				s.report(otherHost, s.placeOf("//"+u.Host, u.Host), diag.Arg("host", u.Host))
			}
		case u.Path != "" && a.Key != "action" && !s.published(path.Join(path.Dir(s.Address()), u.Path)):
			s.report(noFile, s.placeOf(written, path.Base(u.Path)), diag.Arg("address", written))
		}
	}
}

// allows tells whether the policy names a host among its sources (Content
// Security Policy Level 3, 2.3.1).
func (s *sheet) allows(host string) bool {
	for source := range strings.FieldsSeq(strings.ReplaceAll(s.policy, ";", " ")) {
		if _, behind, ok := strings.Cut(source, "://"); ok {
			source = behind
		}
		source, _, _ = strings.Cut(source, "/")
		below, any := strings.CutPrefix(source, "*")
		if source == host || any && strings.HasPrefix(below, ".") && strings.HasSuffix(host, below) {
			return true
		}
	}
	return false
}

// published tells whether a folder of specimens has a file at an address.
func (s *sheet) published(address string) bool {
	return address == view.SpecimenPicture ||
		slices.ContainsFunc(s.assets.Files(), func(f asset.Published) bool { return f.Address == address }) ||
		slices.ContainsFunc(s.static, func(f Static) bool { return f.Address == address })
}

func (s *sheet) report(k *diag.Kind, at diag.Range, args ...i18n.Arg) {
	s.found.Add(k.At(at, append(args, diag.Arg("specimen", s.Address()))...))
}

// sources are the files that the page is made of, its own template first.
func (s *sheet) sources() []diag.File {
	out := []diag.File{s.origin[s.Template]}
	for _, name := range slices.Sorted(maps.Keys(s.files[s.Template])) {
		if name != s.Template {
			out = append(out, s.origin[name])
		}
	}
	return out
}

// placeOf returns where the first of some words stands in the page's sources. A
// page itself does not say which line of which template has made it.
func (s *sheet) placeOf(words ...string) diag.Range {
	for _, word := range words {
		for _, f := range s.sources() {
			if i := strings.Index(f.Text, word); i >= 0 {
				return f.Range(i, i+len(word))
			}
		}
	}
	return diag.WholeFile(s.origin[s.Template].Path)
}

// placeOfTag is placeOf for a tag that has no other half: files with as many
// beginnings as ends of it are looked at last.
func (s *sheet) placeOfTag(tag string, words ...string) diag.Range {
	begin, end := regexp.MustCompile(`<`+regexp.QuoteMeta(tag)+`\b`), "</"+tag
	for _, word := range words {
		for _, f := range s.sources() {
			if len(begin.FindAllStringIndex(f.Text, -1)) == strings.Count(f.Text, end+">") {
				continue
			}
			if i := strings.LastIndex(f.Text, word); i >= 0 {
				return f.Range(i, i+len(word))
			}
		}
	}
	return s.placeOf(words...)
}

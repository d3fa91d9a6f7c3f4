package markdown

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	linkScheme = diag.Define("link-scheme", diag.Warning,
		i18n.Text{ZH: "链接“{dest}”的类型不能用，只保留了文字", EN: "links such as “{dest}” are not allowed; only the text stays"},
		i18n.Text{ZH: "链接只能是 http、https、mailto、tel，或本站的文件。", EN: "A link is http, https, mailto, tel, or a file of this site."})
	linkHost = diag.Define("link-host", diag.Warning,
		i18n.Text{ZH: "链接“{dest}”没有写明 http 还是 https，只保留了文字", EN: "the link “{dest}” does not say http or https; only the text stays"},
		i18n.Text{ZH: "在最前面加上 https:。", EN: "Put https: before it."})
	linkEmpty = diag.Define("link-empty", diag.Warning,
		i18n.Text{ZH: "链接没有写地址", EN: "the link has no destination"},
		i18n.Text{ZH: "在圆括号里写上地址，或去掉方括号和圆括号。", EN: "Write it between the parentheses, or remove the brackets."})
	linkAnchor = diag.Define("link-anchor", diag.Warning,
		i18n.Text{ZH: "本页没有编号为“{id}”的标题", EN: "no heading of this page has the id “{id}”"},
		i18n.Text{ZH: "编号就是标题的文字，去掉标点，空格换成 -；也可以在标题后写 {#编号}。", EN: "An id is the heading's text without marks, with - for spaces; or write {#id} after the heading."})
	imageAlt = diag.Define("image-alt", diag.Warning,
		i18n.Text{ZH: "图片没有文字说明，读屏软件和图片打不开时就什么也没有", EN: "the image has no text for those who cannot see it"},
		i18n.Text{ZH: "在方括号里写上图片内容：![说明](图片.jpg)。", EN: "Write what it shows between the brackets: ![text](image.jpg)."})
	imageInText = diag.Define("image-in-text", diag.Warning,
		i18n.Text{ZH: "图片夹在文字中间，这一段会被它断开", EN: "the image stands among the words of a paragraph, which it breaks"},
		i18n.Text{ZH: "让图片单独成段，前后各空一行；图说写在引号里：![说明](图片.jpg \"图说\")。", EN: "Give it a paragraph of its own, with an empty line before and behind; a caption stands in quotes: ![text](image.jpg \"caption\")."})
	imageExternal = diag.Define("image-external", diag.Warning,
		i18n.Text{ZH: "图片在别的网站上，网页不显示它，只保留文字", EN: "the image is on another site; it is not shown, and only its text stays"},
		i18n.Text{ZH: "把图片存到文章旁边，再写它的文件名。", EN: "Save it beside the essay and write its file name."})
	linkLocal = diag.Define("link-local", diag.Error,
		i18n.Text{ZH: "链接“{dest}”是某一台电脑里的文件，读者打不开", EN: "the link “{dest}” is a file of one computer, which no reader can open"},
		i18n.Text{ZH: "把文件复制到文章旁边，括号里只写文件名。", EN: "Copy the file beside the essay and write nothing but its name between the parentheses."})
	imageLocal = diag.Define("image-local", diag.Error,
		i18n.Text{ZH: "图片“{dest}”在某一台电脑里，网页上显示不出来", EN: "the image “{dest}” is on one computer; no page can show it"},
		i18n.Text{ZH: "把图片复制到文章旁边，括号里只写文件名。", EN: "Copy the image beside the essay and write nothing but its file name between the parentheses."})
)

// A target is where a destination points.
type target int

const (
	inside   target = iota // into the site: a hole for the column to fill
	external               // another site, a mailbox or a telephone
	anchor                 // this page
	foreign                // a scheme that is not allowed, such as javascript:
	hostless               // "//host", whose scheme the page's own decides
)

// destination returns what the source of a destination stands for, without
// the spaces and control characters at its edges, which browsers drop.
func destination(raw []byte) string {
	return strings.TrimFunc(string(resolve(raw)), func(r rune) bool { return visible(r) < 0 })
}

// classify says where a destination points, as a browser would read it: it
// drops tabs and line ends and all that is not visible before the scheme
// (WHATWG URL, "basic URL parser"), and takes \ for /. What would be a scheme
// without the characters that no scheme has counts as one here too, so that
// nothing hides javascript: behind a zero-width space.
func classify(dest string) target {
	d := dest
	if strings.ContainsFunc(d, func(r rune) bool { return visible(r) != r }) {
		d = strings.Map(visible, d)
	}
	switch i := strings.IndexAny(d, ":/?#"); {
	case d == "":
		return anchor // this page itself
	case strings.HasPrefix(d, "//"):
		return hostless
	case i >= 0 && d[i] == ':':
		switch scheme := strings.ToLower(d[:i]); scheme {
		case "http", "https", "mailto", "tel":
			if strings.HasPrefix(strings.ToLower(dest), scheme+":") {
				return external
			}
			return foreign // only without what browsers drop, which would be escaped
		}
		if isScheme(d[:i]) {
			return foreign
		}
	case d[0] == '#':
		return anchor
	}
	return inside
}

// visible is what a browser sees of a character, -1 if nothing.
func visible(r rune) rune {
	switch {
	case r <= ' ' || r == 0x7f:
		return -1
	case r == '\\':
		return '/'
	}
	return r
}

// isScheme reports a scheme of RFC 3986, 3.1, with or without characters that
// are not ASCII in it.
func isScheme(s string) bool {
	n := 0
	for _, c := range []byte(s) {
		switch {
		case c >= utf8.RuneSelf:
			continue
		case isWordByte(c) && (n > 0 || !isDigit(c)), n > 0 && (c == '+' || c == '.' || c == '-'):
			n++
		default:
			return false
		}
	}
	return n > 0
}

// isLocal reports a path on one computer: C:\… and file:/….
func isLocal(dest string) bool {
	d := strings.Map(visible, cut(dest, 16))
	drive, _, ok := strings.Cut(d, ":/")
	return ok && (strings.EqualFold(drive, "file") || len(drive) == 1 && isWordByte(drive[0]) && !isDigit(drive[0]))
}

// href returns an external destination as the value of an attribute, but for
// HTML's escapes.
func href(dest string) string {
	return string(util.URLEscape([]byte(dest), false))
}

// fragment returns the id that "#…" points to.
func fragment(dest string) string {
	_, id, _ := strings.Cut(dest, "#")
	if decoded, err := url.PathUnescape(id); err == nil {
		return decoded
	}
	return id
}

package decode

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// The bounds of a text. Front matter has a few hundred bytes; the longest
// site.toml with its rosters some ten thousand. BurntSushi/toml recurses into
// arrays and tables without a limit of its own, and a Go stack that overflows
// cannot be recovered; its dotted keys cost the square of their parts.
const (
	maxBytes = 256 << 10
	maxDepth = 32 // arrays and tables in each other, and parts of a dotted key
)

var (
	kindTooLong = diag.Define("text-too-long", diag.Error,
		i18n.Text{ZH: "这一段设置太长，超过了 256 KB", EN: "these settings are longer than 256 KB"},
		i18n.Text{
			ZH: "多半是结尾的标记行（+++ 或 ---）漏掉了：请检查。",
			EN: "Perhaps the line that ends them (+++ or ---) is missing: check it.",
		})
	kindTooDeep = diag.Define("too-deep", diag.Error,
		i18n.Text{ZH: "括号或层级套得太深（最多 {most} 层）", EN: "brackets or levels are nested too deeply (at most {most})"},
		i18n.Text{ZH: "检查这里的括号是不是多了。", EN: "Check the brackets here."})
	kindNotUTF8 = diag.Define("not-utf8", diag.Error,
		i18n.Text{ZH: "这里有读不出的字符（编码不是 UTF-8）", EN: "here is a character that cannot be read (the text is not UTF-8)"},
		i18n.Text{ZH: "用编辑器把文件另存为 UTF-8 编码。", EN: "Save the file as UTF-8."})
)

// unreadable refuses a text that no parser shall see.
func unreadable(body string) (fault, bool) {
	if len(body) > maxBytes {
		return fault{kind: kindTooLong, span: firstLine(body)}, true
	}
	for i := range len(body) {
		c := body[i]
		if c >= 0x20 && c != 0x7f || c == '\t' || c == '\n' || c == '\r' && strings.HasPrefix(body[i+1:], "\n") {
			continue
		}
		return fault{kind: kindControl, span: span{i, i + 1}, args: []i18n.Arg{diag.Arg("name", codePoint(c))}}, true
	}
	if !utf8.ValidString(body) {
		at := 0
		for at < len(body) {
			r, n := utf8.DecodeRuneInString(body[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return fault{kind: kindNotUTF8, span: span{at, at + 1}}, true
	}
	return fault{}, false
}

// mayBeDeep reports whether a text of TOML has so many brackets or dots that
// it could nest too deeply; to know costs a scan, which few texts need.
func mayBeDeep(body string) bool {
	return strings.Count(body, "[")+strings.Count(body, "{") > maxDepth || strings.Count(body, ".") > maxDepth
}

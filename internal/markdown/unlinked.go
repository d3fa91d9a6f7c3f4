package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// What an editor typed for a link or an image and what is none.
var (
	linkWidth = diag.Define("link-width", diag.Warning,
		i18n.Text{ZH: "这里像是{what}，但括号或引号是全角的，按正文排了", EN: "this looks like {what}, but its brackets or quotation marks are full-width, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”。", EN: "Write “{mend}”."})
	linkSpace = diag.Define("link-space", diag.Warning,
		i18n.Text{ZH: "这里像是{what}，但地址里有空格，按正文排了", EN: "this looks like {what}, but its destination has a space in it, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”，或者给文件换一个没有空格的名字。", EN: "Write “{mend}”, or give the file a name without spaces."})
	imageMark = diag.Define("image-mark", diag.Warning,
		i18n.Text{ZH: "图片前面的感叹号是全角的，这里成了链接", EN: "the exclamation mark before the image is full-width, so this is a link"},
		i18n.Text{ZH: "写成“{mend}”：半角的 !。", EN: "Write “{mend}”, with a half-width !."})
)

var (
	anImage = i18n.Text{ZH: "图片", EN: "an image"}
	aLink   = i18n.Text{ZH: "链接", EN: "a link"}
)

const wideBang = "！"

// maxAttempt is how many bytes of a parenthesis are looked at.
const maxAttempt = 512

// lintMark reports a link to an image behind a full-width exclamation mark.
func (b *bracket) lintMark(node ast.Node, block text.Reader, pc parser.Context) {
	n, ok := node.(*ast.Link)
	if !ok || b.image || n.Reference != nil || !b.behindBang(block.Source()) || !isImageName(n.Destination) {
		return
	}
	src, start := block.Source(), b.segment.Start
	_, after := block.Position()
	stateOf(pc).report.at(imageMark, start-len(wideBang), start,
		diag.Arg("mend", excerpt("!"+string(src[start:max(start, after.Start)]))))
}

func (b *bracket) behindBang(src []byte) bool {
	return bytes.HasSuffix(src[:b.segment.Start], []byte(wideBang))
}

// lintUnlinked reports brackets that are no link, but are followed by
// parentheses as if they were one: full-width, or round a destination with
// spaces. stop is where the brackets close. Prose may look like it, [注]（见下）,
// so that a link must have what only a destination has.
func (b *bracket) lintUnlinked(block text.Reader, pc parser.Context, stop int, line text.Segment) {
	src := block.Source()
	if !b.image && lintSpan(stateOf(pc).report, src, b.segment.Stop, stop, stop+1) {
		return
	}
	inner, wide, n := parenthesized(src[stop+1 : min(line.Stop, stop+1+maxAttempt)])
	if n == 0 {
		return
	}
	dest, title, wideTitle := splitTitle(inner)
	start, what, image := b.segment.Start, aLink, b.image
	if !image && b.behindBang(src) && isImageName(dest) {
		start, image = start-len(wideBang), true
	}
	switch {
	case len(dest) == 0 || !image && !isAddress(dest):
		return
	case image && isLocal(string(dest)):
		stateOf(pc).report.at(imageLocal, start, stop+1+n, diag.Arg("dest", excerpt(string(dest))))
		return
	case isLocal(string(dest)):
		stateOf(pc).report.at(linkLocal, start, stop+1+n, diag.Arg("dest", excerpt(string(dest))))
		return
	case image:
		what = anImage
	}
	kind := linkWidth
	if wide = wide || wideTitle; !wide {
		if !bytes.ContainsAny(dest, " \t") {
			return // it fails for a reason that is not known here
		}
		kind = linkSpace
	}
	mend := mendLink(image, src[b.segment.Stop:stop], dest, title)
	stateOf(pc).report.at(kind, start, stop+1+n, diag.Arg("what", what), diag.Arg("mend", excerpt(mend)))
}

// parenthesized reads a parenthesis of either width, with those in it. n is
// its length, 0 if s begins with none that closes.
func parenthesized(s []byte) (inner []byte, wide bool, n int) {
	depth, first := 0, 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		i += size
		switch r {
		case '（', '(':
			if depth++; depth == 1 {
				first, wide = i, r == '（'
			}
		case '）', ')':
			if depth--; depth == 0 {
				return s[first : i-size], wide || r == '）', i
			}
		case '\n':
			return nil, false, 0
		}
		if depth == 0 {
			return nil, false, 0
		}
	}
	return nil, false, 0
}

// splitTitle parts a destination from the title in quotation marks behind it.
func splitTitle(s []byte) (dest, title []byte, wide bool) {
	s = bytes.TrimSpace(s)
	for _, pair := range []string{`""`, "''", "“”", "‘’", "”“"} {
		open, end := string([]rune(pair)[:1]), string([]rune(pair)[1:])
		i := bytes.Index(s, []byte(" "+open))
		if rest := len(s) - len(end); i < 0 || i+1+len(open) > rest || !bytes.HasSuffix(s, []byte(end)) {
			continue
		}
		return bytes.Trim(s[:i], " \t<>"), s[i+1+len(open) : len(s)-len(end)], open[0] >= utf8.RuneSelf
	}
	return bytes.Trim(s, "<>"), nil, false
}

func mendLink(image bool, label, dest, title []byte) string {
	var b strings.Builder
	if image {
		b.WriteByte('!')
	}
	b.WriteByte('[')
	b.Write(label)
	b.WriteString("](")
	if bytes.ContainsAny(dest, " \t()") {
		b.WriteByte('<')
		b.Write(dest)
		b.WriteByte('>')
	} else {
		b.Write(dest)
	}
	if len(title) > 0 {
		b.WriteString(` "`)
		b.WriteString(strings.ReplaceAll(string(title), `"`, `\"`))
		b.WriteByte('"')
	}
	b.WriteByte(')')
	return b.String()
}

// isAddress reports what can hardly be prose: a URL, a path that says so, an
// anchor, or the name of a file.
func isAddress(dest []byte) bool {
	for _, prefix := range []string{"#", "/", "./", "../", "www.", "mailto:", "tel:"} {
		if bytes.HasPrefix(dest, []byte(prefix)) && len(dest) > len(prefix) {
			return true
		}
	}
	return bytes.Contains(dest, []byte("://")) || isLocal(string(dest)) || fileExtension(dest) != ""
}

// fileExtension returns the ending of a file's name, in lower case and without
// the dot, if it is like one.
func fileExtension(dest []byte) string {
	if i := bytes.IndexAny(dest, "?#"); i >= 0 {
		dest = dest[:i]
	}
	ext := dest[bytes.LastIndexByte(dest, '.')+1:]
	if len(ext) == 0 || len(ext) > 5 || len(ext)+1 >= len(dest) || isDigit(ext[0]) {
		return ""
	}
	for _, c := range ext {
		if !isWordByte(c) {
			return ""
		}
	}
	return strings.ToLower(string(ext))
}

func isImageName(dest []byte) bool {
	switch fileExtension(dest) {
	case "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "heic":
		return true
	}
	return false
}

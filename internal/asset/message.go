package asset

import (
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	mistake = diag.Define("asset-syntax", diag.Error,
		i18n.Text{ZH: "这里写得不对：{detail}", EN: "this has a mistake: {detail}"},
		i18n.Text{ZH: "检查括号、引号和分号是否成对、是否齐全，有没有全角标点。", EN: "Check that brackets, quotes and semicolons are there and paired."})
	doubt = diag.Define("asset-doubtful", diag.Warning,
		i18n.Text{ZH: "这里可能不对：{detail}", EN: "this may be a mistake: {detail}"},
		i18n.Text{ZH: "浏览器会跳过看不懂的样式，请核对。", EN: "Browsers skip what they do not understand; check it."})
	notFound = diag.Define("asset-missing", diag.Error,
		i18n.Text{ZH: "主题的 assets 文件夹里没有“{name}”", EN: "the theme's folder assets has no “{name}”"},
		i18n.Text{
			ZH: "{near}地址从写它的文件算起，例如 ../img/a.png；上级主题的 assets 里有的也能用，static 里的不能。",
			EN: "{near}An address begins at the file that says it, as in ../img/a.png; what a parent theme has in assets can be used too, what is in static cannot.",
		})
	remote = diag.Define("asset-remote", diag.Error,
		i18n.Text{ZH: "样式和脚本不能引用别的网站：{url}", EN: "style sheets and scripts may not refer to another site: {url}"},
		i18n.Text{ZH: "把文件下载到主题的 assets 文件夹里，再引用它：读者的浏览器不应向第三方发请求。", EN: "Put the file into the theme's folder assets and refer to it there: readers' browsers should ask no third party."})
	embedded = diag.Define("asset-data", diag.Error,
		i18n.Text{ZH: "data: 地址只能是 url() 里的图片", EN: "a data: address can only be an image in url()"},
		i18n.Text{ZH: "把内容存成文件，放进主题的 assets 文件夹，再引用它。", EN: "Save it as a file in the theme's folder assets and refer to that."})
	bareString = diag.Define("asset-image-set", diag.Error,
		i18n.Text{ZH: "image-set() 里的图片地址要用 url() 括起来", EN: "the images of image-set() have to stand in url()"},
		i18n.Text{ZH: "例如写成 image-set(url(../img/a.png) 1x, url(../img/b.png) 2x)。", EN: "Write it as in image-set(url(../img/a.png) 1x, url(../img/b.png) 2x)."})
	wrongSort = diag.Define("asset-sort", diag.Error,
		i18n.Text{ZH: "这里不能引用“{name}”", EN: "“{name}” cannot be used here"},
		i18n.Text{ZH: "样式用 @import 引入样式，脚本用 import 引入脚本，url() 只用于图片和字体。", EN: "CSS imports CSS, JavaScript imports JavaScript, and url() is for images and fonts."})
)

// diagnose turns what esbuild says into a diagnostic with its place: into the
// one that resolve has handed through it, or one of the kind.
func (b *bundler) diagnose(kind *diag.Kind, m api.Message) diag.Diagnostic {
	if d, ok := m.Detail.(diag.Diagnostic); ok {
		if d.Range == (diag.Range{}) {
			d.Range = b.place(m.Location)
		}
		return d
	}
	d := kind.At(b.place(m.Location), diag.Arg("detail", words(m.Text)))
	for _, n := range m.Notes {
		if n.Location != nil {
			d = d.Also(b.place(n.Location))
		}
	}
	return d
}

// place finds a location of esbuild, whose lines begin at 1 and whose columns
// and lengths are bytes, in the file itself.
func (b *bundler) place(l *api.Location) diag.Range {
	if l == nil {
		return diag.Range{}
	}
	name, ok := strings.CutPrefix(l.File, ofThemes+":")
	if !ok {
		return diag.WholeFile(l.File)
	}
	f := b.files[parseID(name)].Source
	start := 0
	for range l.Line - 1 {
		start += strings.IndexByte(f.Text[start:], '\n') + 1
	}
	start = min(start+l.Column, len(f.Text))
	end := start + l.Length
	if l.Length == 0 { // at the end of what was expected to go on
		end = start + 1
	}
	return f.Range(start, min(end, len(f.Text)))
}

// known are esbuild's own messages in Chinese, for those who do not read
// English. $1 is the group of the pattern. The first that fits is told.
var known = []struct {
	english *regexp.Regexp
	chinese string
}{
	{regexp.MustCompile(`multi-line comment|^Expected "\*/"`), "注释没有用 */ 结束"},
	{regexp.MustCompile(`^Expected (.+) to go with`), "缺少与前面成对的 $1"},
	{regexp.MustCompile(`^Expected (.+) but found end of file`), "文件到这里就结束了，缺少 $1"},
	{regexp.MustCompile(`^Expected (.+) but found (.+)$`), "这里应该是 $1，却是 $2"},
	{regexp.MustCompile(`^Expected (.+)$`), "这里应该有 $1"},
	{regexp.MustCompile(`^Unexpected end of file`), "文件到这里就结束了，前面有括号或引号没有成对"},
	{regexp.MustCompile(`^Unexpected (.+)$`), "这里不能写 $1"},
	{regexp.MustCompile(`^Unterminated (?:string token|string literal)`), "引号没有成对"},
	{regexp.MustCompile(`^Unterminated template literal`), "反引号没有成对"},
	{regexp.MustCompile(`^Unterminated (?:URL token)`), "url( 没有用 ) 结束"},
	{regexp.MustCompile(`^Unterminated regular expression`), "正则表达式没有用 / 结束"},
	{regexp.MustCompile(`^(".+") is not a known CSS property$`), "没有 $1 这个样式属性"},
	{regexp.MustCompile(`^Invalid (.+)$`), "$1 写得不对"},
	{regexp.MustCompile(`^The symbol (".+") has already been declared`), "$1 声明了两次"},
	{regexp.MustCompile(`^All "@import" rules must come first`), "@import 要写在其他规则前面"},
	{regexp.MustCompile(`^Transforming (.+) to the configured target environment`), "较旧的浏览器不支持 $1"},
	{regexp.MustCompile(`^(".+") is not a valid`), "$1 不能用在这里"},
	{regexp.MustCompile(`^The (".+") (?:operator|keyword)`), "$1 用得不对"},
	{regexp.MustCompile(`^No matching export in ".*" for import (".+")`), "引入的文件里没有导出 $1"},
}

func words(detail string) i18n.Text {
	for _, k := range known {
		if m := k.english.FindStringSubmatchIndex(detail); m != nil {
			zh := string(k.english.ExpandString(nil, k.chinese, detail, m))
			return i18n.Text{ZH: strings.ReplaceAll(zh, "identifier", "名称"), EN: detail}
		}
	}
	return i18n.Same(detail)
}

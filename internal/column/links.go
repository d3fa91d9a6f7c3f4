package column

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
	"luxi/internal/nearest"
)

var (
	brokenLink = diag.Define("broken-link", diag.Error,
		i18n.Text{ZH: "链接的文件不存在：{dest}", EN: "the link leads to a file that is not there: {dest}"},
		i18n.Text{ZH: "{near}站内链接写那篇 .md 文件的路径，从本文件所在的文件夹算起，或者以 / 开头从 content 算起，例如 /pages/about.md。", EN: "{near}Link to the .md file by its path, from this file's folder, or from content/ with a leading /, such as /pages/about.md."})
	missingImage = diag.Define("missing-image", diag.Error,
		i18n.Text{ZH: "找不到图片：{dest}", EN: "the image is not there: {dest}"},
		i18n.Text{ZH: "{near}把图片放在文章旁边，括号里写图片的文件名，大小写也要一致。", EN: "{near}Put the image beside the essay and write its file name, in the same case."})
	leftOutLink = diag.Define("link-left-out", diag.Error,
		i18n.Text{ZH: "链接的《{title}》这次不发布（{reason}）", EN: "the link leads to “{title}”, which is not published now ({reason})"},
		i18n.Text{ZH: "先发布那一篇，或者暂时去掉这个链接。", EN: "Publish that one first, or take the link out."})
	moreLinks = diag.Define("links-more", diag.Error,
		i18n.Text{ZH: "列出了 {told} 个有错的链接，后面还有 {more} 个链接没有检查", EN: "{told} wrong links are listed; {more} more links were not checked"},
		i18n.Text{ZH: "先改好已经列出的。", EN: "Mend those that are listed first."})
	withdrawnLink = diag.Define("link-withdrawn", diag.Warning,
		i18n.Text{ZH: "链接的《{title}》已经撤回，读者看到的是撤回说明", EN: "the link leads to “{title}”, which is withdrawn: readers see the notice"},
		i18n.Text{ZH: "去掉这个链接，或者换一篇。", EN: "Take the link out or choose another."})
	wordFile = diag.Define("word-file", diag.Warning,
		i18n.Text{ZH: "这是 Word 或 WPS 文稿，没有生成网页", EN: "this is a manuscript of Word or WPS; no page is made of it"},
		i18n.Text{ZH: "把它移到 content 以外的地方，再用 luxi import 变成草稿。", EN: "Move it outside of content, and make a draft of it with luxi import."})
	brokenAnchor = diag.Define("broken-anchor", diag.Warning,
		i18n.Text{ZH: "那一页上没有标题“{anchor}”", EN: "that page has no heading “{anchor}”"},
		i18n.Text{ZH: "{near}# 后面写那一页上小标题的文字，去掉标点，空格换成 -；只想链接整页就去掉 # 和后面的字。", EN: "{near}Write a heading of that page after #, without marks and with - for spaces, or leave # and the rest away."})
	badFileType = diag.Define("file-type", diag.Error,
		i18n.Text{ZH: "不发布这种文件：{dest}", EN: "files of this kind are not published: {dest}"},
		i18n.Text{ZH: "图片用 .jpg、.png、.gif、.webp，附件用 .pdf；Word 稿件请不要直接链接。", EN: "Images are .jpg, .png, .gif or .webp, other files .pdf."})
	imageType = diag.Define("image-type", diag.Error,
		i18n.Text{ZH: "这不是图片：{dest}", EN: "this is no image: {dest}"},
		i18n.Text{ZH: "图片用 .jpg、.png、.gif、.webp；要链接这个文件，去掉前面的感叹号。", EN: "Images are .jpg, .png, .gif or .webp; to link to the file, leave the ! away."})
	phoneImage = diag.Define("image-type-phone", diag.Error,
		i18n.Text{ZH: "浏览器不能显示这种图片：{dest}", EN: "browsers do not show images of this kind: {dest}"},
		i18n.Text{
			ZH: "在电脑上用看图软件另存为 JPEG，再改这里的文件名；iPhone 在“设置 → 相机 → 格式”里选“兼容性最佳”，以后拍的就是 JPEG。",
			EN: "Save it as JPEG in another program and write that name here; an iPhone takes JPEG when Settings → Camera → Formats is Most Compatible.",
		})
	badExtension = diag.Define("content-extension", diag.Warning,
		i18n.Text{ZH: "文件名不以 .md 结尾，没有生成网页", EN: "the file's name does not end in .md; no page is made of it"},
		i18n.Text{ZH: "如果这是一篇文稿，把文件名的结尾改成 .md。", EN: "If it is to be a page, rename it to end in .md."})
	unplacedFile = diag.Define("content-unplaced", diag.Warning,
		i18n.Text{ZH: "这个文件不在栏目的文件夹里，没有生成网页", EN: "this file is in no section of the column; no page is made of it"},
		i18n.Text{ZH: "文章放进 content/essays/年份，约稿启事放进 content/calls，作者资料放进 content/contributors，其他网页放进 content/pages。", EN: "Essays go to content/essays/YEAR, calls to content/calls, what is said of contributors to content/contributors, other pages to content/pages."})
)

// Types of content files that are published. SVG is not among
// them: it can carry script, and manuscripts are not trusted.
var (
	imageTypes = []string{".jpg", ".jpeg", ".png", ".gif", ".webp"}
	otherTypes = []string{".pdf"}
	// cameraTypes are what phones, cameras and scanners write that no page can show.
	cameraTypes = []string{".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".dng"}
)

// A target is what a path in a link can lead to.
type target struct {
	address string
	anchors []markdown.Heading
	broken  bool // nothing more is known, and its own mistakes are told
	leftOut bool
	reason  Reason
	// A withdrawn essay has a notice at its address.
	withdrawn bool
	title     string
}

// pathKey is equal for two spellings of one path: what macOS hands on composes
// é in another way than what people type.
func pathKey(name string) string { return norm.NFC.String(name) }

func (b *builder) target(d *document.Document, address, title string) {
	b.index.targets[pathKey(d.Path)] = target{address: address, anchors: d.Body.Headings, title: title}
}

// Resolve returns the address, below the site's root, that a link in a content
// file leads to; it may end in #anchor. It reports false for a link that leads
// nowhere, which New has reported.
func (x Index) Resolve(from string, l markdown.Link) (string, bool) {
	name, anchor := splitDest(from, l.Dest)
	if p, ok := x.PictureAt(name); ok {
		return p.Variants[len(p.Variants)-1].Address, true
	}
	if address, ok := x.assets[pathKey(name)]; ok {
		return address + anchor, true
	}
	t, ok := x.targets[pathKey(name)]
	if !ok || t.leftOut || t.broken {
		return "", false
	}
	return t.address + anchor, true
}

// splitDest returns the content file that a destination names, and its anchor
// with the # before it.
func splitDest(from, dest string) (name, anchor string) {
	dest, anchor, found := strings.Cut(dest, "#")
	if found {
		anchor = "#" + anchor
	}
	if decoded, err := url.PathUnescape(dest); err == nil {
		dest = decoded
	}
	switch {
	case dest == "":
		name = from
	case strings.HasPrefix(dest, "/"):
		name = path.Join(document.Root, dest)
	default:
		name = path.Join(path.Dir(from), dest)
	}
	return name, anchor
}

// links checks the links of all published documents and takes in the files
// that they refer to.
func (b *builder) links() {
	for i := range b.index.Pages {
		b.linksOf(&b.index.Pages[i].Document)
	}
	for i := range b.index.Calls {
		b.linksOf(&b.index.Calls[i].Document)
	}
	for i := range b.index.Essays {
		b.linksOf(&b.index.Essays[i].Document)
	}
	for i := range b.index.Contributors {
		b.linksOf(&b.index.Contributors[i].Doc.Document)
	}
	for i := range b.broken {
		b.linksOf(&b.broken[i])
	}
	slices.SortFunc(b.index.Assets, func(x, y Asset) int { return strings.Compare(x.Path, y.Path) })
}

// maxLinksTold is how many wrong links of one file are told: nobody reads
// more, and a hostile file has a hundred thousand.
const maxLinksTold = 20

func (b *builder) linksOf(d *document.Document) {
	told, more := 0, 0
	for _, l := range d.Body.Links {
		name, _ := splitDest(d.Path, l.Dest)
		if told == maxLinksTold {
			more++
		} else if k, args := b.wrong(d.Path, l); k != nil {
			told++
			b.list.Add(k.At(b.in.Places.Span(d.Path, l.Start, l.End), args...))
		} else if file, ok := b.files[pathKey(name)]; ok {
			b.takeIn(file)
		}
	}
	if more > 0 {
		b.list.Add(moreLinks.At(diag.WholeFile(d.Path), diag.Arg("told", told), diag.Arg("more", more)))
	}
}

// wrong returns what is wrong with a link, or nil.
func (b *builder) wrong(from string, l markdown.Link) (*diag.Kind, []i18n.Arg) {
	name, anchor := splitDest(from, l.Dest)
	dest := diag.Arg("dest", l.Dest)
	if t, ok := b.index.targets[pathKey(name)]; ok {
		switch {
		case t.broken:
		case l.Image:
			return imageType, []i18n.Arg{dest}
		case t.withdrawn:
			return withdrawnLink, []i18n.Arg{diag.Arg("title", t.title)}
		case t.leftOut:
			return leftOutLink, []i18n.Arg{diag.Arg("title", t.title), diag.Arg("reason", t.reason.Text())}
		case anchor != "" && !hasAnchor(t, anchor):
			return brokenAnchor, []i18n.Arg{diag.Arg("anchor", anchorID(anchor)), diag.Arg("near", nearAnchor(t, anchor))}
		}
		return nil, nil
	}
	_, ok := b.files[pathKey(name)]
	switch {
	case !ok && l.Image:
		return missingImage, []i18n.Arg{dest, diag.Arg("near", b.nearFile(from, name, true))}
	case !ok:
		return brokenLink, []i18n.Arg{dest, diag.Arg("near", b.nearFile(from, name, false))}
	case hasType(name, cameraTypes):
		return phoneImage, []i18n.Arg{dest}
	case !hasType(name, imageTypes) && !hasType(name, otherTypes):
		return badFileType, []i18n.Arg{dest}
	case l.Image && !hasType(name, imageTypes):
		return imageType, []i18n.Arg{dest}
	}
	return nil, nil
}

// takeIn publishes a file because a page refers to it.
func (b *builder) takeIn(name string) {
	key := pathKey(name)
	if _, ok := b.index.assets[key]; ok {
		return
	}
	asset := Asset{Path: name, Address: assetAddress(name)}
	b.index.Assets = append(b.index.Assets, asset)
	b.index.assets[key] = asset.Address
}

// Text says a reason to an editor.
func (r Reason) Text() i18n.Text {
	return [...]i18n.Text{
		Draft:   {ZH: "草稿", EN: "draft"},
		Future:  {ZH: "日期未到", EN: "dated in the future"},
		Idle:    {ZH: "还没有文章", EN: "without an essay"},
		TooLate: {ZH: "迟交", EN: "too late"},
	}[r]
}

func hasAnchor(t target, anchor string) bool {
	id := anchorID(anchor)
	return slices.ContainsFunc(t.anchors, func(h markdown.Heading) bool { return h.ID == id })
}

// nearAnchor begins a hint with the id of the heading whose text was written,
// else with those that are near.
func nearAnchor(t target, anchor string) i18n.Text {
	written := anchorID(anchor)
	var ids []string
	for _, h := range t.anchors {
		if h.Text == written {
			return nearest.Hint([]string{h.ID})
		}
		ids = append(ids, h.ID)
	}
	return nearest.Hint(nearest.Find(written, ids))
}

// anchorID returns the id that #anchor leads to.
func anchorID(anchor string) string {
	id := strings.TrimPrefix(anchor, "#")
	if decoded, err := url.PathUnescape(id); err == nil {
		return decoded
	}
	return id
}

// unplaced warns of texts of which no page is made although they were surely
// meant to be one.
func (b *builder) unplaced() {
	for _, f := range b.in.Files {
		_, placed := document.SectionOf(f)
		switch {
		case !placed && hasType(f, []string{".md"}):
			b.list.Add(unplacedFile.At(diag.WholeFile(f)))
		case placed && hasType(f, []string{".markdown", ".mkd", ".txt"}):
			b.list.Add(badExtension.At(diag.WholeFile(f)))
		case hasType(f, []string{".docx", ".doc", ".wps"}):
			b.list.Add(wordFile.At(diag.WholeFile(f)))
		}
	}
}

func hasType(name string, types []string) bool {
	return slices.Contains(types, strings.ToLower(path.Ext(name)))
}

// maxHints is for how many wrong links of a build the file is looked for that
// was meant: each looks through all files, and a column from elsewhere may have
// a wrong link in every essay.
const maxHints = 100

// nearFile begins a hint with the file that was probably meant: one of this
// name in another folder (or by the strokes of Windows), else one of the same
// folder whose name differs little.
func (b *builder) nearFile(from, name string, image bool) i18n.Text {
	if b.hinted++; b.hinted > maxHints {
		return i18n.Text{}
	}
	slashed := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	dir, base := path.Split(slashed)
	beside := map[string][]string{} // file names by their stems
	var elsewhere []string
	see := func(other string) {
		otherDir, otherBase := path.Split(other)
		switch {
		case other == from || image && !hasType(other, imageTypes):
		case otherDir == dir && slashed == name:
			beside[stem(otherBase)] = append(beside[stem(otherBase)], otherBase)
		case strings.EqualFold(otherBase, base):
			elsewhere = append(elsewhere, strings.TrimPrefix(other, document.Root))
		}
	}
	for t := range b.index.targets {
		see(t)
	}
	for f := range b.files {
		see(f)
	}
	if len(elsewhere) > 0 {
		slices.Sort(elsewhere)
		return nearest.Hint(elsewhere)
	}
	var near []string
	for _, s := range nearest.Find(stem(base), slices.Sorted(maps.Keys(beside))) {
		near = append(near, beside[s]...)
	}
	slices.Sort(near)
	return nearest.Hint(near)
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

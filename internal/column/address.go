package column

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/slug"
)

// Addresses that the column has for itself. They are paths below the site's
// root; flat files, so that the site also opens from a disk.
const (
	FrontAddress    = "index.html"
	NotFoundAddress = "404.html"
	AllAddress      = "essays/index.html"
)

var collision = diag.Define("address-collision", diag.Error,
	i18n.Text{ZH: "网址 {address} 已经由{other}占用", EN: "the address {address} is taken by {other}"},
	i18n.Text{ZH: "给其中一个文件改名，或者加一行 slug = \"另一个名字\"。只有大小写不同的，也算同一个网址。", EN: "Rename one file, or give it a slug of its own. Letters that differ in case only make one address."})

// A Claim is an address that something other than content has taken, such as
// a file of the theme.
type Claim struct {
	Address string
	Owner   i18n.Text
	Place   diag.Range
}

// address returns where a document's page stands: content/essays/2022/甲.md at
// essays/2022/甲.html, content/pages/about.md at about.html.
func address(d document.Document) string {
	return path.Join(addressDir(d.Path), d.Slug+".html")
}

// assetAddress returns where a content file that is published as it is stands:
// beside the page of the document beside it.
func assetAddress(name string) string {
	ext := strings.ToLower(path.Ext(name))
	base := segment(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return path.Join(addressDir(name), base+ext)
}

// addressDir returns the folder in which what a content file becomes stands:
// the file's own folder below content/, but pages stand at the root.
func addressDir(name string) string {
	dir := strings.TrimPrefix(path.Dir(name), document.Root+"/")
	if section, _ := document.SectionOf(name); section == document.Pages {
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, string(document.Pages)), "/")
	}
	if dir == "" {
		return ""
	}
	parts := strings.Split(dir, "/")
	for i, p := range parts {
		parts[i] = segment(p)
	}
	return strings.Join(parts, "/")
}

// segment returns what a name becomes in an address: never nothing, which
// would make a hidden file of an image.
func segment(name string) string {
	if s := slug.From(name); s != "" {
		return s
	}
	return "_"
}

func yearAddress(year int) string { return fmt.Sprintf("essays/%d/index.html", year) }

// addressKey is equal for two addresses that are one file on some system:
// Windows and macOS fold case, macOS composes differently.
func addressKey(address string) string {
	return norm.NFC.String(strings.Map(fold, norm.NFC.String(address)))
}

// fold returns the least character that folds to the same as r.
func fold(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

type claim struct {
	owner i18n.Text
	place diag.Range
}

// checkAddresses reports every two claims to one address, at the later claim.
func (b *builder) checkAddresses() {
	taken := map[string]claim{}
	take := func(address string, c claim) {
		key := addressKey(address)
		other, ok := taken[key]
		if !ok {
			taken[key] = c
			return
		}
		d := collision.At(c.place, diag.Arg("address", "/"+address), diag.Arg("other", other.owner))
		if other.place.File != "" {
			d = d.Also(other.place)
		}
		b.list.Add(d)
	}
	own := func(address, zh, en string) {
		take(address, claim{owner: i18n.Text{ZH: zh, EN: en}})
	}
	own(FrontAddress, "首页", "the front page")
	own(NotFoundAddress, "“找不到网页”页", "the page for what is not found")
	own(AllAddress, "全部文章的目录", "the list of all essays")
	for _, y := range b.index.Years {
		own(y.Address, fmt.Sprintf(" %d 年的目录", y.Year), fmt.Sprintf("the list of %d", y.Year))
	}
	for _, c := range b.in.Taken {
		take(c.Address, claim{owner: c.Owner, place: c.Place})
	}
	content := func(address, path string) {
		take(address, claim{
			owner: i18n.Text{ZH: "文件 " + path + " ", EN: "the file " + path},
			place: diag.WholeFile(path),
		})
	}
	for _, p := range b.index.Pages {
		content(p.Address, p.Path)
	}
	for _, c := range b.index.Calls {
		content(c.Address, c.Path)
	}
	for _, e := range b.index.Essays {
		content(e.Address, e.Path)
	}
	for _, a := range b.index.Assets {
		content(a.Address, a.Path)
	}
}

package column

import (
	"cmp"
	"path"
	"slices"
	"strings"

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

	// The pages of all terms.
	RegionsAddress      = "regions/index.html"
	KindsAddress        = "kinds/index.html"
	TagsAddress         = "tags/index.html"
	ContributorsAddress = "contributors/index.html"
	CallsAddress        = "calls/index.html"

	SitemapAddress = "sitemap.xml"
	RobotsAddress  = "robots.txt"
)

// Feeds stand in the folder of their list.
const (
	AtomName     = "feed.xml"
	JSONFeedName = "feed.json"
)

var (
	collision = diag.Define("address-collision", diag.Error,
		i18n.Text{ZH: "网址 {address} 已经由{other}占用", EN: "the address {address} is taken by {other}"},
		i18n.Text{ZH: "给其中一个文件改名，或者加一行 slug = \"另一个名字\"。只有大小写不同的，也算同一个网址。", EN: "Rename one file, or give it a slug of its own. Letters that differ in case only make one address."})
	aliasCollision = diag.Define("alias-collision", diag.Error,
		i18n.Text{ZH: "旧网址 {address} 已经由{other}占用", EN: "the alias {address} is taken by {other}"},
		i18n.Text{ZH: "那里已经有网页，删去这个旧网址。", EN: "A page stands there already: delete the alias."})
	nameCollision = diag.Define("contributor-collision", diag.Error,
		i18n.Text{ZH: "作者页的网址 {address} 已经由{other}占用", EN: "the contributor's address {address} is taken by {other}"},
		i18n.Text{ZH: "如果是同一个人，统一姓名的写法；是两个人，在 content/contributors 里给其中一位建一个文件，写上 name 和 slug。", EN: "Write one person's name in one way; of two people, give one a file in content/contributors with name and slug."})
)

// A Claim is an address that something other than content has taken, such as
// a file of the theme.
type Claim struct {
	Address string
	Owner   i18n.Text
	Place   diag.Range
}

// addresses makes addresses in the manner that the site has chosen: flat files,
// or a folder for every page.
type addresses struct {
	pretty bool
	dirs   map[string]string // addressDir by the folder of a content file: there are few
}

// page returns the file of the page that is called base.
func (a addresses) page(base string) string {
	if a.pretty {
		return base + "/index.html"
	}
	return base + ".html"
}

// document returns where a document's page stands: content/essays/2022/甲.md at
// essays/2022/甲.html, content/pages/about.md at about.html.
func (a addresses) document(d *document.Document) string { return a.page(a.base(d)) }

// base is a document's address without what makes a file of it.
func (a addresses) base(d *document.Document) string {
	folder := path.Dir(d.Path)
	dir, ok := a.dirs[folder]
	if !ok {
		dir = addressDir(d.Path)
		a.dirs[folder] = dir
	}
	if dir == "" {
		return d.Slug
	}
	return dir + "/" + d.Slug
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

// A claim is that of the content file, if nothing else is said.
type claim struct {
	file  string     // a content file
	kind  *diag.Kind // of mistake, if the address is taken
	named i18n.Text  // who claims it
	at    diag.Range
	key   []any // of the front matter in the place's file, looked up when it is told
}

func (c *claim) owner() i18n.Text {
	if c.named == (i18n.Text{}) {
		return i18n.Text{ZH: "文件 " + c.file + " ", EN: "the file " + c.file}
	}
	return c.named
}

func (c *claim) place() diag.Range {
	if c.at.File == "" && c.file != "" {
		return diag.WholeFile(c.file)
	}
	return c.at
}

// claims collects who stands at which address.
type claims struct {
	taken   map[string]*claim
	folders map[string]*claim // by a folder's key: somebody with an address below it
	places  Places
	list    *diag.List
}

// take notes a claim; a second one to the same address is a mistake, told at
// the place of the second, and so is a file where another needs a folder. It
// reports whether the address was free.
func (c *claims) take(address string, by *claim) bool {
	key := slug.Key(address)
	other, taken := c.taken[key]
	if !taken {
		other, taken = c.folders[key]
	}
	for dir := above(key); dir != "" && !taken; dir = above(dir) {
		if _, known := c.folders[dir]; known {
			break // by somebody who looked at the folders above, too
		}
		other, taken = c.taken[dir]
	}
	if !taken {
		c.taken[key] = by
		for dir := above(key); dir != ""; dir = above(dir) {
			if _, known := c.folders[dir]; known {
				break
			}
			c.folders[dir] = by
		}
		return true
	}
	place := by.place()
	if place.File == "" && other.place().File != "" { // what the site makes has no place of its own
		place, other = other.place(), by
	}
	if len(by.key) > 0 {
		place = c.places.Key(place.File, by.key...)
	}
	d := cmp.Or(by.kind, collision).At(place, diag.Arg("address", "/"+address), diag.Arg("other", other.owner()))
	if other.place().File != "" {
		d = d.Also(other.place())
	}
	c.list.Add(d)
	return false
}

// above returns the folder that an address is in, or "" at the root.
func above(key string) string { return key[:max(strings.LastIndexByte(key, '/'), 0)] }

// checkAddresses reports every two claims to one address, whatever makes them:
// the site's own pages, the theme, content, aliases.
func (b *builder) checkAddresses() {
	c := &claims{
		taken: make(map[string]*claim, 2*len(b.index.Essays)), folders: map[string]*claim{},
		places: b.in.Places, list: &b.list,
	}
	b.claimOwn(c)
	for _, t := range b.in.Taken {
		c.take(t.Address, &claim{named: t.Owner, at: t.Place})
	}
	content := func(address, path string) bool { return c.take(address, &claim{file: path}) }
	for _, p := range b.index.Pages {
		content(p.Address, p.Path)
	}
	for _, call := range b.index.Calls {
		if content(call.Address, call.Path) { // else the rest is taken too
			content(call.NoticeAddress, call.Path)
			content(call.CalendarAddress, call.Path)
			for _, page := range call.Essays.Pages {
				content(page.Address, call.Path)
			}
		}
	}
	for i := range b.index.Essays {
		content(b.index.Essays[i].Address, b.index.Essays[i].Path)
	}
	for _, w := range b.index.Withdrawn {
		content(w.Address, w.Path)
	}
	for _, a := range b.index.Assets {
		content(a.Address, a.Path)
	}
	slices.SortFunc(b.index.Aliases, func(x, y Alias) int {
		return cmp.Or(cmp.Compare(x.Address, y.Address), cmp.Compare(x.path, y.path))
	})
	for _, a := range b.index.Aliases {
		c.take(a.Address, &claim{
			kind:  aliasCollision,
			named: i18n.Text{ZH: "文件 " + a.path + " 的旧网址", EN: "an alias of " + a.path},
			file:  a.path, key: []any{"aliases", a.index},
		})
	}
}

// claimOwn takes the addresses of the pages that the site makes of itself.
func (b *builder) claimOwn(c *claims) {
	own := func(address, zh, en string) {
		c.take(address, &claim{named: i18n.Text{ZH: zh, EN: en}})
	}
	own(FrontAddress, "首页", "the front page")
	own(NotFoundAddress, "“找不到网页”页", "the page for what is not found")
	own(SitemapAddress, "网站地图", "the sitemap")
	own(RobotsAddress, " robots.txt ", "robots.txt")
	own(AtomName, "订阅源", "the feed")
	own(JSONFeedName, "订阅源", "the feed")
	own(RegionsAddress, "县市区目录", "the list of regions")
	own(KindsAddress, "作者类别目录", "the list of kinds")
	own(TagsAddress, "标签目录", "the list of tags")
	own(ContributorsAddress, "作者目录", "the list of contributors")
	own(CallsAddress, "约稿启事目录", "the list of calls")
	list := func(l List, zh, en string) {
		for _, p := range l.Pages {
			own(p.Address, zh, en)
		}
	}
	feeds := func(l List, zh, en string) {
		own(l.Base+AtomName, zh, en)
		own(l.Base+JSONFeedName, zh, en)
	}
	x := &b.index
	list(x.All, "全部文章的目录", "the list of all essays")
	for _, l := range x.Years {
		list(l, " "+l.Name+" 年的目录", "the list of "+l.Name)
	}
	for _, l := range slices.Concat(x.Regions, x.Kinds) {
		list(l, "“"+l.Name+"”的目录", "the list of "+l.Name)
		feeds(l, "“"+l.Name+"”的订阅源", "the feed of "+l.Name)
	}
	for _, l := range x.Tags {
		list(l, "标签“"+l.Name+"”的目录", "the list of the tag "+l.Name)
	}
	for _, p := range x.Contributors {
		by := &claim{
			named: i18n.Text{ZH: "作者“" + p.Name + "”的网页", EN: "the page of " + p.Name},
			file:  p.Doc.Path, kind: nameCollision,
		}
		if p.Doc.Path == "" {
			by.file, by.key = x.Essays[p.List.Essays[0]].Path, []any{"authors"}
		}
		for _, page := range p.List.Pages {
			c.take(page.Address, by)
		}
	}
}

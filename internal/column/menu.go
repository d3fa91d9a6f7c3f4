package column

import (
	"path"
	"strings"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"

	"luxi/internal/webaddr"
)

var menuLink = diag.Define("menu-link", diag.Error,
	i18n.Text{ZH: "菜单的链接“{dest}”哪里也到不了", EN: "the menu's link “{dest}” leads nowhere"},
	i18n.Text{ZH: "写 content 里的文件（/pages/about.md）、目录（/essays/、/regions/、/kinds/、/contributors/、/tags/、/calls/）、首页（/），或者以 https:// 开头的网址；没有文章的目录没有网页。", EN: "Write a file of content (/pages/about.md), a list (/essays/, /regions/, /kinds/, /contributors/, /tags/, /calls/), the front page (/), or an address with https://; a list without essays has no page."})

// A MenuItem is a link at the head of every page, to an address of the site or
// elsewhere.
type MenuItem struct {
	// Of is home, essays, regions, kinds, contributors, tags or calls for a link
	// that the column makes of itself. It has no title: the theme names it.
	Of      string
	Title   string
	Address string // "" for a link elsewhere
	URL     string // "" for one inside the site
}

// menu makes the links at the head of every page: those of site.toml or, where
// it has none, the lists that there are and the plain pages.
func (b *builder) menu() {
	if len(b.in.Site.Menu) == 0 {
		b.usualMenu()
		return
	}
	for i, item := range b.in.Site.Menu {
		link := MenuItem{Title: item.Title}
		t, isDocument := b.index.targets[pathKey(path.Join(document.Root, item.Link))]
		isDocument = isDocument && strings.HasPrefix(item.Link, "/")
		place := func() diag.Range { return b.in.Places.Key(config.FileName, "menu", i, "link") }
		_, web := webaddr.Parse(item.Link)
		switch section := b.section(item.Link); {
		case web:
			link.URL = item.Link
		case isDocument && t.leftOut:
			b.list.Add(leftOutLink.At(place(), diag.Arg("title", t.title), diag.Arg("reason", t.reason.Text())))
			continue
		case isDocument:
			link.Address = t.address // none of a broken one, whose mistakes are told
		case section != "":
			link.Address = section
		default:
			b.list.Add(menuLink.At(place(), diag.Arg("dest", item.Link)))
			continue
		}
		b.index.Menu = append(b.index.Menu, link)
	}
}

// section returns the address of the list that a link of the menu names, or "".
func (b *builder) section(link string) string {
	if link == "/" {
		return FrontAddress
	}
	if !strings.HasPrefix(link, "/") {
		return ""
	}
	address := strings.Trim(link, "/") + "/index.html"
	for _, s := range b.sections() {
		if s.Address == address {
			return address
		}
	}
	return ""
}

// sections are the pages of terms that there are.
func (b *builder) sections() []MenuItem {
	x := &b.index
	all := []MenuItem{{Of: "essays", Address: AllAddress}}
	add := func(n int, of, address string) {
		if n > 0 {
			all = append(all, MenuItem{Of: of, Address: address})
		}
	}
	add(len(x.Regions), "regions", RegionsAddress)
	add(len(x.Kinds), "kinds", KindsAddress)
	add(len(x.Contributors), "contributors", ContributorsAddress)
	add(len(x.Tags), "tags", TagsAddress)
	add(len(x.Calls), "calls", CallsAddress)
	return all
}

func (b *builder) usualMenu() {
	x := &b.index
	x.Menu = append(x.Menu, MenuItem{Of: "home", Address: FrontAddress})
	for _, s := range b.sections() {
		switch s.Address {
		case KindsAddress, TagsAddress: // found from the lists' own pages
		case CallsAddress:
			if len(x.Calls) == 1 { // a list of one would be a detour
				s.Address = x.Calls[0].Address
			}
			x.Menu = append(x.Menu, s)
		default:
			x.Menu = append(x.Menu, s)
		}
	}
	for _, p := range x.Pages {
		x.Menu = append(x.Menu, MenuItem{Title: p.Title, Address: p.Address})
	}
}

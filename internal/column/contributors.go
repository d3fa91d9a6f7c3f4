package column

import (
	"cmp"
	"slices"
	"time"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/names"
)

var (
	doubleContributor = diag.Define("contributor-double", diag.Error,
		i18n.Text{ZH: "作者“{name}”已经有一份资料", EN: "there is a file on the contributor “{name}” already"},
		i18n.Text{ZH: "同一个人只留一份；同名的两个人，各加一行不同的 key，文章的作者下面也写同样的 key。", EN: "Keep one of them; two people of one name have a key each, which their essays give too."})
	idleContributor = diag.Define("contributor-without-essay", diag.Warning,
		i18n.Text{ZH: "没有“{name}”写的文章，没有生成作者页", EN: "no essay is by “{name}”; no page is made"},
		i18n.Text{ZH: "核对姓名；文章里的作者写了 key 的，这里也要写同样的 key。", EN: "Check the name; if the essays give a key, give the same here."})
	keyOfTwo = diag.Define("contributor-key", diag.Warning,
		i18n.Text{ZH: "标识“{key}”属于“{other}”，这里却写了“{name}”，两人的文章会合在一页", EN: "the key “{key}” is that of “{other}”, but here stands “{name}”: their essays make one page"},
		i18n.Text{ZH: "不是同一个人，就换一个 key；是同一个人，姓名要写得一样。", EN: "Give another person another key; write the name of one person in one way."})
	missingPortrait = diag.Define("missing-portrait", diag.Error,
		i18n.Text{ZH: "找不到照片：{dest}", EN: "the portrait is not there: {dest}"},
		i18n.Text{ZH: "把照片（.jpg、.png、.gif 或 .webp）放在这个文件旁边，portrait 写照片的文件名。", EN: "Put a .jpg, .png, .gif or .webp beside this file and write its name."})
)

// A Contributor is a person with a published essay.
type Contributor struct {
	ID       string // what the person's essays have in common
	Name     string
	List     List
	Doc      document.Contributor // what the column says about the person; without a path there is none
	Portrait string               // the content file, or ""
	sortName string
}

// contributors finds everybody whose essays are published. Authors are one
// person if they have the same key or, without one, the same name.
func (b *builder) contributors() {
	docs := b.contributorDocs()
	essays := map[string][]int{}
	var ids []string // by publication: the oldest essay first
	name := map[string]string{}
	for i := len(b.index.Essays) - 1; i >= 0; i-- {
		e := &b.index.Essays[i]
		for at, a := range e.Authors {
			id := a.ID()
			if before, ok := name[id]; ok && before != a.Name {
				b.list.Add(keyOfTwo.At(b.in.Places.Key(e.Path, "authors", at, "key"),
					diag.Arg("key", id), diag.Arg("name", a.Name), diag.Arg("other", before)))
			}
			if len(essays[id]) == 0 {
				ids = append(ids, id)
			}
			if at := essays[id]; len(at) == 0 || at[len(at)-1] != i {
				essays[id] = append(essays[id], i)
			}
			name[id] = a.Name
		}
	}
	for _, id := range ids {
		slices.Reverse(essays[id])
		b.index.Contributors = append(b.index.Contributors, b.contributor(id, name[id], docs[id], essays[id]))
		delete(docs, id)
	}
	for i := range b.in.Essays { // drafts too: nothing is wrong then
		for _, a := range b.in.Essays[i].Authors {
			if c, ok := docs[a.ID()]; ok {
				b.index.targets[pathKey(c.Path)] = target{leftOut: true, reason: Idle, title: c.Name}
				delete(docs, a.ID())
			}
		}
	}
	for _, c := range docs {
		b.index.targets[pathKey(c.Path)] = target{leftOut: true, reason: Idle, title: c.Name}
		b.list.Add(idleContributor.At(b.in.Places.Key(c.Path, "name"), diag.Arg("name", c.Name)))
	}
	b.orderContributors()
	b.index.contributorAt = map[string]string{}
	for _, c := range b.index.Contributors {
		b.index.contributorAt[c.ID] = c.List.Pages[0].Address
	}
	b.sameAuthors(essays)
}

// sameAuthors finds for each essay the nearest in time of its authors, taken
// together. Essays are by the author's id.
func (b *builder) sameAuthors(essays map[string][]int) {
	for i := range b.index.Essays {
		e := &b.index.Essays[i]
		var near []int
		for _, a := range e.Authors {
			all := essays[a.ID()]
			at, _ := slices.BinarySearch(all, i)
			near = append(near, all[max(at-maxRelated, 0):min(at+maxRelated+1, len(all))]...)
		}
		slices.Sort(near)
		near = slices.Compact(near)
		at, _ := slices.BinarySearch(near, i)
		e.SameAuthor = around(near, at)
	}
}

// contributorDocs returns the files on contributors by the person's id.
func (b *builder) contributorDocs() map[string]document.Contributor {
	docs := map[string]document.Contributor{}
	for _, c := range b.in.Contributors {
		if c.Broken {
			b.broken = append(b.broken, c.Document)
			b.index.targets[pathKey(c.Path)] = target{broken: true}
			continue
		}
		if other, ok := docs[c.ID()]; ok {
			b.list.Add(doubleContributor.At(b.in.Places.Key(c.Path, "name"), diag.Arg("name", c.ID())).
				Also(b.in.Places.Key(other.Path, "name")))
			continue
		}
		docs[c.ID()] = c
	}
	return docs
}

func (b *builder) contributor(id, name string, doc document.Contributor, essays []int) Contributor {
	folder := segment(id)
	if doc.Path != "" {
		folder = doc.Slug
	}
	name = cmp.Or(doc.Name, name)
	c := Contributor{
		ID: id, Name: name, Doc: doc, List: b.newList(name, "contributors/"+folder, essays),
		sortName: cmp.Or(doc.Sort, name),
	}
	if doc.Path == "" {
		return c
	}
	b.target(&doc.Document, c.List.Pages[0].Address, name)
	if doc.Portrait != "" {
		file, _ := splitDest(doc.Path, doc.Portrait)
		real, ok := b.files[pathKey(file)]
		if !ok || !hasType(file, imageTypes) {
			b.list.Add(missingPortrait.At(b.in.Places.Key(doc.Path, "portrait"), diag.Arg("dest", doc.Portrait)))
			return c
		}
		b.takeIn(real)
		c.Portrait = real
	}
	return c
}

func (b *builder) orderContributors() {
	compare := names.ByStrokes
	switch b.in.Site.Order {
	case config.ByReceipt:
		slices.SortStableFunc(b.index.Contributors, func(x, y Contributor) int {
			return b.firstReceived(x).Compare(b.firstReceived(y))
		})
		return
	case config.ByPinyin:
		compare = names.ByPinyin
	}
	slices.SortStableFunc(b.index.Contributors, func(x, y Contributor) int {
		return cmp.Or(compare(x.sortName, y.sortName), cmp.Compare(x.List.Base, y.List.Base))
	})
}

// Position is the last that the person held in an essay, or "".
func (c Contributor) Position(x Index) string {
	for _, i := range c.List.Essays {
		for _, a := range x.Essays[i].Authors {
			if a.ID() == c.ID && a.Position != "" {
				return a.Position
			}
		}
	}
	return ""
}

// ContributorAddress returns the address of the page of an essay's author.
func (x Index) ContributorAddress(a document.Author) string { return x.contributorAt[a.ID()] }

// firstReceived returns when the first essay of a person came in, as far as
// that is known: else when it was published.
func (b *builder) firstReceived(c Contributor) time.Time {
	var first time.Time
	for _, i := range c.List.Essays {
		at := b.index.Essays[i].Published
		if received := b.instant(b.received[b.index.Essays[i].Path]); !received.IsZero() {
			at = received
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

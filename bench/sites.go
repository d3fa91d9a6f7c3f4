package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The themes and settings of both sites. Folders that begin with _ are taken
// in, too.
//
//go:embed all:site
var sites embed.FS

const (
	siteTitle       = "百姓茶座"
	siteDescription = "十一县读者评论专栏"
	siteURL         = "https://column.example.org/"
)

// writeSites makes the folders luxi and hugo in dir: one column of n essays,
// for each generator in the form that it reads. One essay at a time is in
// memory, so that this program stays smaller than what it measures.
func writeSites(dir string, c corpus, n int) error {
	for _, name := range []string{"luxi", "hugo"} {
		files, err := fs.Sub(sites, "site/"+name)
		if err != nil {
			return err
		}
		if err := os.CopyFS(filepath.Join(dir, name), files); err != nil {
			return err
		}
	}
	if err := write(filepath.Join(dir, "luxi", "site.toml"), luxiSettings()); err != nil {
		return err
	}
	if err := writeHugoLists(filepath.Join(dir, "hugo", "content")); err != nil {
		return err
	}
	years := map[string]bool{}
	for i := range n {
		e := c.essay(i)
		years[e.year()] = true
		if err := write(essayFile(dir, "luxi", e), luxiEssay(e)); err != nil {
			return err
		}
		if err := write(essayFile(dir, "hugo", e), hugoEssay(e)); err != nil {
			return err
		}
	}
	for year := range years {
		index := filepath.Join(dir, "hugo", "content", "essays", year, "_index.md")
		if err := write(index, hugoList(year+"年文章")); err != nil {
			return err
		}
	}
	return nil
}

// essayFile is where an essay stands in the site of a generator.
func essayFile(dir, generator string, e essay) string {
	return filepath.Join(dir, generator, "content", "essays", e.year(), e.name()+".md")
}

func luxiSettings() string {
	var b strings.Builder
	fmt.Fprintf(&b, "title = %q\ndescription = %q\nbase_url = %q\n", siteTitle, siteDescription, siteURL)
	b.WriteString("theme = \"bench\"\npretty_urls = true\nfront_essays = 12\nlist_essays = 20\n")
	for _, m := range [][2]string{{"首页", "/"}, {"全部文章", "/essays/"}, {"县市区", "/regions/"}, {"作者", "/contributors/"}, {"标签", "/tags/"}} {
		fmt.Fprintf(&b, "\n[[menu]]\ntitle = %q\nlink = %q\n", m[0], m[1])
	}
	for _, r := range regions {
		fmt.Fprintf(&b, "\n[[regions]]\nname = %q\nslug = %q\n", r.name, r.slug)
	}
	return b.String()
}

// luxiEssay and hugoEssay say the same of an essay. Hugo wants lists of terms,
// and the name of a region beside the slug that makes its address.
func luxiEssay(e essay) string {
	return fmt.Sprintf("%sregion = %q\n\n[[authors]]\nname = %q\nposition = %q\n+++\n\n%s",
		commonFront(e), e.region.name, e.author.name, e.author.position, e.body)
}

func hugoEssay(e essay) string {
	return fmt.Sprintf("%sregion = %q\nregions = [%q]\ncontributors = [%q]\nposition = %q\n+++\n\n%s",
		commonFront(e), e.region.name, e.region.slug, e.author.name, e.author.position, e.body)
}

func commonFront(e essay) string {
	var quoted []string
	for _, t := range e.tags {
		quoted = append(quoted, strconv.Quote(t))
	}
	return fmt.Sprintf("+++\ntitle = %q\ndate = %s\nsummary = %q\ntags = [%s]\n",
		e.title, e.date.Format("2006-01-02"), e.summary, strings.Join(quoted, ", "))
}

// writeHugoLists gives Hugo's lists the titles, and those of regions the feeds,
// that luxi's have.
func writeHugoLists(content string) error {
	for folder, title := range map[string]string{"essays": "全部文章", "regions": "县市区", "contributors": "作者", "tags": "标签"} {
		if err := write(filepath.Join(content, folder, "_index.md"), hugoList(title)); err != nil {
			return err
		}
	}
	for _, r := range regions {
		name := filepath.Join(content, "regions", r.slug, "_index.md")
		if err := write(name, hugoList(r.name, `outputs = ["html", "atom", "jsonfeed"]`)); err != nil {
			return err
		}
	}
	return nil
}

func hugoList(title string, more ...string) string {
	lines := slices.Concat([]string{"+++", fmt.Sprintf("title = %q", title)}, more, []string{"+++"})
	return strings.Join(lines, "\n") + "\n"
}

// write makes a file and the folders above it.
func write(name, text string) error {
	err := os.WriteFile(name, []byte(text), 0o644)
	if !os.IsNotExist(err) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

package build

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/jpeg" // images that are shown
	_ "image/png"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"luxi/internal/golden"
)

// modelClock is when the model column is built: one call is closed, one open,
// and one has not begun.
const modelClock = "2023-08-15T12:00:00+08:00"

// modelBase is the address of the model column's site, below a path.
const modelBase = "https://example.cn/zhuanlan/"

// model returns the files of testdata/model/column.txt, with the golden
// column's small theme.
func model(t testing.TB) map[string]string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/model/column.txt")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	for name, text := range readTree(t, "testdata/golden/column/themes") {
		files["themes/"+name] = text
	}
	return files
}

// buildModel builds the model column's files, which must have no mistakes.
func buildModel(t testing.TB, files map[string]string, opt Options) map[string]string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	opt.Now = at(t, modelClock)
	r, site := run(t, dir, opt)
	if r.Diagnostics.HasErrors() {
		t.Fatal(golden.Print(r.Diagnostics))
	}
	return site
}

// inForum has the model column in the program's own theme.
func inForum(files map[string]string) map[string]string {
	files["site.toml"] = strings.Replace(files["site.toml"], `"plain"`, `"forum"`, 1)
	return files
}

func pretty(files map[string]string) map[string]string {
	files["site.toml"] = "pretty_urls = true\n" + files["site.toml"]
	return files
}

// TestModel compares the site of the model column, every file and every byte,
// with testdata/model/site.txt. Line ends of calendars are shown as \n.
func TestModel(t *testing.T) {
	site := buildModel(t, model(t), Options{})
	withoutThemeFiles(t, site)
	const name = "testdata/model/site.txt"
	if *golden.Update {
		a := &txtar.Archive{Comment: []byte("The site of column.txt. Written by go test -update; read what changed.\n\n")}
		for _, address := range sortedKeys(site) {
			a.Files = append(a.Files, txtar.File{Name: address, Data: shown(site[address])})
		}
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		text, ok := site[f.Name]
		switch {
		case !ok:
			t.Errorf("%s is missing", f.Name)
		case !bytes.Equal(shown(text), f.Data):
			t.Errorf("%s is\n%s\nwant\n%s", f.Name, shown(text), f.Data)
		}
		delete(site, f.Name)
	}
	for address := range site {
		t.Errorf("%s should not be there", address)
	}
}

// shown is a file as txtar holds it. An image is named by its content.
func shown(text string) []byte {
	if _, format, err := image.DecodeConfig(strings.NewReader(text)); err == nil {
		return []byte("an image: " + format + "\n")
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return []byte(text)
}

// A webPage is what a browser or a search engine takes from a page.
type webPage struct {
	links     []string // href and src, and where it leads of itself
	ids       map[string]bool
	canonical string
	hidden    bool
	redirect  string
}

func readPage(t testing.TB, text string) webPage {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := webPage{ids: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		p.ids[attr["id"]] = true
		for _, key := range []string{"href", "src"} {
			if link, ok := attr[key]; ok {
				p.links = append(p.links, link)
			}
		}
		switch {
		case n.Data == "link" && attr["rel"] == "canonical":
			p.canonical = attr["href"]
		case n.Data == "meta" && attr["name"] == "robots":
			p.hidden = attr["content"] == "noindex"
		case n.Data == "meta" && attr["http-equiv"] == "refresh":
			_, p.redirect, _ = strings.Cut(attr["content"], "url=")
			p.links = append(p.links, p.redirect)
		}
	}
	return p
}

// reached returns the file of the site to which an address leads, as a server
// of files finds it, or "" for an address elsewhere.
func reached(t testing.TB, site map[string]string, address string) (file, anchor string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Errorf("%q: %v", address, err)
		return "", ""
	}
	base, err := url.Parse(modelBase)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme == "tel" || u.Scheme == "mailto" || u.Host != base.Host {
		return "", ""
	}
	file, ok := strings.CutPrefix(u.Path, base.Path)
	if !ok {
		if strings.HasPrefix(u.Path, "/zhuanti") || u.Path == "/2023" { // the calls' own links
			return "", ""
		}
		t.Errorf("%s leaves the site", address)
	}
	if file == "" || strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	if _, ok := site[file]; !ok {
		t.Errorf("%s leads to %s, which is not there", address, file)
	}
	return file, u.Fragment
}

// Every link of every page leads to a file of the site, below a base path, flat
// or with folders for pages. A page is its own canonical page or leads there.
func TestModelLinks(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"flat": model(t), "pretty": pretty(model(t)), "forum": inForum(model(t)), "pretty forum": pretty(inForum(model(t))),
	} {
		t.Run(name, func(t *testing.T) {
			site := buildModel(t, files, Options{})
			pages := map[string]webPage{}
			for address, text := range site {
				if ext := path.Ext(address); ext == ".html" || ext == ".htm" {
					pages[address] = readPage(t, text)
				}
			}
			count := 0
			for address, p := range pages {
				from, err := url.Parse(modelBase + (&url.URL{Path: address}).EscapedPath())
				if err != nil {
					t.Fatal(err)
				}
				from.Path = strings.TrimSuffix(from.Path, "index.html") // as servers show it, and browsers
				if address == "404.html" {
					from.Path = "/zhuanlan/a/b/c/d.html"
				}
				for _, link := range p.links {
					if id, own := strings.CutPrefix(link, "#"); own {
						if !p.ids[id] {
							t.Errorf("%s has no place %s", address, link)
						}
						continue
					}
					to, err := from.Parse(link)
					if err != nil {
						t.Errorf("%s: %q: %v", address, link, err)
						continue
					}
					count++
					file, anchor := reached(t, site, to.String())
					if target, ok := pages[file]; ok && anchor != "" && !target.ids[anchor] {
						t.Errorf("%s: %s has no place #%s", address, file, anchor)
					}
					if strings.HasPrefix(name, "pretty") && strings.HasSuffix(to.Path, ".html") && file != "" {
						t.Errorf("%s: %q names a file", address, link)
					}
				}
				checkCanonical(t, site, pages, address)
			}
			if count < 2000 {
				t.Errorf("only %d links were followed", count)
			}
		})
	}
}

func checkCanonical(t *testing.T, site map[string]string, pages map[string]webPage, address string) {
	t.Helper()
	p := pages[address]
	if p.canonical == "" {
		if address != "404.html" {
			t.Errorf("%s has no canonical address", address)
		}
		return
	}
	if !strings.HasPrefix(p.canonical, modelBase) {
		t.Errorf("%s is canonically %s", address, p.canonical)
	}
	file, _ := reached(t, site, p.canonical)
	switch {
	case p.redirect != "":
		from, err := url.Parse(modelBase + (&url.URL{Path: address}).EscapedPath())
		if err != nil {
			t.Fatal(err)
		}
		to, err := from.Parse(p.redirect)
		if err != nil {
			t.Fatal(err)
		}
		target, _ := reached(t, site, to.String())
		if target != file || pages[target].redirect != "" || target == address || !p.hidden {
			t.Errorf("%s leads to %s, is canonically %s, hidden: %t", address, target, file, p.hidden)
		}
	case file != address && !p.hidden:
		t.Errorf("%s is another page canonically: %s", address, file)
	case pages[file].canonical != p.canonical:
		t.Errorf("%s is canonically %s, and that is %s", address, p.canonical, pages[file].canonical)
	}
}

// The sitemap has the pages that are to be found, all but the numbered ones,
// and no other.
func TestModelSitemap(t *testing.T) {
	for name, files := range map[string]map[string]string{"flat": model(t), "pretty": pretty(model(t))} {
		t.Run(name, func(t *testing.T) {
			site := buildModel(t, files, Options{})
			var got struct {
				URLs []struct {
					Loc     string `xml:"loc"`
					LastMod string `xml:"lastmod"`
				} `xml:"url"`
			}
			if err := xml.Unmarshal([]byte(site["sitemap.xml"]), &got); err != nil {
				t.Fatal(err)
			}
			listed := map[string]bool{}
			for _, u := range got.URLs {
				file, _ := reached(t, site, u.Loc)
				p := readPage(t, site[file])
				if p.hidden || p.redirect != "" || p.canonical != u.Loc {
					t.Errorf("the sitemap has %s, which is hidden: %t, canonically %s", u.Loc, p.hidden, p.canonical)
				}
				if listed[file] {
					t.Errorf("the sitemap has %s twice", u.Loc)
				}
				listed[file] = true
				if u.LastMod > modelClock[:10] {
					t.Errorf("%s changed on %s, in the future", u.Loc, u.LastMod)
				}
			}
			for address, text := range site {
				found := strings.Contains(text, "</title>") && !readPage(t, text).hidden && !strings.Contains(address, "/page-") && path.Ext(address) == ".html"
				if found && !listed[address] {
					t.Errorf("the sitemap lacks %s", address)
				}
			}
			if xmllint, err := exec.LookPath("xmllint"); err == nil {
				file := filepath.Join(t.TempDir(), "sitemap.xml")
				write(t, filepath.Dir(file), map[string]string{"sitemap.xml": site["sitemap.xml"]})
				if out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", "../feed/testdata/sitemap.xsd", file).CombinedOutput(); err != nil {
					t.Errorf("xmllint: %v\n%.1000s", err, out)
				}
			}
			if want := "Sitemap: " + modelBase + "sitemap.xml\n"; !strings.Contains(site["robots.txt"], want) {
				t.Errorf("robots.txt is %q", site["robots.txt"])
			}
		})
	}
}

// Each list with a feed has it in two forms that say the same, with full texts
// whose links are absolute. That their form is right whatever a view holds,
// internal/feed shows.
func TestModelFeeds(t *testing.T) {
	site := buildModel(t, model(t), Options{})
	count := 0
	for address, text := range site {
		if path.Base(address) != "feed.xml" {
			continue
		}
		count++
		atom, err := gofeed.NewParser().ParseString(text)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		other, err := gofeed.NewParser().ParseString(site[strings.TrimSuffix(address, ".xml")+".json"])
		if err != nil || len(other.Items) != len(atom.Items) || len(atom.Items) == 0 {
			t.Errorf("%s: %d entries, and as JSON %v (%v)", address, len(atom.Items), other, err)
			continue
		}
		if atom.FeedLink != modelBase+address {
			t.Errorf("%s says that it is %s", address, atom.FeedLink)
		}
		reached(t, site, atom.Link)
		checkItems(t, site, address, atom, other)
	}
	if count < 10 {
		t.Errorf("there are %d feeds", count)
	}
}

func checkItems(t *testing.T, site map[string]string, address string, atom, other *gofeed.Feed) {
	t.Helper()
	var latest time.Time
	seen := map[string]bool{}
	for i, item := range atom.Items {
		if same := other.Items[i]; item.GUID != same.GUID || item.Link != same.Link || item.Title != same.Title || item.Content != same.Content {
			t.Errorf("%s: entry %d is %s, and as JSON %s", address, i, item.GUID, same.GUID)
		}
		if seen[item.GUID] || !strings.HasPrefix(item.GUID, "tag:example.cn,") {
			t.Errorf("%s: the id %s", address, item.GUID)
		}
		seen[item.GUID] = true
		if i > 0 && item.PublishedParsed.After(*atom.Items[i-1].PublishedParsed) {
			t.Errorf("%s: entry %d is newer than the one before it", address, i)
		}
		if item.UpdatedParsed.Before(*item.PublishedParsed) {
			t.Errorf("%s: %s was changed before it was published", address, item.GUID)
		}
		if item.UpdatedParsed.After(latest) {
			latest = *item.UpdatedParsed
		}
		file, _ := reached(t, site, item.Link)
		if p := readPage(t, site[file]); p.hidden || p.canonical != item.Link {
			t.Errorf("%s: %s is canonically %s", address, item.Link, p.canonical)
		}
		for _, link := range readPage(t, item.Content).links {
			if !strings.HasPrefix(link, modelBase) && !strings.HasPrefix(link, "#") {
				t.Errorf("%s: %s has the link %s", address, item.GUID, link)
			}
			if !strings.HasPrefix(link, "#") {
				reached(t, site, link)
			}
		}
	}
	if !atom.UpdatedParsed.Equal(latest) {
		t.Errorf("%s was changed at %s, its entries at %s", address, atom.Updated, latest)
	}
}

// Each published call has its deadline as a calendar: lines of RFC 5545.
func TestModelCalendars(t *testing.T) {
	site := buildModel(t, model(t), Options{})
	for address, want := range map[string]string{
		"calls/2021.ics": "DTSTART;VALUE=DATE:20210831", "calls/2023.ics": "DTSTART:20230831T100000Z", "calls/2024.ics": "DTSTART;VALUE=DATE:20240131",
	} {
		text := site[address]
		if !strings.Contains(text, "\r\n"+want+"\r\n") || !strings.Contains(text, "BEGIN:VALARM\r\n") {
			t.Errorf("%s has no %s, or no reminder:\n%s", address, want, text)
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
				t.Errorf("%s: the line %q", address, line)
			}
		}
	}
	for address := range site {
		if path.Ext(address) == ".ics" && !strings.Contains("calls/2021.ics calls/2023.ics calls/2024.ics", address) {
			t.Errorf("%s should not be there", address)
		}
	}
}

// What is not for readers is in no byte of the site and in no address: times of
// receipt, comments, sort keys, drafts, what is dated later, what was withdrawn,
// files to which nothing refers.
func TestModelKeepsPrivate(t *testing.T) {
	files := model(t)
	for _, site := range []map[string]string{
		buildModel(t, files, Options{}), buildModel(t, pretty(model(t)), Options{}), buildModel(t, inForum(model(t)), Options{}),
	} {
		for address, text := range site {
			for _, private := range []string{"机密", "%E6%9C%BA%E5%AF%86", "jimi", "2018-03-04", "2018年", "05:06"} {
				if strings.Contains(text, private) || strings.Contains(address, private) {
					t.Errorf("%s holds %q", address, private)
				}
			}
		}
	}
	// The marks are seen where they are published.
	all := buildModel(t, files, Options{Drafts: true, Future: true})
	for _, address := range []string{"essays/2023/34.html", "essays/2023/weilai.html", "calls/2025.html", "jimi.html", "tags/机密/index.html", "contributors/nobody/index.html"} {
		if !strings.Contains(all[address], "机密") {
			t.Errorf("%s does not show its mark", address)
		}
	}
}

// An essay that was withdrawn leaves a notice and its old addresses, which lead
// to the notice; one that will be withdrawn is there until then.
func TestModelWithdrawn(t *testing.T) {
	site := buildModel(t, model(t), Options{})
	for address, notice := range map[string]string{"essays/2021/chehui.html": "所引数字有误", "essays/2022/28.html": ""} {
		p := readPage(t, site[address])
		if !p.hidden || !strings.Contains(site[address], notice) || !strings.Contains(site[address], "文章已撤回") {
			t.Errorf("%s, hidden %t:\n%s", address, p.hidden, site[address])
		}
		name := strings.TrimSuffix(path.Base(address), ".html")
		for other, text := range site {
			if other != address && other != "2021/chehui.html" && strings.Contains(text, path.Dir(address)+"/"+name) {
				t.Errorf("%s names %s", other, address)
			}
		}
	}
	if p := readPage(t, site["2021/chehui.html"]); p.redirect != "../essays/2021/chehui.html" {
		t.Errorf("the old address leads to %q", p.redirect)
	}
	if p := readPage(t, site["essays/2022/31.html"]); p.hidden || !strings.Contains(site["sitemap.xml"], "essays/2022/31.html") {
		t.Error("what will be withdrawn in December is hidden in August")
	}
}

// A new essay changes the pages that show it and its neighbours, and no other:
// the rest of the site is the same to the byte.
func TestModelGrows(t *testing.T) {
	files := model(t)
	before := buildModel(t, files, Options{})
	files["content/essays/2023/xin.md"] = essay("新作", "2023-08-14", "region = \"东甲县\"\nkind = \"企业负责人\"\ntags = [\"产业\"]\ncall = \"2023\"", "正文。")
	after := buildModel(t, files, Options{})
	var changed []string
	for _, address := range sortedKeys(after) {
		if before[address] != after[address] {
			changed = append(changed, address)
		}
	}
	for address := range before {
		if _, ok := after[address]; !ok {
			t.Errorf("%s is gone", address)
		}
	}
	t.Logf("%d of %d files changed: %s", len(changed), len(after), strings.Join(changed, " "))
	if len(changed) > 40 {
		t.Errorf("%d of %d files changed: %v", len(changed), len(after), changed)
	}
	for _, address := range changed {
		if strings.Contains(address, "/page-") && before[address] != "" {
			t.Errorf("the numbered page %s changed", address)
		}
	}
	if !slices.Contains(changed, "essays/2023/xin.html") {
		t.Error("the essay itself is not there")
	}
}

package build

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// A column under edit: its files, as they are to be on the disk, and the
// clock. Edits change it; two numbers say what each touches, so that a list of
// edits can be cut and played again.
type edited struct {
	files map[string]string
	past  map[string]bool // files whose time was set back
	now   time.Time
	count int // of edits, to make texts that differ
}

type change struct {
	kind string
	a, b int
}

func (e change) String() string { return fmt.Sprintf("%s(%d,%d)", e.kind, e.a, e.b) }

const editedTheme = `{{define "main"}}<article><h1>{{.Title}}</h1>{{.Body}}</article>{{end}}`

// newEdited is a column of about forty pages with everything that one page can
// know of another.
func newEdited() *edited {
	c := &edited{files: map[string]string{}, past: map[string]bool{}, now: time.Date(2022, 8, 15, 4, 0, 0, 0, time.UTC)}
	c.files["site.toml"] = strings.Join([]string{
		`title = "试刊"`, `base_url = "https://example.cn/a/"`, `description = "一个专栏"`, `theme = "own"`, `list_essays = 3`, `front_essays = 4`,
		`regions = [{ name = "甲县", slug = "jia" }, { name = "乙县", slug = "yi" }]`, `kinds = [{ name = "学者", slug = "xuezhe" }]`, "",
	}, "\n")
	c.files["themes/own/theme.toml"] = "extends = \"forum\"\n"
	c.files["themes/own/templates/page.html"] = editedTheme
	c.files["themes/own/static/own.css"] = "p { margin: 0 }\n"
	for i := range 12 {
		c.files[fmt.Sprintf("content/essays/%d/e%d.md", 2021+i%2, i)] = c.essay(i)
		c.count++
	}
	c.files["content/essays/2022/tu.png"] = shaded(1)
	c.files["content/calls/2022.md"] = "+++\ntitle = \"约稿\"\ndate = 2022-07-01\nopens = 2022-07-10\ndeadline = 2022-08-20\n+++\n正文。\n"
	c.files["content/pages/about.md"] = "+++\ntitle = \"关于\"\n+++\n## 一节\n\n正文。\n"
	c.files["content/contributors/p1.md"] = "+++\nname = \"作者1\"\n+++\n介绍。\n"
	return c
}

// essay makes the text of an essay that refers to others.
func (c *edited) essay(seed int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"第%d篇\"\ndate = 2022-%02d-%02d\n", seed, 1+r.IntN(8), 1+r.IntN(28))
	if r.IntN(2) == 0 {
		fmt.Fprintf(&b, "region = %q\n", []string{"甲县", "乙县"}[r.IntN(2)])
	}
	if r.IntN(3) == 0 {
		b.WriteString("kind = \"学者\"\n")
	}
	if r.IntN(2) == 0 {
		b.WriteString("call = \"2022\"\nreceived = 2022-08-01\n")
	}
	fmt.Fprintf(&b, "tags = [\"标签%d\"]\n[[authors]]\nname = \"作者%d\"\nposition = \"职务%d\"\n+++\n正文第%d。", r.IntN(3), r.IntN(4), r.IntN(9), seed)
	switch r.IntN(4) {
	case 0:
		b.WriteString("[关于](/pages/about.md#一节)")
	case 1:
		b.WriteString("![图](/essays/2022/tu.png)")
	}
	return b.String() + "\n"
}

func shaded(shade int) string {
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	img.SetGray(1, 1, color.Gray{uint8(shade)})
	var b bytes.Buffer
	_ = png.Encode(&b, img) // a bytes.Buffer takes all
	return b.String()
}

// pick returns one of the files with a prefix and an ending, or "".
func (c *edited) pick(n int, prefix, suffix string) string {
	var names []string
	for name := range c.files {
		if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, suffix) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return names[n%len(names)]
}

func (c *edited) anEssay(n int) string { return c.pick(n, "content/essays/", ".md") }

// move renames a file, if nothing stands in its place.
func (c *edited) move(from, to string) {
	if _, taken := c.files[to]; taken || from == "" || from == to {
		return
	}
	for other := range c.files {
		if strings.HasPrefix(other, to+"/") || strings.HasPrefix(to, other+"/") && other != from {
			return
		}
	}
	text := c.files[from]
	delete(c.files, from)
	c.files[to] = text
}

// setKey puts a line into the front matter of a file, or takes it away.
func (c *edited) setKey(name, key, value string) {
	text, ok := c.files[name]
	if !ok || !strings.HasPrefix(text, "+++\n") {
		return
	}
	var lines []string
	for _, line := range strings.Split(strings.TrimPrefix(text, "+++\n"), "\n") {
		if !strings.HasPrefix(line, key+" = ") {
			lines = append(lines, line)
		}
	}
	text = strings.Join(lines, "\n")
	if value != "" {
		text = key + " = " + value + "\n" + text
	}
	c.files[name] = "+++\n" + text
}

// edits are all that may happen to a column between two builds.
var edits = map[string]func(c *edited, a, b int){
	"create": func(c *edited, a, b int) {
		c.files[fmt.Sprintf("content/essays/%d/n%d.md", 2020+a%4, b%40)] = c.essay(100 + c.count)
	},
	"append": func(c *edited, a, b int) {
		if name := c.anEssay(a); name != "" {
			c.files[name] += fmt.Sprintf("\n又一段%d。\n", c.count)
		}
	},
	"shrink": func(c *edited, a, b int) {
		if name := c.anEssay(a); name != "" {
			front, _, _ := strings.Cut(c.files[name], "+++\n正文")
			c.files[name] = front + "+++\n正文。\n"
		}
	},
	"rewrite": func(c *edited, a, b int) { // the same content with another time
		if name := c.anEssay(a); name != "" {
			c.past[name] = true
		}
	},
	"one byte": func(c *edited, a, b int) { // the same size and the same time
		if name := c.anEssay(a); name != "" {
			c.files[name] = strings.Replace(c.files[name], "职务", []string{"职位", "职务", "岗位"}[b%3], 1)
			c.past[name] = true
		}
	},
	"rename": func(c *edited, a, b int) {
		if name := c.anEssay(a); name != "" {
			c.move(name, path.Join(path.Dir(name), fmt.Sprintf("r%d.md", b%30)))
		}
	},
	"swap": func(c *edited, a, b int) {
		if x, y := c.anEssay(a), c.anEssay(b); x != "" {
			c.files[x], c.files[y] = c.files[y], c.files[x]
		}
	},
	"delete": func(c *edited, a, b int) { delete(c.files, c.anEssay(a)) },
	"delete many": func(c *edited, a, b int) { // a list loses its last page
		for range 3 {
			delete(c.files, c.anEssay(a))
		}
	},
	"rename folder": func(c *edited, a, b int) {
		name := c.anEssay(a)
		if name == "" || strings.Count(name, "/") < 3 {
			return
		}
		from := path.Dir(name)
		for other := range c.files {
			if strings.HasPrefix(other, from+"/") && strings.HasSuffix(other, ".md") {
				c.move(other, "content/essays/"+fmt.Sprint(2018+b%6)+"/"+path.Base(other))
			}
		}
	},
	"file becomes folder": func(c *edited, a, b int) {
		if name := c.anEssay(a); name != "" {
			c.move(name, strings.TrimSuffix(name, ".md")+"/z.md")
		}
	},
	"folder becomes file": func(c *edited, a, b int) {
		if name := c.pick(a, "content/essays/", "/z.md"); name != "" {
			c.move(name, path.Dir(name)+".md")
		}
	},
	"case": func(c *edited, a, b int) {
		if name := c.anEssay(a); name != "" {
			base := path.Base(name)
			c.move(name, path.Join(path.Dir(name), []string{strings.ToUpper(base[:1]), strings.ToLower(base[:1])}[b%2]+base[1:]))
		}
	},
	"unicode form": func(c *edited, a, b int) {
		if name := c.pick(a, "content/essays/", "é.md"); name != "" {
			c.move(name, norm.NFD.String(name))
		} else if name = c.pick(a, "content/essays/", norm.NFD.String("é.md")); name != "" {
			c.move(name, norm.NFC.String(name))
		} else if name = c.anEssay(a); name != "" {
			c.move(name, path.Join(path.Dir(name), fmt.Sprintf("x%dé.md", b%9)))
		}
	},
	"title": func(c *edited, a, b int) { c.setKey(c.anEssay(a), "title", fmt.Sprintf("\"新题%d\"", b%20)) },
	"draft": func(c *edited, a, b int) { c.setKey(c.anEssay(a), "draft", []string{"true", ""}[b%2]) },
	"slug": func(c *edited, a, b int) {
		c.setKey(c.anEssay(a), "slug", []string{fmt.Sprintf("\"s%d\"", b%50), ""}[b%2])
	},
	"date": func(c *edited, a, b int) {
		c.setKey(c.anEssay(a), "date", fmt.Sprintf("2022-%02d-%02d", 1+a%12, 1+b%28))
	},
	"tag": func(c *edited, a, b int) {
		c.setKey(c.anEssay(a), "tags", fmt.Sprintf("[\"标签%d\", \"标签%d\"]", a%3, b%5))
	},
	"region": func(c *edited, a, b int) { c.setKey(c.anEssay(a), "region", []string{`"甲县"`, `"乙县"`, ""}[b%3]) },
	"kind":   func(c *edited, a, b int) { c.setKey(c.anEssay(a), "kind", []string{`"学者"`, ""}[b%2]) },
	"alias": func(c *edited, a, b int) {
		c.setKey(c.anEssay(a), "aliases", []string{fmt.Sprintf("[\"/old/%d.html\"]", b%30), ""}[b%2])
	},
	"updated":   func(c *edited, a, b int) { c.setKey(c.anEssay(a), "updated", fmt.Sprintf("2022-12-%02d", 1+b%28)) },
	"withdrawn": func(c *edited, a, b int) { c.setKey(c.anEssay(a), "withdrawn", []string{"2022-12-30", ""}[b%2]) },
	"link": func(c *edited, a, b int) {
		if x, y := c.anEssay(a), c.anEssay(b); x != "" {
			c.files[x] += fmt.Sprintf("\n[那篇](%s)\n", strings.ReplaceAll(strings.TrimPrefix(y, "content"), " ", "%20"))
		}
	},
	"broken": func(c *edited, a, b int) { c.setKey(c.anEssay(a), "titel", "\"错\"") },
	"mended": func(c *edited, a, b int) {
		taken := map[string]bool{}
		for _, name := range slices.Sorted(maps.Keys(c.files)) {
			if !strings.HasSuffix(name, ".md") {
				continue
			}
			key := strings.ToLower(norm.NFC.String(name))
			if taken[key] || taken[path.Dir(key)+".md"] {
				delete(c.files, name) // two files of one address
				continue
			}
			taken[key] = true
			for _, mistake := range []string{"titel", "aliases", "slug"} {
				c.setKey(name, mistake, "")
			}
			lines := slices.DeleteFunc(strings.Split(c.files[name], "\n"), func(l string) bool { return strings.HasPrefix(l, "[那篇]") })
			c.files[name] = strings.Join(lines, "\n") // links that lead nowhere since
		}
	},
	"picture": func(c *edited, a, b int) { c.files["content/essays/2022/tu.png"] = shaded(b % 200) },
	"page": func(c *edited, a, b int) {
		c.setKey("content/pages/about.md", "title", fmt.Sprintf("\"关于%d\"", b%5))
	},
	"contributor": func(c *edited, a, b int) {
		name := fmt.Sprintf("content/contributors/p%d.md", a%4)
		if _, ok := c.files[name]; ok && b%2 == 0 {
			delete(c.files, name)
			return
		}
		c.files[name] = fmt.Sprintf("+++\nname = \"作者%d\"\n+++\n介绍%d。\n", a%4, b)
	},
	"call": func(c *edited, a, b int) {
		c.setKey("content/calls/2022.md", "deadline", fmt.Sprintf("2022-%02d-%02d", 8+b%3, 1+a%28))
	},
	"partial": func(c *edited, a, b int) {
		c.files["themes/own/templates/partials/"+[]string{"related.html", "entry.html"}[a%2]] = fmt.Sprintf("<li>%d <a href=\"{{.URL}}\">{{.Title}}</a></li>", b%4)
	},
	"template": func(c *edited, a, b int) {
		c.files["themes/own/templates/page.html"] = strings.Replace(editedTheme, "<h1>", fmt.Sprintf("<p>%d</p><h1>", b%4), 1)
	},
	"style": func(c *edited, a, b int) {
		c.files["themes/own/static/own.css"] = fmt.Sprintf("p { margin: %dpx }\n", b%9)
	},
	"asset": func(c *edited, a, b int) {
		c.files["themes/own/assets/css/own.css"] = fmt.Sprintf("p { margin: %dpx }\n", b%9)
	},
	"static": func(c *edited, a, b int) {
		if name := fmt.Sprintf("themes/own/static/f%d.txt", a%3); b%2 == 0 {
			delete(c.files, name)
		} else {
			c.files[name] = fmt.Sprint(b)
		}
	},
	"words": func(c *edited, a, b int) {
		c.files["themes/own/i18n/zh.toml"] = fmt.Sprintf("\"site.feeds\" = \"订阅%d：\"\n", b%5)
	},
	"settings": func(c *edited, a, b int) {
		old := [][2]string{{`title = "试刊`, fmt.Sprintf("%d", b%5)}, {`description = "一个专栏`, fmt.Sprintf("%d", b%5)}}[a%2]
		head, tail, ok := strings.Cut(c.files["site.toml"], old[0])
		if _, rest, more := strings.Cut(tail, "\""); ok && more {
			c.files["site.toml"] = head + old[0] + old[1] + "\"" + rest
		}
	},
	"page size": func(c *edited, a, b int) {
		for n := 1; n < 9; n++ {
			c.files["site.toml"] = strings.Replace(c.files["site.toml"], fmt.Sprintf("list_essays = %d", n), fmt.Sprintf("list_essays = %d", 2+b%4), 1)
		}
	},
	"clock": func(c *edited, a, b int) { c.now = c.now.Add(time.Duration(a%20*24+b%24) * time.Hour) },
}

func editKinds() []string {
	var kinds []string
	for k := range edits {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

// batch makes some edits at random. What is broken is mended before long.
func batch(r *rand.Rand) []change {
	kinds := editKinds()
	var out []change
	for range 1 + r.IntN(5) {
		kind := kinds[r.IntN(len(kinds))]
		if r.IntN(6) == 0 {
			kind = "mended"
		}
		out = append(out, change{kind, r.IntN(1000), r.IntN(1000)})
	}
	return out
}

func (c *edited) apply(e change) {
	c.count++
	edits[e.kind](c, e.a, e.b)
}

// save makes a folder hold the column, touching what differs only. Files whose
// time is set back have one and the same time, whatever they hold.
func (c *edited) save(t testing.TB, dir string) {
	t.Helper()
	for name := range readTree(t, dir) {
		if _, ok := c.files[name]; !ok && !strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, ".luxi/") {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	prune(dir)
	for name, text := range c.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(file); err == nil && string(old) == text && !c.past[name] {
			continue
		}
		write(t, dir, map[string]string{name: text})
		if c.past[name] {
			past := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(file, past, past); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// prune removes empty folders, so that a file can take the place of one.
func prune(dir string) {
	for _, root := range []string{"content", "themes"} {
		var folders []string
		_ = filepath.WalkDir(filepath.Join(dir, root), func(name string, d os.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				folders = append(folders, name)
			}
			return nil
		})
		for _, f := range slices.Backward(folders) {
			_ = os.Remove(f) // fails for one that holds something
		}
	}
}

package column

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"luxi/internal/civil"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/golden"
	"luxi/internal/i18n"
)

// A fixture is a column made of a few files.
type fixture struct {
	in    Input
	texts map[string]diag.File
}

func (f *fixture) Key(name string, key ...any) diag.Range {
	if name == config.FileName {
		return config.Locate(f.texts[name], key...)
	}
	return document.Locate(f.texts[name], key...)
}

func (f *fixture) Span(name string, start, end int) diag.Range {
	return f.texts[name].Range(start, end)
}

const settings = `title = "试刊"
base_url = "https://example.cn/"
regions = [{ name = "东阿县", slug = "donge" }, { name = "阳谷县", slug = "yanggu" }]
kinds = [{ name = "企业负责人", slug = "enterprises" }]
`

// newFixture makes a column of the files of a case. What its front matter
// lacks is added below what it has; a file without any gets its own. The file
// options may have the lines "now TIME", "drafts", "future", and "taken
// ADDRESS" for a file of the theme.
func newFixture(t *testing.T, c golden.Case) *fixture {
	t.Helper()
	f := &fixture{texts: map[string]diag.File{}}
	f.in.Places = f
	text := c.Get(config.FileName)
	if text == "" {
		text = settings
	}
	f.texts[config.FileName] = diag.File{Path: config.FileName, Text: text}
	f.in.Site, _ = config.Parse(f.texts[config.FileName], config.Override{})
	f.options(t, "now 2022-08-15T12:00:00+08:00\n"+c.Get("options"))
	for _, file := range c.Files {
		if strings.HasPrefix(file.Name, document.Root+"/") {
			f.add(file.Name, string(file.Data))
		}
	}
	return f
}

func (f *fixture) options(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		switch name, value, _ := strings.Cut(strings.TrimSpace(line), " "); name {
		case "now":
			m, ok := civil.ParseMoment(value)
			if !ok {
				t.Fatalf("no time: %s", value)
			}
			f.in.Now = m.Instant(f.in.Site.Location)
		case "drafts":
			f.in.Drafts = true
		case "future":
			f.in.Future = true
		case "taken":
			at := diag.WholeFile("themes/own/static/" + value)
			f.in.Taken = append(f.in.Taken, Claim{Address: value, Owner: i18n.Same("主题的文件 " + at.File + " "), Place: at})
		default:
			t.Fatalf("no option: %s", line)
		}
	}
}

func (f *fixture) add(name, text string) {
	section, ok := document.SectionOf(name)
	if !ok || path.Ext(name) != ".md" {
		f.in.Files = append(f.in.Files, name)
		return
	}
	file := diag.File{Path: name, Text: completed(section, name, text)}
	f.texts[name] = file
	switch section {
	case document.Essays:
		e, _ := document.ParseEssay(file)
		f.in.Essays = append(f.in.Essays, &e)
	case document.Calls:
		c, _ := document.ParseCall(file)
		f.in.Calls = append(f.in.Calls, c)
	case document.Pages:
		p, _ := document.ParsePage(file)
		f.in.Pages = append(f.in.Pages, p)
	case document.Contributors:
		c, _ := document.ParseContributor(file)
		f.in.Contributors = append(f.in.Contributors, c)
	}
}

func completed(section document.Section, name, text string) string {
	head, body, ok := strings.Cut(strings.TrimPrefix(text, "+++\n"), "+++\n")
	if !strings.HasPrefix(text, "+++\n") || !ok {
		head, body = "", text
	}
	lack := func(key, line string) {
		if !strings.Contains("\n"+head, "\n"+key+" ") && !strings.Contains(head, "[["+key) {
			head += line + "\n"
		}
	}
	if section == document.Contributors {
		lack("name", fmt.Sprintf("name = %q", strings.TrimSuffix(path.Base(name), ".md")))
		return "+++\n" + head + "+++\n" + body
	}
	lack("title", fmt.Sprintf("title = %q", strings.TrimSuffix(path.Base(name), ".md")))
	switch section {
	case document.Essays:
		lack("date", "date = 2022-08-01")
		lack("authors", `authors = [{ name = "某甲" }]`)
	case document.Calls:
		lack("deadline", "deadline = 2022-08-31")
	}
	return "+++\n" + head + "+++\n" + body
}

func TestMistakes(t *testing.T) {
	golden.Run(t, "testdata/mistakes/*.txt", func(t *testing.T, c golden.Case) string {
		f := newFixture(t, c)
		_, list := New(f.in)
		return golden.Print(list)
	})
}

func TestIndex(t *testing.T) {
	golden.Run(t, "testdata/index.txt", func(t *testing.T, c golden.Case) string {
		f := newFixture(t, c)
		index, list := New(f.in)
		return golden.Print(list) + describe(index)
	})
}

// describe writes an index as lines.
func describe(x Index) string {
	var b strings.Builder
	for i, e := range x.Essays {
		fmt.Fprintf(&b, "essay %d %s %s older=%d newer=%d", i, e.Address, e.Published.Format(time.RFC3339), e.Older, e.Newer)
		if e.CallAt >= 0 {
			fmt.Fprintf(&b, " call=%d", e.CallAt)
		}
		if len(e.SameRegion) > 0 {
			fmt.Fprintf(&b, " region=%v", e.SameRegion)
		}
		if len(e.SameAuthor) > 0 {
			fmt.Fprintf(&b, " author=%v", e.SameAuthor)
		}
		b.WriteString("\n")
	}
	describeList(&b, "all", x.All)
	for _, y := range x.Years {
		describeList(&b, "year", y)
	}
	for _, l := range x.Regions {
		describeList(&b, "region", l)
	}
	for _, l := range x.Kinds {
		describeList(&b, "kind", l)
	}
	for _, l := range x.Tags {
		describeList(&b, "tag", l)
	}
	for _, c := range x.Contributors {
		describeList(&b, "contributor", c.List)
		if c.Doc.Path != "" {
			fmt.Fprintf(&b, "  %s portrait=%q position=%s\n", c.Doc.Path, c.Portrait, c.Position(x))
		}
	}
	for i, c := range x.Calls {
		fmt.Fprintf(&b, "call %d %s state=%d end=%s hosts=%v planners=%v link=%s\n",
			i, c.Address, c.State, c.End.Format(time.RFC3339), c.Hosts, c.Planners, c.Link)
		describeList(&b, "call", c.Essays)
	}
	for _, m := range x.Menu {
		fmt.Fprintf(&b, "menu %s %s%s\n", m.Title, m.Address, m.URL)
	}
	for _, w := range x.Withdrawn {
		fmt.Fprintf(&b, "withdrawn %s %s\n", w.Address, w.Notice)
	}
	for _, a := range x.Aliases {
		fmt.Fprintf(&b, "alias %s → %s\n", a.Address, a.Target)
	}
	for _, p := range x.Pages {
		fmt.Fprintf(&b, "page %s\n", p.Address)
	}
	for _, a := range x.Assets {
		fmt.Fprintf(&b, "asset %s ← %s\n", a.Address, a.Path)
	}
	for _, l := range x.LeftOut {
		fmt.Fprintf(&b, "left out %s 《%s》 %s %s\n", l.Path, l.Title, l.Reason.Text().EN, l.Date)
	}
	resolved := func(d document.Document) {
		for _, l := range d.Body.Links {
			address, ok := x.Resolve(d.Path, l)
			fmt.Fprintf(&b, "link %s: %s → %s %t\n", d.Path, l.Dest, address, ok)
		}
	}
	for _, e := range x.Essays {
		resolved(e.Document)
	}
	for _, p := range x.Pages {
		resolved(p.Document)
	}
	return b.String()
}

// describeList writes a list that has essays.
func describeList(b *strings.Builder, of string, l List) {
	if len(l.Essays) == 0 {
		return
	}
	fmt.Fprintf(b, "%s %s %d:", of, l.Name, len(l.Essays))
	for _, p := range l.Pages {
		fmt.Fprintf(b, " %s %v", p.Address, p.Essays)
	}
	b.WriteString("\n")
}

// The machine's zone decides nothing: neither which year an essay is of, nor
// whether its day has begun.
func TestMachinesZoneDoesNotMatter(t *testing.T) {
	local := time.Local
	defer func() { time.Local = local }()
	var want string
	for _, machine := range []string{"UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"} {
		loc, err := time.LoadLocation(machine)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = loc
		f := everything(t)
		f.in.Now = f.in.Now.In(loc)
		index, list := New(f.in)
		got := golden.Print(list) + describe(index)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("in %s\n%s\nwant\n%s", machine, got, want)
		}
	}
}

// everything is a column with some of all, right and wrong.
func everything(t *testing.T) *fixture {
	f := newFixture(t, golden.Case{})
	f.options(t, "taken css/forum.css\ntaken a.html\nnow 2022-12-31T23:30:00+08:00")
	for name, text := range map[string]string{
		"content/essays/2022/a.md":     "+++\ndate = 2022-12-31T17:00:00Z\n+++\n[乙](b.md) [丙](../c.md#x) ![图](a.jpg) [无](no.md)",
		"content/essays/2022/b.md":     "+++\ncall = \"2022\"\nregion = \"东阿县\"\n+++\n[甲](a.md)",
		"content/essays/2022/B.md":     "[甲](a.md) ![图](A.jpg)",
		"content/essays/c.md":          "+++\ndate = 2022-12-31T20:00:00-08:00\nregion = \"东啊县\"\n+++\n",
		"content/essays/d.md":          "+++\ndate = 2022-12-31\ncall = \"202\"\n+++\n[丁](/pages/d.md)",
		"content/essays/e.md":          "+++\ndraft = true\n+++\n",
		"content/essays/f.md":          "+++\ntilte = 1\n+++\n[无](nowhere.md) ![图](d.jpg)",
		"content/calls/2022.md":        "",
		"content/calls/old/2022.md":    "+++\ndeadline = 2021-08-31\n+++\n",
		"content/pages/a.md":           "",
		"content/pages/d.md":           "![图](../essays/2022/a.jpg)",
		"content/pages/e.md":           "+++\norder = -1\n+++\n![图](elsewhere.jpg) ![图](\u00e9.jpg)",
		"content/pages/\u00e9.jpg":     "",
		"content/pages/e\u0301.jpg":    "",
		"content/calls/elsewhere.jpg":  "",
		"content/essays/elsewhere.jpg": "",
		"content/essays/2022/a.jpg":    "",
		"content/essays/2022/A.jpg":    "",
		"content/essays/d.jpg":         "",
		"content/essays/2022/意见.docx":  "",
		"content/unplaced.md":          "",
		"content/essays/2022/note.txt": "",
	} {
		f.add(name, text)
	}
	return f
}

// The order of the input does not matter: reading files side by side gives any.
func TestOrderOfInputDoesNotMatter(t *testing.T) {
	f := everything(t)
	slices.SortFunc(f.in.Essays, func(a, b *document.Essay) int { return strings.Compare(a.Path, b.Path) })
	index, list := New(f.in)
	want := golden.Print(list) + describe(index)
	if !strings.Contains(want, "address-collision") || !strings.Contains(want, "broken-link") {
		t.Fatalf("the column has too little wrong:\n%s", want)
	}
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		shuffle(r, f.in.Essays)
		shuffle(r, f.in.Calls)
		shuffle(r, f.in.Pages)
		shuffle(r, f.in.Files)
		index, list := New(f.in)
		if got := golden.Print(list) + describe(index); got != want {
			t.Fatalf("seed %d\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func shuffle[T any](r *rand.Rand, s []T) {
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// New changes nothing of its input.
func TestInputStays(t *testing.T) {
	f := everything(t)
	files := slices.Clone(f.in.Files)
	slices.Reverse(f.in.Files)
	slices.Reverse(files)
	before := fmt.Sprintf("%+v", f.in.Essays) + fmt.Sprintf("%+v", f.in.Calls)
	New(f.in)
	if !slices.Equal(files, f.in.Files) || before != fmt.Sprintf("%+v", f.in.Essays)+fmt.Sprintf("%+v", f.in.Calls) {
		t.Error("the input was changed")
	}
}

// Names that look the same are one file, however they are composed.
func TestComposition(t *testing.T) {
	const composed, decomposed = "\u00e9.jpg", "e\u0301.jpg"
	for _, tt := range []struct{ file, link string }{{composed, decomposed}, {decomposed, composed}} {
		f := newFixture(t, golden.Case{})
		f.add("content/pages/a.md", "![图]("+tt.link+")")
		f.add("content/pages/"+tt.file, "")
		index, list := New(f.in)
		if len(list) > 0 || len(index.Assets) != 1 || index.Assets[0].Path != "content/pages/"+tt.file || index.Assets[0].Address != composed {
			t.Errorf("%q for %q: %+v\n%s", tt.link, tt.file, index.Assets, golden.Print(list))
		}
		if address, ok := index.Resolve("content/pages/a.md", index.Pages[0].Body.Links[0]); !ok || address != composed {
			t.Errorf("%q leads to %q, %t", tt.link, address, ok)
		}
	}
	f := newFixture(t, golden.Case{})
	f.add("content/pages/\u00e9.md", "")
	f.add("content/pages/e\u0301.md", "")
	if _, list := New(f.in); len(list) != 1 || list[0].Kind != collision || len(list[0].Related) != 1 {
		t.Errorf("two compositions of one name:\n%s", golden.Print(list))
	}
}

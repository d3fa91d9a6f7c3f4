package document

import (
	"reflect"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/source"
)

// read parses a file as its section has it.
func read(f diag.File) (broken bool, d Document, list diag.List) {
	switch section, _ := SectionOf(f.Path); section {
	case Essays:
		e, l := ParseEssay(f)
		return e.Broken, e.Document, l
	case Calls:
		c, l := ParseCall(f)
		return c.Broken, c.Document, l
	case Contributors:
		c, l := ParseContributor(f)
		return c.Broken, c.Document, l
	default:
		p, l := ParsePage(f)
		return p.Broken, p.Document, l
	}
}

func TestMistakes(t *testing.T) {
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		var all diag.List
		for _, file := range c.Files {
			broken, _, list := read(diag.File{Path: Root + "/" + file.Name, Text: string(file.Data)})
			if broken != list.HasErrors() {
				t.Errorf("%s: Broken is %t", file.Name, broken)
			}
			all = append(all, list...)
		}
		return golden.Print(all)
	})
}

const front = "+++\ntitle = \"甲\"\ndate = 2022-08-01\n[[authors]]\nname = \"某甲\"\n"

func TestSlug(t *testing.T) {
	for _, tt := range []struct{ file, line, want string }{
		{"hao-xuelan.md", "", "hao-xuelan"},
		{"Hao Xuelan.md", "", "hao-xuelan"},
		{"郝学兰（终稿）.md", "", "郝学兰-终稿"},
		{"a.b.md", "", "a-b"},
		{"a.MD", "", "a"},
		{"CON.md", "", "con-1"},
		{"a.md", "slug = \"\"", "a"},
		{"a.md", "slug = \"四个新高地\"", "四个新高地"},
	} {
		text := strings.Replace(front, "\n", "\n"+tt.line+"\n", 1) + "+++\n正文。\n"
		e, list := ParseEssay(diag.File{Path: "content/essays/2022/" + tt.file, Text: text})
		if e.Slug != tt.want || len(list) > 0 {
			t.Errorf("%s with %q: slug %q, want %q\n%s", tt.file, tt.line, e.Slug, tt.want, golden.Print(list))
		}
	}
}

// What can be read of a broken file is there to be checked further.
func TestBrokenFileIsReadAsFarAsItGoes(t *testing.T) {
	text := strings.Replace(front, "title", "titel", 1) + "region = \"x\"\n+++\n![图](a.jpg)\n"
	e, list := ParseEssay(diag.File{Path: "content/essays/a.md", Text: text})
	if !list.HasErrors() || !e.Broken {
		t.Fatal("a misspelt key is no error")
	}
	if e.Date.String() != "2022-08-01" || len(e.Authors) != 1 || len(e.Body.Links) != 1 {
		t.Errorf("read %+v", e)
	}
}

func TestPlacesCountFromTheTopOfTheFile(t *testing.T) {
	f := diag.File{Path: "content/essays/a.md", Text: front + "+++\n第一段。\n\n第二段[链接](没有.md)。\n"}
	e, _ := ParseEssay(f)
	l := e.Body.Links[0]
	if got := f.Range(l.Start, l.End).Place(); got != "content/essays/a.md:9:9" {
		t.Errorf("the link is at %s", got)
	}
	if got := Locate(f, "authors", 0, "name").Place(); got != "content/essays/a.md:5:8" {
		t.Errorf("the author is at %s", got)
	}
}

// A byte order mark and Windows' line ends are gone before a document sees
// its file, and make no difference.
func TestBOMAndCRLF(t *testing.T) {
	plain := front + "+++\n第一段。\n\n第二段。\n"
	windows := "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n")
	f, list, ok := source.Decode(source.File{Path: "content/essays/2022/a.md", Text: []byte(windows)})
	if !ok || len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	want, _ := ParseEssay(diag.File{Path: f.Path, Text: plain})
	got, list := ParseEssay(f)
	if len(list) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v\n%s", got, want, golden.Print(list))
	}
}

func TestSectionOf(t *testing.T) {
	for name, want := range map[string]Section{
		"content/essays/2022/a.md": Essays, "content/essays/a.md": Essays, "content/calls/a.md": Calls, "content/pages/a/b.md": Pages,
		"content/a.md": "", "content/essay/a.md": "", "content/essays": "", "essays/a.md": "", "content/essaysx/a.md": "",
	} {
		if got, ok := SectionOf(name); got != want || ok != (want != "") {
			t.Errorf("SectionOf(%s) = %q, %t", name, got, ok)
		}
	}
}

func FuzzEssay(f *testing.F) {
	for _, s := range []string{
		front + "+++\n正文。\n", "---\ntitle: 甲\ndate: 2022-08-01\nauthors: [{name: 某甲}]\n---\n# 标题\n",
		"", "+++", "+++\n+++", "+++\r\n", "＋＋＋\n", "\n\n+++\n+++\n", front + "slug = \"A\"\n+++\n[甲](乙.md)![](丙.jpg)\n",
		"+++\ndeadline = 2022-08-31T09:00\nopens = 2022-08-31T18:00\nmailbox = \"a\"\nlink = \"x\"\n+++\n",
		"---\na: |\n  ----\n---\n", "+++\na = \"\"\"\n++++\n\"\"\"\n+++\n", "\ufeff+++\n", "—\n—\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, section := range Sections {
			file := diag.File{Path: Root + "/" + string(section) + "/甲.md", Text: text}
			broken, d, list := read(file)
			if broken != list.HasErrors() {
				t.Errorf("%s: Broken is %t with\n%s", section, broken, golden.Print(list))
			}
			for _, found := range list {
				checkRange(t, file, found.Range)
				for _, r := range found.Related {
					checkRange(t, file, r)
				}
			}
			if d.Path != file.Path || !broken && d.Slug == "" {
				t.Errorf("%s: path %q, slug %q", section, d.Path, d.Slug)
			}
			for _, l := range d.Body.Links {
				if l.Start < 0 || l.Start > l.End || l.End > len(text) || l.At < 0 || l.At > len(d.Body.HTML) {
					t.Errorf("%s: link %+v outside of the file", section, l)
				}
			}
		}
	})
}

// checkRange fails for a range that does not lie in the file, or that holds
// another line than the file has there.
func checkRange(t *testing.T, f diag.File, r diag.Range) {
	t.Helper()
	lines := strings.Split(f.Text, "\n")
	switch {
	case r.File != f.Path:
		t.Errorf("the range is in %q", r.File)
	case r == diag.WholeFile(f.Path):
	case r.Line < 1 || r.EndLine < r.Line || r.EndLine > len(lines):
		t.Errorf("lines %d to %d of %d", r.Line, r.EndLine, len(lines))
	case r.Text != lines[r.Line-1]:
		t.Errorf("line %d is %q, not %q", r.Line, lines[r.Line-1], r.Text)
	case r.Column < 1 || r.Column > 1+len([]rune(lines[r.Line-1])) || r.EndColumn < 1 || r.EndColumn > 1+len([]rune(lines[r.EndLine-1])):
		t.Errorf("columns %d to %d", r.Column, r.EndColumn)
	case r.EndLine == r.Line && r.EndColumn < r.Column:
		t.Errorf("the range ends before it begins: %+v", r)
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{
		"+++\na\n+++\nb", "---\n---", "---\n----\n---\n", "+++\n", "\n+++\n", "＋＋＋\n+++\n", "+++ \t\n+++ \n", "x\n+++\n+++\n", "+++\n++++\n", "+++\n---\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		front, list := splitFront(diag.File{Path: "a.md", Text: text})
		if front.body < 0 || front.body > len(text) {
			t.Fatalf("the text begins at %d of %d", front.body, len(text))
		}
		if list.HasErrors() {
			if front.body != len(text) {
				t.Errorf("with mistakes %q is taken for text", text[front.body:])
			}
			return
		}
		if front.Start > front.End || front.End > front.body {
			t.Fatalf("front matter from %d to %d, text from %d", front.Start, front.End, front.body)
		}
		for _, line := range []string{text[:front.Start], text[front.End:front.body]} {
			if strings.Trim(strings.TrimSuffix(line, "\n"), " \t") != front.mark || strings.Count(line, "\n") > 1 {
				t.Errorf("the marker is %q", line)
			}
		}
		for line := range strings.SplitSeq(text[front.Start:front.End], "\n") {
			if strings.TrimRight(line, " \t") == front.mark {
				t.Errorf("a marker stands within the front matter: %q", text)
			}
		}
	})
}

func TestAliasAddress(t *testing.T) {
	for written, want := range map[string]string{
		"/2022/old.html": "2022/old.html", "/old/": "old/index.html", "/old": "old/index.html", "/": "index.html",
		"/%E6%97%A7.html": "旧.html", "/a/nw.D1_2022-1.htm": "a/nw.D1_2022-1.htm", "/Old.html": "Old.html",
		"/a.HTML": "", "/a.php": "", "/a..html": "", "/a./b.html": "", "/a/../b.html": "", "/" + strings.Repeat("a.", 150) + "html": "",
		"/" + strings.Repeat("a", 200) + ".html": strings.Repeat("a", 200) + ".html",
	} {
		if got := AliasAddress(written); got != want {
			t.Errorf("%s answers at %q, want %q", written, got, want)
		}
	}
}

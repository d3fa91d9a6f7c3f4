package intake

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/diag"
	"luxi/internal/markdown"
)

func readFile(t testing.TB, name ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, name...)...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readJSON(t testing.TB, into any, name ...string) {
	t.Helper()
	if err := json.Unmarshal(readFile(t, name...), into); err != nil {
		t.Fatal(err)
	}
}

// readOne reads a file that holds one manuscript.
func readOne(t testing.TB, name string, data []byte) Draft {
	t.Helper()
	r := Read(name, data, Options{})
	if len(r.Manuscripts) != 1 || r.Manuscripts[0].Draft == nil {
		t.Fatalf("%s: no draft: %v", name, codes(r))
	}
	return *r.Manuscripts[0].Draft
}

// codes are those of everything that was said.
func codes(r Result) []string {
	var out []string
	for _, d := range r.Notes {
		out = append(out, d.Code)
	}
	for _, m := range r.Manuscripts {
		for _, d := range m.Notes {
			out = append(out, d.Code)
		}
	}
	return out
}

func texts(d Draft) []string {
	var out []string
	for _, p := range d.Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

// TestDocxCases reads Word files of every shape that WPS, Word and LibreOffice
// make; expect.json has the paragraphs of each.
func TestDocxCases(t *testing.T) {
	cases := map[string]struct {
		Expect []string
		Note   string
	}{}
	readJSON(t, &cases, "docx", "expect.json")
	if len(cases) < 25 {
		t.Fatalf("only %d cases", len(cases))
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := readOne(t, name, readFile(t, "docx", name))
			var got []string
			for _, text := range texts(d) {
				got = append(got, strings.Join(strings.Fields(text), " "))
			}
			var want []string
			for _, text := range c.Expect {
				want = append(want, strings.Join(strings.Fields(text), " "))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.Note, diff)
			}
			checkComesBack(t, d)
		})
	}
}

// checkComesBack holds that a page shows the text of the body, every paragraph
// of it, and nothing else.
func checkComesBack(t testing.TB, d Draft) {
	t.Helper()
	body, list := markdown.Parse(diag.File{Path: "a.md", Text: d.Markdown}, 0)
	if list.HasErrors() {
		t.Fatalf("Markdown has errors: %v\n%s", list, d.Markdown)
	}
	page := squeeze(pageText(noteMarks.ReplaceAllString(body.HTML, "")))
	var want []string
	for _, p := range d.Paragraphs {
		if p.Role != TitleRole && p.Role != SubtitleRole && p.Role != BylineRole {
			want = append(want, p.Text)
		}
	}
	for _, text := range want {
		if !strings.Contains(page, squeeze(text)) {
			t.Errorf("the page lacks %q:\n%s", text, d.Markdown)
		}
	}
}

// noteMarks are the numbers that a page has for notes.
var noteMarks = regexp.MustCompile(`<sup>.*?</sup>|<a class="backref".*?</a>|<sup .*?</sup>`)

// squeeze takes all white space away, which the layout of a page may move.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, s)
}

// TestMailCases reads mails as Chinese clients write them.
func TestMailCases(t *testing.T) {
	cases := map[string]struct {
		Note, Subject, Name, Addr, Text string
		Atts                            [][2]string
	}{}
	readJSON(t, &cases, "eml", "expect.json")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := Read(name+".eml", readFile(t, "eml", name+".eml"), Options{})
			l := r.Letter
			if l == nil {
				t.Fatalf("no letter: %v", codes(r))
			}
			got := []string{l.Subject, l.From.Name, l.From.Address, strings.Join(strings.Fields(l.Text), " ")}
			want := []string{c.Subject, c.Name, c.Addr, strings.Join(strings.Fields(c.Text), " ")}
			for _, a := range c.Atts {
				want = append(want, a[0]+" "+a[1])
			}
			for _, a := range l.Attachments {
				sum := sha1.Sum(a.Data) // as expect.json has them
				got = append(got, a.Name+" "+hex.EncodeToString(sum[:])[:12])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.Note, diff)
			}
			if !slices.ContainsFunc(r.Manuscripts, func(m Manuscript) bool { return m.Draft != nil }) && len(c.Atts) > 0 && !strings.Contains(name, "winmail") {
				t.Errorf("no manuscript was read: %v", codes(r))
			}
		})
	}
}

// TestNewspaperPageOfAnotherName finds the column by its call where the site is
// not named as the page has it.
func TestNewspaperPageOfAnotherName(t *testing.T) {
	r := Read("newspaper-page.txt", readFile(t, "newspaper-page.txt"), Options{Split: "我的专栏"})
	var got []string
	for _, d := range r.Manuscripts[0].Split.Essays {
		got = append(got, d.Title+"｜"+d.Subtitle)
	}
	want := []string{"全面建设四个新高地｜奋力打造全市黄河流域生态保护和高质量发展核心区", "保市场主体 解三大难题｜助力中小微企业纾困与创新发展的"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.Contains(codes(r), "split-by-call") {
		t.Errorf("not said how the column was found: %v", codes(r))
	}
}

// TestNewspaperPage finds the column's two essays and its call on a page of
// other news.
func TestNewspaperPage(t *testing.T) {
	r := Read("newspaper-page.txt", readFile(t, "newspaper-page.txt"), Options{Split: "鲁西崛起大家谈"})
	s := r.Manuscripts[0].Split
	type essay struct {
		Title, Subtitle string
		Authors         []Author
		Paragraphs      int
	}
	var got []essay
	for _, d := range s.Essays {
		n := 0
		for _, p := range d.Paragraphs {
			if p.Role == BodyRole {
				n++
			}
		}
		got = append(got, essay{d.Title, d.Subtitle, d.Authors, n})
		checkComesBack(t, d)
	}
	want := []essay{
		{"全面建设四个新高地", "奋力打造全市黄河流域生态保护和高质量发展核心区", []Author{{"郝学兰", "中共东阿县委书记"}}, 5},
		{"保市场主体 解三大难题", "助力中小微企业纾困与创新发展的", []Author{{"王立志", "聊城市东元资产经营有限公司党委书记、董事长"}}, 4},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantCall := &Call{
		Title: "“鲁西崛起大家谈”约稿启事", Hosts: []string{"大众日报聊城新闻", "聊城市委宣传部", "聊城市政府研究室", "聊城市社科联"},
		Deadline: "2022年8月31日", Mailbox: "dzrbicxw116@126.com", Telephone: "13864022229", Planners: []string{"胡磊", "薛良诚"},
		Text: "扫描二维码, 进入大众日报客户端“鲁西崛起大家谈”专题, 阅读原文。",
	}
	if diff := cmp.Diff(wantCall, s.Call); diff != "" {
		t.Error(diff)
	}
	if len(s.Left) < 8 {
		t.Errorf("left: %v", s.Left)
	}
}

// TestOldWordFields reads the fields of a .doc: results, not codes; one within a
// code; an EQ field, which has no result; one that never ends.
func TestOldWordFields(t *testing.T) {
	d := readOne(t, "a.doc", docOf("共\x13 IF \x13 NUMPAGES \x143\x15 > 1 三 二 \x14三\x15页，\x13 EQ \\o(\\s\\up 9(lú),泸)\x15州。\r没有尾\x13巴的域。\r", "", 0))
	if diff := cmp.Diff([]string{"共三页，泸州。", "没有尾巴的域。"}, texts(d)); diff != "" {
		t.Error(diff)
	}
}

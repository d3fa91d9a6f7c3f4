package intake

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"

	"luxi/internal/diag"
	"luxi/internal/markdown"
)

// pieces of text that Markdown would make something of.
var traps = []string{
	"东阿", "，", "。", "“链主”", "*", "**", "_", "__", "`", "``", "~~", "~", "#", "# ", "## ", "1. ", "1)", "12.", "2022.8.1", "- ", "+ ", "> ", "|", " | ",
	"[", "]", "(", ")", "](a)", "![", "!", "<", ">", "<b>", "</b>", "<!--", "-->", "&", "&amp;", "&#65;", "\\", "\\*", "{", "}", "{a|b}", "{东|dōng}", "{{ x }}", "{.dots}",
	"[^1]", "[^1]: ", ":::", "::: note", "---", "===", "***", "```", "http://a.cn/x_y", "a_b@c.cn", "www.a.cn", "  ", "\u3000", "a", "B", "5*3*2", "：：：", "＊＊", "》", "１．", "【文】(a)", "😀", "é",
}

// TestTextComesBack writes random paragraphs as a manuscript of every looks and
// reads the Markdown as the site does: every character is there again.
func TestTextComesBack(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		spans := randomSpans(r)
		b := block{spans: spans, para: 1}
		switch r.IntN(6) {
		case 0:
			b.level = 1 + r.IntN(3)
		case 1:
			b.bullet = true
		}
		n := &notes{file: "a"}
		w := &writer{notes: n}
		w.block(b)
		if len(n.groups) > 0 {
			t.Errorf("seed %d: %v\n%q\n%s", seed, n.list()[0].Code, joinedText(spans), w.out.String())
			continue
		}
		body, _ := markdown.Parse(diag.File{Path: "a.md", Text: w.out.String()}, 0)
		got, want := squeeze(pageText(body.HTML)), squeeze(joinedText(spans))
		if got != want {
			t.Errorf("seed %d:\n got %q\nwant %q\nmd   %q", seed, got, want, w.out.String())
		}
	}
}

func randomSpans(r *rand.Rand) []span {
	var spans []span
	for range 1 + r.IntN(4) {
		var text strings.Builder
		for range 1 + r.IntN(5) {
			text.WriteString(traps[r.IntN(len(traps))])
		}
		s := span{text: text.String(), bold: r.IntN(3) == 0}
		if r.IntN(8) == 0 {
			s.link = "https://example.cn/a_b(c)*d"
		}
		spans = append(spans, s)
	}
	return spans
}

func joinedText(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// TestTablesComeBack does the same with cells.
func TestTablesComeBack(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		var rows [][][]span
		want := ""
		for range 2 + r.IntN(3) {
			var row [][]span
			for range 3 {
				cell := tidy(randomSpans(r)[:1])
				for i := range cell {
					cell[i].bold, cell[i].link = false, ""
				}
				row = append(row, cell)
				want += joinedText(cell)
			}
			rows = append(rows, row)
		}
		text := writeTable(rows)
		body, _ := markdown.Parse(diag.File{Path: "a.md", Text: text}, 0)
		if got := squeeze(pageText(body.HTML)); got != squeeze(want) {
			t.Errorf("seed %d:\n got %q\nwant %q\n%s", seed, got, squeeze(want), text)
		}
	}
}

// TestEncodings reads the page of the newspaper, and every beginning of its
// first paragraphs, in each encoding that Chinese comes in.
func TestEncodings(t *testing.T) {
	page := string(readFile(t, "newspaper-page.txt"))
	for name, e := range map[string]encoding.Encoding{
		"GB18030": simplifiedchinese.GB18030, "UTF-16LE": utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "UTF-16BE": utf.UTF16(utf.BigEndian, utf.IgnoreBOM),
		"UTF-16 with a mark": utf.UTF16(utf.LittleEndian, utf.UseBOM), "UTF-8": encoding.Nop, "UTF-8 with a mark": utf.UTF8BOM,
	} {
		wrong, all := 0, 0
		for _, paragraph := range append(strings.Split(page, "\n\n"), page) {
			for _, length := range []int{4, 12, 40, utf8.RuneCountInString(paragraph)} {
				text := string([]rune(paragraph)[:min(length, utf8.RuneCountInString(paragraph))])
				if utf8.RuneCountInString(text) < 4 {
					continue
				}
				data, err := e.NewEncoder().Bytes([]byte(text))
				if err != nil {
					continue
				}
				all++
				if got, _, _, ok := decodeText(data); !ok || got != unixLines(text) {
					wrong++
				}
			}
		}
		if all < 100 || wrong*100 > all {
			t.Errorf("%s: %d of %d are wrong", name, wrong, all)
		}
	}
	traditional := "縣域經濟是國民經濟的基本單元。做強縣域經濟，要從小處做起，一縣一策，不搞一刀切。"
	data, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(traditional))
	if err != nil {
		t.Fatal(err)
	}
	if got, name, _, _ := decodeText(data); got != traditional {
		t.Errorf("Big5 is read as %s: %s", name, got)
	}
}

// A fuzz target for each format holds that nothing panics, that a file is
// refused or read, and that what is read comes back from its Markdown.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, pattern := range seeds {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkAny(t, name, data) })
}

func checkAny(t *testing.T, name string, data []byte) {
	if len(data) > 1<<20 {
		t.Skip()
	}
	r := Read(name, data, Options{})
	for _, m := range r.Manuscripts {
		for _, d := range m.Notes {
			if d.Code == "manuscript-reader" {
				t.Fatal("a reader panicked")
			}
			if d.Code == "text-not-kept" {
				t.Fatalf("text not kept: %s", m.Draft.Markdown)
			}
		}
		if m.Draft == nil {
			continue
		}
		if !utf8.ValidString(m.Draft.Markdown) || strings.ContainsAny(m.Draft.Markdown+m.Draft.Title+m.Draft.Subtitle, "\x00\x1b\r") {
			t.Fatalf("unfit characters in %q", m.Draft.Markdown)
		}
		if m.Format != Markdown && len(m.Draft.Markdown) < 1<<16 {
			checkComesBack(t, *m.Draft)
		}
	}
}

func FuzzDocx(f *testing.F) { fuzz(f, "a.docx", "docx/0*.docx", "docx/1*.docx") }

// FuzzDocxBody has the text of the main part mutated, not the zip round it.
func FuzzDocxBody(f *testing.F) {
	for _, body := range []string{
		`<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>标题</w:t></w:r></w:p><w:p><w:r><w:t>*文*</w:t></w:r></w:p>`,
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a|b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>`,
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://a.cn"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>链</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
		`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) { checkAny(t, "a.docx", docxOf(t, body, nil)) })
}

func FuzzDoc(f *testing.F) {
	f.Add(docOf("县域经济\r怎么走。\r\x13 PAGE \x141\x15\r", "Latin\r", 0))
	fuzz(f, "a.doc")
}
func FuzzMail(f *testing.F) { fuzz(f, "a.eml", "eml/*.eml") }
func FuzzText(f *testing.F) {
	f.Add([]byte("标题\n\n* 文_本_\n1. 一\n"))
	fuzz(f, "a.txt", "*.txt")
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("+++\ntitle = \"题\"\n+++\n# 题\n\n* 文\n"))
	fuzz(f, "a.md")
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<html><body><h1>题</h1><ol><li>一</li></ol><pre>a\nb</pre><a href='https://a.cn'>链</a>"))
	fuzz(f, "a.html")
}

func ExampleEscape() {
	fmt.Println(Escape("1. 甲*乙*\n\n# 丙"))
	// Output:
	// 1\. 甲\*乙\*
	//
	// \# 丙
}

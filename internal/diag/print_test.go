package diag

import (
	"strings"
	"testing"

	"luxi/internal/i18n"
)

var testKind = Define("test-kind", Error,
	i18n.Text{ZH: "不认识的县市区“{name}”", EN: "unknown region “{name}”"},
	i18n.Text{ZH: "改成“东阿县”。", EN: "Write 东阿县."})

func printed(p Printer, f File, start, end int) string {
	var b strings.Builder
	l := List{testKind.At(f.Range(start, end), Arg("name", "东啊县"))}
	if err := p.Print(&b, l); err != nil {
		panic(err)
	}
	return b.String()
}

func TestPrintCaretUnderChinese(t *testing.T) {
	text := "title = \"好\"\nregion = \"东啊县\"\n"
	f := File{Path: "content/essays/2022/甲.md", Text: text}
	start := strings.Index(text, "东啊县")
	got := printed(Printer{Lang: i18n.Chinese}, f, start, start+len("东啊县"))
	want := `content/essays/2022/甲.md:2:11: 错误: 不认识的县市区“东啊县” [test-kind]
    2 | region = "东啊县"
      |           ^^^^^^
  改法：改成“东阿县”。
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPrintAfterWideCharacters(t *testing.T) {
	text := "东阿县以a落实"
	start := strings.Index(text, "落")
	got := printed(Printer{Lang: i18n.English}, File{"a.md", text}, start, start+len("落"))
	// Four wide characters and a narrow one stand before: nine columns.
	if want := "      | " + strings.Repeat(" ", 9) + "^^\n"; !strings.Contains(got, want) {
		t.Errorf("the caret is not under 落:\n%s", got)
	}
}

func TestPrintLongLineShowsThePlace(t *testing.T) {
	text := strings.Repeat("长", 300) + "错字" + strings.Repeat("长", 300)
	start := strings.Index(text, "错字")
	got := printed(Printer{Lang: i18n.Chinese, Width: 60}, File{"a.md", text}, start, start+len("错字"))
	lines := strings.Split(got, "\n")
	if !strings.Contains(lines[1], "错字") || len([]rune(lines[1])) > 60 {
		t.Errorf("the excerpt does not show the place within the width:\n%s", got)
	}
	// Everything before 错 in the excerpt is as wide as what is before the caret.
	before, _, _ := strings.Cut(lines[1], "错")
	caretBefore, _, _ := strings.Cut(lines[2], "^")
	wide := strings.Count(before, "长")
	if want := len([]rune(before)) + wide; len(caretBefore) != want {
		t.Errorf("the caret stands at %d, want %d:\n%s", len(caretBefore), want, got)
	}
}

func TestRange(t *testing.T) {
	f := File{Path: "a.md", Text: "一\n二三四\n五"}
	for _, tt := range []struct {
		start, end int
		want       string
		endLine    int
		endColumn  int
	}{
		{0, 3, "a.md:1:1", 1, 2},
		{7, 10, "a.md:2:2", 2, 3},
		{4, 17, "a.md:2:1", 3, 2},
		{17, 99, "a.md:3:2", 3, 2},
		{-5, 0, "a.md:1:1", 1, 1},
	} {
		r := f.Range(tt.start, tt.end)
		if r.Place() != tt.want || r.EndLine != tt.endLine || r.EndColumn != tt.endColumn {
			t.Errorf("Range(%d, %d) = %s to %d:%d, want %s to %d:%d",
				tt.start, tt.end, r.Place(), r.EndLine, r.EndColumn, tt.want, tt.endLine, tt.endColumn)
		}
	}
}

func TestSortIsByPlace(t *testing.T) {
	f := File{Path: "b.md", Text: "一二\n三"}
	l := List{
		testKind.At(f.Range(7, 8)), testKind.At(f.Range(3, 4)),
		testKind.At(WholeFile("b.md")), testKind.At(WholeFile("a.md")),
	}
	l.Sort()
	var got []string
	for _, d := range l {
		got = append(got, d.Range.Place())
	}
	if want := "a.md b.md b.md:1:2 b.md:2:1"; strings.Join(got, " ") != want {
		t.Errorf("order is %v, want %s", got, want)
	}
}

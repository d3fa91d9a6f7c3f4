package diag

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

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

// TestPrintIsFitForATerminal puts what a terminal obeys, or what moves or hides
// text, wherever the words of an author may come, and looks for it in the print.
func TestPrintIsFitForATerminal(t *testing.T) {
	const hostile = "a\x1b[2Jb\x07c\nd\re\x7ff\u0085g\u202eh\u2066i\u061cj\u2028k\u2029l\u200bm\ufeffn\x9bo\U000e0041p"
	kind := &Kind{
		Code: "hostile", Severity: Warning,
		Message: i18n.Text{EN: "about {what}"}, Hint: i18n.Text{EN: "write {what}"},
	}
	f := File{Path: hostile + ".md", Text: strings.ReplaceAll(hostile, "\n", "")}
	var b strings.Builder
	l := List{kind.At(f.Range(0, 1), Arg("what", hostile)).Also(WholeFile(hostile + ".toml"))}
	if err := (Printer{Lang: i18n.English, Width: 200}).Print(&b, l); err != nil {
		t.Fatal(err)
	}
	const shown = "a·[2Jb·c·d·e·f·g·h·i·j·k·l·m·n\ufffdo·p"
	want := shown + ".md:1:1: warning: about " + shown + ` [hostile]
    1 | ` + strings.Replace(shown, "c·d", "cd", 1) + `
      | ^
  see also ` + shown + `.toml
  help: write ` + shown + "\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}

	if r := l.Records(i18n.English)[0]; r.File != hostile+".md" || r.Message != "about "+hostile ||
		r.Hint != "write "+hostile || r.Args["what"] != hostile || r.Related[0] != hostile+".toml" {
		t.Errorf("a record is not as it was written: %+v", r)
	}
}

func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"":                  "",
		"东阿县　“2022”，é🌊 — a": "东阿县　“2022”，é🌊 — a",
		"a\tb\x00c":         "a b·c",
		"\u202etxt.md":      "·txt.md",
	} {
		if got := Visible(s); got != want {
			t.Errorf("Visible(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestPrintOfALongLine checks that of a line of a megabyte only what is printed
// is copied and measured, wherever in it the place is. The measure is the
// middle of a short line, which costs the same.
func TestPrintOfALongLine(t *testing.T) {
	cost := func(chars, at int) time.Duration {
		text := strings.Repeat("长", chars)
		l := List{testKind.At(File{"a.md", text}.Range(3*at, len(text)), Arg("name", "x"))}
		start := time.Now()
		for range 20 {
			if err := (Printer{}).Print(io.Discard, l); err != nil {
				t.Fatal(err)
			}
		}
		return time.Since(start)
	}
	const chars, most = 350_000, 20
	short := cost(1000, 500)
	for _, at := range []int{0, chars / 2, chars} {
		if long := cost(chars, at); long > most*short {
			t.Errorf("at character %d it takes %v, %d times what it takes in a short line", at, long, long/short)
		}
	}
}

// TestPrintMarksTheCuts checks both ends of lines that are cut at a window or
// a terminal.
func TestPrintMarksTheCuts(t *testing.T) {
	for _, n := range []int{10, 30, 150, 170, 10_000} {
		text := strings.Repeat("长", n) + "错" + strings.Repeat("长", n)
		for _, tt := range []struct {
			at         int
			head, tail bool
		}{
			{0, false, n > 10}, {3 * n, n > 10, n > 10}, {len(text), n > 10, false},
		} {
			got := strings.Split(printed(Printer{Lang: i18n.Chinese}, File{"a.md", text}, tt.at, tt.at+3), "\n")
			line := strings.TrimPrefix(got[1], "    1 | ")
			if strings.HasPrefix(line, "…") != tt.head || strings.HasSuffix(line, "…") != tt.tail {
				t.Errorf("%d characters, place at byte %d: %q", 2*n+1, tt.at, line)
			}
			if w := displaywidth.String(got[1]); w > 80 || w < 40 || tt.head && tt.tail && w < 70 {
				t.Errorf("%d characters, place at byte %d: the line is %d columns wide: %q", 2*n+1, tt.at, w, line)
			}
		}
	}
}

func TestSeverityIsThatOfTheKind(t *testing.T) {
	note := &Kind{Code: "note", Severity: Note}
	l := List{{Kind: note}, note.At(Range{})}
	if l.HasErrors() || l.Count(Note) != 2 || l.Records(i18n.English)[0].Severity != "note" {
		t.Errorf("of two notes, %d are: %+v", l.Count(Note), l.Records(i18n.English))
	}
}

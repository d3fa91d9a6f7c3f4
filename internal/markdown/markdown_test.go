package markdown

import (
	"slices"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

func TestPlacesAreThoseOfTheFile(t *testing.T) {
	const front = "+++\ntitle = \"题\"\n+++\n"
	f := diag.File{Path: "content/essays/甲.md", Text: front + "正文[乙](b.md)[丙](javascript:x)\n"}
	body, list := Parse(f, len(front))
	if len(list) != 1 || list[0].Range.Place() != "content/essays/甲.md:4:16" {
		t.Errorf("diagnostics: %v", list)
	}
	if len(body.Links) != 1 || f.Text[body.Links[0].Start:body.Links[0].End] != "b.md" {
		t.Errorf("links: %+v", body.Links)
	}
}

func TestResolveEscapes(t *testing.T) {
	body, _ := Parse(diag.File{Text: "[甲](a.md)![乙](b.png)[丙](c.md#d)"}, 0)
	got := body.Resolve(func(l Link) Destination {
		if l.Image {
			return Destination{
				URL: "../img/" + l.Dest + `?a&"<`, Width: 1600, Height: 1200, Srcset: `"1x, <2x`, Sizes: `(a) "`, Lazy: true,
			}
		}
		return Destination{URL: "/" + strings.Replace(l.Dest, ".md", ".html", 1)}
	})
	want := `<p><a href="/a.html">甲</a><img src="../img/b.png?a&amp;&#34;&lt;" width="1600" height="1200" srcset="&#34;1x, &lt;2x" sizes="(a) &#34;" loading="lazy" decoding="async" alt="乙"><a href="/c.html#d">丙</a></p>` + "\n"
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestOneKindIsReportedTwentyTimes(t *testing.T) {
	_, list := Parse(diag.File{Path: "a.md", Text: strings.Repeat("<b> ", 1000)}, 0)
	if len(list) != perKind+1 {
		t.Fatalf("%d diagnostics", len(list))
	}
	last := list[perKind]
	if last.Kind != more || !strings.Contains(last.Message(i18n.English), "980 more of [html-dropped]") || last.Range.Column != 4*perKind+1 {
		t.Errorf("%s: %s", last.Range.Place(), last.Message(i18n.English))
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       *diag.Kind
		line       int
	}{
		{"size", strings.Repeat("长", maxSize/3+1), tooLarge, 1},
		{"markers", "正文\n\n" + strings.Repeat("- ", 6000) + "a", tooDeep, 3},
		{"quotations", strings.Repeat(">", 101) + "a", tooDeep, 1},
		{"emphasis", strings.Repeat("*a **b ", 60) + "c" + strings.Repeat(" b** a*", 60), tooDeep, 1},
		{"marks", "正文\n\n" + strings.Repeat("*a_ ", 50000), tooHeavy, 3},
		{"cells", "|a|\n|-|\n" + strings.Repeat("a\n", maxCells+1), tooHeavy, maxCells + 2},
		{"lines", strings.Repeat("a\n", maxLines+1), tooHeavy, maxLines + 1},
	} {
		body, list := Parse(diag.File{Path: "a.md", Text: tt.text}, 0)
		i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return d.Kind == tt.want })
		if i < 0 || list[i].Range.Line != tt.line || !list.HasErrors() {
			t.Errorf("%s: %v", tt.name, list)
		}
		if body.HTML != "" || body.Length != 0 {
			t.Errorf("%s: there is a body", tt.name)
		}
	}
}

func TestWhatAnEssayNeedsIsNotRefused(t *testing.T) {
	for name, text := range map[string]string{
		"a long report":             essay(100_000),
		"a hundred levels":          strings.Repeat(">", maxDepth) + "a",
		"a signature set by spaces": strings.Repeat(" ", 300) + "郝学兰",
		"a table of 500 rows":       "|a|b|c|d|e|\n|-|-|-|-|-|\n" + strings.Repeat("|一|二|三|四|五|\n", 500),
		"a roster of 2,000 names":   strings.Repeat("- 郝学兰（东阿县）\n", 2000),
		"paragraphs by line":        strings.Repeat("　　一段文字，里面有**重点**和[链接](a.md)。\n", 500),
	} {
		if body, list := Parse(diag.File{Path: "a.md", Text: text}, 0); list.HasErrors() || body.HTML == "" {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestEmptyBody(t *testing.T) {
	for _, text := range []string{"", "\n\n", "　　\n", "<!-- 待写 -->\n"} {
		body, list := Parse(diag.File{Path: "a.md", Text: text}, 0)
		if body.HTML != "" || body.Summary != "" || body.Length != 0 || body.ReadingMinutes != 0 || len(list) > 0 {
			t.Errorf("%q: %+v %v", text, body, list)
		}
	}
}

func TestFilesAreParsedAtOnce(t *testing.T) {
	f := diag.File{Path: "a.md", Text: essay(1200)}
	want, _ := Parse(f, 0)
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 20 {
				if got, _ := Parse(f, 0); got.HTML != want.HTML || got.Summary != want.Summary {
					t.Error("another page")
				}
			}
		})
	}
}

package proof

import (
	"strings"
	"testing"

	"luxi/internal/diag"
)

// front makes a file of lines of front matter, in which the first of the text's
// quotation marks stand for those round a value, and a body.
func front(lines, body string, headline bool) Text {
	start := strings.Index(lines, "«") + len(`"`)
	end := strings.Index(lines, "»") - len("«") + len(`"`)
	text := "+++\n" + strings.NewReplacer("«", `"`, "»", `"`).Replace(lines) + "\n+++\n"
	value := text[len("+++\n")+start : len("+++\n")+end]
	return Text{
		File: diag.File{Path: "a.md", Text: text + body}, Start: len(text),
		Front: []FrontText{{Text: value, Start: len("+++\n") + start, End: len("+++\n") + end, Verbatim: true, Headline: headline}},
	}
}

func TestFront(t *testing.T) {
	r := columnReader(t)
	for _, tt := range []struct {
		lines, body string
		headline    bool
		want, rules string
	}{
		{"title = «抓改革, 促发展»", "全面建设。\n", true, "+++\ntitle = \"抓改革，促发展\"\n+++\n全面建设。\n", "punct-width"},
		{"title = «全面建设新高地。»\ndraft = true", "不用再再掏, 腰包。\n", true, "+++\ntitle = \"全面建设新高地\"\ndraft = true\n+++\n不用再掏，腰包。\n", "heading-stop dup-func punct-width"},
		{"title = «保市场主体 解三大难题»", "", true, "", ""},
		{"summary = «全面 建设新高地。»", "", false, "+++\nsummary = \"全面建设新高地。\"\n+++\n", "space-han"},
		{"summary = «　　全面建设新高地。»", "", false, "+++\nsummary = \"全面建设新高地。\"\n+++\n", "indent-space"},
		{"summary = «1、加快建设。»", "", false, "+++\nsummary = \"1.加快建设。\"\n+++\n", "serial"}, // no backslash: it is no Markdown
		{"title = «全面建设四个新高地»", "## 全面建设四个新高地\n", true, "", ""},                           // no paragraph that stands twice
		{"title = «深入研究济南装备制造、生物医药等，深入研究»", "产业布局。\n", true, "", ""},
		{"title = «“走在前、开新局»", "", true, "", "quotes-pair"},
	} {
		in := front(tt.lines, tt.body, tt.headline)
		var rules []string
		for _, n := range r.Read(in) {
			rules = append(rules, n.Rule.ID)
		}
		if got := strings.Join(rules, " "); got != tt.rules {
			t.Errorf("%s: %q, want %q", tt.lines, got, tt.rules)
		}
		got := fixed(r, in, func(Finding) bool { return true })
		if tt.want == "" {
			tt.want = in.File.Text
		}
		if got != tt.want {
			t.Errorf("%s becomes %s, want %s", in.File.Text, got, tt.want)
		}
	}
}

// Unseen, nothing of the front matter is mended.
func TestFrontIsNotMendedUnseen(t *testing.T) {
	in := front("title = «抓改革, 促发展。»", "抓改革, 促发展。\n", true)
	want := strings.TrimSuffix(in.File.Text, "抓改革, 促发展。\n") + "抓改革，促发展。\n"
	if got := fixed(columnReader(t), in, Safely); got != want {
		t.Errorf("it becomes %s, want %s", got, want)
	}
}

// What is written with escapes is told at its place and stays as it is.
func TestFrontWithEscapes(t *testing.T) {
	in := front(`title = «抓\u6539革, 促发展。»`, "正文。\n", true)
	in.Front[0].Text, in.Front[0].Verbatim = "抓改革, 促发展。", false
	in.Front[0].Start, in.Front[0].End = in.Front[0].Start-1, in.Front[0].End+1
	r := columnReader(t)
	found := r.Read(in)
	if len(found) != 2 {
		t.Fatalf("%d findings, want those of the comma and the stop", len(found))
	}
	for _, n := range found {
		if at := in.File.Text[n.Start:n.End]; at != `"抓\u6539革, 促发展。"` || n.Fix != nil {
			t.Errorf("%s at %s, mended by %v", n.Rule.ID, at, n.Fix)
		}
	}
	if got := fixed(r, in, func(Finding) bool { return true }); got != in.File.Text {
		t.Errorf("it becomes %s", got)
	}
}

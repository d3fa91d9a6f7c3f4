package proof

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/markdown"
)

// hold checks the laws of mending on one text: the structure of the Markdown
// stays, what is mended is not changed again, every finding lies in the text,
// and a mend changes nothing outside its range.
func hold(t *testing.T, r *Reader, text string, start int) {
	t.Helper()
	before, ok := markdown.Outlined(text, start)
	if !ok {
		return
	}
	in := Text{File: diag.File{Path: "a.md", Text: text}, Start: start, Essay: true}
	for _, n := range r.Read(in) {
		if n.Start < start || n.End < n.Start || n.End > len(text) {
			t.Fatalf("%s: %d to %d of %d bytes", n.Rule.ID, n.Start, n.End, len(text))
		}
		n.Diagnostic(in.File)
		if n.Fix == nil {
			continue
		}
		last := n.Start
		for _, e := range n.Fix.Edits {
			if n.Rule.ID == "para-dup" {
				continue // the line ends before it go with it
			}
			if e.Start < last || e.End < e.Start || e.End > n.End {
				t.Fatalf("%s: an edit of %d to %d in a finding of %d to %d: %q", n.Rule.ID, e.Start, e.End, n.Start, n.End, text)
			}
			last = e.End
		}
	}
	for name, apply := range map[string]func(Finding) bool{
		"safe":   Safely,
		"review": func(n Finding) bool { return !n.Rule.joins },
	} {
		mended := fixed(r, in, apply)
		if mended[:start] != text[:start] {
			t.Fatalf("%s: the front matter changed", name)
		}
		after, ok := markdown.Outlined(mended, start)
		if !ok || after.Shape != before.Shape {
			t.Fatalf("%s: the structure changed from\n%s\nto\n%s\nby %q\n-> %q", name, before.Shape, after.Shape, text, mended)
		}
		again := in
		again.File.Text = mended
		if twice := fixed(r, again, apply); twice != mended {
			t.Fatalf("%s: %q\nbecomes %q\nand then %q", name, text, mended, twice)
		}
	}
}

// holdFront checks the laws of mending on a title and a body: each is mended as it
// is alone, nothing else of the front matter changes, and the title stays a string.
func holdFront(t *testing.T, r *Reader, title, body string) {
	t.Helper()
	const head, tail, forbidden = "+++\ntitle = \"", "\"\ndraft = true\n+++\n", "\"\\\n"
	if _, ok := markdown.Outlined(body, 0); !ok || strings.ContainsAny(title, forbidden) || strings.TrimSpace(title) == "" {
		return
	}
	in := Text{
		File: diag.File{Path: "a.md", Text: head + title + tail + body}, Start: len(head + title + tail), Essay: true,
		Front: []FrontText{{Text: title, Start: len(head), End: len(head + title), Verbatim: true, Headline: true}},
	}
	apply := func(n Finding) bool { return !n.Rule.joins }
	out, _ := r.Fixed(in, apply)
	now := out.Front[0].Text
	if strings.ContainsAny(now, forbidden) || out.Start != len(head+now+tail) || out.Front[0].End != len(head+now) ||
		out.File.Text[:out.Start] != head+now+tail {
		t.Fatalf("the title %q makes the front matter %q", title, out.File.Text[:out.Start])
	}
	alone := fixed(r, Text{File: diag.File{Path: "a.md", Text: body}, Essay: true}, apply)
	if got := out.File.Text[out.Start:]; got != alone {
		t.Fatalf("under a title %q becomes %q, and alone %q", body, got, alone)
	}
	if twice, _ := r.Fixed(out, apply); twice.File.Text != out.File.Text {
		t.Fatalf("the title %q becomes %q and then %q", title, now, twice.Front[0].Text)
	}
}

// seeds are the texts of all cases, alone and within Markdown.
func seeds(t testing.TB) []string {
	var out []string
	for _, rule := range Rules() {
		for _, e := range rule.Examples() {
			out = append(out, e.Wrong, "## "+e.Wrong+"\n\n- **"+e.Wrong+"**\n\n> "+e.Wrong+"[甲"+e.Wrong+"](b.md)")
		}
	}
	page, err := os.ReadFile(filepath.Join("testdata", "newspaper-page.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return append(out, string(page), "1、甲,\n2、乙...\n   .\n", "|甲,乙|\n|-|\n|丙...|", "*甲*,**乙**", "甲  \n,乙", "甲\\,乙&#44;丙")
}

func TestLaws(t *testing.T) {
	r := columnReader(t)
	for _, text := range seeds(t) {
		hold(t, r, text, 0)
		hold(t, r, "+++\ntitle = \"甲, 乙\"\n+++\n"+text, len("+++\ntitle = \"甲, 乙\"\n+++\n"))
		holdFront(t, r, text, text)
	}
}

func FuzzFixed(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add(text)
	}
	r := columnReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 || strings.ContainsRune(text, 0xfffd) {
			return
		}
		text = strings.ToValidUTF8(text, "?")
		hold(t, r, text, 0)
		title, body, _ := strings.Cut(text, "\n")
		holdFront(t, r, title, body)
	})
}

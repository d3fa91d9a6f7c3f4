package build

import (
	"strings"
	"testing"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/proof"
)

// Whatever is mended in a title, front matter stays front matter: it can be read,
// the title is what the mends made of it, and its other values are as they were.
func TestMendedFrontMatter(t *testing.T) {
	reader, _ := proof.NewReader(config.Proof{}, nil)
	forms := []struct {
		before, after string
		fits          func(string) bool
	}{
		{"+++\ntitle = \"", "\"\nsubtitle = \"乙\"\ndate = 2022-08-01\n[[authors]]\nname = \"王明\"\n+++\n", func(s string) bool { return !strings.ContainsAny(s, "\"\\") }},
		{"+++\ndate = 2022-08-01\ntitle = '", "'\nsubtitle = \"乙\"\n[[authors]]\nname = \"王明\"\n+++\n", func(s string) bool { return !strings.Contains(s, "'") }},
		{"---\ndate: 2022-08-01\ntitle: \"", "\"\nsubtitle: 乙\nauthors:\n  - name: 王明\n---\n", func(s string) bool { return !strings.ContainsAny(s, "\"\\") }},
	}
	mended := 0
	for _, rule := range proof.Rules() {
		for _, e := range rule.Examples() {
			for _, form := range forms {
				if !form.fits(e.Wrong) || strings.ContainsAny(e.Wrong, "\n\b") {
					continue
				}
				file := diag.File{Path: "content/essays/a.md", Text: form.before + e.Wrong + form.after + "正文, 在此。\n"}
				was, list := document.ParseEssay(file)
				if list.HasErrors() {
					continue // a title that the house does not take
				}
				out, done := reader.Fixed(ProofText(file, true), func(proof.Finding) bool { return true })
				now, list := document.ParseEssay(out.File)
				if list.HasErrors() || now.Title != out.Front[0].Text || now.Subtitle != was.Subtitle || now.Date != was.Date ||
					len(now.Authors) != 1 || now.Authors[0] != was.Authors[0] || !strings.HasSuffix(out.File.Text, form.after+"正文，在此。\n") {
					t.Errorf("%s\nbecomes\n%s", file.Text, out.File.Text)
				}
				if again := ProofText(out.File, true); again.Start != out.Start || len(again.Front) != 2 || again.Front[0] != out.Front[0] || again.Front[1] != out.Front[1] {
					t.Errorf("%s\nis read as %v, and was mended as %v", out.File.Text, again.Front, out.Front)
				}
				if len(done) > 1 {
					mended++
				}
			}
		}
	}
	if mended < 100 {
		t.Errorf("%d titles were mended", mended)
	}
}

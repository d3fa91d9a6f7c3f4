package proof

import (
	"os"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// TestNewspaperPage reads a page of the newspaper as scanning gave it.
func TestNewspaperPage(t *testing.T) {
	text, err := os.ReadFile("testdata/newspaper-page.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := columnReader(t)
	page := Text{File: diag.File{Path: "page.txt", Text: string(text)}}
	found := map[string][]string{}
	for _, n := range r.Read(page) {
		found[n.Rule.ID] = append(found[n.Rule.ID], page.File.Text[n.Start:n.End])
	}
	for id, list := range found {
		t.Logf("%s: %d %q", id, len(list), list[:min(len(list), 12)])
	}
	if n := len(found["ocr-join"]); n != 9 {
		t.Errorf("%d cut paragraphs, want 9", n)
	}
	repeated := 0
	for _, p := range found["para-dup"] {
		if strings.HasPrefix(p, "业发展人才") {
			repeated++
		}
	}
	if repeated != 2 {
		t.Errorf("the paragraph that stands three times is repeated %d times", repeated)
	}
	if n := len(found["term"]); n != 3 {
		t.Errorf("在平 is found %d times, want 3", n)
	}
	if got := strings.Join(found["dup-func"], " "); got != "再再" {
		t.Errorf("doubled characters are %q", got)
	}
	half := strings.Count(page.File.Text, ", ") + strings.Count(page.File.Text, "; ") + strings.Count(page.File.Text, ": ")
	if n := len(found["punct-width"]); n < half {
		t.Errorf("%d half-width marks, want at least %d", n, half)
	}
	mended := fixed(r, page, Safely)
	if strings.ContainsAny(mended, ",;:()") {
		t.Errorf("half-width marks are left")
	}
	if !strings.Contains(mended, "dzrbicxw116@126.com\n") {
		t.Error("the mailbox is not as it was")
	}
}

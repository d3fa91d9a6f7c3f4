package proof

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/config"
	"luxi/internal/diag"
)

// columnReader reads by the column's own list and no settings.
func columnReader(t testing.TB) *Reader {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(TermsFile)))
	if err != nil {
		t.Fatal(err)
	}
	terms, list := ParseTerms(diag.File{Path: TermsFile, Text: string(text)})
	if len(list) > 0 {
		t.Fatalf("the column's list has mistakes: %v", list)
	}
	r, list := NewReader(config.Proof{}, terms)
	if len(list) > 0 {
		t.Fatal(list)
	}
	return r
}

// only returns a reader that knows one rule, so that a case shows what it does.
func only(t testing.TB, rule *Rule) *Reader {
	r := columnReader(t)
	for _, other := range Rules() {
		if other != rule {
			r.silent[other] = true
		}
	}
	return r
}

func read(r *Reader, text string) []Finding {
	return r.Read(Text{File: diag.File{Path: "a.md", Text: text}, Essay: true})
}

// fixed returns the mended text of a file.
func fixed(r *Reader, t Text, apply func(Finding) bool) string {
	out, _ := r.Fixed(t, apply)
	return out.File.Text
}

// mendAll applies every mend of a text, whatever its class.
func mendAll(found []Finding, text string) string {
	for i := len(found) - 1; i >= 0; i-- {
		if fix := found[i].Fix; fix != nil {
			text = Apply(text, fix.Edits)
		}
	}
	return text
}

// TestCases holds every rule to the cases in its file, alone.
func TestCases(t *testing.T) {
	for _, rule := range Rules() {
		if rule.ID == "ignore-rule" || rule.passage == nil && rule.whole == nil {
			continue // it speaks of other rules, or compares essays
		}
		t.Run(rule.ID, func(t *testing.T) {
			r := only(t, rule)
			wrong, right := 0, 0
			for _, e := range rule.Examples() {
				found := read(r, e.Wrong)
				if len(found) == 0 == e.Found {
					t.Errorf("%q: %d findings", e.Wrong, len(found))
					continue
				}
				if e.Found {
					wrong++
				} else {
					right++
				}
				if got := mendAll(found, e.Wrong); e.Right != "" && got != e.Right {
					t.Errorf("%q becomes %q, want %q", e.Wrong, got, e.Right)
				}
			}
			if wrong == 0 || right == 0 {
				t.Errorf("%d cases of what is wrong and %d of what is right", wrong, right)
			}
		})
	}
}

func TestIgnore(t *testing.T) {
	r := columnReader(t)
	for _, tt := range []struct{ text, want string }{
		{"不用再再掏腰包。", "dup-func"},
		{"<!-- proof: ignore dup-func -->不用再再掏腰包。", ""},
		{"<!-- proof: ignore proof-dup-func -->\n\n不用再再掏腰包。\n\n不用再再掏钱。", "dup-func"},
		{"<!-- proof: ignore all -->不用再再掏, 腰包。", ""},
		{"<!-- proof: ignore term -->不用再再掏腰包。", "dup-func"},
		{"<!-- proof: ignore dup-fnc -->不用了。", "ignore-rule"},
		{"<!-- 记得校对 -->不用了。", ""},
	} {
		var got []string
		for _, n := range read(r, tt.text) {
			got = append(got, n.Rule.ID)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q: %v, want %s", tt.text, got, tt.want)
		}
	}
	found := r.Read(Text{File: diag.File{Text: "不用再再掏, 腰包。"}, Ignore: []string{"dup-func"}})
	if len(found) != 1 || found[0].Rule.ID != "punct-width" {
		t.Errorf("the front matter does not silence: %v", found)
	}
}

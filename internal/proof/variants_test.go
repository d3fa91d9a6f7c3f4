package proof

import (
	"os"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// TestVariants reads testdata/variants.txt: the cases of copy editors in other
// words, for all rules together.
func TestVariants(t *testing.T) {
	r := columnReader(t)
	lines, err := os.ReadFile("testdata/variants.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(lines)) {
		line = strings.TrimSuffix(line, "\n")
		class, rest, _ := strings.Cut(line, " ")
		if class == "#" {
			continue
		}
		in, want, mends := strings.Cut(rest, " => ")
		text := Text{File: diag.File{Path: "a.md", Text: in}}
		found := r.Read(text)
		safe := fixed(r, text, Safely)
		all := fixed(r, text, func(Finding) bool { return true })
		got := safe
		switch class {
		case "R":
			got = all
		case "P", "N":
			want = in
		}
		if (class == "S" || class == "R") != mends || got != want {
			t.Errorf("%s becomes %s", line, got)
		}
		if (len(found) == 0) != (class == "N") {
			t.Errorf("%s: %d findings", line, len(found))
		}
	}
}

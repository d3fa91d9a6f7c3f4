package proof

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// TestCopyEditorsCases reads testdata/cases.jsonl: cases that a copy editor
// collected by the standards, for all rules together. Of a case that is
// negative nothing may be changed by any class of mend.
func TestCopyEditorsCases(t *testing.T) {
	r := columnReader(t)
	f, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var c struct {
			Rule, Autofix, Input, Expected string
			Negative                       bool
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		text := Text{File: diag.File{Path: "a.md", Text: c.Input}}
		safe := fixed(r, text, Safely)
		all := fixed(r, text, func(Finding) bool { return true })
		switch {
		case c.Negative:
			if all != c.Input {
				t.Errorf("%s %q becomes %q", c.Rule, c.Input, all)
			}
		case len(r.Read(text)) == 0 && c.Input != c.Expected:
			t.Errorf("%s %q: nothing is found", c.Rule, c.Input)
		case c.Autofix == "safe" || c.Autofix == "never-touch":
			if strings.ReplaceAll(safe, `\.`, ".") != c.Expected {
				t.Errorf("%s %q becomes %q, want %q, unseen", c.Rule, c.Input, safe, c.Expected)
			}
		case c.Autofix == "review" || c.Autofix == "lexicon" || c.Autofix == "house":
			if all != c.Expected {
				t.Errorf("%s %q becomes %q, want %q", c.Rule, c.Input, all, c.Expected)
			}
		default:
			if all != c.Input {
				t.Errorf("%s %q is only to be reported, and becomes %q", c.Rule, c.Input, all)
			}
		}
	}
}

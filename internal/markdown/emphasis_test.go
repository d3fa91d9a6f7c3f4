package markdown

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"luxi/internal/diag"
)

func TestEmphasisCases(t *testing.T) {
	f, err := os.Open("testdata/emphasis.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct {
			ID, Input string
			Want      string `json:"expected_html"`
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		body, _ := parse(diag.File{Path: "a.md", Text: c.Input}, 0, false)
		if body.HTML != c.Want {
			t.Errorf("%s: %s\n got %swant %s", c.ID, c.Input, body.HTML, c.Want)
		}
	}
}

package markdown

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/util"

	"luxi/internal/diag"
)

var update = flag.Bool("update", false, "write what comes out into the files of expected output")

const deviationsFile = "testdata/commonmark-deviations.txt"

type example struct {
	Example  int
	Markdown string
	HTML     string
	Section  string
}

func commonMark(t testing.TB) []example {
	t.Helper()
	data, err := os.ReadFile("testdata/commonmark-0.31.2.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 652 {
		t.Fatalf("%d examples, want 652", len(examples))
	}
	return examples
}

// writtenOut parses, and fills every hole with the destination as CommonMark's
// examples write it.
func writtenOut(markdown string, typeset bool) string {
	body, _ := parse(diag.File{Path: "a.md", Text: markdown}, 0, typeset)
	return body.Resolve(func(l Link) Destination { return Destination{URL: string(util.URLEscape([]byte(l.Dest), false))} })
}

// TestCommonMark runs CommonMark's examples through the pipeline. What comes
// out otherwise is in the file of deviations, each with the rule that makes it
// so; one that is no deviation any more fails, too. The pages are HTML and not
// XHTML, so "<br />" is compared as "<br>".
func TestCommonMark(t *testing.T) {
	rules, deviations := readDeviations(t)
	used := map[string]int{}
	var out strings.Builder
	for _, e := range commonMark(t) {
		got := writtenOut(e.Markdown, false)
		want := strings.ReplaceAll(e.HTML, " />", ">")
		d, listed := deviations[e.Example]
		if got == want {
			if listed {
				t.Errorf("example %d is no deviation any more: remove it from %s", e.Example, deviationsFile)
			}
			continue
		}
		rule := d.rule
		if _, known := rules[rule]; !known {
			t.Errorf("example %d (%s) deviates without a rule:\n%s\n got %s\nwant %s", e.Example, e.Section, e.Markdown, got, want)
			rule = "?"
		}
		used[rule]++
		if d.html != got && !*update {
			t.Errorf("example %d (%s), rule %s:\n%s", e.Example, e.Section, rule, cmp.Diff(d.html, got))
		}
		fmt.Fprintf(&out, "-- %d %s --\n%s", e.Example, rule, got)
	}
	for rule := range rules {
		if used[rule] == 0 {
			t.Errorf("no example needs the rule %s: remove it from %s", rule, deviationsFile)
		}
	}
	if *update {
		writeDeviations(t, out.String())
	}
}

type deviation struct{ rule, html string }

var (
	ruleLine      = regexp.MustCompile(`(?m)^([a-z-]+): `)
	deviationLine = regexp.MustCompile(`(?m)^-- (\d+) (\S+) --\n`)
)

// readDeviations reads the file: rules, "name: why", and then for every
// example "-- number rule --" and the HTML that we make of it.
func readDeviations(t *testing.T) (rules map[string]bool, deviations map[int]deviation) {
	t.Helper()
	data, err := os.ReadFile(deviationsFile)
	if err != nil {
		t.Fatal(err)
	}
	head, rest := splitDeviations(string(data))
	rules = map[string]bool{}
	for _, m := range ruleLine.FindAllStringSubmatch(head, -1) {
		rules[m[1]] = true
	}
	deviations = map[int]deviation{}
	marks := deviationLine.FindAllStringSubmatchIndex(rest, -1)
	for i, m := range marks {
		end := len(rest)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		var n int
		fmt.Sscan(rest[m[2]:m[3]], &n)
		deviations[n] = deviation{rest[m[4]:m[5]], rest[m[1]:end]}
	}
	return rules, deviations
}

func splitDeviations(s string) (head, rest string) {
	if m := deviationLine.FindStringIndex(s); m != nil {
		return s[:m[0]], s[m[0]:]
	}
	return s, ""
}

func writeDeviations(t *testing.T, rest string) {
	t.Helper()
	data, err := os.ReadFile(deviationsFile)
	if err != nil {
		t.Fatal(err)
	}
	head, _ := splitDeviations(string(data))
	if err := os.WriteFile(deviationsFile, []byte(head+rest), 0o644); err != nil {
		t.Fatal(err)
	}
}

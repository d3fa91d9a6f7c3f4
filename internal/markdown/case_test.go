package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/diag"
)

// A pair is one case of a file under testdata: Markdown, and what must come of
// it. To add a case is to type it:
//
//	=== what it shows
//	Markdown
//	--- html
//	the page, without typesetting spans
//	--- typeset
//	the page with them
//	--- diagnostics
//	code line:column, one a line
//	--- links
//	destination, one a line
//
// Every part but the Markdown may be left out, and is then not looked at,
// except that a case without diagnostics must have none.
type pair struct {
	file, name, markdown string
	parts                map[string]string
}

func readCases(t testing.TB) []pair {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var pairs []pair
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split("\n"+string(data), "\n=== ")[1:] {
			name, rest, _ := strings.Cut(block, "\n")
			sections := strings.Split("\n"+rest, "\n--- ")
			p := pair{file: filepath.Base(file), name: name, parts: map[string]string{}}
			p.markdown = strings.Trim(sections[0], "\n") + "\n"
			for _, s := range sections[1:] {
				part, content, _ := strings.Cut(s, "\n")
				p.parts[part] = strings.Trim(content, "\n")
			}
			pairs = append(pairs, p)
		}
	}
	return pairs
}

func TestCases(t *testing.T) {
	for _, p := range readCases(t) {
		t.Run(p.file+"/"+p.name, func(t *testing.T) {
			file := diag.File{Path: "a.md", Text: p.markdown}
			plain, list := parse(file, 0, false)
			set, _ := parse(file, 0, true)
			var found, links []string
			for _, d := range list {
				_, place, _ := strings.Cut(d.Range.Place(), ":")
				found = append(found, d.Kind.Code+" "+place)
			}
			for _, l := range plain.Links {
				links = append(links, l.Dest)
			}
			for part, got := range map[string]string{
				"html": strings.Trim(plain.HTML, "\n"), "typeset": strings.Trim(set.HTML, "\n"),
				"diagnostics": strings.Join(found, "\n"), "links": strings.Join(links, "\n"),
				"summary": plain.Summary,
			} {
				if want, ok := p.parts[part]; (ok || part == "diagnostics") && got != want {
					t.Errorf("%s of\n%s\n%s", part, p.markdown, cmp.Diff(want, got))
				}
			}
			checkLaws(t, p.markdown)
		})
	}
}

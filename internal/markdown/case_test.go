package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/diag"
	"luxi/internal/i18n"
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
//	--- messages
//	what an editor reads of them in Chinese
//	--- links
//	destination at its source, one a line
//	--- headings
//	level, id and text, one a line
//	--- summary
//	--- length
//
// Every part but the Markdown may be left out, and is then not looked at,
// except that a case without diagnostics must have none. With -update the
// parts that are there are written anew, to be read before they are kept.
type pair struct {
	file, name, markdown string
	parts                map[string]string
	order                []string // the parts as they stand in the file
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
				p.order = append(p.order, part)
			}
			pairs = append(pairs, p)
		}
	}
	return pairs
}

func TestCases(t *testing.T) {
	pairs := readCases(t)
	for i, p := range pairs {
		t.Run(p.file+"/"+p.name, func(t *testing.T) {
			for part, got := range p.results() {
				want, ok := p.parts[part]
				if ok && *update {
					pairs[i].parts[part] = got
				} else if (ok || part == "diagnostics") && got != want {
					t.Errorf("%s of\n%s\n%s", part, p.markdown, cmp.Diff(want, got))
				}
			}
			checkLaws(t, p.markdown)
		})
	}
	if *update {
		writeCases(t, pairs)
	}
}

// results returns all that can be said about a case, by part.
func (p pair) results() map[string]string {
	file := diag.File{Path: "a.md", Text: p.markdown}
	plain, list := parse(file, 0, false)
	set, _ := parse(file, 0, true)
	var found, links, headings []string
	for _, d := range list {
		_, place, _ := strings.Cut(d.Range.Place(), ":")
		found = append(found, d.Kind.Code+" "+place)
	}
	var messages strings.Builder
	if err := (diag.Printer{Lang: i18n.Chinese}).Print(&messages, list); err != nil {
		panic(err)
	}
	for _, l := range plain.Links {
		links = append(links, fmt.Sprintf("%s at %s", l.Dest, p.markdown[l.Start:l.End]))
	}
	for _, h := range plain.Headings {
		headings = append(headings, fmt.Sprintf("%d %s %s", h.Level, h.ID, h.Text))
	}
	return map[string]string{
		"html": strings.Trim(plain.HTML, "\n"), "typeset": strings.Trim(set.HTML, "\n"),
		"diagnostics": strings.Join(found, "\n"), "messages": strings.Trim(messages.String(), "\n"), "links": strings.Join(links, "\n"),
		"headings": strings.Join(headings, "\n"),
		"summary":  plain.Summary, "length": strconv.Itoa(plain.Length),
	}
}

func writeCases(t *testing.T, pairs []pair) {
	t.Helper()
	files := map[string]*strings.Builder{}
	for _, p := range pairs {
		b := files[p.file]
		if b == nil {
			b = &strings.Builder{}
			files[p.file] = b
		}
		fmt.Fprintf(b, "=== %s\n%s", p.name, p.markdown)
		for _, part := range p.order {
			fmt.Fprintf(b, "--- %s\n%s\n", part, p.parts[part])
		}
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join("testdata/cases", name), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Package golden runs tests that are written as text: cases of a few files,
// and what a room says of them. No part of the program imports it.
//
// A file of cases reads
//
//	What the cases have in common, for whoever reads them.
//
//	=== a region that is not there
//	-- site.toml --
//	title = "试刊"
//	-- want --
//	site.toml: 错误: …
//
// Each case is a txtar archive (golang.org/x/tools/txtar) whose last section
// is want. To add one, write it without want and run the test with -update;
// then read what it says.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// Update is the flag -update: write what is said into the files that compare it.
var Update = flag.Bool("update", false, "write the answers of testdata anew")

const (
	caseMark = "=== "
	want     = "want"
)

// A Case is one case of a file: its name and its files in their order.
type Case struct {
	Name  string
	Files []txtar.File
}

// Get returns the text of a file of the case, or "" where it has none.
func (c Case) Get(name string) string {
	for _, f := range c.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// Run runs every case of the files that match the pattern, and compares what
// say returns with the case's want.
func Run(t *testing.T, pattern string, say func(t *testing.T, c Case) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no cases %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runFile(t, file, say) })
	}
}

func runFile(t *testing.T, file string, say func(t *testing.T, c Case) string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split("\n"+string(data), "\n"+caseMark)
	out := strings.TrimPrefix(parts[0], "\n") + "\n"
	for _, part := range parts[1:] {
		name, text, _ := strings.Cut(part, "\n")
		archive := txtar.Parse([]byte(strings.TrimRight(text, "\n") + "\n"))
		c := Case{Name: name}
		expected := ""
		for _, f := range archive.Files {
			if f.Name == want {
				expected = string(f.Data)
			} else {
				c.Files = append(c.Files, f)
			}
		}
		t.Run(name, func(t *testing.T) {
			got := say(t, c)
			if d := cmp.Diff(strings.TrimRight(expected, "\n"), strings.TrimRight(got, "\n")); d != "" && !*Update {
				t.Errorf("(-want +got):\n%s", d)
			}
			answer := txtar.Archive{
				Comment: archive.Comment,
				Files:   append(c.Files, txtar.File{Name: want, Data: []byte(got)}),
			}
			out += caseMark + name + "\n" + string(txtar.Format(&answer)) + "\n"
		})
	}
	if *Update {
		if err := os.WriteFile(file, []byte(strings.TrimRight(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Print returns a list as an editor reads it, in Chinese.
func Print(l diag.List) string {
	var b strings.Builder
	if err := (diag.Printer{Lang: i18n.Chinese}).Print(&b, l); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

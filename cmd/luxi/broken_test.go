//go:build unix

package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mistakes are what an editor's slip makes of a document, and what is told of it.
var mistakes = []struct {
	code string
	make func(text []byte) []byte
}{
	{"bad-date]", func(b []byte) []byte {
		return bytes.Replace(b, []byte("+++\n"), []byte("+++\nupdated = 2023-02-30\n"), 1)
	}},
	{"front-matter-unclosed]", func(b []byte) []byte { return b[:bytes.LastIndex(b, []byte("+++"))] }},
	{"zero-byte]", func(b []byte) []byte { return append(bytes.Clone(b), 0) }},
	{"broken-link]", func(b []byte) []byte { return append(bytes.Clone(b), "\n\n见[那篇](没有这篇.md)。\n"...) }},
	{"missing-image]", func(b []byte) []byte { return append(bytes.Clone(b), "\n\n![现场](没有这张.jpg)\n"...) }},
}

// unshown is in drafts, in what is withdrawn, and in what is dated in the future.
var unshown = regexp.MustCompile(`(?m)^draft = true|^withdrawn = |机密`)

// A mistake in any one document of the model column, drafts among them, ends the
// build with status 1 and the document's name, and the site that stands is the same
// to the byte; mended, the column is built as before.
func TestMistakeInAnyDocument(t *testing.T) {
	files := modelColumn(t)
	dir := t.TempDir()
	run := &environmentRun{t: t, luxi: program(t), dir: dir, umask: "022"}
	for name, text := range files {
		run.write(name, text)
	}
	run.build(modelClock)
	want := hashes(t, filepath.Join(dir, "public"))
	broken := 0
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) != ".md" {
			continue
		}
		mistake := mistakes[i%len(mistakes)]
		if unshown.Match(files[name]) {
			mistake = mistakes[i%3] // the others are of a page that is made
		}
		run.write(name, mistake.make(files[name]))
		cmd := exec.Command(run.luxi, "build", "--source", dir, "--now", modelClock, "--lang", "en")
		out, _ := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); status != statusColumn {
			t.Errorf("%s, %s: status %d", name, mistake.code, status)
		}
		for _, said := range []string{name, mistake.code, "The site in ", "is unchanged."} {
			if !strings.Contains(string(out), said) {
				t.Errorf("%s: %q is not said in\n%s", name, said, out)
			}
		}
		if file := differs(hashes(t, filepath.Join(dir, "public")), want); file != "" {
			t.Fatalf("%s, %s: %s is not as it was", name, mistake.code, file)
		}
		run.write(name, files[name])
		broken++
	}
	if broken < 40 {
		t.Errorf("only %d documents were tried", broken)
	}
	run.must(os.RemoveAll(filepath.Join(dir, "public")))
	run.build(modelClock)
	if file := differs(hashes(t, filepath.Join(dir, "public")), want); file != "" {
		t.Errorf("mended, %s is another", file)
	}
}

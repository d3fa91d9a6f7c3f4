package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"luxi/internal/diag"
	_ "luxi/internal/theme"
)

var (
	blocks     = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")
	tableCodes = regexp.MustCompile("(?m)^\\| ((?:`[a-z-]+`(?:, )?)+) \\|")
	inCode     = regexp.MustCompile("`([a-z-]+)`")
)

// TestFirstTheme holds the guide's walk and the script that takes it to be one:
// what the guide writes into files is a file of the script, and what it runs the
// script runs, in that order.
func TestFirstTheme(t *testing.T) {
	walk := section(t, "Your first theme")
	script := txtar.Parse([]byte(read(t, filepath.Join("cmd", "luxi", "testdata", "script", "theme_guide.txt"))))
	files := map[string]bool{}
	for _, f := range script.Files {
		files[string(f.Data)] = true
	}
	rest, found := string(script.Comment), 0
	for _, m := range blocks.FindAllStringSubmatch(walk, -1) {
		found++
		if m[1] != "sh" {
			if !files[m[2]] {
				t.Errorf("the script has no file of the guide's block\n%s", m[2])
			}
			continue
		}
		for command := range strings.Lines(m[2]) {
			_, after, ok := strings.Cut(rest, "exec "+strings.TrimSpace(command))
			if !ok {
				t.Errorf("the script does not run, behind what the guide runs before: %s", command)
				continue
			}
			rest = after
		}
	}
	if found < 8 {
		t.Errorf("only %d blocks were found", found)
	}
}

// Every code that the guide's table names is a diagnostic of the program.
func TestCheckCodes(t *testing.T) {
	known := map[string]bool{}
	for _, k := range diag.Kinds() {
		known[k.Code] = true
	}
	named := 0
	for _, row := range tableCodes.FindAllStringSubmatch(section(t, "The check"), -1) {
		for _, m := range inCode.FindAllStringSubmatch(row[1], -1) {
			named++
			if !known[m[1]] {
				t.Errorf("there is no diagnostic %s", m[1])
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d codes were found", named)
	}
}

// section returns a section of the guide.
func section(t *testing.T, title string) string {
	t.Helper()
	_, rest, ok := strings.Cut(read(t, guideFile), "\n## "+title+"\n")
	if !ok {
		t.Fatalf("the guide has no section %s", title)
	}
	text, _, _ := strings.Cut(rest, "\n## ")
	return text
}

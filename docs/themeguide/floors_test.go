package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	planned = regexp.MustCompile(`(?m)^\t"(?:internal/)?([^"]+)": +\{(\d+), "`)
	drawn   = regexp.MustCompile("(?m)^\\| (\\d+) \\| `([^`]+)` \\|")
)

// TestFloors compares the table of docs/architecture.md with the plan that
// internal/floors_test.go holds the code to.
func TestFloors(t *testing.T) {
	plan := map[string]string{}
	for _, m := range planned.FindAllStringSubmatch(read(t, "internal/floors_test.go"), -1) {
		plan[m[1]] = m[2]
	}
	table := map[string]string{}
	for _, m := range drawn.FindAllStringSubmatch(read(t, "docs/architecture.md"), -1) {
		table[m[2]] = m[1]
	}
	if len(plan) < 20 || !maps.Equal(plan, table) {
		t.Errorf("the floors are\n%v\nbut in docs/architecture.md they are\n%v", plan, table)
	}
}

// read returns a file of the repository with LF line ends.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

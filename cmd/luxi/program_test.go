//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// program builds luxi as editors have it, for tests that run it hundreds of
// times. The race detector would make each run five times as long; scripts and
// the rooms' own tests run with it.
func program(t testing.TB) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "luxi")
	if out, err := exec.Command("go", "build", "-race=false", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}

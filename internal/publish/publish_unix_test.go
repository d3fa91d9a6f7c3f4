//go:build unix

package publish

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A web server must be able to read what an editor with a strict umask
// published.
func TestModesDoNotDependOnTheUmask(t *testing.T) {
	dir := t.TempDir()
	defer syscall.Umask(syscall.Umask(0o077))
	mustPublish(t, dir, filepath.Join(t.TempDir(), ".luxi"), site{"essays/a.html": "a"})
	for name, want := range map[string]os.FileMode{"essays": 0o755, "essays/a.html": 0o644} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %s, want %s", name, info.Mode().Perm(), want)
		}
	}
}

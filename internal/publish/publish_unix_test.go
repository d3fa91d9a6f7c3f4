//go:build unix

package publish

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A web server must be able to read what an editor with a strict umask
// published, and to pass through the folders above it that luxi made.
func TestModesDoNotDependOnTheUmask(t *testing.T) {
	parent, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	if err := os.Chmod(parent, 0o700); err != nil { // not made by luxi: stays
		t.Fatal(err)
	}
	defer syscall.Umask(syscall.Umask(0o077))
	mustPublish(t, filepath.Join(parent, "www/site"), state, site{"essays/2022/a.html": "a"})
	for name, want := range map[string]os.FileMode{
		".": 0o700, "www": 0o755, "www/site": 0o755,
		"www/site/essays": 0o755, "www/site/essays/2022": 0o755, "www/site/essays/2022/a.html": 0o644,
	} {
		info, err := os.Stat(filepath.Join(parent, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %s, want %s", name, info.Mode().Perm(), want)
		}
	}
}

// A pipe has nothing to read, and to wait for it would take for ever.
func TestAPipeIsForeign(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	if err := syscall.Mkfifo(filepath.Join(dir, "index.html"), 0o644); err != nil {
		t.Skip("no pipes here: " + err.Error())
	}
	_, list, err := publish(dir, state, site{"index.html": "1"})
	if err != nil || len(list) != 1 || list[0].Kind != foreign {
		t.Errorf("publish: %v %v", list, err)
	}
}

//go:build unix

package build

import (
	"path/filepath"
	"syscall"
	"testing"

	"luxi/internal/golden"
)

// A named pipe would make who reads it wait for ever.
func TestNamedPipe(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal, "content/essays/a.md": essay("甲", "2022-08-01", "", "正文")})
	if err := syscall.Mkfifo(filepath.Join(dir, "content", "essays", "pipe.md"), 0o644); err != nil {
		t.Skip(err)
	}
	if r, _ := run(t, dir, Options{}); len(r.Diagnostics) != 1 || r.Diagnostics[0].Kind.Code != "unreadable-file" {
		t.Errorf("told\n%s", golden.Print(r.Diagnostics))
	}
}

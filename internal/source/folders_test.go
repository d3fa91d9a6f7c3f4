package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFolders(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.toml": "top", "content/pages/a.md": "a", "content/essays/2022/b.md": "b", "outside.md": "o",
	} {
		if err := os.MkdirAll(filepath.Join(dir, "column", filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "column", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	linked := os.Symlink("../pages/a.md", filepath.Join(dir, "column/content/essays/link.md")) == nil
	if linked {
		if err := os.WriteFile(filepath.Join(dir, "secret.md"), []byte("s"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../../../secret.md", filepath.Join(dir, "column/content/essays/out.md")); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(filepath.Join(dir, "column"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	folders := Folders(root)
	defer folders.Close()
	for name, want := range map[string]string{
		"site.toml": "top", "content/pages/a.md": "a", "content/essays/2022/b.md": "b", "content/essays/link.md": "a",
	} {
		if name == "content/essays/link.md" && !linked {
			continue
		}
		f, list := Read(folders, name)
		if len(list) > 0 || string(f.Text) != want {
			t.Errorf("%s holds %q (%v), want %q", name, f.Text, list, want)
		}
		if content, err := fs.ReadFile(folders, name); err != nil || string(content) != want {
			t.Errorf("%s is read as %q (%v), want %q", name, content, err, want)
		}
	}
	for _, name := range []string{"../secret.md", "content/essays/../../../secret.md", "content/essays/out.md", "content/none.md", "content/essays/2022/../2022/b.md"} {
		if _, err := folders.Open(name); err == nil {
			t.Errorf("%s can be opened", name)
		} else if name == "content/none.md" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := fs.ReadFile(folders, name); err == nil {
			t.Errorf("%s can be read", name)
		}
	}
}

package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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

// What is read into a buffer is what ReadFile reads, also where the buffer held
// more or is too small, and where the file is a link or is not there.
func TestReadInto(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("长", 100_000)
	for name, text := range map[string]string{"empty.md": "", "short.md": "s", "long.md": long} {
		if err := os.MkdirAll(filepath.Join(dir, "content"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "content", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink("short.md", filepath.Join(dir, "content/link.md"))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	folders := Folders(root)
	defer folders.Close()
	buf := []byte("what was here before")
	for _, name := range []string{"content/long.md", "content/short.md", "content/empty.md", "content/link.md", "content/none.md", "content"} {
		want, wantErr := root.ReadFile(name)
		got, err := folders.ReadInto(name, buf)
		if string(got) != string(want) || (err == nil) != (wantErr == nil) {
			t.Errorf("%s: %d bytes, %v; ReadFile has %d bytes, %v", name, len(got), err, len(want), wantErr)
		}
		if err == nil {
			buf = got
		}
	}
	if got, want := must(fs.ReadDir(folders, "content")), must(fs.ReadDir(root.FS(), "content")); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the folder holds\n%v, want\n%v", got, want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

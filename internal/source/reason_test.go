package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/i18n"
)

// Why a file cannot be read is said in the editor's language. How os.Root says
// that a link leads outside is known by its words only: this test fails when a
// release of Go changes them.
func TestReasons(t *testing.T) {
	root := links(t, map[string]func(dir string) string{
		"out.md":          func(string) string { return filepath.Join("..", "x.md") },
		"nothing.md":      func(string) string { return "no.md" },
		"self.md":         func(string) string { return "self.md" },
		"folder.md":       func(string) string { return "." },
		"absolute.md":     func(dir string) string { return filepath.Join(dir, "file.md") },
		"absolute-too.md": func(string) string { return "absolute.md" },
		"nowhere.md":      func(dir string) string { return filepath.Join(dir, "no.md") },
	})
	_, list, err := Load(root.FS(), ".")
	if err != nil {
		t.Fatal(err)
	}
	const absolute = "链接用的是绝对路径，从磁盘的根目录写起，不能跟随"
	want := map[string]string{
		"out.md": "链接指向栏目文件夹以外", "nothing.md": "链接指向的地方什么也没有", "self.md": "链接绕了一圈又指向自己",
		"folder.md": "不是普通文件", "absolute.md": absolute, "absolute-too.md": absolute, "nowhere.md": absolute,
	}
	if len(list) != len(want) {
		t.Errorf("%d of %d told", len(list), len(want))
	}
	for _, d := range list {
		if _, got, _ := strings.Cut(d.Message(i18n.Chinese), "："); got != want[d.Range.File] {
			t.Errorf("%s: %s, want %s", d.Range.File, got, want[d.Range.File])
		}
	}
}

// A folder that is none is a mistake of the column, told like any other.
func TestFolderThatIsNone(t *testing.T) {
	root := links(t, map[string]func(dir string) string{
		"out":      func(string) string { return ".." },
		"absolute": func(dir string) string { return dir },
		"nothing":  func(string) string { return "no" },
		"file":     func(string) string { return "file.md" },
	})
	for name, want := range map[string]string{
		"out":      "读不了这个文件夹：链接指向栏目文件夹以外",
		"absolute": "读不了这个文件夹：链接用的是绝对路径，从磁盘的根目录写起，不能跟随",
		"nothing":  "读不了这个文件夹：链接指向的地方什么也没有",
		"file":     "读不了这个文件夹：它是一个文件",
		"file.md":  "读不了这个文件夹：它是一个文件",
	} {
		tree, list, err := Load(root.FS(), name)
		if err != nil || len(tree.Files) > 0 || len(list) != 1 || list[0].Message(i18n.Chinese) != want {
			t.Errorf("%s: %v %v", name, list.Records(i18n.Chinese), err)
		}
	}
}

func TestMegabytes(t *testing.T) {
	for size, want := range map[int64]string{MaxTextSize: "4 MB", MaxTextSize + 1: "4.1 MB", 12<<20 + 5: "12.1 MB", 0: "0 MB"} {
		if got := megabytes(size); got != want {
			t.Errorf("%d is %s, want %s", size, got, want)
		}
	}
}

// links makes a folder with file.md and links with the targets.
func links(t *testing.T, targets map[string]func(dir string) string) *os.Root {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file.md"), []byte("甲"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range targets {
		if err := os.Symlink(target(dir), filepath.Join(dir, name)); err != nil {
			t.Skip(err) // Windows without the right to make links
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

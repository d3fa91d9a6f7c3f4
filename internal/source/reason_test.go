package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"luxi/internal/i18n"
)

// Why a file cannot be read is said in the editor's language. How os.Root says
// that a link leads outside is known by its words only: this test fails when a
// release of Go changes them.
func TestReasonsAreInChinese(t *testing.T) {
	dir := t.TempDir()
	for name, target := range map[string]string{"out.md": filepath.Join("..", "x.md"), "nothing.md": "no.md", "self.md": "self.md", "folder.md": "."} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err) // Windows without the right to make links
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, list, err := Load(root.FS(), ".")
	if err != nil || len(list) != 4 {
		t.Fatalf("%d of 4 told: %v", len(list), err)
	}
	for _, d := range list {
		message := d.Message(i18n.Chinese)
		_, reason, _ := strings.Cut(message, "：")
		if reason == "" || strings.ContainsFunc(reason, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) }) {
			t.Errorf("%s: %s", d.Range.File, message)
		}
	}
}

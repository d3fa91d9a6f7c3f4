package dirent

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What is read of a folder is what os.ReadDir reads, be it more than one buffer.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	for i := range 2000 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("第%d篇.md", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{
		os.Mkdir(filepath.Join(dir, "2022"), 0o755), os.Symlink("nowhere", filepath.Join(dir, "link")),
		unix.Mkfifo(filepath.Join(dir, "pipe"), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	folder, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	got, err := Read(int(folder.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	want, err := os.ReadDir(dir)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d entries of %d (%v)", len(got), len(want), err)
	}
	for i, e := range got {
		info, err := want[i].Info()
		if err != nil || e.Name != want[i].Name() || e.Type != Unknown && e.Type != want[i].Type() || e.Ino == 0 {
			t.Errorf("%+v is %v (%v)", e, fs.FormatFileInfo(info), err)
		}
	}
}

func TestNoFolder(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if entries, err := Read(int(file.Fd())); err != unix.ENOTDIR {
		t.Errorf("%v, %v", entries, err)
	}
}

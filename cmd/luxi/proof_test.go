package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWithEnds writes mended texts back with the ends that the lines had.
func TestWithEnds(t *testing.T) {
	for _, tt := range []struct{ raw, text, want string }{
		{"甲,\n乙", "甲，\n乙", "甲，\n乙"},
		{"甲,\r\n乙\r\n", "甲，\n乙\n", "甲，\r\n乙\r\n"},
		{"\xef\xbb\xbf甲,\r\n乙", "甲，\n乙", "\xef\xbb\xbf甲，\r\n乙"},
		{"甲,\r\n乙\n丙\r丁", "甲，\n乙\n丙\n丁", "甲，\r\n乙\n丙\r丁"},
		{"甲的\r\n\r\n乙\r\n", "甲的乙\n", "甲的乙\r\n"},
	} {
		if got := string(withEnds([]byte(tt.raw), tt.text)); got != tt.want {
			t.Errorf("%q and %q make %q, want %q", tt.raw, tt.text, got, tt.want)
		}
	}
}

// TestReplaceFile does not touch what somebody has changed meanwhile, and writes
// through a link.
func TestReplaceFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(name, []byte("甲"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(name, []byte("乙"), []byte("丙")); err == nil {
		t.Error("a file that changed meanwhile was replaced")
	}
	if err := replaceFile(name, []byte("甲"), []byte("丙")); err != nil {
		t.Error(err)
	}
	if text, _ := os.ReadFile(name); string(text) != "丙" {
		t.Errorf("the file holds %q", text)
	}
}

// TestOneList compares the list of a new column with that of the project's own.
func TestOneList(t *testing.T) {
	own, err := os.ReadFile(filepath.Join("..", "..", "proof", "terms.toml"))
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := skeleton.ReadFile("skeleton/proof/terms.toml")
	if err != nil {
		t.Fatal(err)
	}
	if string(own) != string(shipped) {
		t.Error("proof/terms.toml and cmd/luxi/skeleton/proof/terms.toml are not the same")
	}
}

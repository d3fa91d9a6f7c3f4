package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRulesAreUpToDate(t *testing.T) {
	old, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(old), "\r\n", "\n") != document() {
		t.Errorf("%s does not say what the rules are; run: go run ./docs/proofrules", file)
	}
}

func TestVisible(t *testing.T) {
	if got := visible("甲\u200b乙\u3000`\n"); got != "甲[U+200B]乙[U+3000]ˋ⏎" {
		t.Errorf("got %s", got)
	}
}

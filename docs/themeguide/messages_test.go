package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// essay is the editors' guide's own, with two lines at its end.
const essay = `+++
title = "黄河滩上的新农业"
date = 2022-08-05
region = "东阿县"
kind = "县市区书记"

[[authors]]
name = "李明"
position = "某镇党委书记"
+++

正文第一段。

`

// mistakes are the changes to the essay that the guide's messages are about.
var mistakes = [][]string{
	{"东阿县", "东啊县"},
	{`"黄河滩上的新农业"`, "“黄河滩上的新农业”"},
	{"title = ", "title："},
	{"title = ", "title ＝ "},
	{`"黄河滩上的新农业"`, "黄河滩上的新农业"},
	{"2022-08-05", "2022年8月5日"},
	{"党委书记\"\n+++", "党委书记\""},
	{"title", "titel"},
	{"region = \"东阿县\"\n", "", "党委书记\"\n", "党委书记\"\nregion = \"东阿县\"\n"},
	{`"县市区书记"`, `"县委书记"`},
	{"第一段。\n\n", "第一段。\n\n![现场](现场.jpg)\n"},
	{"第一段。\n\n", "第一段。\n\n::: editor\n欢迎来稿。\n"},
	{`"李明"`, `"作者姓名"`},
	{"第一段。\n\n", "第一段。\n\n![现场]（现场.jpg）\n"},
}

// shown finds the messages in a document: blocks of text that tell a mistake.
var shown = regexp.MustCompile("(?s)```text\n([^`]*?(?:错误|警告|error): .*?\n)(?:检查完毕|没有生成|Not built)?[^`\n]*\n?```")

// TestMessages makes every mistake of which a document shows a message, and
// compares what the program says.
func TestMessages(t *testing.T) {
	var said strings.Builder
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join(root, "content"))); err != nil {
		t.Fatal(err)
	}
	tell(t, dir, &said)
	write(t, filepath.Join(dir, "site.toml"), read(t, "site.toml"))
	write(t, filepath.Join(dir, "content/essays/2022/现场.JPG"), "")
	name := filepath.Join(dir, "content/essays/2022/li-ming.md")
	for _, m := range mistakes {
		write(t, name, strings.NewReplacer(m...).Replace(essay))
		tell(t, dir, &said)
	}
	phone := filepath.Join(dir, "content/essays/2022/现场.jpg")
	write(t, phone, "\x00\x00\x00\x18ftypheic")
	write(t, name, strings.Replace(essay, "第一段。\n\n", "第一段。\n\n![现场](现场.jpg)\n", 1))
	tell(t, dir, &said)
	if err := os.Remove(phone); err != nil {
		t.Fatal(err)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(essay)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, gbk)
	tell(t, dir, &said)
	write(t, name, essay)
	write(t, name+".txt", essay)
	write(t, filepath.Join(dir, "content/essays/2022/稿件.docx"), "")
	const printed = "content/essays/2022/hao-xuelan.md"
	write(t, filepath.Join(dir, printed), strings.Replace(read(t, printed), "东阿县\"", "东啊县\"", 1))
	tell(t, dir, &said)

	for file, least := range map[string]int{"README.md": 1, "README.zh-CN.md": 1, "docs/editors-guide.zh-CN.md": 18} {
		found := shown.FindAllStringSubmatch(read(t, file), -1)
		if len(found) < least {
			t.Errorf("%s: only %d messages were found", file, len(found))
		}
		for _, m := range found {
			if !strings.Contains(said.String(), m[1]) {
				t.Errorf("%s: the program does not say\n%s", file, m[1])
			}
		}
	}
	if t.Failed() {
		t.Log(said.String())
	}
}

// nowhere is a sink that keeps nothing.
type nowhere struct{}

func (nowhere) Has(string, fingerprint.Sum) bool          { return false }
func (nowhere) Put(string, fingerprint.Sum, []byte) error { return nil }

// tell builds a column and adds what is wrong with it in both languages.
func tell(t *testing.T, dir string, said *strings.Builder) {
	t.Helper()
	folder, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	now, _ := civil.ParseMoment("2022-08-10")
	result, err := build.Run(t.Context(), folder, build.Options{Now: now}, nowhere{})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []i18n.Lang{i18n.Chinese, i18n.English} {
		if err := (diag.Printer{Lang: lang}).Print(said, result.Diagnostics); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

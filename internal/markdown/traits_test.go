package markdown

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// What a text is seen to have only saves work: to look for everything in it
// gives the same page and the same warnings.
func TestTraitsOnlySaveWork(t *testing.T) {
	texts := []string{
		"甲&middot;乙\n", "甲&#8212;乙，这是一个比一行更长的段落，它的最后一行不能只有一个字。\n", `甲\*乙\*丙`, "甲\x00乙", "甲·乙", "某某—某某",
		"这里＊＊不是粗体＊＊而是文字", "详见【报告】(a.md)", "详见［报告］（a.md）", "详见【报告】｛.dot｝", "｛聊城｜liáo chéng｝", "【甲】", "一段。\n　　\n又一段。\n",
		"一段。\n \u00a0　\t\n又一段。\n", "　　缩进的段落。\n　　这一行也缩进。\n", "[甲]: b.md\n\n[甲]", "  [甲]: <b.md> '题'\n[甲]", "[^1]\n\n[^1]：注释",
	}
	files, _ := filepath.Glob("testdata/cases/*")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, strings.Split(string(data), "\n--- ")...)
	}
	for _, text := range texts {
		f := diag.File{Path: "a.md", Text: text}
		want := &reporter{file: f}
		seen, ok := bounded(text, want)
		if !ok {
			continue
		}
		all := traits{escapes: true, noWrap: true, wideStars: true, wideLinks: true, wideBrace: true, blanks: seen.blanks}
		body := render(text, all, want, true)
		got, list := parse(f, 0, true)
		if !reflect.DeepEqual(got, body) || !reflect.DeepEqual(list, want.list()) {
			t.Errorf("got %+v\nwant %+v\n%v\nof\n%s", got, body, list, text)
		}
	}
	if len(texts) < 100 {
		t.Errorf("only %d texts", len(texts))
	}
}

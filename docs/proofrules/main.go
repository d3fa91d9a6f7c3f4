// Proofrules writes docs/proof-rules.md: every rule of the proofreading with what
// it says, where it comes from, and the cases in its file. Run it in the
// repository's folder:
//
//	go run ./docs/proofrules
//
// A test fails when the document is not what this program would write.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"luxi/internal/i18n"
	"luxi/internal/proof"
)

const file = "docs/proof-rules.md"

func main() {
	if err := os.WriteFile(filepath.FromSlash(file), []byte(document()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const head = `# 校对规则

这份文件由` + "`go run ./docs/proofrules`" + `根据规则本身写成，不要手改。怎样使用见[编辑手册](editors-guide.zh-CN.md#校对)。

每条规则的例子同时是它的测试：“改成”左边的会查出来，“不动”的虽然看着像，却没有错。“直接改”的由` + "`luxi proof --fix`" + `改正，“逐条看”的用` + "`luxi proof --fix=review`" + `逐条决定，“只提示”的不改。

`

func document() string {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("| 规则 | 改法 | 依据 |\n|---|---|---|\n")
	for _, r := range proof.Rules() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.ID, r.ID, r.Class.Text().ZH, r.From.ZH)
	}
	for _, r := range proof.Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n%s。%s\n\n%s：%s。\n", r.ID, strings.TrimSuffix(r.Kind.Message.ZH, "（"+r.From.ZH+"）"), r.Kind.Hint.ZH,
			r.Kind.Severity.Text().In(i18n.Chinese), r.Class.Text().ZH)
		if examples := r.Examples(); len(examples) > 0 {
			b.WriteString("\n```text\n")
			for _, e := range examples {
				b.WriteString(line(e) + "\n")
			}
			b.WriteString("```\n")
		}
	}
	return b.String()
}

func line(e proof.Example) string {
	switch {
	case e.Found && e.Right != "":
		return "改成　" + visible(e.Wrong) + " → " + visible(e.Right)
	case e.Found:
		return "查出　" + visible(e.Wrong)
	}
	return "不动　" + visible(e.Wrong)
}

// visible writes what cannot be seen by its number, and a line end as ⏎.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("⏎")
		case r == '\u3000', r == '\u00a0', r != ' ' && !unicode.IsGraphic(r), unicode.Is(unicode.Mn, r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		case r == '`':
			b.WriteRune('ˋ') // a code fence must not end
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

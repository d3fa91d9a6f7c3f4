package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// say writes an outline as a line for each block: what it is and its runs, with
// what the source has at their places.
func say(t *testing.T, text string) string {
	o, ok := Outlined(text, 0)
	if !ok {
		t.Fatalf("no outline of %q", text)
	}
	var b strings.Builder
	for _, block := range o.Blocks {
		fmt.Fprintf(&b, "%s", []string{"p", "h", "cell"}[block.Kind])
		for i, is := range []bool{block.Level > 0, block.Quoted, block.Listed} {
			if is {
				b.WriteByte("#>-"[i])
			}
		}
		for _, r := range block.Runs {
			fmt.Fprintf(&b, " %s%q", []string{"", "esc", "opaque", "break", "note"}[r.Kind], text[r.Start:r.End])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestOutline(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"东**阿**县", `p "东" "阿" "县"`},
		{"## 甲 {#a}\n\n> - 乙", "h# \"甲\"\np>- \"乙\""},
		{"　　甲\n　　乙", `p "甲" break"" "\u3000\u3000乙"`},
		{`甲\*乙&nbsp;丙`, `p "甲" esc"\\*" "乙" opaque"&nbsp;" "丙"`},
		{"见`x,y`和https://a.cn/b，[链接](c.md)", `p "见" opaque"x,y" "和" opaque"https://a.cn/b" "，" "链接"`},
		{"写信a@b.cn{东阿|dōng ē}甲", `p "写信" opaque"a@b.cn" opaque"" "甲"`},
		{"<!-- proof -->甲", `p note"<!-- proof -->" "甲"`},
		{"|甲|乙|\n|-|-|\n|丙|丁|", "cell \"甲\"\ncell \"乙\"\ncell \"丙\"\ncell \"丁\""},
	} {
		if got := strings.TrimSpace(say(t, tt.text)); got != tt.want {
			t.Errorf("%q:\n%s\nwant\n%s", tt.text, got, tt.want)
		}
	}
}

// Shape differs where the structure does, and only there.
func TestOutlineShape(t *testing.T) {
	shape := func(text string) string {
		o, _ := Outlined(text, 0)
		return o.Shape
	}
	if shape("甲,**乙**\n\n## 丙") != shape("甲，**乙丁**\n\n## 戊") {
		t.Error("another text makes another shape")
	}
	for _, other := range []string{"甲,*乙*\n\n## 丙", "甲,**乙**\n\n### 丙", "甲,**乙**\n\n丙", "1. 甲,**乙**\n\n## 丙", "甲,**乙**`c`\n\n## 丙"} {
		if shape("甲,**乙**\n\n## 丙") == shape(other) {
			t.Errorf("%q has the shape of another structure", other)
		}
	}
}

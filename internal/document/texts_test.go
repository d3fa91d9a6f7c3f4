package document

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/diag"
)

func TestTextsOf(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{"正文", "body 正文"},
		{"+++\ntitle = \"甲, 乙\"\n+++\n正文", "title “甲, 乙” at “甲, 乙”, body 正文"},
		{"+++\ntitle = '甲\"乙\"'\n[[authors]]\nname = \"丙\"\n+++\n正文", "title “甲\"乙\"” at “甲\"乙\"”, body 正文"},
		{"+++\ntitle = \"甲\\u002c乙\"\n+++\n", "title “甲,乙” written “\"甲\\u002c乙\"”, body "},
		{"+++\nsummary = \"\"\"\n甲\n乙\"\"\"\n+++\n", "text “甲\n乙” at “甲\n乙”, body "},
		{"+++\nsummary = '''甲'''\n+++\n", "text “甲” at “甲”, body "},
		{"+++\nsummary = \"\"\"甲\\\n  乙\"\"\"\n+++\n", "text “甲乙” written “\"\"\"甲\\\n  乙\"\"\"”, body "},
		{"+++\ntitle = \"  \"\nsubtitle = 3\neditors_note = \"按\"\n+++\n", "text “按” at “按”, body "},
		{"+++\ntitle = \"甲\"\nproof_ignore = [\"dash\"]\n+++\n乙", "title “甲” at “甲”, ignore dash, body 乙"},
		{"---\ntitle: 甲, 乙\nsubtitle: \"丙\"\n---\n丁", "title “甲, 乙” at “甲, 乙”, title “丙” at “丙”, body 丁"},
		{"---\ntitle: '甲''乙'\n---\n丁", "title “甲'乙” written “'甲''乙'”, body 丁"},
		{"---\n甲乙丙\n", "body ---\n甲乙丙\n"},
		{"+++\ntitle = \"甲\"\n乙", "body "},
	} {
		f := diag.File{Path: "a.md", Text: tt.file}
		texts := TextsOf(f)
		var got []string
		for _, one := range texts.Front {
			kind := map[bool]string{true: "title", false: "text"}[one.Headline]
			how := map[bool]string{true: "at", false: "written"}[one.Verbatim]
			got = append(got, fmt.Sprintf("%s “%s” %s “%s”", kind, one.Text, how, f.Text[one.Start:one.End]))
		}
		if len(texts.ProofIgnore) > 0 {
			got = append(got, "ignore "+strings.Join(texts.ProofIgnore, " "))
		}
		if s := strings.Join(append(got, "body "+f.Text[texts.Body:]), ", "); s != tt.want {
			t.Errorf("%q:\n%s\nwant\n%s", tt.file, s, tt.want)
		}
	}
}

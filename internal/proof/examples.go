package proof

import (
	"strconv"
	"strings"
)

// An Example is a case of a rule: a text and what becomes of it.
type Example struct {
	Wrong string // or right, where nothing is found
	Right string // "" where there is no mend
	Found bool   // false for what looks like a mistake and is none
}

// Examples returns the cases of a rule. In [Rule.Cases] a line is one:
//
//	text => text as it is mended
//	text !              it is found, and there is no mend
//	text                nothing is found
//
// ⏎ stands for the end of a line, \u200b and \U000e0067 for characters that
// cannot be seen.
func (r *Rule) Examples() []Example {
	var out []Example
	for line := range strings.Lines(r.Cases) {
		line = strings.Trim(line, " \n")
		if line == "" {
			continue
		}
		wrong, right, mends := strings.Cut(line, "=>")
		e := Example{Wrong: unescaped(wrong), Found: mends}
		if mends {
			e.Right = unescaped(right)
		} else if text, ok := strings.CutSuffix(line, " !"); ok {
			e.Wrong, e.Found = unescaped(text), true
		}
		out = append(out, e)
	}
	return out
}

func unescaped(s string) string {
	s = strings.ReplaceAll(strings.Trim(s, " "), "⏎", "\n")
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		size := 0
		if strings.HasPrefix(s[i:], `\u`) {
			size = 6
		} else if strings.HasPrefix(s[i:], `\U`) {
			size = 10
		}
		if size > 0 && i+size <= len(s) {
			if n, err := strconv.ParseUint(s[i+2:i+size], 16, 32); err == nil {
				b.WriteRune(rune(n))
				i += size - 1
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

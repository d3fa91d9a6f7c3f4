package intake

import (
	"strings"
	"unicode"
)

// maxFieldCode bounds the code of a field that is kept, in bytes.
const maxFieldCode = 4096

// eqText returns the characters that a reader sees of an EQ field (ECMA-376,
// 17.16.5.18), which has no result: Word and WPS write ruby, characters in a
// ring and lines of two halves with it.
func eqText(code string) (string, bool) {
	code = strings.TrimSpace(code)
	if len(code) < 3 || !strings.EqualFold(code[:2], "EQ") || !strings.ContainsRune(` \`, rune(code[2])) {
		return "", false
	}
	e := &eqReader{rest: []rune(code[2:])}
	var all strings.Builder
	for len(e.rest) > 0 {
		all.WriteString(e.argument())
		e.rest = e.rest[min(1, len(e.rest)):]
	}
	return trimSpace(all.String()), true
}

type eqReader struct{ rest []rune }

// argument reads up to a comma or a bracket that closes.
func (e *eqReader) argument() string {
	var b strings.Builder
	element := ""
	for len(e.rest) > 0 && !strings.ContainsRune(",;)", e.rest[0]) {
		switch {
		case e.rest[0] == '(':
			b.WriteString(e.arguments(element))
			element = ""
		case e.rest[0] == '\\' && len(e.rest) > 1 && unicode.IsLetter(e.rest[1]) && e.rest[1] < 0x80:
			name := e.command()
			if element == "" { // what follows are its options
				element = name
			}
		case e.rest[0] == '\\' && len(e.rest) > 1 && e.rest[1] == '*':
			e.formatting()
		case e.rest[0] == '\\' && len(e.rest) > 1:
			b.WriteRune(e.rest[1])
			e.rest = e.rest[2:]
		default:
			if element == "" {
				b.WriteRune(e.rest[0])
			}
			e.rest = e.rest[1:]
		}
	}
	return b.String()
}

// arguments reads what stands in brackets. Of characters over each other the
// last is the base, unless it is shifted, too: then all are to be read.
func (e *eqReader) arguments(element string) string {
	e.rest = e.rest[1:]
	var out []string
	shifted := false
	for len(e.rest) > 0 {
		shifted = strings.HasPrefix(strings.ToLower(string(e.rest[:min(2, len(e.rest))])), `\s`)
		out = append(out, e.argument())
		closed := len(e.rest) == 0 || e.rest[0] == ')'
		e.rest = e.rest[min(1, len(e.rest)):]
		if closed {
			break
		}
	}
	if element == "o" && len(out) > 0 && !shifted {
		return out[len(out)-1]
	}
	return strings.Join(out, "")
}

// command reads the name of an element or option.
func (e *eqReader) command() string {
	i := 1
	for i < len(e.rest) && unicode.IsLetter(e.rest[i]) && e.rest[i] < 0x80 {
		i++
	}
	name := strings.ToLower(string(e.rest[1:i]))
	e.rest = e.rest[i:]
	return name
}

// formatting skips \* and its word: \* jc2, \* "Font:宋体".
func (e *eqReader) formatting() {
	e.rest = []rune(strings.TrimLeft(string(e.rest[2:]), " "))
	end, quoted := 0, false
	for end < len(e.rest) && (quoted || e.rest[end] != ' ' && e.rest[end] != '\\') {
		quoted = quoted != (e.rest[end] == '"')
		end++
	}
	e.rest = []rune(strings.TrimLeft(string(e.rest[end:]), " "))
}

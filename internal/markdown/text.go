package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// resolve returns the text that a piece of source stands for: backslash
// escapes and character references resolved (CommonMark 2.4 and 2.5), once
// and in one pass, so that what one yields is never read as the other. The
// result is the source itself where there is nothing to resolve.
func resolve(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, 0) < 0 {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && util.IsPunct(raw[i+1]):
			i++
			out = append(out, raw[i])
		case c == '&':
			var n int
			if out, n = reference1(out, raw[i:]); n > 0 {
				i += n - 1
			} else {
				out = append(out, c)
			}
		case c == 0:
			out = utf8.AppendRune(out, utf8.RuneError)
		default:
			out = append(out, c)
		}
	}
	return out
}

// reference1 appends the character that the reference at the beginning of s
// stands for, and returns how many bytes it takes; 0 if it is none.
func reference1(out, s []byte) ([]byte, int) {
	const longest = 33 // &CounterClockwiseContourIntegral;
	end := bytes.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return out, 0
	}
	name := s[1:end]
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(string(name)); ok {
			return append(out, e.Characters...), end + 1
		}
		return out, 0
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	if len(digits) > most || len(digits) == 0 || digits[0] == '+' || digits[0] == '-' || digits[0] == '_' {
		return out, 0
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return out, 0
	}
	return utf8.AppendRune(out, util.ToValidRune(rune(n))), end + 1
}

// appendEscaped appends text as HTML, for content and for attributes in double
// quotes.
func appendEscaped(out, s []byte) []byte {
	last := 0
	for i := range len(s) {
		if !special[s[i]] {
			continue
		}
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&quot;"
		case 0:
			entity = "\ufffd"
		}
		out = append(append(out, s[last:i]...), entity...)
		last = i + 1
	}
	return append(out, s[last:]...)
}

// special are the bytes that appendEscaped replaces.
var special = [256]bool{'&': true, '<': true, '>': true, '"': true, 0: true}

// plainText returns the text of a heading or of an image, without markup.
func plainText(src []byte, n ast.Node) string {
	return string(appendPlain(nil, src, n))
}

func appendPlain(out, src []byte, n ast.Node) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if value := c.Segment.Value(src); c.IsRaw() {
				out = append(out, bytes.ReplaceAll(value, []byte("\n"), []byte(" "))...)
			} else {
				out = append(out, resolve(value)...)
			}
			if c.HardLineBreak() || c.SoftLineBreak() && !joins(src, c) {
				out = append(out, ' ')
			}
		case *ast.String:
			out = append(out, c.Value...)
		case *ast.AutoLink:
			out = append(out, c.Label(src)...)
		case *ruby:
			out = append(out, resolve(c.base)...)
		default:
			out = appendPlain(out, src, c)
			if c.Type() == ast.TypeBlock {
				out = append(out, ' ')
			}
		}
	}
	return out
}

// isInline reports the nodes that are transparent to the text round them.
func isInline(n ast.Node) bool {
	switch n.(type) {
	case *ast.Emphasis, *ast.Link, *dots, *extast.Strikethrough:
		return true
	}
	return false
}

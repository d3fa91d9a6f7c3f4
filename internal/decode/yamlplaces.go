package decode

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A yamlText turns the lines and columns of YAML into offsets.
type yamlText struct {
	body  string
	lines []int // where each starts, in characters
	marks []int // where every stride-th character starts, in bytes
	ends  []int // where each line feed is, in bytes
}

// stride bounds the walk to a character: a text may be one line, and every key
// and value in it has a column.
const stride = 64

// newYAMLText finds the lines as the library counts them: as in YAML 1.1,
// NEL, LS and PS end a line too.
func newYAMLText(body string) yamlText {
	t := yamlText{body: body, lines: []int{0}}
	if strings.HasPrefix(body, bom) {
		t.lines[0] = 1
	}
	n := 0
	for i, r := range body {
		if n%stride == 0 {
			t.marks = append(t.marks, i)
		}
		n++
		if r == '\n' {
			t.ends = append(t.ends, i)
		}
		switch {
		case r == '\n', r == '\r' && !strings.HasPrefix(body[i+1:], "\n"), r == '\u0085', r == '\u2028', r == '\u2029':
			t.lines = append(t.lines, n)
		}
	}
	return t
}

// offset returns where a line and column, both from 1, are.
func (t yamlText) offset(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(t.lines) {
		return len(t.body)
	}
	char := t.lines[line-1] + max(column-1, 0)
	if char/stride >= len(t.marks) {
		return len(t.body)
	}
	at := t.marks[char/stride]
	for range char % stride {
		_, size := utf8.DecodeRuneInString(t.body[at:])
		at += size
	}
	return at
}

// lineEnd returns where the line ends in which at is.
func (t yamlText) lineEnd(at int) int {
	if i, _ := slices.BinarySearch(t.ends, at); i < len(t.ends) {
		return t.ends[i]
	}
	return len(t.body)
}

// tokenEnd returns where what has no spaces in it ends.
func (t yamlText) tokenEnd(at int) int {
	if i := strings.IndexAny(t.body[at:], " \t\n,]}"); i > 0 {
		return at + i
	}
	return t.lineEnd(at)
}

// scalar returns the place of a text: with its quotes, of a block the line that
// opens it, and of what is tagged or an anchor the mark of that.
func (t yamlText) scalar(n *yaml.Node) span {
	start := t.offset(n.Line, n.Column)
	rest := t.body[start:]
	switch {
	case n.Style&yaml.TaggedStyle != 0, n.Anchor != "":
		return span{start, t.tokenEnd(start)}
	case n.Style&yaml.DoubleQuotedStyle != 0, n.Style&yaml.SingleQuotedStyle != 0:
		if end := closingQuote(rest); end > 0 {
			return span{start, start + end}
		}
	case n.Style == 0 && strings.HasPrefix(rest, n.Value):
		return span{start, start + len(n.Value)}
	}
	line := t.body[start:t.lineEnd(start)]
	return span{start, start + len(strings.TrimRight(cutComment(line), " \t\r"))}
}

// closingQuote returns where the string in quotes that s begins with ends, or
// 0 if it does not.
func closingQuote(s string) int {
	if s == "" {
		return 0
	}
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case quote == '\'' && strings.HasPrefix(s[i:], "''"):
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return 0
}

// places copies the places of the tree n to the node to.
func (t yamlText) places(n *yaml.Node, to *node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			if k.Kind != yaml.ScalarNode || to.child(k.Value) != nil {
				continue
			}
			key := t.scalar(k)
			t.places(v, to.put(k.Value, &node{form: formOf(v), key: key, value: t.valueSpan(v, key)}))
		}
	case yaml.SequenceNode:
		for _, v := range n.Content {
			at := t.valueSpan(v, span{t.offset(v.Line, v.Column), -1})
			item := &node{form: formOf(v), key: at, value: at}
			t.places(v, item)
			to.items = append(to.items, item)
		}
	}
}

func formOf(n *yaml.Node) form {
	switch n.Kind {
	case yaml.MappingNode:
		return formInline
	case yaml.SequenceNode:
		return formArray
	}
	return formScalar
}

// valueSpan returns the place of a value. A table or list on lines of its own
// is where its key is, or for an item the first line of it.
func (t yamlText) valueSpan(v *yaml.Node, key span) span {
	switch {
	case v.Kind == yaml.ScalarNode && isNull(v) && v.Value == "":
		if key.end < 0 {
			return span{key.start, key.start}
		}
		return key
	case v.Kind == yaml.ScalarNode:
		return t.scalar(v)
	case v.Kind == yaml.AliasNode:
		start := t.offset(v.Line, v.Column)
		return span{start, t.tokenEnd(start)}
	case v.Style&yaml.FlowStyle == 0 && key.end >= 0:
		return key
	}
	start := t.offset(v.Line, v.Column)
	line := t.body[start:t.lineEnd(start)]
	return span{start, start + len(strings.TrimRight(line, " \t\r"))}
}

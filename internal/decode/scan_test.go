package decode

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// wholeText is a text that is the whole of a file.
func wholeText(body string, syntax Syntax) Text {
	return Text{File: diag.File{Path: "a", Text: body}, End: len(body), Syntax: syntax}
}

// checkPlaces compares what the parser has read with what the scanner has
// found: every key stands where the scanner says, in the table that the parser
// has it in, and the scanner has no key more.
func checkPlaces(t *testing.T, body string) {
	t.Helper()
	values, err := parseTOML(body)
	if err != nil {
		return
	}
	s := scanTOML(body, nil, true)
	for _, f := range s.faults {
		if f.kind == kindTooDeep {
			return
		}
		t.Fatalf("the parser accepts what the scanner calls %s at %q:\n%s", f.kind.Code, body[f.start:f.end], body)
	}
	compareTable(t, body, "", values, scanTOML(body, nil, false).root)
}

func compareTable(t *testing.T, body, path string, values map[string]any, n *node) {
	t.Helper()
	if len(values) != len(n.names) {
		t.Fatalf("%s: the parser has %d keys, the scanner %d:\n%s", path, len(values), len(n.names), body)
	}
	for k, v := range values {
		at := path + "." + k
		c := n.child(k)
		if c == nil {
			t.Fatalf("%s: the scanner has not found it:\n%s", at, body)
		}
		if got := keyText(body[c.key.start:c.key.end]); got != k {
			t.Fatalf("%s: the scanner finds the key at %q:\n%s", at, got, body)
		}
		compareValue(t, body, at, v, c)
	}
}

func compareValue(t *testing.T, body, path string, v any, n *node) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		compareTable(t, body, path, v, n)
	case []map[string]any:
		if len(v) != len(n.items) {
			t.Fatalf("%s: the parser has %d tables, the scanner %d:\n%s", path, len(v), len(n.items), body)
		}
		for i := range v {
			compareTable(t, body, fmt.Sprintf("%s[%d]", path, i), v[i], n.items[i])
		}
	case []any:
		if len(v) != len(n.items) {
			t.Fatalf("%s: the parser has %d items, the scanner %d:\n%s", path, len(v), len(n.items), body)
		}
		for i := range v {
			compareValue(t, body, fmt.Sprintf("%s[%d]", path, i), v[i], n.items[i])
		}
	default:
		again, err := parseTOML("k = " + body[n.value.start:n.value.end])
		if err != nil || fmt.Sprint(again["k"]) != fmt.Sprint(v) {
			t.Fatalf("%s: the scanner finds the value %q, the parser %v:\n%s", path, body[n.value.start:n.value.end], v, body)
		}
	}
}

func keyText(raw string) string {
	if raw != "" && (raw[0] == '"' || raw[0] == '\'') {
		text, _ := unquote(raw)
		return text
	}
	return raw
}

// A writer makes texts of TOML of all syntaxes.
type writer struct {
	*rand.Rand
	b     strings.Builder
	names int
}

func newWriter(seed uint64) *writer {
	return &writer{Rand: rand.New(rand.NewPCG(1, seed))}
}

func (w *writer) pick(s ...string) string { return s[w.IntN(len(s))] }

// name returns a key that no table has yet.
func (w *writer) name() string {
	w.names++
	return fmt.Sprintf(w.pick("k%d", "K-%d", "%d", `"标题%d"`, `'引 %d'`, `"a.b%d"`, `"\u6807%d"`, `"#%d"`, `"x\"%d"`), w.names)
}

func (w *writer) space() string { return w.pick("", "", " ", "  ", "\t") }
func (w *writer) lines() string { return w.pick("", " ", "\n", "\n  # 注释 ] } \"\n", "\n\n") }
func (w *writer) comment() string {
	return w.pick("\n", "\n", " # 说明 = \"[\n", "\n\n# a = 1\n", "\n\t")
}

func (w *writer) value(depth int) string {
	if depth < 3 {
		switch w.IntN(5) {
		case 0:
			return w.array(depth)
		case 1:
			return w.inline(depth)
		}
	}
	return w.pick(
		`"全面建设"`, `"a \" # ] } , 'b'"`, `''`, `'反\斜'`, `""`, "\"\"\"\n甲 \"乙\" ] # }\n丙\\\"\"\"\"", "'''\n'甲' = \"\n'''",
		"\"\"\"a \\\n   b\"\"\"", `"""x"""""`, "''''x'''''", "true", "false", "0", "-17", "1_000", "0xff", "0b1", "1.5", "-1e10", "inf", "nan",
		"2022-08-01", "2022-08-01T16:30:00+08:00", "2022-08-01 16:30:00", "2022-08-01T16:30", "16:30:00", `"\\"`, `"\u0041\t"`)
}

func (w *writer) array(depth int) string {
	out := "["
	n := w.IntN(4)
	for i := range n {
		out += w.lines() + w.value(depth+1) + w.lines()
		if i < n-1 || w.IntN(3) == 0 {
			out += "," + w.lines()
		}
	}
	return out + "]"
}

func (w *writer) inline(depth int) string {
	out := "{"
	n := w.IntN(4)
	for i := range n {
		out += w.space() + w.key() + w.space() + "=" + w.space() + w.value(depth+1) + w.space()
		if i < n-1 {
			out += "," + w.space()
		}
	}
	return out + "}"
}

func (w *writer) key() string {
	out := w.name()
	for w.IntN(4) == 0 {
		out += w.space() + "." + w.space() + w.name()
	}
	return out
}

func (w *writer) pairs() {
	for range w.IntN(4) {
		w.b.WriteString(w.space() + w.key() + w.space() + "=" + w.space() + w.value(0) + w.space() + w.comment())
	}
}

func (w *writer) text() string {
	w.pairs()
	for range w.IntN(4) {
		name := w.key()
		if w.IntN(2) == 0 {
			w.b.WriteString("[" + w.space() + name + w.space() + "]" + w.comment())
			w.pairs()
			continue
		}
		for range 1 + w.IntN(3) {
			w.b.WriteString("[[" + w.space() + name + w.space() + "]]" + w.comment())
			w.pairs()
			if w.IntN(3) == 0 {
				w.b.WriteString("[" + name + "." + w.name() + "]" + w.comment())
				w.pairs()
			}
		}
	}
	return w.b.String()
}

// The scanner finds every key of every text that the parser accepts.
func TestScannerFindsWhatTheParserReads(t *testing.T) {
	accepted := 0
	for seed := range uint64(800) {
		body := newWriter(seed).text()
		if _, err := parseTOML(body); err == nil {
			accepted++
		} else if seed < 50 {
			t.Logf("seed %d is no TOML: %v\n%s", seed, err, body)
		}
		checkPlaces(t, body)
		checkPlaces(t, strings.ReplaceAll(body, "\n", "\r\n"))
	}
	if accepted < 760 {
		t.Errorf("only %d of 800 texts were TOML", accepted)
	}
}

// Places in a file whose text begins below its first line, under Chinese.
func TestValueAndKey(t *testing.T) {
	const content = `+++
title = "全面建设" # 题
"副题" = 'x'
tags = ["甲", "乙丙"]
a.b = 1
inline = { x = { y = [1, 22] } }

[[authors]]
name = "郝学兰"
[[authors]]
name = "张三"
position = """
书记"""

[mail.box]
port = 25
+++
正文
`
	text := textOfFile("a.md", content)
	for _, tt := range []struct {
		path       []any
		value, key string
	}{
		{[]any{"title"}, `2:9 "全面建设"`, `2:1 title`},
		{[]any{"副题"}, `3:8 'x'`, `3:1 "副题"`},
		{[]any{"tags"}, `4:8 ["甲", "乙丙"]`, `4:1 tags`},
		{[]any{"tags", 1}, `4:14 "乙丙"`, `4:14 "乙丙"`},
		{[]any{"tags", 2}, `4:8 ["甲", "乙丙"]`, `4:8 ["甲", "乙丙"]`},
		{[]any{"a", "b"}, `5:7 1`, `5:3 b`},
		{[]any{"a"}, `5:1 a`, `5:1 a`},
		{[]any{"inline", "x", "y", 1}, `6:26 22`, `6:26 22`},
		{[]any{"inline", "x", "z"}, `6:16 { y = [1, 22] }`, `6:16 { y = [1, 22] }`},
		{[]any{"authors"}, `8:1 [[authors]]`, `8:3 authors`},
		{[]any{"authors", 1}, `10:1 [[authors]]`, `10:3 authors`},
		{[]any{"authors", 1, "name"}, `11:8 "张三"`, `11:1 name`},
		{[]any{"authors", 1, "position"}, `12:12 """…`, `12:1 position`},
		{[]any{"authors", 0, "position"}, `8:1 [[authors]]`, `8:1 [[authors]]`},
		{[]any{"authors", 7, "name"}, `8:1 [[authors]]`, `8:1 [[authors]]`},
		{[]any{"mail", "box", "port"}, `16:8 25`, `16:1 port`},
		{[]any{"mail", "box", "nothing"}, `15:1 [mail.box]`, `15:1 [mail.box]`},
		{[]any{"nothing"}, `2:1 title = "全面建设" # 题`, `2:1 title = "全面建设" # 题`},
		{nil, `2:1 title = "全面建设" # 题`, `2:1 title = "全面建设" # 题`},
	} {
		if got := excerpt(text.Value(tt.path...)); got != tt.value {
			t.Errorf("Value(%v) = %s, want %s", tt.path, got, tt.value)
		}
		if got := excerpt(text.Key(tt.path...)); got != tt.key {
			t.Errorf("Key(%v) = %s, want %s", tt.path, got, tt.key)
		}
	}
}

func TestValueAndKeyOfYAML(t *testing.T) {
	const content = `---
title: 全面建设 # 题
副题: "x 'y'"
tags: [甲, '乙''丙']
authors:
  - name: 郝学兰
    position: >-
      书记
  - {name: 张三}
mail:
  port: 25
empty:
---
`
	text := textOfFile("a.md", content)
	for _, tt := range []struct {
		path       []any
		value, key string
	}{
		{[]any{"title"}, `2:8 全面建设`, `2:1 title`},
		{[]any{"副题"}, `3:5 "x 'y'"`, `3:1 副题`},
		{[]any{"tags"}, `4:7 [甲, '乙''丙']`, `4:1 tags`},
		{[]any{"tags", 1}, `4:11 '乙''丙'`, `4:11 '乙''丙'`},
		{[]any{"authors"}, `5:1 authors`, `5:1 authors`},
		{[]any{"authors", 0}, `6:5 name: 郝学兰`, `6:5 name: 郝学兰`},
		{[]any{"authors", 0, "position"}, `7:15 >-`, `7:5 position`},
		{[]any{"authors", 1, "name"}, `9:12 张三`, `9:6 name`},
		{[]any{"authors", 1, "position"}, `9:5 {name: 张三}`, `9:5 {name: 张三}`},
		{[]any{"mail", "port"}, `11:9 25`, `11:3 port`},
		{[]any{"mail", "x"}, `10:1 mail`, `10:1 mail`},
		{[]any{"empty"}, `12:1 empty`, `12:1 empty`},
		{[]any{"nothing"}, `2:1 title: 全面建设 # 题`, `2:1 title: 全面建设 # 题`},
	} {
		if got := excerpt(text.Value(tt.path...)); got != tt.value {
			t.Errorf("Value(%v) = %s, want %s", tt.path, got, tt.value)
		}
		if got := excerpt(text.Key(tt.path...)); got != tt.key {
			t.Errorf("Key(%v) = %s, want %s", tt.path, got, tt.key)
		}
	}
}

// excerpt shows a range with what stands there.
func excerpt(r diag.Range) string {
	line := []rune(r.Text)
	end, more := r.EndColumn-1, ""
	if r.EndLine != r.Line {
		end, more = len(line), "…"
	}
	return fmt.Sprintf("%d:%d %s%s", r.Line, r.Column, string(line[r.Column-1:end]), more)
}

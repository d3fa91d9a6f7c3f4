package decode

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"luxi/internal/diag"
)

// TestYAMLOffset asks for every character of texts with all line ends that
// YAML 1.1 knows, and lines shorter and longer than a stride.
func TestYAMLOffset(t *testing.T) {
	long := strings.Repeat("东a🌊", 3*stride)
	for _, text := range []string{
		"", "a", "a\n", bom + "a: 1\n", "a\r\nb\rc\u0085d\u2028e\u2029f\n\ng",
		long, bom + long + "\r\n" + long + "\u2028" + long[:stride], strings.Repeat("a\n", 2*stride),
		strings.Repeat("a", stride), strings.Repeat("东", stride-1) + "\n",
	} {
		y := newYAMLText(text)
		line, column := 1, 1
		for at, r := range text {
			if at == 0 && r == '\ufeff' {
				continue // it has no column
			}
			if got := y.offset(line, column); got != at {
				t.Fatalf("offset(%d, %d) = %d, want %d in %.40q", line, column, got, at, text)
			}
			column++
			switch r {
			case '\r':
				if strings.HasPrefix(text[at+1:], "\n") {
					continue
				}
				fallthrough
			case '\n', '\u0085', '\u2028', '\u2029':
				line, column = line+1, 1
			}
		}
		for _, p := range [][2]int{{line, column}, {line, column + 1000}, {line + 1, 1}} {
			if got := y.offset(p[0], p[1]); got != len(text) {
				t.Errorf("offset(%d, %d) = %d behind the end, want %d in %.40q", p[0], p[1], got, len(text), text)
			}
		}
		if most := utf8.RuneCountInString(text)/stride + 1; len(y.marks) > most {
			t.Errorf("%d marks for %.40q, want at most %d", len(y.marks), text, most)
		}
	}
}

// TestYAMLMarkedPlace checks that what is tagged or an anchor stands where its
// mark does, and not all that follows on the line.
func TestYAMLMarkedPlace(t *testing.T) {
	for body, want := range map[string]string{
		"tags: [!a b, c]\n":         "!a",
		"tags: [!a \"b ! c\", d]\n": "!a",
		"tags: [&a b, c]\n":         "&a",
	} {
		at := scanYAML(body).child("tags").items[0].value
		if got := body[at.start:at.end]; got != want {
			t.Errorf("the first item of %q is %q, want %q", body, got, want)
		}
	}
}

// TestYAMLOneLongLine reads texts of one line of 240 KB, whose every node has
// a column. The measure is what the library takes to parse them: luxi takes a
// few times that, and where a node costs the length of its line, a thousand.
func TestYAMLOneLongLine(t *testing.T) {
	const size, most = 240 << 10, 50
	for _, item := range []string{"甲, ", "[], ", "{a: b}, ", "!a 'b', ", "&a b, "} {
		text := "tags: [" + strings.Repeat(item, size/len(item)) + "z]"
		start := time.Now()
		if _, err := composeYAML(text); err != nil {
			t.Fatal(err)
		}
		parsed := time.Since(start)
		start = time.Now()
		in := Text{File: diag.File{Path: "a.md", Text: text}, End: len(text), Syntax: YAML}
		in.Into(new(front))
		in.Value("tags", 1)
		if took := time.Since(start); took > most*parsed {
			t.Errorf("items %q take %v, %d times what it takes to parse them", item, took, took/parsed)
		}
	}
}

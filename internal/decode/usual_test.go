package decode

import (
	"reflect"
	"testing"
	"time"
	"unsafe"
)

// usualTexts are of the part of TOML that the reader of our own takes, and
// oddTexts of what it has to leave to the parser.
var (
	usualTexts = []string{
		"", "\n \n", "# 注释 \"[\n", benchText, "a = \"\"", "a=\"甲 # 乙\"# 丙\n", "a = true\nb = false\n",
		"a = []\nb = [ ]\nc = [\n \"甲\",\n\t\"乙\" ,\n]\n", "a = [1, true, \"甲\", 2022-08-01]",
		"n = 0\nm = 123456789012345\n-_9 = 7", "[a]\nx = 1\n[b]\nx = 1\n[[c]]\n[[c]] # 注释\nx = 1\n  [d]  \n",
		"d = 2024-02-29\nt = 2022-07-25T16:30:00Z\nu = 2022-07-25T16:30:00-11:30\nv = 2022-07-25T16:30:00\n",
	}
	oddTexts = []string{
		"a", "a =", "a = \n", "= 1", "a = \"甲", "a = \"甲\n\"", `a = "\""`, "a = 'b'", "a = \"\"\"甲\"\"\"", "\"a\" = 1", "a.b = 1", "标题 = 1",
		"a = 1\na = 2", "a = 1 b = 2", "a = \"b\" c", "[a", "[a]]", "[[a]", "[[a]]]", "[a] b", "[a.b]", "[ a ]", "[]", "[a]\n[a]", "[[a]]\n[a]",
		"[a]\n[[a]]", "a = 1\n[a]", "a = []\n[[a]]", "a = {}", "a = [[1]]", "a = [1", "a = [1 2]", "a = [,]", "a = [1,,]", "a = [ # 注释\n]",
		"a = -1", "a = +1", "a = 01", "a = 1_000", "a = 1.5", "a = 0x1", "a = 1234567890123456", "a = inf", "a = True", "a = truex", "a = 甲",
		"a = 2022-02-30", "a = 2022-8-01", "a = 2022-08-01 16:30:00", "a = 2022-08-01T16:30", "a = 2022-08-01t16:30:00", "a = 2022-08-01T16:30:00.5",
		"a = 2022-08-01T16:30:00z", "a = 2022-08-01T16:30:00+08", "a = 2022-08-01T16:30:00+0800", "a = 2022-08-01T16:30:00+08x00", "a = 2022-08-01T25:30:00Z",
		"a = 16:30:00", "a = 2022-08-1:", bom + "a = 1", "a = 1\r\nb = 2",
	}
)

func TestUsualTexts(t *testing.T) {
	for _, text := range usualTexts {
		if !checkUsual(t, text) {
			t.Errorf("the reader gives up on\n%s", text)
		}
	}
	for _, text := range oddTexts {
		if values, ok := readUsual(text); ok {
			t.Errorf("the reader makes %v of\n%s", values, text)
		}
	}
}

func FuzzUsual(f *testing.F) {
	seeds(f, TOML)
	for _, text := range append(usualTexts, oddTexts...) {
		f.Add(text)
	}
	for seed := range uint64(20) {
		f.Add(newWriter(seed).text())
	}
	f.Fuzz(func(t *testing.T, text string) { checkUsual(t, text) })
}

// checkUsual compares what the reader makes of a text with what the parser
// makes of it, and reports whether the reader takes it.
func checkUsual(t *testing.T, text string) bool {
	t.Helper()
	if _, bad := unreadable(text); bad {
		return false
	}
	got, ok := readUsual(text)
	if !ok {
		return false
	}
	want, err := parseTOML(text)
	if err != nil {
		t.Fatalf("the parser refuses: %v\n%s", err, text)
	}
	if got, want := settled(got), settled(want); !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %#v\nwant %#v\nof\n%s", got, want, text)
	}
	return true
}

// settled replaces instants, whose zones compare by address, by moments.
func settled(v any) any {
	switch v := v.(type) {
	case time.Time:
		m, _ := momentOf(v)
		return m
	case map[string]any:
		out := map[string]any{}
		for k, item := range v {
			out[k] = settled(item)
		}
		return out
	case []map[string]any:
		out := make([]map[string]any, len(v))
		for i, item := range v {
			out[i] = settled(item).(map[string]any)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = settled(item)
		}
		return out
	}
	return v
}

// What was decoded does not hold the text, and what came by twice is there once.
func TestNothingHoldsTheText(t *testing.T) {
	var first, second front
	for _, v := range []*front{&first, &second} {
		text := textOfFile("a.md", "+++\n"+benchText+"+++\n正文")
		if list := text.Into(v); len(list) > 0 {
			t.Fatal(list)
		}
		body := unsafe.StringData(text.File.Text)
		for _, s := range []string{v.Title, v.Region, v.Tags[0], v.Authors[0].Name, v.Authors[0].Position} {
			at := uintptr(unsafe.Pointer(unsafe.StringData(s))) - uintptr(unsafe.Pointer(body))
			if at < uintptr(len(text.File.Text)) {
				t.Errorf("%q is a piece of the text", s)
			}
		}
	}
	if unsafe.StringData(first.Authors[0].Name) != unsafe.StringData(second.Authors[0].Name) {
		t.Error("one name is there twice")
	}
}

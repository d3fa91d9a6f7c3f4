package decode

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// Those whose texts are too long, or not text, to stand in testdata.
var elsewhere = []string{"more-mistakes", "not-utf8", "text-too-long", "too-deep"}

// Every kind has a case that shows its words, and says in both languages what
// is wrong and what to do, with the same arguments.
func TestKinds(t *testing.T) {
	shown := ""
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		shown += string(data)
	}
	placeholder := regexp.MustCompile(`\{\w+\}`)
	for _, k := range diag.Kinds() {
		if !strings.Contains(shown, "["+k.Code+"]") && !slices.Contains(elsewhere, k.Code) {
			t.Errorf("%s has no case in testdata", k.Code)
		}
		for _, text := range []i18n.Text{k.Message, k.Hint} {
			zh, en := placeholder.FindAllString(text.ZH, -1), placeholder.FindAllString(text.EN, -1)
			slices.Sort(zh)
			slices.Sort(en)
			if text.ZH == "" || text.EN == "" || !slices.Equal(zh, en) {
				t.Errorf("%s says %q and %q", k.Code, text.ZH, text.EN)
			}
		}
	}
}

func TestKindsWithoutCases(t *testing.T) {
	for code, body := range map[string]string{
		"more-mistakes": strings.Repeat("a-b = 1\n", maxReported+5),
		"not-utf8":      "title = \"\xff\"\n",
		"text-too-long": strings.Repeat("# 正文\n", maxBytes/9+1),
		"too-deep":      "title" + strings.Repeat(".a", maxDepth+1) + " = 1\n",
	} {
		if s := printed(wholeText(body, TOML).Into(&front{}), i18n.Chinese); !strings.Contains(s, "["+code+"]") {
			t.Errorf("%s is not told:\n%.500s", code, s)
		}
	}
	s := printed(wholeText("a: "+strings.Repeat("[", maxDepth+1), YAML).Into(&front{}), i18n.Chinese)
	if !strings.Contains(s, "[too-deep]") {
		t.Errorf("too-deep is not told of YAML:\n%s", s)
	}
}

// The library counts lines as YAML 1.1 does, where NEL, LS and PS end one.
func TestPlacesBehindForeignLineEnds(t *testing.T) {
	for _, end := range []string{"\u2028", "\u2029", "\u0085"} {
		text := wholeText("title: \"甲"+end+"乙\"\nweight: 1\n", YAML)
		if got := excerpt(text.Key("weight")); got != "2:1 weight" {
			t.Errorf("behind %q the key is found at %s", end, got)
		}
	}
}

// A byte order mark does not move the places behind it.
func TestPlacesBehindMark(t *testing.T) {
	for _, syntax := range []Syntax{TOML, YAML} {
		text := wholeText(bom+map[Syntax]string{TOML: "title = 1", YAML: "title: 1"}[syntax], syntax)
		if got := excerpt(text.Key("title")); got != "1:2 title" {
			t.Errorf("the key is found at %s", got)
		}
	}
	list := wholeText(bom+"title = \"\\uD800\"", TOML).Into(&front{})
	if got := list[0].Range.Column; got < 11 || got > 12 {
		t.Errorf("the escape is told at column %d", got)
	}
}

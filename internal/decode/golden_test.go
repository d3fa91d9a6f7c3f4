package decode

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var update = flag.Bool("update", false, "write the answers of testdata/*.txt anew")

// front has every type that a field may have, with the column's own keys.
type front struct {
	Title    string       `toml:"title,required" zh:"标题"`
	Subtitle string       `toml:"subtitle"       zh:"副题"`
	Date     civil.Date   `toml:"date,required"  zh:"日期"`
	Call     string       `toml:"call"           zh:"约稿启事"`
	Received civil.Moment `toml:"received"       zh:"收稿时间"`
	Region   string       `toml:"region"         zh:"县市区"`
	Draft    bool         `toml:"draft"          zh:"草稿"`
	Weight   int          `toml:"weight"         zh:"次序"`
	Ratio    float64      `toml:"ratio"          zh:"比例"`
	Tags     []string     `toml:"tags"           zh:"标签"`
	common
	Authors []author       `toml:"authors" zh:"作者"`
	Mail    *mail          `toml:"mail"    zh:"投稿邮箱"`
	Params  map[string]any `toml:"params"`
	Ignored string
}

type common struct {
	Grace time.Duration `toml:"grace" zh:"宽限"`
	Dates []civil.Date  `toml:"dates" zh:"各次日期"`
}

type author struct {
	Name     string `toml:"name,required" zh:"姓名"`
	Position string `toml:"position"      zh:"职务"`
}

type mail struct {
	Address string `toml:"address,required" zh:"地址"`
	Port    int    `toml:"port"             zh:"端口"`
}

// textOfFile finds the settings of a file: its front matter, or all of it.
func textOfFile(path, content string) Text {
	t := Text{File: diag.File{Path: path, Text: content}, End: len(content)}
	for marker, syntax := range map[string]Syntax{"+++\n": TOML, "---\n": YAML} {
		if strings.HasPrefix(content, marker) {
			t.Start, t.Syntax = len(marker), syntax
			if end := strings.LastIndex(content, "\n"+marker); end > 0 {
				t.End = max(end+1, t.Start)
			}
		}
	}
	return t
}

func printed(l diag.List, lang i18n.Lang) string {
	var b strings.Builder
	if err := (diag.Printer{Lang: lang, Width: 100}).Print(&b, l); err != nil {
		panic(err)
	}
	return b.String()
}

// TestMessages reads testdata/*.txt: cases of an input and what is told of it
// in both languages. To add a case write "=== name" and the input, and run
// the test with -update. A control character is written as ␀ (U+0000) or ␇.
func TestMessages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for _, c := range cases(string(data)) {
				content := strings.NewReplacer("␀", "\x00", "␇", "\x07").Replace(c.input)
				list := textOfFile("a.md", content).Into(&front{})
				zh, en := printed(list, i18n.Chinese), printed(list, i18n.English)
				if !*update {
					t.Run(c.name, func(t *testing.T) {
						if d := cmp.Diff(c.zh, zh); d != "" {
							t.Errorf("Chinese (-want +got):\n%s", d)
						}
						if d := cmp.Diff(c.en, en); d != "" {
							t.Errorf("English (-want +got):\n%s", d)
						}
					})
				}
				out.WriteString("=== " + c.name + "\n" + c.input + "--- zh\n" + zh + "--- en\n" + en)
			}
			if *update {
				if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

type goldenCase struct{ name, input, zh, en string }

func cases(data string) []goldenCase {
	var out []goldenCase
	for _, part := range strings.Split("\n"+data, "\n=== ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		input, answers, _ := strings.Cut("\n"+strings.TrimSuffix(rest, "\n")+"\n", "\n--- zh\n")
		zh, en, _ := strings.Cut("\n"+answers, "\n--- en\n")
		out = append(out, goldenCase{
			name: name, input: strings.TrimPrefix(input, "\n") + ending(input),
			zh: lines(zh), en: lines(en),
		})
	}
	return out
}

func ending(s string) string {
	if strings.HasSuffix(s, "\n") {
		return ""
	}
	return "\n"
}

func lines(s string) string {
	s = strings.Trim(s, "\n")
	if s == "" {
		return ""
	}
	return s + "\n"
}

package decode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// seeds are the inputs of all cases.
func seeds(f *testing.F, syntax Syntax) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range cases(string(data)) {
			if t := textOfFile("a", c.input); t.Syntax == syntax {
				f.Add(t.body())
			}
		}
	}
}

// checkAny decodes a text that stands in the middle of a file, and checks
// what holds for every text: it ends, and all its places are in the text.
func checkAny(t *testing.T, body string, syntax Syntax) diag.List {
	t.Helper()
	const before, after = "+++\n", "\n+++\n正文"
	text := Text{
		File:  diag.File{Path: "a.md", Text: before + body + after},
		Start: len(before), End: len(before) + len(body), Syntax: syntax,
	}
	var v front
	list := text.Into(&v)
	last := text.File.Range(text.End, text.End)
	for _, d := range list {
		for _, r := range append([]diag.Range{d.Range}, d.Related...) {
			if r.Line < 2 || r.EndLine < r.Line || r.EndLine > last.Line || r.Column < 1 ||
				r.Column > utf8.RuneCountInString(r.Text)+1 {
				t.Fatalf("%s stands at %+v, outside of\n%s", d.Kind.Code, r, body)
			}
		}
		for _, lang := range []i18n.Lang{i18n.Chinese, i18n.English} {
			for _, words := range []string{d.Message(lang), d.Hint(lang)} {
				if strings.ContainsAny(words, "\x00\n\r") || unfilled(d, words) {
					t.Fatalf("%s says %q of\n%s", d.Kind.Code, words, body)
				}
			}
		}
	}
	if utf8.ValidString(body) {
		for _, s := range append([]string{v.Title, v.Subtitle, v.Region}, v.Tags...) {
			if !utf8.ValidString(s) {
				t.Fatalf("the text %q is garbled", s)
			}
		}
	}
	text.Value("authors", 0, "name")
	text.Key("params", "a")
	return list
}

// unfilled reports whether the words have a placeholder of the kind that no
// argument has filled.
func unfilled(d diag.Diagnostic, words string) bool {
	for _, name := range []string{"{key}", "{fix}", "{found}", "{mark}", "{want}", "{line}", "{where}", "{detail}", "{name}", "{what}", "{half}", "{most}"} {
		if strings.Contains(words, name) {
			for _, a := range d.Args {
				if strings.Contains(a.Value.ZH, name) {
					return false
				}
			}
			return true
		}
	}
	return false
}

func FuzzTOML(f *testing.F) {
	seeds(f, TOML)
	for seed := range uint64(20) {
		f.Add(newWriter(seed).text())
	}
	f.Add(bom + "标题 = 'x'\ntitle = \"\\uD800\"\n")
	f.Fuzz(func(t *testing.T, body string) {
		list := checkAny(t, body, TOML)
		if _, bad := unreadable(body); bad || mayBeDeep(body) {
			return
		}
		checkPlaces(t, body)
		if _, err := parseTOML(body); err != nil && len(list) == 0 {
			t.Fatalf("a text that is no TOML is accepted:\n%s", body)
		}
	})
}

func FuzzYAML(f *testing.F) {
	seeds(f, YAML)
	f.Fuzz(func(t *testing.T, body string) {
		list := checkAny(t, body, YAML)
		if _, bad := unreadable(body); bad {
			return
		}
		root, err := composeYAML(body)
		if err != nil && len(list) == 0 {
			t.Fatalf("a text that is no YAML is accepted:\n%s", body)
		}
		if root != nil && len(list) == 0 {
			checkYAMLPlaces(t, body)
		}
	})
}

// checkYAMLPlaces checks that every key without quotes stands where the
// scanner says.
func checkYAMLPlaces(t *testing.T, body string) {
	var visit func(n *node)
	visit = func(n *node) {
		for name, c := range n.names {
			if got := body[c.key.start:c.key.end]; got != name && !strings.ContainsAny(got, `"'`) {
				t.Fatalf("the key %q is found at %q in\n%s", name, got, body)
			}
			visit(c)
		}
		for _, c := range n.items {
			visit(c)
		}
	}
	visit(scanYAML(body))
}

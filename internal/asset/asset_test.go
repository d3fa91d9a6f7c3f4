package asset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// What bundling says of themes, mistakes among it, is in the cases of
// internal/theme. Here stands what does not show there.

func code(name, text string) File {
	return File{Name: name, Source: diag.File{Path: "themes/own/assets/" + name, Text: text}}
}

// The files that are handed in are all that there is, whatever lies in the
// folder that the program was started in.
func TestNothingIsReadFromTheDisk(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{
		"css/parts.css": "p { color: red }", "parts.css": "p { color: red }", "node_modules/pkg/index.js": "alert(1)",
		"package.json": `{"name": "pkg"}`, "tsconfig.json": `{"compilerOptions": {"paths": {"*": ["./*"]}}}`,
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	set, list := Bundle([][]File{{code("css/site.css", "@import \"parts.css\";\n"), code("js/site.js", "import \"pkg\";\n")}}, "")
	if len(set.Files()) != 0 || len(list) != 2 || list[0].Kind != notFound || list[1].Kind != notFound {
		t.Errorf("made %v\n%v", set.Names(), list)
	}
}

// The browsers of 2020 know neither nested rules nor ??=; what has no other
// form stays.
func TestWrittenForOldBrowsers(t *testing.T) {
	set, list := Bundle([][]File{{
		code("css/site.css", "p { &:hover { color: #ff000080 } }\nq:has(i) { inset: 0 }\n"),
		code("js/site.js", "let a = window.a;\na ??= 1;\nwindow.b = a;\n"),
	}}, "")
	if len(list) > 0 {
		t.Fatal(list)
	}
	css, js := string(set.Files()[0].Content), string(set.Files()[1].Content)
	if strings.Contains(css, "&") || !strings.Contains(css, "p:hover{") || !strings.Contains(css, "q:has(i){") {
		t.Errorf("the style is %s", css)
	}
	if strings.Contains(js, "??=") {
		t.Errorf("the script is %s", js)
	}
}

// An address changes with the content, and with nothing else.
func TestAddresses(t *testing.T) {
	address := func(files ...File) string {
		set, list := Bundle([][]File{files}, ":root{--ink:#000}")
		a, ok := set.Address("css/site.css")
		if len(list) > 0 || !ok {
			t.Fatal(list)
		}
		return a
	}
	site := code("css/site.css", "@import \"luxi:colours.css\";\np { background: url(../a.png) }\n")
	image := func(content string) File { return File{Name: "a.png", Content: []byte(content)} }
	first := address(site, image("a"))
	if first != address(site, image("a"), code("css/other.css", "q { color: red }")) {
		t.Error("another file changed the address")
	}
	if first == address(site, image("b")) {
		t.Error("another image has the same address")
	}
}

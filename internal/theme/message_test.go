package theme

import (
	"path"
	"slices"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/themes"
)

// Who writes a message of the default theme in one language owes it in the
// others, with the same arguments.
func TestDefaultThemeSaysTheSameInEveryLanguage(t *testing.T) {
	look, list, err := Load(themes.Builtin, themes.Builtin, Default, "zh-CN", diag.Range{})
	if err != nil || len(list) > 0 {
		t.Fatal(err, golden.Print(list))
	}
	if got := strings.Join(look.Languages(), " "); got != "en zh" {
		t.Fatalf("languages %s", got)
	}
	of := func(language string) (lines []string) {
		for _, m := range look.Messages(language) {
			arguments := m.Arguments()
			slices.Sort(arguments)
			lines = append(lines, m.Key+" "+strings.Join(arguments, " "))
		}
		return lines
	}
	zh, en := of("zh"), of("EN")
	for _, line := range zh {
		if !slices.Contains(en, line) {
			t.Errorf("English lacks %s", line)
		}
	}
	for _, line := range en {
		if !slices.Contains(zh, line) {
			t.Errorf("Chinese lacks %s", line)
		}
	}
}

// What luxi theme check reports needs every use with its place.
func TestMessageUses(t *testing.T) {
	site := files(map[string]string{
		"themes/own/i18n/zh.toml":        "a = \"一{x}\"\nb = \"二\"\n",
		"themes/own/templates/page.html": "{{define \"main\"}}\n{{range .Nav}}{{with t \"b\"}}{{.}}{{end}}{{end}}{{t \"a\" \"x\" (t \"b\")}}{{t (print \"a\" \"b\")}}{{end}}\n{{define \"name\"}}{{template \"main\" (t \"b\")}}{{end}}",
	})
	look, list := load(t, site, small, "own")
	if len(list) > 0 {
		t.Fatal(golden.Print(list))
	}
	var got []string
	for _, u := range look.MessageUses() {
		got = append(got, path.Base(u.At.Place())+" "+u.Key+" "+strings.Join(u.Arguments, ","))
	}
	want := []string{"page.html:2:24 b ", "page.html:2:52 a x", "page.html:2:63 b ", "page.html:3:39 b "}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

package theme

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/htmlexec"
	"luxi/internal/view"
	"luxi/themes"
)

// Every template of the project's themes has a program, and what it makes of
// any specimen is what html/template makes.
func TestProgramsMakeWhatTemplatesMake(t *testing.T) {
	for _, from := range []struct{ root, name string }{
		{filepath.Join("..", ".."), "forum"},
		{filepath.Join("..", ".."), "broadsheet"},
		{filepath.Join("..", "..", "bench", "site", "luxi"), "bench"},
	} {
		t.Run(from.name, func(t *testing.T) {
			load := func() *Theme {
				look, list, err := Load(os.DirFS(from.root), themes.Builtin, from.name, "zh-CN", diag.Range{})
				if err != nil || list.HasErrors() {
					t.Fatal(err, list)
				}
				return look
			}
			look, plain := load(), load()
			look.Verify = true // every program's page and partial is compared
			for range 2 {
				for _, s := range view.Specimens() {
					if _, list := look.Render(s.Template, s.View); len(list) > 0 {
						t.Errorf("%s/%s: %v", s.Template, s.Name, list)
					}
				}
			}
			for _, s := range view.Specimens() {
				want, _ := plain.Render(s.Template, s.View)
				key := programKey{look.templates[s.Template], layoutName, reflect.TypeOf(s.View)}
				program, _ := look.programs.Load(key)
				if p, _ := program.(*htmlexec.Program); p == nil {
					_, err := htmlexec.Compile(key.set, key.name, look.functions, key.data)
					t.Errorf("%s has no program: %v", s.Template, err)
				}
				look.Verify = false
				if got, _ := look.Render(s.Template, s.View); string(got) != string(want) {
					t.Errorf("%s/%s:\n%s\nwant\n%s", s.Template, s.Name, got, want)
				}
			}
			count := 0
			look.programs.Range(func(key, program any) bool {
				k := key.(programKey)
				if p, _ := program.(*htmlexec.Program); p == nil {
					_, err := htmlexec.Compile(k.set, k.name, look.functions, k.data)
					t.Errorf("%s of %v has no program: %v", k.name, k.data, err)
				}
				if strings.HasPrefix(k.name, partials) {
					count++
				}
				return true
			})
			if count < 3 {
				t.Errorf("%d partials have a program", count)
			}
		})
	}
}

// BenchmarkRender makes a page of the default theme with everything on it, by
// its program and by html/template.
func BenchmarkRender(b *testing.B) {
	look, _, err := Load(os.DirFS(filepath.Join("..", "..")), themes.Builtin, Default, "zh-CN", diag.Range{})
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range view.Specimens() {
		if s.Name != "full" || s.Template != "essay.html" && s.Template != "list.html" {
			continue
		}
		value := reflect.ValueOf(s.View)
		set := look.templates[s.Template]
		var out bytes.Buffer
		b.Run(s.Template+"/program", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				out.Reset()
				if err := look.execute(&out, set, layoutName, value); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(s.Template+"/html-template", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				out.Reset()
				if err := set.ExecuteTemplate(&out, layoutName, s.View); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package proof

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// formal returns paragraphs of clean formal prose with all that looks like a
// mistake and is none: those written for this test, in many registers, and the
// column's own.
func formal(t *testing.T) []string {
	var all []string
	for _, name := range []string{"formal.txt", "registers.txt"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(strings.TrimSpace(string(text)), "\n\n")...)
	}
	essays, err := filepath.Glob(filepath.Join("..", "..", "content", "essays", "*", "*.md"))
	if err != nil || len(essays) == 0 {
		t.Fatalf("no essays: %v", err)
	}
	for _, name := range essays {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(text), "+++"), "\n+++\n")
		all = append(all, strings.Split(strings.TrimSpace(body), "\n\n")...)
	}
	return all
}

func fixedText(r *Reader, text string) string {
	return fixed(r, Text{File: diag.File{Path: "a.md", Text: text}}, Safely)
}

// TestFormalProse leaves clean prose as it is, and warns of nothing in it but of
// a variant character in an old inscription.
func TestFormalProse(t *testing.T) {
	r := columnReader(t)
	for _, p := range formal(t) {
		if got := fixedText(r, p); got != p {
			t.Errorf("%s\nbecomes\n%s", p, got)
		}
		for _, n := range r.Read(Text{File: diag.File{Path: "a.md", Text: p}}) {
			if n.Severity != diag.Note && p[n.Start:n.End] != "暎" {
				t.Errorf("%s: “%s” in %s", n.Rule.ID, p[n.Start:n.End], p)
			}
		}
	}
}

// TestHalfWidthProse makes marks half-width, as on the keyboard of a computer or
// by scanning, and has nearly every paragraph come back.
func TestHalfWidthProse(t *testing.T) {
	r := columnReader(t)
	ways := map[string]*strings.Replacer{
		"marks":            strings.NewReplacer("，", ",", "；", ";", "：", ":", "！", "!", "？", "?", "（", "(", "）", ")"),
		"marks and spaces": strings.NewReplacer("，", ", ", "；", "; ", "：", ": ", "（", "(", "）", ")"),
		"spaces outside":   strings.NewReplacer("，", ", ", "；", "; ", "：", ": ", "！", "! ", "？", "? ", "（", " (", "）", ") "),
		"commas":           strings.NewReplacer("，", ","),
		"closing brackets": strings.NewReplacer("）", ")"),
		"mixed":            strings.NewReplacer("，", ",", "；", "; ", "（", "("),
		"spaces both":      strings.NewReplacer("，", " , ", "；", " ; ", "：", " : ", "！", " ! ", "？", " ? "),
		"one direction":    strings.NewReplacer("“", "”"),
		"corner brackets":  strings.NewReplacer("“", "「", "”", "」", "‘", "『", "’", "』"),
		"full digits":      strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９"),
		"quotes":           strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'"),
		"dots and dashes":  strings.NewReplacer("……", "...", "——", "--"),
		"everything": strings.NewReplacer("，", ", ", "；", "; ", "：", ": ", "！", "! ", "？", "? ", "（", "(", "）", ")",
			"“", `"`, "”", `"`, "……", "...", "——", "--"),
	}
	for name, way := range ways {
		back, all := 0, 0
		for _, p := range formal(t) {
			spoiled := way.Replace(p)
			if spoiled == p {
				continue
			}
			all++
			if got := fixedText(r, spoiled); got == p {
				back++
			} else {
				t.Logf("%s:\n%s\n%s", name, p, got)
			}
		}
		if back*100 < all*97 {
			t.Errorf("%s: %d of %d come back", name, back, all)
		}
	}
}

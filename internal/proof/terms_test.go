package proof

import (
	"testing"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/golden"
)

// TestSettings shows what an editor is told of a list and of settings that are
// wrong, and what a list makes of a text.
func TestSettings(t *testing.T) {
	golden.Run(t, "testdata/settings.txt", func(t *testing.T, c golden.Case) string {
		site, list := config.Parse(diag.File{Path: config.FileName, Text: c.Get(config.FileName)}, config.Override{})
		terms, found := ParseTerms(diag.File{Path: TermsFile, Text: c.Get(TermsFile)})
		list = append(list, found...)
		r, found := NewReader(site.Proof, terms)
		list = append(list, found...)
		essay := diag.File{Path: "a.md", Text: c.Get("a.md")}
		for _, n := range r.Read(Text{File: essay}) {
			list.Add(n.Diagnostic(essay))
		}
		return golden.Print(list)
	})
}

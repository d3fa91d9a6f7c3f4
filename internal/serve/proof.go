package serve

import (
	"path/filepath"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/proof"
	"luxi/internal/source"
)

// proofread returns what the proofreading says of one document as it is now.
// What a reading of the column says of it already is not in it. Across texts,
// which takes all of the column, nothing is compared: luxi proof does.
func (s *Server) proofread(site *build.Site, name string) diag.List {
	section, ok := document.SectionOf(name)
	if !ok {
		return nil
	}
	raw, err := s.root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return nil // it has just been deleted; the next reading says so
	}
	f, _, ok := source.Decode(source.File{Path: name, Text: raw})
	if !ok {
		return nil
	}
	reader, list, err := build.ProofReader(s.root.FS(), site.Settings.Proof)
	if err != nil {
		return nil // as above
	}
	text := proof.Text{
		File: f, Start: document.Markdown(f), Essay: section == document.Essays, Ignore: document.ProofIgnored(f),
	}
	for _, n := range reader.Read(text) {
		list.Add(n.Diagnostic(f))
	}
	return list
}

package build

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/proof"
	"luxi/internal/source"
)

// A ProofFile is one content file as the proofreading read it.
type ProofFile struct {
	proof.Text
	proof.Reading
	Draft bool // it holds no build
}

// A ProofResult is what the proofreading of a column found.
type ProofResult struct {
	Reader *proof.Reader
	Files  []ProofFile
	Across diag.List // what essays say against each other and against the calls
	// Settings are mistakes of site.toml, which a build tells, too.
	Settings diag.List
	// Problems are names of rules that are none, mistakes of the editors' list,
	// and files that cannot be read. Mistakes of a document are told by a build.
	Problems diag.List
}

// Told returns what a check of the column tells, besides what a build does:
// findings for which the settings hold a build are errors.
func (r ProofResult) Told() diag.List {
	var list diag.List
	for _, d := range r.Problems {
		if d.Range.File == proof.TermsFile || strings.HasPrefix(d.Code, "proof-") {
			list.Add(d) // the others a build tells
		}
	}
	for _, f := range r.Files {
		for _, n := range f.Findings {
			if !f.Draft && r.Reader.Held(n) {
				n.Severity = diag.Error
			}
			list.Add(n.Diagnostic(f.File))
		}
	}
	for _, d := range r.Across {
		if r.Reader.HoldsAll() && d.Severity == diag.Warning {
			kind := *d.Kind
			kind.Severity = diag.Error
			d.Kind = &kind
		}
		list.Add(d)
	}
	list.Sort()
	return list
}

// ProofReader returns a reader by a column's settings and its editors' list.
func ProofReader(fsys fs.FS, settings config.Proof) (*proof.Reader, diag.List, error) {
	terms, list, err := terms(fsys)
	if err != nil {
		return nil, nil, err
	}
	reader, found := proof.NewReader(settings, terms)
	return reader, append(list, found...), nil
}

// terms reads the editors' list. A column may have none.
func terms(fsys fs.FS) ([]proof.Term, diag.List, error) {
	raw, err := fs.ReadFile(fsys, proof.TermsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	f, list, ok := source.Decode(source.File{Path: proof.TermsFile, Text: raw})
	if !ok {
		return nil, list, nil
	}
	terms, found := proof.ParseTerms(f)
	return terms, append(list, found...), nil
}

// Proof proofreads all texts of a column. The error is for the machine.
func Proof(ctx context.Context, root *os.Root) (ProofResult, error) {
	var result ProofResult
	site, f, list, err := Settings(root.FS(), config.Override{})
	if err != nil || f.Path == "" {
		result.Reader, _ = proof.NewReader(config.Proof{}, nil)
		result.Settings = list
		return result, err
	}
	result.Settings = list
	result.Reader, list, err = ProofReader(root.FS(), site.Proof)
	if err != nil {
		return result, err
	}
	result.Problems = list
	names, found, err := source.List(root.FS(), document.Root)
	if err != nil {
		return result, err
	}
	result.Problems = append(result.Problems, found...)
	read := make([]proofRead, len(names))
	err = parallel(ctx, len(names), func(int, int) {}, func(i int) error {
		read[i] = proofread(result.Reader, root.FS(), names[i])
		return nil
	})
	if err != nil {
		return result, err
	}
	var essays []proof.Essay
	var calls []proof.Call
	for _, p := range read {
		result.Problems = append(result.Problems, p.list...)
		if p.file.File.Path != "" {
			result.Files = append(result.Files, p.file)
		}
		essays, calls = append(essays, p.essays...), append(calls, p.calls...)
	}
	result.Across = result.Reader.Across(essays, calls)
	return result, nil
}

// A proofRead is what one file gives to the proofreading. Of a file that is no
// document it is empty.
type proofRead struct {
	file   ProofFile
	essays []proof.Essay
	calls  []proof.Call
	list   diag.List
}

func proofread(reader *proof.Reader, fsys fs.FS, name string) proofRead {
	section, ok := document.SectionOf(name)
	if !ok || !strings.EqualFold(path.Ext(name), ".md") {
		return proofRead{}
	}
	raw, list := source.Read(fsys, name)
	if len(list) > 0 {
		return proofRead{list: list}
	}
	text, list, ok := source.Decode(raw)
	if !ok {
		return proofRead{list: list}
	}
	parsed := parseText(section, raw)
	place := func(key ...any) diag.Range { return document.Locate(text, key...) }
	var p proofRead
	var ignore []string
	switch {
	case parsed.essay != nil:
		ignore = parsed.essay.ProofIgnore
	case parsed.call != nil:
		ignore = parsed.call.ProofIgnore
	case parsed.page != nil:
		ignore = parsed.page.ProofIgnore
	}
	p.list = proof.CheckIgnored(ignore, func(i int) diag.Range { return place("proof_ignore", i) })
	p.file.Text = proof.Text{File: text, Start: document.Markdown(text), Essay: section == document.Essays, Ignore: ignore}
	p.file.Reading = reader.Examine(p.file.Text)
	if e := parsed.essay; e != nil {
		p.file.Draft = e.Draft
		p.essays = []proof.Essay{{
			Path: e.Path, Title: e.Title, Date: e.Date.Date.String(), Call: e.Call, Region: e.Region, Length: e.Body.Length,
			Authors: authors(e.Authors), Text: p.file.Fingerprint, Place: place, Ignore: ignore,
		}}
	}
	if page := parsed.page; page != nil {
		p.file.Draft = page.Draft
	}
	if c := parsed.call; c != nil {
		p.file.Draft = c.Draft
		p.calls = []proof.Call{{
			Name: strings.TrimSuffix(path.Base(c.Path), path.Ext(c.Path)), Length: c.Length, Invited: invited(c.Invited), Place: place,
		}}
	}
	return p
}

func authors(list []document.Author) []proof.Person {
	var out []proof.Person
	for _, a := range list {
		out = append(out, proof.Person{Name: a.Name, ID: a.ID(), Position: a.Position})
	}
	return out
}

func invited(list []document.Invited) []proof.Person {
	var out []proof.Person
	for _, p := range list {
		out = append(out, proof.Person{Name: p.Name, ID: document.Author{Name: p.Name, Key: p.Key}.ID(), Position: p.Position, Region: p.Region})
	}
	return out
}

// ProofFileOf proofreads one content file by a column's settings, as
// [Proof] does, but for what needs all files. A file that is no document has no
// findings.
func ProofFileOf(fsys fs.FS, settings config.Proof, name string) (diag.List, error) {
	reader, list, err := ProofReader(fsys, settings)
	if err != nil {
		return nil, err
	}
	p := proofread(reader, fsys, name)
	list = append(list, p.list...)
	for _, n := range p.file.Findings {
		list.Add(n.Diagnostic(p.file.File))
	}
	list.Sort()
	return list, nil
}

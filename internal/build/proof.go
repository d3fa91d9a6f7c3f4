package build

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
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
	drafts := map[string]bool{}
	for _, f := range r.Files {
		drafts[f.File.Path] = f.Draft
	}
	for _, d := range r.Across {
		draft := drafts[d.Range.File] || slices.ContainsFunc(d.Related, func(at diag.Range) bool { return drafts[at.File] })
		if r.Reader.HoldsAll() && d.Severity == diag.Warning && !draft {
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

// Proof proofreads all texts of a column. What the last run kept of a text that
// is as it was is used; keep has what is found now kept for the next one. The
// error is for the machine.
func Proof(root *os.Root, keep bool) (ProofResult, error) {
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
	kept := openProof(root, result.Reader)
	read := make([]proofRead, len(names))
	err = parallel(context.Background(), len(names), func(int, int) {}, func(i int) error {
		read[i] = kept.proofread(result.Reader, root.FS(), names[i])
		return nil
	})
	if err != nil {
		return result, err
	}
	if keep {
		kept.save(root, names, read)
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
	kept   string // the record of its facts; "" where there are none
	sum    fingerprint.Sum
	fresh  bool // it was read now
}

// proofread reads one content file, or takes what was kept of it.
func (k *keptProof) proofread(reader *proof.Reader, fsys fs.FS, name string) proofRead {
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
	p := proofRead{sum: fingerprint.OfBytes(raw.Text)}
	facts, ok := k.get(name, p.sum, &p.kept)
	if !ok {
		facts = examined(reader, section, raw, text)
		p.kept, p.fresh = facts.record(), true
	}
	place := func(key ...any) diag.Range { return document.Locate(text, key...) }
	p.list = proof.CheckIgnored(facts.Ignore, func(i int) diag.Range { return place("proof_ignore", i) })
	p.file = ProofFile{
		Text:    proof.Text{File: text, Start: facts.Start, Essay: section == document.Essays, Front: facts.Front, Ignore: facts.Ignore},
		Reading: facts.reading(), Draft: facts.Draft,
	}
	for _, e := range facts.Essay {
		p.essays = []proof.Essay{{
			Path: name, Title: e.Title, Subtitle: e.Subtitle, Date: e.Date, Call: e.Call, Region: e.Region, Length: e.Length,
			Authors: e.Authors, Text: p.file.Fingerprint, Place: place, Ignore: facts.Ignore,
		}}
	}
	for _, c := range facts.Call {
		p.calls = []proof.Call{{Name: strings.TrimSuffix(path.Base(name), path.Ext(name)), Length: c.Length, Invited: c.Invited, Place: place}}
	}
	return p
}

// examined reads a text by all rules, and its front matter for what is compared
// across the column.
func examined(reader *proof.Reader, section document.Section, raw source.File, text diag.File) proofFacts {
	parsed := parseText(section, raw)
	t := ProofText(text, section == document.Essays)
	facts := proofFacts{Start: t.Start, Front: t.Front, Ignore: t.Ignore}
	switch {
	case parsed.essay != nil:
		e := parsed.essay
		facts.Draft = e.Draft
		facts.Essay = []essayFacts{{e.Title, e.Subtitle, e.Date.Date.String(), e.Call, e.Region, e.Body.Length, authors(e.Authors)}}
	case parsed.call != nil:
		c := parsed.call
		facts.Draft = c.Draft
		facts.Call = []callFacts{{c.Length, invited(c.Invited)}}
	case parsed.page != nil:
		facts.Draft = parsed.page.Draft
	}
	facts.keep(reader.Examine(t))
	return facts
}

// ProofText returns what the proofreading reads of a file: its Markdown and the
// texts of its front matter. An essay is no place for contacts.
func ProofText(f diag.File, essay bool) proof.Text {
	of := document.TextsOf(f)
	t := proof.Text{File: f, Start: of.Body, Essay: essay, Ignore: of.ProofIgnore}
	for _, one := range of.Front {
		t.Front = append(t.Front, proof.FrontText(one))
	}
	return t
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
	p := (&keptProof{}).proofread(reader, fsys, name)
	list = append(list, p.list...)
	for _, n := range p.file.Findings {
		list.Add(n.Diagnostic(p.file.File))
	}
	list.Sort()
	return list, nil
}

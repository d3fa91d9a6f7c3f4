package build

import (
	"os"

	"luxi/internal/cache"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/proof"
)

// proofName is the file of what the proofreading found, by path and content.
const proofName = stateDir + "/proof.cache"

// A keptProof is what the last run found by the same rules, settings and list.
// The zero keptProof has nothing.
type keptProof struct {
	disk *cache.Cache
	by   fingerprint.Sum
}

// openProof reads what the last run kept. A file that cannot be read or is damaged
// costs the time of reading all texts, and nothing else.
func openProof(root *os.Root, reader *proof.Reader) *keptProof {
	of, by := program(), reader.Key()
	k := &keptProof{by: fingerprint.Of(of.String(), by.String())}
	k.disk, _ = cache.Open(root, proofName, k.by)
	return k
}

// get returns the facts of a file, and its record.
func (k *keptProof) get(name string, sum fingerprint.Sum, record *string) (facts proofFacts, ok bool) {
	if k.disk == nil {
		return facts, false
	}
	text, ok := k.disk.Get(name, sum)
	if !ok {
		return facts, false
	}
	*record = text
	_, err := cache.Decode(text, &facts)
	return facts, err == nil
}

// save writes what was found for the next run, where anything is new. It costs
// time only if it fails, so that a folder that cannot be written is no reason to
// stop.
func (k *keptProof) save(root *os.Root, names []string, read []proofRead) {
	records, fresh := 0, false
	for _, p := range read {
		if p.kept != "" {
			records++
		}
		fresh = fresh || p.fresh
	}
	if !fresh && records == k.disk.Len() || makeStateDir(root) != nil {
		return
	}
	w, err := cache.Create(root, proofName, k.by)
	if err != nil {
		return
	}
	for i, p := range read {
		if p.kept != "" {
			w.Put(names[i], p.sum, p.kept)
		}
	}
	_ = w.Close()
}

// proofFacts are what is kept of one file: plain data, of which nothing points
// into the program. Essay and Call have one element or none.
type proofFacts struct {
	Start    int
	Front    []proof.FrontText
	Draft    bool
	Ignore   []string
	Findings []keptFinding
	Score    proof.Score
	Text     proof.Fingerprint
	Essay    []essayFacts
	Call     []callFacts
}

type essayFacts struct {
	Title, Subtitle, Date, Call, Region string
	Length                              int
	Authors                             []proof.Person
}

type callFacts struct {
	Length  []int
	Invited []proof.Person
}

// A keptFinding is a finding with the name of its rule in place of it. Fix has
// one element or none.
type keptFinding struct {
	Rule       string
	Start, End int
	Args       []i18n.Arg
	Fix        []proof.Fix
	Severity   diag.Severity
	Related    []proof.Span
}

func (f *proofFacts) record() string { return string(cache.Append(nil, f)) }

// keep takes what was read.
func (f *proofFacts) keep(r proof.Reading) {
	f.Score, f.Text = r.Score, r.Fingerprint
	for _, n := range r.Findings {
		k := keptFinding{Rule: n.Rule.ID, Start: n.Start, End: n.End, Args: n.Args, Severity: n.Severity, Related: n.Related}
		if n.Fix != nil {
			k.Fix = []proof.Fix{*n.Fix}
		}
		f.Findings = append(f.Findings, k)
	}
}

// reading gives back what was read.
func (f *proofFacts) reading() proof.Reading {
	r := proof.Reading{Score: f.Score, Fingerprint: f.Text}
	for _, k := range f.Findings {
		n := proof.Finding{Rule: proof.RuleNamed(k.Rule), Start: k.Start, End: k.End, Args: k.Args, Severity: k.Severity, Related: k.Related}
		if len(k.Fix) > 0 {
			n.Fix = &k.Fix[0]
		}
		r.Findings = append(r.Findings, n)
	}
	return r
}

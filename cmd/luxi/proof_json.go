package main

import (
	"luxi/internal/diag"
	"luxi/internal/proof"
)

// A proofRecord is the result of luxi proof as JSON.
type proofRecord struct {
	OK       bool          `json:"ok"`
	Mended   int           `json:"mended"` // findings that --fix mended
	Score    scoreRecord   `json:"score"`
	Files    []fileRecord  `json:"files"`
	Problems []diag.Record `json:"diagnostics"` // of the settings, of files, and across essays
}

type fileRecord struct {
	File     string          `json:"file"`
	Score    scoreRecord     `json:"score"`
	Findings []findingRecord `json:"findings"`
	Text     *string         `json:"text,omitempty"` // of the standard input, mended
}

// A findingRecord is a finding: start and end count bytes of the file as UTF-8
// with LF line ends and without a byte order mark, and so do those of the edits.
type findingRecord struct {
	diag.Record
	Rule     string     `json:"rule"`
	Standard string     `json:"standard"`
	Start    int        `json:"start"`
	End      int        `json:"end"`
	Fix      *fixRecord `json:"fix,omitempty"`
}

type fixRecord struct {
	Class string       `json:"class"` // safe, review or report
	Edits []proof.Edit `json:"edits"`
}

type scoreRecord struct {
	Errors     float64 `json:"errors"`
	Characters int     `json:"characters"`
	Rate       float64 `json:"per10000"`
	PassMark   float64 `json:"passMark"`
	Passes     bool    `json:"passes"`
}

func scored(s proof.Score) scoreRecord {
	return scoreRecord{s.Errors, s.Characters, s.Rate(), proof.PassMark, s.Passes()}
}

func (j *proofJob) record() proofRecord {
	out := proofRecord{
		OK: !j.diagnostics().HasErrors(), Mended: j.mended, Score: scored(j.score()), Files: []fileRecord{},
		Problems: append(append(diag.List{}, j.problems...), j.across...).Records(j.lang),
	}
	for _, t := range j.texts {
		f := fileRecord{File: t.File.Path, Score: scored(t.Score), Findings: []findingRecord{}}
		if t.name == standardInput && j.flags.fix != "" {
			text := j.output()
			f.Text = &text
		}
		for _, n := range t.Findings {
			r := findingRecord{
				Record: diag.List{n.Diagnostic(t.File)}.Records(j.lang)[0],
				Rule:   n.Rule.ID, Standard: n.Rule.From.In(j.lang), Start: n.Start, End: n.End,
			}
			if n.Fix != nil {
				r.Fix = &fixRecord{n.Fix.Class.String(), n.Fix.Edits}
			}
			f.Findings = append(f.Findings, r)
		}
		out.Files = append(out.Files, f)
	}
	return out
}

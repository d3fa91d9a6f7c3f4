package markdown

import (
	"cmp"
	"slices"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// perKind is how many diagnostics of one kind a file can get: more do not help
// an editor, and a hostile file could ask for a million.
const perKind = 20

var more = diag.Define("markdown-more", diag.Note,
	i18n.Text{ZH: "同类问题 [{code}] 还有 {count} 处，没有一一列出", EN: "{count} more of [{code}] are not listed"},
	i18n.Text{ZH: "改好已列出的，再检查一次。", EN: "Mend those listed and check again."})

// A reporter collects the diagnostics of one file. Its offsets count from the
// beginning of the Markdown.
type reporter struct {
	file  diag.File
	base  int
	found []finding
	kinds []kindCount
}

type finding struct {
	start int
	d     diag.Diagnostic
}

type kindCount struct {
	kind  *diag.Kind
	count int
	start int // of the first that was not listed
}

// at reports a kind at the bytes start to end of the Markdown.
func (r *reporter) at(k *diag.Kind, start, end int, args ...i18n.Arg) {
	c := r.counter(k)
	c.count++
	if c.count > perKind {
		if c.count == perKind+1 {
			c.start = start
		}
		return
	}
	place := r.file.Range(r.base+start, r.base+end)
	r.found = append(r.found, finding{start, k.At(place, args...)})
}

func (r *reporter) counter(k *diag.Kind) *kindCount {
	for i := range r.kinds {
		if r.kinds[i].kind == k {
			return &r.kinds[i]
		}
	}
	r.kinds = append(r.kinds, kindCount{kind: k})
	return &r.kinds[len(r.kinds)-1]
}

// list returns the diagnostics in the order of their places.
func (r *reporter) list() diag.List {
	for _, c := range r.kinds {
		if c.count > perKind {
			place := r.file.Range(r.base+c.start, r.base+c.start)
			r.found = append(r.found, finding{c.start, more.At(place,
				diag.Arg("code", c.kind.Code), diag.Arg("count", c.count-perKind))})
		}
	}
	slices.SortStableFunc(r.found, func(a, b finding) int { return cmp.Compare(a.start, b.start) })
	var l diag.List
	for _, f := range r.found {
		l.Add(f.d)
	}
	return l
}

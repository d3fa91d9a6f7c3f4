package proof

import (
	"cmp"
	"slices"
	"strings"

	"luxi/internal/markdown"
)

// maxRounds bounds how often a mended text is read again: one mend may bring
// another to light. Four is the most that was ever seen.
const maxRounds = 16

// Fixed returns a text with the mends of the classes applied of
// which apply returns true, and the findings that were mended. A text that has
// been mended so is not changed by mending it again, and its Markdown has the
// structure that it had.
//
// Findings of later rounds stand at places of the text as it was then.
func (r *Reader) Fixed(t Text, apply func(Finding) bool) (Text, []Finding) {
	original := t
	var done []Finding
	for range maxRounds {
		found, _, shape := r.read(t)
		chosen := choose(found, apply)
		if len(chosen) == 0 {
			return t, done
		}
		after, kept := mended(t, shape, chosen)
		if len(kept) == 0 {
			return t, done
		}
		done = append(done, kept...)
		t = after
	}
	return original, nil // two rules would not agree: better nothing than either
}

// Mended returns the text with the mends of some findings of it applied, and
// those that were: what would change the structure of the Markdown is not.
func (r *Reader) Mended(t Text, findings []Finding) (Text, []Finding) {
	_, _, shape := r.read(t)
	return mended(t, shape, choose(findings, func(Finding) bool { return true }))
}

// Safely is for [Reader.Fixed]: what may be mended unseen.
func Safely(n Finding) bool { return n.Fix.Class == Safe }

// choose returns the findings to be mended, in the order of their places, none
// of whose edits touch a byte of another's. Of two the one that begins first
// stays; the other is found again in the next round.
func choose(found []Finding, apply func(Finding) bool) []Finding {
	var out []Finding
	var taken []Edit
	for _, n := range found {
		if n.Fix == nil || n.Fix.Class == Report || !effective(n.Fix) || !apply(n) {
			continue
		}
		if slices.ContainsFunc(n.Fix.Edits, func(e Edit) bool { return touches(taken, e) }) {
			continue
		}
		out, taken = append(out, n), append(taken, n.Fix.Edits...)
	}
	return out
}

func effective(f *Fix) bool {
	return slices.ContainsFunc(f.Edits, func(e Edit) bool { return e.Start < e.End || e.Text != "" })
}

// touches reports whether an edit overlaps one of those taken, or inserts where
// another does. Findings come in the order of their places, so that only the
// last few can.
func touches(taken []Edit, e Edit) bool {
	for i := len(taken) - 1; i >= 0 && i >= len(taken)-64; i-- {
		if o := taken[i]; e.Start < o.End && o.Start < e.End || e.Start == o.Start {
			return true
		}
	}
	return false
}

// Apply returns a text with edits applied, none of which overlap.
func Apply(text string, edits []Edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var b strings.Builder
	b.Grow(len(text) + 64)
	last := 0
	for _, e := range edits {
		b.WriteString(text[last:e.Start])
		b.WriteString(e.Text)
		last = e.End
	}
	b.WriteString(text[last:])
	return b.String()
}

// mended applies what keeps the shape of the Markdown. Nearly always that is
// all; else the halves are tried, down to the one mend that is to blame. What
// is meant to change the structure, because it joins two paragraphs, comes last.
func mended(t Text, shape string, chosen []Finding) (Text, []Finding) {
	joins := func(n Finding) bool { return n.Rule.joins }
	var kept []Finding
	var try func([]Finding)
	try = func(part []Finding) {
		if with := slices.Concat(kept, part); sameShape(t, shape, with) {
			kept = with
			return
		}
		if len(part) > 1 {
			try(part[:len(part)/2])
			try(part[len(part)/2:])
		}
	}
	try(slices.DeleteFunc(slices.Clone(chosen), joins))
	for _, n := range chosen {
		if joins(n) {
			kept = append(kept, n)
		}
	}
	return t.edited(edits(kept)), kept
}

func sameShape(t Text, shape string, findings []Finding) bool {
	mended := t.edited(edits(findings))
	after, ok := markdown.Outlined(mended.File.Text, mended.Start)
	return ok && after.Shape == shape
}

func edits(findings []Finding) []Edit {
	var all []Edit
	for _, n := range findings {
		all = append(all, n.Fix.Edits...)
	}
	return all
}

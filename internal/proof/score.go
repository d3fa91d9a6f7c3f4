package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
)

// A weight says how a finding counts in the trade's rate of errors.
type weight int

const (
	uncounted  weight = iota // its weight is not known here, or it is no error
	characters               // a wrong, extra or missing character
	numerals                 // the form of a number
)

// The weights of the rate of errors in newspapers and periodicals (国新出发
// 〔2020〕10号, annex) as far as they are known: a wrong, extra or missing
// character counts 1, two to five together 2, more 4; in a headline double; the
// form of numbers 0.1, at most 1 in all; one and the same error at most three
// times. The pass mark is given by secondary sources only.
const (
	numeralWeight = 0.1
	numeralMost   = 1.0
	sameMost      = 3
	PassMark      = 3.0 // errors in 10,000 characters
)

var weights = map[string]weight{
	"word-choice": characters, "term": characters, "variant": characters, "compat-form": characters,
	"dup-func": characters, "dup-word": characters, "ocr-digit": characters, "ocr-dash": characters, "control-char": characters,
	"digits": numerals, "digit-group": numerals, "decimal-zero": numerals, "num-mix": numerals, "weekday": numerals,
	"lingyuan": numerals, "year-short": numerals, "date-form": numerals, "approx-digit": numerals, "range-unit": numerals,
}

// A Score is what the errors of a text come to by the trade's count. It is
// information: punctuation and what else has no known weight is not in it, and
// an editor may find that a finding is none.
type Score struct {
	Errors     float64 // by weight
	Characters int     // Han, full-width marks, and Latin words and numbers
}

// Rate returns the errors in 10,000 characters.
func (s Score) Rate() float64 {
	if s.Characters == 0 {
		return 0
	}
	return s.Errors * 10_000 / float64(s.Characters)
}

// Passes reports whether the rate is not above the pass mark.
func (s Score) Passes() bool { return s.Rate() <= PassMark }

// Add returns the score of two texts together.
func (s Score) Add(other Score) Score {
	return Score{s.Errors + other.Errors, s.Characters + other.Characters}
}

// score counts the findings of a page.
func (p *page) score(found []Finding) Score {
	s := Score{Characters: p.length()}
	numeral := 0.0
	times := map[string]int{}
	for _, n := range found {
		switch weights[n.Rule.ID] {
		case numerals:
			numeral += numeralWeight
		case characters:
			was := argument(n, "was")
			if times[n.Rule.ID+was]++; times[n.Rule.ID+was] > sameMost {
				continue
			}
			w := 1.0
			switch wrong := len(changed(n)); {
			case wrong > 5:
				w = 4
			case wrong > 1:
				w = 2
			}
			if p.isHeading(n.Start) {
				w *= 2
			}
			s.Errors += w
		}
	}
	s.Errors += min(numeral, numeralMost)
	return s
}

// isHeading reports whether a byte of the file is in a heading.
func (p *page) isHeading(at int) bool {
	for q := range p.all {
		if at >= q.Start && at < q.End {
			return q.Kind == markdown.HeadingBlock
		}
	}
	return false
}

// all yields the passages of the page and of its front matter.
func (p *page) all(yield func(*passage) bool) {
	for i := range p.front {
		if !yield(&p.front[i].passages[0]) {
			return
		}
	}
	for i := range p.passages {
		if !yield(&p.passages[i]) {
			return
		}
	}
}

// length counts characters as Word does: Han and full-width marks, and Latin
// words and numbers.
func (p *page) length() int {
	n := 0
	for q := range p.all {
		for k, c := range q.r {
			switch {
			case isHan(c), isMark(c), contains("“”‘’—…·", c):
				n++
			case isWord(c) && !isWord(q.get(k-1)) && !(contains(".,%-'", q.get(k-1)) && isWord(q.get(k-2))):
				n++
			}
		}
	}
	return n
}

func argument(n Finding, name string) string {
	for _, a := range n.Args {
		if a.Name == name {
			return a.Value.ZH
		}
	}
	return ""
}

// changed returns the characters that a finding is about: those that a mend
// takes away or, if it only adds, those that it adds.
func changed(n Finding) []rune {
	was, now := []rune(argument(n, "was")), []rune(argument(n, "now"))
	for len(was) > 0 && len(now) > 0 && was[0] == now[0] {
		was, now = was[1:], now[1:]
	}
	for len(was) > 0 && len(now) > 0 && was[len(was)-1] == now[len(now)-1] {
		was, now = was[:len(was)-1], now[:len(now)-1]
	}
	if len(was) < len(now) {
		return now
	}
	return was
}

// scoreLine is what an editor reads of a score.
var scoreLine = i18n.Text{
	ZH: "编校差错率约为万分之{rate}（计 {errors} 个差错、{characters} 字，标点不计；合格线是万分之{pass}）",
	EN: "errors in 10,000 characters: about {rate} ({errors} by weight in {characters} characters, marks not counted; the pass mark is {pass})",
}

// In returns the score as an editor reads it.
func (s Score) In(l i18n.Lang) string {
	return scoreLine.Fill(l, []i18n.Arg{
		diag.Arg("rate", decimal(s.Rate())), diag.Arg("errors", decimal(s.Errors)),
		diag.Arg("characters", s.Characters), diag.Arg("pass", decimal(PassMark)),
	})
}

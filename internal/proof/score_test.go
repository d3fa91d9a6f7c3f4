package proof

import (
	"testing"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

func TestScore(t *testing.T) {
	r := columnReader(t)
	for _, tt := range []struct {
		text   string
		errors float64
		length int
	}{
		{"全面建设新高地。", 0, 8},
		{"不用再再掏腰包。", 1, 8},
		{"## 不用再再掏腰包", 2, 7},                    // a headline counts double
		{"再再说。\n\n再再来。\n\n再再去。\n\n再再看。", 3, 16}, // one and the same error three times at most
		{"全社会研发投入经费投入大。", 2, 13},                // two characters
		{"检阅, 掀起热潮。", 0, 7},                     // marks are not counted, and a half-width one is no character
		{"星期5、星期4、4千人、5千人。", 0.4, 16},           // the form of numbers
		{"发展GDP和U.S.A.", 0, 5},
	} {
		score := r.Examine(Text{File: diag.File{Text: tt.text}}).Score
		if score.Errors < tt.errors-1e-9 || score.Errors > tt.errors+1e-9 || score.Characters != tt.length {
			t.Errorf("%s: %v", tt.text, score)
		}
	}
	s := Score{Errors: 4, Characters: 10_000}.Add(Score{Errors: 1.5, Characters: 10_000})
	if s.Rate() != 2.75 || !s.Passes() || (Score{Errors: 4, Characters: 10_000}).Passes() || (Score{}).Rate() != 0 {
		t.Errorf("the rate is %v", s.Rate())
	}
	if got := s.In(i18n.Chinese); got != "编校差错率约为万分之2.8（计 5.5 个差错、20000 字，标点不计；合格线是万分之3）" {
		t.Error(got)
	}
}

package fingerprint

import (
	"strings"
	"testing"
)

func TestPartsAreKeptApart(t *testing.T) {
	seen := map[Sum][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"ab", "c"}, {"a", "bc"}, {"abc"}, {"鲁西", ""}, {"", "鲁西"}, {"鲁西"}} {
		s := Of(parts...)
		if other, ok := seen[s]; ok {
			t.Errorf("%q and %q have one fingerprint", parts, other)
		}
		seen[s] = parts
	}
}

func TestOneNameEverywhere(t *testing.T) {
	// A fixed value: a cache that another machine wrote must mean the same here.
	if got, want := Of("鲁西", "崛起").String(), "d9b6e1f27c725cf9d83ec91670fcbd98"; got != want {
		t.Errorf("Of = %s, want %s", got, want)
	}
}

func TestHasherIsAsNewAfterSum(t *testing.T) {
	h := New()
	h.String(strings.Repeat("长", 5000))
	h.Bool(true)
	h.Int(-3)
	first := h.Sum()
	h.String(strings.Repeat("长", 5000))
	h.Bool(true)
	h.Int(-3)
	if h.Sum() != first {
		t.Error("the second Sum of the same parts differs")
	}
	if first == New().Sum() || first.IsZero() {
		t.Error("the parts do not count")
	}
}

func TestText(t *testing.T) {
	s := Of("x")
	if got, ok := Parse(s.String()); !ok || got != s {
		t.Errorf("Parse(%s) = %s, %v", s, got, ok)
	}
	for _, wrong := range []string{"", "00", s.String() + "00", strings.Repeat("g", 32)} {
		if _, ok := Parse(wrong); ok {
			t.Errorf("Parse(%q) is ok", wrong)
		}
	}
}

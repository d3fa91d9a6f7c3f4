package main

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
)

// A cell that is broken fits its column, and loses nothing but spaces.
func TestBreakText(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const letters = "中共东阿县委书记、董事长，（兼）《》 abc1000—1500.　"
	plain := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	for range 20000 {
		var s []rune
		for range r.IntN(60) {
			all := []rune(letters)
			s = append(s, all[r.IntN(len(all))])
		}
		width := 2 + r.IntN(40)
		lines := breakText(string(s), width)
		for i, l := range lines {
			if displaywidth.String(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
			if l == "" && i > 0 && i < len(lines)-1 && width > 8 {
				t.Fatalf("%q has an empty line: %q", string(s), lines)
			}
		}
		if got := plain(strings.Join(lines, "")); got != plain(string(s)) {
			t.Fatalf("%q becomes %q", string(s), lines)
		}
	}
	for in, want := range map[string]string{
		"县长，冠县":    "县长，|冠县",
		"党委书记、董事长": "党委书|记、董|事长",
		"篇幅 1500":  "篇幅|1500",
	} {
		if got := strings.Join(breakText(in, 6), "|"); got != want {
			t.Errorf("%s is broken into %s, want %s", in, got, want)
		}
	}
}

// The table fits a terminal of 80 columns and more, and keeps its columns.
func TestNarrow(t *testing.T) {
	for width := 76; width < 300; width++ {
		widths := []int{15, 8, 78, 10, 10, 16, 53}
		below := narrow(widths, width)
		total := -gap
		for _, w := range widths {
			if w > 0 {
				total += w + gap
			}
		}
		if total >= width {
			t.Errorf("%d columns in %d: %v", total, width, widths)
		}
		if below != (widths[noteColumn] == 0) {
			t.Errorf("width %d: notes below: %t, %v", width, below, widths)
		}
	}
	widths := []int{15, 8, 78, 10, 10, 16, 53}
	if narrow(widths, 0) || widths[2] != 78 {
		t.Errorf("what is no terminal is narrowed: %v", widths)
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "郝学兰": "郝学兰", "a=b": "a=b", "=1": "'=1", "+86": "'+86", "-2": "'-2", "@x": "'@x",
		"＝1": "'＝1", " =1": "' =1", "　=1": "'　=1", "\t=1": "'\t=1", "\r=1": "'\r=1",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

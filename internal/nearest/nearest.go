// Package nearest finds the known word that somebody probably meant by an
// unknown one.
package nearest

import (
	"strings"

	"luxi/internal/i18n"
)

// maxWord is the length in bytes from which on a word is like no other.
const maxWord = 200

// Find returns the known words that differ least from word, in the order of
// known, if few slips of the finger lie between. Case, width, hyphens and
// spaces make no difference.
func Find(word string, known []string) []string {
	if len(word) > maxWord {
		return nil
	}
	var best []string
	w := []rune(Plain(word))
	limit := -1
	for _, k := range known {
		r := []rune(Plain(k))
		d := distance(w, r)
		if d > slips(min(len(w), len(r))) {
			continue
		}
		switch {
		case limit < 0 || d < limit:
			best, limit = []string{k}, d
		case d == limit:
			best = append(best, k)
		}
	}
	return best
}

// slips is how many mistakes a word of n characters may have.
func slips(n int) int {
	switch {
	case n < 2:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// Hint begins an advice with what was probably meant, and a space where the
// language has one. It is empty where nothing is near, or too much.
func Hint(near []string) i18n.Text {
	if len(near) == 0 || len(near) > 3 {
		return i18n.Text{}
	}
	return i18n.Text{
		ZH: "是不是“" + strings.Join(near, "”或“") + "”？",
		EN: "Is it “" + strings.Join(near, "” or “") + "”? ",
	}
}

// Plain takes from a word what people vary without a thought: case, the width
// of letters, digits and marks, hyphens, underscores and spaces.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // the full-width forms of ASCII
			r += '!' - '！'
		case r == '　':
			r = ' '
		}
		switch r {
		case '-', '_', ' ', '\t':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// distance is Levenshtein's, with a swap of neighbours counted as one edit
// (optimal string alignment), because that is how fingers slip.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

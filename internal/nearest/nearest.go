// Package nearest finds the known word that somebody probably meant by an
// unknown one.
package nearest

import "strings"

// Find returns the known words that differ least from word, in the order of
// known, if they differ in at most half of the characters. Case, hyphens and
// underscores make no difference.
func Find(word string, known []string) []string {
	var best []string
	w := []rune(plain(word))
	limit := -1
	for _, k := range known {
		r := []rune(plain(k))
		d := distance(w, r)
		if d*2 > max(len(w), len(r)) {
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

func plain(s string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(s))
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

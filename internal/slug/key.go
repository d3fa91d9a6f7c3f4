package slug

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key is equal for two addresses that are one file on some system: Windows and
// macOS fold case, macOS composes differently. It keeps slashes.
func Key(address string) string {
	return norm.NFC.String(strings.Map(fold, norm.NFC.String(address)))
}

// fold returns the least character that folds to the same as r.
func fold(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

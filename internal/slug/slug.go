// Package slug knows what may stand in an address as one segment: Han
// characters and other letters without upper case, 〇 of years, digits, hyphens,
// underscores and the middle dot of foreign names, in Unicode's composed form
// (NFC); no full-width forms of these. All are safe in a file's name on every
// system.
package slug

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxLength is the number of bytes that a slug may have: file names end at 255
// bytes on every common system, and an extension and a temporary name must fit.
const MaxLength = 200

// Valid reports whether s is a slug.
func Valid(s string) bool {
	if s == "" || len(s) > MaxLength || reserved[s] || s[0] == '-' || s[len(s)-1] == '-' || !norm.NFC.IsNormalString(s) {
		return false
	}
	for _, r := range s {
		if !allowed(r) {
			return false
		}
	}
	return true
}

// From makes a slug of a name that somebody gave a file or a person: full-width
// letters and digits become half-width, upper case becomes lower, and everything
// that may not stand becomes a hyphen. It returns "" where nothing is left.
func From(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(name) {
		r = unicode.ToLower(halfWidth(r))
		if !allowed(r) || r == '-' {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		if b.Len() > MaxLength-4 {
			break
		}
		b.WriteRune(r)
	}
	s := strings.Trim(b.String(), "-")
	if reserved[s] {
		s += "-1"
	}
	if !Valid(s) {
		return ""
	}
	return s
}

// halfWidth returns the half-width form of a full-width letter or digit, and
// other characters as they are.
func halfWidth(r rune) rune {
	if h := r - '！' + '!'; h >= '0' && h <= '9' || h >= 'A' && h <= 'Z' || h >= 'a' && h <= 'z' {
		return h
	}
	return r
}

func allowed(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_', r == '·', r == '〇':
		return true
	case r < 0x80, halfWidth(r) != r:
		return false
	}
	return unicode.IsLetter(r) && unicode.ToLower(r) == r
}

// reserved are the devices that Windows finds in every folder, whatever the
// extension (Microsoft, Naming Files, Paths, and Namespaces).
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com0": true, "com1": true, "com2": true, "com3": true, "com4": true,
	"com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt0": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true,
	"lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

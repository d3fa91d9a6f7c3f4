// Package qr draws addresses as QR codes (ISO/IEC 18004) for SVG.
//
// It is pure: one text makes one drawing. Nothing is fetched, and no code is
// made that says something other than the text: what does not fit, or has no
// certain meaning to a reader of codes, is an error.
package qr

import (
	"errors"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"rsc.io/qr/coding"
)

// Quiet is the width of the light border in modules. The standard asks for
// four on every side (7.3.8 of the 2015 edition); without it phones miss codes
// that stand beside text.
const Quiet = 4

// A Code is a drawing of a QR code, in modules: the unit is the side of its
// smallest square.
type Code struct {
	// Size is the width and height with the quiet zone: the viewBox is
	// "0 0 Size Size".
	Size int
	// Path is the path data of the dark modules, for the d attribute. It
	// lies within the quiet zone and holds nothing but digits and the
	// letters M, h, v, z.
	Path string
}

// Reasons why a text has no code.
var (
	ErrEmpty   = errors.New("qr: there is no text")
	ErrTooLong = errors.New("qr: the text is too long for a code")
	ErrNotURL  = errors.New("qr: text beyond ASCII that is no web address")
)

// Make draws a text of at most 2,331 bytes.
//
// A web address may have Han characters: its host is written as DNS has it
// (Punycode) and the rest percent-encoded, because a QR code does not say which
// encoding its bytes are in, and readers guess differently. Text beyond ASCII
// that is no web address is refused for the same reason. ASCII is taken as it
// stands.
//
// The code is as small as correction level M allows, which restores 15 % of
// the code words, and has a higher level where that costs no room.
func Make(text string) (Code, error) {
	text, err := toASCII(text)
	if err != nil {
		return Code{}, err
	}
	enc := encoding(text)
	version, level, err := choose(enc)
	if err != nil {
		return Code{}, err
	}
	m, err := drawBest(enc, version, level)
	if err != nil {
		return Code{}, err
	}
	return Code{Size: len(m) + 2*Quiet, Path: m.path()}, nil
}

// SVG returns the code as a whole document. The title is its name for those who
// cannot see it: say where the code leads. The drawing brings its own light
// ground, so that it can be read on a dark page, and fills whatever size it is
// given.
func (c Code) SVG(title string) string {
	size := strconv.Itoa(c.Size)
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + size + ` ` + size + `" role="img" shape-rendering="crispEdges">` +
		`<title>` + html.EscapeString(characters(title)) + `</title>` +
		`<path fill="#fff" d="M0 0h` + size + `v` + size + `H0z"/>` +
		`<path fill="#000" d="` + c.Path + `"/></svg>` + "\n"
}

// characters leaves out what XML 1.0 allows in no document, however escaped
// (its production Char), and bytes that are not UTF-8.
func characters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// toASCII returns an address in the characters of RFC 3986.
func toASCII(text string) (string, error) {
	if text == "" {
		return "", ErrEmpty
	}
	if isASCII(text) {
		return text, nil
	}
	scheme, rest, ok := strings.Cut(text, "://")
	if s := strings.ToLower(scheme); !ok || s != "http" && s != "https" || !utf8.ValidString(text) {
		return "", ErrNotURL
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, rest := rest[:end], rest[end:]
	if !isASCII(authority) {
		host, port, _ := strings.Cut(authority, ":")
		host, err := idna.Lookup.ToASCII(host)
		if err != nil || !isASCII(port) {
			return "", ErrNotURL
		}
		authority = host
		if port != "" {
			authority += ":" + port
		}
	}
	return scheme + "://" + authority + percentEncode(rest), nil
}

// percentEncode escapes what is beyond ASCII and leaves the rest alone, whose
// escapes are the author's (RFC 3987, 3.1).
func percentEncode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// encoding returns the densest mode that can say the text. Several modes in one
// code would save little: addresses are in lower case.
func encoding(text string) coding.Encoding {
	if n := coding.Num(text); n.Check() == nil {
		return n
	}
	if a := coding.Alpha(text); a.Check() == nil {
		return a
	}
	return coding.String(text)
}

// choose returns the smallest version at level M and the best level that fits
// into it.
func choose(enc coding.Encoding) (coding.Version, coding.Level, error) {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		for _, level := range []coding.Level{coding.H, coding.Q, coding.M} {
			if enc.Bits(v) <= v.DataBytes(level)*8 {
				return v, level, nil
			}
		}
	}
	return 0, 0, ErrTooLong
}

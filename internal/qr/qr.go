// Package qr draws addresses as QR codes (ISO/IEC 18004) for SVG.
//
// It is pure: one text makes one drawing. Nothing is fetched, and no code is
// made that says something other than the text: what does not fit, or has no
// certain meaning to a reader of codes, is an error.
package qr

import (
	"errors"

	"rsc.io/qr/coding"

	"luxi/internal/webaddr"
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
	m, err := modulesOf(text)
	if err != nil {
		return Code{}, err
	}
	return Code{Size: len(m) + 2*Quiet, Path: m.path()}, nil
}

func modulesOf(text string) (modules, error) {
	if text == "" {
		return nil, ErrEmpty
	}
	text, err := webaddr.ASCII(text)
	if err != nil {
		return nil, err
	}
	enc := encoding(text)
	version, level, err := choose(enc)
	if err != nil {
		return nil, err
	}
	return drawBest(enc, version, level)
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

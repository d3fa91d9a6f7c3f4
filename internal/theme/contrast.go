package theme

import (
	"fmt"
	"math"
	"strconv"
)

// A RGB is an opaque colour in sRGB.
type RGB struct{ R, G, B uint8 }

// parseRGB reads #rgb or #rrggbb.
func parseRGB(s string) (RGB, bool) {
	if len(s) == 4 && s[0] == '#' {
		s = "#" + s[1:2] + s[1:2] + s[2:3] + s[2:3] + s[3:] + s[3:]
	}
	if len(s) != 7 || s[0] != '#' {
		return RGB{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return RGB{}, false
	}
	return RGB{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// String returns the colour as CSS and HTML write it: #1d1b18.
func (c RGB) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// luminance is the relative luminance of WCAG 2.2: 0 for black, 1 for white.
func (c RGB) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Ratio returns the contrast ratio of two colours by WCAG 2.2: from 1, of a
// colour with itself, to 21, of black and white. Text needs 4.5 for level AA and
// 7 for AAA; text of 24 px, or bold of 18.66 px, needs 3 and 4.5.
func Ratio(a, b RGB) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

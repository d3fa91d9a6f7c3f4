package intake

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"luxi/internal/diag"
)

// Symbol fonts have their pictures at U+F020 to U+F0FF, where every other font
// has nothing. What they show is written with the characters that Unicode has
// for it; the tables are those of the Unicode Consortium (SYMBOL.TXT) and of the
// proposal that encoded Wingdings (ISO/IEC JTC1/SC2/WG2 N4384).

// wingdings are the symbols that Chinese manuscripts have for bullets, ticks,
// arrows and numbers.
var wingdings = map[byte]rune{
	0x20: ' ', 0x22: '✂', 0x26: '🕮', 0x28: '☎', 0x29: '✆', 0x2a: '✉', 0x3a: '💻', 0x3f: '✍',
	0x45: '☜', 0x46: '☞', 0x47: '☝', 0x48: '☟', 0x4a: '☺', 0x4c: '☹', 0x4e: '☠', 0x4f: '⚐',
	0x51: '✈', 0x52: '☼', 0x54: '❄', 0x58: '✠', 0x59: '✡', 0x5a: '☪', 0x5b: '☯',
	0x6c: '●', 0x6d: '❍', 0x6e: '■', 0x6f: '□', 0x71: '❑', 0x72: '❒', 0x73: '⬧', 0x74: '⧫', 0x75: '◆', 0x76: '❖',
	0x77: '⬥', 0x78: '⌧', 0x7b: '❀', 0x7c: '✿', 0x7d: '❝', 0x7e: '❞', 0x80: '⓪', 0x8b: '⓿',
	0x9e: '·', 0x9f: '•', 0xa0: '▪', 0xa1: '○', 0xa4: '◉', 0xa5: '◎', 0xa7: '▪', 0xa8: '◻',
	0xaa: '✦', 0xab: '★', 0xac: '✶', 0xad: '✴', 0xae: '✹', 0xaf: '✵', 0xb1: '⌖', 0xb2: '✧', 0xb5: '✪', 0xb6: '✰',
	0xd5: '⌫', 0xd6: '⌦', 0xd8: '➢', 0xdc: '➲', 0xdf: '←', 0xe0: '→', 0xe1: '↑', 0xe2: '↓', 0xe3: '↖', 0xe4: '↗', 0xe5: '↙', 0xe6: '↘',
	0xe8: '➔', 0xef: '⇦', 0xf0: '⇨', 0xf1: '⇧', 0xf2: '⇩', 0xf3: '⬄', 0xf4: '⇳', 0xfb: '✗', 0xfc: '✓', 0xfd: '☒', 0xfe: '☑',
}

// wingdings2 has the ticks and boxes that forms use.
var wingdings2 = map[byte]rune{
	0x4f: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x97: '●', 0x98: '●', 0x99: '○', 0xa2: '■', 0xa3: '□', 0xae: '◆', 0xea: '★', 0xeb: '★', 0xf5: '✧', 0xf6: '⁂', 0xf7: '※',
}

// symbolGreek is the row of Symbol from 0x20 on, and symbolSigns that from 0xa0.
var (
	symbolGreek = []rune(" !∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
	symbolSigns = []rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪〓⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭")
)

// isSymbolFont reports a font whose characters are pictures.
func isSymbolFont(font string) bool {
	f := strings.ToLower(font)
	return strings.HasPrefix(f, "wingdings") || strings.HasPrefix(f, "symbol") || strings.HasPrefix(f, "webdings") || f == "standard symbols ps"
}

// symbolOf returns what a symbol font shows at a place.
func symbolOf(font string, c byte) (rune, bool) {
	f := strings.ToLower(font)
	var r rune
	switch {
	case strings.HasPrefix(f, "wingdings 2"):
		r = wingdings2[c]
	case strings.HasPrefix(f, "wingdings 3"), strings.HasPrefix(f, "webdings"):
	case strings.HasPrefix(f, "wingdings"):
		switch {
		case c >= 0x81 && c <= 0x8a:
			r = '①' + rune(c-0x81)
		case c >= 0x8c && c <= 0x95:
			r = '❶' + rune(c-0x8c)
		default:
			r = wingdings[c]
		}
	case c >= 0x20 && int(c)-0x20 < len(symbolGreek):
		r = symbolGreek[c-0x20]
	case c >= 0xa0 && int(c)-0xa0 < len(symbolSigns):
		r = symbolSigns[c-0xa0]
	}
	return r, r != 0 && r != missing
}

// fromSymbols replaces the pictures of a symbol font in a run's text.
func fromSymbols(s, font string) string {
	if !isSymbolFont(font) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0xf020 && r <= 0xf0ff {
			if known, ok := symbolOf(font, byte(r-0xf000)); ok {
				return known
			}
		}
		return r
	}, s)
}

// symbol reads w:sym, a character of a font by its code (ECMA-376, 17.3.3.30).
func (d *docxReader) symbol(font, char string) string {
	code, err := strconv.ParseUint(char, 16, 32)
	if err != nil {
		return ""
	}
	r := rune(code)
	if r < 0x100 && isSymbolFont(font) {
		r += 0xf000
	}
	if r >= 0xf020 && r <= 0xf0ff && isSymbolFont(font) {
		if known, ok := symbolOf(font, byte(r-0xf000)); ok {
			return string(known)
		}
	}
	if unicode.Is(unicode.Co, r) || isUnfit(r) {
		d.notes.at(leftOutSymbol, d.para+1, diag.Arg("font", cut(font, 30)), diag.Arg("char", fmt.Sprintf("U+%04X", code)))
		return string(missing)
	}
	return string(r)
}

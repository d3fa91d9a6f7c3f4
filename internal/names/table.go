package names

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// compressed holds the 8,105 characters of 《通用规范汉字表》 in the order of
// their strokes, one a line: the character, a letter that says how many strokes
// it begins with in common with the line above (a none, b one …), the other
// strokes as digits (1 横, 2 竖, 3 撇, 4 点, 5 折), its usual reading and tone:
//
//	王a1121wang2
//	无b135wu2
//
// data/NOTICE says where it comes from, and gen.go makes it.
//
//go:embed data/characters.txt.gz
var compressed []byte

// character is what is known about one character.
type character struct {
	place   int    // in the order by strokes
	strokes string // in writing order, as digits 1 to 5
	reading string // Pinyin and tone, such as lü4; "" where not known
}

// Places behind those of all known characters.
const (
	strange = 1 << 24 // Han characters outside the table
	foreign = 1 << 25 // all other letters
)

// table is read when the first two names are compared: it takes some
// milliseconds, which a program that sorts no names should not spend.
var table = sync.OnceValue(func() map[rune]character {
	unpacked, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		panic("names: " + err.Error()) // the file is part of the program
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		panic("names: " + err.Error())
	}
	known := make(map[rune]character, 8192)
	above := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		r, size := utf8.DecodeRuneInString(line)
		common, line := int(line[size]-'a'), line[size+1:]
		end := strings.IndexFunc(line, func(r rune) bool { return r > '5' })
		above = above[:common] + line[:end]
		known[r] = character{place: len(known), strokes: above, reading: line[end:]}
	}
	return known
})

// Standard reports whether a character is one of the 8,105 of 《通用规范汉字表》.
func Standard(r rune) bool {
	_, ok := table()[r]
	return ok
}

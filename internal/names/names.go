// Package names puts people's names into the order in which Chinese party,
// government and newspaper lists have them: by the strokes of the surname
// (姓氏笔画), or by Hanyu Pinyin with the readings that surnames have. It is
// a pure function of the two names: no locale, no clock, no file.
//
// # By strokes
//
// Characters are compared by GF 3003-1999 《GB 13000.1 字符集汉字字序（笔画序）
// 规范》: fewer strokes first; then stroke by stroke in writing order, 横 before
// 竖, 撇, 点, 折 (提 is a 横, 竖钩 a 竖, 捺 a 点, every other bend a 折); what is
// still equal stands as in 《通用规范汉字表》, which settles it by principal and
// secondary forms (主次) and by structure (结构) within each of its three levels;
// of two characters from different levels, the commoner is first. Names are compared as in the
// rolls of the National People's Congress and in 人民日报: by the surname, a
// compound one by its first character and behind the single surname written
// with it (欧, 欧阳); under one surname, names with one given character before
// longer ones; then the given characters in turn.
//
// # By Pinyin
//
// As GB/T 13418-1992 《文字条目通用排序规则》 has it, character by character:
// the syllable's letters (ü behind u), the tone, and then the order by strokes,
// so that one surname stays together. A surname has its own reading (曾 Zēng,
// 单 Shàn, 尉迟 Yùchí); a given name has the most usual one, for nobody can tell
// 乐 lè from yuè. One given character does not go before two here.
//
// # Names of other kinds
//
// A name in Han characters without a Chinese surname (努尔兰·阿不都满金, or an
// institution) stands among the others with its first character as its
// surname, as the rolls have it. Spaces and the middle dot do not count:
// 王　宁 is 王宁. A character outside 《通用规范汉字表》 stands behind all of
// those in it, by code point. A name that begins with no Han character stands
// behind all that do, by its letters without regard to case; one without any
// letter or digit comes last. What remains equal is ordered by code points, so
// that only equal strings compare as equal.
//
// # Data
//
// The strokes are those of the npm package chinese-character-strokes 0.0.3
// (ISC) and of data/parts.txt; the characters' official order and their
// readings are Unihan's, 15.0.0 (Unicode licence). See data/NOTICE.
package names

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// ByStrokes compares two names by the strokes of their surnames; see the
// package. It returns -1, 0 or 1, and 0 for equal strings only.
func ByStrokes(a, b string) int {
	if a == b {
		return 0
	}
	x, y := read(a), read(b)
	return cmp.Or(
		cmp.Compare(x.kind, y.kind),
		slices.CompareFunc(x.family, y.family, compareStrokes),
		cmp.Compare(min(len(x.given), 2), min(len(y.given), 2)),
		slices.CompareFunc(x.given, y.given, compareStrokes),
		strings.Compare(a, b),
	)
}

// ByPinyin compares two names by Hanyu Pinyin; see the package. It returns -1,
// 0 or 1, and 0 for equal strings only.
func ByPinyin(a, b string) int {
	if a == b {
		return 0
	}
	x, y := read(a), read(b)
	return cmp.Or(
		cmp.Compare(x.kind, y.kind),
		slices.CompareFunc(x.family, y.family, comparePinyin),
		slices.CompareFunc(x.given, y.given, comparePinyin),
		strings.Compare(a, b),
	)
}

// Initial returns the Latin capital under which a name stands in a list by
// Pinyin ("Z" for 曾国藩), and "#" for a name that begins with no Han character
// or with one whose reading is not known. In order by Pinyin, "#" comes last.
func Initial(name string) string {
	n := read(name)
	if n.kind != han || n.family[0].reading == "" {
		return "#"
	}
	return strings.ToUpper(n.family[0].reading[:1])
}

// parsed is a name taken apart for comparing.
type parsed struct {
	kind          kind
	family, given []character
}

// kind is how a name begins; kinds stand in this order.
type kind int

const (
	han kind = iota
	otherScript
	nothing
)

func read(name string) parsed {
	var buffer [8]rune
	letters := buffer[:0]
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, r)
		}
	}
	switch {
	case len(letters) == 0:
		return parsed{kind: nothing}
	case !unicode.Is(unicode.Han, letters[0]):
		return parsed{kind: otherScript, given: characters(letters)}
	}
	all := characters(letters)
	surname := []rune(Surname(name))
	for i, reading := range surnames().readings[string(surname)] {
		all[i].reading = reading
	}
	// A name without a surname has its first character's place.
	split := max(len(surname), 1)
	return parsed{kind: han, family: all[:split], given: all[split:]}
}

func characters(runes []rune) []character {
	known := table()
	list := make([]character, len(runes))
	for i, r := range runes {
		if c, ok := known[r]; ok {
			list[i] = c
			continue
		}
		list[i] = character{place: strange + int(r)}
		if !unicode.Is(unicode.Han, r) {
			list[i].place = foreign + int(unicode.ToLower(r))
		}
	}
	return list
}

func compareStrokes(a, b character) int {
	return cmp.Compare(a.place, b.place)
}

// comparePinyin has characters without a reading behind all others, by their
// place.
func comparePinyin(a, b character) int {
	if a.reading == "" || b.reading == "" {
		return cmp.Compare(a.place, b.place)
	}
	return cmp.Or(compareReadings(a.reading, b.reading), cmp.Compare(a.place, b.place))
}

// compareReadings compares syllables as the table writes them, such as lü4. An
// ü counts as a u first, as dictionaries have it: lu, lü, luan.
func compareReadings(a, b string) int {
	if a == b {
		return 0
	}
	x, y := len(a)-1, len(b)-1 // where the tone stands
	return cmp.Or(
		strings.Compare(strings.Replace(a[:x], "ü", "u", 1), strings.Replace(b[:y], "ü", "u", 1)),
		strings.Compare(a, b),
	)
}

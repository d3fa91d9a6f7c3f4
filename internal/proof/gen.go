//go:build ignore

// This program makes data/variants.txt: for characters outside 《通用规范汉字表》
// the one within it that is written today, from Unihan. From this folder:
//
//	apt-get install unicode-data
//	go run gen.go /usr/share/unicode
//
// A line holds a standard character and, behind it, all that are written for
// it: traditional forms (kSimplifiedVariant), else variants that mean the same
// (kSemanticVariant, kZVariant). A character with several candidates is left
// out: which is meant only the text can say. Then come radicals and parts that
// look like characters (EquivalentUnifiedIdeograph), in data/radicals.txt.

package main

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"luxi/internal/names"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run gen.go UNICODE-FOLDER")
	}
	folder := os.Args[1]
	forms := map[rune][]rune{}
	done := map[rune]bool{}
	for _, field := range []string{"kSimplifiedVariant", "kSemanticVariant", "kZVariant"} {
		for char, targets := range unihan(folder, field) {
			if names.Standard(char) || done[char] {
				continue
			}
			targets = slices.DeleteFunc(targets, func(r rune) bool { return !names.Standard(r) })
			if len(targets) == 1 {
				forms[targets[0]] = append(forms[targets[0]], char)
				done[char] = true
			}
		}
	}
	write("data/variants.txt", forms)
	write("data/radicals.txt", radicals(folder))
}

func unihan(folder, field string) map[rune][]rune {
	f, err := os.Open(filepath.Join(folder, "Unihan_Variants.txt.bz2"))
	check(err)
	defer f.Close()
	out := map[rune][]rune{}
	lines := bufio.NewScanner(bzip2.NewReader(f))
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) != 3 || columns[1] != field {
			continue
		}
		for _, target := range strings.Fields(columns[2]) {
			target, _, _ = strings.Cut(target, "<")
			out[code(columns[0])] = append(out[code(columns[0])], code(target))
		}
	}
	check(lines.Err())
	return out
}

func radicals(folder string) map[rune][]rune {
	f, err := os.Open(filepath.Join(folder, "EquivalentUnifiedIdeograph.txt"))
	check(err)
	defer f.Close()
	out := map[rune][]rune{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		from, to, ok := strings.Cut(line, ";")
		if !ok {
			continue
		}
		low, high, ranged := strings.Cut(strings.TrimSpace(from), "..")
		if !ranged {
			high = low
		}
		target := code("U+" + strings.TrimSpace(to))
		for r := code("U+" + low); r <= code("U+"+high); r++ {
			if r < 0x31c0 { // strokes are no characters that text is made of
				out[target] = append(out[target], r)
			}
		}
	}
	check(lines.Err())
	return out
}

func code(s string) rune {
	n, err := strconv.ParseInt(strings.TrimPrefix(s, "U+"), 16, 32)
	check(err)
	return rune(n)
}

func write(name string, forms map[rune][]rune) {
	f, err := os.Create(name)
	check(err)
	keys := make([]rune, 0, len(forms))
	for r := range forms {
		keys = append(keys, r)
	}
	slices.Sort(keys)
	for _, r := range keys {
		slices.Sort(forms[r])
		fmt.Fprintf(f, "%c%s\n", r, string(forms[r]))
	}
	check(f.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

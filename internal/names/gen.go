//go:build ignore

// This program makes data/characters.txt.gz. From this folder:
//
//	npm pack chinese-character-strokes@0.0.3 && tar xzf chinese-character-strokes-0.0.3.tgz
//	apt-get install unicode-data
//	go run gen.go package/笔顺数据.js /usr/share/unicode
//
// The strokes come from the first file and, for the characters that it lacks,
// from data/parts.txt. They are checked against Unihan: by 《通用规范汉字表》
// (kTGH), each of whose three levels stands in the order by strokes, so that a
// wrong stroke is likely to show as a character out of its place; and by their
// number (kTotalStrokes), but for the characters of parts.txt, where Unihan
// often counts an older form.

package main

import (
	"bufio"
	"cmp"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

type character struct {
	char             rune
	strokes, reading string
	official         int // its number in 《通用规范汉字表》
}

// displaced is the one character that does not stand in 《通用规范汉字表》 where
// its strokes would have it.
const displaced = '𨱇'

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: go run gen.go 笔顺数据.js UNICODE-FOLDER")
	}
	unihan := os.Args[2]
	strokes := packaged(os.Args[1])
	composed := compose(strokes, "data/parts.txt")

	list := make([]character, 8105)
	for char, value := range field(unihan, "OtherMappings", "kTGH") {
		number, err := strconv.Atoi(strings.TrimPrefix(value, "2013:"))
		check(err)
		list[number-1] = character{char: char, strokes: strokes[char], official: number}
	}
	total := field(unihan, "IRGSources", "kTotalStrokes")
	readings := field(unihan, "Readings", "kMandarin")
	for i := range list {
		c := &list[i]
		c.reading = numbered(strings.Fields(readings[c.char])[0])
		if got := strconv.Itoa(len(c.strokes)); got != strings.Fields(total[c.char])[0] && !composed[c.char] {
			log.Printf("%c has %s strokes, and in Unihan %s", c.char, got, total[c.char])
		}
		if i > 0 && i != 3500 && i != 6500 && compare(list[i-1], *c) > 0 && c.char != displaced {
			log.Printf("%c %s stands behind %c %s", c.char, c.strokes, list[i-1].char, list[i-1].strokes)
		}
	}
	slices.SortFunc(list, compare)
	write(list, "data/characters.txt.gz")
}

func compare(a, b character) int {
	return cmp.Or(cmp.Compare(len(a.strokes), len(b.strokes)), cmp.Compare(a.strokes, b.strokes), cmp.Compare(a.official, b.official))
}

// packaged reads lines such as "丁":"12", of the npm package.
func packaged(name string) map[rune]string {
	text, err := os.ReadFile(name)
	check(err)
	strokes := map[rune]string{}
	for _, m := range regexp.MustCompile(`"(.)":"([1-5]+)"`).FindAllStringSubmatch(string(text), -1) {
		strokes[[]rune(m[1])[0]] = m[2]
	}
	return strokes
}

// compose adds the characters of a list such as 㕮 口父, whose parts are
// characters and strokes, and returns which they are.
func compose(strokes map[rune]string, name string) map[rune]bool {
	text, err := os.ReadFile(name)
	check(err)
	composed := map[rune]bool{}
	for line := range strings.Lines(string(text)) {
		char, parts, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || char == "#" {
			continue
		}
		var whole strings.Builder
		for _, part := range parts {
			switch {
			case '1' <= part && part <= '5':
				whole.WriteRune(part)
			case strokes[part] == "":
				log.Fatalf("%s: no strokes for the part %c", char, part)
			default:
				whole.WriteString(strokes[part])
			}
		}
		composed[[]rune(char)[0]] = true
		strokes[[]rune(char)[0]] = whole.String()
	}
	return composed
}

// field reads one field of a Unihan file.
func field(folder, file, name string) map[rune]string {
	f, err := os.Open(filepath.Join(folder, "Unihan_"+file+".txt.bz2"))
	check(err)
	defer f.Close()
	values := map[rune]string{}
	lines := bufio.NewScanner(bzip2.NewReader(f))
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) == 3 && columns[1] == name {
			code, err := strconv.ParseInt(strings.TrimPrefix(columns[0], "U+"), 16, 32)
			check(err)
			values[rune(code)] = columns[2]
		}
	}
	check(lines.Err())
	return values
}

// numbered writes lǜ as lü4; the neutral tone is 5.
func numbered(syllable string) string {
	tone := "5"
	letters := strings.Map(func(r rune) rune {
		if i := slices.Index([]rune{0x304, 0x301, 0x30c, 0x300}, r); i >= 0 {
			tone = strconv.Itoa(i + 1)
			return -1
		}
		return r
	}, norm.NFD.String(syllable))
	return norm.NFC.String(letters) + tone
}

func write(list []character, name string) {
	f, err := os.Create(name)
	check(err)
	packed, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	check(err)
	above := ""
	for _, c := range list {
		common := 0
		for common < min(len(above), len(c.strokes)) && above[common] == c.strokes[common] {
			common++
		}
		fmt.Fprintf(packed, "%c%c%s%s\n", c.char, 'a'+common, c.strokes[common:], c.reading)
		above = c.strokes
	}
	check(packed.Close())
	check(f.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

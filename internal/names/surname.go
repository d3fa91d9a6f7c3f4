package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Surname returns the family name of a person: one character, or a compound
// one such as 欧阳 or 尉迟. Of two surnames that a married woman bears (范徐丽泰)
// it is the first. It returns "" for a name that has none: one that is not all
// in Han characters (艾力·买买提, John Smith), one that begins with no surname
// or is too long to be a person's (巴音朝鲁), and one that ends as only
// institutions do (高唐县委).
//
// The surnames are those of 《百家姓》, the common ones of today, and rarer ones
// of Shandong, in simplified characters. What is not there, or is somebody's
// pen name, cannot be known by looking: 石家庄 is a Mr 石.
func Surname(name string) string {
	var buffer [8]rune
	letters := buffer[:0]
	for _, r := range name {
		if unicode.IsSpace(r) {
			continue
		}
		if !unicode.Is(unicode.Han, r) {
			return ""
		}
		letters = append(letters, r)
	}
	known := surnames()
	switch n := len(letters); {
	case n == 0 || n > 4 || institution(letters):
		return ""
	case n > 1 && known.compound[[2]rune(letters[:2])]:
		return string(letters[:2])
	case !known.single[letters[0]], n == 4 && !known.single[letters[1]]:
		return ""
	}
	return string(letters[0])
}

// endings tell an institution of four characters; a person of three may well
// be called 学会.
var endings = []string{
	"县委", "市委", "区委", "省委", "党委", "政府", "人大", "政协", "法院", "公司", "集团", "大学", "学院", "中学", "小学",
	"学校", "医院", "银行", "协会", "学会", "商会", "报社", "电台", "记者", "街道", "社区", "支部", "团委", "纪委",
}

// institution reports whether a name ends as no person's does.
func institution(name []rune) bool {
	if len(name) == 2 || len(name) == 3 {
		return slices.Contains([]rune("县局厅委办"), name[len(name)-1])
	}
	return len(name) == 4 && slices.Contains(endings, string(name[2:]))
}

//go:embed data/surnames.txt
var listed string

type surnameList struct {
	single   map[rune]bool
	compound map[[2]rune]bool
	readings map[string][]string // of surnames that are read in another way than the table has it
}

var surnames = sync.OnceValue(func() surnameList {
	list := surnameList{map[rune]bool{}, map[[2]rune]bool{}, map[string][]string{}}
	for line := range strings.Lines(listed) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, word := range strings.Fields(rest) {
			switch kind {
			case "single":
				for _, r := range word {
					list.single[r] = true
				}
			case "compound":
				list.compound[[2]rune([]rune(word))] = true
			case "reading":
				surname, reading, _ := strings.Cut(word, "=")
				list.readings[surname] = strings.Split(reading, "-")
			}
		}
	}
	return list
})

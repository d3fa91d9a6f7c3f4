package names

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Every list stands in the right order, each with what it shows.
var byStrokes = map[string]string{
	"strokes, then their order; collate has 仇 区 王": "王伟、区伟、仇伟",
	"two and three strokes":                        "丁一、卜一、刁一、于一、万一、卫一、习一、马一",
	"four":                                         "王一、韦一、支一、尤一、车一、牛一、毛一、仇一、文一、方一、尹一、孔一、邓一",
	"five":                                         "左一、石一、龙一、卢一、叶一、田一、史一、白一、冯一、司一、皮一",
	"the same strokes, 《通用规范汉字表》 decides":        "甲一、申一、田一、由一",
	"one given character before two":             "王军、王勇、王毅、王一平、王小洪、王东明、王志刚、王建军",
	"given characters in turn":                   "李一平、李一鸣、李大明、李大海、李小鹏、李天佑",
	"compound surnames by their first character": "万里、万俟平、上官云、范仲淹、欧明、欧大明、欧阳修、欧阳中石、诸葛亮、尉迟恭",
	"a compound surname is no given name":        "司光、司马迁、司马相如、司空图、司徒美堂、吉平",
	"minority names among the others":            "巴金、巴音朝鲁、巴特尔、艾青、艾力·买买提、努尔兰·阿不都、努尔夏提、周平",
	"a space in a list does not count":           "王　宁、王军、王 勇、王大明",
	"an institution by its first character":      "王平、东阿县委、高平、高唐县委、聊城日报社",
	"characters outside the table behind it":     "爨龙颜、劉備、張飛",
	"other scripts behind Chinese, then nothing": "爱因斯坦、龚自珍、3M、Anna、bob、John Smith、김연아、·",
}

var byPinyin = map[string]string{
	"readings of surnames":           "区伟、任伟、单伟、解伟、曾伟、查伟",
	"letters, tone, strokes":         "黎明、李明、厉明、利明、郦明、连明",
	"ü behind u":                     "卢一、鲁一、陆一、吕一、栾一、罗一",
	"one surname stays together":     "张伟、张小明、张一、章小明、章一",
	"compound surnames":              "单于平、万俟明、欧明、欧阳明、单平、万明",
	"given names":                    "王大明、王军、王军平、王小平",
	"no reading, then other scripts": "庄周、左思、劉備、Anna、John",
	"尉迟 is not 尉":                    "卫青、尉平、于谦、尉迟恭、袁枚",
	"区 is Ōu in names only":          "区平、欧明、区委办、曲波、任平",
}

func TestByStrokes(t *testing.T) { inOrder(t, byStrokes, ByStrokes) }
func TestByPinyin(t *testing.T)  { inOrder(t, byPinyin, ByPinyin) }

func inOrder(t *testing.T, lists map[string]string, compare func(a, b string) int) {
	t.Helper()
	for what, list := range lists {
		t.Run(what, func(t *testing.T) {
			want := strings.Split(list, "、")
			got := slices.Clone(want)
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
			slices.SortFunc(got, compare)
			if !slices.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

func TestInitial(t *testing.T) {
	for name, want := range map[string]string{
		"曾国藩": "Z", "曾": "Z", "单雄信": "S", "单于平": "C", "仇和": "Q", "解缙": "X", "查良镛": "Z", "盖叫天": "G", "朴英": "P",
		"区新": "O", "任平": "R", "翟平": "Z", "覃平": "Q", "缪平": "M", "隗平": "W", "乜平": "N", "冼星海": "X", "尉迟恭": "Y", "尉平": "W",
		"万俟平": "M", "万平": "W", "欧阳修": "O", "郝学兰": "H", "吕布": "L", "努尔兰·阿不都满金": "N", "区委办": "Q", "区委办公室": "Q",
		"John": "#", "": "#", "·": "#", "劉備": "#", "3M": "#", "　王　宁": "W",
	} {
		if got := Initial(name); got != want {
			t.Errorf("Initial(%q) = %q, want %q", name, got, want)
		}
	}
}

// What ByPinyin puts together must stand under one letter.
func TestInitialsStandInOrder(t *testing.T) {
	list := randomNames(1000)
	slices.SortFunc(list, ByPinyin)
	letters := make([]string, len(list))
	for i, name := range list {
		letters[i] = strings.ReplaceAll(Initial(name), "#", "~") // behind Z
	}
	if !slices.IsSorted(letters) {
		t.Errorf("%q", slices.Compact(letters))
	}
}

// Both are total orders: a list of anything sorts so that every pair of it
// stands right, and only equal strings are equal.
func TestOrdersAreTotal(t *testing.T) {
	list := randomNames(200)
	for what, compare := range map[string]func(a, b string) int{"ByStrokes": ByStrokes, "ByPinyin": ByPinyin} {
		slices.SortFunc(list, compare)
		for i, a := range list {
			for j, b := range list {
				if got := compare(a, b); got != -compare(b, a) || (got == 0) != (a == b) || i < j && got > 0 {
					t.Fatalf("%s(%q, %q) = %d", what, a, b, got)
				}
			}
		}
	}
}

func FuzzOrders(f *testing.F) {
	f.Add("王军", "王　军", "王·军")
	f.Add("欧明", "欧阳明", "欧阳")
	f.Add("John", "\xff王", "劉備")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for _, compare := range []func(a, b string) int{ByStrokes, ByPinyin} {
			ab, bc, ac := compare(a, b), compare(b, c), compare(a, c)
			if ab != -compare(b, a) || (ab == 0) != (a == b) {
				t.Errorf("%q and %q", a, b)
			}
			if ab <= 0 && bc <= 0 && ac > 0 || ab >= 0 && bc >= 0 && ac < 0 {
				t.Errorf("%q, %q and %q go round", a, b, c)
			}
		}
		if surname := Surname(a); !strings.HasPrefix(strings.Join(strings.Fields(a), ""), surname) || len([]rune(surname)) > 2 {
			t.Errorf("Surname(%q) = %q", a, surname)
		}
		if initial := Initial(a); utf8.RuneCountInString(initial) != 1 {
			t.Errorf("Initial(%q) = %q", a, initial)
		}
	})
}

// randomNames draws from few pieces, so that many names are nearly equal.
func randomNames(n int) []string {
	pieces := strings.Fields("王 王 区 仇 单 于 欧 阳 曾 尉 迟 万 俟 司 马 范 徐 一 军 军 大 明 田 由 劉 張 · a B b é 김 1 \xff")
	pieces = append(pieces, " ", "　")
	r := rand.New(rand.NewPCG(3, 4))
	list := make([]string, n)
	for i := range list {
		for range r.IntN(6) {
			list[i] += pieces[r.IntN(len(pieces))]
		}
	}
	return list
}

// countedOtherwise are the surnames of which CLDR counts the strokes of an older
// form: of 艹 for one, 辶, 阝, 礻 or 巨.
const countedOtherwise = "充巨邓印艾边邘邛邝汲达过邢那邬阮阳阴延祁芦芮花苌苍苏连迟邰邱邴邵邸邹陆陈建苑苗苟范茅茆迮邾郁郃郄郅郇郈郎郏郑郓" +
	"祖祝茹荀荣药逄郗郚郜郝郤郦郧敖莒莘𬜬莫通逢郭郯郸都陶渠荆菅萧逯郾鄂鄄隆隋黄敬滑萨葛董蒋遆遇随隗廖甄福蒙蒯蒲蒿蓝蓟褚鄞鄢撒禚蓬蔚蔡蔺禤褟薄薛瞿夔"

// x/text orders by the number of strokes, though not by their order: a second
// opinion on the numbers.
func TestCollatorCountsTheSameStrokes(t *testing.T) {
	var list []rune
	for _, r := range allSurnames() {
		if !strings.ContainsRune(countedOtherwise, r) {
			list = append(list, r)
		}
	}
	collator := collate.New(language.MustParse("zh-u-co-stroke"))
	slices.SortFunc(list, func(a, b rune) int { return collator.CompareString(string(a), string(b)) })
	known := table()
	for i, r := range list[1:] {
		if before := list[i]; len(known[before].strokes) > len(known[r].strokes) {
			t.Errorf("the collator has %c %s before %c %s", before, known[before].strokes, r, known[r].strokes)
		}
	}
}

func allSurnames() string {
	var all strings.Builder
	for r := range surnames().single {
		all.WriteRune(r)
	}
	return all.String()
}

// Ten thousand names are to be sorted well under a second.
func BenchmarkSort10000(b *testing.B) {
	given := []rune("一平军明伟国华建文志大小晓海涛")
	family := []rune(allSurnames())
	r := rand.New(rand.NewPCG(5, 6))
	list := make([]string, 10_000)
	for i := range list {
		list[i] = string(family[r.IntN(len(family))]) + string(given[r.IntN(len(given))]) + string(given[r.IntN(len(given))])
	}
	for what, compare := range map[string]func(a, b string) int{"ByStrokes": ByStrokes, "ByPinyin": ByPinyin} {
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				slices.SortFunc(slices.Clone(list), compare)
			}
		})
	}
}

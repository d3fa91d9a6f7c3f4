package names

import (
	"slices"
	"strings"
	"testing"
)

// written is 笔顺 as taught: each surname with its strokes (1 横, 2 竖, 3 撇,
// 4 点, 5 折), in the order in which a list has them.
const written = `
丁 12
卜 24
刁 51
刀 53
于 112
万 153
弓 515
卫 521
习 541
马 551
王 1121
元 1135
韦 1152
支 1254
区 1345
尤 1354
车 1512
牛 3112
毛 3115
仇 3235
文 4134
方 4153
尹 5113
孔 5215
邓 5452
左 13121
石 13251
龙 13534
卢 21513
叶 25112
田 25121
史 25134
白 32511
冯 41551
司 51251
皮 53254
朱 311234
任 323121
刘 413422
齐 413432
江 441121
安 445531
许 453112
阮 521135
孙 521234
苏 1225344
杜 1234121
李 1234521
杨 1234533
吴 2511134
邱 3212152
何 3212512
余 3411234
汪 4411121
宋 4451234
张 5153154
陆 5211252
陈 5215234
武 11212154
林 12341234
季 31234521
金 34112431
周 35121251
郑 43113452
单 43251112
孟 52125221
项 121132534
赵 121213434
胡 122513511
侯 325131134
姚 531341534
秦 1113431234
袁 1212513534
夏 1325111354
钱 3111511534
徐 3323411234
高 4125125251
黄 12212512134
梅 12343155414
曹 12512212511
崔 25232411121
康 41351124134
梁 44153441234
彭 121251431333
韩 122511121152
程 312342511121
鲁 352512112511
曾 432524312511
温 441251125221
雷 1452444425121
鲍 3525121135515
蔡 12235445411234
廖 41354154134333
谭 45125221251112
熊 54251135354444
潘 441343123425121
`

func TestStrokesAreAsTaught(t *testing.T) {
	var list []string
	for line := range strings.Lines(strings.TrimSpace(written)) {
		surname, strokes, _ := strings.Cut(strings.TrimSpace(line), " ")
		if got := table()[[]rune(surname)[0]].strokes; got != strokes {
			t.Errorf("%s has %s, want %s", surname, got, strokes)
		}
		list = append(list, surname+"大明")
	}
	if !slices.IsSortedFunc(list, ByStrokes) {
		sorted := slices.Clone(list)
		slices.SortFunc(sorted, ByStrokes)
		t.Errorf("got %v", sorted)
	}
}

func TestTableIsWhole(t *testing.T) {
	known := table()
	if len(known) != 8105 {
		t.Fatalf("%d characters, want the 8105 of 《通用规范汉字表》", len(known))
	}
	inOrder := make([]character, len(known))
	for r, c := range known {
		if c.strokes == "" || strings.Trim(c.strokes, "12345") != "" {
			t.Errorf("%c has strokes %q", r, c.strokes)
		}
		if strings.Trim(c.reading, "abcdefghijklmnopqrstuvwxyzü12345") != "" || !strings.ContainsAny(c.reading[len(c.reading)-1:], "12345") {
			t.Errorf("%c is read %q", r, c.reading)
		}
		inOrder[c.place] = c
	}
	if !slices.IsSortedFunc(inOrder, func(a, b character) int {
		if len(a.strokes) != len(b.strokes) {
			return len(a.strokes) - len(b.strokes)
		}
		return strings.Compare(a.strokes, b.strokes)
	}) {
		t.Error("not in the order by strokes")
	}
}

// The table is in every copy of the program.
func TestTableIsSmall(t *testing.T) {
	if size := len(compressed); size > 60<<10 {
		t.Errorf("%d bytes", size)
	}
}

func TestStandard(t *testing.T) {
	for r, want := range map[rune]bool{'乾': true, '镕': true, '喆': true, '堃': true, '發': false, '峯': false, 'a': false} {
		if Standard(r) != want {
			t.Errorf("%c: %t", r, Standard(r))
		}
	}
}

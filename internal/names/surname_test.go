package names

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSurname(t *testing.T) {
	for name, want := range map[string]string{
		"郝学兰": "郝", "王军": "王", "王　宁": "王", "曾": "曾", "欧阳修": "欧阳", "欧阳中石": "欧阳", "欧阳": "欧阳", "欧明": "欧",
		"尉迟恭": "尉迟", "万俟平": "万俟", "司马光": "司马", "诸葛亮": "诸葛", "上官婉儿": "上官", "夏侯惇": "夏侯", "单于平": "单于",
		"范徐丽泰": "范", "张学会": "张", "王大学": "王", "巴特尔": "巴", "党建军": "党",
		"": "", "艾力·买买提": "", "John Smith": "", "王John": "", "王军（女）": "", "巴音朝鲁": "", "本报记者": "", "聊城日报社": "",
		"高唐县委": "", "高唐县": "", "商务局": "", "区委办": "", "党委": "", "东方集团": "", "阿不都热依木": "", "劉備": "",
	} {
		if got := Surname(name); got != want {
			t.Errorf("Surname(%q) = %q, want %q", name, got, want)
		}
	}
}

// baijiaxing is 《百家姓》 in simplified characters, but for 鬱, which is 郁 now.
const baijiaxing = `赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎
鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧
计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗
丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫
宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤
璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师
巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公 万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟
公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 仉督 子车 颛孙 端木
巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 晋楚闫法汝鄢涂钦 段干 百里 东郭 南门 呼延 归海 羊舌 微生 岳帅缑亢 况 后 有 琴 梁丘 左丘
东门 西门 商牟佘佴 伯赏 南宫 墨哈谯笪 年爱阳佟 第五 言福`

func TestSurnamesAreKnown(t *testing.T) {
	list := surnames()
	for word := range strings.FieldsSeq(baijiaxing) {
		if runes := []rune(word); len(runes) == 2 && list.compound[[2]rune(runes)] {
			continue
		}
		for _, r := range word {
			if !list.single[r] {
				t.Errorf("%c of %s is not listed", r, word)
			}
		}
	}
}

// A surname without strokes would stand behind all others, and a reading that
// the table has anyway is one too many.
func TestSurnameListFitsTheTable(t *testing.T) {
	list, known := surnames(), table()
	for r := range list.single {
		if known[r].strokes == "" {
			t.Errorf("%c is not in the table", r)
		}
	}
	for surname, readings := range list.readings {
		runes, usual := []rune(surname), ""
		for _, r := range runes {
			usual += known[r].reading + " "
		}
		if strings.Join(readings, " ")+" " == usual || len(readings) != len(runes) {
			t.Errorf("%s=%v, and in the table %s", surname, readings, usual)
		}
		if len(runes) == 1 && !list.single[runes[0]] || len(runes) == 2 && !list.compound[[2]rune(runes)] {
			t.Errorf("a reading for %s, which is no surname", surname)
		}
	}
	if singles(listed) != len(list.single) {
		t.Error("a surname is listed twice")
	}
}

func singles(listed string) (n int) {
	for line := range strings.Lines(listed) {
		if rest, ok := strings.CutPrefix(line, "single "); ok {
			n += utf8.RuneCountInString(strings.TrimSpace(rest))
		}
	}
	return n
}

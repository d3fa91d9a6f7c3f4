package proof

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// afterYear are words behind a year; behind a number of years stand others.
var afterYear = strings.Fields("改革 初 底 春 夏 秋 冬 以来 至 起 毕业 出生 入学 入伍 入党 考上 考入 开始 参加 下岗 洪水 抗洪 年底 年初 上半年 下半年 全年 的时候 那年 那会 那场")

var _ = define(Rule{
	ID: "year-short", Class: Review, From: gb("15835-2011", "5.1.4"),
	Cases: `
98年改革 => 1998年改革
他92年毕业 => 他1992年毕业
后来，98年改革 => 后来，1998年改革
08年以来 => 2008年以来
1998年改革
20世纪20年代初
改革开放30年以来
历时98年毕业
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			if c != '年' || !isDigit(p.get(i-1)) || !isDigit(p.get(i-2)) || isWord(p.get(i-3)) {
				continue
			}
			tens, before := p.get(i-2), p.get(i-3)
			if tens != '0' && tens < '7' || contains("时近约共了满达第.,至—-～、过隔", before) || before == '，' && isDigit(p.get(i-4)) {
				continue
			}
			if p.hasAny(i+1, afterYear) > 0 || isDigit(p.get(i+1)) && p.get(p.skip(i+1, isDigit)) == '月' {
				century := "19"
				if tens == '0' {
					century = "20"
				}
				s.mend(p, i-2, i, century+string(p.r[i-2:i]))
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "年份“{was}”只写了两位", EN: "the year “{was}” has two digits only"},
	i18n.Text{ZH: "写全，多半是“{now}”。", EN: "Write all four, probably “{now}”."},
})

// dateAt reads a date that begins at i with one sign twice between its numbers.
func (p *passage) dateAt(i int, signs string) (y, m, d, end int) {
	j := p.skip(i, isDigit)
	sign := p.get(j)
	if j-i != 4 || !contains(signs, sign) || sign == edge {
		return 0, 0, 0, i
	}
	k := p.skip(j+1, isDigit)
	if k == j+1 || k > j+3 || p.get(k) != sign {
		return 0, 0, 0, i
	}
	end = p.skip(k+1, isDigit)
	y, m, d = atoi(string(p.r[i:j])), atoi(string(p.r[j+1:k])), atoi(string(p.r[k+1:end]))
	if end == k+1 || end > k+3 || y < 1800 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, 0, 0, i
	}
	return y, m, d, end
}

// unpadded reports a month or a day of one digit in the date of i to j.
func (p *passage) unpadded(i, j int) bool {
	for k := i + 4; k < j; k++ {
		if contains("-/.", p.r[k]) && isDigit(p.get(k+1)) && !isDigit(p.get(k+2)) {
			return true
		}
	}
	return false
}

var _ = define(Rule{
	ID: "date-form", Class: Review, From: gb("15835-2011", "5.1.4"),
	Cases: `
2022/8/31 => 2022年8月31日
截至2022.8.31已完成 => 截至2022年8月31日已完成
2022-8-31 => 2022年8月31日
2022年8月31日
2022-08-31
1/2
v2022.8.31
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			if !isDigit(p.r[i]) || isWord(p.get(i-1)) || contains("./-", p.get(i-1)) && i > 0 {
				continue
			}
			y, m, d, end := p.dateAt(i, "/.-")
			if p.get(i+4) == '-' && !p.unpadded(i, end) {
				continue // ISO 8601
			}
			if end > i && !isLatin(p.get(end)) && !contains("./-", p.get(end)) || end > i && end == len(p.r) {
				s.mend(p, i, end, strconv.Itoa(y)+"年"+strconv.Itoa(m)+"月"+strconv.Itoa(d)+"日")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "日期写成了“{was}”", EN: "the date is “{was}”"},
	i18n.Text{ZH: "文章里写“{now}”。", EN: "In a text write “{now}”."},
})

var _ = define(Rule{
	ID: "date-valid", Class: Report, From: i18n.Text{ZH: "历法", EN: "the calendar"},
	Cases: `
2022年2月29日 !
6月31日前 !
13月15日 !
2022年13月 !
2024年2月29日
7月31日
3个月15日内
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			if c != '月' || !isDigit(p.get(i-1)) {
				continue
			}
			if from := p.back(i, isDigit); p.get(from-1) == '年' && isDigit(p.get(from-2)) && atoi(string(p.r[from:i])) > 12 {
				s.note(p, from, i+1)
				continue
			}
			if !isDigit(p.get(i + 1)) {
				continue
			}
			from, end := p.back(i, isDigit), p.skip(i+1, isDigit)
			if p.get(end) != '日' {
				continue
			}
			year := 2024 // a leap year: without a year 29 February is right
			if p.get(from-1) == '年' {
				if start := p.back(from-1, isDigit); from-1-start == 4 {
					year = atoi(string(p.r[start : from-1]))
					from = start
				}
			}
			month, day := atoi(string(p.r[p.back(i, isDigit):i])), atoi(string(p.r[i+1:end]))
			if t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); int(t.Month()) != month || t.Day() != day {
				s.note(p, from, end+1)
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "没有“{was}”这一天", EN: "there is no day “{was}”"},
	i18n.Text{ZH: "请核对日期。", EN: "Check the date."},
})

// approximate are what follows an approximate number; 年级, 号 and 产业 do not.
var approximate = strings.Fields("个 天 年 次 名 家 人 里 米 岁 倍 元 亩 吨 十 百 千 万 亿 小时 分钟 公里 户 位 件 周 场 斤 块 座 遍 趟 步 句 杯 口 层 间 种 篇 条")

// exact are words in which the same numbers are a list.
var exact = []string{"年级", "级", "线", "产业", "审", "号", "等奖", "期", "月", "楼", "班", "组", "季度", "万年", "人称", "层次", "号楼", "条款", "条规定", "名次", "次产业", "次会议", "次全会", "场次", "种情形", "项", "款", "人民"}

// pairOf reports that 、 at i stands between neighbouring numbers, one behind the
// other, that count what follows.
func (p *passage) pairOf(i int, follows func(a, b rune) bool) bool {
	before := p.get(i - 2)
	if !follows(p.get(i-1), p.get(i+1)) || p.hasAny(i+2, approximate) == 0 || p.hasAny(i+2, exact) > 0 {
		return false
	}
	return before != '、' && before != '第' && !isDigit(before) && p.get(i+3) != '、' && !p.has(i+2, "条、") && i > 1 || i == 1 && isDigit(p.get(0))
}

var _ = define(Rule{
	ID: "dun-approx", Class: Review, From: gb("15834-2011", "4.5.3.4"),
	Cases: `
用了三、四个月 => 用了三四个月
两、三天 => 两三天
三、四个月 => 三四个月
跑了七、八十公里 => 跑了七八十公里
二、三产业
三、四线城市
第三、四名选手
三、四年级学生
一、两个问题要抓好
一、二、三个方面
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			a, b := p.get(i-1), p.get(i+1)
			near := nextNumeral(a) == b && a != '九' || a == '两' && b == '三' || a == '三' && b == '五'
			if c != '、' || !near || !isHan(p.get(i-1)) {
				continue
			}
			before := p.get(i - 2)
			if p.hasAny(i+2, approximate) == 0 || p.hasAny(i+2, exact) > 0 || before == '、' || before == '第' || isDigit(before) || p.get(i+2) == '、' || i == 1 && p.get(0) == '一' {
				continue
			}
			s.mend(p, i, i+1, "")
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "表示大概的数字之间不用顿号", EN: "no 、 stands within an approximate number"},
	i18n.Text{ZH: "说的是大概数目就删去“{was}”；说的是两个数就留着。", EN: "Drop the “{was}” if the number is approximate; keep it if both are meant."},
})

var _ = define(Rule{
	ID: "approx-digit", Class: Review, From: gb("15835-2011", "4.2.2"),
	Cases: `
3、4个月 => 三四个月
用了7、8天时间 => 用了七八天时间
去了2、3次 => 去了两三次
3个月
1、2、3个
第3、4个
3、4年级
3、4号楼
2022、2023年
`,
	passage: func(p *passage, s *sink) {
		han := []rune("〇一二三四五六七八九")
		for _, i := range p.signs {
			c := p.r[i]
			a, b := p.get(i-1), p.get(i+1)
			if c != '、' || !isDigit(a) || b != a+1 || a == '0' || isDigit(p.get(i+2)) || !p.pairOf(i, func(a, b rune) bool { return b == a+1 }) {
				continue
			}
			first := han[a-'0']
			if a == '2' && p.get(i+2) != '十' { // 两三次, but 二三十
				first = '两'
			}
			s.mend(p, i-1, i+2, string([]rune{first, han[b-'0']}))
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "大概的数目“{was}”用了数字", EN: "the approximate number “{was}” is in digits"},
	i18n.Text{ZH: "说的是大概数目就写成“{now}”。", EN: "If it is approximate, write “{now}”."},
})

// many are 多 and 余 right behind a number, which say that it is more: 近50多家.
// Before a span of time they belong to it (近30多年来).
func (p *passage) many(i int) int {
	end := p.number(i)
	for contains("百千万亿", p.get(end)) {
		end++
	}
	if !contains("多余", p.get(end)) || contains("年天月日小分秒周", p.get(end+1)) || p.has(end+1, "个月") {
		return -1
	}
	return end
}

// abouts are words before a number and those behind it that say the same.
var abouts = []struct{ before, behind []string }{
	{[]string{"约", "大约", "大概"}, []string{"左右", "上下"}},
	{[]string{"近", "接近", "将近"}, []string{"左右", "上下"}},
	{[]string{"超过", "突破", "逾"}, []string{"以上"}},
}

var _ = define(Rule{
	ID: "approx-dup", Class: Report, From: i18n.Text{ZH: "语义重复", EN: "it says it twice"},
	Cases: `
约100家左右 => 约100家
约占30%左右 => 约占30%
大约3.5万人上下 => 大约3.5万人
超过50%以上 => 超过50%
近30名左右 => 近30名
近50多家企业 => 近50家企业
近30多年来
约100家
近10年来
约定5人左右
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			if !isDigit(p.r[i]) || isDigit(p.get(i-1)) || p.get(i-1) == '.' {
				continue
			}
			if many := p.many(i); many > 0 && p.ends(i, []string{"近", "接近", "将近"}) > 0 {
				s.mend(p, many, many+1, "")
				continue
			}
			for _, about := range abouts {
				if p.ends(i-b2i(contains("占为有达", p.get(i-1))), about.before) == 0 {
					continue
				}
				end := p.number(i)
				for n := 0; n < 6 && end < len(p.r) && !isMark(p.r[end]); n++ {
					if size := p.hasAny(end, about.behind); size > 0 {
						s.mend(p, end, end+size, "")
						break
					}
					end++
				}
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "前面已经说了大概，“{was}”意思重复", EN: "“{was}” says again that the number is approximate"},
	i18n.Text{ZH: "前后两个词只留一个。", EN: "Keep one of the two words."},
})

var _ = define(Rule{
	ID: "decrease-times", Class: Report, From: i18n.Text{ZH: "逻辑", EN: "logic"},
	Cases: `
成本降低了2倍 !
成本减少3倍 !
亩产比去年降低了一倍 !
用水减少两倍 !
降低到1/2
降低到原来的一半
下降一倍频程
增加了一倍
成本降低了20%
增加了2倍
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			if c != '倍' || !isDigit(p.get(i-1)) && !isNumeral(p.get(i-1)) || p.get(i+1) == '频' {
				continue
			}
			from := p.back(i, func(r rune) bool { return isDigit(r) || isNumeral(r) || r == '.' })
			at := from
			if p.get(at-1) == '了' {
				at--
			}
			if n := p.ends(at, []string{"减少", "降低", "下降", "缩小", "缩短"}); n > 0 {
				s.note(p, at-n, i+1)
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "减少不能用倍数：“{was}”", EN: "nothing decreases by times its own size: “{was}”"},
	i18n.Text{ZH: "改用分数或百分数，并核对数字。", EN: "Use a fraction or a percentage, and check the number."},
})

// units that are not legal ones, with those that are.
var units = map[string]string{"公分": "厘米", "公尺": "米", "公升": "升", "平米": "平方米", "公厘": "毫米", "立方": "立方米", "平方": "平方米", "华里": "里"}

var unitNames = slices.Sorted(func(yield func(string) bool) {
	for name := range units {
		if !yield(name) {
			return
		}
	}
})

var _ = define(Rule{
	ID: "unit", Class: Report, From: i18n.Text{ZH: "法定计量单位", EN: "legal units of measurement"},
	Cases: `
3公分 => 3厘米
100平米 => 100平方米
5万立方 => 5万立方米
100平方米
5万立方米
3平方公里
20立方千米
公分母
`,
	passage: func(p *passage, s *sink) {
		for i := range p.r {
			if !isDigit(p.get(i-1)) && !(contains("万亿多余", p.get(i-1)) && isDigit(p.get(i-2))) {
				continue
			}
			n := p.hasAny(i, unitNames)
			if n == 0 || contains("米公千厘毫分英", p.get(i+n)) && p.get(i+n) != edge {
				continue
			}
			s.mend(p, i, i+n, units[string(p.r[i:i+n])])
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "“{was}”不是法定计量单位", EN: "“{was}” is no legal unit"},
	i18n.Text{ZH: "用“{now}”。", EN: "Write “{now}”."},
})

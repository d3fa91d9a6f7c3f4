package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "digits", Class: Safe, From: gb("15835-2011", "5.1.7.1"),
	Cases: `
２０２２年７月 => 2022年7月
增长１２．５% => 增长12.5%
发展ＧＤＰ => 发展GDP
（１）加快 => （1）加快
比例１：５００ => 比例1:500
１３８**４４**５６ => 138**44**56
2022年7月
全面建设，开新局！
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); {
			j := p.skip(i, isWide)
			if j == i {
				i++
				continue
			}
			for (p.get(j) == '．' || p.get(j) == '：' && isWideDigit(p.get(j-1)) || p.get(j) == '，' && wideGroup(p, j)) && isWideDigit(p.get(j+1)) {
				j = p.skip(j+1, isWide)
			}
			s.mend(p, i, j, strings.Map(func(r rune) rune {
				if r >= '！' && r <= '～' {
					return r - 0xfee0
				}
				return r
			}, string(p.r[i:j])))
			i = j
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "数字或字母“{was}”是全角的", EN: "digits or letters are full-width: “{was}”"},
	i18n.Text{ZH: "用半角的“{now}”。", EN: "Write “{now}”."},
})

// isWide reports a full-width digit or letter. Marks are left as they are.
func isWide(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// wideGroup reports that the full-width comma at i parts three full-width digits.
func wideGroup(p *passage, i int) bool {
	return isWideDigit(p.get(i-1)) && p.skip(i+1, isWideDigit) == i+4
}

func isWideDigit(r rune) bool { return r >= '０' && r <= '９' }

var _ = define(Rule{
	ID: "digit-group", Class: Review, From: gb("15835-2011", "5.1.1"),
	Cases: `
2，820万元 => 2,820万元
去年，2，820万元 => 去年，2,820万元
产值12，345，678元 => 产值12,345,678元
2,820万元
到2025年，300家
排名第1，2022年
名次为2，300家企业
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c != '，' || !isDigit(p.get(i-1)) || p.skip(i+1, isDigit) != i+4 {
				continue
			}
			end := i + 4
			for p.get(end) == '，' && p.skip(end+1, isDigit) == end+4 {
				end += 4
			}
			from := p.back(i, isDigit)
			group := p.get(from-1) == '，' && isDigit(p.get(from-2)) // the first of the groups is mended with all
			if i-from > 3 || group || p.get(from-1) == '第' || !(end > i+4 || p.hasAny(end, []string{"万", "亿", "元", "吨", "亩", "平方", "公里", "人"}) > 0) {
				continue
			}
			s.mend(p, from, end, strings.ReplaceAll(string(p.r[from:end]), "，", ","))
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "“{was}”像是一个数，分节用了全角逗号", EN: "“{was}” looks like one number with a full-width comma"},
	i18n.Text{ZH: "是一个数就写成“{now}”。", EN: "If it is, write “{now}”."},
})

// decimalUnits are what is measured with decimals.
var decimalUnits = []string{"个百分点", "%", "‰", "倍", "万", "亿", "元", "米", "厘米", "毫米", "公里", "千米", "千克", "公斤", "克", "吨", "亩", "公顷", "平方", "立方", "度", "升", "分钟", "小时"}

var _ = define(Rule{
	ID: "decimal-zero", Class: Safe, From: gb("15835-2011", "5.1.2"),
	Cases: `
.5个百分点 => 0.5个百分点
提高.5个百分点 => 提高0.5个百分点
这就是“.5个百分点”的分量 => 这就是“0.5个百分点”的分量
仅占.25% => 仅占0.25%
v.2
12.5%
1..5
见附件.5月再议
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c != '.' || !isDigit(p.get(i+1)) {
				continue
			}
			before, end := p.get(i-1), p.skip(i+1, isDigit)
			if (before == edge || before == brk || before == '“' || isHan(before) || isMark(before)) && p.get(end) != '.' && p.hasAny(end, decimalUnits) > 0 {
				s.mend(p, i, i+1, "0.")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "小数点前面缺了 0", EN: "a decimal lacks its zero"},
	i18n.Text{ZH: "小数点前面写 0。", EN: "Write a zero before the point."},
})

// thousands and hundreds are the beginnings of words that count nothing.
var thousands = strings.Fields("千米 千克 千瓦 千伏 千卡 千赫 千帕 千焦 千字文 千安 千牛 千乏 千兆 千家万户 千方百计 千年 千禧 千分 千斤顶 千秋 千里 千古 千金 千山 千差 千人计划 千吨级 千亿级 千万级 百分 百强 百年 百姓 百货 百日 百科 百花 百家 百度 百灵 百合 百佳 百叶 百团 百村 百里 百校 百企 百亿级 百万级 百名 百项 百善 百大")

var _ = define(Rule{
	ID: "num-mix", Class: Safe, From: gb("15835-2011", "5.3"),
	Cases: `
4千人 => 4000人
5百多户 => 500多户
4千万元 => 4000万元
1.2千亩 => 1200亩
1千5百人 => 1500人
写5千字 => 写5000字
4万人
全长5千米
装机30千瓦
重3千克
2022百强企业
5百分点
第3百货大楼
2万5千人
印张28.5，字数450千字
千字文5篇
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			if c != '千' && c != '百' || !isDigit(p.get(i-1)) || p.hasAny(i, thousands) > 0 || !isHan(p.get(i+1)) && p.get(i+2) != '百' || isNumeral(p.get(i+1)) && p.get(i+1) != '万' {
				continue
			}
			from := p.back(i, func(r rune) bool { return isDigit(r) || r == '.' })
			digits := string(p.r[from:i])
			if hundreds := p.get(i + 2); c == '千' && isDigit(p.get(i+1)) && hundreds == '百' && len(digits) == 1 {
				s.mend(p, from, i+3, digits+string(p.get(i+1))+"00") // 1千5百
				continue
			}
			if before := p.get(from - 1); c == '千' && isDigit(p.get(i-2)) && isDigit(p.get(i-3)) || before == '第' || isNumeral(before) || isLatin(before) || before == ',' || before == '-' || before == '年' || len(digits) > 3 {
				continue
			}
			if full, ok := multiplied(digits, map[rune]int{'百': 2, '千': 3}[c]); ok {
				s.mend(p, from, i+1, full)
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”里数字和“千”“百”混用", EN: "“{was}” mixes digits with “千” or “百”"},
	i18n.Text{ZH: "写成“{now}”；只有“万”“亿”可以和数字连用。", EN: "Write “{now}”; only “万” and “亿” stand behind digits."},
})

// multiplied returns a decimal with zeros in place of 百 or 千. More decimals
// than zeros make no whole number.
func multiplied(digits string, zeros int) (string, bool) {
	whole, part, _ := strings.Cut(digits, ".")
	if whole == "" || whole[0] == '0' || len(part) > zeros || strings.Contains(part, ".") {
		return "", false
	}
	return whole + part + strings.Repeat("0", zeros-len(part)), true
}

var _ = define(Rule{
	ID: "percent", Class: Safe, From: house,
	Cases: `
增长12.5％ => 增长12.5%
15％～30％ => 15%～30%
下降5﹪ => 下降5%
增长12.5%
百分之九十九
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c == '％' || c == '﹪' {
				s.mend(p, i, i+1, "%")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "百分号是全角的", EN: "the percent sign is full-width"},
	i18n.Text{ZH: "用半角的“{now}”。", EN: "Write “{now}”."},
})

var _ = define(Rule{
	ID: "weekday", Class: Safe, From: gb("15835-2011", "4.2.3"),
	Cases: `
星期5 => 星期五
每星期7上午 => 每星期日上午
礼拜3 => 礼拜三
下周5召开 => 下周五召开
星期五
上周3天
每星期3次
一星期12节课
上周5人入选
`,
	passage: func(p *passage, s *sink) {
		for i := range p.r {
			named := p.get(i+1) == '周' && contains("本上下每这", p.r[i]) // 周5 alone may be 5 weeks
			if !p.has(i, "星期") && !p.has(i, "礼拜") && !named {
				continue
			}
			d := p.get(i + 2)
			if d < '1' || d > '7' || isDigit(p.get(i+3)) || p.get(i+3) == '.' || contains("次节天个课门场期轮趟小篇人名家户件项", p.get(i+3)) && p.get(i+3) != edge {
				continue
			}
			s.mend(p, i+2, i+3, string([]rune("一二三四五六日")[d-'1']))
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "星期几用了数字“{was}”", EN: "the day of the week is the digit “{was}”"},
	i18n.Text{ZH: "写成“{now}”。", EN: "Write “{now}”."},
})

const hanDigits = "〇一二三四五六七八九零"

var _ = define(Rule{
	ID: "lingyuan", Class: Safe, From: gb("15835-2011", "5.2.5"),
	Cases: `
二○二二年 => 二〇二二年
二Ｏ二二年 => 二〇二二年
二O三五年 => 二〇三五年
二○○八年 => 二〇〇八年
一九八○年 => 一九八〇年
二零二二年 => 二〇二二年
二0一九年 => 二〇一九年
一百零八
三零一医院
张○○
○一 
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			// A year in Han digits is read digit by digit, with 〇 for the zero.
			if from := p.back(i, func(r rune) bool { return contains(hanDigits+"○Ｏ0", r) }); c == '年' && i-from == 4 && contains("一二", p.r[from]) && strings.ContainsAny(string(p.r[from:i]), "零0") {
				s.mend(p, from, i, strings.NewReplacer("零", "〇", "0", "〇", "○", "〇", "Ｏ", "〇").Replace(string(p.r[from:i])))
			}
		}
		ring := func(r rune) bool { return contains("○◯ＯO０Ｏ〇", r) && r != edge }
		for i := 0; i < len(p.r); i++ {
			if !ring(p.r[i]) {
				continue
			}
			from := p.back(i, func(r rune) bool { return ring(r) || contains(hanDigits, r) })
			to := p.skip(i, func(r rune) bool { return ring(r) || contains(hanDigits, r) })
			han := 0
			for _, c := range p.r[from:to] {
				han += b2i(contains(hanDigits, c) && !ring(c))
			}
			if year := to - from; year == 4 && p.get(to) == '年' && contains(string(p.r[from:to]), '零') {
				han = 0 // mended as a year, below
			}
			if han >= 2 && !ring(p.r[from]) && to-from >= 3 {
				now := strings.Map(func(r rune) rune {
					if ring(r) {
						return '〇'
					}
					return r
				}, string(p.r[from:to]))
				if now != string(p.r[from:to]) {
					s.mend(p, from, to, now)
				}
			}
			i = to - 1
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”里的零不是“〇”", EN: "the zero in “{was}” is not U+3007"},
	i18n.Text{ZH: "写成“{now}”（U+3007）。", EN: "Write “{now}” (U+3007)."},
})

package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
)

var ordinals = []string{"首先", "其次", "再次", "最后", "其一", "其二", "其三"}

var _ = define(Rule{
	ID: "serial", Class: Safe, From: gb("15834-2011", "B.3"),
	Cases: `
一，加快建设 => 一、加快建设
一.加快建设 => 一、加快建设
十二，加快建设 => 十二、加快建设
（一）、加快建设 => （一）加快建设
第一、加快建设 => 第一，加快建设
首先、加快建设 => 首先，加快建设
1、加快建设 => 1\.加快建设
（1）、加快建设 => （1）加快建设
①、加快建设 => ①加快建设
⑴、加快建设 => ⑴加快建设
1）、加快建设 => 1）加快建设
1，加快建设 => 1\.加快建设
第一．加快建设 => 第一，加快建设
其一、加快建设 => 其一，加快建设
抓好三件事。⏎一，加快建设；⏎（二）、做强产业 => 抓好三件事。⏎一、加快建设；⏎（二）做强产业
## 一，加快建设 => ## 一、加快建设
一、加快建设
1、2号楼同时开工
第一、二产业
一，二，三，跳
加快1、建设
共有⏎1、两类企业
`,
	passage: func(p *passage, s *sink) {
		if p.Kind == markdown.Cell {
			return
		}
		s.ordinal(p, 0)
		for _, i := range p.signs { // items that stand in one paragraph, line by line
			if p.r[i] == brk && isMark(p.get(i-1)) && !contains("，、", p.get(i-1)) {
				s.ordinal(p, i+1)
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "序次语后面的标点不对：“{was}”", EN: "the mark behind the number of a paragraph is wrong: “{was}”"},
	i18n.Text{ZH: "一、和（一），1. 和（1），第一，各用各的标点；这里用“{now}”，没有写就是删去。", EN: "It is “一、” and “（一）”, “1.” and “（1）”, “第一，”; here it is “{now}”, or nothing."},
})

// ordinal mends the mark behind the number that a line begins with, at i.
func (s *sink) ordinal(p *passage, i int) {
	first, end := p.get(i), p.hasAny(i, ordinals)+i
	switch {
	case first == '（' || first == '(':
		end = p.skip(i+1, func(r rune) bool { return isNumeral(r) || isDigit(r) })
		if end > i+1 && contains("）)", p.get(end)) && contains("、，,.．", p.get(end+1)) && isHan(p.get(end+2)) {
			s.mend(p, end+1, end+2, "")
		}
	case end > i:
		if p.get(end) == '、' && isHan(p.get(end+1)) {
			s.mend(p, end, end+1, "，")
		}
	case first >= '①' && first <= '⒇':
		if contains("、，.", p.get(i+1)) && isHan(p.get(i+2)) {
			s.mend(p, i+1, i+2, "")
		}
	case isDigit(first):
		s.digitOrdinal(p, i, p.skip(i, isDigit))
	default:
		s.hanOrdinal(p, i)
	}
}

// hanOrdinal is for 一、 and 第一，.
func (s *sink) hanOrdinal(p *passage, i int) {
	nth := p.get(i) == '第'
	from := i + b2i(nth)
	end := p.skip(from, isNumeral)
	mark, after := p.get(end), p.get(end+1)
	if after == ' ' {
		after = p.get(end + 2)
	}
	switch {
	case end == from || end-from > 3 || !isHan(after) || isNumeral(after) || after == '第':
	case nth && contains("、.．", mark):
		s.mend(p, end, end+1, "，")
	case !nth && contains("，,.．", mark):
		s.mend(p, end, end+1, "、")
	}
}

// digitOrdinal is for 1. and 1）, of which the digits end at end.
func (s *sink) digitOrdinal(p *passage, i, end int) {
	if contains("）)", p.get(end)) {
		if contains("、，", p.get(end+1)) && isHan(p.get(end+2)) {
			s.mend(p, end+1, end+2, "")
		}
		return
	}
	if after := p.get(end + 1); end <= i+2 && contains("、，", p.get(end)) && (isHan(after) || after == '“' || after == '《') && !p.counts(end+1) {
		s.mend(p, end, end+1, "\\.")
	}
}

// counts reports whether what begins at i makes 1、 one of several numbers.
func (p *passage) counts(i int) bool {
	return isNumeral(p.get(i)) && p.get(i+1) == '、'
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

var _ = define(Rule{
	ID: "heading-stop", Class: Safe, From: gb("15834-2011", "B.4"),
	Cases: `
# 全面建设四个新高地。 => # 全面建设四个新高地
## 全面建设， => ## 全面建设
## 全面建设. => ## 全面建设
## 全面建设。 ## => ## 全面建设 ##
# 谁来种地？
# 未完待续……
全面建设四个新高地。
`,
	passage: func(p *passage, s *sink) {
		last := len(p.r) - 1
		if p.Kind == markdown.HeadingBlock && last > 0 && (contains("。，、；：", p.r[last]) || p.r[last] == '.' && isHan(p.r[last-1])) && (isHan(p.r[last-1]) || isCloser(p.r[last-1]) || isWord(p.r[last-1])) {
			s.mend(p, last, last+1, "")
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "标题末尾有“{was}”", EN: "the heading ends with “{was}”"},
	i18n.Text{ZH: "删去；问号、叹号和省略号可以留。", EN: "Drop it; question marks, exclamation marks and ellipses may stay."},
})

// commemorated are what follows a date that is a name.
var commemorated = strings.Fields("消费者 事变 惨案 大屠杀 运动 事件 晚会 汶川 购物节 促销 案 国际 国家 普法 专案 起义 纪念日 地震 大案 抗震 爆炸 政变 革命 学生 特大 讲话 全国")

var _ = define(Rule{
	ID: "middot", Class: Safe, From: gb("15834-2011", "4.14"),
	Cases: `
阿胶养生•黄河怡情 => 阿胶养生·黄河怡情
阿胶养生・黄河怡情 => 阿胶养生·黄河怡情
列夫‧托尔斯泰 => 列夫·托尔斯泰
卡尔˙马克思 => 卡尔·马克思
《三国志•魏书》 => 《三国志·魏书》
阿胶养生·黄河怡情
•第一项
自我加压••••••
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if contains("•・‧∙⋅･˙", c) && nameSide(p.get(i-1)) && nameSide(p.get(i+1)) {
				s.mend(p, i, i+1, "·")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "间隔号用了“{was}”", EN: "the middle dot is “{was}”"},
	i18n.Text{ZH: "用“{now}”（U+00B7）。", EN: "Write “{now}” (U+00B7)."},
})

func nameSide(r rune) bool { return isHan(r) || isWord(r) || contains("》《”“", r) && r != edge }

var _ = define(Rule{
	ID: "middot-date", Class: Review, From: i18n.Same("GB/T 15834-2011 4.14.3.4; GB/T 15835-2011 5.1.6"),
	Cases: `
3.15消费者权益日 => “3·15”消费者权益日
“3.15”晚会 => “3·15”晚会
打击“3.15”曝光问题 => 打击“3·15”曝光问题
9.18事变 => “9·18”事变
“九一八”事变
投入3.15亿元
版本3.15国际版发布了
面积9.18平方米
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c != '.' || !isDigit(p.get(i-1)) || !isDigit(p.get(i+1)) {
				continue
			}
			from, to := p.back(i, isDigit), p.skip(i+1, isDigit)
			month, day := string(p.r[from:i]), string(p.r[i+1:to])
			before := p.get(from - 1)
			if !isMonthDay(month, day) || before == '.' || isLatin(before) || before == '本' || p.get(to) == '.' {
				continue
			}
			quoted := before == '“' && p.get(to) == '”'
			after := to + b2i(quoted)
			if p.hasAny(after, commemorated) == 0 && (!quoted || p.hasAny(after, measures) > 0) {
				continue
			}
			if quoted {
				s.mend(p, i, i+1, "·")
			} else {
				s.mend(p, from, to, "“"+month+"·"+day+"”")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "用日期命名的事件，月和日之间用间隔号", EN: "an event named after its date has a middle dot between month and day"},
	i18n.Text{ZH: "写成“{now}”。", EN: "Write “{now}”."},
})

func isMonthDay(month, day string) bool {
	m, d := atoi(month), atoi(day)
	return m >= 1 && m <= 12 && d >= 1 && d <= 31 && month[0] != '0' && day[0] != '0'
}

// atoi reads up to nine digits, or returns -1.
func atoi(s string) int {
	if s == "" || len(s) > 9 {
		return -1
	}
	n := 0
	for _, c := range s {
		if !isDigit(c) {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

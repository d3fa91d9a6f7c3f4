package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// hyphens are what is typed for a 一字线.
const hyphens = "-－–−‐‑―"

// waves are typed for it as well: ～ is for quantities.
const waves = "~～"

// A span of numbers: what stands before the sign, the sign, what stands behind
// it, as places in a passage.
type interval struct {
	from, sign, behind, to int // [from,sign) sign [behind,to)
}

// intervals calls visit with every two numbers that a sign of signs joins, with
// the unit of the first between (7月28日-30日 joins 28日 and 30).
func (p *passage) intervals(signs string, visit func(interval)) {
	for _, i := range p.signs {
		c := p.r[i]
		if !contains(signs, c) || !isDigit(p.get(i+1)) {
			continue
		}
		unit := p.back(i, func(r rune) bool { return contains("年月日时分点%‰℃万亿", r) })
		from := p.back(unit, func(r rune) bool { return isDigit(r) || r == '.' || r == ',' || r == ':' })
		if from == unit || i-unit > 2 {
			continue
		}
		to := p.skip(i+1, func(r rune) bool { return isDigit(r) || r == '.' || r == ',' || r == ':' })
		for to > i+1 && !isDigit(p.r[to-1]) {
			to--
		}
		if p.get(from-1) == '-' && !isWord(p.get(from-2)) && !contains(hyphens, p.get(from-2)) && contains(waves, c) {
			from-- // a number below zero
		}
		before := p.get(from - 1)
		if isLatin(before) || contains("-－–—/_.~～#@", before) && before != edge || contains("-–/_~@", p.get(to)) && p.get(to) != edge || p.get(from) == '.' {
			continue // COVID-19, 2022-07-28, GB/T 15834-2011
		}
		visit(interval{from, i, i + 1, to})
	}
}

// Units that make a time of the number before them.
var timeUnits = []string{"年", "月", "日", "时", "学年", "年度", "赛季", "世纪", "年代", "月份", "点", "季度"}

// Not these: they make a quantity of it.
var durations = []string{"年来", "年内", "年间", "年后", "年前", "年左右", "年以上", "年以内", "年期", "年时间", "时间", "年的时间", "日游", "日内"}

// laterTimes are ends of a time without a number.
var laterTimes = []string{"次年", "翌年", "次日", "翌日", "次月", "至今"}

var weekdays = []string{"星期", "周"}

var _ = define(Rule{
	ID: "connect-time", Class: Safe, From: gb("15834-2011", "4.13.3.2"),
	Cases: `
7月28日-30日 => 7月28日—30日
7月28日~30日 => 7月28日—30日
7月28日--30日 => 7月28日—30日
2021-2025年 => 2021—2025年
1－6月份 => 1—6月份
2021年-2025年 => 2021年—2025年
上午8:30-11:30 => 上午8:30—11:30
规划(2021-2025) => 规划(2021—2025)
星期一-星期五 => 星期一—星期五
1840-1842年 => 1840—1842年
2021-2025年间 => 2021—2025年间
8点-10点 => 8点—10点
8时-10时 => 8时—10时
1-3季度 => 1—3季度
张自忠（1891-1940） => 张自忠（1891—1940）
11月1日-次年3月31日 => 11月1日—次年3月31日
2021年——2025年 => 2021年—2025年
7月28日—30日
2022-07-28
电话0635-8412345
GB/T 15834-2011
3-5年内完成
COVID-19
2022年--人才之年
`,
	passage: func(p *passage, s *sink) {
		p.intervals(hyphens, func(at interval) {
			if p.isTime(at) {
				s.mend(p, at.sign, at.behind, "—")
			}
		})
		p.intervals(waves, func(at interval) {
			if p.isTime(at) {
				s.mendAs(map[rune]Class{'~': Safe, '～': Review}[p.r[at.sign]], p, at.sign, at.behind, "—")
			}
		})
		for _, i := range p.signs {
			c := p.r[i]
			if contains(hyphens, c) && p.hasAny(i+1, weekdays) > 0 && p.ends(i-1, weekdays) > 0 && isNumeral(p.get(i-1)) {
				s.mend(p, i, i+1, "—")
			}
			if contains(hyphens, c) && contains("年月日", p.get(i-1)) && isDigit(p.get(i-2)) && p.hasAny(i+1, laterTimes) > 0 {
				s.mend(p, i, i+1, "—")
			}
			if contains("—-－", c) && p.get(i+1) == c && p.get(i+2) != c && contains("年月日时", p.get(i-1)) && isDigit(p.get(i-2)) && isDigit(p.get(i+2)) {
				if end := p.skip(i+2, isDigit); p.hasAny(end, timeUnits) > 0 {
					s.mend(p, i, i+2, "—")
				}
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "起止时间之间用了“{was}”", EN: "“{was}” stands between two times"},
	i18n.Text{ZH: "用一字线“{now}”。", EN: "Write “{now}”, one em."},
})

// isTime reports that the two numbers are the beginning and the end of a time.
func (p *passage) isTime(at interval) bool {
	first, second := p.r[at.from:at.sign], p.r[at.behind:at.to]
	unit := p.r[at.sign-1]
	clock := func(r []rune) bool {
		hour, minute, ok := strings.Cut(string(r), ":")
		return ok && len(hour) <= 2 && len(minute) == 2
	}
	year := func(r []rune) bool {
		return len(r) == 4 && (r[0] == '1' || r[0] == '2' && r[1] == '0') && atoi(string(r)) > 0
	}
	timed := p.hasAny(at.to, timeUnits) > 0 && p.hasAny(at.to, durations) == 0
	switch {
	case clock(first) && clock(second):
		return true
	case contains(string(second), ':') || contains(string(first), ':'):
		return false
	case contains("年月日时点", unit):
		return timed
	case year(first) && year(second):
		return p.hasAny(at.to, timeUnits) > 0 || isBracket(p.get(at.from-1)) && isBracket(p.get(at.to)) && atoi(string(first)) < atoi(string(second))
	case timed && len(first) <= 2 && len(second) <= 2 && p.get(at.to) != '年' && p.get(at.to) != '时':
		return p.hasAny(at.to, []string{"日游"}) == 0 // 1-6月, 28-30日
	}
	return false
}

func isBracket(r rune) bool { return contains("()（）〔〕", r) && r != 0 }

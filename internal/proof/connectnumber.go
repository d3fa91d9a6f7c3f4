package proof

import (
	"strconv"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "connect-number", Class: Safe, From: gb("15834-2011", "4.13.3.2"),
	Cases: `
5~8家 => 5～8家
5-8家企业 => 5～8家企业
增长15%~30% => 增长15%～30%
用地3.5-4.2万亩 => 用地3.5～4.2万亩
温度-20~60℃ => 温度-20～60℃
0-14岁人口占22.1% => 0～14岁人口占22.1%
0~50km/h => 0～50km/h
15%～30%
7—9家
3-2战胜
2021-2025
电话0635-8412345
F-16战机
3-5-8号楼
`,
	passage: func(p *passage, s *sink) {
		p.intervals("~-－–", func(at interval) {
			if p.isQuantity(at) && !p.isTime(at) {
				s.mend(p, at.sign, at.behind, string(s.reader.rangeSign()))
			}
		})
		if sign := s.reader.options.RangeSign; sign != 0 {
			p.intervals(strings.ReplaceAll("～—", string(sign), ""), func(at interval) {
				if p.isQuantity(at) && !p.isTime(at) {
					s.mendAs(Review, p, at.sign, at.behind, string(sign))
				}
			})
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "数值范围用了“{was}”", EN: "“{was}” stands between two quantities"},
	i18n.Text{ZH: "本栏目用“{now}”（site.toml 里 [proof] 的 range_sign）。", EN: "The house's sign is “{now}” (range_sign under [proof] in site.toml)."},
})

// isQuantity reports that the two numbers are the least and the most of
// something: the first is smaller, and a unit follows.
func (p *passage) isQuantity(at interval) bool {
	low, errLow := amount(p.r[at.from:at.sign])
	high, errHigh := amount(p.r[at.behind:at.to])
	if errLow != nil || errHigh != nil || low >= high {
		return false
	}
	if p.get(at.from) == '0' && isDigit(p.get(at.from+1)) || at.to-at.behind >= 7 {
		return false // a telephone number
	}
	after := p.get(at.to)
	return p.hasAny(at.to, measures) > 0 || after == '%' || after == '‰' || p.r[at.sign] == '~' && !contains("~@/_", after)
}

// amount reads a number with the unit that may stand behind it.
func amount(r []rune) (float64, error) {
	text := strings.TrimRight(strings.ReplaceAll(string(r), ",", ""), "%‰℃万亿年月日时分点")
	return strconv.ParseFloat(text, 64)
}

var _ = define(Rule{
	ID: "range-unit", Class: Review, From: gb("15835-2011", "5.1.3"),
	Cases: `
投资9～16亿元 => 投资9亿～16亿元
增长15～30% => 增长15%～30%
9亿～16亿元
15%～30%
5～8家
`,
	passage: func(p *passage, s *sink) {
		p.intervals("～—~-－–", func(at interval) {
			unit := p.get(at.to)
			if contains("万亿%‰", unit) && unit != edge && isDigit(p.r[at.sign-1]) && p.isQuantity(at) && !p.isTime(at) {
				s.mend(p, at.from, at.to+1, string(p.r[at.from:at.sign])+string(unit)+string(p.r[at.sign:at.to+1]))
			}
		})
	},
}, diag.Note, words{
	i18n.Text{ZH: "“{was}”的前一个数没有写单位，容易误解", EN: "the first number of “{was}” has no unit and can be misread"},
	i18n.Text{ZH: "写成“{now}”。", EN: "Write “{now}”."},
})

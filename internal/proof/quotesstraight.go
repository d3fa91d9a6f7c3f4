package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "quotes-straight", Class: Safe, From: gb("15834-2011", "4.8.2"),
	Cases: `
发挥"链主"企业作用 => 发挥“链主”企业作用
"一带八廊"和"两区" => “一带八廊”和“两区”
"Expression"：要转换的表达式 => “Expression”：要转换的表达式
他说："Go!" => 他说：“Go!”
他说："出这个门。" => 他说：“出这个门。”
他说“要'快办'好事” => 他说“要‘快办’好事”
发挥'链主'作用 => 发挥“链主”作用
发挥＂链主＂作用 => 发挥“链主”作用
It's 5" wide
He said "ok" again
5'10"
一个"引号
`,
	passage: func(p *passage, s *sink) {
		for _, pair := range p.straight('"', '＂') {
			if p.chinesePair(pair) {
				s.mend(p, pair[0], pair[0]+1, "“")
				s.mend(p, pair[1], pair[1]+1, "”")
			}
		}
		for _, pair := range p.straight('\'', '＇') {
			if !p.chinesePair(pair) {
				continue
			}
			if p.within(pair[0]) {
				s.mend(p, pair[0], pair[0]+1, "‘")
				s.mend(p, pair[1], pair[1]+1, "’")
			} else {
				s.mendAs(Review, p, pair[0], pair[1]+1, "“"+string(p.r[pair[0]+1:pair[1]])+"”")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "中文用了直引号{was}", EN: "Chinese text has the straight quotation mark {was}"},
	i18n.Text{ZH: "改为弯引号 {now} 。", EN: "Write the curly {now}."},
})

// straight returns the pairs of a straight quotation mark. Those behind a digit
// with no Han near are feet and inches; with an odd number nothing is known.
func (p *passage) straight(half, full rune) [][2]int {
	var at []int
	for _, i := range p.signs {
		c := p.r[i]
		if c != half && c != full {
			continue
		}
		before, after := p.get(i-1), p.get(i+1)
		if isLatin(before) && isLatin(after) || isDigit(before) && len(at)%2 == 0 && !isHan(after) {
			continue // It's, 5'10"
		}
		at = append(at, i)
	}
	if len(at)%2 == 1 {
		return nil
	}
	var pairs [][2]int
	for i := 0; i < len(at); i += 2 {
		pairs = append(pairs, [2]int{at[i], at[i+1]})
	}
	return pairs
}

// chinesePair reports a pair with Han in it or right beside it, and with
// something between that begins and ends without a space.
func (p *passage) chinesePair(pair [2]int) bool {
	open, end := pair[0], pair[1]
	if end == open+1 || isSpace(p.get(open+1)) || isSpace(p.get(end-1)) {
		return false
	}
	for _, c := range p.r[open+1 : end] {
		if isHan(c) {
			return true
		}
	}
	return isHan(p.get(open-1)) || isHan(p.get(end+1)) || isMark(p.get(open-1)) || isMark(p.get(end+1))
}

// within reports whether a double quotation is open at i.
func (p *passage) within(i int) bool {
	depth := 0
	for _, c := range p.r[:i] {
		switch c {
		case '“':
			depth++
		case '”':
			depth--
		}
	}
	return depth > 0
}

var _ = define(Rule{
	ID: "quotes-corner", Class: Safe, From: gb("15834-2011", "4.8.2"),
	Cases: `
「链主」企业 => “链主”企业
他说「要『快办』」 => 他说“要‘快办’”
他说：“「链主」企业” => 他说：“‘链主’企业”
“链主”企业
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			outer, inner := "“", "‘"
			if p.r[i] == '」' {
				outer, inner = "”", "’"
			}
			switch c := p.r[i]; c {
			case '「', '」':
				if p.within(i) {
					outer = inner
				}
				s.mend(p, i, i+1, outer)
			case '『':
				s.mend(p, i, i+1, "‘")
			case '』':
				s.mend(p, i, i+1, "’")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "横排文字用了直角引号{was}", EN: "the corner bracket {was} is for vertical text"},
	i18n.Text{ZH: "用弯引号{now}。", EN: "Write “{now}”."},
})

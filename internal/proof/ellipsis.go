package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

const ellipsisMark = "……"

var _ = define(Rule{
	ID: "ellipsis", Class: Safe, From: gb("15834-2011", "4.11"),
	Cases: `
自我加压... => 自我加压……
自我加压…… 
自我加压… => 自我加压……
自我加压。。。 => 自我加压……
自我加压······ => 自我加压……
自我加压……… => 自我加压……
自我加压⋯⋯ => 自我加压……
等等......他走了 => 等等……他走了
城镇化率提高到58.1%...... => 城镇化率提高到58.1%……
建成项目20个，投资3亿元，占45%… => 建成项目20个，投资3亿元，占45%……
诗的一段…………
“…”表示数据不足
wait... and see
第一章......3
见a...b
他写道Wait... and see
运行cmd .../x
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); {
			c, j := p.r[i], i+1
			for p.get(j) == c {
				j++
			}
			if p.isEllipsis(c, i, j) {
				s.mend(p, i, j, ellipsisMark)
			}
			i = j
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "省略号写成了“{was}”", EN: "the ellipsis is “{was}”"},
	i18n.Text{ZH: "用六个点的“{now}”。", EN: "Write “{now}”, six dots."},
})

// isEllipsis reports a run of dots in Chinese text that stands for ……. Those
// that lead to a number are the leaders of a table of contents; twelve are an
// ellipsis of whole paragraphs (4.11.2).
func (p *passage) isEllipsis(c rune, i, j int) bool {
	n := j - i
	before, after := p.get(i-1), p.get(j)
	switch c {
	case '…':
		if n == 2 || n == 4 || n > 4 {
			return false
		}
		if contains("“”", before) && contains("“”", after) {
			return false // it is spoken of
		}
	case '⋯': // the same dots as a mathematical sign
	case '.', '·', '・', '•', '．':
		if n < 3 || n > 6 || isDigit(after) || p.get(j) == ' ' && isDigit(p.get(j+1)) {
			return false
		}
	case '。':
		if n < 3 {
			return false
		}
	default:
		return false
	}
	if contains("”’）》", before) && before != edge {
		before = p.get(i - 2)
	}
	if isToken(before) && (after == edge || after == brk) { // 提高到58.1%......
		return p.chineseBefore(i)
	}
	return isHan(before) || isMark(before) || isHan(after) || isMark(after) && before != edge
}

// lists reports that the clause which ends before i names several things.
func (p *passage) lists(i int) bool {
	for i--; i >= 0 && (!isMark(p.r[i]) || p.r[i] == '、'); i-- {
		if p.r[i] == '、' {
			return true
		}
	}
	return false
}

// waits are words in which 等 is to wait, or a grade.
var waits = []string{"等到", "等待", "等着", "等他", "等她", "等我", "等你", "等一", "等候", "等级", "等于", "等了", "等不", "等量", "等同"}

var _ = define(Rule{
	ID: "ellipsis-deng", Class: Review, From: gb("15834-2011", "4.11.3.2"),
	Cases: `
轴承、钢管、薄板……等产业 => 轴承、钢管、薄板等产业
轴承、钢管……等等 => 轴承、钢管等等
轴承、钢管、薄板等产业
他说……等他来了再说
他想……等明天再说
轴承、钢管等……都有了 => 轴承、钢管等都有了
你再稍等……
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			if p.has(i, "……等") && (p.lists(i) || p.get(i+3) == '等') && p.hasAny(i+2, waits) == 0 || p.has(i, "……") && p.get(i-1) == '等' && p.get(i+2) != '…' && p.lists(i-1) {
				s.mend(p, i, i+2, "")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "省略号和“等”意思重复", EN: "an ellipsis beside “等” says it twice"},
	i18n.Text{ZH: "删去省略号，留“等”。", EN: "Drop the ellipsis."},
})

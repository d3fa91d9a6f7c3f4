package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "punct-repeat", Class: Safe, From: gb("15834-2011", "4.2.3.3, 4.3.3.3"),
	Cases: `
很好。。 => 很好。
加快，，推进 => 加快，推进
轴承、、钢管 => 轴承、钢管
冲啊！！！！！ => 冲啊！！！
为什么？？？？ => 为什么？？？
冲啊！！！
真的？？？
很好。。。
（（甲））
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); {
			c, j := p.r[i], i+1
			for p.get(j) == c {
				j++
			}
			switch n := j - i; {
			case contains("，、；：", c) && n > 1, c == '。' && n == 2:
				s.mend(p, i, j, string(c))
			case (c == '！' || c == '？') && n > 3:
				s.mend(p, i, j, strings.Repeat(string(c), 3))
			}
			i = j
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "标点“{was}”重复", EN: "the mark is repeated: “{was}”"},
	i18n.Text{ZH: "用“{now}”；问号、叹号最多叠用三个。", EN: "Write “{now}”; at most three question or exclamation marks stand together."},
})

// stronger marks end more: of two that stand together by a slip the stronger
// one was meant.
const byStrength = "、，：；。"

var _ = define(Rule{
	ID: "punct-mixed", Class: Review, From: gb("15834-2011", "B.2"),
	Cases: `
效果良好，。 => 效果良好。
轴承、，钢管 => 轴承，钢管
真的吗？。 => 真的吗？
太好了。！ => 太好了！
他说：“好。”随后
（见附件。）。
真的？！
……。
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i+1 < len(p.r); i++ {
			a, b := p.r[i], p.r[i+1]
			if a == b || p.get(i-1) == a || p.get(i+2) == b {
				continue
			}
			x, y := strings.IndexRune(byStrength, a), strings.IndexRune(byStrength, b)
			switch shout := "！？"; {
			case x >= 0 && y >= 0:
				s.mend(p, i, i+2, string([]rune{a, b}[map[bool]int{true: 0, false: 1}[x > y]]))
			case x >= 0 && contains(shout, b):
				s.mend(p, i, i+2, string(b))
			case y >= 0 && contains(shout, a):
				s.mend(p, i, i+2, string(a))
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "两个点号“{was}”连在一起", EN: "two stops stand together: “{was}”"},
	i18n.Text{ZH: "只留一个，多半是“{now}”。", EN: "Keep one of them, probably “{now}”."},
})

var _ = define(Rule{
	ID: "interrobang", Class: Review, From: gb("15834-2011", "4.3.3.3"),
	Cases: `
你怎么能这样！？ => 你怎么能这样？！
你怎么能这样？！
你怎么能这样！！
什么！？？
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			if p.has(i, "！？") && !contains("！？", p.get(i-1)) && !contains("！？", p.get(i+2)) {
				s.mend(p, i, i+2, "？！")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "问号和叹号叠用，应当问号在前", EN: "of ? and ! together, the question mark is first"},
	i18n.Text{ZH: "写成“{now}”。", EN: "Write “{now}”."},
})

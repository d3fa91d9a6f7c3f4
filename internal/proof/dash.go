package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "dash", Class: Safe, From: gb("15834-2011", "4.10"),
	Cases: `
这是关键--人才 => 这是关键——人才
这是关键－－人才 => 这是关键——人才
这是关键———人才 => 这是关键——人才
这是关键――人才 => 这是关键——人才
这是“关键”--人才 => 这是“关键”——人才
这是关键 -- 人才 => 这是关键——人才
总量达到5万亿元GDP--这是新高 => 总量达到5万亿元GDP——这是新高
增长12%--创新高 => 增长12%——创新高
这是关键--5G技术 => 这是关键——5G技术
--写在改革开放45周年之际 => ——写在改革开放45周年之际
这是关键——人才
--fix是选项
一户核实—民主评议
用--fix选项
用 --fix 选项
运行git --人
电话0635--8412345转8001
7月28日--30日
COVID-19疫情
电话0635--8412345
姓名————
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); {
			c := p.r[i]
			if !contains("-－—―─–", c) {
				i++
				continue
			}
			j := i + 1
			for p.get(j) == c {
				j++
			}
			if n := j - i; n > 1 && n < 7 && (c != '—' || n > 2) {
				from, to := p.back(i, isSpace), p.skip(j, isSpace)
				named := isDigit(p.get(to)) || p.get(to) >= 'A' && p.get(to) <= 'Z' // 5G技术, GDP总量
				if named && p.chineseAfter(to) && isHan(p.get(from-1)) && !isDigit(p.get(from-2)) || p.aboutDash(to) && (from == 0 || p.aboutDash(from-1) || from == i && isWordOrPercent(p.get(i-1)) && p.chineseBefore(i)) {
					s.mend(p, from, to, "——")
				}
			}
			i = j
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "破折号写成了“{was}”", EN: "the dash is “{was}”"},
	i18n.Text{ZH: "用占两个字的“{now}”。", EN: "Write “{now}”, two ems."},
})

func isWordOrPercent(r rune) bool { return isWord(r) || r == '%' }

// aboutDash reports what stands beside a dash in Chinese text.
func (p *passage) aboutDash(i int) bool {
	c := p.get(i)
	return isHan(c) || isMark(c) || c == '“' || c == '”'
}

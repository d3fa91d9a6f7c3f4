package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var _ = define(Rule{
	ID: "period-ascii", Class: Review, From: gb("15834-2011", "4.1"),
	Cases: `
产业集聚度越来越高. => 产业集聚度越来越高。
抓好落实.下一步要继续 => 抓好落实。下一步要继续
建设“两区”. => 建设“两区”。
抓好落实。下一步越来越高．=> 抓好落实。下一步越来越高。
增长12.5%
见文件.txt
网址是中国.cn
网址是聊城.中国
自我加压...
一.加快建设
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c != '.' && c != '．' {
				continue
			}
			before, after := p.get(i-1), p.get(i+1)
			if before == '”' || before == '）' || before == '》' {
				before = p.get(i - 2)
			}
			if !isHan(before) || isWord(after) || contains("./．_-", after) || p.has(i+1, "中国") && !isHan(p.get(i+3)) || p.get(i+1) == ' ' && isLatin(p.get(i+2)) {
				continue
			}
			if start := p.back(i, isNumeral); start == 0 && start < i {
				continue // 一. begins a paragraph: the rule serial
			}
			s.mend(p, i, i+1, "。")
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "中文的句末用了“{was}”", EN: "a Chinese sentence ends with “{was}”"},
	i18n.Text{ZH: "用“{now}”。", EN: "Write “{now}”."},
})

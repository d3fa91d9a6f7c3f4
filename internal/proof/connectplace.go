package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// routes are what leads from one place to another. Without one of these words
// a hyphen may join two names into one (吐鲁番-哈密盆地), which is right.
var routes = strings.Fields("高铁 铁路 高速 公路 航线 航班 列车 班列 专线 线路 管道 客专 城际 动车 区间 段 直达 国道 省道 快速路 运河 输气 输油 电缆 航道 快线 客运 专列")

var _ = define(Rule{
	ID: "connect-place", Class: Review, From: gb("15834-2011", "4.13.3.2"),
	Cases: `
北京-上海高铁 => 北京—上海高铁
开通济南－聊城城际铁路 => 开通济南—聊城城际铁路
聊城-泰安-临沂铁路 => 聊城—泰安—临沂铁路
吐鲁番-哈密盆地
北京—上海高铁
秦岭-淮河一线
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if (c != '-' && c != '－' && c != '–') || !isHan(p.get(i-1)) || !isHan(p.get(i-2)) || !isHan(p.get(i+1)) || !isHan(p.get(i+2)) {
				continue
			}
			last := i // of a chain of places
			for j := p.skip(i+1, isHan); j-last <= 5 && p.get(j) == p.r[i] && isHan(p.get(j+1)); j = p.skip(j+1, isHan) {
				last = j
			}
			for j := last + 3; j <= last+5 && isHan(p.get(j-1)); j++ {
				if p.hasAny(j, routes) > 0 {
					s.mend(p, i, i+1, "—")
					break
				}
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "起止地点之间用了“{was}”", EN: "“{was}” stands between two places"},
	i18n.Text{ZH: "从一地到另一地，用一字线“{now}”。", EN: "From one place to another it is “{now}”, one em."},
})

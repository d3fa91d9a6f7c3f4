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
提高到58.1%......
支出512.6亿元，增长3.9%...
一.加快建设
支出512.6亿元，增长3.9%. => 支出512.6亿元，增长3.9%。
增长3.9%.其中 => 增长3.9%。其中
如有疑问，请拨打0635-8288888. => 如有疑问，请拨打0635-8288888。
续驶里程达到650km，加速时间≤15s. => 续驶里程达到650km，加速时间≤15s。
他说：“二氧化碳浓度，是412ppm.” => 他说：“二氧化碳浓度，是412ppm。”
气温19℃～30℃. => 气温19℃～30℃。
在列表里选择“biblio”.再按住 => 在列表里选择“biblio”。再按住
（以下简称“乙方”）.甲、乙双方 => （以下简称“乙方”）。甲、乙双方
自1月1日起施行.2009年11月28日公布的办法废止 => 自1月1日起施行。2009年11月28日公布的办法废止
[1]费孝通.乡土中国[M].北京：人民出版社，2008.
1.2.3.
版本3.
No.5
他说Hello, world.
见（2）.5
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			if c := p.r[i]; (c == '.' || c == '．') && p.endsSentence(i) {
				s.mend(p, i, i+1, "。")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "中文的句末用了“{was}”", EN: "a Chinese sentence ends with “{was}”"},
	i18n.Text{ZH: "用“{now}”。", EN: "Write “{now}”."},
})

// endsSentence reports that the point at i is the full stop of a Chinese sentence.
func (p *passage) endsSentence(i int) bool {
	after := p.get(i + 1)
	if p.cited() || contains(".．", p.get(i-1)) && i > 0 || contains("./．_-", after) || p.has(i+1, "中国") && !isHan(p.get(i+3)) || after == ' ' && isLatin(p.get(i+2)) {
		return false
	}
	if isWord(after) {
		end := p.skip(i+1, isDigit) // of a year: 施行.2009年
		return isHan(p.get(i-1)) && end == i+5 && p.get(end) == '年'
	}
	behind := i + 1
	for isCloser(after) {
		behind++
		after = p.get(behind)
	}
	from := i
	for isCloser(p.get(from-1)) && p.get(from-1) != ']' {
		from--
	}
	before := p.get(from - 1)
	switch start := p.back(i, isNumeral); {
	case p.get(i-1) == '”' && (isHan(after) || (after == edge || after == brk) && p.punctuated()):
		return true // 选择“biblio”.按住
	case isHan(before):
		return start > 0 || start == i // 一. begins a paragraph: the rule serial
	case contains("%‰℃", before) && before != edge:
		return after == edge || after == brk || p.chineseAfter(behind)
	case isToken(before) || before == opaque:
		// A number or a unit, the paragraph's last, in a text that is punctuated as Chinese.
		return (after == edge || after == brk) && p.back(i, isToken) > 0 && p.punctuated() && p.chineseBefore(i)
	}
	return false
}

// cited reports an entry of a list of literature (GB/T 7714), whose parts end with
// points: 费孝通.乡土中国[M].北京：人民出版社，2008.
func (p *passage) cited() bool {
	for _, i := range p.signs {
		if c := p.r[i]; (c == '[' || c == '［') && contains("MJCDNRSPGZ", p.get(i+1)) && contains("]］/", p.get(i+2)) && p.get(i+2) != edge {
			return true
		}
	}
	return false
}

package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// fullWidth are the marks that are full-width in Chinese text.
var fullWidth = map[rune]rune{
	',': '，', ';': '；', ':': '：', '!': '！', '?': '？', '(': '（', ')': '）',
	'｡': '。', '､': '、', '﹐': '，', '﹑': '、', '﹒': '。', '﹔': '；', '﹕': '：', '﹖': '？', '﹗': '！',
}

var _ = define(Rule{
	ID: "punct-width", Class: Safe, From: gb("15834-2011", "5.1"),
	Cases: `
检阅发展成效, 掀起热潮 => 检阅发展成效，掀起热潮
8个县(市、区)、3个市属开发区 => 8个县（市、区）、3个市属开发区
“建设, 发展”, 全面推进 => “建设，发展”，全面推进
比增幅; 比进度: 比贡献! 对吗? => 比增幅；比进度：比贡献！对吗？
增长12.5%, 300家企业 => 增长12.5%，300家企业
世界贸易组织(WTO)的规则 => 世界贸易组织（WTO）的规则
**重点**, 全面建设 => **重点**，全面建设
他说: “出这个门” => 他说：“出这个门”
投稿邮箱: dzrb@126.com => 投稿邮箱：dzrb@126.com
(1)加快建设 => （1）加快建设
发展5G,AI等产业 => 发展5G，AI等产业
比例为1:500
会议于14:30开始
总额2,820万元
见https://a.cn/b?c=d,e:f
他写道“Go is fun, really! (Yes.)”
U.S., U.K. and others
函数f(x)的值
见` + "`a, b`" + `
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			wide, ok := fullWidth[c]
			if !ok || c == '(' || c == ')' || !p.widens(i) {
				continue
			}
			s.widen(p, i, wide)
		}
		p.brackets(func(open, end int) {
			if open >= 0 && end >= 0 && p.widensPair(open, end) {
				s.widen(p, open, '（')
				s.widen(p, end, '）')
			}
		})
	},
}, diag.Warning, words{
	i18n.Text{ZH: "中文里的“{was}”是半角的", EN: "the “{was}” in Chinese text is half-width"},
	i18n.Text{ZH: "用全角的“{now}”，后面不空格。", EN: "Write the full-width “{now}”, without a space."},
})

// widen mends the mark at i and drops the spaces behind it and, of an opening
// bracket, before it.
func (s *sink) widen(p *passage, i int, wide rune) {
	from, to := i, p.skip(i+1, isSpace)
	if wide == '（' {
		from = p.back(i, isSpace)
	}
	if wide == '）' || p.get(to) == brk || to == len(p.r) { // two spaces before the end of a line mean something
		to = i + 1
	}
	if p.get(from-1) == brk || from == 0 {
		from = i
	}
	s.mend(p, from, to, string(wide))
}

// widens reports whether the half-width mark at i stands in Chinese text.
func (p *passage) widens(i int) bool {
	before, after := p.get(i-1), p.get(i+1)
	switch c := p.r[i]; {
	case c > 0x7f:
		return true
	case isDigit(before) && isDigit(after), after == '=', before == '\\':
		return false // 1:500, 2,820, !=
	case c == ':' && (after == '/' || after == ')' || after == '(' || after == ':' || before == ':'), c == ';' && after == ')':
		return false // an address, a face
	case c == ':' && isLatin(before) && !isWord(p.get(i-2)) && after == '盘':
		return false // D:盘
	case c == '!' || c == '?':
		// What ends an English sentence belongs to it, whatever follows.
		return p.chineseBefore(i) || before == c && p.widens(i-1)
	case c == ',' && isLatin(before) && after == ' ' && isLatin(p.get(i+2)):
		return false // Windows, Linux
	}
	return p.chineseBefore(i) || p.chineseAfter(i+1)
}

// brackets calls visit with the places of each pair of half-width brackets, or
// -1 in the place of one that is missing.
func (p *passage) brackets(visit func(open, end int)) {
	var open []int
	for _, i := range p.signs {
		c := p.r[i]
		switch c {
		case '(':
			open = append(open, i)
		case ')':
			if len(open) == 0 {
				visit(-1, i)
				continue
			}
			visit(open[len(open)-1], i)
			open = open[:len(open)-1]
		}
	}
	for _, i := range open {
		visit(i, -1)
	}
}

// widensPair reports whether a pair of half-width brackets is Chinese: for what
// is in it or stands about it.
func (p *passage) widensPair(open, end int) bool {
	inner := p.r[open+1 : end]
	before, after := p.get(open-1), p.get(end+1)
	switch {
	case before == ']' || before == opaque && len(inner) == 0, contains("+-*/=^<>", before) && before != edge:
		return false // what should have been a link; arithmetic
	case docYear(inner) && isHan(before):
		return false // the rule docno mends it
	}
	for _, c := range inner {
		if isHan(c) || isMark(c) {
			return true
		}
	}
	if isWord(before) && len(inner) <= 3 && !contains(string(inner), ' ') {
		return false // f(x), COVID(19)
	}
	return p.chineseBefore(open) || isHan(after) || isMark(after)
}

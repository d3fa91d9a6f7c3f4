package proof

import (
	"slices"
	"strings"

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
各县（市、区)和开发区(园区）都要 => 各县（市、区）和开发区（园区）都要
其中: (1)投资增长; (2)消费增长 => 其中：（1）投资增长；（2）消费增长
《标准》 (GB 5749—2022)规定 => 《标准》（GB 5749—2022）规定
熊彼特（Joseph Schumpeter,1883—1950）提出 => 熊彼特（Joseph Schumpeter，1883—1950）提出
规模达到300PFLOPS, ChatGPT类模型 => 规模达到300PFLOPS，ChatGPT类模型
推进“5G+”,“AI”等行动 => 推进“5G+”，“AI”等行动
路还很长……! => 路还很长……！
排放CO₂,SO₂等气体 => 排放CO₂，SO₂等气体
不属于“四个意识”的是(　　)。 => 不属于“四个意识”的是（　　）。
某某区人民法院(2022)鲁1502民初1234号 => 某某区人民法院（2022）鲁1502民初1234号
——(美)雷·布拉德伯里 => ——（美）雷·布拉德伯里
响应时间1ms(GTG) => 响应时间1ms（GTG）
以4∶2（11∶8,9∶11,11∶7）获胜 => 以4∶2（11∶8，9∶11，11∶7）获胜
见第①,②项 => 见第①，②项
性别比为105∶100;0—14岁人口占22% => 性别比为105∶100；0—14岁人口占22%
上午9:00—12:00,13:30—17:00开放 => 上午9:00—12:00，13:30—17:00开放
总数由2019,300家增至350家 => 总数由2019，300家增至350家
值班电话:(0635)8261110 => 值班电话：（0635）8261110
可得a₁=2,a₂=4 => 可得a₁=2，a₂=4
点(3,4)和(12.5,36.75)之间 => 点（3,4）和（12.5,36.75）之间
加快, ⏎推进 => 加快，⏎推进
落实! 再落实! ⏎ => 落实！再落实！⏎
比例为1:500
会议于14:30开始
总额2,820万元
见https://a.cn/b?c=d,e:f
他写道“Go is fun, really! (Yes.)”
他喊“Yes!”，我们也喊
他说“Hello, world”
U.S., U.K. and others
函数f(x)的值
文件C:\Users\a
输入“HH:MM”的格式
（见1)甲，2)乙）
据统计（Smith, 2019）有所下降
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
		p.brackets(func(open, end int, mixed bool) {
			if !mixed && !p.widensPair(open, end) {
				return
			}
			if p.r[open] == '(' {
				s.widen(p, open, '（')
			}
			if p.r[end] == ')' {
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
		if _, mark := fullWidth[p.get(from-1)]; mark {
			from = i // that mark takes the spaces behind it
		}
	}
	blank := wide == '（' && contains("）)", p.get(to))               // to be filled in
	if wide == '）' || blank || p.get(to) == brk || to == len(p.r) { // two spaces before the end of a line mean something
		to = i + 1
	}
	if p.get(from-1) == brk || from == 0 {
		from = i
	}
	s.mend(p, from, to, string(wide))
	if next := p.get(i + 1); next == edge || next == brk {
		s.last().reach(p.trailing(i))
	}
}

// trailing returns the number of spaces behind the character at i that end its
// line and mean nothing to Markdown. They are no part of the passage. Two or
// more within a paragraph break the line.
func (p *passage) trailing(i int) int {
	rest := p.src[p.to[i]:]
	after := strings.TrimLeft(rest, " ")
	n := len(rest) - len(after)
	if after != "" && after[0] != '\n' || n > 1 && i < len(p.r)-1 {
		return 0
	}
	return n
}

// reach has a finding with one edit, up to its end, take n bytes more.
func (n *Finding) reach(more int) {
	n.End += more
	n.Fix.Edits[0].End += more
}

// widens reports whether the half-width mark at i stands in Chinese text.
func (p *passage) widens(i int) bool {
	before, after := p.get(i-1), p.get(i+1)
	switch c := p.r[i]; {
	case c > 0x7f:
		return true
	case isDigit(before) && isDigit(after) && !p.partsNumbers(i), after == '=', before == '\\':
		return false // 1:500, 2,820, !=
	case c == ':' && (after == '/' || after == '\\' || after == ')' || after == '(' && !isHan(before) || after == ':' || before == ':'), c == ';' && after == ')':
		return false // an address, a folder, a face
	case c == ':' && isLatin(before) && (isLatin(after) || !isWord(p.get(i-2)) && after == '盘'):
		return false // HH:MM, D:盘
	case (c == '!' || c == '?') && p.quotesLatin(i):
		return false
	case c == '!' || c == '?':
		// What ends an English sentence belongs to it, whatever follows.
		return p.chineseBefore(i) || before == c && p.widens(i-1)
	case c == ',' && isLatin(before) && after == ' ' && isLatin(p.get(i+2)) && !(p.chineseBefore(i) && p.chineseAfter(i+1)):
		return false // Windows, Linux
	case c == ',' && isLatin(before) && after == ' ' && p.cites(i+2):
		return false // Smith, 2019
	}
	return p.chineseBefore(i) || p.chineseAfter(i+1) || before == '”' && p.get(p.skip(i+1, isSpace)) == '“' && slices.ContainsFunc(p.r, isHan)
}

// partsNumbers reports that the mark at i, between two digits, belongs to neither
// number: a semicolon, or a comma that parts no groups of three, beside a year,
// a time of day or a ratio.
func (p *passage) partsNumbers(i int) bool {
	if p.r[i] != ',' {
		return p.r[i] == ';'
	}
	from, end := p.back(i, isDigit), p.skip(i+1, isDigit)
	clock := p.get(from-1) == ':' && i-from == 2 || p.get(end) == ':' && isDigit(p.get(end+1)) || p.get(from-1) == '∶' || p.get(end) == '∶'
	return clock || i-from == 4 && p.get(from-1) != '.' && end-i == 4 || end-i == 5 && p.get(end) == '年'
}

// quotesLatin reports that i ends a quotation of a Latin word: “Yes!”.
func (p *passage) quotesLatin(i int) bool {
	from := p.back(i, isLatin)
	lower := slices.ContainsFunc(p.r[from:i], func(r rune) bool { return r >= 'a' && r <= 'z' })
	return lower && p.get(from-1) == '“' && p.get(i+1) == '”'
}

// cites reports a year at i that ends what stands in brackets.
func (p *passage) cites(i int) bool { return p.skip(i, isDigit) == i+4 && contains(")）", p.get(i+4)) }

// brackets calls visit with the places of each pair of brackets of which one or
// both are half-width, and tells whether only one is. Such mixed pairs are found
// where all brackets of the passage have their other half: 1) may stand alone.
func (p *passage) brackets(visit func(open, end int, mixed bool)) {
	var pairs [][2]int
	var open []int
	whole := true
	for _, i := range p.signs {
		switch p.r[i] {
		case '(', '（':
			open = append(open, i)
		case ')', '）':
			if len(open) == 0 {
				whole = false
				continue
			}
			pairs = append(pairs, [2]int{open[len(open)-1], i})
			open = open[:len(open)-1]
		}
	}
	whole = whole && len(open) == 0
	for _, pair := range pairs {
		left, right := p.r[pair[0]] == '(', p.r[pair[1]] == ')'
		if left && right || whole && left != right {
			visit(pair[0], pair[1], left != right)
		}
	}
}

// widensPair reports whether a pair of half-width brackets is Chinese: for what
// is in it or stands about it.
func (p *passage) widensPair(open, end int) bool {
	inner := p.r[open+1 : end]
	before, after := p.get(open-1), p.get(end+1)
	switch {
	case before == ']' || before == opaque && len(inner) == 0, contains("+-*/=^<>", before) && !(before == '-' && p.get(open-2) == '-'):
		return false // what should have been a link; arithmetic
	case docYear(inner) && isHan(before) && (isDigit(after) || after == '第'):
		return false // the rule docno mends it
	}
	for _, c := range inner {
		if isHan(c) || isMark(c) {
			return true
		}
	}
	capitals := len(inner) > 1 && !slices.ContainsFunc(inner, func(r rune) bool { return r < 'A' || r > 'Z' })
	if isWord(before) && len(inner) <= 3 && !contains(string(inner), ' ') && !capitals {
		return false // f(x), COVID(19)
	}
	return p.chineseBefore(open) || isHan(after) || isMark(after) || before == edge && p.chineseAfter(end+1)
}

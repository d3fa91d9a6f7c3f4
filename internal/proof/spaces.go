package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
	"luxi/internal/names"
)

// separates reports a passage in which spaces are signs of their own: a heading
// or a line of names.
func (p *passage) separates() bool { return p.byline || p.Kind == markdown.HeadingBlock }

// afterLead reports that a space at i follows a dateline: 本报聊城讯 今年以来.
func (p *passage) afterLead(i int) bool {
	return i <= 14 && (p.get(i-1) == '讯' || p.get(i-1) == '电' || p.has(i-3, "编者按") || p.get(i-1) == '报' && p.get(0) == '据')
}

// gaps calls visit with every run of spaces i to j within a line of a passage,
// but for those behind a dateline.
func (p *passage) gaps(visit func(i, j int)) {
	fields := p.fields()
	for i := 0; i < len(p.r); {
		j := p.skip(i, isSpace)
		if j == i {
			i++
			continue
		}
		if i > 0 && j < len(p.r) && p.r[i-1] != brk && p.r[j] != brk && (!p.afterLead(i) || isMark(p.r[j])) && !p.setsApart(i, j) && (!fields || p.r[i] != '\u3000' || contains("，、；", p.r[i-1])) {
			visit(i, j)
		}
		i = j
	}
}

// fields reports a line that wide spaces part into fields, as forms and the heads
// of tables have them: 甲方（盖章）：　　　乙方（盖章）：.
func (p *passage) fields() bool {
	gaps := 0
	for _, i := range p.signs {
		if p.r[i] == '\u3000' && i > 0 && i < len(p.r)-1 && p.r[i-1] != brk {
			gaps++
		}
	}
	return gaps > 1
}

// setsApart reports spaces that are a sign: a blank in brackets to be filled in
// （　　）, the one before a label (时间：14:30　地点：二楼), and the one behind the
// number of a figure or a table (图2-3　示意图).
func (p *passage) setsApart(i, j int) bool {
	if contains("（(【", p.r[i-1]) && contains("）)】", p.r[j]) {
		return true
	}
	if label := p.skip(j, isHan); p.r[i] == '\u3000' && label > j && label <= j+6 && contains("：:", p.get(label)) {
		return true
	}
	if !isHan(p.r[j]) && p.r[j] != '“' && p.r[j] != '《' {
		return false
	}
	from := p.back(i, func(r rune) bool { return isDigit(r) || isNumeral(r) || contains("-—.", r) })
	return from < i && from > 0 && from == p.hasAny(0, captions)
}

// captions stand before the number of what they name, at the beginning.
var captions = []string{"图", "表", "附图", "附表", "附件", "附录", "专栏", "例", "式", "图表"}

var _ = define(Rule{
	ID: "space-latin", Class: Safe, From: house,
	Cases: `
到 2025 年 => 到2025年
2025 年底 => 2025年底
发展 GDP 总量 => 发展GDP总量
增长 12.5% 以上 => 增长12.5%以上
增长12.5 %，气温20 ℃ => 增长12.5%，气温20℃
Windows 11系统
本报聊城讯 7月28日
□记者 A 组
图2-3　重点产业布局示意图
附件1 任务分解表
时间：7月26日14:30　地点：市会议中心
## 聊城 11县市区打擂台
`,
	passage: func(p *passage, s *sink) {
		if p.separates() {
			return
		}
		p.gaps(func(i, j int) {
			a, b := p.get(i-1), p.get(j)
			latin := func(r rune) bool { return isWord(r) || r == '%' || r == '℃' || r == '+' }
			if isHan(a) && latin(b) && b != '%' || latin(a) && isHan(b) || isDigit(a) && contains("%‰℃", b) {
				s.mend(p, i, j, "")
			}
		})
	},
}, diag.Note, words{
	i18n.Text{ZH: "汉字和字母、数字之间空了格", EN: "a space stands between Han and Latin letters or digits"},
	i18n.Text{ZH: "删去空格，网页自会留出间隙。", EN: "Drop it: the page makes the gap by itself."},
})

var _ = define(Rule{
	ID: "space-punct", Class: Safe, From: house,
	Cases: `
成效 ，掀起 => 成效，掀起
成效， 掀起 => 成效，掀起
“链主” 企业 => “链主”企业
（市 、区） => （市、区）
本报聊城讯 “俺虽有低保
said “hello” to
正确的是（　　）。
表1　“十四五”主要指标
甲方（盖章）：　　　　乙方（盖章）：
序号　项目名称　总投资（万元）　责任单位
成效，　掀起，　全面 => 成效，掀起，全面
据市气象台预报 ：今天多云 => 据市气象台预报：今天多云
责任编辑 ：王晓东　校对：赵静 => 责任编辑：王晓东　校对：赵静
□记者 胡磊（摄影） 薛良诚
`,
	passage: func(p *passage, s *sink) {
		p.gaps(func(i, j int) {
			a, b := p.get(i-1), p.get(j)
			if p.separates() && !contains("，。、；：！？）》", b) {
				return
			}
			quote := func(r rune) bool { return r == '“' || r == '”' || r == '—' || r == '…' }
			if a == '|' || b == '|' {
				return // of a table
			}
			if isMark(a) || isMark(b) || quote(a) && isHan(b) || isHan(a) && quote(b) {
				s.mend(p, i, j, "")
			}
		})
	},
}, diag.Note, words{
	i18n.Text{ZH: "标点旁边空了格", EN: "a space stands beside a mark"},
	i18n.Text{ZH: "删去空格。", EN: "Drop it."},
})

var _ = define(Rule{
	ID: "space-han", Class: Review, From: house,
	Cases: `
全面 建设 => 全面建设
要全面 推进乡村振兴。 => 要全面推进乡村振兴。
保市场主体 解三大难题
稳增长 促改革 调结构
保市场主体 解三大难题，为企业纾困。
本报冠县讯 近段时间，由于雨水较多
编者按 今年以来，会议召开。
本报讯（记者 张颖 通讯员 刘凯）12月15日，会议召开。
能否恢复？盼复。莘县　李长河
《中共中央 国务院关于做好乡村振兴工作的意见》提出，守好底线。
工作人员正在调试设备。（张伟 摄）
图片由本报记者拍摄。（张伟 李强 摄影报道）
第二十一条　有下列情形之一的，责令改正。
□胡磊 薛良诚
（郝学兰 中共东阿县委书记）
胡磊 薛良诚 孙伟
## 坚持问题导向 从严从实
郝　明
`,
	passage: func(p *passage, s *sink) {
		if p.separates() {
			return
		}
		p.gaps(func(i, j int) {
			if !isHan(p.get(i-1)) || !isHan(p.get(j)) {
				return
			}
			left, right := i-p.back(i, isHan), p.skip(j, isHan)-j
			if left >= 4 && right >= 4 && (left == right || !p.punctuated()) || left == 3 && right == 3 && !p.punctuated() || left == 1 && right == 1 || p.listed(i, j) || p.inCredit(i) || p.numbersArticle(i) || p.issues(i, j) || p.signed(i, j) {
				return // two lines of a headline; a name of two characters; a list of names; bodies that issue together; who signs
			}
			s.mend(p, i, j, "")
		})
	},
}, diag.Note, words{
	i18n.Text{ZH: "汉字之间空了格", EN: "a space stands between Han characters"},
	i18n.Text{ZH: "删去空格；署名、标题和“本报讯”后面的可以留。", EN: "Drop it, unless it parts names, headlines or a dateline."},
})

// inCredit reports that i stands in brackets that name who wrote:
// 本报讯（记者 张颖 通讯员 刘凯）.
func (p *passage) inCredit(i int) bool {
	open := p.back(i, func(r rune) bool { return !contains("（）()。，；", r) })
	if !contains("（(", p.get(open-1)) {
		return false
	}
	end := p.skip(i, func(r rune) bool { return isHan(r) || isSpace(r) })
	return p.hasAny(open, bylineStarts) > 0 || contains("）)", p.get(end)) && p.ends(end, credits) > 0
}

// credits end what stands in brackets behind a text or a picture: （张伟 摄）.
var credits = []string{"摄", "文", "图", "绘", "制图", "供图", "摄影", "报道", "整理", "供稿", "插图", "画", "书", "译", "编", "著"}

// issuers issue documents together, with a space between their names.
var issuers = []string{"中共中央", "国务院", "中央军委", "全国人大常委会", "全国政协", "中共中央办公厅", "国务院办公厅"}

// issues reports a space between the names of two bodies that issue a document
// together: 《中共中央 国务院关于……的意见》.
func (p *passage) issues(i, j int) bool {
	left := p.r[i-1]
	right := p.skip(j, func(r rune) bool { return isHan(r) && r != '关' })
	body := p.ends(i, issuers) > 0 || contains("委会府院部局厅办室", left) && p.get(p.back(i, isHan)-1) == '《'
	return body && (p.hasAny(j, issuers) > 0 || right > j && contains("委会府院部局厅办室", p.r[right-1]) && p.has(right, "关于"))
}

// numbersArticle reports that the number of an article ends before i: 第二十一条.
func (p *passage) numbersArticle(i int) bool {
	from := p.back(i-1, isNumeral)
	return contains("条款章节编篇", p.get(i-1)) && from < i-1 && p.get(from-1) == '第' && (from == 1 || p.get(from-2) == brk)
}

// signed reports the wide space before the name of who wrote, which ends a letter:
// 盼复。莘县　李长河.
func (p *passage) signed(i, j int) bool {
	name := string(p.r[j:])
	return p.r[i] == '\u3000' && runes(name) <= 4 && names.Surname(name) != ""
}

// punctuated reports a passage with marks as sentences have them.
func (p *passage) punctuated() bool {
	for _, c := range p.r {
		if c == '。' || c == '，' || c == '；' || c == ',' || c == ';' {
			return true
		}
	}
	return false
}

// listed reports a space between two pieces of two to four characters of which
// both begin with a surname: 胡磊 薛良诚.
func (p *passage) listed(i, j int) bool {
	left, right := string(p.r[p.back(i, isHan):i]), string(p.r[j:p.skip(j, isHan)])
	return names.Surname(left) != "" && names.Surname(right) != "" && !p.punctuated() && strings.Count(string(p.r), " ") > 1
}

var _ = define(Rule{
	ID: "space-name", Class: Review, From: house,
	Cases: `
郝　明 => 郝明
□郝 明 薛良诚 => □郝明 薛良诚
县委书记李　强表示 
好 的
年　月　日
`,
	passage: func(p *passage, s *sink) {
		for i := 1; i < len(p.r)-1; i++ {
			j := p.skip(i, isSpace)
			if j == i || p.r[i] == '\u3000' && p.fields() || !isHan(p.get(i-1)) || !isHan(p.get(j)) || isHan(p.get(i-2)) || isHan(p.get(j+1)) {
				continue
			}
			if names.Surname(string([]rune{p.r[i-1], p.r[j]})) != "" {
				s.mend(p, i, j, "")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "两个字的姓名中间空了格", EN: "a space stands within a name of two characters"},
	i18n.Text{ZH: "删去空格。", EN: "Drop it."},
})

var _ = define(Rule{
	ID: "indent-space", Class: Safe, From: i18n.Text{ZH: "缩进由网页样式负责", EN: "indents are the style sheet's"},
	Cases: `
\u3000\u3000东阿县以落实 => 东阿县以落实
\u00a0\u00a0东阿县 => 东阿县
> \u3000\u3000引文 => > 引文
第一行。⏎\u3000\u3000第二行。 => 第一行。⏎第二行。
第一段。⏎⏎    第二段。 => 第一段。⏎⏎第二段。
第一段。⏎⏎ 第二段。 => 第一段。⏎⏎第二段。
- 甲。⏎⏎    乙。
东阿县
`,
	passage: func(p *passage, s *sink) {
		// Markdown has dropped the indent: it stands before the passage.
		if p.Kind == markdown.Cell {
			return
		}
		for _, i := range p.signs { // lines of one paragraph
			if j := p.skip(i+1, isWideSpace); p.r[i] == brk && j > i+1 {
				s.mend(p, i+1, j, "")
			}
		}
		wide := false
		for _, space := range []string{"\u3000", "\u2003", "\u2002", "\u00a0"} {
			wide = wide || strings.HasSuffix(strings.TrimRight(p.src[:p.Start], " \t"), space)
		}
		// Half-width spaces are an indent, too, but in a list they may be what makes
		// the paragraph a part of it.
		line := p.src[strings.LastIndexByte(p.src[:p.Start], '\n')+1 : p.Start]
		plain := !p.Listed && line != "" && strings.Trim(line, " ") == "" && p.Kind == markdown.Paragraph
		if !wide && !plain {
			return
		}
		kept := strings.TrimRight(p.src[:p.Start], " \t\u3000\u2003\u2002\u00a0")
		rest := p.src[len(kept):p.Start]
		from := len(kept) + len(rest) - len(strings.TrimLeft(rest, " \t"))
		if plain {
			from = p.Start - len(line)
		}
		s.found = append(s.found, Finding{Rule: s.rule, Start: from, End: p.Start, Severity: s.severity, Fix: &Fix{Safe, []Edit{{from, p.Start, ""}}}})
	},
}, diag.Note, words{
	i18n.Text{ZH: "段首有空格", EN: "the paragraph begins with spaces"},
	i18n.Text{ZH: "删去，网页自会缩进两个字。", EN: "Drop them: the page indents by itself."},
})

package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
)

var scanned = i18n.Text{ZH: "扫描识别的常见错误", EN: "a common mistake of scanning"}

var _ = define(Rule{
	ID: "ocr-dash", Class: Review, From: scanned,
	Cases: `
一户核实—民主评议—信息比对—一村公示—录入 => 一户核实—民主评议—信息比对—村公示—录入
信息比对—一村公示—录入 => 信息比对—村公示—录入
统一、一致
核心——一是抓落实
核实—一户一策
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c != '—' || p.get(i+1) != '一' || p.get(i-1) == '—' || !isHan(p.get(i-1)) || !isHan(p.get(i+2)) {
				continue
			}
			// The same step of a list of steps: the next —, a few Han further on.
			end := p.skip(i+1, isHan)
			if p.get(end) == '—' && p.get(end+1) != '—' && end-i <= 8 && p.get(i+3) != '一' {
				s.mend(p, i, i+2, "—")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "“{was}”里的“一”可能是连接号误认的", EN: "the “一” of “{was}” may be a dash read wrongly"},
	i18n.Text{ZH: "核对原文；是误认就删去“一”。", EN: "Compare the original; if so, delete it."},
})

// lookalikes are letters that scanning takes digits for.
var lookalikes = map[rune]rune{'O': '0', 'o': '0', 'l': '1', 'I': '1', '|': '1', 'Z': '2', 'S': '5', 'B': '8'}

// numbered follow a number.
var numbered = []string{"年", "月", "日", "万", "亿", "元", "个", "家", "人", "%", "米", "公里", "亩", "吨", "户", "项", "名", "时", "号"}

var _ = define(Rule{
	ID: "ocr-digit", Class: Review, From: scanned,
	Cases: `
2O22年 => 2022年
投资1OO万元 => 投资100万元
202l年 => 2021年
O2O平台
3D打印
H2O
4S店3家
G20峰会
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); i++ {
			if !isDigit(p.r[i]) || isWord(p.get(i-1)) || p.get(i-1) == '.' || p.get(i-1) == '-' {
				continue
			}
			digits, letters := 0, 0
			end := p.skip(i, func(r rune) bool {
				_, like := lookalikes[r]
				digits += b2i(isDigit(r))
				letters += b2i(like)
				return isDigit(r) || like
			})
			if letters > 0 && end-i >= 3 && !isWord(p.get(end)) && p.hasAny(end, numbered) > 0 && (digits > letters || !strings.ContainsAny(string(p.r[i:end]), "SBZ")) {
				s.mend(p, i, end, strings.Map(func(r rune) rune {
					if d, ok := lookalikes[r]; ok {
						return d
					}
					return r
				}, string(p.r[i:end])))
			}
			i = max(i, end-1)
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”里混了字母", EN: "there are letters in the number “{was}”"},
	i18n.Text{ZH: "核对原文，多半是“{now}”。", EN: "Compare the original; probably it is “{now}”."},
})

const cutShortest = 20 // characters of a paragraph that may have been cut

// unfinished are characters with which no sentence ends, nor a headline.
const unfinished = "不和与是在为把被对从向以及或将而其这那就也很最更"

var _ = define(Rule{
	ID: "ocr-join", Class: Review, From: scanned, joins: true,
	Cases: `
成绩靠后的县市区，成效还不明显，要正视差距。观摩的目的不⏎⏎是排名、分高低。 => 成绩靠后的县市区，成效还不明显，要正视差距。观摩的目的不是排名、分高低。
深入研究济南装备制造、生物医药等，深入研究⏎⏎产业布局。 => 深入研究济南装备制造、生物医药等，深入研究产业布局。
深入研究济南装备制造、生物医药等产业，深入研究⏎⏎一、加快建设。
深入研究济南装备制造、生物医药等产业，深入研究⏎⏎## 产业布局
助力中小微企业纾困与创新发展的若干问题和对策建议⏎⏎聊城东元公司作为企业。
第一段写完了，这是很长很长的一段话，写完了。⏎⏎第二段。
短句没有句号⏎⏎第二段。
`,
	whole: func(p *page, s *sink) {
		last := map[string]int{} // where each text stands for the last time
		for i := range p.passages {
			last[string(p.passages[i].r)] = i
		}
		for i := 0; i+1 < len(p.passages); i++ {
			a, b := &p.passages[i], &p.passages[i+1]
			if !a.isCut() || !b.isRest() || a.Quoted != b.Quoted {
				continue
			}
			start, end := a.to[len(a.r)-1], b.at[0]
			between := p.File.Text[start:end]
			if strings.TrimLeft(between, " \t\n\u3000*_") != "" || !strings.Contains(between, "\n\n") && strings.Count(between, "\n") < 2 {
				continue // something else stands between
			}
			fix := &Fix{Review, []Edit{{start, end, strings.Trim(between, " \t\n\u3000")}}}
			if last[string(b.r)] != i+1 {
				fix = nil // a repeated block, which stands here by a slip
			}
			s.found = append(s.found, Finding{
				Rule: s.rule, Start: start, End: end, Severity: s.severity, Fix: fix,
				Args: []i18n.Arg{
					diag.Arg("was", string(a.r[max(0, len(a.r)-6):])), diag.Arg("now", string(b.r[:min(len(b.r), 6)])),
				},
			})
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "这一段像是断在句子中间：“……{was}”后面接“{now}……”", EN: "this paragraph seems to be cut: “{now}…” goes on behind “…{was}”"},
	i18n.Text{ZH: "核对原文，把两段接起来。", EN: "Compare the original and join the two paragraphs."},
})

// isCut reports a paragraph of some length that ends in mid-sentence, as at the
// foot of a newspaper's column. A passage without any mark in it is a headline.
func (p *passage) isCut() bool {
	if p.Kind != markdown.Paragraph || p.Listed || p.byline || len(p.r) < 4 {
		return false
	}
	last := p.r[len(p.r)-1]
	if (len(p.r) < cutShortest || !p.punctuated()) && !contains(unfinished, last) {
		return false
	}
	return !contains("。！？：；…”）》!?:;.)\"’」", last) && (isHan(last) || isMark(last) || isWord(last))
}

// isRest reports what may be the rest of a paragraph that was cut: body text
// that begins with no number of a heading.
func (p *passage) isRest() bool {
	if p.Kind != markdown.Paragraph || p.Listed || p.byline || !p.sentence() {
		return false
	}
	first := p.r[0]
	if !isHan(first) && !isWord(first) && !contains("，、；：”）》“《", first) {
		return false
	}
	for _, lead := range []string{"本报", "新华社", "记者"} {
		if p.has(0, lead) {
			return false
		}
	}
	end := p.skip(0, func(r rune) bool { return isNumeral(r) || isDigit(r) })
	return end == 0 || !contains("、，.．", p.get(end)) || p.get(end) == edge
}

// sentence reports body text: it has the mark of a sentence's end.
func (p *passage) sentence() bool {
	for _, c := range p.r {
		if isStop(c) || c == '；' {
			return true
		}
	}
	return len(p.r) >= 40 && p.punctuated()
}

const repeatedShortest = 6 // characters; shorter lines may well come twice

var _ = define(Rule{
	ID: "para-dup", Class: Report, From: i18n.Text{ZH: "重复的段落", EN: "a repeated paragraph"},
	Cases: `
甲段文字相同。⏎⏎甲段文字相同。 => 甲段文字相同。
甲段文字相同。⏎⏎乙段文字不同。
同上⏎⏎同上
`,
	whole: func(p *page, s *sink) {
		first := map[string]*passage{}
		for i := range p.passages {
			q := &p.passages[i]
			text := plain(q.r)
			if runes(text) < repeatedShortest || q.Kind == markdown.Cell {
				continue
			}
			before, seen := first[text]
			if !seen || before.Kind != q.Kind {
				first[text] = q
				continue
			}
			from := p.passages[i-1].End
			fix := &Fix{Report, []Edit{{from, q.End, ""}}}
			if i > 0 && strings.TrimSpace(p.File.Text[from:q.Start]) != "" {
				fix = nil
			}
			s.found = append(s.found, Finding{
				Rule: s.rule, Start: q.Start, End: q.End, Severity: s.severity, Fix: fix,
				Args:    []i18n.Arg{diag.Arg("was", shown(string(q.r)))},
				Related: []Span{{before.Start, before.End}},
			})
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "这一段和前面的一段完全一样：“{was}”", EN: "this paragraph stands above already: “{was}”"},
	i18n.Text{ZH: "删去重复的一段。", EN: "Delete one of them."},
})

// plain returns a text without marks and spaces, to be compared.
func plain(r []rune) string {
	var b strings.Builder
	for _, c := range r {
		if isHan(c) || isWord(c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

package proof

import (
	"slices"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A quoting is the double quotation marks of a passage, read as pairs.
type quoting struct {
	marks    []int    // places of “ and ”
	pairs    [][3]int // opening, closing, depth from 0
	open     []int    // opening marks that nothing closes
	stray    []int    // closing marks that nothing opens
	turnable bool     // taken in turns, opening and closing, the marks are pairs
}

func (p *passage) quoting() quoting {
	var q quoting
	var open []int
	for _, i := range p.signs {
		c := p.r[i]
		switch c {
		case '“':
			q.marks = append(q.marks, i)
			open = append(open, i)
		case '”':
			q.marks = append(q.marks, i)
			if len(open) == 0 {
				q.stray = append(q.stray, i)
				continue
			}
			q.pairs = append(q.pairs, [3]int{open[len(open)-1], i, len(open) - 1})
			open = open[:len(open)-1]
		}
	}
	q.open = open
	q.turnable = len(q.marks)%2 == 0 && len(q.marks) > 0
	for i := 0; q.turnable && i < len(q.marks); i += 2 {
		a, b := q.marks[i], q.marks[i+1]
		turned := p.r[a] == '”' || p.r[b] == '“'
		if len(q.marks) == same(p.r, q.marks) { // a keyboard that has one of them only
			q.turnable = b > a+1 && !isMark(p.r[a+1]) && !contains("：、；", p.r[b-1]) && !(p.r[b] == '“' && p.r[b-1] == '，')
			continue
		}
		// What is between two marks that were turned is a short piece.
		q.turnable = b > a+1 && (!turned || b-a < 40 && !slices.ContainsFunc(p.r[a:b], func(r rune) bool { return r == '。' && turned && b-a > 20 }))
	}
	return q
}

// same counts the characters at the places that are as the first of them.
func same(r []rune, at []int) (n int) {
	for _, i := range at {
		n += b2i(r[i] == r[at[0]])
	}
	return n
}

// turned reports that the marks of a passage are pairs but for their direction.
func (q quoting) turned() bool { return len(q.open)+len(q.stray) > 0 && q.turnable }

var _ = define(Rule{
	ID: "quotes-direction", Class: Safe, From: gb("15834-2011", "4.8.2"),
	Cases: `
”链主“企业 => “链主”企业
“链主“企业 => “链主”企业
”链主”企业 => “链主”企业
苏轼在《晁错论》中写道：”古之立大事者，不惟有超世之才，亦必有坚忍不拔之志。”这句话，至今仍有启发意义。 => 苏轼在《晁错论》中写道：“古之立大事者，不惟有超世之才，亦必有坚忍不拔之志。”这句话，至今仍有启发意义。
“链主”企业和”龙头“企业 => “链主”企业和“龙头”企业
“他说“好””
“链主”企业
“他说：“好。
“他说，“好。
“走在前、开新局
`,
	passage: func(p *passage, s *sink) {
		q := p.quoting()
		if !q.turned() {
			return
		}
		for n, i := range q.marks {
			if right := []rune("“”")[n%2]; p.r[i] != right {
				s.mend(p, i, i+1, string(right))
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "引号{was}的方向反了", EN: "the quotation mark {was} is turned the wrong way"},
	i18n.Text{ZH: "这里用{now}。", EN: "Here it is “{now}”."},
})

var _ = define(Rule{
	ID: "quotes-nest", Class: Review, From: gb("15834-2011", "4.8.3.3"),
	Cases: `
“他说“好”” => “他说‘好’”
‘链主’企业 => “链主”企业
“他说‘好’”
It’s ‘fine’
`,
	passage: func(p *passage, s *sink) {
		q := p.quoting()
		if len(q.open)+len(q.stray) == 0 {
			for _, pair := range q.pairs {
				if pair[2]%2 == 1 && p.r[pair[0]] == '“' {
					s.mend(p, pair[0], pair[1]+1, "‘"+string(p.r[pair[0]+1:pair[1]])+"’")
				}
			}
		}
		for _, i := range p.signs {
			c := p.r[i]
			if c != '‘' || p.within(i) || isWord(p.get(i+1)) || len(q.open)+len(q.stray) > 0 {
				continue
			}
			end := slices.Index(p.r[i:], '’')
			if end > 1 && isHan(p.get(i+1)) && !slices.Contains(p.r[i:i+end], '“') {
				s.mend(p, i, i+end+1, "“"+string(p.r[i+1:i+end])+"”")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "引号的层次不对：外层用双引号，里层用单引号", EN: "quotation marks nest wrongly: “ ” are outside, ‘ ’ inside"},
	i18n.Text{ZH: "写成{now}。", EN: "Write “{now}”."},
})

var _ = define(Rule{
	ID: "quotes-pair", Class: Report, From: gb("15834-2011", "4.8.3.4"),
	Cases: `
“走在前、开新局 !
走在前、开新局” !
他说“要‘走在前、开新局” !
他说“要走在前’、开新局” !
他说“It’s 5 o’clock，该走了”
“走在前”“开新局”
“第一段。⏎⏎“第二段。”
“第一段。⏎⏎“第二段。⏎⏎“第三段。”他说。
”链主“企业
`,
	whole: func(p *page, s *sink) {
		continued := false // the quotation of the passage before goes on here
		for i := range p.passages {
			q := &p.passages[i]
			marks := q.quoting()
			stray, open := marks.stray, marks.open
			if marks.turned() {
				continued = false
				continue
			}
			if continued && len(stray) > 0 && q.get(0) != '“' {
				stray = stray[1:] // some do not open every paragraph
			}
			goesOn := len(open) == 1 && p.begins(i+1, '“')
			for _, at := range stray {
				s.note(q, at, at+1)
			}
			for _, at := range open {
				if !goesOn {
					s.note(q, at, at+1)
				}
			}
			if len(stray)+len(open) == 0 {
				for _, at := range q.singles() {
					s.note(q, at, at+1)
				}
			}
			continued = goesOn
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "引号{was}没有另一半", EN: "the quotation mark {was} lacks its other half"},
	i18n.Text{ZH: "补上缺的一个；一段引文分成几段，每段开头都有前引号，只有最后一段有后引号。", EN: "Add it; of a quotation over several paragraphs each has an opening mark, and only the last a closing one."},
})

// singles returns the single quotation marks of a passage that lack their other
// half. Beside a Latin letter ’ is an apostrophe.
func (p *passage) singles() (alone []int) {
	var open []int
	for _, i := range p.signs {
		switch c := p.r[i]; {
		case c == '‘':
			open = append(open, i)
		case c == '’' && len(open) > 0:
			open = open[:len(open)-1]
		case c == '’' && !isWord(p.get(i-1)):
			alone = append(alone, i)
		}
	}
	return append(alone, open...)
}

// begins reports whether passage i begins with a character.
func (p *page) begins(i int, c rune) bool {
	return i < len(p.passages) && p.passages[i].get(0) == c
}

// speech are words by which somebody is said to speak: the quotation before
// them is a sentence of its own.
var speech = []string{
	"说", "表示", "道", "称", "介绍", "指出", "强调", "告诉", "坦言", "感慨", "回忆", "笑", "问", "答", "喊", "写", "认为", "感叹", "解释", "透露", "看来", "指着", "竖起", "谈到", "评价", "呼吁",
}

// starters begin a sentence of their own behind a quotation.
const starters = "他她我你您它这那随此但而当从在对如今现日近前后一不记话这些"

var _ = define(Rule{
	ID: "quote-stop", Class: Review, From: gb("15834-2011", "B.2.1"),
	Cases: `
“走在前、开新局。”光荣使命 => “走在前、开新局”光荣使命
扛牢“走在前、开新局。”光荣使命 => 扛牢“走在前、开新局”光荣使命
他说：“感谢政府。”
他说：“好。”随后
“出这个门就进另一个门，在路上的时间大大缩短。”李长萍表示，以前的项目是分散的
“不能等。”他说
`,
	passage: func(p *passage, s *sink) {
		for _, pair := range p.quoting().pairs {
			open, end := pair[0], pair[1]
			inner := p.r[open+1 : end]
			after := p.get(end + 1)
			if len(inner) < 5 || len(inner) > 20 || inner[len(inner)-1] != '。' || !isHan(after) || slices.Contains([]rune(starters), after) {
				continue
			}
			before := p.get(open - 1)
			if slices.ContainsFunc(inner, func(r rune) bool { return r == '，' || r == '；' || r == '！' || r == '？' }) || !isHan(before) && before != edge && before != brk {
				continue
			}
			clause := p.skip(end+1, func(r rune) bool { return !isMark(r) })
			if clause-end > 12 || !isHan(before) && p.speaks(end+1, clause) {
				continue
			}
			s.mend(p, end-1, end, "")
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "引号里只是句子的一部分，末尾不用“{was}”", EN: "what is quoted is part of a sentence and has no “{was}” at its end"},
	i18n.Text{ZH: "删去引号里的句号。", EN: "Drop it."},
})

var _ = define(Rule{
	ID: "quote-stop-twice", Class: Review, From: gb("15834-2011", "B.2.1"),
	Cases: `
他强调：“人民就是江山。”。我们要 => 他强调：“人民就是江山。”我们要
扛牢“走在前、开新局。”。 => 扛牢“走在前、开新局”。
他说：“好。”我们要。
走好“赶考路”。
他问：“好吗？”。
`,
	passage: func(p *passage, s *sink) {
		for _, pair := range p.quoting().pairs {
			switch open, end := pair[0], pair[1]; {
			case p.get(end-1) != '。' || p.get(end+1) != '。':
			case p.get(open-1) == '：': // a speech, which keeps its own
				s.mend(p, end+1, end+2, "")
			default:
				s.mend(p, end-1, end, "")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "引号里面和后面都用了句号", EN: "a full stop stands both within the quotation and behind it"},
	i18n.Text{ZH: "只留一个：冒号后面引的整句话，留引号里的；只是句子的一部分，留引号后面的。", EN: "Keep one: that within, for a whole speech behind a colon; that behind, for a part of the sentence."},
})

func (p *passage) speaks(i, j int) bool {
	for ; i < j; i++ {
		if p.hasAny(i, speech) > 0 {
			return true
		}
	}
	return false
}

// runes counts the characters of a string.
func runes(s string) int { return utf8.RuneCountInString(s) }

package proof

import (
	"slices"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// titles returns the pairs of 《》 of a passage with their depth, to which 〈〉
// count as well, what opens and is not closed, and what closes and was not opened.
func (p *passage) titles() (pairs [][3]int, open, stray []int) {
	last := func() rune {
		if len(open) == 0 {
			return edge
		}
		return p.r[open[len(open)-1]]
	}
	for _, i := range p.signs {
		switch p.r[i] {
		case '《', '〈':
			open = append(open, i)
		case '〉':
			if last() == '〈' {
				open = open[:len(open)-1]
			}
		case '》':
			for last() == '〈' { // nothing closes it
				open = open[:len(open)-1]
			}
			if len(open) == 0 {
				stray = append(stray, i)
				continue
			}
			pairs = append(pairs, [3]int{open[len(open)-1], i, len(open) - 1})
			open = open[:len(open)-1]
		}
	}
	return pairs, slices.DeleteFunc(open, func(i int) bool { return p.r[i] == '〈' }), stray
}

var _ = define(Rule{
	ID: "book-nest", Class: Safe, From: gb("15834-2011", "4.15.3.3"),
	Cases: `
《读《条例》有感》 => 《读〈条例〉有感》
《关于印发《方案》的通知》 => 《关于印发〈方案〉的通知》
《关于印发〈方案〉的通知》
《关于转发〈省教育厅关于贯彻《规则（试行）》的意见〉的通知》
《条例》《方案》
《读《条例》
`,
	passage: func(p *passage, s *sink) {
		pairs, open, stray := p.titles()
		if len(open)+len(stray) > 0 {
			return
		}
		for _, pair := range pairs {
			if pair[2]%2 == 1 {
				s.mend(p, pair[0], pair[0]+1, "〈")
				s.mend(p, pair[1], pair[1]+1, "〉")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "书名号里的书名号要用单书名号，这里是“{was}”", EN: "a title within a title is in 〈 〉, not “{was}”"},
	i18n.Text{ZH: "用“{now}”。", EN: "Write “{now}”."},
})

var _ = define(Rule{
	ID: "book-mark", Class: Safe, From: gb("15834-2011", "4.15.2"),
	Cases: `
学习<<条例>>精神 => 学习《条例》精神
学习＜＜条例＞＞精神 => 学习《条例》精神
学习≪条例≫精神 => 学习《条例》精神
根据<<中共中央 国务院关于〈解释（一）〉的意见>>办理 => 根据《中共中央 国务院关于〈解释（一）〉的意见》办理
《读＜条例＞有感》 => 《读〈条例〉有感》
a << b
x<y
3＜5
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if !contains("<＜≪", c) || p.get(i+1) == c {
				continue
			}
			shut := map[rune]rune{'<': '>', '＜': '＞', '≪': '≫'}[c]
			end := p.titleEnd(i+1, shut)
			if end < 0 {
				continue
			}
			switch double := p.get(i-1) == c && p.get(end+1) == shut; {
			case c == '≪':
				s.mend(p, i, i+1, "《")
				s.mend(p, end, end+1, "》")
			case double:
				s.mend(p, i-1, i+1, "《")
				s.mend(p, end, end+2, "》")
			case p.inTitle(i):
				s.mend(p, i, i+1, "〈")
				s.mend(p, end, end+1, "〉")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "书名号写成了“{was}”", EN: "the title mark is “{was}”"},
	i18n.Text{ZH: "用“{now}”。", EN: "Write “{now}”."},
})

// titleEnd returns where what begins at i ends with a mark, if it may be a title:
// no spaces at its ends, a Han character in it, no sign of arithmetic.
func (p *passage) titleEnd(i int, shut rune) int {
	const longest = 60
	han := false
	for end := i; end < len(p.r) && end-i <= longest; end++ {
		switch c := p.r[end]; {
		case c == shut:
			if han && !isSpace(p.r[i]) && !isSpace(p.r[end-1]) {
				return end
			}
			return -1
		case contains("<＜≪>＞≫=。\n", c):
			return -1
		case isHan(c):
			han = true
		}
	}
	return -1
}

// inTitle reports whether a 《 is open at i.
func (p *passage) inTitle(i int) bool {
	depth := 0
	for _, c := range p.r[:i] {
		depth += b2i(c == '《') - b2i(c == '》')
	}
	return depth > 0
}

var _ = define(Rule{
	ID: "book-pair", Class: Report, From: gb("15834-2011", "4.15"),
	Cases: `
《条例第三条 !
条例》第三条 !
《条例》第三条
》引文
`,
	passage: func(p *passage, s *sink) {
		_, open, stray := p.titles()
		for _, i := range append(open, stray...) {
			if i > 0 || p.r[i] == '《' { // 》 at the beginning is reported by package markdown
				s.note(p, i, i+1)
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "书名号“{was}”没有另一半", EN: "the title mark “{was}” lacks its other half"},
	i18n.Text{ZH: "补上缺的一个。", EN: "Add it."},
})

// noBooks are what a name in 《》 is not, if one of them follows at once. A law
// or a book may well be the subject of a class or a meeting (《民法典》宣讲
// 活动), so that these words are few.
var noBooks = []string{"征文", "大赛", "评选活动", "专项行动", "工程建设", "主题活动", "主题论坛", "主题实践活动", "杯赛", "博览会", "奖评选", "征集活动", "项目建设", "品牌活动", "主题征文", "书法大赛", "演讲比赛", "知识竞赛", "演讲大赛", "杯", "课程", "培训课", "论坛", "摄影大赛", "书画大赛", "歌唱大赛", "歌手大赛", "足球赛", "篮球赛"}

// works are the ends of names of laws and rules, which a contest may be about.
var works = []string{"法", "法典", "条例", "规定", "准则", "办法", "党章", "宪法"}

// notTitles are the ends of names of meetings, bodies and certificates.
var notTitles = []string{"研讨会", "座谈会", "博览会", "交流会", "杂志社", "出版社", "敬老证", "居住证", "身份证", "工作证", "老年证"}

// misused reports that the title marks which 》 at j closes hold the name of what is
// no work.
func (p *passage) misused(j int) bool {
	brand := p.get(j+1) == '牌' && !contains("子坊匾楼照", p.get(j+2))
	return p.hasAny(j+1, noBooks) > 0 && p.ends(j, works) == 0 || p.ends(j, notTitles) > 0 || brand
}

var _ = define(Rule{
	ID: "book-misuse", Class: Report, From: gb("15834-2011", "A.13.1"),
	Cases: `
《鲁西崛起大家谈》征文活动 => “鲁西崛起大家谈”征文活动
《墨宝》书法大赛 => “墨宝”书法大赛
《最美聊城》摄影大赛 => “最美聊城”摄影大赛
《齐鲁》杯篮球赛 => “齐鲁”杯篮球赛
《闪光》牌电池 => “闪光”牌电池
《市场营销》课程 => “市场营销”课程
《全国食用色素应用研讨会》 => “全国食用色素应用研讨会”
颁发《敬老证》 => 颁发“敬老证”
《大众日报》聊城新闻
《民法典》宣讲活动
《民法典》知识竞赛
《国富论》考证
《管子》课题组的成果
《三国演义》牌子响
《条例》培训班
`,
	passage: func(p *passage, s *sink) {
		pairs, _, _ := p.titles()
		for _, pair := range pairs {
			if pair[2] == 0 && p.misused(pair[1]) {
				s.mend(p, pair[0], pair[1]+1, "“"+string(p.r[pair[0]+1:pair[1]])+"”")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "{was}不是书、报、文件，多半不用书名号", EN: "{was} is probably no book, paper or document"},
	i18n.Text{ZH: "活动、课程、奖项、会议的名称用引号：{now}。", EN: "Names of events, courses, prizes and meetings are quoted: {now}."},
})

var _ = define(Rule{
	ID: "bracket-nest", Class: Review, From: gb("15834-2011", "4.9.3.5"),
	Cases: `
（见《办法》（试行）） => （见《办法》〔试行〕）
（见《办法》）
（甲）（乙）
`,
	passage: func(p *passage, s *sink) {
		var open []int
		for _, i := range p.signs {
			c := p.r[i]
			switch {
			case c == '（':
				open = append(open, i)
			case c == '）' && len(open) > 0:
				from := open[len(open)-1]
				open = open[:len(open)-1]
				if len(open) == 1 {
					s.mend(p, from, i+1, "〔"+string(p.r[from+1:i])+"〕")
				}
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "括号里套了同形的括号", EN: "brackets of one form stand within each other"},
	i18n.Text{ZH: "里层可以用“{now}”，或者改写。", EN: "Write “{now}” inside, or put it in other words."},
})

var _ = define(Rule{
	ID: "bracket-pair", Class: Report, From: gb("15834-2011", "4.9"),
	Cases: `
各县（市、区都要 !
各县市、区）都要 !
各县（市、区）都要
1）加快建设
a）加快建设
`,
	passage: func(p *passage, s *sink) {
		var open []int
		for _, i := range p.signs {
			c := p.r[i]
			switch {
			case c == '（':
				open = append(open, i)
			case c == '）' && len(open) > 0:
				open = open[:len(open)-1]
			case c == '）':
				if start := p.back(i, func(r rune) bool { return isWord(r) || isNumeral(r) }); start > 0 || i-start > 2 {
					s.note(p, i, i+1)
				}
			}
		}
		for _, i := range open {
			s.note(p, i, i+1)
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "括号“{was}”没有另一半", EN: "the bracket “{was}” lacks its other half"},
	i18n.Text{ZH: "补上缺的一个。", EN: "Add it."},
})

// docSigns end the sign of an office in the number of a document.
const docSigns = "发函办字令文通电规政委复呈报批任组审法检建财教"

var _ = define(Rule{
	ID: "docno", Class: Safe, From: i18n.Same("GB/T 9704-2012 7.2.5; GB/T 15834-2011 4.9.3.4"),
	Cases: `
聊政发[2022]5号 => 聊政发〔2022〕5号
聊政发(2022)5号 => 聊政发〔2022〕5号
聊办字（2022）12号 => 聊办字〔2022〕12号
聊政发【2022】第5号 => 聊政发〔2022〕第5号
聊政发[2022] => 聊政发〔2022〕
聊政发﹝2022﹞5号 => 聊政发〔2022〕5号
聊政发〔2022】5号 => 聊政发〔2022〕5号
聊政发〔2022〕5号
在聊城召开（2022）
见文献[2022]
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if !contains("[［【(（﹝〔", c) || !isHan(p.get(i-1)) || i+6 > len(p.r) || !docYear(p.r[i+1:i+5]) || !contains("]］】)）﹞〕", p.r[i+5]) || c == '〔' && p.r[i+5] == '〕' {
				continue
			}
			number := i + 6
			if p.get(number) == '第' {
				number++
			}
			end := p.skip(number, isDigit)
			numbered := end > number && p.get(end) == '号'
			if numbered || (c == '[' || c == '［') && contains(docSigns, p.get(i-1)) && isHan(p.get(i-2)) {
				s.mend(p, i, i+1, "〔")
				s.mend(p, i+5, i+6, "〕")
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "发文字号的年份用了“{was}”", EN: "the year of a document's number is in “{was}”"},
	i18n.Text{ZH: "用六角括号“{now}”。", EN: "Write “{now}”."},
})

func docYear(r []rune) bool {
	return len(r) == 4 && isDigit(r[2]) && isDigit(r[3]) && (r[0] == '1' && r[1] == '9' || r[0] == '2' && r[1] == '0')
}

var _ = define(Rule{
	ID: "dun-quote", Class: Review, From: gb("15834-2011", "4.5.3.5"),
	Cases: `
“工业”、“农业”两手抓 => “工业”“农业”两手抓
《条例》、《办法》 => 《条例》《办法》
“工业”“农业”两手抓
“工业”（含矿业）、“农业”两手抓
“工业”、农业
《太平广记》卷一百七十三《俊辩一》、《世说新语》均有记载
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			if c == '、' && (p.get(i-1) == '”' && p.get(i+1) == '“' || p.get(i-1) == '》' && p.get(i+1) == '《' && !p.inWork(i-1)) {
				s.mend(p, i, i+1, "")
			}
		}
	},
}, diag.Note, words{
	i18n.Text{ZH: "并列的引号或书名号之间不用顿号", EN: "no 、 stands between quotations or titles side by side"},
	i18n.Text{ZH: "删去“{was}”；中间有括号等别的成分时才用。", EN: "Drop the “{was}”, unless something else such as a bracket stands between."},
})

// inWork reports that the title which 》 at i closes is a part of the work before
// it, with its volume between (《太平广记》卷一百《俊辩一》): such items of a list
// want a mark.
func (p *passage) inWork(i int) bool {
	for ; i >= 0 && p.r[i] != '《'; i-- {
	}
	volume := p.back(i, func(r rune) bool { return isHan(r) || isDigit(r) })
	return volume < i && p.get(volume-1) == '》'
}

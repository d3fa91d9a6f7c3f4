package proof

import (
	_ "embed"
	"strings"
	"sync"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// TermsFile is the path of the editors' own list in the column's folder.
const TermsFile = "proof/terms.toml"

// A Term is a line of the editors' own list.
type Term struct {
	Wrong  string   `toml:"wrong,required" zh:"错"`
	Right  string   `toml:"right" zh:"对"`    // without it the term is only reported
	Except []string `toml:"except" zh:"除外"`  // words that hold Wrong and are right
	Scope  string   `toml:"scope" zh:"范围"`   // all (or none written), text, heading, byline
	Fix    string   `toml:"fix" zh:"改法"`     // safe, review (or none written), report
	Note   string   `toml:"note" zh:"说明,备注"` // for the editor who is told
}

var (
	badScope = diag.Define("proof-term-scope", diag.Error,
		i18n.Text{ZH: "不认识的范围“{value}”", EN: "unknown scope “{value}”"},
		i18n.Text{ZH: "写 all（都查）、text（正文）、heading（小标题）或 byline（署名）；不写就是都查。", EN: "Write all, text, heading or byline; without it all is read."})
	badFix = diag.Define("proof-term-fix", diag.Error,
		i18n.Text{ZH: "不认识的改法“{value}”", EN: "unknown class of mend “{value}”"},
		i18n.Text{ZH: "写 safe（直接改）、review（逐条看）或 report（只提示）；不写就是逐条看。", EN: "Write safe, review or report; without it, it is review."})
	idleTerm = diag.Define("proof-term-same", diag.Error,
		i18n.Text{ZH: "“{value}”的错和对是一样的", EN: "the wrong and the right of “{value}” are the same"},
		i18n.Text{ZH: "改正其中一个，或者删去这一条。", EN: "Correct one of them or delete the term."})
	doubleTerm = diag.Define("proof-term-twice", diag.Error,
		i18n.Text{ZH: "“{value}”写了两次", EN: "“{value}” is listed twice"},
		i18n.Text{ZH: "只留一条。", EN: "Keep one of them."})
)

// ParseTerms reads the editors' own list.
func ParseTerms(f diag.File) ([]Term, diag.List) {
	var file struct {
		Terms []Term `toml:"terms" zh:"词条"`
	}
	text := decode.Text{File: f, End: len(f.Text), Syntax: decode.TOML}
	list := text.Into(&file)
	seen := map[string]int{}
	complain := func(k *diag.Kind, i int, key, value string) {
		list.Add(k.At(text.Value("terms", i, key), diag.Arg("value", value)))
	}
	var terms []Term
	for i, t := range file.Terms {
		first, twice := seen[t.Wrong]
		switch {
		case t.Wrong == "":
			continue // said already
		case twice:
			list.Add(doubleTerm.At(text.Value("terms", i, "wrong"), diag.Arg("value", t.Wrong)).Also(text.Value("terms", first, "wrong")))
			continue
		case t.Wrong == t.Right:
			complain(idleTerm, i, "right", t.Wrong)
			continue
		}
		seen[t.Wrong] = i
		switch t.Scope {
		case "", "all", "text", "heading", "byline":
		default:
			complain(badScope, i, "scope", t.Scope)
		}
		switch t.Fix {
		case "", "safe", "review", "report":
		default:
			complain(badFix, i, "fix", t.Fix)
		}
		terms = append(terms, t)
	}
	return terms, list
}

func (t Term) class() Class {
	switch t.Fix {
	case "safe":
		return Safe
	case "report":
		return Report
	}
	return Review
}

// A lexicon finds terms by their first character.
type lexicon map[rune][]Term

func newLexicon(terms []Term) lexicon {
	l := lexicon{}
	for _, t := range terms {
		first := []rune(t.Wrong)[0]
		l[first] = append(l[first], t)
	}
	return l
}

// find calls visit with every term that is wrong in a passage, the longest at
// each place.
func (l lexicon) find(p *passage, visit func(i, j int, t Term)) {
	if len(l) == 0 {
		return
	}
	for i := 0; i < len(p.r); i++ {
		best, size := Term{}, 0
		for _, t := range l[p.r[i]] {
			if n := runes(t.Wrong); n > size && p.has(i, t.Wrong) && t.speaksOf(p) && !p.covered(i, t) {
				best, size = t, n
			}
		}
		if size > 0 {
			visit(i, i+size, best)
			i += size - 1
		}
	}
}

func (t Term) speaksOf(p *passage) bool {
	switch t.Scope {
	case "heading":
		return p.Level > 0
	case "byline":
		return p.byline
	case "text":
		return p.Level == 0 && !p.byline
	}
	return true
}

// covered reports that the wrong word at i is part of what is right.
func (p *passage) covered(i int, t Term) bool {
	within := func(word string) bool {
		for from := 0; ; {
			at := strings.Index(word[from:], t.Wrong)
			if at < 0 {
				return false
			}
			if p.has(i-runes(word[:from+at]), word) {
				return true
			}
			from += at + 1
			for from < len(word) && word[from]&0xc0 == 0x80 {
				from++
			}
		}
	}
	if t.Right != "" && within(t.Right) {
		return true
	}
	for _, word := range t.Except {
		if within(word) {
			return true
		}
	}
	return false
}

//go:embed data/words.txt
var wordList string

// usualSlips is data/words.txt.
var usualSlips = sync.OnceValue(func() lexicon {
	var terms []Term
	for line := range strings.Lines(wordList) {
		if words := strings.Fields(line); len(words) > 1 && words[0] != "#" {
			terms = append(terms, Term{Wrong: words[0], Right: words[1], Except: words[2:]})
		}
	}
	return newLexicon(terms)
})

var _ = define(Rule{
	ID: "word-choice", Class: Review,
	From: i18n.Text{ZH: "GF 1001-2001、《现代汉语词典》", EN: "GF 1001-2001; the Modern Chinese Dictionary"},
	Cases: `
努力为鲁西崛起做出贡献 => 努力为鲁西崛起作出贡献
科学制订整改方案 => 科学制定整改方案
其它地区 => 其他地区
按装设备 => 安装设备
己经完成 => 已经完成
迫不急待 => 迫不及待
分量很重
按装置的要求
周末来聊城
戍边卫国
做出来的菜
攻坚难点
激动得不能自已
`,
	passage: func(p *passage, s *sink) {
		usualSlips().find(p, func(i, j int, t Term) { s.mend(p, i, j, t.Right) })
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”通常写作“{now}”", EN: "“{was}” is usually written “{now}”"},
	i18n.Text{ZH: "写成“{now}”；确实没有错的，用 <!-- proof: ignore word-choice --> 说明。", EN: "Write “{now}”; where it is right, say <!-- proof: ignore word-choice -->."},
})

var _ = define(Rule{
	ID: "term", Class: Review, From: i18n.Text{ZH: "本栏目的词表", EN: "the column's own list"},
	Cases: `
在平区 => 茌平区
比如在平化工产业 => 比如茌平化工产业
在平台上展示
在平时要注意
荏平县 => 茌平县
聊诚市 => 聊城市
聊城市委宣传部门
市委常委会会议
茌平区
`,
	passage: func(p *passage, s *sink) {
		s.reader.terms.find(p, func(i, j int, t Term) {
			note := i18n.Text{}
			if t.Note != "" {
				note = i18n.Text{ZH: "：" + t.Note, EN: ": " + t.Note}
			}
			if t.Right == "" {
				s.note(p, i, j, diag.Arg("note", note), diag.Arg("advice", i18n.Text{ZH: "换一个写法", EN: "put it in other words"}))
				return
			}
			s.mendAs(t.class(), p, i, j, t.Right, diag.Arg("note", note),
				diag.Arg("advice", i18n.Text{ZH: "写成“" + t.Right + "”", EN: "write “" + t.Right + "”"}))
		})
	},
}, diag.Warning, words{
	i18n.Text{ZH: "词表里说“{was}”不对{note}", EN: "the list calls “{was}” wrong{note}"},
	i18n.Text{ZH: "请{advice}；词表是 proof/terms.toml。", EN: "Please {advice}; the list is proof/terms.toml."},
})

package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// contacts mark a line that is meant to tell how to reach somebody.
var contacts = []string{"电话", "热线", "邮箱", "投稿", "联系", "传真", "咨询", "举报", "信箱", "E-mail", "Email", "email"}

var _ = define(Rule{
	ID: "privacy", Class: Report, From: i18n.Text{ZH: "个人信息保护", EN: "protection of personal data"},
	Cases: `
王明凯的手机是13864022229 !
身份证号37250119490101001X号 !
写信给wang@126.com !
家里0635-8412345
投稿邮箱：dzrb@126.com
联系电话：13864022229
截稿时间：8月31日⏎联系电话: 13864022229⏎投稿邮箱: dzrb@126.com
产值13864022229元
编号372501194910010012
`,
	passage: func(p *passage, s *sink) {
		if !p.essay(s) {
			return
		}
		for i := 0; i < len(p.r); i++ {
			if p.r[i] == opaque {
				if p.isContact(i) {
					continue
				}
				if text := p.src[p.at[i]:p.to[i]]; strings.Contains(text, "@") && !strings.ContainsAny(text, "/:` ") {
					s.note(p, i, i+1, diag.Arg("what", i18n.Text{ZH: "邮箱", EN: "a mail address"}))
				}
				continue
			}
			if !isDigit(p.r[i]) || isWord(p.get(i-1)) || p.get(i-1) == '.' {
				continue
			}
			end := p.skip(i, func(r rune) bool { return isDigit(r) || r == 'X' })
			digits := string(p.r[i:end])
			switch {
			case isWord(p.get(end)) || contains("元万亿吨", p.get(end)) && p.get(end) != edge:
			case p.isContact(i):
			case isMobile(digits):
				s.note(p, i, end, diag.Arg("what", i18n.Text{ZH: "手机号码", EN: "a mobile number"}))
			case isIdentity(digits):
				s.note(p, i, end, diag.Arg("what", i18n.Text{ZH: "身份证号码", EN: "an identity number"}))
			}
			i = end
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "正文里有{what}，可能是个人信息", EN: "the text holds {what}, which may be personal"},
	i18n.Text{ZH: "确认可以公开；不必公开的删去。", EN: "Make sure that it may be published, or delete it."},
})

// isContact reports that what begins at i is announced as the way to reach
// somebody: 投稿邮箱：…
func (p *passage) isContact(i int) bool {
	i = p.back(i, isSpace)
	if c := p.get(i - 1); c != '：' && c != ':' {
		return false
	}
	for from := i - 1; from >= max(0, i-8); from-- {
		if p.hasAny(from, contacts) > 0 {
			return true
		}
	}
	return false
}

func (p *passage) essay(s *sink) bool { return s.page.Essay }

// isMobile reports a mobile number of the mainland: eleven digits from 13 to 19.
func isMobile(d string) bool { return len(d) == 11 && d[0] == '1' && d[1] >= '3' }

// isIdentity reports a citizen's number with the right check digit (GB 11643).
func isIdentity(d string) bool {
	if len(d) != 18 || strings.Contains(d[:17], "X") {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(d[i]-'0') * w
	}
	return "10X98765432"[sum%11] == d[17]
}

package proof

import (
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

// A silence says that one rule, or all, is not to speak of some bytes.
type silence struct {
	name       string // of a rule, or all
	start, end int
}

// A comment of a text and the byte where it begins.
type comment struct {
	at   int
	text string
}

// A mention is the place of a name in a comment.
type mention struct {
	name       string
	start, end int
}

// hear takes a comment for the bytes start to end:
//
//	<!-- proof: ignore dup-func term -->
//
// It speaks of the paragraph in which it stands or, alone, of the next one.
func (p *page) hear(c comment, start, end int) {
	inner := strings.TrimSuffix(strings.TrimPrefix(c.text, "<!--"), "-->")
	rest := strings.TrimSpace(inner)
	for _, word := range []string{"proof", ":", "ignore"} {
		rest = strings.ReplaceAll(rest, "：", ":")
		after, ok := strings.CutPrefix(rest, word)
		if !ok {
			return
		}
		rest = strings.TrimLeft(after, " \t\n")
	}
	at := c.at + len("<!--")
	for _, name := range strings.FieldsFunc(rest, func(r rune) bool { return contains(" ,，、\t\n", r) }) {
		if i := strings.LastIndex(p.File.Text[at:c.at+len(c.text)], name); i >= 0 && RuleNamed(name) == nil && name != "all" {
			p.unknown = append(p.unknown, mention{name, at + i, at + i + len(name)})
		}
		p.silence = append(p.silence, silence{name, start, end})
	}
}

// silences reports whether a name by which an editor silences rules, with or
// without the prefix that diagnostics have, is that of a rule.
func silences(name string, rule *Rule) bool {
	return name == "all" || strings.TrimPrefix(name, "proof-") == rule.ID
}

// silenced reports whether a comment or the front matter silences a finding.
func (p *page) silenced(n Finding) bool {
	for _, s := range p.silence {
		if silences(s.name, n.Rule) && n.Start >= s.start && n.Start < s.end {
			return true
		}
	}
	return false
}

// ruleNames returns the names of all rules.
func ruleNames() []string {
	var names []string
	for _, r := range Rules() {
		names = append(names, r.ID)
	}
	return names
}

var _ = define(Rule{
	ID: "ignore-rule", Class: Report, From: i18n.Text{ZH: "校对设置", EN: "settings of proofreading"},
	Cases: `
<!-- proof: ignore dup-fucn -->不用再再掏腰包 !
<!-- proof: ignore dup-func -->不用再再掏腰包
<!-- proof： ignore dup-func、term -->不用再再掏腰包
<!-- 校对时注意 -->不用再再掏腰包
`,
	whole: func(p *page, s *sink) {
		for _, m := range p.unknown {
			s.found = append(s.found, Finding{
				Rule: s.rule, Start: m.start, End: m.end, Severity: s.severity,
				Args: []i18n.Arg{diag.Arg("was", m.name), diag.Arg("near", nearest.Hint(nearest.Find(m.name, ruleNames())))},
			})
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "没有名为“{was}”的校对规则，这条注释不起作用", EN: "there is no rule “{was}”, so this comment silences nothing"},
	i18n.Text{ZH: "{near}规则的名称写在提示后面的方括号里，不带 proof-。", EN: "{near}A rule's name stands in the brackets behind what it says, without proof-."},
})

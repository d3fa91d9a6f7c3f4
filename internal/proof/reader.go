package proof

import (
	"maps"
	"slices"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

// A Reader reads texts by the rules and the list of one column. It is safe for
// concurrent use.
type Reader struct {
	options config.Proof
	terms   lexicon
	set     map[*Rule]diag.Severity
	silent  map[*Rule]bool
	key     fingerprint.Sum
}

// Key stands for all that the reader makes of a text besides the text: its
// settings and its list. What is kept of a text is of use to a reader of the same
// key only.
func (r *Reader) Key() fingerprint.Sum { return r.key }

var (
	unknownRule = diag.Define("proof-unknown-rule", diag.Error,
		i18n.Text{ZH: "没有名为“{value}”的校对规则", EN: "there is no proofreading rule “{value}”"},
		i18n.Text{ZH: "{near}规则的名称写在提示后面的方括号里，不带 proof-。", EN: "{near}A rule's name stands in the brackets behind what it says, without proof-."})
	badLevel = diag.Define("proof-rule-level", diag.Error,
		i18n.Text{ZH: "规则不能设成“{value}”", EN: "a rule cannot be set to “{value}”"},
		i18n.Text{ZH: "写 \"off\"（不查）、\"note\"（提示）、\"warning\"（警告）或 \"error\"（错误）。", EN: "Write \"off\", \"note\", \"warning\" or \"error\"."})
)

// NewReader returns a reader by the settings of site.toml and the terms of the
// editors' list, and what is wrong with the settings.
func NewReader(options config.Proof, terms []Term) (*Reader, diag.List) {
	r := &Reader{options: options, terms: newLexicon(terms), set: map[*Rule]diag.Severity{}, silent: map[*Rule]bool{}}
	h := fingerprint.New()
	h.Int(int64(options.RangeSign))
	h.Add(fingerprint.Any(terms))
	var list diag.List
	for _, name := range slices.Sorted(maps.Keys(options.Rules)) {
		setting := options.Rules[name]
		h.String(name)
		h.String(setting.Level)
		rule := RuleNamed(name)
		if rule == nil {
			list.Add(unknownRule.At(setting.Name, diag.Arg("value", name), diag.Arg("near", nearest.Hint(nearest.Find(name, ruleNames())))))
			continue
		}
		switch setting.Level {
		case "off":
			r.silent[rule] = true
		case "note":
			r.set[rule] = diag.Note
		case "warning":
			r.set[rule] = diag.Warning
		case "error":
			r.set[rule] = diag.Error
		default:
			list.Add(badLevel.At(setting.Place, diag.Arg("value", setting.Level)))
		}
	}
	r.key = h.Sum()
	return r, list
}

func (r *Reader) off(rule *Rule) bool { return r.silent[rule] }

func (r *Reader) severity(rule *Rule) diag.Severity {
	if s, ok := r.set[rule]; ok {
		return s
	}
	return rule.Kind.Severity
}

// rangeSign is the sign between two quantities where another is wrong.
func (r *Reader) rangeSign() rune {
	if r.options.RangeSign != 0 {
		return r.options.RangeSign
	}
	return '～'
}

// Held reports whether a build is held for a finding.
func (r *Reader) Held(n Finding) bool {
	safe := n.Fix != nil && n.Fix.Class == Safe
	return r.HoldsAll() && n.Severity != diag.Note || r.Holds() && safe
}

// CheckIgnored reports names that a front matter silences and that are no rules.
// place finds the place of the name of an index.
func CheckIgnored(ignore []string, place func(i int) diag.Range) diag.List {
	var list diag.List
	for i, name := range ignore {
		if name != "all" && RuleNamed(name) == nil {
			list.Add(unknownRule.At(place(i), diag.Arg("value", name), diag.Arg("near", nearest.Hint(nearest.Find(name, ruleNames())))))
		}
	}
	return list
}

// HoldsAll reports whether a build is held for all findings but notes.
func (r *Reader) HoldsAll() bool { return r.options.Gate == config.GateAll }

// Holds reports whether a build is held for any finding at all.
func (r *Reader) Holds() bool { return r.options.Gate == config.GateSafe || r.HoldsAll() }

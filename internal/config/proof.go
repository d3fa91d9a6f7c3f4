package config

import (
	"fmt"
	"maps"
	"slices"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// Proof is how texts are proofread. Which rules there are is not known here:
// package proof compares their names.
type Proof struct {
	Gate      Gate
	RangeSign rune // between two quantities, ～ or —; 0 where both may stand
	Rules     map[string]RuleSetting
}

// A RuleSetting is what site.toml says of one rule: off, note, warning or error.
type RuleSetting struct {
	Level string
	Place diag.Range // of the level
	Name  diag.Range // of the rule's name
}

// A Gate says for which findings of the proofreading a build is held.
type Gate string

// The gates: none, what luxi proof --fix would mend, or all but notes.
const (
	GateNone Gate = "none"
	GateSafe Gate = "safe"
	GateAll  Gate = "all"
)

type proofTable struct {
	Gate      string         `toml:"gate" zh:"把关"`
	RangeSign string         `toml:"range_sign" zh:"范围号"`
	Rules     map[string]any `toml:"rules" zh:"规则"`
}

var (
	badGate = diag.Define("proof-gate", diag.Error,
		i18n.Text{ZH: "校对不能按“{value}”把关", EN: "the proofreading cannot hold a build by “{value}”"},
		i18n.Text{ZH: "写 none（只提示）、safe（能直接改的没有改，就不生成）或 all（除提示外都要改好才生成）。", EN: "Write none (tell only), safe (hold for what can be mended unseen) or all (hold for all but notes)."})
	badRangeSign = diag.Define("proof-range-sign", diag.Error,
		i18n.Text{ZH: "“{value}”不能作数值范围的连接号", EN: "“{value}” cannot stand between two quantities"},
		i18n.Text{ZH: "写“～”或者“—”。", EN: "Write “～” or “—”."})
)

func (p *parser) proof(raw proofTable) Proof {
	out := Proof{Gate: GateNone, Rules: map[string]RuleSetting{}}
	switch g := Gate(raw.Gate); g {
	case GateNone, GateSafe, GateAll:
		out.Gate = g
	case "":
	default:
		p.list.Add(badGate.At(p.text.Value("proof", "gate"), diag.Arg("value", raw.Gate)))
	}
	switch raw.RangeSign {
	case "～", "—":
		out.RangeSign = []rune(raw.RangeSign)[0]
	case "":
	default:
		p.list.Add(badRangeSign.At(p.text.Value("proof", "range_sign"), diag.Arg("value", raw.RangeSign)))
	}
	for _, name := range slices.Sorted(maps.Keys(raw.Rules)) {
		out.Rules[name] = RuleSetting{fmt.Sprint(raw.Rules[name]), p.text.Value("proof", "rules", name), p.text.Key("proof", "rules", name)}
	}
	return out
}

package decode

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	kindFeature = diag.Define("yaml-feature", diag.Error,
		i18n.Text{ZH: "以 {mark} 开头的值在 YAML 里有特殊含义（{what}），这里不支持", EN: "{mark} has a special meaning in YAML ({what}), which is not supported here"},
		i18n.Text{ZH: "如果它是文字，给整个值加上引号；否则删去它。", EN: "If it is text, put the whole value in quotes; else delete it."})
	kindDocuments = diag.Define("yaml-documents", diag.Error,
		i18n.Text{ZH: "这里又开始了一份 YAML，一篇只能有一份", EN: "here a second YAML document begins, but there can be only one"},
		i18n.Text{ZH: "删去这一行的分隔标记（--- 或 ...）。", EN: "Delete the mark (--- or ...) that divides them."})
	kindNoTable = diag.Define("yaml-no-keys", diag.Error,
		i18n.Text{ZH: "这里要逐行写“名称: 值”", EN: "here lines of the form key: value should stand"},
		i18n.Text{ZH: "例如 title: 标题（冒号用半角，后面空一格）。", EN: "Such as title: text, with a space behind the colon."})
)

// maxRounds bounds how often a text of YAML is read again after a mistake; each
// time costs a parse of all of it.
const maxRounds = 10

// readYAML parses YAML into values whose texts without quotes are [plain]. The
// library stops at the first mistake: the settings that hold it are blanked,
// and the rest is read as if they were not there.
func readYAML(body string, p *plan) reading {
	r := reading{lost: map[*field]bool{}}
	for range maxRounds {
		root, err := composeYAML(body)
		y := yamlReader{text: newYAMLText(body), plan: p}
		r.text = body
		switch {
		case err != nil:
			found := y.explain(err)
			r.faults = append(r.faults, found...)
			rest, ok := y.without(found, r.lost)
			if !ok || len(r.faults) > maxReported {
				return r
			}
			body = rest
			continue
		case root == nil && len(r.faults) == 0:
			r.values = map[string]any{}
		case root == nil: // nothing is left
		case root.Kind != yaml.MappingNode && len(r.faults) == 0:
			r.faults = y.noTable(root)
		case root.Kind == yaml.MappingNode:
			r.values = y.table(root)
			r.faults = append(r.faults, y.faults...)
		}
		return r
	}
	return r
}

// outerKey is the beginning of a setting of the outermost level.
var outerKey = regexp.MustCompile(`^["']?([\p{L}\d_-]+)["']?[ \t]*(?:[:：=＝]|$)`)

// without blanks the settings of the outermost level in which faults stand, with
// the lines below that belong to them, and notes their fields as lost. It reports
// false where a fault stands in none, so that it cannot be told what is left.
func (y *yamlReader) without(faults []fault, lost map[*field]bool) (string, bool) {
	rest := []byte(y.text.body)
	for _, f := range faults {
		if f.kind == kindDocuments || f.kind == kindTooDeep {
			return "", false
		}
		start := y.lineStart(min(f.start, len(y.text.body)))
		m := outerKey.FindStringSubmatch(y.line(start))
		for m == nil && start > 0 {
			start = y.lineStart(start - 1)
			m = outerKey.FindStringSubmatch(y.line(start))
		}
		if m == nil {
			return "", false
		}
		lost[y.plan.near(m[1])] = true
		end := y.text.lineEnd(start)
		for end < len(rest) && outerKey.FindStringIndex(y.line(end+1)) == nil {
			end = y.text.lineEnd(end + 1)
		}
		for i := start; i < end; i++ {
			if rest[i] != '\n' && rest[i] != '\r' {
				rest[i] = ' '
			}
		}
	}
	return string(rest), true
}

// errDocuments is a second document, at its place.
type errDocuments struct{ line, column int }

func (errDocuments) Error() string { return "second document" }

// composeYAML returns the tree of the text, or nil if it is empty. What the
// library panics with is to an editor a text that cannot be read.
func composeYAML(body string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, errors.New("unreadable")
		}
	}()
	loader, err := yaml.NewLoader(strings.NewReader(body), yaml.WithPlugin(
		loaderlimits.New(loaderlimits.DepthValue(maxDepth), loaderlimits.AliasValue(0))))
	if err != nil {
		return nil, err
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if err := loader.Load(&second); err == nil {
		return nil, errDocuments{second.Line, second.Column}
	} else if err != io.EOF {
		return nil, err
	}
	root = &first
	if root.Kind == yaml.DocumentNode {
		if len(root.Content) == 0 {
			return nil, nil
		}
		root = root.Content[0]
	}
	if isNull(root) {
		return nil, nil
	}
	return root, nil
}

func isNull(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style&^yaml.TaggedStyle != 0 {
		return false
	}
	switch n.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// A yamlReader turns a tree into values, and notes what is wrong with it.
type yamlReader struct {
	text   yamlText
	plan   *plan
	faults []fault
}

func (y *yamlReader) fault(k *diag.Kind, at span, args ...i18n.Arg) {
	if len(y.faults) <= maxReported {
		y.faults = append(y.faults, fault{kind: k, span: at, args: args})
	}
}

func (y *yamlReader) value(n *yaml.Node) any {
	y.refuse(n)
	switch n.Kind {
	case yaml.MappingNode:
		return y.table(n)
	case yaml.SequenceNode:
		items := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			items = append(items, y.value(c))
		}
		return items
	case yaml.ScalarNode:
		switch {
		case isNull(n):
			return nil
		case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
			return n.Value
		}
		return plain(n.Value)
	}
	return nil
}

func (y *yamlReader) table(n *yaml.Node) map[string]any {
	y.refuse(n)
	values := make(map[string]any, len(n.Content)/2)
	keys := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch first := keys[k.Value]; {
		case k.Kind == yaml.AliasNode || k.Anchor != "" || k.Style&yaml.TaggedStyle != 0 || isMerge(k):
			y.refuse(k)
		case k.Kind != yaml.ScalarNode:
			y.fault(kindNoTable, y.text.scalar(k))
		case first != nil:
			at := y.text.scalar(k)
			y.fault(kindDuplicate, at, diag.Arg("key", shown(k.Value)), diag.Arg("fix", i18n.Text{ZH: "两处只留一处", EN: "Keep one of the two"}))
			if f := &y.faults[len(y.faults)-1]; f.span == at {
				f.also = []span{y.text.scalar(first)}
			}
		default:
			keys[k.Value] = k
			values[k.Value] = y.value(v)
		}
	}
	return values
}

func isMerge(k *yaml.Node) bool {
	return k.Kind == yaml.ScalarNode && k.Value == "<<" && k.Style == 0
}

// refuse tells what of YAML is not read: what points elsewhere, which can make
// a small text a large one, and what gives a value a type of its own.
func (y *yamlReader) refuse(n *yaml.Node) {
	mark, what := "", i18n.Text{}
	switch {
	case n.Kind == yaml.AliasNode:
		mark, what = "*", i18n.Text{ZH: "引用别处", EN: "an alias"}
	case n.Anchor != "":
		mark, what = "&", i18n.Text{ZH: "锚点", EN: "an anchor"}
	case isMerge(n):
		mark, what = "<<", i18n.Text{ZH: "合并", EN: "a merge key"}
	case n.Style&yaml.TaggedStyle != 0:
		mark, what = "!", i18n.Text{ZH: "类型标记", EN: "a tag"}
	default:
		return
	}
	start := y.text.offset(n.Line, n.Column)
	y.fault(kindFeature, span{start, y.text.tokenEnd(start)}, diag.Arg("mark", mark), diag.Arg("what", what))
}

// scanYAML finds the places of a text of YAML, or of what can be read of it.
func scanYAML(body string) *node {
	top := &node{form: formImplied}
	root, err := composeYAML(body)
	if err != nil {
		body = readYAML(body, nil).text
		root, err = composeYAML(body)
	}
	if err != nil || root == nil || root.Kind != yaml.MappingNode {
		return top
	}
	newYAMLText(body).places(root, top)
	return top
}

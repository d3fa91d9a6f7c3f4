package theme

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/source"
)

// messagesDir is the folder of a theme's words: one file for a language, named
// by its BCP 47 tag, such as zh.toml or zh-TW.toml.
const messagesDir = "i18n"

// fallback is the language of the words that a site's own language lacks: the
// default theme says all of them in it.
const fallback = "zh"

var (
	unknownMessage = diag.Define("message-unknown", diag.Error,
		i18n.Text{ZH: "主题里没有词条“{name}”", EN: "the theme has no message “{name}”"},
		i18n.Text{
			ZH: "{near}词条写在主题的 {file} 里，一条一行：{name} = \"……\"。",
			EN: "{near}Messages stand in the theme's {file}, one a line: {name} = \"…\".",
		})
	missingArgument = diag.Define("message-argument", diag.Error,
		i18n.Text{ZH: "词条“{name}”要用“{argument}”，这里没有给", EN: "the message “{name}” needs “{argument}”, which is not given here"},
		i18n.Text{
			ZH: "写成 t \"{name}\" \"{argument}\" 值，先写名称，再写它的值。",
			EN: "Write t \"{name}\" \"{argument}\" VALUE: a name, then its value.",
		})
	oddArguments = diag.Define("message-arguments", diag.Error,
		i18n.Text{ZH: "词条“{name}”后面的名称和值没有成对", EN: "names and values behind the message “{name}” are not in pairs"},
		i18n.Text{
			ZH: "一个名称后面跟一个值，名称是文字，例如 t \"list.page\" \"number\" .Number。",
			EN: "Behind each name, which is a text, stands its value, as in t \"list.page\" \"number\" .Number.",
		})
	badMessage = diag.Define("message-text", diag.Error,
		i18n.Text{ZH: "词条“{name}”不是文字", EN: "the message “{name}” is no text"},
		i18n.Text{ZH: "把它放在英文引号里。", EN: "Put it into quotes."})
)

// A Message is what the pages say under a key, such as nav.home, in one
// language: plain text with places for arguments, such as {number}.
type Message struct {
	Key  string
	Text string
	At   diag.Range // of the nearest theme that says it

	parts []part
}

// A part of a message is a text or, where Name is set, the place of an argument.
type part struct{ text, name string }

// A MessageUse is a call of the function t with a key that the template writes
// out. Where a template makes the key of parts there is none.
type MessageUse struct {
	Key       string
	Arguments []string // the names that it gives
	At        diag.Range
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9-]*)\}`)

func newMessage(key, text string, at diag.Range) Message {
	m := Message{Key: key, Text: text, At: at}
	for rest := text; rest != ""; {
		at := placeholder.FindStringSubmatchIndex(rest)
		if at == nil {
			m.parts = append(m.parts, part{text: rest})
			break
		}
		if at[0] > 0 {
			m.parts = append(m.parts, part{text: rest[:at[0]]})
		}
		m.parts = append(m.parts, part{name: rest[at[2]:at[3]]})
		rest = rest[at[1]:]
	}
	return m
}

// Arguments returns the names of the arguments that the message needs, in order.
func (m Message) Arguments() []string {
	var names []string
	for _, p := range m.parts {
		if p.name != "" && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return names
}

// A catalogue holds messages by key.
type catalogue map[string]Message

// Languages returns the languages that the theme or one of its parents has
// messages in, in lower case, sorted.
func (t *Theme) Languages() []string { return slices.Sorted(maps.Keys(t.messages)) }

// Messages returns the messages of one of the theme's languages, each from the
// nearest theme that has it, by key; not those that another language would
// lend it.
func (t *Theme) Messages(language string) []Message {
	return slices.SortedFunc(maps.Values(t.messages[strings.ToLower(language)]),
		func(a, b Message) int { return strings.Compare(a.Key, b.Key) })
}

// MessageUses returns where the theme's templates call the function t with a
// key written out, by file and place.
func (t *Theme) MessageUses() []MessageUse {
	var uses []MessageUse
	for _, name := range slices.Sorted(maps.Keys(t.origin)) {
		uses = append(uses, usesOf(t.origin[name])...)
	}
	return uses
}

// collectMessages reads the i18n folders of the chain. Of two messages of one
// language and key the nearer theme's counts.
func (t *Theme) collectMessages(layers []layer, list *diag.List) {
	t.messages = map[string]catalogue{}
	for _, l := range slices.Backward(layers) {
		prefix := path.Join(Dir, l.name, messagesDir) + "/"
		for _, f := range l.tree.Files {
			name, ok := strings.CutPrefix(f.Path, prefix)
			language, isTOML := strings.CutSuffix(strings.ToLower(name), ".toml")
			if !ok || !isTOML || strings.Contains(name, "/") {
				continue
			}
			text, found, ok := source.Decode(f)
			*list = append(*list, found...)
			if !ok {
				continue
			}
			if t.messages[language] == nil {
				t.messages[language] = catalogue{}
			}
			t.messages[language].read(text, list)
		}
	}
}

// read adds the messages of a file. The keys of a table in it are joined by dots.
func (c catalogue) read(f diag.File, list *diag.List) {
	toml := decode.Text{File: f, End: len(f.Text), Syntax: decode.TOML}
	table, found := toml.Table()
	*list = append(*list, found...)
	c.add(toml.Finder(), "", nil, table, list)
}

func (c catalogue) add(toml decode.Finder, prefix string, above []any, table map[string]any, list *diag.List) {
	for _, name := range slices.Sorted(maps.Keys(table)) {
		key, place := prefix+name, append(slices.Clone(above), name)
		switch v := table[name].(type) {
		case map[string]any:
			c.add(toml, key+".", place, v, list)
		case string:
			c[key] = newMessage(key, v, toml.Key(place...))
		default:
			list.Add(badMessage.At(toml.Value(place...), diag.Arg("name", key)))
		}
	}
}

// speak puts together what the site's language says: by its whole tag, then by
// shorter ones, then by the fallback.
func (t *Theme) speak(language string) {
	tags := lookup(strings.ToLower(cmp.Or(language, fallback)))
	t.said = maps.Clone(t.messages[fallback])
	if t.said == nil {
		t.said = catalogue{}
	}
	for _, l := range tags {
		maps.Copy(t.said, t.messages[l])
	}
	t.spoken = tags[0]
}

// lookup returns the tags under which there may be messages of a language, the
// most general first: of zh-hans-cn zh, zh-cn, zh-hans and itself (RFC 4647,
// 3.4). That without the script is there because settings say zh-CN and are
// completed to zh-Hans-CN.
func lookup(tag string) []string {
	parts := strings.Split(tag, "-")
	tags := parts[:1:1]
	if last := len(parts) - 1; last > 1 {
		tags = append(tags, parts[0]+"-"+parts[last])
	}
	for n := 2; n <= len(parts); n++ {
		tags = append(tags, strings.Join(parts[:n], "-"))
	}
	return tags
}

// checkMessages tells of every call of t whose key nobody defines, or that
// lacks an argument.
func (t *Theme) checkMessages(list *diag.List) {
	t.told = map[string]bool{}
	for _, use := range t.MessageUses() {
		m, ok := t.said[use.Key]
		if !ok {
			t.told[use.Key] = true
			list.Add(t.noMessage(use.Key, use.At))
			continue
		}
		for _, name := range m.Arguments() {
			if !slices.Contains(use.Arguments, name) {
				t.told[use.Key] = true
				list.Add(missingArgument.At(use.At, diag.Arg("name", use.Key), diag.Arg("argument", name)))
			}
		}
	}
}

func (t *Theme) noMessage(key string, at diag.Range) diag.Diagnostic {
	keys := slices.Sorted(maps.Keys(t.said))
	return unknownMessage.At(at, diag.Arg("name", key), diag.Arg("file", messagesDir+"/"+t.spoken+".toml"),
		diag.Arg("near", nearest.Hint(nearest.Find(key, keys))))
}

// message is the function t: what the theme says under a key in the site's
// language, with arguments, each a name and its value. Templates escape it for
// its place as any text.
func (t *Theme) message(key string, args ...any) (string, error) {
	if t.heard != nil {
		t.heard(key)
	}
	if t.told[key] { // and its places; nothing is published
		return "", nil
	}
	m, ok := t.said[key]
	if !ok {
		return "", messageError{kind: unknownMessage, key: key}
	}
	if len(args)%2 != 0 {
		return "", messageError{kind: oddArguments, key: key}
	}
	if len(m.parts) == 1 && m.parts[0].name == "" {
		return m.Text, nil
	}
	var out strings.Builder
	for _, p := range m.parts {
		if p.name == "" {
			out.WriteString(p.text)
			continue
		}
		i := 0
		for i < len(args) && args[i] != p.name {
			i += 2
		}
		if i == len(args) {
			return "", messageError{kind: missingArgument, key: key, argument: p.name}
		}
		fmt.Fprint(&out, args[i+1])
	}
	return out.String(), nil
}

// A messageError is why t has nothing to say.
type messageError struct {
	kind          *diag.Kind
	key, argument string
}

func (e messageError) Error() string { return e.kind.Code + " " + e.key }

func (t *Theme) messageMistake(e messageError, at diag.Range) diag.Diagnostic {
	if e.kind == unknownMessage {
		return t.noMessage(e.key, at)
	}
	return e.kind.At(at, diag.Arg("name", e.key), diag.Arg("argument", e.argument))
}

// usesOf finds the calls of t in a template with a key that is written out.
func usesOf(f diag.File) []MessageUse { return callsOf(f, "t") }

// callsOf finds the calls of a function in a template whose first argument, the
// key, is written out. It parses the template for itself: the sets that render
// pages hold each file several times, and change it when they escape it. Of a
// file with mistakes there are none; they are told elsewhere.
func callsOf(f diag.File, function string) []MessageUse {
	var uses []MessageUse
	for _, t := range treesOf(f) {
		walk(t.Root, func(c *parse.CommandNode) {
			if u, ok := useOf(f, c, function); ok {
				uses = append(uses, u)
			}
		})
	}
	slices.SortFunc(uses, func(a, b MessageUse) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return uses
}

// treesOf parses a template: what is defined in it by name, and what stands
// outside by the file's path. It returns nothing for one with mistakes.
func treesOf(f diag.File) map[string]*parse.Tree {
	tree := parse.New(f.Path)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(f.Text, "", "", trees); err != nil {
		return nil
	}
	return trees
}

func useOf(f diag.File, c *parse.CommandNode, function string) (MessageUse, bool) {
	if len(c.Args) < 2 {
		return MessageUse{}, false
	}
	name, ok := c.Args[0].(*parse.IdentifierNode)
	key, isText := c.Args[1].(*parse.StringNode)
	if !ok || !isText || name.Ident != function {
		return MessageUse{}, false
	}
	start := int(key.Pos)
	u := MessageUse{Key: key.Text, At: f.Range(start, start+len(key.Quoted))}
	for i := 2; i < len(c.Args); i += 2 {
		if argument, ok := c.Args[i].(*parse.StringNode); ok {
			u.Arguments = append(u.Arguments, argument.Text)
		}
	}
	return u, true
}

// walk calls do for every command below a node, those in parentheses among them.
func walk(n parse.Node, do func(*parse.CommandNode)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil { // there is no {{else}}
			return
		}
		for _, child := range n.Nodes {
			walk(child, do)
		}
	case *parse.ActionNode:
		walk(n.Pipe, do)
	case *parse.TemplateNode:
		walk(n.Pipe, do)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, do)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, do)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, do)
	case *parse.PipeNode:
		if n == nil { // {{template "name"}} without an argument
			return
		}
		for _, c := range n.Cmds {
			do(c)
			for _, argument := range c.Args {
				walk(argument, do)
			}
		}
	}
}

func walkBranch(n *parse.BranchNode, do func(*parse.CommandNode)) {
	walk(n.Pipe, do)
	walk(n.List, do)
	walk(n.ElseList, do)
}

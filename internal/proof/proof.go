// Package proof reads a text as a Chinese copy editor does: rules find what is
// wrong in it, say by which standard, and offer a mend where there is one.
//
// # Rules
//
// A rule is one file of this package with its cases in it: what it mends, what
// it reports, and what looks alike and is right. docs/proof-rules.md is made of
// them. A rule sees passages (headings, paragraphs, cells of tables) as they are
// read, with the place in the file of every character carried from the source:
// nothing is searched for afterwards. Code, addresses of web and mail, images,
// ruby and comments are a single sign to it, U+FFFC, which no rule changes.
//
// # Classes
//
// A mend is [Safe] where nobody would object: [Fixed] applies these. It is for
// [Review] where an editor should look first, and at most a [Report] where only
// the author can say what is meant. Nothing that is right may be changed; where
// a rule is in doubt it is silent.
//
// # What never happens here
//
// No file is read, no clock asked: [Reader.Read] is a pure function of one text
// and the reader's options, so that what it returns can be kept by the hash of
// the text. What needs all essays at once is [Across], which takes plain facts.
// A mend changes nothing outside its range, and never the structure of the
// Markdown: headings, lists, links and code are as before. Of the front matter
// only titles and other texts are read; what is found there is mended where an
// editor agrees, and told only where the text is written with escapes.
package proof

import (
	"cmp"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
)

// A Class says what may be done with a mend without asking.
type Class int

// The classes of mends.
const (
	Safe   Class = iota // may be applied unseen
	Review              // to be looked at one by one
	Report              // never applied; at most named
)

// String returns the name that JSON carries.
func (c Class) String() string { return [...]string{"safe", "review", "report"}[c] }

// Text returns the name that an editor reads.
func (c Class) Text() i18n.Text {
	return [...]i18n.Text{{ZH: "直接改", EN: "safe"}, {ZH: "逐条看", EN: "review"}, {ZH: "只提示", EN: "report"}}[c]
}

// A Rule is one thing that a copy editor looks for.
type Rule struct {
	ID    string    // such as punct-width; stable, for settings and comments
	Class Class     // of its usual mend
	From  i18n.Text // the standard and the clause, or whose custom it is
	Cases string    // see Rule.Examples
	Kind  *diag.Kind

	passage func(*passage, *sink) // called for every passage
	whole   func(*page, *sink)    // called once for a text
	joins   bool                  // its mends make one paragraph of two
}

// Words of a rule.
type words struct{ message, hint i18n.Text }

var rules []*Rule

// define registers a rule. It is called for package variables only. What the
// rule says ends with where it comes from.
func define(r Rule, s diag.Severity, w words) *Rule {
	w.message.ZH += "（" + r.From.ZH + "）"
	w.message.EN += " (" + r.From.EN + ")"
	r.Kind = diag.Define("proof-"+r.ID, s, w.message, w.hint)
	rules = append(rules, &r)
	return &r
}

// Rules returns all rules by their names.
func Rules() []*Rule {
	all := slices.Clone(rules)
	slices.SortFunc(all, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// RuleNamed returns the rule of a name, with or without the prefix that its
// diagnostics have, or nil.
func RuleNamed(name string) *Rule {
	name = strings.TrimPrefix(name, "proof-")
	for _, r := range rules {
		if r.ID == name {
			return r
		}
	}
	return nil
}

// An Edit replaces the bytes Start to End of a file.
type Edit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Fix is how a finding can be mended.
type Fix struct {
	Class Class
	Edits []Edit // in their order, none over another
}

// A Finding is one thing that a rule found: the bytes Start to End of the file.
type Finding struct {
	Rule       *Rule
	Start, End int
	Args       []i18n.Arg
	Fix        *Fix // nil where there is none
	Severity   diag.Severity
	Related    []Span // further places that belong to it
}

// A Span is the bytes Start to End of a file.
type Span struct{ Start, End int }

// Diagnostic returns the finding for printing; f is the file that was read.
func (n Finding) Diagnostic(f diag.File) diag.Diagnostic {
	kind := n.Rule.Kind
	if kind.Severity != n.Severity {
		changed := *kind
		changed.Severity = n.Severity
		kind = &changed
	}
	d := kind.At(f.Range(n.Start, n.End), n.Args...)
	for _, at := range n.Related {
		d = d.Also(f.Range(at.Start, at.End))
	}
	return d
}

// A Text is one file to be read.
type Text struct {
	File  diag.File
	Start int  // where the Markdown begins, behind the front matter
	Essay bool // an essay, in which no contact belongs; the rule privacy asks
	// Front are texts that the front matter holds, such as the title. Each is read
	// by itself.
	Front []FrontText
	// Ignore are the rules that the front matter silences.
	Ignore []string
}

// Read returns what is wrong with a text, in the order of its places. Of a text
// that cannot be read as Markdown nothing is said: package markdown does.
func (r *Reader) Read(t Text) []Finding {
	found, _, _ := r.read(t)
	return found
}

// A Reading is all that is known of a text that was read.
type Reading struct {
	Findings    []Finding
	Score       Score
	Fingerprint Fingerprint
}

// Examine is Read with the score of the text and its fingerprint.
func (r *Reader) Examine(t Text) Reading {
	found, p, _ := r.read(t)
	return Reading{found, p.score(found), p.fingerprint()}
}

// read returns the page and its shape, too.
func (r *Reader) read(t Text) ([]Finding, *page, string) {
	outline, ok := markdown.Outlined(t.File.Text, t.Start)
	p := newPage(t, outline)
	if !ok {
		return nil, p, ""
	}
	s := &sink{reader: r, page: p}
	s.all()
	for i := range p.front {
		s.found = append(s.found, r.readFront(&p.front[i])...)
	}
	found := slices.DeleteFunc(s.found, p.silenced)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return found, p, outline.Shape
}

// all has every rule read the page.
func (s *sink) all() {
	for _, rule := range rules {
		if s.rule = rule; s.reader.off(rule) || rule.passage == nil && rule.whole == nil {
			continue
		}
		if s.severity = s.reader.severity(rule); rule.whole != nil {
			rule.whole(s.page, s)
			continue
		}
		for i := range s.page.passages {
			rule.passage(&s.page.passages[i], s)
		}
	}
}

// A sink takes what a rule finds.
type sink struct {
	reader   *Reader
	page     *page
	rule     *Rule
	severity diag.Severity
	found    []Finding
}

// mend reports the characters i to j of a passage with what should stand in
// their place, by the rule's own class.
func (s *sink) mend(p *passage, i, j int, now string, args ...i18n.Arg) {
	s.mendAs(s.rule.Class, p, i, j, now, args...)
}

// mendAs is mend with a class of its own.
func (s *sink) mendAs(class Class, p *passage, i, j int, now string, args ...i18n.Arg) {
	was := string(p.r[i:j])
	if s.page.plain {
		now = strings.ReplaceAll(now, `\`, "")
	}
	args = append([]i18n.Arg{diag.Arg("was", shown(was)), diag.Arg("now", shown(now))}, args...)
	s.add(p, i, j, &Fix{class, p.edits(i, j, now)}, args)
}

// note reports the characters i to j of a passage.
func (s *sink) note(p *passage, i, j int, args ...i18n.Arg) {
	args = append([]i18n.Arg{diag.Arg("was", shown(string(p.r[i:j])))}, args...)
	s.add(p, i, j, nil, args)
}

// last returns the finding that was added last.
func (s *sink) last() *Finding { return &s.found[len(s.found)-1] }

func (s *sink) add(p *passage, i, j int, fix *Fix, args []i18n.Arg) {
	if p.written {
		fix = nil
	}
	start, end := p.span(i, j)
	s.found = append(s.found, Finding{Rule: s.rule, Start: start, End: end, Args: args, Fix: fix, Severity: s.severity})
}

// shown makes a piece of text fit for a message.
func shown(s string) string {
	const most = 24
	r := []rune(strings.NewReplacer("\n", " ", `\.`, ".").Replace(s)) // 1\. is what Markdown wants, not what is read
	if len(r) > most {
		return string(r[:most/2]) + "……" + string(r[len(r)-most/3:])
	}
	return strings.Map(func(r rune) rune {
		if r == opaque {
			return '□'
		}
		return r
	}, string(r))
}

// gb names a clause of GB/T 15834-2011, on punctuation, or of another standard.
func gb(standard, clause string) i18n.Text {
	return i18n.Same("GB/T " + standard + " " + clause)
}

var house = i18n.Text{ZH: "报纸的通行写法", EN: "newspaper practice"}

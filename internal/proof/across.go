package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// An Essay is what [Reader.Across] wants to know of one.
type Essay struct {
	Path  string
	Title string
	// Subtitle tells pieces of a series apart that have one title.
	Subtitle string
	Date     string // of publication, such as 2022-08-01
	Call     string // the name of the call that it answers, or ""
	Region   string
	Length   int // characters as Word counts them
	Authors  []Person
	Text     Fingerprint // of its body
	// Place finds a value of its front matter.
	Place func(key ...any) diag.Range
	// Ignore are the rules that its front matter silences.
	Ignore []string
}

// A Person is somebody with the position held at a date.
type Person struct {
	Name     string
	ID       string // keeps two people of one name apart; else the name
	Position string
	Region   string
}

// A Call is what is compared with the essays that answer it.
type Call struct {
	Name    string
	Length  []int // from and to, in characters; may be none
	Invited []Person
	Place   func(key ...any) diag.Range
}

// A Fingerprint is the paragraphs of a text, to be compared with another's.
type Fingerprint []uint64

// paragraphShortest is the number of characters from which a paragraph tells
// one text from another.
const paragraphShortest = 20

// fingerprint returns what the paragraphs of a page are known by.
func (p *page) fingerprint() Fingerprint {
	var out Fingerprint
	for _, p := range p.passages {
		if text := plain(p.r); runes(text) >= paragraphShortest {
			out = append(out, xxhash.Sum64String(text))
		}
	}
	return out
}

// overlap returns how much of the smaller text stands in the other, from 0 to 1.
func (f Fingerprint) overlap(other Fingerprint) float64 {
	smaller := min(len(f), len(other))
	if smaller == 0 {
		return 0
	}
	in := map[uint64]bool{}
	for _, h := range other {
		in[h] = true
	}
	shared := 0
	for _, h := range f {
		shared += b2i(in[h])
	}
	return float64(shared) / float64(smaller)
}

// across defines a rule that compares essays; its cases are
// in cmd/luxi/testdata/script/proof_column.txt.
func across(id string, from i18n.Text, s diag.Severity, w words) *Rule {
	return define(Rule{ID: id, Class: Report, From: from}, s, w)
}

var (
	column = i18n.Text{ZH: "全栏目对照", EN: "compared across the column"}

	namePost = across("name-post", column, diag.Warning, words{
		i18n.Text{ZH: "{name}在同一天有两个职务：“{one}”和“{other}”", EN: "{name} has two positions on one day: “{one}” and “{other}”"},
		i18n.Text{ZH: "核对后改成一致；是两个人的，各写不同的 key。", EN: "Check and make them one; two people have different keys."},
	})
	nameRoster = across("name-roster", column, diag.Warning, words{
		i18n.Text{ZH: "{name}的{what}“{one}”和约稿名单上的“{other}”不同", EN: "the {what} of {name}, “{one}”, is not that of the roster, “{other}”"},
		i18n.Text{ZH: "核对后改成一致。", EN: "Check and make them one."},
	})
	nameNear = across("name-near", column, diag.Note, words{
		i18n.Text{ZH: "“{name}”和约稿名单上的“{other}”职务相同、姓名只差一个字", EN: "“{name}” has the position of “{other}” on the roster, and one character is another"},
		i18n.Text{ZH: "核对姓名有没有写错。", EN: "Check the name."},
	})
	titleTwice = across("title-twice", column, diag.Warning, words{
		i18n.Text{ZH: "另一篇文章也叫《{title}》", EN: "another essay has the title “{title}”"},
		i18n.Text{ZH: "核对是不是同一篇；不是就改一个标题，或加副标题。", EN: "Is it the same one? If not, change a title."},
	})
	essayTwice = across("essay-twice", column, diag.Warning, words{
		i18n.Text{ZH: "这篇文章有 {share}% 的段落和另一篇相同", EN: "{share} per cent of this essay's paragraphs stand in another one"},
		i18n.Text{ZH: "核对是不是同一篇交了两次，或者贴错了正文。", EN: "Check whether it was handed in twice, or the wrong text pasted."},
	})
	tooLong = across("length", i18n.Text{ZH: "约稿启事", EN: "the call"}, diag.Note, words{
		i18n.Text{ZH: "正文 {length} 字，约稿要求 {from} 到 {to} 字", EN: "the text has {length} characters; the call asks for {from} to {to}"},
		i18n.Text{ZH: "请作者增删，或者由编辑决定。字数按 Word 的算法。", EN: "Have it cut or lengthened, or let it be. Characters are counted as Word does."},
	})
)

// An assembly collects what essays say against each other.
type assembly struct {
	*Reader
	list diag.List
}

func (a *assembly) add(rule *Rule, e Essay, at diag.Range, related diag.Range, args ...i18n.Arg) {
	if a.off(rule) || slices.ContainsFunc(e.Ignore, func(name string) bool { return silences(name, rule) }) {
		return
	}
	n := Finding{Rule: rule, Severity: a.severity(rule)}
	d := n.Diagnostic(diag.File{})
	d.Range, d.Args = at, args
	if related.File != "" {
		d = d.Also(related)
	}
	a.list.Add(d)
}

// Across compares all essays of a column with each other and with the calls
// that they answer. It is a pure function.
func (r *Reader) Across(essays []Essay, calls []Call) diag.List {
	a := &assembly{Reader: r}
	essays = slices.Clone(essays)
	slices.SortFunc(essays, func(x, y Essay) int { return cmp.Compare(x.Path, y.Path) })
	a.positions(essays)
	a.titles(essays)
	a.texts(essays)
	byName := map[string]Call{}
	for _, c := range calls {
		byName[c.Name] = c
	}
	for _, e := range essays {
		if c, ok := byName[e.Call]; ok && e.Call != "" {
			a.answer(e, c)
		}
	}
	return a.list
}

// positions finds one person with two positions on one day.
func (a *assembly) positions(essays []Essay) {
	type post struct {
		position string
		essay    Essay
		index    int
	}
	first := map[string]post{}
	for _, e := range essays {
		for i, p := range e.Authors {
			key := e.Date + "\x00" + p.ID
			before, seen := first[key]
			if !seen || before.position == "" {
				first[key] = post{p.Position, e, i}
				continue
			}
			if before.position != p.Position && p.Position != "" {
				a.add(namePost, e, e.Place("authors", i, "position"), before.essay.Place("authors", before.index, "position"),
					diag.Arg("name", p.Name), diag.Arg("one", p.Position), diag.Arg("other", before.position))
			}
		}
	}
}

func (a *assembly) titles(essays []Essay) {
	first := map[string]Essay{}
	for _, e := range essays {
		title := plain([]rune(e.Title)) + plain([]rune(e.Subtitle))
		before, seen := first[title]
		if !seen {
			first[title] = e
		} else if title != "" {
			a.add(titleTwice, e, e.Place("title"), before.Place("title"), diag.Arg("title", e.Title))
		}
	}
}

// twiceShare is the share of paragraphs from which two essays are one.
const twiceShare = 0.5

func (a *assembly) texts(essays []Essay) {
	owners := map[uint64][]int{} // of each paragraph, the essays in which it stands
	for i, e := range essays {
		told := map[int]bool{}
		for _, h := range e.Text {
			for _, j := range owners[h] {
				if told[j] || j == i {
					continue
				}
				told[j] = true
				if share := e.Text.overlap(essays[j].Text); share >= twiceShare {
					a.add(essayTwice, e, e.Place("title"), essays[j].Place("title"), diag.Arg("share", int(share*100)))
				}
			}
			// A paragraph of half the column, such as an editor's note, makes
			// nobody's essay another's; a few of its owners are enough.
			if len(owners[h]) < 8 {
				owners[h] = append(owners[h], i)
			}
		}
	}
}

// answer compares an essay with the call that it answers.
func (a *assembly) answer(e Essay, c Call) {
	if len(c.Length) == 2 && e.Length > 0 && (e.Length < c.Length[0] || e.Length > c.Length[1]) {
		a.add(tooLong, e, e.Place("call"), c.Place("length"),
			diag.Arg("length", e.Length), diag.Arg("from", c.Length[0]), diag.Arg("to", c.Length[1]))
	}
	for i, p := range e.Authors {
		known := false
		for j, q := range c.Invited {
			if q.ID != p.ID && q.Name != p.Name {
				continue
			}
			known = true
			if p.Position != "" && q.Position != "" && p.Position != q.Position {
				a.add(nameRoster, e, e.Place("authors", i, "position"), c.Place("invited", j, "position"), diag.Arg("name", p.Name),
					diag.Arg("what", i18n.Text{ZH: "职务", EN: "position"}), diag.Arg("one", p.Position), diag.Arg("other", q.Position))
			}
			if e.Region != "" && q.Region != "" && e.Region != q.Region && len(e.Authors) == 1 {
				a.add(nameRoster, e, e.Place("region"), c.Place("invited", j, "region"), diag.Arg("name", p.Name),
					diag.Arg("what", i18n.Text{ZH: "县市区", EN: "region"}), diag.Arg("one", e.Region), diag.Arg("other", q.Region))
			}
			break
		}
		for j, q := range c.Invited {
			if !known && p.Position != "" && p.Position == q.Position && oneOff(p.Name, q.Name) {
				a.add(nameNear, e, e.Place("authors", i, "name"), c.Place("invited", j, "name"), diag.Arg("name", p.Name), diag.Arg("other", q.Name))
			}
		}
	}
}

// oneOff reports two names of one length that differ in one character.
func oneOff(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) || len(x) < 2 {
		return false
	}
	different := 0
	for i := range x {
		different += b2i(x[i] != y[i])
	}
	return different == 1
}

func decimal(f float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0")
}

package intake

import (
	"strconv"
	"strings"
)

// numbering renders the numbers of lists, which stand in numbering.xml alone
// (ECMA-376, 17.9), with their levels, restarts and overrides.
type numbering struct {
	abstract map[string]*abstractNum
	nums     map[string]*num
	counters map[string]*[9]int  // by abstract numbering: lists of one look count on
	started  map[string]*[9]bool // whether a level has counted since its last restart
	seen     map[string]bool     // nums whose overrides of the start were applied
}

type abstractNum struct {
	levels    [9]*node
	styleLink string // the numbering stands at the style
}

type num struct {
	abstract  string
	overrides [9]*node // lvl
	starts    [9]int   // startOverride; -1 is none
}

func readNumbering(root *node, st styles) *numbering {
	n := &numbering{
		abstract: map[string]*abstractNum{}, nums: map[string]*num{}, counters: map[string]*[9]int{},
		started: map[string]*[9]bool{}, seen: map[string]bool{},
	}
	list := root.kid("numbering")
	for _, a := range list.children("abstractNum") {
		abstract := &abstractNum{styleLink: a.val("numStyleLink")}
		for _, l := range a.children("lvl") {
			if i, ok := levelOf(l.get("ilvl")); ok {
				abstract.levels[i] = l
			}
		}
		n.abstract[a.get("abstractNumId")] = abstract
	}
	for _, m := range list.children("num") {
		one := &num{abstract: m.val("abstractNumId")}
		for i := range one.starts {
			one.starts[i] = -1
		}
		for _, o := range m.children("lvlOverride") {
			i, ok := levelOf(o.get("ilvl"))
			if !ok {
				continue
			}
			one.overrides[i] = o.kid("lvl")
			if v, err := strconv.Atoi(o.val("startOverride")); err == nil {
				one.starts[i] = v
			}
		}
		n.nums[m.get("numId")] = one
	}
	n.followStyles(st)
	return n
}

// followStyles resolves numberings that only name a style which has one.
func (n *numbering) followStyles(st styles) {
	for _, one := range n.nums {
		for range 4 {
			a := n.abstract[one.abstract]
			if a == nil || a.styleLink == "" {
				break
			}
			other := n.nums[st.byID[a.styleLink].ppr.kid("numPr").val("numId")]
			if other == nil || other == one {
				break
			}
			one.abstract = other.abstract
		}
	}
}

func levelOf(s string) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0 && i < 9
}

// next counts a paragraph of a list and returns what stands before its text,
// and whether that is a bullet.
func (n *numbering) next(numID string, level int) (label string, bullet bool) {
	one := n.nums[numID]
	if one == nil || n.abstract[one.abstract] == nil {
		return "", false
	}
	c, started := n.counters[one.abstract], n.started[one.abstract]
	if c == nil {
		c, started = &[9]int{}, &[9]bool{}
		n.counters[one.abstract], n.started[one.abstract] = c, started
	}
	if !n.seen[numID] {
		n.seen[numID] = true
		for i, s := range one.starts {
			if s >= 0 {
				started[i] = false
			}
		}
	}
	for i := range level { // a level that was skipped counts as one
		if !started[i] {
			c[i], started[i] = n.start(one, i), true
		}
	}
	if started[level] {
		c[level]++
	} else {
		c[level], started[level] = n.start(one, level), true
	}
	for i := level + 1; i < 9; i++ {
		if r, err := strconv.Atoi(n.level(one, i).val("lvlRestart")); err == nil && (r == 0 || level+1 > r) {
			continue
		}
		started[i] = false
	}
	return n.label(one, level, c)
}

func (n *numbering) level(one *num, i int) *node {
	if one.overrides[i] != nil {
		return one.overrides[i]
	}
	return n.abstract[one.abstract].levels[i]
}

func (n *numbering) start(one *num, i int) int {
	if one.starts[i] >= 0 {
		return one.starts[i]
	}
	if v, err := strconv.Atoi(n.level(one, i).val("start")); err == nil {
		return v
	}
	return 1
}

// format returns the numbering format of a level; newer ones stand in an
// alternate (w:numFmt w:val="custom").
func format(level *node) string {
	f := level.kid("numFmt")
	if f == nil {
		for _, k := range level.children("AlternateContent") {
			if f = k.find("numFmt"); f != nil {
				break
			}
		}
	}
	if f == nil {
		return "decimal"
	}
	if f.get("val") == "custom" && strings.HasPrefix(f.get("format"), "0") {
		return "decimalZero"
	}
	return f.get("val")
}

// label fills the counters into the level's text, %1 to %9.
func (n *numbering) label(one *num, level int, c *[9]int) (string, bool) {
	l := n.level(one, level)
	if l == nil {
		return "", false
	}
	if format(l) == "bullet" {
		return "", true
	}
	legal, _ := l.on("isLgl")
	text := l.val("lvlText")
	text = text[:min(len(text), maxLabel)]
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 >= len(text) || text[i+1] < '1' || text[i+1] > '9' {
			b.WriteByte(text[i])
			continue
		}
		at := int(text[i+1] - '1')
		f := format(n.level(one, at))
		if legal && f != "none" {
			f = "decimal"
		}
		if n.level(one, at) != nil {
			b.WriteString(numeral(f, c[at]))
		}
		i++
	}
	out, _ := clean(b.String())
	return trimSpace(out), false
}

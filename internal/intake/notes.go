package intake

import (
	"fmt"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// notes gathers what is said of one file. What is said of several paragraphs
// in the same words is said once, with all their numbers.
type notes struct {
	file   string
	groups []noteGroup
}

type noteGroup struct {
	kind  *diag.Kind
	args  []i18n.Arg
	paras []int
}

// at reports a kind at a paragraph, which is counted from 1 over the paragraphs
// that hold text; 0 is the file as a whole.
func (n *notes) at(kind *diag.Kind, para int, args ...i18n.Arg) {
	for i := range n.groups {
		g := &n.groups[i]
		if g.kind == kind && slices.Equal(g.args, args) {
			if para > 0 && !slices.Contains(g.paras, para) && len(g.paras) < maxNotes {
				g.paras = append(g.paras, para)
			}
			return
		}
	}
	if len(n.groups) >= maxNotes {
		return
	}
	g := noteGroup{kind: kind, args: args}
	if para > 0 {
		g.paras = []int{para}
	}
	n.groups = append(n.groups, g)
}

// maxNotes bounds what is said of one file: an editor reads no more.
const maxNotes = 200

func (n *notes) refuse(r *refusal) {
	n.groups = append(n.groups, noteGroup{kind: r.kind, args: r.args})
}

// list returns the notes in the order in which they were first made.
func (n *notes) list() diag.List {
	var list diag.List
	for _, g := range n.groups {
		args := append(slices.Clone(g.args), diag.Arg("place", place(g.paras)))
		list.Add(g.kind.At(diag.WholeFile(n.file), args...))
	}
	return list
}

// place names paragraphs for people: 第 3、5 段.
func place(paras []int) i18n.Text {
	const most = 8
	if len(paras) == 0 {
		return i18n.Text{ZH: "全文", EN: "the text"}
	}
	slices.Sort(paras)
	var zh []string
	for _, p := range paras[:min(len(paras), most)] {
		zh = append(zh, fmt.Sprint(p))
	}
	text := i18n.Text{ZH: "第 " + strings.Join(zh, "、") + " 段", EN: "paragraph " + strings.Join(zh, ", ")}
	if len(paras) > 1 {
		text.EN = "paragraphs " + strings.Join(zh, ", ")
	}
	if len(paras) > most {
		text.ZH = "第 " + strings.Join(zh, "、") + fmt.Sprintf(" 段等 %d 段", len(paras))
		text.EN += fmt.Sprintf(" and %d more", len(paras)-most)
	}
	return text
}

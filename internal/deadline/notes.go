package deadline

import (
	"fmt"
	"slices"
	"strings"

	"luxi/internal/i18n"
)

// A Note is what an editor should know of a row or a piece beside its standing.
type Note = i18n.Text

func (r *Row) note(n Note) {
	if !slices.Contains(r.Notes, n) {
		r.Notes = append(r.Notes, n)
	}
}

var declinedAndCame = Note{ZH: "曾谢绝，后来还是来稿了", EN: "declined, and sent a piece all the same"}

var (
	declinedElsewhere = Note{ZH: "名单上同名的另一行写了谢绝，按已谢绝算", EN: "declined in another entry of this name"}
	perhapsDeclined   = Note{ZH: "名单上有同名的人谢绝了，可能是这一位，请核对", EN: "somebody of this name declined, perhaps this person: check"}
)

func onRosterTwice(times int) Note {
	return Note{ZH: fmt.Sprintf("名单上写了 %d 次，按一个人算", times), EN: fmt.Sprintf("on the roster %d times, counted once", times)}
}

func severalPieces(n int) Note {
	return Note{ZH: fmt.Sprintf("来了 %d 篇", n), EN: fmt.Sprintf("sent %d pieces", n)}
}

func perhapsBy(title string) Note {
	return Note{
		ZH: fmt.Sprintf("《%s》可能是这一位的，请核对", title),
		EN: fmt.Sprintf("“%s” may be this person's: check", title),
	}
}

func perhapsFrom(p Invited) Note {
	zh, en := p.Name, p.Name
	if p.Region != "" {
		zh, en = p.Region+p.Name, p.Name+" of "+p.Region
	}
	return Note{
		ZH: fmt.Sprintf("作者可能是名单上的%s，请核对姓名、县市区，或者写上 key", zh),
		EN: fmt.Sprintf("an author may be %s of the roster: check name and region, or give a key", en),
	}
}

func extendedTo(e Extension) Note {
	zh, en := "延期到 "+e.To.String(), "extended to "+e.To.String()
	var whyZH, whyEN []string
	if e.Reason != "" {
		whyZH, whyEN = append(whyZH, e.Reason), append(whyEN, e.Reason)
	}
	if e.By != "" {
		whyZH, whyEN = append(whyZH, e.By+"同意"), append(whyEN, "by "+e.By)
	}
	if len(whyZH) > 0 {
		zh += "（" + strings.Join(whyZH, "，") + "）"
		en += " (" + strings.Join(whyEN, ", ") + ")"
	}
	return Note{ZH: zh, EN: en}
}

// pieceNotes says what is particular about a piece in a row.
func (j *judge) pieceNotes(row *Row, p Piece) []Note {
	var notes []Note
	add := func(zh, en string) { notes = append(notes, Note{ZH: zh, EN: en}) }
	switch p.Why {
	case Unknown:
		add("已收到，收稿时间没有记录", "in, at a time that was not noted")
	case Future:
		add("收稿时间还没有到："+p.Received.String(), "the received time has not come yet: "+p.Received.String())
	case TooRough:
		add("收稿时间不够细，是否按时看不出："+p.Received.String(), "the received time is too rough to tell: "+p.Received.String())
	}
	if p.By == ByName && p.Region != row.Person.Region {
		add("只按姓名对上，请核对县市区", "found by the name alone: check the region")
	}
	if others := j.coAuthors(row, p.Submission); len(others) > 0 {
		add("与"+strings.Join(others, "、")+"合写", "written with "+strings.Join(others, ", "))
	}
	if n := j.board.Call.Length; len(n) == 2 && !p.Broken && (p.Length < n[0] || p.Length > n[1]) {
		add(fmt.Sprintf("%d 字，约稿要求 %d—%d 字", p.Length, n[0], n[1]), fmt.Sprintf("%d characters, asked for %d to %d", p.Length, n[0], n[1]))
	}
	switch {
	case p.Withdrawn:
		add("已撤回", "withdrawn")
	case p.Draft:
		add("草稿，还没有发布", "a draft, not yet published")
	}
	if p.Broken {
		add("文件有错误，这里可能不全", "its file has mistakes; this may not be all")
	}
	return notes
}

// coAuthors returns the names in a byline that are not the row's person.
func (j *judge) coAuthors(row *Row, s Submission) []string {
	if !row.Listed {
		return nil
	}
	var names []string
	for _, a := range s.Authors {
		key := a.Key != "" && a.Key == row.Person.Key
		if !key && plainName(a.Name) != plainName(row.Person.Name) {
			names = append(names, a.Name)
		}
	}
	return names
}

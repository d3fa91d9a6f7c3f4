package main

import (
	"fmt"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/deadline"
)

// title says which call it is and where it stands.
func (p *boardPrinter) title() []string {
	b := p.board
	state := [...]string{
		deadline.Upcoming: p.say("未开始", "not open yet"), deadline.Open: p.say("征稿中", "open"),
		deadline.Closing: p.say("即将截稿", "closing"), deadline.Closed: p.say("已截稿", "closed"),
	}[b.State]
	out := []string{
		fmt.Sprintf(p.say("%s（%s）：%s", "%s (%s): %s"), b.Call.Title, b.ID, state),
		p.say("截稿时间：", "Deadline: ") + p.endText() + p.say("，", ", ") + p.countdown(),
	}
	if b.Call.Grace > 0 {
		grace := p.say("宽限：", "Grace: ") + deadline.Lasting(b.Call.Grace).In(p.lang) + p.say("，到 ", ", until ") + endClock(b.GraceEnd)
		if b.State == deadline.Closed {
			grace += p.say("，", ", ") + p.until(b.GraceEnd)
		}
		out = append(out, grace)
	}
	return out
}

// endText says the deadline as its call has it.
func (p *boardPrinter) endText() string {
	b := p.board
	text := p.moment(b.Call.Deadline)
	if !b.Call.Deadline.HasClock {
		text += p.say(" 全天", ", the whole day")
	}
	return text + fmt.Sprintf(p.say("（%s）", " (%s)"), b.Zone)
}

// countdown says how long it is to the deadline, or since, in days and hours.
func (p *boardPrinter) countdown() string {
	b := p.board
	text := p.until(b.End)
	if b.State == deadline.Upcoming {
		opens := b.Call.Opens.Instant(b.Zone)
		return text + p.say("；开始征稿还有 ", "; opens in ") + deadline.Lasting(opens.Sub(b.Now)).In(p.lang)
	}
	if b.State != deadline.Closed && civil.DateOf(b.End.Add(-1)) == civil.DateOf(b.Now) {
		return p.say("今天是最后一天，", "today is the last day, ") + text
	}
	return text
}

func endClock(end time.Time) string {
	day, clock := deadline.EndOf(end)
	return day.String() + " " + clock
}

func (p *boardPrinter) until(end time.Time) string {
	if d := end.Sub(p.board.Now); d > 0 {
		return fmt.Sprintf(p.say("还有 %s", "%s left"), deadline.Lasting(d).In(p.lang))
	}
	return fmt.Sprintf(p.say("已过 %s", "%s ago"), deadline.Lasting(p.board.Now.Sub(end)).In(p.lang))
}

// summary counts everything, whatever is listed above.
func (p *boardPrinter) summary() []string {
	out := []string{p.standingsLine()}
	out = append(out, p.groupLine(p.say("按县市区：", "By region: "), p.board.Regions)...)
	out = append(out, p.groupLine(p.say("按类别：", "By kind: "), p.board.Kinds)...)
	if s := p.needsLine(); s != "" {
		out = append(out, s)
	}
	if n := p.unknownTimes(); n > 0 {
		out = append(out, fmt.Sprintf(p.say(
			"有 %s没有记录收稿时间：已经收到，不算迟交；在文章里补上 received，就能判断是否按时。",
			"No received time was noted for %s: in, and not counted as late; with received in the essay it can be told."), p.count(n, "篇", "piece")))
	}
	return append(out, p.verdict())
}

// standingsLine counts people and pieces.
func (p *boardPrinter) standingsLine() string {
	var counts []string
	for _, s := range deadline.Standings {
		if n := p.board.Count(s); n > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", p.text(s.Text()), n))
		}
	}
	detail := ""
	if len(counts) > 0 {
		detail = p.say("（", " (") + strings.Join(counts, p.say("，", ", ")) + p.say("）", ")")
	}
	pieces := p.say("来稿 ", "Received: ") + p.count(p.board.Pieces, "篇", "piece")
	invited := 0
	for _, row := range p.board.Rows {
		if row.Listed {
			invited++
		}
	}
	if invited == 0 {
		if p.board.Pieces > 0 {
			pieces += p.say("，都已收到", ", all of them in")
		}
		return pieces + detail + p.say("；没有约稿名单", "; there is no roster")
	}
	people := fmt.Sprintf(p.say("约请 %d 人，", "Invited: %d. "), invited)
	return people + pieces + detail
}

// groupLine counts the people and pieces of regions or kinds.
func (p *boardPrinter) groupLine(label string, groups []deadline.Group) []string {
	var parts []string
	named := false
	for _, g := range groups {
		if g.Invited == 0 && g.Pieces == 0 {
			continue
		}
		named = named || g.Name != ""
		name := g.Name
		if name == "" {
			name = p.say("未注明", "none")
		}
		text := fmt.Sprintf("%s %s", name, p.count(g.Pieces, "篇", "piece"))
		if g.Invited > 0 {
			text = fmt.Sprintf(p.say("%s %d/%d 人，%s", "%s %d of %d, %s"), name, g.In, g.Invited, p.count(g.Pieces, "篇", "piece"))
		}
		parts = append(parts, text)
	}
	if !named {
		return nil
	}
	return []string{label + strings.Join(parts, p.say("；", "; "))}
}

// needsLine says how much is still wanted.
func (p *boardPrinter) needsLine() string {
	var parts []string
	for _, n := range p.board.Needs {
		name := n.Kind
		if name == "" {
			name = p.say("总数", "in all")
		}
		text := fmt.Sprintf(p.say("%s 还要 %s（共要 %d，已有 %d）", "%s %s more (of %d, %d in)"), name, p.count(n.Still, "篇", "piece"), n.Pieces, n.Have)
		if n.Still == 0 {
			text = fmt.Sprintf(p.say("%s 已够（共要 %d，已有 %d）", "%s enough (of %d, %d in)"), name, n.Pieces, n.Have)
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return ""
	}
	return p.say("需要：", "Wanted: ") + strings.Join(parts, p.say("；", "; "))
}

func (p *boardPrinter) unknownTimes() int {
	n := 0
	for _, t := range p.board.Times() {
		if t.Why == deadline.Unknown {
			n++
		}
	}
	return n
}

// verdict says in one line what the exit status says.
func (p *boardPrinter) verdict() string {
	var wrong []string
	if n := p.board.LatePieces(); n > 0 {
		wrong = append(wrong, fmt.Sprintf(p.say("%d 篇迟交", "%d late"), n))
	}
	if n := p.board.Overdue(); n > 0 {
		wrong = append(wrong, fmt.Sprintf(p.say("%d 人过期未交", "%d missing after the deadline"), n))
	}
	switch {
	case len(wrong) > 0:
		return p.say("有 ", "There are: ") + strings.Join(wrong, p.say("，", ", ")) + p.say("。", ".")
	case p.board.State == deadline.Closed:
		return p.say("征稿已经截止，没有人迟交，也没有人过期未交。", "The call has closed; nobody is late or missing.")
	}
	return p.say("还没有人迟交。", "Nobody is late.")
}

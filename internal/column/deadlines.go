package column

import (
	"cmp"
	"slices"
	"time"

	"luxi/internal/civil"
	"luxi/internal/config"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
)

var (
	futureReceived = diag.Define("received-in-future", diag.Warning,
		i18n.Text{ZH: "收稿时间 {received} 还没有到", EN: "the received time {received} has not come yet"},
		i18n.Text{ZH: "核对年、月、日和钟点；写错的收稿时间不算数，这一篇按“时间不明”处理。", EN: "Check it; as it is, the essay counts as received at an unclear time."})
	lateEssay = diag.Define("late-essay", diag.Warning,
		i18n.Text{ZH: "迟交 {late}：约稿“{call}”的截稿时间是 {deadline}", EN: "{late} late: the deadline of the call “{call}” was {deadline}"},
		i18n.Text{ZH: "同意延期的，在约稿启事的名单里给作者写上 extended_to；迟交的文章怎样处理，由 site.toml 里 [deadline] 的 late 决定。", EN: "Who was granted an extension has extended_to in the call's roster; what becomes of late essays is set by late under [deadline] in site.toml."})
)

// A Board is a call with the verdict on everybody who was invited and on
// everything that came in. It is for the editors: what it holds of people is in
// no [Index].
type Board struct {
	ID   string        // as essays name the call
	Call document.Call // as its file has it
	Zone *time.Location
	deadline.Board
}

// Boards judges all calls that could be read, by their paths, and returns what
// is wrong with them and what came in for them. Drafts, essays dated in the
// future and withdrawn ones have come in too; so have essays with mistakes, as
// far as they could be read.
func Boards(in Input) ([]Board, diag.List) {
	var list diag.List
	var ids []string
	zones := map[string]*time.Location{}
	for _, c := range in.Calls {
		ids = append(ids, callID(c.Path))
		zones[callID(c.Path)] = zoneOf(c, in.Site.Location)
	}
	slices.Sort(ids)
	answers := map[string][]deadline.Submission{}
	for _, e := range in.Essays {
		if !known(e.Call, ids) {
			list.Add(unknownTerm(in, unknownCall, e.Call, ids, e.Path, "call"))
		}
		if !e.Received.IsZero() {
			zone := cmp.Or(zones[e.Call], in.Site.Location)
			if first, _ := e.Received.Span(zone); first.After(in.Now) { // as the board judges it
				list.Add(futureReceived.At(in.Places.Key(e.Path, "received"), diag.Arg("received", e.Received)))
			}
		}
		if e.Call != "" {
			answers[e.Call] = append(answers[e.Call], submission(e, in))
		}
	}
	var boards []Board
	for _, c := range in.Calls {
		if c.Broken {
			continue
		}
		id := callID(c.Path)
		zone := zones[id]
		checkTimes(in, c, zone, &list)
		boards = append(boards, Board{
			ID: id, Call: c, Zone: zone, Board: deadline.Judge(c.Rules(), answers[id], in.Now, zone),
		})
	}
	slices.SortFunc(boards, func(x, y Board) int { return cmp.Compare(x.ID, y.ID) })
	return boards, list
}

// zoneOf returns the zone that a call's times are in.
func zoneOf(c document.Call, columns *time.Location) *time.Location {
	if loc, ok := civil.Zone(c.Zone); ok {
		return loc
	}
	return columns
}

func submission(e *document.Essay, in Input) deadline.Submission {
	s := deadline.Submission{
		Path: e.Path, Title: e.Title, Region: e.Region, Kind: e.Kind, Received: e.Received, Length: e.Body.Length,
		Draft: e.Draft, Broken: e.Broken,
		Withdrawn: !e.Withdrawn.IsZero() && !e.Withdrawn.Instant(in.Site.Location).After(in.Now),
	}
	for _, a := range e.Authors {
		s.Authors = append(s.Authors, deadline.Author(a))
	}
	return s
}

// checkTimes compares the times of a call that can only be compared in a zone.
// Those that need none are compared where the file is read.
func checkTimes(in Input, c document.Call, zone *time.Location, list *diag.List) {
	end := c.Deadline.Deadline(zone)
	if !c.Opens.IsZero() && end.Before(c.Opens.Instant(zone)) {
		list.Add(document.EndBeforeStart.At(in.Places.Key(c.Path, "deadline"),
			diag.Arg("deadline", c.Deadline), diag.Arg("opens", c.Opens)).Also(in.Places.Key(c.Path, "opens")))
	}
	for i, p := range c.Invited {
		if !p.ExtendedTo.IsZero() && !p.ExtendedTo.Deadline(zone).After(end) {
			list.Add(document.ExtensionTooEarly.At(in.Places.Key(c.Path, "invited", i, "extended_to"), diag.Arg("name", p.Name),
				diag.Arg("to", p.ExtendedTo), diag.Arg("deadline", c.Deadline)).Also(in.Places.Key(c.Path, "deadline")))
		}
	}
}

// checkRoster looks up the regions and kinds of a call.
func (b *builder) checkRoster(c document.Call) {
	for i, w := range c.Wanted {
		b.checkKind(w.Kind, c.Path, "wanted", i, "kind")
	}
	for i, p := range c.Invited {
		b.checkRegion(p.Region, c.Path, "invited", i, "region")
		b.checkKind(p.Kind, c.Path, "invited", i, "kind")
	}
}

// public takes from a call what is the editors' own business, so that an
// [Index] cannot give it away, and puts its times into the column's zone.
func public(c document.Call, columns *time.Location) document.Call {
	zone := zoneOf(c, columns)
	if !c.Opens.IsZero() && !sameIn(c.Opens, zone, columns) {
		c.Opens = civil.MomentOf(c.Opens.Instant(zone).In(columns))
	}
	if !sameIn(c.Deadline, zone, columns) {
		c.Deadline = civil.MomentOf(c.Deadline.Deadline(zone).In(columns))
	}
	c.Zone, c.Grace, c.Wanted, c.Invited = "", 0, nil, nil
	return c
}

// sameIn reports whether a moment begins and ends at the same instants in two
// zones: a zone may have several names, and a date stays one where it can.
func sameIn(m civil.Moment, a, b *time.Location) bool {
	return m.Instant(a).Equal(m.Instant(b)) && m.Deadline(a).Equal(m.Deadline(b))
}

// A verdict is on an essay that answers a call.
type verdict struct {
	deadline.Time
	call *Board
}

// judge keeps the verdicts on essays.
func (b *builder) judge(boards []Board) {
	b.times = map[string]verdict{}
	for i := range boards {
		for path, t := range boards[i].Times() {
			b.times[path] = verdict{t, &boards[i]}
		}
	}
}

// late does with an essay that came too late what site.toml says, and reports
// whether it is left out.
func (b *builder) late(e *document.Essay) bool {
	v, ok := b.times[e.Path]
	if !ok || v.Standing != deadline.Late {
		return false
	}
	if b.in.Site.Late == config.ExcludeLate {
		b.index.LeftOut = append(b.index.LeftOut, LeftOut{Path: e.Path, Title: e.Title, Reason: TooLate, LateBy: v.Late})
		b.index.targets[pathKey(e.Path)] = target{leftOut: true, reason: TooLate, title: e.Title, anchors: e.Body.Headings}
		return true
	}
	d := lateEssay.At(b.in.Places.Key(e.Path, "received"), diag.Arg("late", deadline.Lasting(v.Late)),
		diag.Arg("call", v.call.ID), diag.Arg("deadline", v.call.Call.Deadline))
	if b.in.Site.Late == config.RefuseLate {
		refused := *d.Kind // a copy: other builds of this run may only warn
		refused.Severity = diag.Error
		d.Kind = &refused
	}
	b.list.Add(d)
	return false
}

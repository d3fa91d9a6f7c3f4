package deadline

import (
	"time"

	"luxi/internal/civil"
	"luxi/internal/i18n"
)

// A Standing is how a person or a piece stands to the deadline.
type Standing int

// The standings. A piece has one of the first five, which are in the order in
// which they tell the best of several pieces by one person: of a late and an
// unclear one it is not known that the person was late.
const (
	OnTime      Standing = iota
	InExtension          // after the call's deadline, within the person's own
	InGrace
	Unclear // in, but nobody knows when
	Late
	Missing
	Declined
	Unsolicited // the author is not on the roster
)

// Standings are all of them, as they are listed to people.
var Standings = []Standing{OnTime, InGrace, InExtension, Late, Missing, Declined, Unsolicited, Unclear}

var standingWords = [...]struct {
	name string
	text i18n.Text
}{
	OnTime:      {"in", i18n.Text{ZH: "已交", EN: "in"}},
	InExtension: {"extended", i18n.Text{ZH: "延期内", EN: "in extension"}},
	InGrace:     {"grace", i18n.Text{ZH: "宽限内", EN: "in grace"}},
	Unclear:     {"unclear", i18n.Text{ZH: "时间不明", EN: "time unclear"}},
	Late:        {"late", i18n.Text{ZH: "迟交", EN: "late"}},
	Missing:     {"missing", i18n.Text{ZH: "未交", EN: "missing"}},
	Declined:    {"declined", i18n.Text{ZH: "已谢绝", EN: "declined"}},
	Unsolicited: {"unsolicited", i18n.Text{ZH: "名单外", EN: "unsolicited"}},
}

// String returns the stable name that programs read.
func (s Standing) String() string { return standingWords[s].name }

// Text returns the words that people read.
func (s Standing) Text() i18n.Text { return standingWords[s].text }

// ParseStanding reads a standing's name, or its words in either language.
func ParseStanding(s string) (Standing, bool) {
	for i, w := range standingWords {
		if s == w.name || s == w.text.ZH || s == w.text.EN {
			return Standing(i), true
		}
	}
	return 0, false
}

// A Time is when a piece came in, as far as that is known, and what follows.
type Time struct {
	Standing Standing
	Late     time.Duration // since the person's own end; of a late piece and one in grace
	Why      Doubt         // of an unclear one
}

// A Doubt says why a received time decides nothing.
type Doubt int

// The doubts.
const (
	Certain  Doubt = iota
	Unknown        // no time was noted
	Future         // the time has not come yet
	TooRough       // a date alone, or an hour that comes twice, round one of the ends
)

// timeOf judges a received time by a person's own end.
func (c Call) timeOf(received civil.Moment, ownEnd, now time.Time, loc *time.Location) Time {
	if received.IsZero() {
		return Time{Standing: Unclear, Why: Unknown}
	}
	first, last := received.Span(loc)
	if first.After(now) {
		return Time{Standing: Unclear, Why: Future}
	}
	if last.After(now) { // a date alone that is today: later today it cannot have been
		last = now
	}
	standing := c.standingAt(first, ownEnd, loc)
	if standing != c.standingAt(last, ownEnd, loc) {
		return Time{Standing: Unclear, Why: TooRough}
	}
	t := Time{Standing: standing}
	if standing == Late || standing == InGrace {
		t.Late = first.Sub(ownEnd)
	}
	return t
}

// standingAt is the standing of a piece that was received at an instant.
func (c Call) standingAt(at, ownEnd time.Time, loc *time.Location) Standing {
	switch {
	case at.Before(c.End(loc)):
		return OnTime
	case at.Before(ownEnd):
		return InExtension
	case at.Before(ownEnd.Add(c.Grace)):
		return InGrace
	}
	return Late
}

// Package deadline decides what a call for submissions is at a given instant,
// and who of those who were invited is in, late or missing.
//
// # Contract
//
// [Judge] takes a call with its roster, what came in, and a clock, and returns
// a [Board]. It is pure: the clock is an input, times without an offset are
// read in the location that is given, and the verdict depends neither on the
// machine's clock nor on its zone.
//
// # Ends
//
// All ends are half-open: the end itself is the first instant that is late. A
// date is its whole day; a time of day ends at itself. A person's own end is
// that of the call, or of the person's extension where that is later. Grace
// begins at the person's own end, so that nobody is worse off for an extension.
// How late something is counts from the own end too, not from the grace's.
//
// # What never happens here
//
// Nothing that came in is dropped: what matches nobody on the roster has a row
// of its own. Nothing is called late of which that is not known: a received
// time that is missing, lies in the future, or is a date alone on a day on which
// the deadline has a time of day, is unclear, and the piece counts as in.
package deadline

import (
	"time"

	"luxi/internal/civil"
)

// A State is where a call stands.
type State int

// The states of a call. Closing is the last days of an open call.
const (
	Upcoming State = iota // 未开始
	Open                  // 征稿中
	Closing               // 即将截稿
	Closed                // 已截稿
)

// ClosingDays is how many days before its end a call counts as closing.
const ClosingDays = 7

// A Call is what decides about time in a call for submissions, and who was
// asked for what.
type Call struct {
	Opens    civil.Moment  // may be none: open from the beginning
	Deadline civil.Moment  // a date alone is its whole day
	Grace    time.Duration // after it, pieces are taken and marked
	Length   []int         // from and to, in characters; or none
	Wanted   []Wanted
	Invited  []Invited // the roster; none for a call that is open to all
}

// Wanted is how many pieces of a kind are wanted, or of all kinds for "".
type Wanted struct {
	Kind   string
	Pieces int
}

// An Invited is a person on the roster. Nothing of it is for the public.
type Invited struct {
	Name      string
	Key       string // keeps two people of one name apart
	Position  string
	Region    string
	Kind      string
	Contact   string
	Extension Extension
	Declined  bool
}

// An Extension is a person's own deadline.
type Extension struct {
	To     civil.Moment
	Reason string
	By     string // who granted it
}

// A Submission is a piece that answers a call.
type Submission struct {
	Path      string
	Title     string
	Authors   []Author
	Region    string
	Kind      string
	Received  civil.Moment // may be none
	Length    int          // in characters
	Draft     bool
	Withdrawn bool
	Broken    bool // its file has mistakes, so that more may be wrong here
}

// An Author is one name of a piece's byline.
type Author struct {
	Name     string
	Position string
	Key      string
}

// End returns the half-open end of the call: the first instant that is late.
func (c Call) End(loc *time.Location) time.Time { return c.Deadline.Deadline(loc).In(loc) }

// EndFor returns the half-open end that holds for a person.
func (c Call) EndFor(p Invited, loc *time.Location) time.Time {
	end := c.End(loc)
	if to := p.Extension.To; !to.IsZero() {
		if own := to.Deadline(loc); own.After(end) {
			return own.In(loc)
		}
	}
	return end
}

// StateAt returns the state of the call at now, with the call's times read in
// loc.
func (c Call) StateAt(now time.Time, loc *time.Location) State {
	end := c.End(loc)
	switch {
	case !now.Before(end):
		return Closed
	case !c.Opens.IsZero() && now.Before(c.Opens.Instant(loc)):
		return Upcoming
	case end.Sub(now) <= ClosingDays*24*time.Hour:
		return Closing
	}
	return Open
}

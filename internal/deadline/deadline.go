// Package deadline decides what a call for submissions is at a given instant.
// It is pure: the clock is an input, and the verdict depends neither on the
// machine's clock nor on its zone.
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

// A Call is what decides about time in a call for submissions.
type Call struct {
	Opens    civil.Moment // may be none: open from the beginning
	Deadline civil.Moment // a date alone is its whole day
}

// End returns the half-open end of the call: the first instant that is late.
func (c Call) End(loc *time.Location) time.Time { return c.Deadline.Deadline(loc) }

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

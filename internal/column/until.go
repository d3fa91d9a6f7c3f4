package column

import (
	"slices"
	"time"

	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/document"
)

// Until returns how long the index of an input stays as it is while nothing but
// the clock changes: it is the same at every instant from the input's clock on
// and before the one that is returned. That is at most the rest of the day in
// the column's zone, because countdowns are by days.
func Until(in Input) time.Time {
	u := until{now: in.Now, next: civil.DateOf(in.Now.In(in.Site.Location)).End(in.Site.Location)}
	zones := []*time.Location{in.Site.Location}
	for _, c := range in.Calls {
		if zone := zoneOf(c, in.Site.Location); !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	for _, c := range in.Calls {
		u.call(c, zones)
	}
	for _, e := range in.Essays {
		u.moments(zones[:1], e.Date, e.Updated, e.Withdrawn)
		u.moments(zones, e.Received)
	}
	for _, p := range in.Pages {
		u.moments(zones[:1], p.Date, p.Updated)
	}
	return u.next
}

type until struct{ now, next time.Time }

func (u *until) at(t time.Time) {
	if t.After(u.now) && t.Before(u.next) {
		u.next = t
	}
}

// moments takes the bounds of what is written as dates and times.
func (u *until) moments(zones []*time.Location, moments ...civil.Moment) {
	const near = 72 * time.Hour // no zone puts a date further from its noon in UTC
	for _, m := range moments {
		noon := time.Date(m.Date.Year, m.Date.Month, m.Date.Day, 12, 0, 0, 0, time.UTC)
		if m.IsZero() || noon.Before(u.now.Add(-near)) || noon.After(u.now.Add(near)) {
			continue
		}
		for _, zone := range zones {
			first, last := m.Span(zone)
			u.at(first)
			u.at(last)
		}
	}
}

// call takes what the state of a call, and who is late for it, turn at.
func (u *until) call(c document.Call, zones []*time.Location) {
	u.moments(zones, c.Date, c.Updated, c.Opens)
	ends := []civil.Moment{c.Deadline}
	for _, i := range c.Invited {
		ends = append(ends, i.ExtendedTo)
	}
	for _, m := range ends {
		if m.IsZero() {
			continue
		}
		for _, zone := range zones {
			end := m.Deadline(zone)
			u.at(end)
			u.at(end.Add(c.Grace))
			u.at(end.Add(-deadline.ClosingDays * 24 * time.Hour))
		}
	}
}

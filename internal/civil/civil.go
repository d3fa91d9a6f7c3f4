// Package civil has dates and times as editors write them: a calendar date,
// with or without a time of day, with or without an offset from UTC; and the
// instants that these are in a time zone.
//
// A date has no zone of its own and a time of day without an offset is read in
// the column's zone, never in the machine's. The database of zones is part of
// the binary, so that a verdict is the same on a machine without one.
package civil

import (
	"fmt"
	"time"
	_ "time/tzdata" // Windows and small containers have no zones of their own.
)

// A Date is a day of the Gregorian calendar. The zero Date means "none".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the local date of an instant in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as ISO 8601 has it: 2022-08-31.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare returns -1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	return d.noonUTC().Compare(e.noonUTC())
}

func (d Date) noonUTC() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
}

// Start returns the first instant whose local date in loc is d. Where a zone
// skipped the whole day (Apia, 30 December 2011), it is the instant of the skip.
func (d Date) Start(loc *time.Location) time.Time {
	start, _ := d.bounds(loc)
	return start
}

// End returns the end of the day in loc as a half-open bound: the last instant
// whose local date is d, plus one nanosecond. It is not "midnight of the next
// day": where clocks are turned at midnight, the day may come back for an
// hour, or the next one begin at 01:00.
func (d Date) End(loc *time.Location) time.Time {
	_, end := d.bounds(loc)
	return end
}

// bounds finds the day in each period of constant offset that could hold a
// part of it, and spans them.
func (d Date) bounds(loc *time.Location) (start, end time.Time) {
	// No zone has been further than 16 hours from UTC, so that the day lies
	// wholly within a day and a half of its noon in UTC.
	noon := d.noonUTC()
	from, to := noon.Add(-36*time.Hour), noon.Add(36*time.Hour)
	for t := from; t.Before(to); {
		_, offset := t.In(loc).Zone()
		periodStart, periodEnd := t.In(loc).ZoneBounds()
		shift := -time.Duration(offset) * time.Second
		lo := noon.Add(-12 * time.Hour).Add(shift)
		hi := noon.Add(12 * time.Hour).Add(shift)
		if !periodStart.IsZero() && lo.Before(periodStart) {
			lo = periodStart
		}
		if !periodEnd.IsZero() && hi.After(periodEnd) {
			hi = periodEnd
		}
		if lo.Before(hi) {
			if start.IsZero() {
				start = lo
			}
			end = hi
		}
		if periodEnd.IsZero() {
			break
		}
		t = periodEnd
	}
	if start.IsZero() { // The day was skipped: it lasts no time at all.
		start, _ = DateOf(noon.AddDate(0, 0, 1)).bounds(loc)
		end = start
	}
	return start.In(loc), end.In(loc)
}

// A Moment is a point in time as precise as an editor wrote it. The zero
// Moment means "none".
type Moment struct {
	Date Date

	// HasClock tells a date with a time of day from a date alone. Clock is
	// the time since midnight as a clock on the wall shows it.
	HasClock bool
	Clock    time.Duration

	// HasOffset tells whether an offset from UTC was written. Offset is in
	// seconds east of UTC.
	HasOffset bool
	Offset    int
}

// IsZero reports whether m is no moment.
func (m Moment) IsZero() bool { return m == Moment{} }

// Span returns the first and the last instant that m can mean: of a date alone
// the bounds of its day, both on it; a time of day without an offset is read in
// loc. Where clocks repeat an hour, it is there twice; where they skip one, it
// is read by the clock as it was before and as it is after. [time.Date] would
// choose one of the two and does not promise which.
func (m Moment) Span(loc *time.Location) (first, last time.Time) {
	if !m.HasClock {
		first, last = m.Date.Start(loc), m.Date.End(loc).Add(-1)
		if last.Before(first) { // a skipped day
			last = first
		}
		return first, last
	}
	if m.HasOffset {
		loc = time.FixedZone("", m.Offset)
	}
	wall := m.Date.noonUTC().Add(m.Clock - 12*time.Hour)
	first, last, ok := readings(wall, loc, true)
	if !ok {
		first, last, _ = readings(wall, loc, false)
	}
	return first.In(loc), last.In(loc)
}

// readings reads a clock on the wall by each offset that loc has about then. If
// held, an offset counts only where it is in force at what is read by it.
func readings(wall time.Time, loc *time.Location, held bool) (first, last time.Time, ok bool) {
	from, to := wall.Add(-36*time.Hour), wall.Add(36*time.Hour)
	for t := from; t.Before(to); {
		_, offset := t.In(loc).Zone()
		_, periodEnd := t.In(loc).ZoneBounds()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, there := at.In(loc).Zone(); !held || there == offset {
			if !ok || at.Before(first) {
				first = at
			}
			if !ok || at.After(last) {
				last = at
			}
			ok = true
		}
		if periodEnd.IsZero() {
			break
		}
		t = periodEnd
	}
	return first, last, ok
}

// Instant returns the first instant that m can mean, see [Moment.Span].
func (m Moment) Instant(loc *time.Location) time.Time {
	first, _ := m.Span(loc)
	return first
}

// Deadline returns the half-open end of the time that m allows: a date alone
// allows its whole day in loc, a time of day ends at itself; of an hour that
// clocks repeat, at the second time.
func (m Moment) Deadline(loc *time.Location) time.Time {
	if !m.HasClock {
		return m.Date.End(loc)
	}
	_, last := m.Span(loc)
	return last
}

// Zone returns the time zone of a name of the IANA database. The machine's own
// zone, which Go calls Local, is none.
func Zone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false
	}
	loc, err := time.LoadLocation(name)
	return loc, err == nil
}

// String returns the moment as it is written in TOML: 2022-08-31,
// 2022-08-31T18:00:00 or 2022-08-31T18:00:00+08:00.
func (m Moment) String() string {
	if !m.HasClock {
		return m.Date.String()
	}
	s := m.Date.String() + "T" + time.Time{}.Add(m.Clock).Format("15:04:05.999999999")
	if m.HasOffset {
		s += time.Time{}.In(time.FixedZone("", m.Offset)).Format("Z07:00")
	}
	return s
}

// MomentOf returns an instant as a moment with a clock and an offset.
func MomentOf(t time.Time) Moment {
	_, offset := t.Zone()
	h, m, s := t.Clock()
	clock := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
	return Moment{
		Date: DateOf(t), HasClock: true, Clock: clock + time.Duration(t.Nanosecond()),
		HasOffset: true, Offset: offset,
	}
}

// layouts are the forms that ParseMoment reads, beside a date alone.
var layouts = []struct {
	layout           string
	hasOffset, clock bool
}{
	{"2006-01-02", false, false},
	{"2006-01-02T15:04", false, true},
	{"2006-01-02 15:04", false, true},
	{"2006-01-02T15:04:05", false, true},
	{"2006-01-02 15:04:05", false, true},
	{"2006-01-02T15:04Z07:00", true, true},
	{"2006-01-02 15:04Z07:00", true, true},
	{time.RFC3339, true, true},
	{"2006-01-02 15:04:05Z07:00", true, true},
}

// ParseMoment reads a date or a date with time in the forms of TOML 1.0
// (RFC 3339), with or without seconds. It reports false for anything else,
// and for days that the calendar does not have.
func ParseMoment(s string) (Moment, bool) {
	for _, l := range layouts {
		t, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		m := MomentOf(t)
		m.HasClock, m.HasOffset = l.clock, l.hasOffset
		if !l.hasOffset {
			m.Offset = 0
		}
		return m, true
	}
	return Moment{}, false
}

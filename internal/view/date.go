package view

import (
	"strconv"
	"time"

	"luxi/internal/civil"
)

// day returns the local date of an instant in the column's zone.
func day(t time.Time) Date {
	return Date{Text: t.Format("2006年1月2日"), ISO: t.Format("2006-01-02")}
}

// moment returns a date as precise as it was written, as clocks in the
// column's zone show it: readers take it for theirs.
func (p planner) moment(m civil.Moment) Date {
	if m.HasClock && m.HasOffset {
		m = civil.MomentOf(m.Instant(p.Site.Location).In(p.Site.Location))
	}
	d := Date{
		Text: strconv.Itoa(m.Date.Year) + "年" + strconv.Itoa(int(m.Date.Month)) + "月" + strconv.Itoa(m.Date.Day) + "日",
		ISO:  m.String(),
	}
	if m.HasClock {
		d.Text += time.Time{}.Add(m.Clock).Format("15:04")
	}
	return d
}

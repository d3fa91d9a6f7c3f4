package view

import (
	"strconv"
	"time"

	"luxi/internal/civil"
)

// day returns the local date of an instant in the column's zone.
func day(t time.Time) Date { return dateOf(civil.DateOf(t)) }

func dateOf(d civil.Date) Date {
	return Date{
		Text: strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日",
		ISO:  d.String(),
	}
}

// moment returns a date as precise as it was written, as clocks in the
// column's zone show it: readers take it for theirs.
func (p *planner) moment(m civil.Moment) Date {
	if m.HasClock && m.HasOffset {
		m = civil.MomentOf(m.Instant(p.Site.Location).In(p.Site.Location))
	}
	d := dateOf(m.Date)
	if m.HasClock {
		d.ISO = m.String()
		d.Text += time.Time{}.Add(m.Clock).Format("15:04")
	}
	return d
}

package view

import (
	"strconv"
	"time"

	"luxi/internal/civil"
	"luxi/internal/column"
)

// day returns the local date of an instant in the column's zone.
func (p *planner) day(t time.Time) Date {
	date := civil.DateOf(t)
	if d, ok := p.days[date]; ok {
		return d
	}
	return dateOf(date)
}

// daysOf returns the dates of all essays: a column has many essays and few days.
func daysOf(essays []column.Essay) map[civil.Date]Date {
	days := map[civil.Date]Date{}
	for i := range essays {
		for _, t := range []time.Time{essays[i].Published, essays[i].Changed} {
			if d := civil.DateOf(t); days[d] == (Date{}) {
				days[d] = dateOf(d)
			}
		}
	}
	return days
}

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

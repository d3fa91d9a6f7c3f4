// Package reminder decides who of those who are missing is to be reminded of a
// deadline now, and writes the letters, as text or as drafts of mails, and the
// log of who was reminded when.
//
// # Contract
//
// It is pure, and it sends nothing. [Choose] names only people of the roster
// from whom nothing has come: never somebody who has sent something, declined or
// has an extension that has not ended, and nobody twice for one mark, unless that is asked for. Of
// whom it is not certain, because a piece may be theirs, it says so
// and leaves the decision to the editor.
//
// # Marks
//
// A mark is a number of days before the last day: with 7, 3 and 1 a person is
// reminded at most three times. A mark holds from its day until the next one, so
// that a reminder of a Sunday is due on the Monday too. The log knows which
// marks a person has had for which deadline; where that is put off, they begin
// anew.
package reminder

import (
	"slices"
	"time"

	"luxi/internal/civil"
	"luxi/internal/deadline"
)

// Overdue is the mark of a reminder after the deadline. There may be one a day.
const Overdue = -1

// Options say who is reminded.
type Options struct {
	Marks   []int // days before the last day
	Overdue bool  // those too whose deadline has passed
	Force   bool  // those too who had the mark already
}

// A Choice is who is to be reminded, and who of the others is missing and why
// they are not.
type Choice struct {
	Due      []Due
	Doubtful []deadline.Row // a piece by others may be theirs
	Extended []deadline.Row
	Had      []deadline.Row // this mark
	NotYet   int            // whose first mark has not come
	Past     int            // whose deadline has passed
	First    civil.Date     // of those not yet to be reminded: the day of the first mark
}

// Due is a person to be reminded.
type Due struct {
	Person deadline.Invited
	Mark   int
	Days   int       // to the last day, 0 on the day itself; below 0 after it
	End    time.Time // the person's own, half-open
}

// Choose decides who is to be reminded at the board's clock.
func Choose(b deadline.Board, log Log, opt Options) Choice {
	var c Choice
	today := civil.DateOf(b.Now)
	last := civil.DateOf(b.End.Add(-1))
	for _, row := range b.Rows {
		p := row.Person
		past := !b.Now.Before(row.End)
		days := daysBetween(today, civil.DateOf(row.End.Add(-1)))
		mark, ok := markOf(days, opt.Marks)
		if past {
			mark, ok = Overdue, opt.Overdue
			days = min(days, -1)
		}
		switch {
		case !row.Listed || row.Standing != deadline.Missing:
		case !past && row.End.After(b.End):
			c.Extended = append(c.Extended, row)
		case row.Doubtful:
			c.Doubtful = append(c.Doubtful, row)
		case !ok && past:
			c.Past++
		case !ok:
			c.NotYet++
		case !opt.Force && log.has(p, mark, b, today):
			c.Had = append(c.Had, row)
		default:
			c.Due = append(c.Due, Due{Person: p, Mark: mark, Days: days, End: row.End})
		}
	}
	if c.NotYet > 0 && len(opt.Marks) > 0 {
		c.First = addDays(last, -slices.Max(opt.Marks))
	}
	return c
}

// markOf returns the mark that holds so many days before the last one.
func markOf(days int, marks []int) (mark int, ok bool) {
	for _, m := range marks {
		if m >= days && (!ok || m < mark) {
			mark, ok = m, true
		}
	}
	return mark, ok
}

func noon(d civil.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
}

func daysBetween(from, to civil.Date) int { return int(noon(to).Sub(noon(from)) / (24 * time.Hour)) }

func addDays(d civil.Date, n int) civil.Date { return civil.DateOf(noon(d).AddDate(0, 0, n)) }

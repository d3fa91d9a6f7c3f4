package civil

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

var everyDay = flag.Bool("everyday", false, "look at every day of every zone, which takes a minute")

// The years over which the ends of days are looked at.
const firstYear, lastYear = 2015, 2030

// busy are zones of which every day is looked at in every run: those whose
// clocks are turned at or about midnight, and the column's own.
var busy = map[string]bool{
	"Asia/Shanghai": true, "America/Santiago": true, "America/Havana": true, "America/Asuncion": true, "Asia/Beirut": true,
	"Asia/Tehran": true, "Asia/Amman": true, "Africa/Cairo": true, "America/Sao_Paulo": true, "Atlantic/Azores": true,
	"Australia/Lord_Howe": true, "Africa/Casablanca": true, "America/Scoresbysund": true, "Asia/Gaza": true,
}

// zones are the names of testdata/zones.txt: all 598 of Go 1.26's
// lib/time/zoneinfo.zip.
func zones(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(text))
	if len(names) < 590 {
		t.Fatalf("only %d zones", len(names))
	}
	return names
}

// TestEndOfDayInAllZones holds the law of Date.End in every zone of the
// database: the instant before the end is on the day, and neither the end nor
// any later instant is. Days without a change of clocks near them are all
// alike, so that without the flag -everyday only those near a change are looked
// at, and of the busy zones all.
//
// The test counts where "midnight of the next day" would be wrong. If it did
// not find that anywhere, it could not find a wrong end.
func TestEndOfDayInAllZones(t *testing.T) {
	days, naive := 0, 0
	for _, name := range zones(t) {
		loc, ok := Zone(name)
		if !ok {
			t.Fatalf("there is no zone %s", name)
		}
		for _, d := range daysOf(loc, *everyDay || busy[name]) {
			days++
			checkEnd(t, d, loc)
			if midnight := time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, loc); !midnight.Equal(d.End(loc)) {
				naive++
			}
		}
		if t.Failed() {
			t.Fatalf("in %s", name)
		}
	}
	if naive < 100 {
		t.Errorf("midnight is wrong on %d days only", naive)
	}
	t.Logf("%d days of zones, on %d of which “midnight of the next day” is not the end", days, naive)
}

// daysOf returns the days to look at: all, or those about a change of clocks.
func daysOf(loc *time.Location, all bool) []Date {
	var days []Date
	end := Date{lastYear + 1, time.January, 1}
	if all {
		for d := (Date{firstYear, time.January, 1}); d != end; d = next(d) {
			days = append(days, d)
		}
		return days
	}
	days = append(days, Date{firstYear, time.January, 1}, Date{2024, time.February, 29}, Date{lastYear, time.December, 31})
	at := Date{firstYear, time.January, 1}.noonUTC()
	for {
		_, change := at.In(loc).ZoneBounds()
		if change.IsZero() || change.Year() > lastYear {
			return days
		}
		d := DateOf(change.UTC().AddDate(0, 0, -2))
		for range 5 {
			days = append(days, d)
			d = next(d)
		}
		at = change
	}
}

func next(d Date) Date { return DateOf(d.noonUTC().AddDate(0, 0, 1)) }

// checkEnd looks at every quarter of an hour for a day and a half about the
// end; all clocks of these years are turned by whole quarters.
func checkEnd(t *testing.T, d Date, loc *time.Location) {
	end := d.End(loc)
	if DateOf(end) == d {
		t.Errorf("%s: %s is not after the day", d, end)
	}
	if last := end.Add(-1); DateOf(last) != d {
		t.Errorf("%s: %s is not on the day", d, last)
	}
	for at := end.Truncate(15 * time.Minute).Add(15 * time.Minute); at.Before(end.Add(36 * time.Hour)); at = at.Add(15 * time.Minute) {
		if DateOf(at) == d {
			t.Errorf("%s ends at %s, but %s is on it too", d, end, at)
		}
	}
}

// A time of day is exact where it can be; where clocks repeat or skip it, both
// readings are known.
func TestSpan(t *testing.T) {
	for _, tt := range []struct{ zone, moment, first, last string }{
		{"Asia/Shanghai", "2022-08-31", "2022-08-30T16:00:00Z", "2022-08-31T15:59:59.999999999Z"},
		{"Asia/Shanghai", "2022-08-31T18:00", "2022-08-31T10:00:00Z", "2022-08-31T10:00:00Z"},
		// 01:30 comes twice, by summer time and without.
		{"America/New_York", "2022-11-06T01:30", "2022-11-06T05:30:00Z", "2022-11-06T06:30:00Z"},
		{"America/New_York", "2022-11-06T01:30:00-05:00", "2022-11-06T06:30:00Z", "2022-11-06T06:30:00Z"},
		{"America/New_York", "2022-11-06T02:00", "2022-11-06T07:00:00Z", "2022-11-06T07:00:00Z"},
		{"America/New_York", "2022-11-06T00:59:59", "2022-11-06T04:59:59Z", "2022-11-06T04:59:59Z"},
		// 02:30 does not come at all.
		{"America/New_York", "2022-03-13T02:30", "2022-03-13T06:30:00Z", "2022-03-13T07:30:00Z"},
		{"America/New_York", "2022-03-13T03:00", "2022-03-13T07:00:00Z", "2022-03-13T07:00:00Z"},
		// 23:30 comes twice on the day; the day ends with the second.
		{"America/Santiago", "2022-04-02T23:30", "2022-04-03T02:30:00Z", "2022-04-03T03:30:00Z"},
		{"America/Santiago", "2022-04-02", "2022-04-02T03:00:00Z", "2022-04-03T03:59:59.999999999Z"},
		{"Australia/Lord_Howe", "2022-04-03T01:45", "2022-04-02T14:45:00Z", "2022-04-02T15:15:00Z"}, // by half an hour
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},              // a skipped day
	} {
		m, ok := ParseMoment(tt.moment)
		if !ok {
			t.Fatalf("no moment: %s", tt.moment)
		}
		first, last := m.Span(load(t, tt.zone))
		got := []string{first.UTC().Format(time.RFC3339Nano), last.UTC().Format(time.RFC3339Nano)}
		if got[0] != tt.first || got[1] != tt.last {
			t.Errorf("%s in %s is from %s to %s, want from %s to %s", tt.moment, tt.zone, got[0], got[1], tt.first, tt.last)
		}
	}
}

func TestZone(t *testing.T) {
	for name, want := range map[string]bool{
		"Asia/Shanghai": true, "UTC": true, "": false, "Local": false, "CST": false, "北京": false, "../etc/passwd": false,
	} {
		if _, ok := Zone(name); ok != want {
			t.Errorf("Zone(%q): %t", name, ok)
		}
	}
}

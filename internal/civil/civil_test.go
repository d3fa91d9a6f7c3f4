package civil

import (
	"testing"
	"time"
)

func load(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestEndOfDay(t *testing.T) {
	for _, tt := range []struct {
		zone string
		date Date
		want string // the end in UTC
	}{
		{"Asia/Shanghai", Date{2022, 8, 31}, "2022-08-31T16:00:00Z"},
		{"UTC", Date{2022, 8, 31}, "2022-09-01T00:00:00Z"},
		{"Asia/Shanghai", Date{2024, 2, 29}, "2024-02-29T16:00:00Z"},
		// Clocks go from 24:00 back to 23:00: the day has 25 hours.
		{"America/Santiago", Date{2022, 4, 2}, "2022-04-03T04:00:00Z"},
		// Clocks go from 00:00 to 01:00: the next day begins at 01:00.
		{"America/Santiago", Date{2022, 9, 10}, "2022-09-11T04:00:00Z"},
		// The day that Samoa skipped lasts no time.
		{"Pacific/Apia", Date{2011, 12, 30}, "2011-12-30T10:00:00Z"},
	} {
		got := tt.date.End(load(t, tt.zone)).UTC().Format(time.RFC3339)
		if got != tt.want {
			t.Errorf("%s in %s ends at %s, want %s", tt.date, tt.zone, got, tt.want)
		}
	}
}

// The law of Date.End, in the zones whose clocks are turned at or about
// midnight, over the years in which they did: the instant before the end is
// still on the day, and no later instant near it is.
func TestEndOfDayLaw(t *testing.T) {
	zones := []string{
		"Asia/Shanghai", "America/Santiago", "America/Havana", "America/Asuncion", "Asia/Beirut",
		"Asia/Tehran", "Asia/Amman", "Africa/Cairo", "America/Sao_Paulo", "Atlantic/Azores",
		"Australia/Lord_Howe", "Pacific/Apia", "Europe/Berlin", "America/New_York", "Asia/Gaza",
	}
	for _, zone := range zones {
		loc := load(t, zone)
		for day := time.Date(2010, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2031; day = day.AddDate(0, 0, 1) {
			d := DateOf(day)
			start, end := d.Start(loc), d.End(loc)
			if !start.Before(end) {
				continue // skipped days have their own case above
			}
			if DateOf(start) != d || DateOf(end.Add(-1)) != d {
				t.Fatalf("%s in %s: [%s, %s) reaches beyond the day", d, zone, start, end)
			}
			for step := time.Duration(0); step <= 3*time.Hour; step += 30 * time.Minute {
				if DateOf(end.Add(step)) == d || DateOf(start.Add(-1-step)) == d {
					t.Fatalf("%s in %s: [%s, %s) leaves out a part of the day", d, zone, start, end)
				}
			}
		}
	}
}

func TestParseMoment(t *testing.T) {
	shanghai := load(t, "Asia/Shanghai")
	for _, tt := range []struct{ in, str, instant, deadline string }{
		{"2022-08-31", "2022-08-31", "2022-08-30T16:00:00Z", "2022-08-31T16:00:00Z"},
		{"2022-08-31T18:00", "2022-08-31T18:00:00", "2022-08-31T10:00:00Z", "2022-08-31T10:00:00Z"},
		{"2022-08-31 18:00:05", "2022-08-31T18:00:05", "2022-08-31T10:00:05Z", "2022-08-31T10:00:05Z"},
		{"2022-08-31T18:00:00Z", "2022-08-31T18:00:00Z", "2022-08-31T18:00:00Z", "2022-08-31T18:00:00Z"},
		{"2022-08-31T18:00:00+09:00", "2022-08-31T18:00:00+09:00", "2022-08-31T09:00:00Z", "2022-08-31T09:00:00Z"},
	} {
		m, ok := ParseMoment(tt.in)
		if !ok {
			t.Errorf("%s is refused", tt.in)
			continue
		}
		if m.String() != tt.str {
			t.Errorf("%s: String is %s, want %s", tt.in, m, tt.str)
		}
		if got := m.Instant(shanghai).UTC().Format(time.RFC3339); got != tt.instant {
			t.Errorf("%s: Instant is %s, want %s", tt.in, got, tt.instant)
		}
		if got := m.Deadline(shanghai).UTC().Format(time.RFC3339); got != tt.deadline {
			t.Errorf("%s: Deadline is %s, want %s", tt.in, got, tt.deadline)
		}
	}
	for _, bad := range []string{"", "2022-02-30", "2023-02-29", "2022-8-1", "2022年8月31日", "31.8.2022", "2022-08-31T25:00:00"} {
		if m, ok := ParseMoment(bad); ok {
			t.Errorf("%q is read as %s", bad, m)
		}
	}
}

package deadline

import (
	"testing"
	"time"

	"luxi/internal/civil"
)

func TestStateAt(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	moment := func(s string) civil.Moment {
		m, ok := civil.ParseMoment(s)
		if s != "" && !ok {
			t.Fatalf("bad moment %s", s)
		}
		return m
	}
	for _, tt := range []struct {
		opens, deadline, now string
		want                 State
	}{
		{"", "2022-08-31", "2022-08-01T00:00:00+08:00", Open},
		{"", "2022-08-31", "2022-08-24T23:59:59+08:00", Open},
		{"", "2022-08-31", "2022-08-25T00:00:00+08:00", Closing},
		{"", "2022-08-31", "2022-08-31T00:00:00+08:00", Closing},
		{"", "2022-08-31", "2022-08-31T23:59:59+08:00", Closing}, // the day itself is not over
		{"", "2022-08-31", "2022-08-31T15:59:59Z", Closing},
		{"", "2022-08-31", "2022-09-01T00:00:00+08:00", Closed},
		{"", "2022-08-31T18:00", "2022-08-31T17:59:59+08:00", Closing},
		{"", "2022-08-31T18:00", "2022-08-31T18:00:00+08:00", Closed},
		{"2022-07-01", "2022-08-31", "2022-06-30T23:59:59+08:00", Upcoming},
		{"2022-07-01", "2022-08-31", "2022-07-01T00:00:00+08:00", Open},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, machine := range []*time.Location{time.UTC, shanghai, time.FixedZone("", -8*3600)} {
			got := Call{Opens: moment(tt.opens), Deadline: moment(tt.deadline)}.StateAt(now.In(machine), shanghai)
			if got != tt.want {
				t.Errorf("%s–%s at %s: state %d, want %d", tt.opens, tt.deadline, tt.now, got, tt.want)
			}
		}
	}
}

func TestEndOf(t *testing.T) {
	loc := location(t, "Asia/Shanghai")
	for in, want := range map[string]string{
		"2022-09-01T00:00:00": "2022-08-31 24:00",
		"2022-09-01T00:00:01": "2022-09-01 00:00:01",
		"2022-09-01T00:01":    "2022-09-01 00:01",
		"2022-09-01T18:00":    "2022-09-01 18:00",
	} {
		day, clock := EndOf(moment(t, in).Instant(loc))
		if got := day.String() + " " + clock; got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

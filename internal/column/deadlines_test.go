package column

import (
	"testing"

	"luxi/internal/civil"
	"luxi/internal/document"
)

// A call's times are put into the column's zone only where they mean something
// else there.
func TestPublicTimes(t *testing.T) {
	columns, _ := civil.Zone("Asia/Shanghai")
	for _, tt := range []struct{ zone, opens, deadline, want string }{
		{"PRC", "2022-07-01", "2022-08-31", "2022-07-01 2022-08-31"},
		{"Asia/Singapore", "2022-07-01", "2022-08-31T18:00", "2022-07-01 2022-08-31T18:00:00"},
		{"Asia/Tokyo", "2022-07-01", "2022-08-31", "2022-06-30T23:00:00+08:00 2022-08-31T23:00:00+08:00"},
		{"", "2022-07-01", "2022-08-31", "2022-07-01 2022-08-31"},
	} {
		var c document.Call
		c.Zone = tt.zone
		c.Opens, _ = civil.ParseMoment(tt.opens)
		c.Deadline, _ = civil.ParseMoment(tt.deadline)
		c = public(c, columns)
		if got := c.Opens.String() + " " + c.Deadline.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.zone, got, tt.want)
		}
	}
}

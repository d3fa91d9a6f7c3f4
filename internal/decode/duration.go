package decode

import (
	"math"
	"strings"
	"time"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindBadDuration = diag.Define("bad-duration", diag.Error,
	i18n.Text{ZH: "看不懂时长“{found}”", EN: "“{found}” is not a length of time"},
	i18n.Text{
		ZH: `写整数加单位，例如 "2天"、"36小时"、"90分钟"（或 "2d"、"36h"、"90m"）。`,
		EN: `Write whole numbers with units, such as "2d", "36h", "90m" (or "2天", "36小时", "90分钟").`,
	})

var kindNegativeDuration = diag.Define("negative-duration", diag.Error,
	i18n.Text{ZH: "时长“{found}”是负的", EN: "the length of time “{found}” is negative"},
	i18n.Text{
		ZH: "去掉负号：时长都往后算，例如宽限 \"2天\" 就是截稿以后再收两天。",
		EN: "Take the sign away: a length of time counts onwards, a grace of \"2d\" being the two days after a deadline.",
	})

// negative reports whether a text is a length of time but for its sign.
func negative(s string) bool {
	s = strings.TrimSpace(s)
	for _, sign := range []string{"-", "－", "−", "–", "—"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			_, ok = parseDuration(rest)
			return ok
		}
	}
	return false
}

// units are those of a duration; of two that begin alike the longer is first.
var units = []struct {
	name string
	is   time.Duration
}{
	{"d", 24 * time.Hour},
	{"天", 24 * time.Hour},
	{"h", time.Hour},
	{"小时", time.Hour},
	{"m", time.Minute},
	{"分钟", time.Minute},
	{"分", time.Minute},
	{"s", time.Second},
	{"秒", time.Second},
}

// parseDuration reads whole numbers with units, in any order and with spaces
// between them or not. A day is 24 hours: a grace of two days is 48 hours also
// where clocks are turned.
func parseDuration(s string) (time.Duration, bool) {
	total := time.Duration(0)
	rest := strings.TrimSpace(s)
	if rest == "" {
		return 0, false
	}
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 || digits > 9 {
			return 0, false
		}
		n := time.Duration(0)
		for _, c := range rest[:digits] {
			n = n*10 + time.Duration(c-'0')
		}
		unit, after, ok := cutUnit(strings.TrimLeft(rest[digits:], " "))
		if !ok || n > (math.MaxInt64-total)/unit {
			return 0, false
		}
		total += n * unit
		rest = strings.TrimLeft(after, " ")
	}
	return total, true
}

func cutUnit(s string) (unit time.Duration, after string, ok bool) {
	for _, u := range units {
		if after, ok = strings.CutPrefix(s, u.name); ok {
			return u.is, after, true
		}
	}
	return 0, "", false
}

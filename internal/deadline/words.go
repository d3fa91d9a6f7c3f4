package deadline

import (
	"fmt"
	"time"

	"luxi/internal/civil"
	"luxi/internal/i18n"
)

// Lasting says a length of time in days and hours; of less than an hour in
// minutes. What is begun is not counted: a person has 2 days left until the
// third is whole.
func Lasting(d time.Duration) i18n.Text {
	days, hours, minutes := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	switch {
	case days > 0 && hours > 0:
		return i18n.Text{
			ZH: fmt.Sprintf("%d 天 %d 小时", days, hours),
			EN: number(days, "day") + " " + number(hours, "hour"),
		}
	case days > 0:
		return i18n.Text{ZH: fmt.Sprintf("%d 天", days), EN: number(days, "day")}
	case hours > 0:
		return i18n.Text{ZH: fmt.Sprintf("%d 小时", hours), EN: number(hours, "hour")}
	case minutes > 0:
		return i18n.Text{ZH: fmt.Sprintf("%d 分钟", minutes), EN: number(minutes, "minute")}
	}
	return i18n.Text{ZH: "不到 1 分钟", EN: "less than a minute"}
}

func number(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// EndOf says a half-open end as people do, by a day and a clock on it: midnight
// is 24:00 of the day that ends. Seconds are there where they are not 0.
func EndOf(end time.Time) (day civil.Date, clock string) {
	switch second := end.Format("15:04:05"); {
	case second == "00:00:00":
		return civil.DateOf(end.Add(-1)), "24:00"
	case end.Second() != 0:
		return civil.DateOf(end), second
	default:
		return civil.DateOf(end), end.Format("15:04")
	}
}

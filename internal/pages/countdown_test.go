package pages

import (
	"testing"
	"time"

	"luxi/internal/browser"
)

// The call of the model column closes on 31 August 2023 at 18:00 in Shanghai. The
// page, made on the 15th, says by the reader's clock what luxi would say: the end
// itself is too late, and the last seven days are closing.
func TestCountdown(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(375))
		for _, tt := range []struct{ now, state, countdown string }{
			{"2023-08-15T12:00:00+08:00", "征稿中", "距截稿还有16天"},
			{"2023-08-15T23:59:59+08:00", "征稿中", "距截稿还有16天"},
			{"2023-08-16T00:00:00+08:00", "征稿中", "距截稿还有15天"},
			{"2023-08-24T17:59:59+08:00", "征稿中", "距截稿还有7天"},
			{"2023-08-24T18:00:00+08:00", "即将截稿", "距截稿还有7天"},
			{"2023-08-30T17:59:59+08:00", "即将截稿", "距截稿还有1天"},
			{"2023-08-30T18:00:00+08:00", "即将截稿", "距截稿还有24小时"},
			{"2023-08-31T17:00:00+08:00", "即将截稿", "距截稿还有1小时"},
			{"2023-08-31T17:00:01+08:00", "即将截稿", "距截稿不到1小时"},
			{"2023-08-31T17:59:59+08:00", "即将截稿", "距截稿不到1小时"},
			{"2023-08-31T18:00:00+08:00", "已截稿", ""},
		} {
			now, err := time.Parse(time.RFC3339, tt.now)
			if err != nil {
				t.Fatal(err)
			}
			c := conditions(375)
			c.Now = now
			under(t, p, c)
			lead(t, p, model+"calls/2023.html")
			const standing = `[".state", ".countdown"].map(s => document.querySelector(".standing " + s).textContent.trim())`
			if got := browser.Value[[2]string](t, p, standing); got != [2]string{tt.state, tt.countdown} {
				t.Errorf("at %s the call is %q, want %q and %q", tt.now, got, tt.state, tt.countdown)
			}
		}
	})
}

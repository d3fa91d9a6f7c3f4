package reminder

import (
	"fmt"
	"strings"

	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/decode"
	"luxi/internal/diag"
)

// A Log is who was reminded when, the oldest first. It is kept beside the call,
// as ID.reminders.toml, and never published:
//
//	[[reminded]]
//	name = "王强"
//	region = "冠县"
//	days = 3
//	deadline = 2022-08-31
//	at = 2022-08-28T09:00:00+08:00
type Log []Entry

// An Entry is one reminder.
type Entry struct {
	Name     string       `toml:"name,required" zh:"姓名"`
	Key      string       `toml:"key" zh:"标识"`
	Region   string       `toml:"region" zh:"县市区"`
	Days     int          `toml:"days,required" zh:"截稿前天数"` // the mark, or Overdue
	Deadline civil.Moment `toml:"deadline,required" zh:"截稿时间"`
	At       civil.Moment `toml:"at,required" zh:"提醒时间"`
}

// LogPath returns the path of the log of a call by the path of the call's file.
func LogPath(call string) string { return strings.TrimSuffix(call, ".md") + ".reminders.toml" }

// ParseLog reads a log. With errors in the list it must not be relied on: who
// was reminded is not known.
func ParseLog(f diag.File) (Log, diag.List) {
	var file struct {
		Reminded Log `toml:"reminded" zh:"提醒记录"`
	}
	list := decode.Text{File: f, End: len(f.Text), Syntax: decode.TOML}.Into(&file)
	return file.Reminded, list
}

// has reports whether a person had a mark for the board's deadline; of reminders
// after it, whether there was one today.
func (l Log) has(p deadline.Invited, mark int, b deadline.Board, today civil.Date) bool {
	for _, e := range l {
		had := deadline.Invited{Name: e.Name, Key: e.Key, Region: e.Region}
		if !deadline.Same(p, had) || e.Days != mark || e.Deadline != b.Call.Deadline {
			continue
		}
		if mark != Overdue || civil.DateOf(e.At.Instant(b.End.Location()).In(b.End.Location())) == today {
			return true
		}
	}
	return false
}

const logHead = `# 提醒记录：谁在什么时候提醒过。luxi deadline remind 只往后加，不改上面的；不会发布到网站。
# Who was reminded when. luxi deadline remind appends; nothing of it is published.
`

// Append returns a log's text with entries at its end. What stands there keeps
// every byte.
func Append(text string, entries []Entry) string {
	var b strings.Builder
	b.WriteString(text)
	switch {
	case text == "":
		b.WriteString(logHead)
	case !strings.HasSuffix(text, "\n"):
		b.WriteString("\n")
	}
	for _, e := range entries {
		fmt.Fprintf(&b, "\n[[reminded]]\nname = %s\n", quote(e.Name))
		if e.Key != "" {
			fmt.Fprintf(&b, "key = %s\n", quote(e.Key))
		}
		if e.Region != "" {
			fmt.Fprintf(&b, "region = %s\n", quote(e.Region))
		}
		fmt.Fprintf(&b, "days = %d\ndeadline = %s\nat = %s\n", e.Days, e.Deadline, e.At)
	}
	return b.String()
}

// quote writes a basic string of TOML 1.0.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s) + `"`
}

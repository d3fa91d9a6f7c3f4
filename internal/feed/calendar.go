package feed

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"luxi/internal/view"
)

// lineOctets is how long a line may be without its break (RFC 5545, 3.1).
const lineOctets = 75

// reminderHour is when to remind of a whole day: its beginning is midnight,
// when nobody wants to be reminded.
const reminderHour = 9

// Calendar returns an event as iCalendar (RFC 5545), to be put into one's own
// calendar. It does not make its day look busy.
//
// The calendar has no name of its own (X-WR-CALNAME): Outlook would open it as
// another calendar beside the reader's. What a mailbox publishes has METHOD:
// PUBLISH, which asks for an organizer (RFC 5546, 3.2.1); without a mailbox it
// is a plain calendar.
func Calendar(e view.Event) []byte {
	var c calendar
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//luxi//luxi//ZH")
	c.line("CALSCALE:GREGORIAN")
	if e.Mailbox != "" {
		c.line("METHOD:PUBLISH")
	}
	c.line("BEGIN:VEVENT")
	c.line("UID:" + escapeText(e.UID))
	c.line("DTSTAMP:" + value(e.Stamp))
	c.date("DTSTART", e.Start)
	if e.End != "" {
		c.date("DTEND", e.End)
	}
	c.text("SUMMARY", e.Title)
	c.text("DESCRIPTION", e.Description)
	c.text("LOCATION", e.Location)
	if e.URL != "" {
		c.line("URL:" + value(e.URL))
	}
	c.organizer(e.Organizer, e.Mailbox)
	c.line("TRANSP:TRANSPARENT")
	c.reminder(e)
	c.line("END:VEVENT")
	c.line("END:VCALENDAR")
	return []byte(c.b.String())
}

type calendar struct{ b strings.Builder }

// line writes a content line, folded where it is too long: a line break and a
// space, which counts for the next line. A character is never divided, although
// the standard would allow it, because not every reader joins the lines first.
func (c *calendar) line(s string) {
	room := lineOctets
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		c.b.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], lineOctets-1
	}
	c.b.WriteString(s + "\r\n")
}

var (
	// textEscapes is TEXT of 3.3.11. A colon is not escaped.
	textEscapes = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\r\n", `\n`, "\r", `\n`, "\n", `\n`)
	// parameterEscapes is for values in quotes (RFC 6868).
	parameterEscapes = strings.NewReplacer("^", "^^", `"`, "^'", "\r\n", "^n", "\r", "^n", "\n", "^n")
)

// text writes a property that is text, if there is any.
func (c *calendar) text(name, s string) {
	if s = escapeText(s); s != "" {
		c.line(name + ":" + s)
	}
}

func escapeText(s string) string { return value(textEscapes.Replace(s)) }

// date writes a property that is a day or an instant.
func (c *calendar) date(name, s string) {
	s = value(s)
	if isDay(s) {
		name += ";VALUE=DATE"
	}
	c.line(name + ":" + s)
}

func isDay(s string) bool { return len(s) == len("20220831") }

// organizer writes who publishes the event.
func (c *calendar) organizer(name, mailbox string) {
	if mailbox == "" {
		return
	}
	property := "ORGANIZER"
	if name = value(parameterEscapes.Replace(name)); name != "" {
		property += `;CN="` + name + `"`
	}
	c.line(property + ":mailto:" + percentEncode(mailbox))
}

// reminder writes an alarm that shows the title, some days before the event
// begins; for a whole day in the morning.
func (c *calendar) reminder(e view.Event) {
	if e.ReminderDays <= 0 {
		return
	}
	trigger := "-P" + strconv.Itoa(e.ReminderDays) + "D"
	if isDay(e.Start) {
		trigger = "-P"
		if e.ReminderDays > 1 {
			trigger += strconv.Itoa(e.ReminderDays-1) + "D"
		}
		trigger += "T" + strconv.Itoa(24-reminderHour) + "H"
	}
	c.line("BEGIN:VALARM")
	c.line("ACTION:DISPLAY")
	c.line("TRIGGER:" + trigger)
	c.line("DESCRIPTION:" + escapeText(e.Title)) // an alarm must have one, be it empty
	c.line("END:VALARM")
}

// value leaves out what may stand in no content line, however escaped: control
// characters but the tab (3.1), and bytes that are not UTF-8.
func value(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// percentEncode escapes what may not stand in a mailto address (RFC 6068, 2).
func percentEncode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~@+!$'*", c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

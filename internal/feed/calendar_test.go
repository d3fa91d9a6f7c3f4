package feed

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"luxi/internal/view"
)

// A property is a content line after unfolding.
type property struct {
	name   string
	params map[string]string
	value  string
}

var (
	contentLine = regexp.MustCompile(`^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$`)
	parameter   = regexp.MustCompile(`;([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))`)
)

// parseCalendar reads lines by the rules of RFC 5545, 3.1, and fails where one
// is broken.
func parseCalendar(t *testing.T, data []byte) (properties []property) {
	t.Helper()
	text, ok := strings.CutSuffix(string(data), "\r\n")
	if !ok {
		t.Errorf("the last line has no end: %q", data)
	}
	var lines []string
	for i, line := range strings.Split(text, "\r\n") {
		switch {
		case len(line) > 75:
			t.Errorf("a line has %d octets: %s", len(line), line)
		case !utf8.ValidString(line):
			t.Errorf("a character is divided: %q", line)
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
			t.Errorf("a line holds a control character: %q", line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded && i > 0 {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, line)
		}
	}
	for _, line := range lines {
		m := contentLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("not a content line: %q", line)
		}
		p := property{m[1], map[string]string{}, m[3]}
		for _, m := range parameter.FindAllStringSubmatch(m[2], -1) {
			p.params[m[1]] = m[2] + m[3]
		}
		properties = append(properties, p)
	}
	return properties
}

// A component is what stands between BEGIN and END.
type component struct {
	name       string
	properties map[string][]property
	components []component
}

func (c component) value(name string) string {
	if ps := c.properties[name]; len(ps) > 0 {
		return ps[0].value
	}
	return ""
}

func nest(t *testing.T, ps []property) component {
	t.Helper()
	stack := []component{{}}
	for _, p := range ps {
		top := &stack[len(stack)-1]
		switch p.name {
		case "BEGIN":
			stack = append(stack, component{name: p.value, properties: map[string][]property{}})
		case "END":
			if top.name != p.value || len(stack) < 2 {
				t.Fatalf("%s ends %s", p.value, top.name)
			}
			done := *top
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].components = append(stack[len(stack)-1].components, done)
		default:
			top.properties[p.name] = append(top.properties[p.name], p)
		}
	}
	if len(stack) != 1 || len(stack[0].components) != 1 {
		t.Fatalf("not one calendar: %v", stack)
	}
	return stack[0].components[0]
}

// unescape reads TEXT by RFC 5545, 3.3.11.
func unescape(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ';', ',':
			t.Errorf("%q stands bare in %q", c, s)
		case '\\':
			i++
			if i == len(s) || !strings.Contains(`\;,nN`, s[i:i+1]) {
				t.Fatalf("%q ends within an escape or has one that means nothing", s)
			}
			if c = s[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// plain is what a calendar can say of a text.
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, ""))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

var (
	day      = regexp.MustCompile(`^\d{8}$`)
	utc      = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	duration = regexp.MustCompile(`^-P(\d+D|(\d+D)?T\d+H)$`)
)

// checkCalendar holds a calendar against RFC 5545 and its event.
func checkCalendar(t *testing.T, e view.Event, data []byte) {
	t.Helper()
	c := nest(t, parseCalendar(t, data))
	if c.name != "VCALENDAR" || c.value("VERSION") != "2.0" || c.value("PRODID") == "" || len(c.components) != 1 {
		t.Fatalf("not a calendar of one event: %v", c)
	}
	event := c.components[0]
	for name, ps := range event.properties {
		if len(ps) != 1 {
			t.Errorf("there are %d properties %s", len(ps), name)
		}
	}
	for name, want := range map[string]string{
		"UID": e.UID, "SUMMARY": e.Title, "DESCRIPTION": e.Description, "LOCATION": e.Location,
	} {
		equal(t, name, unescape(t, event.value(name)), plain(want))
	}
	equal(t, "URL", event.value("URL"), e.URL)
	if event.value("UID") == "" || !utc.MatchString(event.value("DTSTAMP")) {
		t.Errorf("the event has the UID %q and the stamp %q", event.value("UID"), event.value("DTSTAMP"))
	}
	for _, name := range []string{"DTSTART", "DTEND"} {
		for _, p := range event.properties[name] {
			if form := map[string]*regexp.Regexp{"DATE": day, "": utc}[p.params["VALUE"]]; !form.MatchString(p.value) {
				t.Errorf("%s is %v", name, p)
			}
		}
	}
	checkOrganizer(t, e, c)
	checkAlarm(t, e, event)
}

// checkOrganizer: who publishes must say who they are (RFC 5546, 3.2.1).
func checkOrganizer(t *testing.T, e view.Event, c component) {
	t.Helper()
	ps := c.components[0].properties["ORGANIZER"]
	if published := c.value("METHOD") == "PUBLISH"; published != (len(ps) == 1) || published != (e.Mailbox != "") {
		t.Errorf("METHOD %q, organizer %v", c.value("METHOD"), ps)
	}
	if len(ps) == 0 {
		return
	}
	address, ok := strings.CutPrefix(ps[0].value, "mailto:")
	mailbox, err := url.PathUnescape(address)
	if !ok || err != nil || mailbox != e.Mailbox {
		t.Errorf("the organizer's address is %s (%v), want %q", ps[0].value, err, e.Mailbox)
	}
	name := strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^").Replace(ps[0].params["CN"])
	equal(t, "the organizer", name, plain(e.Organizer))
}

func checkAlarm(t *testing.T, e view.Event, event component) {
	t.Helper()
	if (len(event.components) == 1) != (e.ReminderDays > 0) {
		t.Fatalf("%d days are %d alarms", e.ReminderDays, len(event.components))
	}
	for _, a := range event.components {
		if a.name != "VALARM" || a.value("ACTION") != "DISPLAY" || !duration.MatchString(a.value("TRIGGER")) || len(a.properties["DESCRIPTION"]) != 1 {
			t.Errorf("an alarm is %v", a)
		}
	}
}

func deadlineEvent() view.Event {
	return view.Event{
		UID: "2022@luxi.example.org", Title: "约稿截稿", URL: root + "calls/2022.html",
		Start: "20220831", Stamp: "20220801T000000Z", ReminderDays: 3, Mailbox: "dzrbicxw116@126.com",
	}
}

// Texts of every length, of characters of one to four octets, are folded where
// they must be and nowhere else.
func TestFolding(t *testing.T) {
	for _, r := range []string{"a", "é", "黄", "\U0001F30A", "a黄"} {
		for n := range 200 {
			e := deadlineEvent()
			e.Title = strings.Repeat(r, n)
			data := Calendar(e)
			checkCalendar(t, e, data)
			lines := strings.Split(string(data), "\r\n")
			for i := 1; i < len(lines); i++ {
				if rest, folded := strings.CutPrefix(lines[i], " "); folded {
					if _, size := utf8.DecodeRuneInString(rest); len(lines[i-1])+size <= 75 {
						t.Errorf("a line of %d octets was folded before %q", len(lines[i-1]), rest)
					}
				}
			}
		}
	}
}

// FuzzCalendar: any text that goes in is read back.
func FuzzCalendar(f *testing.F) {
	f.Add("约稿启事", "截稿时间：2022年8月31日", "大众日报聊城新闻", "dzrbicxw116@126.com", 3)
	f.Add(hostile, hostile, hostile, hostile, 1)
	f.Add(`\n`, "a\\\n;,:\"^n^'", `"^`, "稿件@例子.中国", 0)
	f.Add(strings.Repeat("黄", 24)+"\r", "\r\r\n\n", "^\n", "a b\r\nX:y@z", -1)
	f.Fuzz(func(t *testing.T, title, description, organizer, mailbox string, days int) {
		e := deadlineEvent()
		e.UID += title
		e.Title, e.Description, e.Location, e.Organizer, e.Mailbox, e.ReminderDays = title, description, description, organizer, mailbox, days
		checkCalendar(t, e, Calendar(e))
		e.Start, e.End = "20220831T100000Z", "20220831T110000Z"
		checkCalendar(t, e, Calendar(e))
	})
}

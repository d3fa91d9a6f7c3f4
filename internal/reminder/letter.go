package reminder

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/diag"
)

// A Call is what a letter says of the call and of who writes.
type Call struct {
	Column    string // the column's name, which signs
	Title     string
	Mailbox   string
	Telephone string
}

// A Letter is one reminder.
type Letter struct {
	Name    string // of the person
	Address string // the person's mailbox, or ""
	Subject string
	Text    string // lines end in LF
}

var mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)

// Write writes to a person. The letter is in Chinese, whatever language the
// program speaks: it is for the contributor. The person is addressed by name
// and position, with no title that guesses at more.
func Write(c Call, b deadline.Board, d Due) Letter {
	end := endText(b, d)
	var p []string
	p = append(p, "尊敬的"+oneLine(d.Person.Position)+oneLine(d.Person.Name)+"：", "您好！")
	title := "《" + oneLine(c.Title) + "》"
	switch {
	case d.Days > 0:
		p = append(p, fmt.Sprintf("%s将于%s截稿，距今天还有%d天。目前我们还没有收到您的稿件，特此提醒，盼您拨冗赐稿。", title, end, d.Days))
	case d.Days == 0:
		p = append(p, fmt.Sprintf("%s将于今天（%s）截稿。目前我们还没有收到您的稿件，特此提醒，盼您拨冗赐稿。", title, end))
	default:
		text := fmt.Sprintf("%s已于%s截稿，目前我们还没有收到您的稿件。如果您仍有意赐稿，请先与我们联系。", title, end)
		if grace := d.End.Add(b.Call.Grace); b.Now.Before(grace) {
			text = fmt.Sprintf("%s已于%s截稿，目前我们还没有收到您的稿件。%s以前寄到的，我们仍可收下，盼您拨冗赐稿。", title, end, instantText(grace))
		}
		p = append(p, text)
	}
	p = append(p, howToSend(c, b.Call.Length),
		"如果稿件已经寄出，请不必理会这封信，方便时告诉我们一声，以便核对。如果时间上有困难，也请告诉我们，我们尽力安排。",
		"顺颂\n时祺",
		oneLine(c.Column)+"\n"+dateText(civil.DateOf(b.Now)))
	return Letter{
		Name: oneLine(d.Person.Name), Address: mailAddress.FindString(d.Person.Contact),
		Subject: subject(c, d.Days), Text: strings.Join(p, "\n\n") + "\n",
	}
}

func subject(c Call, days int) string {
	column := oneLine(c.Column)
	switch {
	case days > 0:
		return fmt.Sprintf("“%s”约稿距截稿还有%d天", column, days)
	case days == 0:
		return fmt.Sprintf("“%s”约稿今天截稿", column)
	}
	return fmt.Sprintf("“%s”约稿已经截稿，盼复", column)
}

func howToSend(c Call, length []int) string {
	var s []string
	if c.Mailbox != "" {
		s = append(s, "来稿请发送到"+c.Mailbox+"，注明姓名和职务")
	} else {
		s = append(s, "来稿办法见约稿启事，请注明姓名和职务")
	}
	if len(length) == 2 {
		s = append(s, fmt.Sprintf("篇幅以%d至%d字为宜", length[0], length[1]))
	}
	text := strings.Join(s, "；") + "。"
	if c.Telephone != "" {
		text += "如有疑问，请致电" + oneLine(c.Telephone) + "。"
	}
	return text
}

// endText says the end that holds for a person, as its call or the extension has
// it: a date alone ends at 24:00.
func endText(b deadline.Board, d Due) string {
	m := b.Call.Deadline
	if d.End.After(b.End) {
		m = d.Person.Extension.To
	}
	if m.HasClock {
		return instantText(d.End)
	}
	return dateText(m.Date) + weekday(m.Date) + "24时" + zoneText(d.End.Location())
}

// instantText says an instant; midnight is 24:00 of the day that ends.
func instantText(t time.Time) string {
	d, clock := deadline.EndOf(t)
	if clock == "24:00" {
		clock = "24时"
	}
	return dateText(d) + weekday(d) + clock + zoneText(t.Location())
}

func dateText(d civil.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day) }

func weekday(d civil.Date) string {
	return "（星期" + [...]string{"日", "一", "二", "三", "四", "五", "六"}[noon(d).Weekday()] + "）"
}

// zoneText names a zone where it is not the one that everybody means.
func zoneText(loc *time.Location) string {
	if loc.String() == "Asia/Shanghai" {
		return ""
	}
	return "（" + loc.String() + "时间）"
}

// oneLine keeps what an editor typed from breaking a line of a letter or a
// mail's header, and from hiding or turning what is written there. It takes out
// what [diag.Visible] makes visible.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) { // of no width
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return diag.Visible(string(r)) != string(r) }), " ")
}

package reminder

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net/mail"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"luxi/internal/civil"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/golden"
)

var shanghai, _ = civil.Zone("Asia/Shanghai")

func moment(t *testing.T, s string) civil.Moment {
	t.Helper()
	m, ok := civil.ParseMoment(s)
	if s != "" && !ok {
		t.Fatalf("no moment: %s", s)
	}
	return m
}

// judge makes the board of people at a time.
func judge(t *testing.T, now string, people ...deadline.Invited) deadline.Board {
	c := deadline.Call{Deadline: moment(t, "2022-08-31"), Invited: people}
	return deadline.Judge(c, nil, moment(t, now).Instant(shanghai), shanghai)
}

func TestMarks(t *testing.T) {
	p := deadline.Invited{Name: "王强", Region: "冠县"}
	for _, tt := range []struct {
		now  string
		want string
	}{
		{"2022-08-20", "not yet"},
		{"2022-08-23T23:59:59", "not yet"},
		{"2022-08-24", "7 with 7 days"},
		{"2022-08-27T12:00", "7 with 4 days"}, // the day of the mark may have been a Sunday
		{"2022-08-28", "3 with 3 days"},
		{"2022-08-29", "3 with 2 days"},
		{"2022-08-30", "1 with 1 days"},
		{"2022-08-31T23:59:59", "1 with 0 days"},
		{"2022-09-01", "past"},
	} {
		c := Choose(judge(t, tt.now, p), nil, Options{Marks: []int{7, 3, 1}})
		got := ""
		switch {
		case len(c.Due) == 1:
			got = fmt.Sprintf("%d with %d days", c.Due[0].Mark, c.Due[0].Days)
		case c.NotYet == 1 && c.First == civil.Date{Year: 2022, Month: 8, Day: 24}:
			got = "not yet"
		case c.Past == 1:
			got = "past"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.now, got, tt.want)
		}
	}
	c := Choose(judge(t, "2022-09-01", p), nil, Options{Marks: []int{1}, Overdue: true})
	if len(c.Due) != 1 || c.Due[0].Mark != Overdue || c.Due[0].Days >= 0 {
		t.Errorf("after the deadline: %+v", c)
	}
}

// An extension keeps a person from being reminded until it ends, and only where
// it ends after the deadline.
func TestExtension(t *testing.T) {
	for _, tt := range []struct{ to, now, want string }{
		{"2022-09-05", "2022-08-28", "extended"},
		{"2022-09-05", "2022-09-05T23:59:59", "extended"},
		{"2022-09-05", "2022-09-06", "due -1 after 2022年9月5日（星期一）24时"},
		{"2022-09-05T12:00", "2022-09-05T12:00", "due -1 after 2022年9月5日（星期一）12:00"},
		{"2022-08-31", "2022-08-28", "due 3 before 2022年8月31日（星期三）24时"},
		{"2022-08-20", "2022-08-28", "due 3 before 2022年8月31日（星期三）24时"},
		{"2022-08-20", "2022-09-02", "due -2 after 2022年8月31日（星期三）24时"},
	} {
		p := deadline.Invited{Name: "王强", Extension: deadline.Extension{To: moment(t, tt.to)}}
		b := judge(t, tt.now, p)
		c := Choose(b, nil, Options{Marks: []int{7}, Overdue: true})
		got := ""
		for range c.Extended {
			got += "extended"
		}
		for _, d := range c.Due {
			when := " before "
			if d.Mark == Overdue {
				when = " after "
			}
			text := Write(Call{Title: "约稿"}, b, d).Text
			_, text, _ = strings.Cut(text, "于")
			text, _, _ = strings.Cut(text, "截稿")
			got += fmt.Sprintf("due %d", d.Days) + when + text
		}
		if got != tt.want {
			t.Errorf("extended to %s, at %s: %s, want %s", tt.to, tt.now, got, tt.want)
		}
	}
}

// The law: named is nobody who has sent something, declined or has an extension,
// nobody twice for one mark; and nobody who is missing is passed over in silence.
func TestLaw(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	names, regions := []string{"张伟", "王强", "李秀英", "欧阳建国", "赵敏"}, []string{"", "冠县", "莘县"}
	named := 0
	for range 2000 {
		c := deadline.Call{Deadline: moment(t, "2022-08-31"), Grace: 48 * time.Hour}
		for range 1 + r.IntN(6) {
			p := deadline.Invited{Name: names[r.IntN(5)], Region: regions[r.IntN(3)], Declined: r.IntN(4) == 0}
			if r.IntN(4) == 0 {
				p.Extension.To = moment(t, fmt.Sprintf("2022-09-0%d", 1+r.IntN(9)))
			}
			c.Invited = append(c.Invited, p)
		}
		var pieces []deadline.Submission
		sent := map[string]bool{}
		for i := range r.IntN(4) {
			s := deadline.Submission{Path: fmt.Sprint(i), Region: regions[r.IntN(3)]}
			for range 1 + r.IntN(2) {
				s.Authors = append(s.Authors, deadline.Author{Name: names[r.IntN(5)]})
				sent[s.Authors[len(s.Authors)-1].Name+s.Region] = true
			}
			pieces = append(pieces, s)
		}
		var log Log
		times := map[string]int{}
		now := moment(t, "2022-08-20").Instant(shanghai)
		for now.Before(moment(t, "2022-09-12").Instant(shanghai)) {
			b := deadline.Judge(c, pieces, now, shanghai)
			choice := Choose(b, log, Options{Marks: []int{7, 3, 1}})
			missing := 0
			for _, row := range b.Rows {
				if row.Standing == deadline.Missing {
					missing++
				}
			}
			if got := len(choice.Due) + len(choice.Doubtful) + len(choice.Extended) + len(choice.Had) + choice.NotYet + choice.Past; got != missing {
				t.Fatalf("%d are missing, %d are accounted for: %+v", missing, got, choice)
			}
			for _, d := range choice.Due {
				named++
				if d.Person.Declined || !d.Person.Extension.To.IsZero() || sent[d.Person.Name+d.Person.Region] {
					t.Fatalf("%+v is named", d)
				}
				key := fmt.Sprint(d.Person.Name, d.Person.Region, d.Mark)
				if times[key]++; times[key] > 1 {
					t.Fatalf("%s is named twice", key)
				}
				log = append(log, Entry{Name: d.Person.Name, Region: d.Person.Region, Days: d.Mark, Deadline: c.Deadline, At: civil.MomentOf(now)})
			}
			now = now.Add(time.Duration(1+r.IntN(30)) * time.Hour)
		}
	}
	if named < 1000 {
		t.Errorf("only %d were named: the law was not tried", named)
	}
}

// A log that is appended to keeps every byte, and says what was put in.
func TestLog(t *testing.T) {
	in := []Entry{
		{Name: "王强", Region: "冠县", Days: 7, Deadline: moment(t, "2022-08-31"), At: moment(t, "2022-08-24T09:00:00+08:00")},
		{Name: "阿\"里\\", Key: "ali\n", Days: Overdue, Deadline: moment(t, "2022-08-31T18:00"), At: moment(t, "2022-09-01T09:00:00.5+08:00")},
	}
	for _, before := range []string{"", "# 记\n", "# 没有换行", "\ufeff# 记事本\r\n"} {
		text := Append(Append(before, in[:1]), in[1:])
		if !strings.HasPrefix(text, before) {
			t.Errorf("%q is changed to %q", before, text)
		}
		log, list := ParseLog(diag.File{Path: "a.reminders.toml", Text: strings.TrimPrefix(text, "\ufeff")})
		if len(list) > 0 || !reflect.DeepEqual([]Entry(log), in) {
			t.Errorf("after %q: %+v\n%s\n%s", before, log, golden.Print(list), text)
		}
	}
	if got := LogPath("content/calls/2022.md"); got != "content/calls/2022.reminders.toml" {
		t.Error(got)
	}
}

// Where a deadline is put off, everybody may be reminded of the new one.
func TestDeadlineIsPutOff(t *testing.T) {
	p := deadline.Invited{Name: "王强"}
	log := Log{{Name: "王强", Days: 7, Deadline: moment(t, "2022-08-24"), At: moment(t, "2022-08-17")}}
	if c := Choose(judge(t, "2022-08-24", p), log, Options{Marks: []int{7}}); len(c.Due) != 1 {
		t.Errorf("%+v", c)
	}
	log[0].Deadline = moment(t, "2022-08-31")
	if c := Choose(judge(t, "2022-08-24", p), log, Options{Marks: []int{7}}); len(c.Had) != 1 {
		t.Errorf("%+v", c)
	}
	if c := Choose(judge(t, "2022-08-24", p), log, Options{Marks: []int{7}, Force: true}); len(c.Due) != 1 {
		t.Errorf("%+v", c)
	}
}

// A draft is read by the standard library as what was written, whatever people
// are called.
func TestMail(t *testing.T) {
	b := judge(t, "2022-08-28T09:00")
	for _, tt := range []struct{ column, name, position, contact, to string }{
		{"鲁西崛起大家谈", "王强", "中共冠县县委书记", "13800000000，wang.qiang@126.com", "wang.qiang@126.com"},
		{strings.Repeat("很长的栏目名称", 9), "欧阳建国", strings.Repeat("党委书记、", 30), "", ""},
		{"A, B \"C\"", "Smith, John <x@y.z>\r\nBcc: all@example.org", "换\n行", "a@b.cn\r\nBcc: c@d.cn", "a@b.cn"},
		{"a", "𠮷野\u2028家", "", "电话", ""},
	} {
		d := Due{Person: deadline.Invited{Name: tt.name, Position: tt.position, Contact: tt.contact}, Mark: 3, Days: 3, End: b.End}
		letter := Write(Call{Column: tt.column, Title: "约稿", Mailbox: "desk@126.com"}, b, d)
		raw := string(letter.Mail(tt.column, "desk@126.com", b.Now))
		for line := range strings.SplitSeq(raw, "\r\n") {
			if len(line) > 78 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("a line of %d bytes: %q", len(line), line)
			}
		}
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		from, err := m.Header.AddressList("From")
		if err != nil || from[0].Name != tt.column || from[0].Address != "desk@126.com" {
			t.Errorf("from %v: %v", from, err)
		}
		to, _ := m.Header.AddressList("To")
		if tt.to == "" && len(to) != 0 || tt.to != "" && (len(to) != 1 || to[0].Address != tt.to || to[0].Name != oneLine(tt.name)) {
			t.Errorf("to %v, want %s", to, tt.to)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject != letter.Subject {
			t.Errorf("subject %q: %v", subject, err)
		}
		if date, err := m.Header.Date(); err != nil || !date.Equal(b.Now) {
			t.Errorf("date %s: %v", date, err)
		}
		if m.Header.Get("X-Unsent") != "1" || m.Header.Get("Bcc") != "" || len(m.Header) > 8 {
			t.Errorf("header %v", m.Header)
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
		if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != letter.Text {
			t.Errorf("body %q: %v", body, err)
		}
	}
}

// What a letter says of the deadline.
func TestLetter(t *testing.T) {
	tokyo, _ := civil.Zone("Asia/Tokyo")
	for _, tt := range []struct {
		deadline, now string
		grace         time.Duration
		loc           *time.Location
		want          string
	}{
		{"2022-08-31", "2022-08-28", 0, shanghai, "《约稿》将于2022年8月31日（星期三）24时截稿，距今天还有3天。"},
		{"2022-08-31", "2022-08-31T08:00", 0, shanghai, "《约稿》将于今天（2022年8月31日（星期三）24时）截稿。"},
		{"2022-08-31T18:00", "2022-08-28", 0, shanghai, "将于2022年8月31日（星期三）18:00截稿，"},
		{"2022-08-31T18:00:00+09:00", "2022-08-28", 0, shanghai, "将于2022年8月31日（星期三）17:00截稿，"},
		{"2022-08-31T00:00", "2022-08-28", 0, shanghai, "将于2022年8月30日（星期二）24时截稿，"},
		{"2022-08-31T00:00:30", "2022-08-28", 0, shanghai, "将于2022年8月31日（星期三）00:00:30截稿，"},
		{"2022-08-31", "2022-08-28", 0, tokyo, "将于2022年8月31日（星期三）24时（Asia/Tokyo时间）截稿，"},
		{"2022-08-31", "2022-09-01", 0, shanghai, "《约稿》已于2022年8月31日（星期三）24时截稿，目前我们还没有收到您的稿件。如果您仍有意赐稿，请先与我们联系。"},
		{"2022-08-31", "2022-09-01", 48 * time.Hour, shanghai, "2022年9月2日（星期五）24时以前寄到的，我们仍可收下"},
	} {
		c := deadline.Call{Deadline: moment(t, tt.deadline), Grace: tt.grace, Invited: []deadline.Invited{{Name: "王强", Position: "书记"}}}
		b := deadline.Judge(c, nil, moment(t, tt.now).Instant(tt.loc), tt.loc)
		due := Choose(b, nil, Options{Marks: []int{7}, Overdue: true}).Due
		if len(due) != 1 {
			t.Fatalf("%s at %s: %d are due", tt.deadline, tt.now, len(due))
		}
		text := Write(Call{Column: "试刊", Title: "约稿"}, b, due[0]).Text
		if !strings.Contains(text, tt.want) || !strings.HasPrefix(text, "尊敬的书记王强：\n\n您好！\n") {
			t.Errorf("%s at %s says\n%s\nwant %s", tt.deadline, tt.now, text, tt.want)
		}
	}
	if !slices.Contains(strings.Split(howToSend(Call{}, nil), "，"), "来稿办法见约稿启事") {
		t.Error(howToSend(Call{}, nil))
	}
}

// Nothing that a terminal or a mail program would obey, or that hides or turns
// what is written, gets from the roster into a letter.
func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"王强":                      "王强",
		"王　强 a":                   "王　强 a",
		"换\n行\r\n\t和":             "换 行 和",
		"\x1b[31m王\u009b31m强":     "[31m王 31m强",
		"\u202e王\u2066强\u200f":    "王强",
		"王\u200b强\u2028a\u2029\n": "王强 a",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

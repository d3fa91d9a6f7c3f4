package intake

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A Letter is what a mail says beside the manuscripts in it.
type Letter struct {
	Subject     string
	From        Address
	Date        time.Time // by the sender's clock; zero where it names no zone
	Text        string    // the body, without a signature
	Attachments []Attachment
}

// An Address is a mailbox with the name that is shown for it.
type Address struct{ Name, Address string }

// An Attachment is a file of a mail, its bytes as they were sent.
type Attachment struct {
	Name   string
	Data   []byte
	Inline bool // a picture within the text
}

// SHA256 returns the hash of the bytes.
func (a Attachment) SHA256() string { return hash(a.Data) }

var (
	cloudAttachment = diag.Define("mail-cloud-attachment", diag.Warning,
		i18n.Text{ZH: "邮件用的是云附件（超大附件），稿件不在邮件里", EN: "the attachment is in the sender's cloud and not in the mail"},
		i18n.Text{ZH: "请作者改发普通附件；云附件会过期。", EN: "Ask the author for an ordinary attachment; those in the cloud expire."})
	unknownZone = diag.Define("mail-time-zone", diag.Warning,
		i18n.Text{ZH: "时间“{value}”没有写明时区，没有采用", EN: "the time “{value}” names no offset from UTC and was not taken"},
		i18n.Text{ZH: "用 --received 写上收到的时间。", EN: "Give the time of receipt with --received."})
	mailLimit = diag.Define("mail-limit", diag.Warning,
		i18n.Text{ZH: "邮件的{what}超过上限，后面的没有读", EN: "the mail has too many {what}; the rest was not read"},
		i18n.Text{ZH: "打开邮件看一看，缺的附件单独导入。", EN: "Open the mail and import the attachments that are missing by themselves."})
	mailPictures = diag.Define("mail-pictures", diag.Note,
		i18n.Text{ZH: "邮件还附有图片：{names}", EN: "pictures are attached to the mail: {names}"},
		i18n.Text{ZH: "文章要配图的，从邮件里取出来放在文章旁边。", EN: "Put those that the essay is to have beside it."})
	senderClock = diag.Define("mail-sender-clock", diag.Note,
		i18n.Text{ZH: "没有服务器的收信记录，收稿时间是发件人的钟：{value}", EN: "no server's record is in the mail; the received time is the sender's clock: {value}"},
		i18n.Text{ZH: "在邮箱里看实际收到的时间，用 --received 写上。", EN: "Look the time up in the mailbox and give it with --received."})
	winmail = diag.Define("mail-winmail", diag.Note,
		i18n.Text{ZH: "附件 winmail.dat 是 Outlook 打的包，取出了其中的 {count} 个文件", EN: "winmail.dat is a parcel of Outlook's; {count} files were taken out of it"},
		i18n.Text{ZH: "缺附件的话，请作者改发普通附件。", EN: "If something is missing, ask the author for ordinary attachments."})
)

// readMail reads a mail: what is attached, or else what stands in it, is the
// manuscript.
func readMail(r *Result, name string, data []byte, opt Options, n *notes) {
	m := &mailReader{}
	if bytes.IndexByte(data, '\n') < 0 { // lines as the old Macintosh ends them
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	root := m.part(data, 0)
	l := &Letter{Subject: headerText(root.header.get("subject")), From: readAddress(root.header.get("from"))}
	r.Letter = l
	m.collect(root, l)
	l.Text = strings.Join(m.texts, "\n\n")
	if trimSpace(l.Text) == "" {
		l.Text = strings.Join(m.inner, "\n\n")
	}
	l.Text = cutSignature(l.Text)
	if m.full != nil {
		n.at(mailLimit, 0, diag.Arg("what", *m.full))
	}
	m.times(r, root.header, n)
	if isCloud(l.Text) || isCloud(m.pages) {
		n.at(cloudAttachment, 0)
	}
	m.manuscripts(r, name, opt, n)
}

// manuscripts reads the attachments, and the text where none is a manuscript.
func (m *mailReader) manuscripts(r *Result, name string, opt Options, n *notes) {
	l := r.Letter
	documents := 0
	var pictures []string
	budget := &xmlBudget{}
	for _, a := range unpacked(l.Attachments, n) {
		if _, _, isPicture := checkPicture(a.Data); isPicture {
			if !a.Inline {
				pictures = append(pictures, a.Name)
			}
			continue
		}
		documents++
		r.Manuscripts = append(r.Manuscripts, oneAttachment(name, a, l, budget, opt))
	}
	if pictures != nil {
		n.at(mailPictures, 0, diag.Arg("names", strings.Join(pictures, "、")))
	}
	const leastEssay = 200 // characters from which on a letter with attachments is an essay itself
	anyRead := slices.ContainsFunc(r.Manuscripts, func(m Manuscript) bool { return m.Draft != nil || m.Split != nil })
	length := utf8.RuneCountInString(l.Text)
	if trimSpace(l.Text) == "" && documents == 0 {
		n.refuse(refuse(noText))
		return
	}
	if !anyRead && (documents == 0 || length >= leastEssay) && trimSpace(l.Text) != "" {
		r.Manuscripts = append(r.Manuscripts, bodyManuscript(name, l, opt))
	}
}

// unpacked puts the files of a winmail.dat in its place.
func unpacked(attachments []Attachment, n *notes) []Attachment {
	var out []Attachment
	for _, a := range attachments {
		inner := openWinmail(a.Data)
		if inner == nil {
			out = append(out, a)
			continue
		}
		n.at(winmail, 0, diag.Arg("count", len(inner)))
		out = append(out, inner...)
	}
	return out
}

// oneAttachment reads an attachment.
func oneAttachment(mail string, a Attachment, l *Letter, budget *xmlBudget, opt Options) Manuscript {
	src := source{file: a.Name, label: mail + " › " + a.Name, subject: l.Subject, budget: budget}
	if format, refused := sniff(a.Name, a.Data); refused == nil && format == Mail { // forwarded ones are opened already; this is a file
		n := &notes{file: src.label}
		n.refuse(refuse(wrongFormat, diag.Arg("format", i18n.Text{ZH: "邮件里的另一封邮件", EN: "a mail within the mail"})))
		return Manuscript{Name: a.Name, Format: Mail, SHA256: hash(a.Data), Notes: n.list()}
	}
	return readManuscript(src, a.Data, opt)
}

// bodyManuscript makes a manuscript of a letter's text.
func bodyManuscript(name string, l *Letter, opt Options) (m Manuscript) {
	n := &notes{file: name}
	// A short text such as “see attached” may come from many; it is this letter's.
	identity := strings.Join([]string{l.From.Address, l.Subject, l.Text}, "\x00")
	m = Manuscript{Name: name, Format: Text, SHA256: hash([]byte(identity))}
	if utf8.RuneCountInString(l.Text) > maxRunes {
		n.refuse(tooManyRunes())
		m.Notes = n.list()
		return m
	}
	s := &script{name: name, subject: l.Subject, plain: true, lines: true, blocks: plainBlocks(l.Text, n)}
	if opt.Split != "" {
		m.Split = splitPage(s, opt.Split, n)
	} else {
		m.Draft = s.draft(n)
	}
	m.Notes = n.list()
	return m
}

// times finds when the mail was received: by the topmost Received field, which
// the mailbox's server wrote, else by the sender's clock.
func (m *mailReader) times(r *Result, h header, n *notes) {
	if date := h.get("date"); date != "" {
		if t, ok := readDate(date); ok {
			r.Letter.Date = t
			r.Received, r.ReceivedBy = t, BySenderClock
		} else {
			n.at(unknownZone, 0, diag.Arg("value", cut(headerText(date), 60)))
		}
	}
	received := h.get("received")
	if i := strings.LastIndexByte(received, ';'); i >= 0 {
		if t, ok := readDate(received[i+1:]); ok {
			r.Received, r.ReceivedBy = t, ByReceivedHeader
			return
		}
		n.at(unknownZone, 0, diag.Arg("value", cut(headerText(received[i+1:]), 60)))
	}
	if r.ReceivedBy == BySenderClock {
		n.at(senderClock, 0, diag.Arg("value", r.Received.Format("2006-01-02 15:04:05 -0700")))
	}
}

var mailDate = regexp.MustCompile(`(?i)\b(\d{1,2})[ -]+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ -]+(\d{4}|\d{2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|(?:GMT|UTC|UT|Z)\s*(?:\(|$))`)

// readDate reads a date of RFC 5322. Only an offset in digits, or universal
// time by its name, is believed: “CST” is six zones' name, and “GMT+8” is read in
// two ways.
func readDate(s string) (time.Time, bool) {
	m := mailDate.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return time.Time{}, false
	}
	year, clock, zone := m[3], m[4], m[5]
	if len(year) == 2 {
		year = "20" + year
	}
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	if zone[0] != '+' && zone[0] != '-' {
		zone = "+0000"
	}
	month := strings.ToUpper(m[2][:1]) + strings.ToLower(m[2][1:])
	t, err := time.Parse("2 Jan 2006 15:4:5 -0700", m[1]+" "+month+" "+year+" "+strings.TrimPrefix(clock, "0")+" "+zone)
	if err != nil {
		t, err = time.Parse("2 Jan 2006 15:04:05 -0700", m[1]+" "+month+" "+year+" "+clock+" "+zone)
	}
	return t, err == nil
}

// readAddress reads the first mailbox of a From field. The name is decoded when
// it is parted from the address, so that no mark in it is taken for a border.
func readAddress(s string) Address {
	if end := strings.IndexByte(s, '>'); end >= 0 {
		if start := strings.LastIndexByte(s[:end], '<'); start >= 0 {
			name := headerText(unquote(strings.TrimSpace(s[:start])))
			return Address{strings.Trim(name, `"' `), strings.TrimSpace(s[start+1 : end])}
		}
	}
	address := bareAddress.FindString(s)
	name := ""
	if start, end := strings.IndexByte(s, '('), strings.LastIndexByte(s, ')'); start >= 0 && end > start {
		name = headerText(s[start+1 : end])
	}
	return Address{name, address}
}

var bareAddress = regexp.MustCompile(`[^\s<>()",;:]+@[^\s<>()",;:]+`)

var (
	signatureMark = regexp.MustCompile(`(?m)^--[ \t]*$`)
	signatureLine = regexp.MustCompile(`^(?:发自我的|发自|来自我的|Sent from my|从我的).{0,30}$|^(?:发送自|来自).{0,20}(?:邮箱|邮件|大师|手机)\S{0,8}$`)
)

// cutSignature takes away what stands below “-- ”, and the line in which a
// telephone praises itself.
func cutSignature(s string) string {
	if at := signatureMark.FindStringIndex(s); at != nil && trimSpace(s[:at[0]]) != "" {
		s = s[:at[0]]
	}
	all := strings.Split(s, "\n")
	for len(all) > 0 {
		last := trimSpace(all[len(all)-1])
		if last != "" && !signatureLine.MatchString(last) {
			break
		}
		all = all[:len(all)-1]
	}
	return strings.Join(all, "\n")
}

// isCloud reports the words and addresses by which the large Chinese providers
// announce an attachment that stays with them.
func isCloud(s string) bool {
	for _, mark := range []string{"云附件", "超大附件", "large-attachment-download", "/ftn/download", "ftn_download", "cowtransfer", "filedown.do"} {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return false
}

// unflow joins the lines of format=flowed (RFC 3676): one that ends with a space
// goes on. Between Chinese characters that space is of the client's making, even
// where it does not say so by DelSp.
func unflow(s string, delSp bool) string {
	var out strings.Builder
	goesOn := false
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimPrefix(line, " ")
		if goesOn {
			before := strings.TrimSuffix(out.String(), " ")
			last, _ := utf8.DecodeLastRuneInString(before[max(0, len(before)-utf8.UTFMax):])
			first, _ := utf8.DecodeRuneInString(line)
			if !delSp && (last < 0x2e80 || first < 0x2e80) {
				out.WriteByte(' ')
			}
		}
		goesOn = strings.HasSuffix(line, " ") && line != "-- "
		if goesOn {
			out.WriteString(line[:len(line)-1])
		} else {
			out.WriteString(line + "\n")
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}

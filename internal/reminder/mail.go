package reminder

import (
	"encoding/base64"
	"strings"
	"time"
)

// Mail returns a letter as a draft of a mail (RFC 5322) from a mailbox. The
// field X-Unsent has Outlook open it for editing and sending. A person whose
// mailbox is not known has no field To; the editor fills it in.
func (l Letter) Mail(column, mailbox string, at time.Time) []byte {
	var b strings.Builder
	field := func(name, value string) { b.WriteString(name + ": " + value + "\r\n") }
	field("Date", at.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	field("From", person(column, mailbox, len("From: ")))
	if l.Address != "" {
		field("To", person(l.Name, l.Address, len("To: ")))
	}
	field("Subject", encoded(l.Subject, len("Subject: ")))
	field("MIME-Version", "1.0")
	field("Content-Type", "text/plain; charset=UTF-8")
	field("Content-Transfer-Encoding", "base64")
	field("X-Unsent", "1")
	b.WriteString("\r\n")
	body := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(l.Text, "\n", "\r\n")))
	for len(body) > 76 { // RFC 2045, 6.8
		b.WriteString(body[:76] + "\r\n")
		body = body[76:]
	}
	b.WriteString(body + "\r\n")
	return []byte(b.String())
}

// person writes a name with a mailbox, on a line of its own where one would be
// too long (RFC 5322, 2.1.1).
func person(name, mailbox string, indent int) string {
	s := encoded(name, indent)
	last := len(s) - (strings.LastIndexByte(s, '\n') + 1)
	if !strings.Contains(s, "\n") {
		last += indent
	}
	if last+len(" <>")+len(mailbox) > 78 {
		s += "\r\n"
	}
	return s + " <" + mailbox + ">"
}

// encoded writes a text for a header as encoded words (RFC 2047), each on its
// own line. Text that is ASCII is encoded too, so that no mark in a name has to
// be quoted. One word holds at most 45 bytes of text, cut between characters.
func encoded(s string, indent int) string {
	s = strings.ToValidUTF8(s, "")
	var words []string
	room := 45 - indent // the first line begins with the field's name
	for s != "" {
		n := 0
		for i, r := range s {
			if i+len(string(r)) > room {
				break
			}
			n = i + len(string(r))
		}
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s, room = s[n:], 45
	}
	return strings.Join(words, "\r\n ")
}

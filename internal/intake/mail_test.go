package intake

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	letterSubject = "投稿：全面建设四个新高地"
	letterText    = "各位编辑：\n　　现投稿一篇，题为《全面建设四个新高地》，请审阅。\n　　郝学兰 中共东阿县委书记"
	letterFile    = "全面建设四个新高地（郝学兰）.docx"
)

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inBase64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func inQuoted(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, "=%02X", s[i])
	}
	return b.String()
}

// TestNameCutWithinAnEscape joins what RFC 2231 continues before the escapes of
// it are read.
func TestNameCutWithinAnEscape(t *testing.T) {
	r := Read("a.eml", []byte("From: a@b.cn\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=gb18030''%B8%E;\r\n filename*1*=5%BC%FE; filename*2=.pdf\r\n\r\n%PDF-1.4"), Options{})
	if got := r.Letter.Attachments[0].Name; got != "稿件.pdf" {
		t.Errorf("the name is %q", got)
	}
}

// TestLetters reads one letter in every shape in which Chinese clients send it.
func TestLetters(t *testing.T) {
	from := "From: =?UTF-8?B?" + inBase64("郝学兰") + "?= <haoxl@126.com>\r\n"
	subject := "Subject: =?UTF-8?B?" + inBase64(letterSubject) + "?=\r\n"
	g, text := gbk(t, letterSubject), gbk(t, letterText)
	plain := func(head, charset, body string) string {
		return head + "Content-Type: text/plain" + charset + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inBase64(body) + "\r\n"
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(letterText)
	if err != nil {
		t.Fatal(err)
	}
	page := `<html><head><meta charset="gb2312"></head><body><div>各位编辑：</div><div>　　现投稿一篇，题为《全面建设四个新高地》，请审阅。</div><div>郝学兰&nbsp;中共东阿县委书记</div></body></html>`
	mails := map[string]string{
		"a label of each kind":       plain(from+subject, `; charset="x-gbk"`, text),
		"UTF-8 that is GBK":          plain(from+subject, "; charset=utf-8", text),
		"GBK that is UTF-8":          plain(from+subject, "; charset=gbk", letterText),
		"Latin that is GBK":          plain(from+subject, "; charset=iso-8859-1", text),
		"no charset":                 from + subject + "\r\n" + text,
		"UTF-16":                     plain(from+subject, "; charset=utf-16", wide),
		"UTF-7":                      from + subject + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + inUTF7(letterText),
		"a charset nobody knows":     plain(from+subject, "; charset=unknown-8bit", text),
		"raw GBK headers":            "From: " + gbk(t, "郝学兰") + " <haoxl@126.com>\r\nSubject: " + g + "\r\n\r\n" + letterText,
		"words of two labels":        plain(from+"Subject: =?gb2312?B?"+inBase64(g[:7])+"?=\r\n\t=?GBK?Q?"+inQuoted(g[7:])+"?=\r\n", "", letterText),
		"UTF-8 cut in a character":   plain(from+"Subject: =?UTF-8?B?"+inBase64(letterSubject[:10])+"?=\r\n =?UTF-8?B?"+inBase64(letterSubject[10:])+"?=\r\n", "", letterText),
		"a word with a language":     plain(from+"Subject: =?UTF-8*zh?B?"+strings.TrimRight(inBase64(letterSubject), "=")+"?=\r\n", "", letterText),
		"the name in a comment":      plain("From: haoxl@126.com (=?GBK?B?"+inBase64(gbk(t, "郝学兰"))+"?=)\r\n"+subject, "", letterText),
		"charset in the page alone":  from + subject + "Content-Type: text/html\r\n\r\n" + gbk(t, page),
		"the plain alternative":      from + subject + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n" + letterText + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b--\r\n",
		"an empty plain alternative": from + subject + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n \r\n--b\r\nContent-Type: text/html; charset=gbk\r\n\r\n" + gbk(t, page) + "\r\n--b--\r\n",
		"a line of mbox, LF alone":   "From haoxl@126.com Wed Aug 31 20:00:00 2022\n" + strings.ReplaceAll(plain(from+subject, "; charset=gbk", text), "\r\n", "\n"),
		"empty lines before it":      "\r\n" + plain(from+subject, "; charset=gbk", text),
		"flowed":                     from + subject + "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n" + strings.Replace(letterText, "题为", "题为 \r\n", 1),
		"a telephone's signature":    plain(from+subject, "; charset=gbk", text+gbk(t, "\n\n发自我的iPhone")),
	}
	for name, mail := range mails {
		t.Run(name, func(t *testing.T) {
			l := Read("a.eml", []byte(mail), Options{}).Letter
			if l == nil {
				t.Fatal("no letter")
			}
			if l.Subject != letterSubject || l.From != (Address{"郝学兰", "haoxl@126.com"}) {
				t.Errorf("%q from %q", l.Subject, l.From)
			}
			if squeeze(l.Text) != squeeze(letterText) {
				t.Errorf("%q", l.Text)
			}
		})
	}
}

func inUTF7(s string) string {
	units, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	return "+" + strings.TrimRight(inBase64(units), "=") + "-"
}

// TestAttachmentNames reads the name of a file in every form that is sent.
func TestAttachmentNames(t *testing.T) {
	g := gbk(t, letterFile)
	for name, disposition := range map[string]string{
		"raw GBK":            `filename="` + g + `"`,
		"raw and unquoted":   `filename=` + g,
		"raw UTF-8":          `filename="` + letterFile + `"`,
		"with its folders":   `filename="C:\\稿件\\` + letterFile + `"`,
		"encoded":            `filename="=?gb2312?Q?` + inQuoted(g) + `?="`,
		"RFC 2231":           `filename*=GBK'zh-CN'` + url.PathEscape(g),
		"cut in a character": `filename*0*=gb18030''` + url.PathEscape(g[:13]) + `; filename*1*=` + url.PathEscape(g[13:]),
		"both forms":         `filename="x.docx"; filename*=UTF-8''` + url.PathEscape(letterFile),
		"as in an address":   `filename="` + url.PathEscape(letterFile) + `"`,
	} {
		mail := "From: a@b.cn\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; " + disposition + "\r\n\r\nx\r\n--b--\r\n"
		l := Read("a.eml", []byte(mail), Options{}).Letter
		if len(l.Attachments) != 1 || l.Attachments[0].Name != letterFile {
			t.Errorf("%s: %+v", name, l.Attachments)
		}
	}
}

// TestMailDates believes offsets in digits alone: CST is six zones' name.
func TestMailDates(t *testing.T) {
	want := time.Date(2022, 8, 31, 12, 0, 5, 0, time.UTC)
	for _, s := range []string{
		"Wed, 31 Aug 2022 20:00:05 +0800 (CST)", "31 Aug 2022 20:00:05 +0800", "Wed, 31 AUG 22 20:00:05 +0800", "Wed, 31 Aug 2022 12:00:05 GMT",
		"31 Aug 2022 12:00:05 -0000", "Wed, 31-Aug-2022 12:00:05 UT (x)",
	} {
		if got, ok := readDate(s); !ok || !got.Equal(want) {
			t.Errorf("%s is read as %s", s, got)
		}
	}
	for _, s := range []string{"Wed, 31 Aug 2022 20:00:05 CST", "Wed, 31 Aug 2022 20:00:05 GMT+8", "Wed, 31 Aug 2022 20:00:05", "2022年8月31日", "Wed, 32 Aug 2022 20:00:05 +0800"} {
		if got, ok := readDate(s); ok {
			t.Errorf("%s is read as %s", s, got)
		}
	}
}

package intake

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// sniff tells a file by its content. The name decides only what content cannot:
// Markdown from other text, a saved mail from a saved web page.
func sniff(name string, data []byte) (Format, *refusal) {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	begins := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case len(data) == 0:
		return "", refuse(emptyFile)
	case begins("PK\x03\x04"), begins("PK\x05\x06"), begins("PK\x07\x08"):
		return sniffZip(data)
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return sniffOLE(data)
	}
	for _, f := range foreign {
		if begins(f.magic) {
			return "", refuse(f.kind, diag.Arg("format", f.name))
		}
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case ext == ".eml" || looksLikeMail(head):
		if len(data) > maxMail {
			return Mail, tooLargeFile(len(data), maxMail)
		}
		if ext != ".eml" && isWebArchive(data[:min(len(data), 8192)]) {
			return HTML, nil
		}
		return Mail, nil
	case len(data) > maxFile:
		return "", tooLargeFile(len(data), maxFile)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return "", refuse(wrongFormat, diag.Arg("format", i18n.Text{ZH: "RTF 文件", EN: "an RTF file"}))
	case looksLikeHTML(head):
		return HTML, nil
	case bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("wordDocument")), bytes.Contains(head, []byte("pkg:package")):
		return "", refuse(wrongFormat, diag.Arg("format", i18n.Text{ZH: "Word 的 XML 文件", EN: "a Word XML file"}))
	case ext == ".md" || ext == ".markdown":
		return Markdown, nil
	}
	return Text, nil
}

func tooLargeFile(size, limit int) *refusal {
	return refuse(fileTooLarge, diag.Arg("size", megabytes(size)), diag.Arg("limit", megabytes(limit)))
}

// megabytes writes a size, rounded up to a tenth.
func megabytes(n int) string {
	const tenth = (1 << 20) / 10.0
	t := int((float64(n) + tenth - 1) / tenth)
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d.%d MB", t/10, t%10)
}

// foreign are formats that are told by their first bytes and not read.
var foreign = []struct {
	magic string
	kind  *diag.Kind
	name  i18n.Text
}{
	{"%PDF-", wrongFormat, i18n.Text{ZH: " PDF 文件", EN: "a PDF file"}},
	{"Rar!", archive, i18n.Same("RAR")},
	{"7z\xbc\xaf\x27\x1c", archive, i18n.Same("7z")},
	{"\x1f\x8b", archive, i18n.Same("gzip")},
	{"\x89PNG", wrongFormat, i18n.Text{ZH: "图片（PNG）", EN: "a picture (PNG)"}},
	{"\xff\xd8\xff", wrongFormat, i18n.Text{ZH: "图片（JPEG）", EN: "a picture (JPEG)"}},
	{"GIF8", wrongFormat, i18n.Text{ZH: "图片（GIF）", EN: "a picture (GIF)"}},
	{"RIFF", wrongFormat, i18n.Text{ZH: "图片、声音或视频（RIFF）", EN: "a picture, sound or film (RIFF)"}},
	{"II*\x00", wrongFormat, i18n.Text{ZH: "图片（TIFF）", EN: "a picture (TIFF)"}},
	{"\xdb\xa5", wrongFormat, i18n.Text{ZH: "早期的 Word 文件（Word 2）", EN: "a file of Word 2"}},
	{"MZ", wrongFormat, i18n.Text{ZH: "程序", EN: "a program"}},
	{"\x7fELF", wrongFormat, i18n.Text{ZH: "程序", EN: "a program"}},
	{"\x78\x9f\x3e\x22", wrongFormat, i18n.Text{ZH: " Outlook 的 winmail.dat", EN: "Outlook's winmail.dat"}},
}

// sniffZip tells a Word file from what else is a zip.
func sniffZip(data []byte) (Format, *refusal) {
	if len(data) > maxFile {
		return "", tooLargeFile(len(data), maxFile)
	}
	p, refused := openPackage(data)
	if refused != nil {
		return Docx, refused
	}
	word := false
	if main, err := p.mainPart(); err == nil {
		word = !strings.HasPrefix(main, "xl/") && !strings.HasPrefix(main, "ppt/") && !strings.HasPrefix(main, "visio/")
	}
	switch {
	case word:
		return Docx, nil
	case p.has("content.xml"):
		return "", refuse(notWord, diag.Arg("format", openDocument(p)))
	case p.hasPrefix("xl/"):
		return "", refuse(notWord, diag.Arg("format", i18n.Text{ZH: "表格（.xlsx）", EN: "a spreadsheet (.xlsx)"}))
	case p.hasPrefix("ppt/"):
		return "", refuse(notWord, diag.Arg("format", i18n.Text{ZH: "演示文稿（.pptx）", EN: "a presentation (.pptx)"}))
	case p.has("ofd.xml"):
		return "", refuse(notWord, diag.Arg("format", i18n.Text{ZH: "版式文件（OFD）", EN: "a fixed page (OFD)"}))
	case p.has("[content_types].xml"), p.hasPrefix("word/"):
		return "", refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: "缺少正文部分", EN: "its main part is missing"}))
	}
	return "", refuse(archive, diag.Arg("format", "zip"))
}

func openDocument(p *docxPackage) i18n.Text {
	kind, _ := p.read("mimetype", 200)
	switch {
	case bytes.Contains(kind, []byte("spreadsheet")):
		return i18n.Text{ZH: "表格（ODS）", EN: "a spreadsheet (ODS)"}
	case bytes.Contains(kind, []byte("presentation")):
		return i18n.Text{ZH: "演示文稿（ODP）", EN: "a presentation (ODP)"}
	}
	return i18n.Text{ZH: " ODT", EN: "an ODT file"}
}

// sniffOLE tells the documents that live in Microsoft's compound file.
func sniffOLE(data []byte) (Format, *refusal) {
	if len(data) > maxFile {
		return "", tooLargeFile(len(data), maxFile)
	}
	c, refused := openCompound(data)
	if refused != nil {
		return Doc, refused
	}
	switch {
	case c.has("EncryptedPackage"):
		return Docx, refuse(encrypted)
	case c.has("WordDocument"):
		return Doc, nil
	}
	for _, o := range []struct {
		stream string
		name   i18n.Text
	}{
		{"Workbook", i18n.Text{ZH: "表格（.xls）", EN: "a spreadsheet (.xls)"}},
		{"Book", i18n.Text{ZH: "表格（.xls）", EN: "a spreadsheet (.xls)"}},
		{"PowerPoint Document", i18n.Text{ZH: "演示文稿（.ppt）", EN: "a presentation (.ppt)"}},
		{"__properties_version1.0", i18n.Text{ZH: " Outlook 的邮件（.msg）", EN: "an Outlook mail (.msg)"}},
		{"MatOST", i18n.Text{ZH: " Works 文件", EN: "a Works file"}},
		{"CONTENTS", i18n.Text{ZH: " Works 或 Publisher 文件", EN: "a Works or Publisher file"}},
	} {
		if c.has(o.stream) {
			return "", refuse(notWord, diag.Arg("format", o.name))
		}
	}
	return "", refuse(notWord, diag.Arg("format", i18n.Text{ZH: "别的 Office 文件（OLE）", EN: "another Office file (OLE)"}))
}

var (
	mailHeader = regexp.MustCompile(`^(?i:from|to|cc|subject|date|received|return-path|message-id|mime-version|delivered-to|x-[a-z0-9-]+|dkim-signature|content-type|reply-to|sender|authentication-results|arc-[a-z-]+):`)
	htmlStart  = regexp.MustCompile(`(?i)^<(?:!doctype html|html|head|body|meta|div|p|table|span|font|\?xml[^>]*\?>\s*<(?:!doctype html|html))[\s>/]?`)
)

// looksLikeMail reports text that begins with headers: a field of RFC 5322 and
// one more. mbox's “From ” line may stand before them.
func looksLikeMail(head []byte) bool {
	if bytes.HasPrefix(head, []byte("From ")) {
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			head = head[i+1:]
		}
	}
	found := 0
	for line := range bytes.SplitSeq(head, []byte("\n")) {
		line = bytes.TrimRight(line, "\r")
		switch {
		case len(line) == 0:
			return found >= 2
		case line[0] == ' ' || line[0] == '\t':
		case mailHeader.Match(line):
			found++
		case found == 0:
			return false
		}
	}
	return found >= 2
}

func looksLikeHTML(head []byte) bool { return htmlStart.Match(head) }

// isWebArchive reports a web page that was saved as one file (.mht), which is
// MIME as a mail is: it has a location, and nobody to whom it was sent.
func isWebArchive(head []byte) bool {
	lower := bytes.ToLower(head)
	return bytes.Contains(lower, []byte("multipart/related")) && (bytes.Contains(lower, []byte("content-location:")) || bytes.Contains(lower, []byte("<saved by"))) &&
		!bytes.Contains(lower, []byte("\nto:")) && !bytes.Contains(lower, []byte("received:"))
}

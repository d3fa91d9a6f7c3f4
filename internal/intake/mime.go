package intake

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"luxi/internal/i18n"
)

// A mailReader takes a mail apart (RFC 2045 to 2049), forgiving what clients get
// wrong: boundaries without an end, base64 without padding, raw 8-bit headers.
type mailReader struct {
	count   int // parts so far
	scanned int // bytes looked at: parts in parts are looked at again
	full    *i18n.Text
	texts   []string // of the mail itself
	inner   []string // of forwarded ones
	pages   string   // HTML, for what only it says
}

// A mailPart is a part with those in it.
type mailPart struct {
	header   header
	kind     string // media type
	params   map[string]string
	filename string
	attached bool
	body     []byte // still encoded
	parts    []*mailPart
}

var (
	whatParts       = i18n.Text{ZH: "部分", EN: "parts"}
	whatDepth       = i18n.Text{ZH: "嵌套层数", EN: "levels"}
	whatAttachments = i18n.Text{ZH: "附件", EN: "attachments"}
	whatSize        = i18n.Text{ZH: "内容", EN: "bytes"}
)

// maxScan bounds the bytes looked at in search of boundaries.
const maxScan = 4 * maxMail

// maxLetter bounds the bytes of a text within a mail, still encoded.
const maxLetter = 6 << 20

// part reads a part and those in it.
func (m *mailReader) part(data []byte, depth int) *mailPart {
	m.count++
	h, body := splitHeader(data)
	if depth > 0 && (bytes.HasPrefix(data, []byte("\n")) || bytes.HasPrefix(data, []byte("\r\n"))) {
		h, body = nil, data // a part may have no header
	}
	p := &mailPart{header: h, body: body}
	p.kind, p.params = parameters(h.get("content-type"))
	disposition, dispositionParams := parameters(h.get("content-disposition"))
	p.filename = dispositionParams["filename"]
	if p.filename == "" {
		p.filename = p.params["name"]
	}
	p.filename = baseName(p.filename)
	p.attached = strings.HasPrefix(disposition, "attachment")
	if p.kind == "" {
		p.kind = "text/plain"
	}
	nested := strings.HasPrefix(p.kind, "multipart/") || p.kind == "message/rfc822"
	if !nested {
		return p
	}
	if m.scanned += len(body); m.scanned > maxScan {
		m.full = &whatSize
		return p
	}
	if depth >= maxNesting {
		m.full = &whatDepth
		return p
	}
	if p.kind == "message/rfc822" {
		p.parts = []*mailPart{m.part(decodeBody(h, body), depth+1)}
		return p
	}
	for _, piece := range splitParts(body, p.params["boundary"]) {
		if m.count >= maxParts {
			m.full = &whatParts
			break
		}
		p.parts = append(p.parts, m.part(piece, depth+1))
	}
	if len(p.parts) == 0 { // no boundary: what is there is read as text
		p.kind, p.params = "text/plain", map[string]string{}
	}
	return p
}

// baseName takes the folders from a file's name; it is shown and never used as
// a path.
func baseName(s string) string {
	if plain := percent(s); plain != s && utf8.ValidString(plain) && len(plain) > utf8.RuneCountInString(plain) {
		s = plain // written as in an address, which no standard has here
	}
	return trimSpace(s[strings.LastIndexAny(s, `/\`)+1:])
}

var firstBoundary = regexp.MustCompile(`(?m)^--(\S[^\r\n]{0,200}?)[ \t]*\r?$`)

// splitParts cuts a body at the lines of its boundary. A boundary that is not
// named is the first line that looks like one; one without an end ends with the
// body.
func splitParts(body []byte, boundary string) [][]byte {
	if boundary == "" {
		found := firstBoundary.FindSubmatch(body[:min(len(body), 4096)])
		if found == nil {
			return nil
		}
		boundary = string(found[1])
	}
	mark := []byte("--" + boundary)
	var out [][]byte
	start := -1
	for at := 0; at < len(body); {
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			break
		}
		i += at
		end := i + len(mark)
		at = end
		if i > 0 && body[i-1] != '\n' {
			continue
		}
		line, _, _ := bytes.Cut(body[end:min(len(body), end+200)], []byte("\n"))
		rest := strings.TrimSpace(string(line))
		if rest != "" && rest != "--" {
			continue
		}
		if start >= 0 {
			out = append(out, trimOneLine(body[start:i]))
		}
		if start = end + len(line) + 1; rest == "--" || len(out) > maxParts {
			return out
		}
		start = min(start, len(body))
	}
	if start >= 0 && start < len(body) {
		out = append(out, body[start:])
	}
	return out
}

// trimOneLine drops the line end that belongs to the boundary.
func trimOneLine(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// decodeBody undoes the transfer encoding.
func decodeBody(h header, body []byte) []byte {
	encoding, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(h.get("content-transfer-encoding"))), " ") // a comment may stand behind
	switch encoding {
	case "base64":
		return decodeBase64(withoutFooter(body))
	case "quoted-printable":
		return decodeQuoted(body)
	case "x-uuencode", "uuencode", "x-uue":
		if _, data, _ := uuFile(body); data != nil {
			return data
		}
	}
	return body
}

var footer = regexp.MustCompile(`\n[ \t]*\r?\n\S+[ \t]+\S`)

// withoutFooter drops what a mailing list or a virus scanner put behind base64
// in plain words, which would be read as digits.
func withoutFooter(body []byte) []byte {
	if at := footer.FindIndex(body); at != nil {
		return body[:at[0]]
	}
	return body
}

// text reads a part as text.
func (p *mailPart) text() string {
	data := bytes.TrimRight(decodeBody(p.header, p.body), "\r\n")
	if p.kind == "text/html" {
		page, _ := decodeHTML(data[:min(len(data), maxHTML)], p.params["charset"])
		return page
	}
	text, _ := decodeLabelled(data, p.params["charset"])
	if strings.EqualFold(p.params["format"], "flowed") {
		text = unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	return text
}

// findType returns the first part of a media type.
func (p *mailPart) findType(kind string) *mailPart {
	if p.kind == kind {
		return p
	}
	for _, k := range p.parts {
		if found := k.findType(kind); found != nil {
			return found
		}
	}
	return nil
}

// collect gathers text and attachments.
func (m *mailReader) collect(p *mailPart, l *Letter) { m.gather(p, l, false) }

func (m *mailReader) gather(p *mailPart, l *Letter, forwarded bool) {
	switch {
	case p.kind == "message/rfc822" && len(p.parts) == 1:
		m.gather(p.parts[0], l, true)
	case p.kind == "multipart/alternative":
		m.alternative(p, l, forwarded)
	case len(p.parts) > 0:
		for _, k := range p.parts {
			m.gather(k, l, forwarded)
		}
	case strings.HasPrefix(p.kind, "multipart/"):
	case !p.attached && p.filename == "" && (p.kind == "text/plain" || p.kind == "text/html"):
		m.addText(p, l, forwarded)
	default:
		m.attach(p, l)
	}
}

// alternative takes the plain text of a letter, or the HTML where that says
// nothing; what else is among the alternatives is attached to them.
func (m *mailReader) alternative(p *mailPart, l *Letter, forwarded bool) {
	plain := ""
	for _, k := range p.parts {
		if k.kind == "text/plain" && !k.attached && k.filename == "" {
			plain += trimSpace(k.text())
		}
	}
	for _, k := range p.parts {
		switch {
		case k.kind == "text/html" && plain != "" && !k.attached:
			m.pages += k.text()
		case k.kind == "text/plain" && plain == "" && !k.attached:
		case strings.HasPrefix(k.kind, "multipart/") && plain != "":
			m.alternativeRest(k, l, forwarded)
		default:
			m.gather(k, l, forwarded)
		}
	}
}

// alternativeRest gathers what is in a part whose text is known already.
func (m *mailReader) alternativeRest(p *mailPart, l *Letter, forwarded bool) {
	for _, k := range p.parts {
		if k.kind == "text/html" && !k.attached && k.filename == "" {
			m.pages += k.text()
			continue
		}
		m.gather(k, l, forwarded)
	}
}

func (m *mailReader) addText(p *mailPart, l *Letter, forwarded bool) {
	if len(p.body) > maxLetter {
		m.full = &whatSize
		return
	}
	text := p.text()
	if p.kind == "text/html" {
		m.pages += text
		var paragraphs []string
		for _, b := range htmlBlocks(text) {
			paragraphs = append(paragraphs, b.text())
		}
		text = strings.Join(paragraphs, "\n")
	} else if name, data, rest := uuFile([]byte(text)); data != nil {
		text = rest
		m.append(l, Attachment{Name: baseName(name), Data: data})
	}
	if trimSpace(text) == "" {
		return
	}
	if forwarded {
		m.inner = append(m.inner, text)
	} else {
		m.texts = append(m.texts, text)
	}
}

func (m *mailReader) attach(p *mailPart, l *Letter) {
	data := decodeBody(p.header, p.body)
	inline := !p.attached && p.header.get("content-id") != ""
	m.append(l, Attachment{Name: p.filename, Data: data, Inline: inline})
}

func (m *mailReader) append(l *Letter, a Attachment) {
	if len(l.Attachments) >= maxAttached {
		m.full = &whatAttachments
		return
	}
	if a.Name == "" {
		a.Name = "附件"
	}
	l.Attachments = append(l.Attachments, a)
}

var uuBegin = regexp.MustCompile(`(?m)^begin [0-7]{3,4} ([^\r\n]+)\r?\n`)

// uuFile finds a file in uuencode (POSIX) within a text and returns the text
// round it.
func uuFile(text []byte) (name string, data []byte, rest string) {
	at := uuBegin.FindSubmatchIndex(text)
	if at == nil {
		return "", nil, string(text)
	}
	lines := bytes.Split(text[at[1]:], []byte("\n"))
	used := at[1]
	for _, line := range lines {
		used += len(line) + 1
		line = bytes.TrimRight(line, "\r")
		if string(line) == "end" {
			rest = string(text[:at[0]]) + string(text[min(used, len(text)):])
			return string(text[at[2]:at[3]]), append([]byte{}, data...), rest
		}
		if len(line) == 0 || line[0] < ' ' || line[0] > '`' {
			continue
		}
		data = append(data, uuLine(line)...)
	}
	return "", nil, string(text)
}

func uuLine(line []byte) []byte {
	count := int(line[0]-' ') & 0x3f
	var out []byte
	get := func(i int) byte {
		if i < len(line) {
			return (line[i] - ' ') & 0x3f
		}
		return 0
	}
	for i := 1; len(out) < count; i += 4 {
		a, b, c, d := get(i), get(i+1), get(i+2), get(i+3)
		out = append(out, a<<2|b>>4, b<<4|c>>2, c<<6|d)
	}
	return out[:count]
}

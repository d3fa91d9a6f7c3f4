package intake

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// A header holds the fields of a mail or part in their order, unfolded, raw
// 8-bit characters decoded.
type header []headerField

type headerField struct{ name, value string }

// splitHeader parts the header from the body. A line that is no field ends it,
// as does an empty one.
func splitHeader(data []byte) (header, []byte) {
	var h header
	rest := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n")
	if bytes.HasPrefix(rest, []byte("From ")) { // mbox
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	for used := 0; len(rest) > 0 && used < maxHeader; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		used += len(line) + 1
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return h, after
		}
		if (line[0] == ' ' || line[0] == '\t') && len(h) > 0 {
			h[len(h)-1].value += " " + strings.TrimLeft(raw8bit(line), " \t")
			rest = after
			continue
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t=") {
			return h, rest
		}
		h = append(h, headerField{strings.ToLower(string(name)), strings.TrimLeft(raw8bit(value), " \t")})
		rest = after
	}
	return h, rest
}

// raw8bit reads bytes that no standard allows in a header: UTF-8 (as RFC 6532
// has it), or else GB18030, as old clients send it.
func raw8bit(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return decodeAs(simplifiedchinese.GB18030, b)
}

// get returns the first field of a name.
func (h header) get(name string) string {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

var (
	encodedWord = regexp.MustCompile(`=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=`)
	onlySpace   = regexp.MustCompile(`^[ \t]*$`)
)

// decodeWords reads the encoded words of RFC 2047. Neighbours of one charset are
// joined as bytes first: senders cut a character of two bytes in half. Words
// glued to text are read, too.
func decodeWords(s string) string {
	const longest = 32 << 10 // bytes; a list of recipients, or nothing that anybody reads
	s = strings.ToValidUTF8(s[:min(len(s), longest)], "")
	found := encodedWord.FindAllStringSubmatchIndex(s, -1)
	if found == nil {
		return s
	}
	var out strings.Builder
	var pending []byte
	label := ""
	flush := func() {
		if len(pending) > 0 {
			text, _ := decodeLabelled(pending, label)
			out.WriteString(text)
		}
		pending = nil
	}
	last := 0
	for i, m := range found {
		between := s[last:m[0]]
		if i == 0 || !onlySpace.MatchString(between) {
			flush()
			out.WriteString(between)
		}
		next, _, _ := strings.Cut(strings.ToLower(s[m[2]:m[3]]), "*") // a language may stand behind, RFC 2231, 5
		if next != label && !(isGB(next) && isGB(label)) {
			flush()
		}
		label = next
		payload := s[m[6]:m[7]]
		if strings.EqualFold(s[m[4]:m[5]], "b") {
			pending = append(pending, decodeBase64([]byte(payload))...)
		} else {
			pending = append(pending, decodeQuoted([]byte(strings.ReplaceAll(payload, "_", " ")))...)
		}
		last = m[1]
	}
	flush()
	out.WriteString(s[last:])
	return out.String()
}

// headerText reads a field as text of one line.
func headerText(s string) string {
	out, _ := clean(decodeWords(s))
	return trimSpace(out)
}

// decodeLabelled reads text by the charset that it is said to have. Every label
// of the GB family is GB18030, which holds all of them. A label that the bytes
// contradict is not believed. It reports false for what is no text.
func decodeLabelled(data []byte, label string) (string, bool) {
	label = strings.Trim(strings.ToLower(strings.TrimSpace(label)), `"' `)
	valid := utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")), bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		text, _, _, ok := decodeText(data)
		return text, ok
	case label == "hz-gb-2312":
		return unixLines(decodeAs(simplifiedchinese.HZGB2312, data)), true
	case strings.HasPrefix(label, "utf-16"), strings.HasPrefix(label, "utf16"):
		order := unicode.BigEndian
		if strings.HasSuffix(label, "le") {
			order = unicode.LittleEndian
		}
		return unixLines(decodeAs(unicode.UTF16(order, unicode.UseBOM), data)), true
	case strings.Contains(label, "utf-7"), strings.Contains(label, "utf7"):
		return unixLines(decodeUTF7(string(data))), true
	case valid && bytes.IndexByte(data, 0x1b) < 0 && bytes.IndexFunc(data, func(r rune) bool { return r > 0x7f }) >= 0:
		if isGB(label) && commonShare(decodeAs(simplifiedchinese.GB18030, data), false) > commonShare(string(data), false) {
			return unixLines(decodeAs(simplifiedchinese.GB18030, data)), true
		}
		return unixLines(string(data)), true
	case valid && bytes.IndexByte(data, 0x1b) < 0:
		return unixLines(string(data)), true
	case strings.HasPrefix(label, "utf") && almostUTF8(data):
		return unixLines(strings.ToValidUTF8(string(data), string(utf8.RuneError))), true
	case isGB(label):
		return unixLines(decodeAs(simplifiedchinese.GB18030, data)), true
	case label != "" && !strings.HasPrefix(label, "utf") && !strings.HasPrefix(label, "iso-8859") && !strings.HasSuffix(label, "ascii") && !strings.HasPrefix(label, "windows-125"):
		if e, _ := charset.Lookup(label); e != nil {
			if text := decodeAs(e, data); strings.Count(text, string(utf8.RuneError))*50 <= utf8.RuneCountInString(text) {
				return unixLines(text), true
			}
		}
	}
	text, _, ok := guessEncoding(data)
	if !ok { // too short to be weighed
		text = decodeAs(simplifiedchinese.GB18030, data)
	}
	return unixLines(text), isReadable(text)
}

// decodeUTF7 reads UTF-7 (RFC 2152).
func decodeUTF7(s string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "+")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return r > 0x7f || !isWord(byte(r)) && r != '+' && r != '/' })
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			out.WriteByte('+')
		} else if units, err := base64.RawStdEncoding.DecodeString(rest[:end]); err == nil {
			out.WriteString(decodeAs(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), units[:len(units)/2*2]))
		}
		s = strings.TrimPrefix(rest[end:], "-")
	}
}

// decodeBase64 reads base64 that may lack its padding, have blanks and line
// ends anywhere, and be several pieces one behind the other.
func decodeBase64(in []byte) []byte {
	out := make([]byte, 0, len(in)/4*3+3)
	var bits, count uint32
	for _, c := range in {
		v := base64Value[c]
		switch {
		case v < 64:
			bits = bits<<6 | uint32(v)
			if count++; count == 4 {
				out = append(out, byte(bits>>16), byte(bits>>8), byte(bits))
				bits, count = 0, 0
			}
		case v == padding:
			out = appendRest(out, bits, count)
			bits, count = 0, 0
		}
	}
	return appendRest(out, bits, count)
}

// appendRest writes what a last group of two or three digits holds.
func appendRest(out []byte, bits, count uint32) []byte {
	switch count {
	case 2:
		return append(out, byte(bits>>4))
	case 3:
		return append(out, byte(bits>>10), byte(bits>>2))
	}
	return out
}

const (
	padding  = 64
	noDigit  = 65
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)

// base64Value is the value of each byte, in the alphabets of RFC 4648, 4 and 5.
var base64Value = func() (table [256]byte) {
	for i := range table {
		table[i] = noDigit
	}
	for i, c := range []byte(alphabet) {
		table[c] = byte(i)
	}
	table['-'], table['_'], table['='] = 62, 63, padding
	return table
}()

// decodeQuoted reads quoted-printable; what is no escape stays.
func decodeQuoted(in []byte) []byte {
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		if in[i] != '=' {
			out = append(out, in[i])
			continue
		}
		if i+2 < len(in) {
			if high, low := hexDigit(in[i+1]), hexDigit(in[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		end := i + 1
		for end < len(in) && (in[end] == ' ' || in[end] == '\t' || in[end] == '\r') {
			end++
		}
		if end < len(in) && in[end] == '\n' || end == len(in) { // a soft line break
			i = end
			continue
		}
		out = append(out, '=')
	}
	return out
}

func hexDigit(c byte) int {
	if c >= 'a' && c <= 'f' {
		c -= 'a' - 'A'
	}
	return strings.IndexByte("0123456789ABCDEF", c)
}

// A segment is a piece of a parameter that RFC 2231 continues.
type segment struct {
	text    string
	encoded bool
}

// parameters reads a field's value and parameters, with the continuations and
// charsets of RFC 2231 and with the encoded words that it forbids there.
func parameters(field string) (value string, params map[string]string) {
	segments := map[string]map[int]segment{}
	params = map[string]string{}
	for i, p := range splitParameters(field) {
		key, text, ok := strings.Cut(p, "=")
		if i == 0 && (!ok || strings.Contains(key, "/")) {
			value, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(p)), " ") // a comment may stand behind
			continue
		}
		key, text = strings.ToLower(strings.TrimSpace(key)), unquote(strings.TrimSpace(text))
		if base, number, ok := strings.Cut(key, "*"); ok {
			if segments[base] == nil {
				segments[base] = map[int]segment{}
			}
			n, _ := strconv.Atoi(strings.TrimSuffix(number, "*"))
			segments[base][n] = segment{text, strings.HasSuffix(key, "*")}
		} else if _, twice := params[key]; !twice && len(params) < maxParts {
			params[key] = text
		}
	}
	for base, numbered := range segments {
		if text, ok := joinSegments(numbered); ok {
			params[base] = text
		}
	}
	for key, text := range params {
		params[key] = headerText(text)
	}
	return value, params
}

// joinSegments joins the bytes of a continued parameter before they are decoded:
// senders cut within a character. The first names the charset.
func joinSegments(numbered map[int]segment) (string, bool) {
	label := ""
	var joined []byte
	escaped := "" // what is cut may be an escape, too
	for i := range len(numbered) {
		s := numbered[i]
		if i == 0 && s.encoded {
			if parts := strings.SplitN(s.text, "'", 3); len(parts) == 3 {
				label, s.text = parts[0], parts[2]
			}
		}
		if s.encoded {
			escaped += s.text
			continue
		}
		joined = append(append(joined, percent(escaped)...), s.text...)
		escaped = ""
	}
	return decodeLabelled(append(joined, percent(escaped)...), label)
}

// percent reads the escapes of an address; what is none stays.
func percent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if high, low := hexDigit(s[i+1]), hexDigit(s[i+2]); high >= 0 && low >= 0 {
				out.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// splitParameters parts a field at its semicolons, but not within quotes.
func splitParameters(s string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' {
		return s
	}
	s = strings.TrimSuffix(s[1:], `"`)
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(s)
}

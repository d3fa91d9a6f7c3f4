package decode

import (
	"strings"
	"time"
)

// A usualReader reads the part of TOML that nearly all front matter is written
// in, several times as fast as the parser and into the same values: keys without
// quotes or dots, strings in double quotes without escapes, dates, true, false
// and whole numbers, lists of these, and tables under headers of one word. At
// the first byte that is anything else it gives up, and the parser has the text:
// it alone decides what is TOML, and what is wrong.
type usualReader struct {
	text string
	at   int
}

// readUsual reads a text, in which [unreadable] has found nothing, if all of it
// is of the usual part.
func readUsual(text string) (map[string]any, bool) {
	r := usualReader{text: text}
	top := make(map[string]any, 8)
	table := top
	for r.skipBlank(); r.at < len(text); r.skipBlank() {
		if text[r.at] == '[' {
			if table = r.header(top); table == nil {
				return nil, false
			}
			continue
		}
		key := r.bareKey()
		if _, twice := table[key]; twice || key == "" {
			return nil, false
		}
		r.skipSpaces()
		if !r.take('=') {
			return nil, false
		}
		r.skipSpaces()
		value, ok := r.value()
		if !ok || !r.endLine() {
			return nil, false
		}
		table[key] = value
	}
	return top, true
}

// header reads [key] or [[key]] and returns the table that it opens, or nil.
func (r *usualReader) header(top map[string]any) map[string]any {
	r.at++
	list := r.take('[')
	key := r.bareKey()
	if key == "" || !r.take(']') || list && !r.take(']') || !r.endLine() {
		return nil
	}
	table := make(map[string]any, 4)
	was, taken := top[key]
	if !list {
		if taken {
			return nil
		}
		top[key] = table
		return table
	}
	tables, ok := was.([]map[string]any)
	if taken && !ok {
		return nil
	}
	top[key] = append(tables, table)
	return table
}

// value reads a value on one line, or a list.
func (r *usualReader) value() (any, bool) {
	if !r.take('[') {
		return r.scalar()
	}
	list := make([]any, 0, 4)
	for {
		r.skipWhite()
		if r.take(']') {
			return list, true
		}
		item, ok := r.scalar()
		if !ok {
			return nil, false
		}
		list = append(list, item)
		r.skipWhite()
		if r.take(',') {
			continue
		}
		return list, r.take(']')
	}
}

func (r *usualReader) scalar() (any, bool) {
	rest := r.text[r.at:]
	if rest == "" {
		return nil, false
	}
	if rest[0] == '"' {
		return r.quoted()
	}
	end := 0
	for end < len(rest) && (isKeyByte(rest[end]) || rest[end] == ':' || rest[end] == '+') {
		end++
	}
	word := rest[:end]
	r.at += end
	switch {
	case word == "true":
		return true, true
	case word == "false":
		return false, true
	case len(word) >= len(time.DateOnly) && word[4] == '-':
		return dateOf(word)
	}
	return numberOf(word)
}

// quoted reads a string. That three quotes are none is seen behind it, where a
// line or an item must end.
func (r *usualReader) quoted() (any, bool) {
	rest := r.text[r.at+1:]
	end := strings.IndexByte(rest, '"')
	if end < 0 || strings.IndexByte(rest[:end], '\\') >= 0 || strings.IndexByte(rest[:end], '\n') >= 0 {
		return nil, false
	}
	r.at += end + 2
	return rest[:end], true
}

// What the parser calls the zones of dates that have none: momentOf knows
// them by these names.
var (
	dateLocal     = time.FixedZone("date-local", 0)
	datetimeLocal = time.FixedZone("datetime-local", 0)
)

// dateOf reads a date, or a date and a time of day to the second with a T
// between them, as the parser does. What only Go would take for one is none.
func dateOf(word string) (any, bool) {
	const clock = "2006-01-02T15:04:05"
	layout, zone := time.DateOnly, dateLocal
	switch rest := word[min(len(word), len(clock)):]; {
	case len(word) == len(time.DateOnly):
	case len(word) < len(clock):
		return nil, false
	case rest == "":
		layout, zone = clock, datetimeLocal
	case rest == "Z", len(rest) == len("+08:00") && rest[3] == ':':
		layout, zone = time.RFC3339, time.Local
	default:
		return nil, false
	}
	for i := range min(len(word), len(clock)) {
		if c := clock[i]; isDigit(c) && !isDigit(word[i]) || !isDigit(c) && word[i] != c {
			return nil, false
		}
	}
	t, err := time.ParseInLocation(layout, word, zone)
	return t, err == nil
}

// numberOf reads a whole number of few digits.
func numberOf(word string) (any, bool) {
	if word == "" || len(word) > 15 || word[0] == '0' && len(word) > 1 {
		return nil, false
	}
	var n int64
	for i := range len(word) {
		if !isDigit(word[i]) {
			return nil, false
		}
		n = 10*n + int64(word[i]-'0')
	}
	return n, true
}

func (r *usualReader) bareKey() string {
	start := r.at
	for r.at < len(r.text) && isKeyByte(r.text[r.at]) {
		r.at++
	}
	return r.text[start:r.at]
}

// isKeyByte reports what a key without quotes is made of.
func isKeyByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_' || c == '-'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (r *usualReader) take(c byte) bool {
	if r.at == len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

func (r *usualReader) skipSpaces() { r.skip(" \t") }

func (r *usualReader) skipWhite() { r.skip(" \t\n") }

func (r *usualReader) skip(what string) {
	for r.at < len(r.text) && strings.IndexByte(what, r.text[r.at]) >= 0 {
		r.at++
	}
}

// skipBlank goes to the next line that says something.
func (r *usualReader) skipBlank() {
	for r.skipWhite(); r.at < len(r.text) && r.text[r.at] == '#'; r.skipWhite() {
		r.skipLine()
	}
}

func (r *usualReader) skipLine() {
	if i := strings.IndexByte(r.text[r.at:], '\n'); i >= 0 {
		r.at += i
	} else {
		r.at = len(r.text)
	}
}

// endLine reports whether nothing but a comment stands on the rest of a line,
// and goes to its end.
func (r *usualReader) endLine() bool {
	r.skipSpaces()
	if r.at < len(r.text) && r.text[r.at] == '#' {
		r.skipLine()
	}
	return r.at == len(r.text) || r.text[r.at] == '\n'
}

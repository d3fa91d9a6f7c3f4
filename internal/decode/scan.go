package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A scanner finds the places of keys and values in a text of TOML. In a text
// that the parser accepts it finds all of them. A strict one explains besides
// what the parser would not accept, one fault a statement, and goes on with
// the next line that looks like one.
type scanner struct {
	text   string
	pos    int
	strict bool
	faults []fault
	// foreign are keys without quotes that TOML allows only with them; they
	// are among the faults, as unknown keys.
	foreign []span
	skipped []skipped

	plan  *plan // of the whole text; nil if unknown
	root  *node
	here  *node    // the table of the last header
	names []string // its name, as the plan has it
	at    statement
}

// A statement is what is known of the line that is being read.
type statement struct {
	line  int    // where it starts
	keys  []name // of a key with a value
	field *field // that the key is, or is meant to be
	wrong bool   // has a fault already
}

// A name is one part of a key.
type name struct {
	text string
	span
}

func scanTOML(text string, p *plan, strict bool) *scanner {
	s := &scanner{text: text, strict: strict, plan: p, root: &node{form: formImplied}}
	s.here = s.root
	s.accept(bom)
	for s.blank(); s.more() && len(s.faults) <= maxReported; s.blank() {
		s.at = statement{line: s.pos}
		if !s.statement() {
			s.resync()
		}
		if s.at.wrong {
			s.skipped = append(s.skipped, skipped{span{s.at.line, s.pos}, s.at.field})
		}
	}
	return s
}

// A skipped is a statement that is wrong, with what was taken for its end.
type skipped struct {
	span
	field *field // that it is, or is meant to be; nil for a header, or if unknown
}

// onlyForeign reports whether nothing is wrong but keys that want quotes.
func (s *scanner) onlyForeign() bool { return len(s.faults) == len(s.foreign) }

func (s *scanner) more() bool { return s.pos < len(s.text) }

// peek returns the byte at the scanner, or 0 at the end.
func (s *scanner) peek() byte {
	if s.more() {
		return s.text[s.pos]
	}
	return 0
}

func (s *scanner) rest() string { return s.text[s.pos:] }

func (s *scanner) rune() rune {
	r, _ := utf8.DecodeRuneInString(s.rest())
	return r
}

func (s *scanner) accept(prefix string) bool {
	if strings.HasPrefix(s.rest(), prefix) {
		s.pos += len(prefix)
		return true
	}
	return false
}

// spaces skips spaces on a line.
func (s *scanner) spaces() {
	for c := s.peek(); c == ' ' || c == '\t'; c = s.peek() {
		s.pos++
	}
}

// blank skips spaces, line ends and comments.
func (s *scanner) blank() {
	for {
		switch s.peek() {
		case ' ', '\t', '\n', '\r':
			s.pos++
		case '#':
			s.pos = s.lineEnd(s.pos)
		default:
			return
		}
	}
}

// lineEnd returns where the line that holds pos ends.
func (s *scanner) lineEnd(pos int) int {
	i := strings.IndexByte(s.text[pos:], '\n')
	switch {
	case i < 0:
		return len(s.text)
	case i > 0 && s.text[pos+i-1] == '\r':
		return pos + i - 1
	}
	return pos + i
}

// resync moves behind a statement that is wrong, to the next line that looks
// like one: what lies between belongs to the mistake.
func (s *scanner) resync() {
	for s.more() {
		i := strings.IndexByte(s.rest(), '\n')
		if i < 0 {
			s.pos = len(s.text)
			return
		}
		s.pos += i + 1
		if s.looksLikeStatement() {
			return
		}
	}
}

// looksLikeStatement reports whether a key with a separator or a header
// begins at the scanner.
func (s *scanner) looksLikeStatement() bool {
	line := strings.TrimSpace(s.text[s.pos:s.lineEnd(s.pos)])
	if strings.HasPrefix(line, "[") {
		inner := strings.Trim(line, "[] ")
		return strings.Contains(line, "]") && inner != "" && strings.IndexFunc(inner, func(r rune) bool {
			return !bareKeyRune(r) && r != '.' && r != ' '
		}) < 0
	}
	i := strings.IndexFunc(line, func(r rune) bool { return !bareKeyRune(r) && r != '.' && r != '"' && r != '\'' })
	if i <= 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[i:], " \t"))
	if r == ':' && line[0] >= '0' && line[0] <= '9' {
		return false // a time of day
	}
	return isSeparator(r)
}

// bareKeyRune reports whether r may stand in a key without quotes, or is a
// letter that an editor might take for one that may.
func bareKeyRune(r rune) bool {
	return r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func bareKeyByte(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// statement reads a header, or a key with its value, to the end of the line.
// It reports false after a fault.
func (s *scanner) statement() bool {
	if s.peek() == '[' {
		return s.header() && s.ended(false)
	}
	return s.pair(s.here, s.names, 0) && s.ended(true)
}

// header reads [name] or [[name]].
func (s *scanner) header() bool {
	start := s.pos
	many := s.accept("[[")
	if !many {
		s.pos++
	}
	s.spaces()
	names, ok := s.key()
	if !ok {
		return s.badHeader(start)
	}
	s.spaces()
	closing := "]"
	if many {
		closing = "]]"
	}
	if !s.accept(closing) {
		return s.badHeader(start)
	}
	s.checkHeader(names, span{start, s.pos})
	return s.enter(names, span{start, s.pos}, many)
}

// enter makes the table of a header the one that the next lines belong to.
func (s *scanner) enter(names []name, at span, many bool) bool {
	n, path := s.root, make([]string, 0, len(names))
	for _, nm := range names[:len(names)-1] {
		n = n.step(nm)
		path = append(path, nm.text)
	}
	last := names[len(names)-1]
	s.names = append(path, last.text)
	old := n.child(last.text)
	if old != nil && (many != (old.form == formHeaders) || !many && old.form != formImplied) {
		s.here = &node{form: formHeader, key: last.span, value: at}
		return s.duplicateHeader(last, at, old, many)
	}
	if !many {
		if old == nil {
			old = n.put(last.text, &node{})
		}
		old.form, old.key, old.value = formHeader, last.span, at
		s.here = old
		return true
	}
	if old == nil {
		old = n.put(last.text, &node{form: formHeaders, key: last.span, value: at})
	}
	s.here = &node{form: formHeader, key: last.span, value: at}
	old.items = append(old.items, s.here)
	return true
}

// step goes from a table to the one of a name inside it, which it makes if
// there is none. Of a list of tables it is the last.
func (n *node) step(nm name) *node {
	c := n.child(nm.text)
	if c == nil {
		return n.put(nm.text, &node{form: formImplied, key: nm.span, value: nm.span})
	}
	if c.form == formHeaders && len(c.items) > 0 {
		return c.items[len(c.items)-1]
	}
	return c
}

// pair reads a key and its value into the table n, which has the name path.
func (s *scanner) pair(n *node, path []string, depth int) bool {
	keys, ok := s.key()
	if depth == 0 {
		s.at.keys = keys
	}
	if !ok {
		return s.badKey()
	}
	s.spaces()
	fd := s.checkKeys(keys, path)
	if depth == 0 {
		s.at.field = fd
	}
	if !s.accept("=") {
		return s.badSeparator(keys)
	}
	s.spaces()
	for _, nm := range keys[:len(keys)-1] {
		if c := n.child(nm.text); c != nil && (c.form == formScalar || c.form == formArray || c.form == formInline) {
			return s.duplicate(nm, c)
		}
		n = n.step(nm)
		path = append(path[:len(path):len(path)], nm.text)
	}
	last := keys[len(keys)-1]
	v := &node{key: last.span}
	if old := n.child(last.text); old != nil {
		if !s.duplicate(last, old) {
			return false
		}
	} else {
		n.put(last.text, v)
	}
	return s.value(v, fd, append(path[:len(path):len(path)], last.text), depth)
}

// key reads a key, which may have several parts with dots between them.
func (s *scanner) key() ([]name, bool) {
	var out []name
	for {
		start := s.pos
		text, ok := s.keyPart()
		if !ok {
			return out, false
		}
		out = append(out, name{text, span{start, s.pos}})
		end := s.pos
		s.spaces()
		if len(out) > maxDepth {
			s.fault(kindTooDeep, span{start, end}, argMost)
			return out, false
		}
		if !s.accept(".") {
			s.pos = end
			return out, true
		}
		s.spaces()
	}
}

func (s *scanner) keyPart() (string, bool) {
	if c := s.peek(); c == '"' || c == '\'' {
		start := s.pos
		if !s.quotedLine(c) {
			s.pos = start
			return "", false
		}
		return unquote(s.text[start:s.pos])
	}
	start := s.pos
	for bareKeyByte(s.peek()) || s.peek() >= utf8.RuneSelf && bareKeyRune(s.rune()) {
		_, n := utf8.DecodeRuneInString(s.rest())
		s.pos += n
	}
	return s.text[start:s.pos], s.pos > start
}

// unquote reads a key in quotes.
func unquote(quoted string) (string, bool) {
	if inner := quoted[1 : len(quoted)-1]; quoted[0] == '\'' || !strings.Contains(inner, `\`) {
		return inner, true
	}
	values, err := parseTOML("k=" + quoted)
	text, ok := values["k"].(string)
	return text, err == nil && ok
}

// within returns the plan of the table with a name, or nil.
func (p *plan) within(names []string) *plan {
	for _, n := range names {
		fd := p.lookup(n)
		if fd == nil {
			return nil
		}
		s := fd.shape
		if s.tables() {
			s = s.elem
		}
		p = s.table
	}
	return p
}

package decode

import "strings"

// value reads the value of n; path is its name.
func (s *scanner) value(n *node, fd *field, path []string, depth int) bool {
	start := s.pos
	if depth > maxDepth {
		s.fault(kindTooDeep, span{start, start + 1}, argMost)
		return false
	}
	ok := false
	switch c := s.peek(); c {
	case '"', '\'':
		ok = s.quoted(c)
	case '[':
		n.form = formArray
		ok = s.array(n, fd, path, depth)
	case '{':
		n.form = formInline
		ok = s.inline(n, path, depth)
	default:
		ok = s.token(fd, depth)
	}
	n.value = span{start, s.pos}
	return ok
}

// quoted reads a string of one of the four kinds.
func (s *scanner) quoted(quote byte) bool {
	three := strings.Repeat(string(quote), 3)
	if !strings.HasPrefix(s.rest(), three) {
		start := s.pos
		if !s.quotedLine(quote) {
			return s.unclosedString(start)
		}
		return quote == '\'' || s.escapes(start, s.pos)
	}
	start := s.pos
	s.pos += 3
	for s.more() {
		switch {
		case quote == '"' && s.peek() == '\\':
			s.pos = min(s.pos+2, len(s.text))
		case s.accept(three):
			// Up to two more belong to the text.
			for range 2 {
				s.accept(three[:1])
			}
			return quote == '\'' || s.escapes(start, s.pos)
		default:
			s.pos++
		}
	}
	return s.unclosedString(start)
}

// quotedLine reads a string that ends on its line. Where it does not, the
// scanner stays at the end of the line.
func (s *scanner) quotedLine(quote byte) bool {
	for s.pos++; s.more() && s.peek() != '\n'; {
		c := s.peek()
		s.pos++
		if c == quote {
			return true
		}
		if c == '\\' && quote == '"' && s.more() && s.peek() != '\n' {
			s.pos++
		}
	}
	return false
}

// array reads [ … ].
func (s *scanner) array(n *node, fd *field, path []string, depth int) bool {
	open := s.pos
	s.pos++
	var elem *field
	if fd != nil && fd.shape.sort == sortList {
		elem = &field{name: fd.name, zh: fd.zh, shape: fd.shape.elem}
	}
	for s.blank(); !s.accept("]"); s.blank() {
		if s.strict && s.abandoned(open) {
			return s.unclosedBracket(open)
		}
		item := &node{key: span{s.pos, s.pos}}
		if !s.value(item, elem, path, depth+1) {
			return false
		}
		item.key = item.value
		n.items = append(n.items, item)
		s.blank()
		if s.accept(",") {
			continue
		}
		if s.peek() != ']' {
			return s.badComma(open)
		}
	}
	return true
}

// inline reads { … }.
func (s *scanner) inline(n *node, path []string, depth int) bool {
	open := s.pos
	s.pos++
	for s.blank(); !s.accept("}"); s.blank() {
		if !s.more() {
			return s.unclosedBracket(open)
		}
		if !s.pair(n, path, depth+1) {
			return false
		}
		s.blank()
		if s.accept(",") {
			continue
		}
		if s.peek() != '}' {
			return s.badComma(open)
		}
	}
	return true
}

// token reads a value without quotes or brackets: a number, a date, true or
// false.
func (s *scanner) token(fd *field, depth int) bool {
	start := s.pos
	s.pos = s.tokenEnd()
	// A date may have a space before its time of day.
	if date := s.text[start:s.pos]; len(date) == len("2006-01-02") && strings.Count(date, "-") == 2 {
		if rest := s.rest(); len(rest) > 1 && rest[0] == ' ' && rest[1] >= '0' && rest[1] <= '9' {
			s.pos++
			s.pos = s.tokenEnd()
		}
	}
	return !s.strict || s.checkToken(start, fd, depth)
}

func (s *scanner) tokenEnd() int {
	if i := strings.IndexAny(s.rest(), ",]}# \t\r\n"); i >= 0 {
		return s.pos + i
	}
	return len(s.text)
}

package decode

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

func firstRune(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// checkKeys returns the field of a key in the table with the name path. Of a
// key that TOML does not allow without quotes, such as a Chinese one, it
// tells the right one: an editor who writes 标题 means title.
func (s *scanner) checkKeys(keys []name, path []string) *field {
	if s.plan == nil || !s.strict {
		return nil
	}
	for _, nm := range keys[:len(keys)-1] {
		path = append(path[:len(path):len(path)], nm.text)
	}
	p, last := s.plan.within(path), keys[len(keys)-1]
	for _, nm := range keys {
		if s.isBare(nm) && !isASCII(nm.text) && isSeparator(s.rune()) {
			if nm != last {
				p = s.plan
			}
			s.unknownKey(nm, p)
		}
	}
	if s.at.wrong {
		return p.near(last.text)
	}
	return p.lookup(last.text)
}

func isSeparator(r rune) bool { return r == '=' || r == ':' || r == '：' || r == '＝' }

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

func (s *scanner) isBare(nm name) bool { return s.text[nm.start] != '"' && s.text[nm.start] != '\'' }

func (s *scanner) unknownKey(nm name, p *plan) {
	s.foreign = append(s.foreign, nm.span)
	s.at.field = p.near(nm.text)
	advice := p.suggest(nm.text)
	if line := s.mendedLine(); line != "" && s.at.field != nil {
		advice = i18n.Text{ZH: "写成 " + line, EN: "Write " + line}
	}
	s.fault(kindUnknownKey, nm.span, diag.Arg("key", shown(nm.text)), diag.Arg("fix", advice))
}

// checkHeader tells the right name for a Chinese one in brackets.
func (s *scanner) checkHeader(names []name, at span) {
	if !s.strict {
		return
	}
	p := s.plan
	for _, nm := range names {
		if s.isBare(nm) && !isASCII(nm.text) {
			s.foreign = append(s.foreign, nm.span)
			advice := p.suggest(nm.text)
			if line := s.mendedHeader(s.text[at.start:at.end]); line != "" {
				advice = i18n.Text{ZH: "写成 " + line, EN: "Write " + line}
			}
			s.fault(kindUnknownKey, nm.span, diag.Arg("key", shown(nm.text)), diag.Arg("fix", advice))
			return
		}
		p = p.within([]string{nm.text})
	}
}

// badHeader explains a header that is none.
func (s *scanner) badHeader(start int) bool {
	end := s.lineEnd(start)
	line := strings.TrimRight(s.text[start:end], " \t")
	at := span{start, start + len(line)}
	return s.fault(kindHeader, at, diag.Arg("fix", s.headerAdvice(line)))
}

func (s *scanner) headerAdvice(line string) i18n.Text {
	if mended := s.mendedHeader(line); mended != "" {
		return i18n.Text{ZH: "写成 " + mended, EN: "Write " + mended}
	}
	return i18n.Text{
		ZH: "写成 [名称]，单独一行，名称只用英文字母、数字、短横 - 和下划线 _",
		EN: "Write [name] on a line of its own, with letters, digits, - and _ only",
	}
}

// mendedHeader writes a header as its table wants it, or returns "".
func (s *scanner) mendedHeader(line string) string {
	name := strings.Trim(fold(line), "[]【】 \t")
	double := strings.HasPrefix(line, "[[")
	if fd := s.plan.near(name); fd != nil {
		name, double = fd.name, fd.shape.tables()
	}
	if name == "" || strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf || r != '.' && !bareKeyRune(r) }) >= 0 {
		return ""
	}
	if double {
		return "[[" + name + "]]"
	}
	return "[" + name + "]"
}

// badKey explains a line that does not begin with a key.
func (s *scanner) badKey() bool {
	r := s.rune()
	at := span{s.pos, s.pos + len(string(r))}
	line := span{s.at.line, s.at.line + len(strings.TrimRight(s.text[s.at.line:s.lineEnd(s.pos)], " \t"))}
	switch {
	case half(r) == "[":
		text := s.text[line.start:line.end]
		return s.fault(kindFullWidth, at, diag.Arg("what", marks[r].what), diag.Arg("mark", string(r)),
			diag.Arg("half", "["), diag.Arg("fix", s.headerAdvice(text)))
	case half(r) == `"` || r == '＃':
		return s.fullWidth(at, half(r))
	case r == '=':
		return s.advise(kindKey, at, i18n.Text{ZH: "在等号前面写上名称", EN: "Write the key before the ="})
	}
	if strings.ContainsAny(s.text[line.start:line.end], "=＝") {
		return s.advise(kindKey, at, i18n.Text{
			ZH: "名称只用英文字母、数字、短横 - 和下划线 _",
			EN: "A key has only letters, digits, - and _",
		})
	}
	return s.noEquals(line)
}

func (s *scanner) noEquals(line span) bool {
	return s.advise(kindNoEquals, line, i18n.Text{
		ZH: `写成 名称 = "文字"；如果是上一行的文字，接到上一行的引号里面；不要的就删去`,
		EN: `Write key = "text"; if it continues the text of the line before, join it to that line; else delete it`,
	})
}

// badSeparator explains what stands between a key and its value.
func (s *scanner) badSeparator(keys []name) bool {
	r := s.rune()
	at := span{s.pos, s.pos + len(string(r))}
	switch r {
	case '：', '＝':
		return s.fullWidth(at, "=")
	case ':':
		return s.advise(kindColon, at, i18n.Text{ZH: "把冒号改成 =", EN: "Write = for the colon"})
	}
	line := span{keys[0].start, keys[0].start + len(strings.TrimRight(s.text[keys[0].start:s.lineEnd(s.pos)], " \t"))}
	if s.at.field == nil {
		return s.noEquals(line)
	}
	end := keys[len(keys)-1].end
	return s.advise(kindNoEquals, line, i18n.Text{
		ZH: "在 " + s.text[keys[0].start:end] + " 后面加上 =",
		EN: "Add = after " + s.text[keys[0].start:end],
	})
}

// duplicate reports a key that has a value already. Where the scanner is not
// strict the first one stays.
func (s *scanner) duplicate(nm name, old *node) bool {
	if !s.strict {
		return true
	}
	s.fault(kindDuplicate, nm.span, diag.Arg("key", shown(nm.text)), diag.Arg("fix", i18n.Text{
		ZH: "两处只留一处",
		EN: "Keep one of the two",
	}))
	s.also(old.key)
	return false
}

func (s *scanner) also(at span) {
	if n := len(s.faults) - 1; n >= 0 && s.strict {
		s.faults[n].also = append(s.faults[n].also, at)
	}
}

func (s *scanner) duplicateHeader(nm name, at span, old *node, many bool) bool {
	if !s.strict {
		return true
	}
	advice := i18n.Text{
		ZH: "把两处的内容合在一个 " + s.text[at.start:at.end] + " 下面",
		EN: "Put the keys of both below one " + s.text[at.start:at.end],
	}
	name := strings.Trim(s.text[at.start:at.end], "[] \t")
	double := "[[" + name + "]]"
	fd := s.plan.within(s.names[:len(s.names)-1]).lookup(nm.text)
	switch {
	case fd != nil && !fd.shape.tables() && old.form == formHeader:
		advice = i18n.Text{
			ZH: "把两处的内容合在一个 [" + name + "] 下面",
			EN: "Put the keys of both below one [" + name + "]",
		}
	case fd != nil && fd.shape.tables() && old.form == formHeader, many && old.form == formHeader, !many && old.form == formHeaders:
		advice = i18n.Text{
			ZH: "有几组就写几次 " + double + "，都用两层方括号",
			EN: "Write " + double + " each time, with two pairs of brackets",
		}
	case old.form == formScalar || old.form == formArray || old.form == formInline || many:
		advice = i18n.Text{
			ZH: "“" + shown(nm.text) + "”前面已经写过，两处只留一处",
			EN: "“" + shown(nm.text) + "” has a value already: keep one of the two",
		}
	}
	wrong := s.at.wrong
	s.fault(kindDuplicateTable, at, diag.Arg("key", shown(s.text[at.start:at.end])), diag.Arg("fix", advice))
	if !wrong {
		s.also(old.value)
	}
	return true
}

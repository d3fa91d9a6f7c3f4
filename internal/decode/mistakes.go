package decode

import (
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// fix is the hint of the kinds whose advice depends on what stands there.
var fix = i18n.Text{ZH: "{fix}", EN: "{fix}"}

var (
	kindUnclosed = diag.Define("unclosed-string", diag.Error,
		i18n.Text{ZH: "引号从这里开始，却没有结束", EN: "the quotes that open here are not closed"}, fix)
	kindUnopened = diag.Define("unopened-string", diag.Error,
		i18n.Text{ZH: "引号在这里结束，却没有开始", EN: "the quotes that close here are not opened"}, fix)
	kindBracket = diag.Define("unclosed-bracket", diag.Error,
		i18n.Text{ZH: "括号 {mark} 从这里开始，却没有结束", EN: "the bracket {mark} that opens here is not closed"}, fix)
	kindColon = diag.Define("colon-for-equals", diag.Error,
		i18n.Text{ZH: "名称后面要用等号 =，这里用了冒号", EN: "a key is followed by =, but here is a colon"}, fix)
	kindNoEquals = diag.Define("missing-equals", diag.Error,
		i18n.Text{ZH: "这一行不是“名称 = 值”的样子", EN: "this line is not of the form key = value"}, fix)
	kindNoValue = diag.Define("missing-value", diag.Error,
		i18n.Text{ZH: "等号后面是空的", EN: "nothing follows the ="}, fix)
	kindUnquoted = diag.Define("unquoted-value", diag.Error,
		i18n.Text{ZH: "文字要加引号", EN: "text has to stand in quotes"}, fix)
	kindNumber = diag.Define("bad-number", diag.Error,
		i18n.Text{ZH: "数字“{found}”写得不对", EN: "“{found}” is not a number"}, fix)
	kindComma = diag.Define("missing-comma", diag.Error,
		i18n.Text{ZH: "列表的两项之间缺逗号", EN: "a comma is missing before this"}, fix)
	kindExtra = diag.Define("extra-text", diag.Error,
		i18n.Text{ZH: "这一行到此已经写完，后面多了“{found}”", EN: "the line is complete, but here follows “{found}”"}, fix)
	kindInnerQuote = diag.Define("quote-in-text", diag.Error,
		i18n.Text{ZH: "文字里有英文引号，引号提前结束了", EN: "the text holds a straight quote, which ends it too early"}, fix)
	kindEscape = diag.Define("bad-escape", diag.Error,
		i18n.Text{ZH: "双引号里的反斜杠 \\ 有特殊含义，后面不能接“{found}”", EN: "in double quotes \\ has a meaning of its own and cannot be followed by “{found}”"}, fix)
	kindHeader = diag.Define("bad-header", diag.Error,
		i18n.Text{ZH: "方括号里的名称写得不对", EN: "the name in brackets is not right"}, fix)
	kindKey = diag.Define("bad-key", diag.Error,
		i18n.Text{ZH: "这里应当是一项的名称", EN: "here the key of a setting should stand"}, fix)
	kindDuplicate = diag.Define("duplicate-key", diag.Error,
		i18n.Text{ZH: "“{key}”写了两次", EN: "“{key}” is written twice"}, fix)
	kindDuplicateTable = diag.Define("duplicate-table", diag.Error,
		i18n.Text{ZH: "{key} 写了两次", EN: "{key} is written twice"}, fix)
)

var argMost = diag.Arg("most", maxDepth)

// fault notes what is wrong with the statement, unless that is known: what
// follows a mistake is mostly its consequence.
func (s *scanner) fault(k *diag.Kind, at span, args ...i18n.Arg) bool {
	if s.strict && !s.at.wrong {
		s.at.wrong = true
		s.faults = append(s.faults, fault{kind: k, span: at, args: args})
	}
	return false
}

// advise notes what is wrong, with what to do: if the whole line can be
// mended, the line as it should be.
func (s *scanner) advise(k *diag.Kind, at span, advice i18n.Text, args ...i18n.Arg) bool {
	if !s.strict || s.at.wrong {
		return false
	}
	if line := s.mendedLine(); line != "" {
		advice = i18n.Text{ZH: "写成 " + line, EN: "Write " + line}
	}
	return s.fault(k, at, append(args, diag.Arg("fix", advice))...)
}

// ended reads the rest of a statement's line, on which nothing may stand.
func (s *scanner) ended(value bool) bool {
	s.spaces()
	switch s.peek() {
	case 0, '\n', '\r', '#':
		return !s.at.wrong
	}
	end := s.lineEnd(s.pos)
	found := strings.TrimRight(s.text[s.pos:end], " \t")
	at := span{s.pos, s.pos + len(found)}
	if value && strings.ContainsAny(found, `"“”`) && strings.HasSuffix(strings.TrimRight(s.text[s.at.line:s.pos], " "), `"`) {
		at.start--
		at.end = at.start + 1
		return s.advise(kindInnerQuote, at, i18n.Text{
			ZH: "文字里面的引号改用中文引号“ ”",
			EN: "Use “ ” for the quotes within the text",
		})
	}
	return s.advise(kindExtra, at, i18n.Text{
		ZH: "删去它；如果是另一项，另起一行写",
		EN: "Delete it, or put another setting on a line of its own",
	}, diag.Arg("found", shown(found)))
}

func (s *scanner) unclosedString(start int) bool {
	end := s.lineEnd(start)
	line := strings.TrimRight(s.text[start:end], " \t")
	text := strings.TrimRight(line, " \t，,；;。")
	if last, size := utf8.DecodeLastRuneInString(text); isQuote(last) {
		at := start + len(text)
		return s.fullWidth(span{at - size, at}, line[:1])
	}
	quotes := line[:1]
	if three := strings.Repeat(quotes, 3); strings.HasPrefix(line, three) {
		quotes = three
	}
	at := span{start, start + len(quotes)}
	if len(quotes) == 1 && s.continued(end) {
		return s.fault(kindUnclosed, at, diag.Arg("fix", i18n.Text{
			ZH: "引号里的文字要在同一行写完：把下一行接上来；一定要分行，就用三个引号 " + strings.Repeat(quotes, 3) + " 开头和结尾",
			EN: "Text in quotes is on one line: join the next line to it, or begin and end it with three quotes " + strings.Repeat(quotes, 3),
		}))
	}
	return s.advise(kindUnclosed, at, i18n.Text{
		ZH: "在文字结束的地方加上引号 " + quotes,
		EN: "Add " + quotes + " where the text ends",
	})
}

// continued reports whether the line after the one that ends at end is none
// of its own.
func (s *scanner) continued(end int) bool {
	next := scanner{text: strings.TrimPrefix(strings.TrimPrefix(s.text[end:], "\r"), "\n")}
	line := strings.TrimSpace(next.text[next.pos:next.lineEnd(next.pos)])
	return line != "" && line[0] != '#' && !next.looksLikeStatement()
}

func (s *scanner) unclosedBracket(open int) bool {
	mark := s.text[open : open+1]
	closing := map[string]string{"[": "]", "{": "}"}[mark]
	return s.advise(kindBracket, span{open, open + 1}, i18n.Text{
		ZH: "在最后一项的后面加上 " + closing,
		EN: "Add " + closing + " after the last item",
	}, diag.Arg("mark", mark))
}

// abandoned reports whether a list ends without its bracket: with the text,
// or because the next statement begins.
func (s *scanner) abandoned(open int) bool {
	if !s.more() {
		return true
	}
	before := strings.TrimRight(s.text[open:s.pos], " \t")
	return strings.HasSuffix(before, "\n") && s.peek() != '[' && s.looksLikeStatement()
}

func (s *scanner) badComma(open int) bool {
	r := s.rune()
	at := span{s.pos, s.pos + len(string(r))}
	switch {
	case !s.strict:
		return false
	case s.abandoned(open):
		return s.unclosedBracket(open)
	case isComma(r):
		return s.fullWidth(at, ",")
	case half(r) == "]" || half(r) == "}":
		return s.fullWidth(at, half(r))
	case r == '"' || r == '\'' || half(r) == `"` || s.text[open] == '{':
		return s.advise(kindComma, at, i18n.Text{ZH: "在它前面加上半角逗号 ,", EN: "Add , before it"})
	}
	end := s.pos + len(shownToken(s.text[s.pos:s.lineEnd(s.pos)]))
	return s.advise(kindExtra, span{s.pos, end}, i18n.Text{
		ZH: "各项之间用半角逗号 , 隔开，文字加引号",
		EN: "Separate the items by commas, and put text in quotes",
	}, diag.Arg("found", shown(s.text[s.pos:end])))
}

func shownToken(s string) string {
	if i := strings.IndexAny(s, ",]} \t"); i > 0 {
		return s[:i]
	}
	return s
}

// escapes checks what follows the backslashes of a string.
func (s *scanner) escapes(start, end int) bool {
	if !s.strict {
		return true
	}
	text := s.text[start:end]
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		n, ok := escapeLength(text[i:], strings.HasPrefix(text, `"""`))
		if !ok {
			at := span{start + i, start + i + n}
			return s.advise(kindEscape, at, i18n.Text{
				ZH: `要写反斜杠本身，就写两个：\\`,
				EN: `For a backslash itself write two: \\`,
			}, diag.Arg("found", shown(text[i+1:i+n])))
		}
		i += n - 1
	}
	return true
}

// escapeLength returns how long the escape at the start of text is, and
// whether it is one.
func escapeLength(text string, lines bool) (int, bool) {
	_, size := firstRune(text[1:])
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	switch {
	case strings.IndexByte(`btnfre"\`, text[1]) >= 0:
		return 2, true
	case digits > 0 && len(text) >= 2+digits && strings.Trim(text[2:2+digits], "0123456789abcdefABCDEF") == "":
		return 2 + digits, true
	case lines && strings.HasPrefix(strings.TrimLeft(text[1:], " \t\r"), "\n"):
		return 2, true
	}
	return 1 + size, false
}

package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"luxi/internal/names"
)

var (
	bylineLead     = regexp.MustCompile(`^(?:本文)?(?:作者|撰稿人?|撰文|供稿人?|署名|投稿人|执笔|文)\s*[:：/／]\s*`)
	authorIs       = regexp.MustCompile(`^(?:本文)?作者\s*(?:\p{Han}{2,4}\s*)?(?:系|为|是|单位\s*[:：]?|职务\s*[:：]?)\s*`)
	authorNamed    = regexp.MustCompile(`^(?:本文)?作者\s*(\p{Han}{2,4}?)\s*[，,]?\s*(?:系|为|是|现任)\s*(.+)$`)
	nameBeforeIs   = regexp.MustCompile(`^(\p{Han}{2,4})\s*[，,]?\s*(?:系|现任|，|,|：|:)\s*(.+)$`)
	nameAndBracket = regexp.MustCompile(`^(\p{Han}[\p{Han}·\s　]{1,11})[（(]([^（()）]+)[）)]$`)
	betweenTokens  = regexp.MustCompile(`[\s　]+`)
	betweenNames   = regexp.MustCompile(`[\s　、，,]+`)
	placeName      = regexp.MustCompile(`^\p{Han}{1,12}(?:省|市|县|区|镇|乡|村|街道|办事处)$`) // where an author in brackets is from
	positionWord   = regexp.MustCompile(`书记|县长|市长|区长|镇长|乡长|主任|局长|董事|经理|部长|主席|院长|校长|教授|研究员|讲师|记者|厂长|总裁|会长|秘书|党委|党组|公司|集团|委员|常委|科长|处长|所长|站长|队长|法官|律师|医师|工程师|顾问|代表|理事|总监|主编|编辑|编委|博士|馆长|庭长|检察长|行长|社长|村支书|支书|干部|学院|大学|中学|小学|研究院|研究所|研究室|办公室|政府|人大|政协|社科联|协会|联合会|合作社|医院|银行|街道|中共`)
)

// ParseAuthors reads a byline that somebody typed: a name and a position, or
// names. What is no byline is a name up to its first space.
func ParseAuthors(s string) []Author {
	if authors, _ := readByline(s, true); authors != nil {
		return authors
	}
	name, position, _ := strings.Cut(trimSpace(strings.ReplaceAll(s, "\u3000", " ")), " ")
	return []Author{{name, trimSpace(position)}}
}

// IsName reports what can be the name of a Chinese person.
func IsName(s string) bool { return isName(s) }

// readByline reads the authors of a line. It is sure of one in brackets or with
// 作者 before it. loose takes a name by itself, too, which only a place says to
// be a byline: below the title, or at the right of the end. It returns nil where
// the line is none.
func readByline(line string, loose bool) (authors []Author, sure bool) {
	s := trimSpace(line)
	if n := utf8.RuneCountInString(s); n < 2 || n > 80 || strings.ContainsAny(s, "。！？；") {
		return nil, false
	}
	s, sure = unbracket(s)
	s = strings.TrimLeft(s, "□■◎ 　")
	if m := authorNamed.FindStringSubmatch(s); m != nil && isName(m[1]) {
		return []Author{{plainName(m[1]), m[2]}}, true
	}
	if lead := authorIs.FindString(s); lead != "" && lead != s && positionWord.MatchString(s[len(lead):]) {
		return []Author{{"", s[len(lead):]}}, true
	}
	if lead := bylineLead.FindString(s); lead != "" && lead != s {
		s, sure = s[len(lead):], true
		if inner, ok := unbracket(s); ok {
			s = inner
		}
	}
	if authors := nameThenPosition(s, sure); authors != nil {
		return authors, sure
	}
	if sure || loose {
		if authors := namesAlone(s); authors != nil {
			return authors, sure
		}
	}
	return nil, false
}

// unbracket takes one pair of brackets from round a line.
func unbracket(s string) (string, bool) {
	for _, pair := range []string{"（）", "()", "（)", "(）", "【】", "〔〕", "[]"} {
		r := []rune(pair)
		if strings.HasPrefix(s, string(r[0])) && strings.HasSuffix(s, string(r[1])) {
			inner := s[utf8.RuneLen(r[0]) : len(s)-utf8.RuneLen(r[1])]
			if !strings.ContainsAny(inner, "（(）)") || strings.Count(inner, "（")+strings.Count(inner, "(") == strings.Count(inner, "）")+strings.Count(inner, ")") {
				return trimSpace(inner), true
			}
		}
	}
	return s, false
}

// nameThenPosition reads a name and a position, in either order.
func nameThenPosition(s string, sure bool) []Author {
	if m := nameAndBracket.FindStringSubmatch(s); m != nil && isName(m[1]) && (sure || isPosition(m[2])) {
		return []Author{{plainName(m[1]), trimSpace(m[2])}}
	}
	tokens := betweenTokens.Split(s, -1)
	if len(tokens) > 1 {
		if name, rest, ok := firstName(s, tokens); ok && (isPosition(rest) || sure && namesAlone(s) == nil) {
			return []Author{{name, rest}}
		}
		last := tokens[len(tokens)-1]
		before := trimSpace(s[:len(s)-len(last)])
		if isName(last) && (isPosition(before) || sure && placeName.MatchString(before)) {
			return []Author{{last, before}}
		}
		if n := len(tokens); n > 2 && isName(tokens[n-2]+last) && utf8.RuneCountInString(tokens[n-2]) == 1 && utf8.RuneCountInString(last) == 1 {
			before = trimSpace(s[:strings.LastIndex(trimSpace(s[:len(s)-len(last)]), tokens[n-2])])
			if isPosition(before) || sure && placeName.MatchString(before) {
				return []Author{{tokens[n-2] + last, before}}
			}
		}
		return nil
	}
	if m := nameBeforeIs.FindStringSubmatch(s); m != nil && isName(m[1]) && isPosition(m[2]) {
		return []Author{{m[1], trimSpace(m[2])}}
	}
	if name, rest, ok := strings.Cut(s, "，"); ok && isName(name) && isPosition(rest) {
		return []Author{{name, rest}}
	}
	return nil
}

// firstName takes the name from the beginning of a line: the first token, or
// two of one character each, which set a short name as wide as a long one.
func firstName(s string, tokens []string) (name, rest string, ok bool) {
	if isName(tokens[0]) {
		return tokens[0], trimSpace(s[len(tokens[0]):]), true
	}
	if len(tokens) > 2 && utf8.RuneCountInString(tokens[0]) == 1 && utf8.RuneCountInString(tokens[1]) == 1 && isName(tokens[0]+tokens[1]) {
		at := strings.Index(s[len(tokens[0]):], tokens[1]) + len(tokens[0]) + len(tokens[1])
		return tokens[0] + tokens[1], trimSpace(s[at:]), true
	}
	return "", "", false
}

// namesAlone reads a line of nothing but names.
func namesAlone(s string) []Author {
	if isLoneName(s) {
		return []Author{{Name: plainName(s)}}
	}
	var out []Author
	for _, t := range betweenNames.Split(s, -1) {
		if !isName(t) || utf8.RuneCountInString(t) > 3 && !strings.Contains(t, "·") {
			return nil
		}
		out = append(out, Author{Name: t})
	}
	if len(out) > 6 {
		return nil
	}
	return out
}

func isLoneName(s string) bool {
	return isName(plainName(s)) && utf8.RuneCountInString(plainName(s)) <= 3 || strings.Contains(s, "·") && isName(s)
}

// plainName takes out the spaces that widen a name: 王　强.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// isName reports what can be a person's name: two to four Han characters of
// which the first is a surname, or one of another language with a dot in it.
func isName(s string) bool {
	s = plainName(s)
	n := utf8.RuneCountInString(s)
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '·' }) {
		return false
	}
	if strings.Contains(s, "·") {
		return n >= 4 && n <= 16 && !strings.HasPrefix(s, "·") && !strings.HasSuffix(s, "·")
	}
	return n >= 2 && n <= 4 && names.Surname(s) != "" && !positionWord.MatchString(s)
}

// isPosition reports what reads as a post or an institution.
func isPosition(s string) bool {
	return utf8.RuneCountInString(s) <= 60 && positionWord.MatchString(s)
}

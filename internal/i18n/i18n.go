// Package i18n says things in the two languages of the program's users:
// Chinese, which the editors read, and English.
//
// A [Text] stands beside the code that says it, in both languages, so that
// adding a message touches one place. Which language is spoken is decided
// once, by the command; nothing below it looks at the environment.
//
// The words of the published site are not here: they stand in the theme's own
// i18n folder.
package i18n

import "strings"

// A Lang is a language that the program speaks.
type Lang string

// The languages of the program. Chinese is that of GB 18030 texts on the
// Chinese mainland (zh-Hans-CN).
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// ParseLang reads the value of a --lang flag: zh or en, in either case, with
// or without a region (zh-CN, en_US). It reports false for any other language.
func ParseLang(s string) (Lang, bool) {
	base, _, _ := strings.Cut(strings.ToLower(s), "_")
	base, _, _ = strings.Cut(base, "-")
	switch Lang(base) {
	case Chinese, English:
		return Lang(base), true
	}
	return "", false
}

// A Text is one thing said in both languages. It may hold placeholders such
// as {key}, which [Text.Fill] replaces.
type Text struct{ ZH, EN string }

// Same returns a text that is the same in both languages, such as a name.
func Same(s string) Text { return Text{ZH: s, EN: s} }

// In returns the text in one language.
func (t Text) In(l Lang) string {
	if l == Chinese {
		return t.ZH
	}
	return t.EN
}

// An Arg is a value for the placeholder {Name} of a text.
type Arg struct {
	Name  string
	Value Text
}

// Fill returns the text in one language with its placeholders replaced. A
// placeholder without a value is left as it stands, so that the lack shows.
func (t Text) Fill(l Lang, args []Arg) string {
	s := t.In(l)
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for _, a := range args {
		pairs = append(pairs, "{"+a.Name+"}", a.Value.In(l))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Detect chooses the language by the environment: LC_ALL, LC_MESSAGES and
// LANG in this order, the first that is set, as POSIX has them (XBD 8.2);
// where none of them is set, by the system's own setting (on Windows, where
// these variables are unknown, the language of the user's desktop).
func Detect(getenv func(string) string) Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return langOrEnglish(v)
		}
	}
	return langOrEnglish(systemLocale())
}

func langOrEnglish(locale string) Lang {
	if l, ok := ParseLang(locale); ok {
		return l
	}
	return English
}

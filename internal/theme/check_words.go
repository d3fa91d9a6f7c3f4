package theme

import (
	"maps"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	untranslated = diag.Define("message-language", diag.Warning,
		i18n.Text{ZH: "词条“{name}”没有语言 {language} 的说法", EN: "the message “{name}” is not there in the language {language}"},
		i18n.Text{ZH: "在主题的 i18n/{language}.toml 里补上它，不然网页上会混有两种语言。", EN: "Add it to the theme's i18n/{language}.toml, or pages mix two languages."})
	unusedMessage = diag.Define("message-unused", diag.Warning,
		i18n.Text{ZH: "没有模板用到词条“{name}”", EN: "no template uses the message “{name}”"},
		i18n.Text{ZH: "{near}检查名称；不用就删去。", EN: "{near}Check the key, or delete it."})
)

// words tells of messages that some language lacks, and of calls that a message
// of any language cannot serve.
func (c *checker) words() {
	uses := c.MessageUses()
	all := catalogue{}
	for _, language := range c.Languages() {
		maps.Copy(all, c.messages[language])
	}
	for _, language := range c.Languages() {
		c.wordsOf(language, all, uses)
	}
}

// wordsOf compares a language with all others. One such as zh-tw lacks nothing
// that zh says, because its sites take that.
func (c *checker) wordsOf(language string, all catalogue, uses []MessageUse) {
	said := maps.Clone(c.messages[language])
	if base, _, variant := strings.Cut(language, "-"); variant {
		for key, m := range c.messages[base] {
			if _, ok := said[key]; !ok {
				said[key] = m
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if _, ok := said[key]; !ok {
			c.found.Add(untranslated.At(all[key].At, diag.Arg("name", key), diag.Arg("language", language)))
		}
	}
	for _, use := range uses {
		for _, argument := range said[use.Key].Arguments() {
			if !slices.Contains(use.Arguments, argument) {
				c.found.Add(missingArgument.At(use.At, diag.Arg("name", use.Key), diag.Arg("argument", argument)))
			}
		}
	}
}

// unusedWords tells of the theme's own messages that no template has a call of,
// and that were not said of the specimens: the specimens have every code, so that
// every key that templates make of one was said.
func (c *checker) unusedWords(said map[string]bool) {
	for _, use := range c.MessageUses() {
		said[use.Key] = true
	}
	for _, language := range c.Languages() {
		for _, m := range c.Messages(language) {
			if !said[m.Key] && strings.HasPrefix(m.At.File, c.own) {
				near := nearest.Hint(nearest.Find(m.Key, slices.Sorted(maps.Keys(said))))
				c.found.Add(unusedMessage.At(m.At, diag.Arg("name", m.Key), diag.Arg("near", near)))
			}
		}
	}
}

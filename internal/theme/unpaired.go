package theme

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	unendedAction = i18n.Text{ZH: "从这里开始的块没有用 {{end}} 结束", EN: "the block that begins here has no {{end}}"}
	unpairedQuote = i18n.Text{ZH: "标签里有引号或 > 没有成对", EN: "a quotation mark or > of this tag has no other half"}
)

// action is an action of a template, or a comment.
var action = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}|\{\{-?\s*(if|range|with|define|block|end)\b.*?\}\}|\{\{.*?\}\}`)

// unended returns the place of the last action of a text that needs an end and
// has none. The library knows only that the text is over.
func unended(f diag.File) (diag.Range, bool) {
	var open [][]int
	for _, m := range action.FindAllStringSubmatchIndex(f.Text, -1) {
		switch {
		case m[2] < 0: // another action
		case f.Text[m[2]:m[3]] != "end":
			open = append(open, m)
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return diag.Range{}, false
	}
	m := open[len(open)-1]
	return f.Range(m[0], m[1]), true
}

// unquoted returns the place of the first attribute of a text whose value does
// not end where it should: at the end of the text, or with a tag in it. The
// library tells what it makes of the text behind, often in another file.
func unquoted(f diag.File) (diag.Range, bool) {
	// What actions write is not looked at, nor what their own quotes hold.
	text := action.ReplaceAllStringFunc(f.Text, func(a string) string { return strings.Repeat("_", len(a)) })
	for i := 0; i < len(text); {
		begin := tag.FindStringIndex(text[i:])
		if begin == nil {
			break
		}
		at := i + begin[0]
		i += begin[1]
		for i < len(text) && text[i] != '>' {
			quote := text[i]
			if i++; quote != '"' && quote != '\'' {
				continue
			}
			value, _, closed := strings.Cut(text[i:], string(quote))
			if !closed || strings.ContainsAny(value, "<") {
				return f.Range(at, at+len(firstLine(text[at:]))), true
			}
			i += len(value) + 1
		}
	}
	return diag.Range{}, false
}

var tag = regexp.MustCompile(`<[a-zA-Z][a-zA-Z0-9-]*`)

// unquotedIn is unquoted for what a page is made of, its own template first.
func (t *Theme) unquotedIn(page string) (diag.Range, bool) {
	if at, ok := unquoted(t.origin[page]); ok {
		return at, true
	}
	for _, name := range slices.Sorted(maps.Keys(t.origin)) {
		if name != layoutName && !strings.HasPrefix(name, partials) {
			continue
		}
		if at, ok := unquoted(t.origin[name]); ok {
			return at, true
		}
	}
	return diag.Range{}, false
}

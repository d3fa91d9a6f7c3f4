package markdown

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// maxDepth is how deep quotations, lists, blocks and emphasis may nest.
const maxDepth = 100

var tooDeep = diag.Define("markdown-depth", diag.Error,
	i18n.Text{ZH: "引用、列表或强调套了 {depth} 层以上，没有排版", EN: "quotations, lists or emphasis nest more than {depth} deep; nothing is set"},
	i18n.Text{ZH: "检查行首的 >、-、* 是不是多打了。", EN: "Look for too many >, - or * at the beginning of a line."})

// bounded reports whether the text is small and flat enough to be parsed.
func bounded(text string, report *reporter) bool { return true }

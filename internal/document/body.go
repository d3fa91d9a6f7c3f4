package document

import (
	"luxi/internal/diag"
	"luxi/internal/markdown"
)

// ParseBody reads the Markdown of a file that was parsed before: the same file
// gives the same body. What is wrong with it was told then.
func ParseBody(f diag.File) markdown.Body {
	front, list := splitFront(f)
	if list.HasErrors() {
		return markdown.Body{}
	}
	body, _ := markdown.Parse(f, front.body)
	return body
}

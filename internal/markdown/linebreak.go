package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"luxi/internal/markdown/cjk"
)

// A script is what a line break has on one side.
type script int

const (
	none    script = iota // nothing: the edge of the paragraph
	object                // an image, which is like its surroundings
	latin                 // text with spaces between words: Latin, digits, Hangul
	chinese               // text without
	shared                // only marks that both have: ‘ ’ “ ” — … ·
)

// joins reports whether the source line break behind a text node vanishes. It
// does unless both sides are text with spaces: between two CJK characters or
// marks, and between CJK and Latin too, where the reader's browser makes the
// gap. A shared mark has the script of what it stands beside on its own line.
//
// Nothing but the break goes: a U+3000 on either side stays.
func joins(src []byte, t *ast.Text) bool {
	before, after := scriptBefore(src, t), scriptAfter(src, following(t))
	if before == object {
		before = after
	}
	if after == object {
		after = before
	}
	return before != latin || after != latin
}

// following returns the node after n in the flow of its paragraph.
func following(n ast.Node) ast.Node {
	for n.NextSibling() == nil {
		if n = n.Parent(); n == nil || !isInline(n) {
			return nil
		}
	}
	return n.NextSibling()
}

// preceding is following, backwards.
func preceding(n ast.Node) ast.Node {
	for n.PreviousSibling() == nil {
		if n = n.Parent(); n == nil || !isInline(n) {
			return nil
		}
	}
	return n.PreviousSibling()
}

// maxHops bounds how many nodes without text (comments, say) are looked over.
const maxHops = 16

func scriptBefore(src []byte, n ast.Node) script {
	for hops := 0; n != nil && hops < maxHops; n, hops = preceding(n), hops+1 {
		for isInline(n) && n.LastChild() != nil {
			n = n.LastChild()
		}
		switch n := n.(type) {
		case *ast.Text:
			if s := scriptAtEnd(n.Segment.Value(src)); s != none {
				return s
			}
		case *ruby:
			return scriptAtEnd(n.base)
		case *ast.CodeSpan:
			if t, ok := n.LastChild().(*ast.Text); ok {
				return max(scriptAtEnd(t.Segment.Value(src)), latin)
			}
		case *ast.AutoLink:
			return latin
		case *ast.Image:
			return object
		}
	}
	return none
}

func scriptAfter(src []byte, n ast.Node) script {
	for hops := 0; n != nil && hops < maxHops; n, hops = following(n), hops+1 {
		for isInline(n) && n.FirstChild() != nil {
			n = n.FirstChild()
		}
		switch n := n.(type) {
		case *ast.Text:
			if s := scriptAtStart(n.Segment.Value(src)); s != none {
				return s
			}
		case *ruby:
			return scriptAtStart(n.base)
		case *ast.CodeSpan:
			if t, ok := n.FirstChild().(*ast.Text); ok {
				return max(scriptAtStart(t.Segment.Value(src)), latin)
			}
		case *ast.AutoLink:
			return latin
		case *ast.Image:
			return object
		}
	}
	return none
}

func scriptAtEnd(s []byte) script {
	s = bytes.TrimRight(s, " \t\n")
	found := none
	for len(s) > 0 {
		r, n := utf8.DecodeLastRune(s)
		if s = s[:len(s)-n]; !cjk.IsShared(r) {
			return scriptOf(r)
		}
		found = shared
	}
	return found
}

func scriptAtStart(s []byte) script {
	s = bytes.TrimLeft(s, " \t\n")
	found := none
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		if s = s[n:]; !cjk.IsShared(r) {
			return scriptOf(r)
		}
		found = shared
	}
	return found
}

func scriptOf(r rune) script {
	if cjk.Is(r) && !cjk.IsSpaced(r) || r >= 0xfe00 && r <= 0xfe0e || r >= 0xe0100 && r <= 0xe01ef {
		return chinese
	}
	return latin
}

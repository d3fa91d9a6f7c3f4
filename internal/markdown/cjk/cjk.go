// Package cjk makes emphasis work in Chinese text: an extension for any
// goldmark.
//
// CommonMark decides by the characters beside a run of * or _ whether the run
// may open or close emphasis. Its rule takes a space or a punctuation mark for
// the edge of a word, which is right for text with spaces. In Chinese a run
// touches a mark on one side and a Han character on the other, and the rule
// then leaves the asterisks on the page: **新高地。**深入开展 is not bold
// (https://github.com/commonmark/commonmark-spec/issues/650, open since 2020).
//
// The rule here is the CJK-friendly amendment of that section
// (https://github.com/tats-u/markdown-cjk-friendly, specification.md, with
// CJK characters as its ranges.md lists them for Unicode 16): a CJK character
// or CJK mark beside a run counts as ordinary text on its side, and beside it
// a Latin mark on the other side does no harm either. One thing is added: the
// seven marks ‘ ’ “ ” — … ·, which Chinese shares with Latin and which Unicode
// therefore calls ambiguous, count as CJK too. And one rule of CommonMark is
// relaxed: beside CJK text, four asterisks may end one strong passage and begin
// the next, and so may four tildes. All of CommonMark's own examples come out as before.
//
// The rule looks at one character on each side only. So a run between a
// half-width mark and a letter or digit stays literal, as CommonMark has it:
// **(链主)**3家, **"链主"**GDP and 2022**(年)**. Nothing tells there whether
// the run opens or closes; to take it for a closer would change what a**"b"**c
// means. With Han on the other side, **(链主)**企业, or with full-width marks,
// **（链主）**3家, it works.
//
// Nothing else of Markdown is changed here, and nothing is ever dropped: a run
// that neither opens nor closes stays in the text as it was typed.
package cjk

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Emphasis is the extension: the rule for * and _.
var Emphasis goldmark.Extender = emphasisExtension{}

type emphasisExtension struct{}

// Extend adds the parser before goldmark's own, which has priority 500 and
// then never sees a run.
func (emphasisExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(NewEmphasisParser(), 490)))
}

// NewEmphasisParser returns the parser of * and _.
func NewEmphasisParser() parser.InlineParser { return emphasisParser{} }

type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

func (emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := scan(block, emphasis{})
	if d.OriginalLength == 4 && d.Char == '*' && d.CanOpen && d.CanClose && touchesCJK(block) && isOpen(pc, '*') {
		closer := parser.NewDelimiter(false, true, 2, '*', emphasis{})
		parent.AppendChild(parent, push(closer, block, pc))
		d = parser.NewDelimiter(true, false, 2, '*', emphasis{})
	}
	return push(d, block, pc)
}

// touchesCJK reports CJK text beside the run of four at the reader's position.
// Such a run ends one strong passage and begins the next, **一是…。****二是…。**,
// where both touch; CommonMark's rule of three (17.) would make one of them,
// with the asterisks in it.
func touchesCJK(block text.Reader) bool {
	line, _ := block.PeekLine()
	after, _ := utf8.DecodeRune(line[4:])
	return Is(after) || Is(block.PrecendingCharacter())
}

// isOpen reports whether a passage between pairs of c is open.
func isOpen(pc parser.Context, c byte) bool {
	for d := pc.LastDelimiter(); d != nil; d = d.PreviousDelimiter {
		if d.Char == c && d.Length == 2 {
			return d.CanOpen
		}
	}
	return false
}

// NewStrikethroughParser returns a parser of ~~, by the same rules. It takes
// two tildes, or four between two passages: GFM's single one would strike out
// the range in 3~5个…10~20亿. Its nodes are those of goldmark's Strikethrough.
func NewStrikethroughParser() parser.InlineParser { return strikethroughParser{} }

type strikethroughParser struct{}

func (strikethroughParser) Trigger() []byte { return []byte{'~'} }

func (strikethroughParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	d := scan(block, strikethrough{})
	if d.OriginalLength == 4 && d.CanOpen && d.CanClose && touchesCJK(block) && isOpen(pc, '~') {
		closer := parser.NewDelimiter(false, true, 2, '~', strikethrough{})
		parent.AppendChild(parent, push(closer, block, pc))
		return push(parser.NewDelimiter(true, false, 2, '~', strikethrough{}), block, pc)
	}
	if d.OriginalLength != 2 || block.PrecendingCharacter() == '~' {
		return nil
	}
	return push(d, block, pc)
}

func push(d *parser.Delimiter, block text.Reader, pc parser.Context) ast.Node {
	_, segment := block.PeekLine()
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

type emphasis struct{}

func (emphasis) IsDelimiter(b byte) bool { return b == '*' || b == '_' }
func (emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasis) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

type strikethrough struct{}

func (strikethrough) IsDelimiter(b byte) bool { return b == '~' }
func (strikethrough) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}
func (strikethrough) OnMatch(int) ast.Node { return extast.NewStrikethrough() }

// scan reads the run at the reader's position and decides what it may do.
func scan(block text.Reader, p parser.DelimiterProcessor) *parser.Delimiter {
	line, segment := block.PeekLine()
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	before := block.PrecendingCharacter()
	base := before
	if isTextSelector(before) {
		// The selector only says how the character before it looks.
		start := segment.Start - utf8.RuneLen(before)
		base, _ = utf8.DecodeLastRune(block.Source()[:max(start, 0)])
	}
	canOpen, canClose := flanking(base, isIdeographicSelector(before), after, line[0] == '_')
	return parser.NewDelimiter(canOpen, canClose, n, line[0], p)
}

// flanking is section 6.2 of the specification: what a run between two
// characters may do. Intraword emphasis is for * only, so an underscore that
// could do both must have a mark on its outer side.
func flanking(before rune, variant bool, after rune, underscore bool) (canOpen, canClose bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	cjkBefore, cjkAfter := Is(before) || variant, Is(after)
	punctBefore, punctAfter := util.IsPunctRune(before), util.IsPunctRune(after)
	latinBefore, latinAfter := punctBefore && !cjkBefore, punctAfter && !cjkAfter

	left := !spaceAfter && (!latinAfter || spaceBefore || latinBefore || cjkBefore)
	right := !spaceBefore && (!latinBefore || spaceAfter || latinAfter || cjkAfter)
	if underscore {
		return left && (!right || punctBefore), right && (!left || punctAfter)
	}
	return left, right
}

// isTextSelector reports a variation selector that follows a character and
// does not make an emoji of it.
func isTextSelector(r rune) bool { return r >= 0xfe00 && r <= 0xfe0e }

// isIdeographicSelector reports a selector of the Variation Selectors
// Supplement, which only ever follows a Han character.
func isIdeographicSelector(r rune) bool { return r >= 0xe0100 && r <= 0xe01ef }

// IsShared reports one of the seven marks that Chinese shares with Latin.
func IsShared(r rune) bool {
	switch r {
	case '‘', '’', '“', '”', '—', '…', '·':
		return true
	}
	return false
}

// Is reports a CJK character or mark: one of the specification's ranges or of
// the seven marks.
func Is(r rune) bool {
	switch {
	case r < 0x1100:
		return r == '·'
	case r >= 0x3041 && r <= 0x3096, r >= 0x3250 && r <= 0xa48c, r >= 0xac00 && r <= 0xd7a3, r >= 0xff01 && r <= 0xff5e:
		return true // nearly all of them, without a search
	}
	return IsShared(r) || unicode.Is(ranges, r)
}

// IsSpaced reports a character of a script that is CJK but puts spaces
// between words: Hangul.
func IsSpaced(r rune) bool { return r >= 0x1100 && unicode.Is(unicode.Hangul, r) }

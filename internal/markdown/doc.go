// Package markdown turns the Markdown of one file into a [Body]: HTML for a
// page, and what a column wants to know of it. It knows that one file and
// nothing else; links into the site are left as holes for the column to fill.
//
// # Syntax
//
// CommonMark 0.31.2 with GFM's tables and bare links, except where Chinese
// text or the safety of the site wants it otherwise. Each difference is named
// in testdata/commonmark-deviations.txt, example by example.
//
//   - Emphasis works beside Chinese marks (package cjk, which also says where it
//     does not). An asterisk between two digits is a product. ~~Two tildes~~
//     strike out, one does not.
//   - A line break beside Chinese text vanishes; between Latin words it is a
//     space; two spaces or a backslash before it make it a hard break.
//   - Spaces, tabs and U+3000 that begin a paragraph are its indent and never
//     code. A line of nothing else is blank.
//   - Headings take {#id .class}; no other attribute. An id that is not given
//     is made of the heading's text and keeps its Han.
//     Level 1 is the page's own and is reported, as is a line of - or = right
//     below Chinese text, which CommonMark takes for an underline.
//   - An image alone in its paragraph is a figure. Its caption is its title,
//     else its text, as Pandoc's implicit_figures has it.
//   - [^1] and "[^1]: text", or with a full-width colon, are a note.
//   - "::: note", "::: editor" (编者按) and "::: aside", closed by ":::", are
//     blocks beside the text (Pandoc's fenced divs); words behind the name are
//     the block's title. The names 说明, 编者按 and 相关链接 do, too.
//   - [文字]{.dots} has emphasis dots, 着重号 (Pandoc's bracketed spans);
//     {东阿|dōng ē} has ruby (DenDenMarkdown, VFM). {{ }} and {% %} are prose.
//   - <!-- --> is a note to other editors and never published; <!--more-->
//     ends the summary.
//   - What an editor with a Chinese keyboard types for Markdown and what is
//     none is reported with its mend and set as text: #标题, １．, 1.甲, |：---|,
//     ![图]（图.jpg）, ![图](图 1.jpg), 【文字】(a.md), ：：： note, 》甲, ＊＊甲＊＊,
//     ** without its other half, {东阿｜dōng ē}, [文字]{.dot}, a table without its
//     rule, and lines that run together: numbered ones, and where most of a
//     file's end with a sentence. A backslash says that it is text.
//   - Cells that a table has no columns for are left out (GFM 4.10) and reported.
//
// # Safety
//
// A manuscript is not trusted. Its HTML never passes: a tag is dropped and
// reported, and the text round it stays, but for what is in a script or a style
// sheet. A link is http, https, mailto or tel, an anchor of the page, or a
// hole; of any other only the text stays, and a file of one computer (C:\, file:)
// is an error. An image is a hole and nothing else:
// of one on another host only the text stays, so that no page fetches anything
// from elsewhere. The page has no style or script in it, no comment, and no
// attribute but href, src, alt, title, id, class, role, aria-label, aria-hidden
// and start.
//
// A file that would take long or much memory is refused before it is parsed,
// with an error that says why (see bounds.go). Of one kind of mistake a file
// gets at most twenty diagnostics, and a count of the rest.
//
// # Classes
//
// What a theme can style: em.dots; span.nowrap (white-space: nowrap); aside.note,
// section.editor, aside.aside and section.footnotes, each with a p.label whose
// words are not the author's (user-select: none keeps them out of a copy);
// p.verse, a paragraph with two hard breaks or more, whose lines are to begin at
// one edge; a.bare, a URL or an address that is its own text; a.noteref and
// a.backref; left, right and center on table cells, since the pages allow no
// style attribute. Ids of notes are fn:1 and fnref:1; those of headings have no
// colon and do not begin with "_".
//
// # Measures
//
// Length counts as the Chinese editions of Word and WPS do: a Han character or
// a full-width mark is one, a Latin word or a number is one with the half-width
// marks in it, a half-width mark by itself is none. Counted is what is read:
// headings, lists, tables, code, captions, titles of blocks, and notes, as Word
// counts them when its box for notes is ticked. Not counted are the numbers of
// lists and notes, ruby, the text of images, and labels that this package adds.
//
// Summary is the first paragraph, if that has 40 characters or more, else the
// text of the first paragraphs, without headings, quotations and blocks; of it,
// up to the last sentence that ends within 120 characters; at least the first
// sentence, unless that is longer than 240. Bold words that begin a paragraph
// only name what follows, so that it never ends behind them. ReadingMinutes
// assumes 400 characters a minute (length.go says why) and rounds up.
//
// # What never happens here
//
// No file is read, nothing is fetched, no clock and no environment is asked: the
// same text gives the same Body. No Markdown calls a template. Nothing that an
// author wrote is mended or guessed at; that is for the proofreading rules.
package markdown

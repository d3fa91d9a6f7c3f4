package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

// What is typed for a span or for ruby and what is none.
var (
	spanUnknown = diag.Define("span-unknown", diag.Warning,
		i18n.Text{ZH: "这里的“{span}”没有起作用，按正文排了", EN: "this “{span}” does nothing and is set as text"},
		i18n.Text{ZH: "{near}可以写的只有着重号：“{mend}”，括号和点都用半角，中间不空格。", EN: "{near}There are emphasis dots only: “{mend}”, half-width and without spaces."})
	rubyForm = diag.Define("ruby-form", diag.Warning,
		i18n.Text{ZH: "这里像是注音，但用了全角的竖线、括号，或多了空格，按正文排了", EN: "this looks like ruby, but has a full-width bar or brace or a space in it, so it is set as text"},
		i18n.Text{ZH: "写成“{mend}”。", EN: "Write “{mend}”."})
	rubyCount = diag.Define("ruby-count", diag.Warning,
		i18n.Text{ZH: "这里像是注音，但“{base}”有 {have} 个字，注音有 {count} 段，按正文排了", EN: "this looks like ruby, but “{base}” has {have} characters and {count} readings, so it is set as text"},
		i18n.Text{ZH: "每个字注一段，或者整个词只注一段：“{mend}”。", EN: "Write a reading for each character, or one for all: “{mend}”."})
)

const wideBrace = "｛"

// lintWideLinks reports 【文字】(a.md) and ［文字］（a.md） in a piece of text.
func (r *renderer) lintWideLinks(start, stop int) {
	for at := start; at < stop; {
		i := bytes.IndexAny(r.src[at:stop], "】］")
		if i < 0 {
			return
		}
		at += i
		behind := at + len("】")
		if open, size := r.wideOpener(at); open >= 0 && !lintSpan(r.report, r.src, open+size, at, behind) {
			r.lintWideLink(open, open+size, at, behind)
		}
		at = behind
	}
}

// wideOpener returns where the bracket is that the one at byte stop closes, and
// its length; -1 if none does on its line.
func (r *renderer) wideOpener(stop int) (open, size int) {
	low := max(0, stop-maxAttempt)
	before := r.src[low:stop]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	i := bytes.LastIndexAny(before, "【［[】］]")
	if i < 0 {
		return -1, 0
	}
	switch c, size := utf8.DecodeRune(before[i:]); c {
	case '【', '［', '[':
		return stop - len(before) + i, size
	}
	return -1, 0
}

func (r *renderer) lintWideLink(open, label, stop, behind int) {
	rest := r.src[behind:min(len(r.src), behind+maxAttempt)]
	inner, _, n := parenthesized(rest)
	dest, title, _ := splitTitle(inner)
	if n == 0 || len(dest) == 0 || !isAddress(dest) {
		return
	}
	start, what, image := open, aLink, false
	for _, bang := range []string{"!", wideBang} {
		if bytes.HasSuffix(r.src[:open], []byte(bang)) && isImageName(dest) {
			start, what, image = open-len(bang), anImage, true
		}
	}
	r.report.at(linkWidth, start, behind+n, diag.Arg("what", what),
		diag.Arg("mend", excerpt(mendLink(image, r.src[label:stop], dest, title))))
}

// lintSpan reports a class in braces behind brackets that is not known, or not
// in the form that is. label and stop are the edges of what is in the brackets.
func lintSpan(report *reporter, src []byte, label, stop, brace int) bool {
	rest := src[brace:min(len(src), brace+60)]
	open, size := utf8.DecodeRune(rest)
	end := bytes.IndexAny(rest, "}｝\n")
	if open != '{' && open != '｛' || end < 0 || rest[end] == '\n' {
		return false
	}
	_, closer := utf8.DecodeRune(rest[end:])
	inner := strings.TrimSpace(string(rest[size:end]))
	name := strings.TrimSpace(strings.TrimLeft(inner, ".．。"))
	if !isClasses(name) || name == inner && nearest.Plain(name) != "dots" {
		return false
	}
	var near i18n.Text
	if nearest.Plain(name) != "dots" {
		near = nearest.Hint(nearest.Find(name, []string{"dots"}))
	}
	mend := "[" + string(src[label:stop]) + "]"
	if short := excerpt(mend); short != mend {
		mend = "[…]"
	}
	report.at(spanUnknown, brace, brace+end+closer, diag.Arg("span", string(rest[:end+closer])),
		diag.Arg("near", near), diag.Arg("mend", mend+string(dotsMark)))
	return true
}

func isClasses(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_. ", c)
	})
}

// lintWideRuby reports ｛东阿｜dōng ē｝ in a piece of text.
func (r *renderer) lintWideRuby(start, stop int) {
	for at := start; at < stop; {
		i := bytes.Index(r.src[at:stop], []byte(wideBrace))
		if i < 0 {
			return
		}
		at += i
		rest := r.src[at+len(wideBrace) : min(stop, at+maxRuby)]
		if n := bytes.IndexAny(rest, "}｝{｛"); n >= 0 {
			if c, size := utf8.DecodeRune(rest[n:]); c == '}' || c == '｝' {
				lintRuby(r.report, at, at+len(wideBrace)+n+size, rest[:n], true)
			}
		}
		at += len(wideBrace)
	}
}

// lintRuby reports what stands in braces and is no ruby, but like it: Han, a
// bar and a reading. wide says that the braces are.
func lintRuby(report *reporter, start, end int, inner []byte, wide bool) {
	wideBar := bytes.Contains(inner, []byte("｜"))
	parts := strings.Split(strings.NewReplacer("｜", "|", `\|`, "|").Replace(string(inner)), "|")
	if len(parts) < 2 || bytes.ContainsAny(inner, "<>`") {
		return
	}
	for i, p := range parts {
		if parts[i] = strings.Trim(p, " \t"+ideographicSpace); parts[i] == "" {
			return
		}
	}
	base, readings := parts[0], parts[1:]
	have := utf8.RuneCountInString(base)
	if strings.ContainsFunc(base, func(c rune) bool { return !unicode.Is(unicode.Han, c) }) {
		return
	}
	mend := "{" + strings.Join(parts, "|") + "}"
	several := len(readings) > 1 && len(readings) != have
	if several {
		mend = "{" + base + "|" + strings.Join(readings, " ") + "}"
	}
	switch first, _ := utf8.DecodeRuneInString(readings[0]); {
	case wide || wideBar:
		report.at(rubyForm, start, end, diag.Arg("mend", excerpt(mend)))
	case several:
		report.at(rubyCount, start, end, diag.Arg("base", excerpt(base)), diag.Arg("have", have),
			diag.Arg("count", len(readings)), diag.Arg("mend", excerpt(mend)))
	case unicode.IsLetter(first) && !unicode.Is(unicode.Han, first): // {甲 | 乙} may be prose
		report.at(rubyForm, start, end, diag.Arg("mend", excerpt(mend)))
	}
}

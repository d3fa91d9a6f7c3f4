package markdown

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"luxi/internal/diag"
)

// hostile are inputs that take some Markdown parser quadratic time or worse:
// those of cmark's pathological_tests.py and of markdown-it's
// test/pathological.mjs, with goldmark's own traps and those of the syntax
// that is ours. They are as large as the bound on size allows, unless a form
// is worse when smaller.
func hostile() map[string]string {
	const full = maxSize / slower
	fill := func(s string) string { return strings.Repeat(s, full/len(s)) }
	rep := func(s string, n int) string { return strings.Repeat(s, n/slower) }
	m := map[string]string{
		"www and two dots":           fill("www.."),
		"www, a dot and a hyphen":    fill("www.-"),
		"a heading of many classes":  "# a {" + fill(".a ") + "}",
		"a heading of other classes": "# a {" + rep(".a.b ", 200000) + "}",
		// cmark
		"nested strong emphasis":         rep("*a **a ", 30000) + "b" + rep(" a** a*", 30000),
		"many emphasis closers":          rep("a_ ", 65000),
		"many emphasis openers":          rep("_a ", 65000),
		"many 3-emphasis":                "a***" + rep("a_** ", 65000),
		"many link closers":              rep("a]", 65000),
		"many link openers":              rep("[a", 65000),
		"mismatched openers and closers": rep("*a_ ", 50000),
		"openers and closers of three":   rep("a**b", 50000) + rep("c* ", 50000),
		"link openers and emph closers":  rep("[ a_", 50000),
		"pattern [ (]( repeated":         rep("[ (](", 80000),
		"pattern ![[]() repeated":        rep("![[]()", 160000),
		"hard link/emph case":            "**x [a*b**c*](d)",
		"nested brackets":                rep("[", 50000) + "a" + rep("]", 50000),
		"nested block quotes":            rep("> ", 50000) + "a",
		"deeply nested lists":            deepList(400),
		"null characters":                fill("abc\x00de\x00"),
		"backticks":                      backticks(1400),
		"unclosed links A":               rep("[a](<b", 30000),
		"unclosed links B":               rep("[a](b", 30000),
		"unclosed <!--":                  "</" + rep("<!--", 250000),
		"empty lines in nested lists":    rep("- ", 100) + "a" + rep("\n", 900000),
		"html comment block":             fill("<!-- "),
		"reference collisions":           fill("[a]: u\n"),
		"many references":                references(20000 / slower),
		"tables":                         "aaa\rbbb\n-\v\n" + rep("\n", 30000),
		"table of 10,000 columns":        rep("|a", 10000) + "|\n" + rep("|-", 10000) + "|\n" + rep("a\n", 10000),
		"wide header without rows":       rep("|a", 200000) + "|\n" + rep("|-", 200000) + "|\n",
		// markdown-it
		"nested inlines":               rep("*", 60000) + "a" + rep("*", 60000),
		"nested strong":                rep("**", 60000) + "a" + rep("**", 60000),
		"backslashes":                  fill("\\"),
		"autolinks <":                  fill("<") + ">",
		"autolinks <a:":                fill("<a:"),
		"newlines in link":             "[" + fill("\n "),
		"processing instructions":      fill("<?"),
		"cdata":                        fill("<![CDATA["),
		"declarations":                 fill("<!A "),
		"open tags":                    fill("<a "),
		"attributes":                   "<a" + fill(" b"),
		"quoted attributes":            fill(`<a b="`),
		"quotes":                       fill(`"'`),
		"entities":                     fill("&"),
		"entity lookalikes":            fill("&amp"),
		"entity long":                  "&" + fill("a"),
		"numeric entities":             fill("&#x1"),
		"entities that resolve":        fill("&ngE;"),
		"nested list markers -":        rep("- ", 6000) + "a",
		"nested list markers *":        rep("* ", 6000) + "a",
		"nested list markers 1.":       rep("1. ", 6000) + "a",
		"nested list markers, mixed":   rep("- * 1) > ", 2000) + "a",
		"nested quotes >>>":            rep(">", 50000) + "a",
		"quotes by line":               quotePyramid(1200),
		"list of 90 levels, continued": rep("- ", 90) + "a\n" + rep(rep("  ", 90)+"b\n\n", 5000),
		"lazy lines then blank":        rep("- ", 90) + "a\nb\n" + rep("\n", 500000),
		"blank lines in a list":        "- a" + rep("\n", 500000) + "- b",
		"ordered items":                fill("1. a\n"),
		"empty items":                  fill("-\n"),
		"alternating lists":            fill("- a\n+ b\n"),
		// size and number
		"one line of Han":       strings.Repeat("长", full/3),
		"short paragraphs":      fill("a\n\n"),
		"short lines":           fill("a\n"),
		"headings":              fill("# a\n"),
		"setext headings":       fill("a\n-\n"),
		"setext bars":           fill("-\n=\n"),
		"thematic breaks":       fill("---\n"),
		"fences":                fill("```\n"),
		"fences, open":          fill("```a\n~~~\n"),
		"emphasis":              fill("*a* "),
		"strong Han":            fill("**中。**"),
		"strong runs ****":      fill("**中****文"),
		"tildes":                fill("~~a~~"),
		"code spans":            fill("`a` "),
		"code span unclosed":    fill("`` a ` "),
		"code lines unclosed":   "`` a\n" + fill("a\n"),
		"links":                 fill("[a](b)"),
		"links nested":          rep("[a", 20000) + rep("](b)", 20000),
		"links, titles open":    fill(`[a](b "c`),
		"links, titles parens":  fill(`[a](b (c`),
		"links, parens":         fill("[a]((((("),
		"images":                fill("![a](b)"),
		"images nested":         rep("![", 50000) + rep("](b)", 50000),
		"images, then links":    rep("![", 30000) + rep("[a](b)", 30000),
		"long labels":           fill("[" + strings.Repeat("a", 900) + "]"),
		"labels over lines":     fill("[a\na] "),
		"escaped bars in code":  "|a|\n|-|\n" + rep("|`\\|`|\n", 100000),
		"tables in a paragraph": fill("|a|\n|-|\n"),
		"soft breaks, comments": fill("<!---->\n"),
		"soft breaks, Han":      fill("中\n"),
		"comments inline":       fill("a<!-- b -->"),
		"raw tags":              fill("<b>"),
		"script blocks":         fill("<script>\n"),
		"U+3000 lines":          fill("　\n"),
		"U+3000 indents":        fill("　　a\n"),
		// ours
		"ruby":                 fill("{东|d}"),
		"ruby open":            fill("{东|"),
		"braces":               fill("{"),
		"dots":                 fill("[东]{.dots}"),
		"containers":           fill("::: note\n"),
		"containers closed":    fill("::: note\n:::\n"),
		"containers unknown":   fill("::: x\na\n:::\n"),
		"container names":      fill("::: " + rep("x", 1000) + "\n:::\n"),
		"colons":               fill(":"),
		"notes":                notesOf(20000 / slower),
		"notes nested":         rep("[^a]: ", 50000) + "x",
		"notes to one":         "[^a]: x\n\n" + rep("b[^a] ", 100000),
		"notes in notes":       notesInNotes(10000 / slower),
		"note marks":           fill("[^"),
		"notes undefined":      fill("[^a] "),
		"bare URLs":            fill("http://a.cn "),
		"bare URLs, run on":    fill("http://a.cn"),
		"bare URL, parens":     "http://a.cn/" + fill(")"),
		"bare schemes":         fill("http://"),
		"www.":                 fill("www."),
		"mail":                 fill("a@b.cn "),
		"mail, underscores":    fill("a_"),
		"mail, at signs":       fill("a@"),
		"mail, long local":     fill("a.") + "@b.cn",
		"heading attributes":   "# a " + fill("{a="),
		"heading ids":          fill("# a {#b}\n"),
		"heading hashes":       fill("#"),
		"hash lines":           fill("#题\n"),
		"wide numbers":         fill("１．\n"),
		"table rules, wide":    fill("|：-|\n"),
		"middots":              fill("甲·"),
		"dashes":               fill("甲—乙"),
		"long dash":            fill("—"),
		"quotation marks":      fill("“"),
		"one sentence":         fill("a，"),
		"bad links":            fill("[a](b:c) "),
		"wide parentheses":     fill("[a]（b c.md"),
		"wide parens closed":   fill("![甲]（乙 丙）"),
		"wide parens nested":   fill("[a]（（"),
		"spaced images":        fill("![a](b c)"),
		"wide image marks":     fill("！[a](b.png)"),
		"wide asterisks":       fill("＊＊文"),
		"stars before Han":     fill("**文 "),
		"stars, backslashes":   fill(`**\`),
		"numbers without ends": fill("1、一\n"),
		"markers, no space":    fill("1.一\n\n"),
		"wide brackets":        fill("【甲】("),
		"wide brackets closed": fill("【甲】（a.md）"),
		"wide brackets nested": fill("【】（"),
		"wide ruby":            fill("｛东｜d｝"),
		"wide ruby open":       fill("｛东｜"),
		"wide ruby bars":       fill("{东｜d}"),
		"spans unknown":        fill("[东]{.a}"),
		"spans open":           fill("[东]{."),
		"wide fences":          fill("：：：\n"),
		"wide quotations":      fill("》a\n\n"),
		"rows without a rule":  fill("|a|\n"),
		"rows too long":        "|a|\n|-|\n" + rep("|a|b\n", 40000),
		"sentences by line":    fill("甲。\n"),
		"hard breaks":          fill("甲\\\n"),
		"hard breaks, strong":  rep("**a\\\n", 5000) + rep("a**", 5000),
		"local files":          fill("![a](C:\\b)"),
		"many kinds at once":   fill("[a](b:c)[d](#e)![](f)<g>[^h]\n#题\n"),
	}
	return m
}

func deepList(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s* a\n", strings.Repeat("  ", i))
	}
	return b.String()
}

func quotePyramid(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(">", i) + " a\n")
	}
	return b.String()
}

func backticks(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}

func references(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[%d]: /u\n", i)
	}
	for i := range n {
		fmt.Fprintf(&b, "[%d] ", i)
	}
	return b.String()
}

func notesOf(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a[^%d]\n\n[^%d]: b\n\n", i, i)
	}
	return b.String()
}

func notesInNotes(n int) string {
	var b strings.Builder
	b.WriteString("a[^0]\n\n")
	for i := range n {
		fmt.Fprintf(&b, "[^%d]: b[^%d]\n\n", i, i+1)
	}
	return b.String()
}

// TestHostile parses every hostile input, and, where that is refused, the
// largest part of it that is not: what comes just below a bound is the worst
// that the parser ever gets. The promise is 1 s and 256 MB; here time gets a
// margin of ten for slow machines, and memory is the sum of all that was
// allocated, freed or not. With -v the figures are printed.
func TestHostile(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			verdict := measure(t, text)
			if verdict == "" || verdict == broken.Code {
				return
			}
			low, high := 0, len(text)
			for high-low > max(16, low/8) {
				middle := (low + high) / 2
				if measureRefusal(cut(text, middle)) {
					high = middle
				} else {
					low = middle
				}
			}
			measure(t, cut(text, low))
		})
	}
}

func measureRefusal(text string) bool {
	_, ok := bounded(text, &reporter{file: diag.File{Text: text}})
	return !ok
}

// measure parses within the promise, and returns the code of the refusal.
func measure(t *testing.T, text string) (refusal string) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	done := make(chan diag.List, 1)
	go func() {
		_, list := Parse(diag.File{Path: "a.md", Text: text}, 0)
		done <- list
	}()
	var list diag.List
	select {
	case list = <-done:
	case <-time.After(10 * time.Second):
		t.Fatalf("%d bytes: not done in 10 s", len(text))
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	mb := float64(after.TotalAlloc-before.TotalAlloc) / 1e6
	for _, d := range list {
		switch d.Kind {
		case tooLarge, tooDeep, tooHeavy, broken:
			refusal = d.Kind.Code
		}
	}
	t.Logf("| %s | %d | %d | %.0f | %s |", t.Name(), len(text), took.Milliseconds(), mb, refusal)
	if mb > 256 {
		t.Errorf("%d bytes took %.0f MB", len(text), mb)
	}
	if refusal == broken.Code {
		t.Error("the parser panicked")
	}
	return refusal
}

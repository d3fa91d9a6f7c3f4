package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A Split is what was found in a page of a newspaper.
type Split struct {
	Essays []Draft
	Call   *Call
	Left   []Leaving
}

// A Call is the column's call for submissions as the page has it. The values
// are the page's own words.
type Call struct {
	Title     string
	Hosts     []string
	Deadline  string
	Mailbox   string
	Telephone string
	Planners  []string
	Text      string
}

// A Leaving is a piece of the page that is not the column's.
type Leaving struct {
	Headline   string
	Paragraphs int
}

var (
	splitNone = diag.Define("split-none", diag.Error,
		i18n.Text{ZH: "没有找到“{column}”的文章：没有一篇以标题开头、以括号里的署名结尾", EN: "no essay of “{column}” was found: none begins with a headline and ends with a byline in brackets"},
		i18n.Text{ZH: "看一看文件里有没有（姓名 职务）这样的署名；单独一篇的稿件不要用 --split。", EN: "Look for a byline such as “（姓名 职务）”; a file of one essay needs no --split."})
	splitWhole = diag.Define("split-no-column", diag.Note,
		i18n.Text{ZH: "版面上没有单独一行的“{column}”，在全文里找了文章", EN: "no line “{column}” stands by itself on the page; the whole text was searched"},
		i18n.Text{ZH: "核对取出的几篇是不是都是栏目的。", EN: "Check that all that was taken is the column's."})
	splitByCall = diag.Define("split-by-call", diag.Note,
		i18n.Text{ZH: "版面上没有单独一行的“{column}”，按约稿启事里的栏目名称“{name}”找了文章", EN: "no line “{column}” stands by itself on the page; the column was found by the name that its call has, “{name}”"},
		i18n.Text{ZH: "栏目改了名，就改 site.toml 里的 title。", EN: "If the column has a new name, change title in site.toml."})
	splitNews = diag.Define("split-news", diag.Warning,
		i18n.Text{ZH: "{place}：有署名，但前面是别的新闻，没有取", EN: "{place}: a byline, but what stands before it is other news; it was not taken"},
		i18n.Text{ZH: "是栏目的文章，就把它单独存成一个文件再导入。", EN: "If it is an essay of the column, save it as a file of its own and import that."})
)

// newspaperPage refuses a page that was not asked to be taken apart.
var newspaperPage = diag.Define("manuscript-page", diag.Error,
	i18n.Text{ZH: "这是一整版报纸，有 {count} 条新闻，不是一篇稿件", EN: "this is a page of a newspaper with {count} stories, and no manuscript"},
	i18n.Text{ZH: "用 luxi import --split 取出栏目的文章。", EN: "Use luxi import --split to take the column's essays out of it."})

// stories counts the lines that only news begins with.
func (s *script) stories() int {
	n := 0
	for _, b := range s.blocks {
		if newsLead.MatchString(b.text()) {
			n++
		}
	}
	return n
}

var (
	callTitle  = regexp.MustCompile(`(?:约稿|征稿|征文)启事$`)
	callColumn = regexp.MustCompile(`^[“"《]([^”"》]+)[”"》].{0,4}(?:约稿|征稿|征文)启事$`)
	callField  = regexp.MustCompile(`^(主办单位|主办|截稿时间|截稿日期|截止时间|投稿邮箱|邮箱|联系电话|电话)\s*[:：]\s*(.+)$`)
	callEditor = regexp.MustCompile(`[（(]专题策划\s*[:：]\s*([^（()）]+)[）)]`)
	newsLead   = regexp.MustCompile(`^(?:本报.{0,8}讯|□|○记者|本报记者|新华社)`)
)

// splitPage looks for the column's essays and its call. The column begins where
// its name stands by itself, if that is anywhere; every essay ends with a byline
// in brackets. What is neither is left.
func splitPage(s *script, column string, n *notes) *Split {
	out := &Split{}
	blocks := slices.DeleteFunc(s.blocks, func(b block) bool { return b.kind == paragraph && b.text() == "" && len(b.spans) == 0 })
	start, named := behindName(blocks, column)
	if !named {
		if name := nameInCall(blocks); name != "" {
			if start, named = behindName(blocks, name); named {
				n.at(splitByCall, 0, diag.Arg("column", column), diag.Arg("name", name))
			}
		}
	}
	if !named {
		n.at(splitWhole, 0, diag.Arg("column", column))
	}
	out.Left = leavings(blocks[:start])
	from := start
	for i := start; i < len(blocks); i++ {
		text := blocks[i].text()
		if callTitle.MatchString(text) && utf8.RuneCountInString(text) <= longestTitle {
			out.Left = append(out.Left, leavings(blocks[from:i])...)
			var used int
			out.Call, used = readCall(blocks[i:])
			i += used - 1
			from = i + 1
			continue
		}
		authors, sure := readByline(text, false)
		if authors == nil || !sure || authors[0].Position == "" {
			continue
		}
		first, ok := headlineOf(blocks[from:i], named && from >= start)
		if !ok {
			n.at(splitNews, blocks[i].para)
			continue
		}
		out.Left = append(out.Left, leavings(blocks[from:from+first])...)
		out.Essays = append(out.Essays, s.essayOf(blocks[from+first:i+1], n.file))
		from = i + 1
	}
	out.Left = append(out.Left, leavings(blocks[from:])...)
	if len(out.Essays) == 0 {
		n.at(splitNone, 0, diag.Arg("column", column))
	}
	return out
}

// behindName returns the place behind the last line that is the column's name.
func behindName(blocks []block, column string) (int, bool) {
	for i := len(blocks) - 1; i >= 0; i-- {
		if isColumnName(blocks[i].text(), column) {
			return i + 1, true
		}
	}
	return 0, false
}

// nameInCall returns the name of the column that a call on the page has in its
// title: “鲁西崛起大家谈”约稿启事.
func nameInCall(blocks []block) string {
	for _, b := range blocks {
		if m := callColumn.FindStringSubmatch(b.text()); m != nil {
			return m[1]
		}
	}
	return ""
}

func isColumnName(text, column string) bool {
	return strings.Trim(text, "“”《》【】· 　■◆□") == column
}

// headlineOf finds where an essay begins that ends with its byline: at the
// first headline that is the column's. Where other news stands between, the
// essay begins behind the last of it.
func headlineOf(blocks []block, columns bool) (int, bool) {
	lastNews := -1
	for i, b := range blocks {
		if newsLead.MatchString(b.text()) {
			lastNews = i
		}
	}
	if lastNews < 0 && (columns || len(blocks) > 0 && titleLike(blocks[0].text())) {
		return 0, len(blocks) > 1 && titleLike(blocks[0].text())
	}
	for i := lastNews + 2; i+1 < len(blocks); i++ { // a story has at least a paragraph behind its lead
		text, next := blocks[i].text(), blocks[i+1].text()
		before, _ := utf8.DecodeLastRuneInString(blocks[i-1].text())
		if titleLike(text) && !isProse(text) && strings.ContainsRune(sentenceEnd, before) && !isRemnant(next) {
			return i, i+2 <= len(blocks)
		}
	}
	return 0, false
}

// essayOf makes an essay of a part of the page.
func (s *script) essayOf(blocks []block, file string) Draft {
	n := &notes{file: file}
	part := &script{name: s.name, blocks: blocks, notes: s.notes, plain: s.plain, lines: s.lines, pictures: s.pictures}
	d := part.draft(n)
	d.Pictures = slices.DeleteFunc(slices.Clone(d.Pictures), func(p Picture) bool { return !strings.Contains(d.Markdown, p.Name) })
	d.Notes = n.list()
	return *d
}

// readCall reads the lines of a call, and returns how many there were.
func readCall(blocks []block) (*Call, int) {
	c := &Call{Title: blocks[0].text()}
	var text []string
	used := 1
	for _, b := range blocks[1:] {
		line := b.text()
		if m := callField.FindStringSubmatch(line); m != nil {
			c.set(m[1], trimSpace(m[2]))
			used++
			continue
		}
		if titleLike(line) && !isProse(line) || newsLead.MatchString(line) {
			break
		}
		if m := callEditor.FindStringSubmatch(line); m != nil {
			c.Planners = strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune(" 　、，,", r) })
			line = trimSpace(callEditor.ReplaceAllString(line, ""))
		}
		if line != "" {
			text = append(text, line)
		}
		used++
	}
	c.Text = strings.Join(text, "\n\n")
	return c, used
}

func (c *Call) set(key, value string) {
	switch {
	case strings.HasPrefix(key, "主办"):
		c.Hosts = strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("、，,；;", r) })
	case strings.HasPrefix(key, "截"):
		c.Deadline = value
	case strings.HasSuffix(key, "邮箱"):
		c.Mailbox = value
	default:
		c.Telephone = value
	}
}

// leavings names what was left by its headlines: the lines that stand before a
// reporter's byline or the lead of a story.
func leavings(blocks []block) []Leaving {
	var out []Leaving
	for i, b := range blocks {
		text := b.text()
		headline := titleLike(text) && !isProse(text) && i+1 < len(blocks)
		followsHeadline := i > 0 && titleLike(blocks[i-1].text()) && !isProse(blocks[i-1].text())
		if len(out) == 0 || headline && !followsHeadline && beginsStory(blocks[i+1:]) {
			out = append(out, Leaving{Headline: cut(text, 40)})
		}
		out[len(out)-1].Paragraphs++
	}
	return out
}

// beginsStory reports a headline of which a byline or a lead stands in the next
// lines.
func beginsStory(next []block) bool {
	for _, b := range next[:min(len(next), 3)] {
		if newsLead.MatchString(b.text()) {
			return true
		}
		if !titleLike(b.text()) {
			return false
		}
	}
	return false
}

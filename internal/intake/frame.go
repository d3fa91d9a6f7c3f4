package intake

import (
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// serial is a number that begins a heading or a paragraph.
var serial = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十百]+[）)、．.]|第[一二三四五六七八九十百\d]+[，、章节条部]|[（(]?\d{1,2}[）)、．.]|[①-⑳]|[一二三四五六七八九十]是)`)

func isSerial(s string) bool { return serial.MatchString(s) }

// longestTitle is the number of characters up to which a line may be a title.
const longestTitle = 45

// titleLike reports a line that can be a headline by its words.
func titleLike(s string) bool {
	n := utf8.RuneCountInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return n >= 2 && n <= longestTitle && !strings.ContainsRune("。；：，、,;:.", last) && !isSerial(s) &&
		!strings.ContainsAny(s, "。；") && !strings.HasPrefix(s, "本报") && !strings.HasPrefix(s, "□")
}

// A frame is what stands round the body: which blocks are title, subtitle and
// byline.
type frame struct {
	title, sub int // indices of blocks, or -1
	byline     []int
	authors    []Author
	guessed    bool
	reason     i18n.Text
}

// findFrame looks for title, subtitle and byline.
func (s *script) findFrame() frame {
	f := frame{title: -1, sub: -1}
	var texts []int // paragraphs with text
	for i, b := range s.blocks {
		if b.kind == paragraph && b.text() != "" {
			texts = append(texts, i)
		}
	}
	s.findTitle(&f, texts)
	rest := texts
	if f.title >= 0 {
		for len(rest) > 0 && rest[0] <= f.title {
			rest = rest[1:]
		}
	}
	s.findUnderTitle(&f, rest)
	s.findTailByline(&f, rest)
	return f
}

func (s *script) findTitle(f *frame, texts []int) {
	for _, i := range texts[:min(len(texts), 6)] {
		if s.blocks[i].title {
			f.title = i
			return
		}
	}
	for k, i := range texts[:min(len(texts), 3)] {
		b := s.blocks[i]
		text := b.text()
		switch {
		case k == 0 && b.level > 0 && !isSerial(text) && utf8.RuneCountInString(text) <= 2*longestTitle:
			f.title = i
			return
		case b.centred && titleLike(text) && b.allBold():
			f.title = i
			return
		}
	}
	if len(texts) < 2 {
		return
	}
	first := s.blocks[texts[0]]
	if authors, _ := readByline(first.text(), false); authors == nil && titleLike(first.text()) && !first.bullet {
		f.title, f.guessed = texts[0], true
		f.reason = i18n.Text{ZH: "稿件的第一行", EN: "the first line"}
	}
}

// findUnderTitle looks at the lines below the title.
func (s *script) findUnderTitle(f *frame, rest []int) {
	if f.title < 0 {
		return
	}
	const most = 4
	position := ""
	for k, i := range rest[:min(len(rest), most)] {
		b := s.blocks[i]
		text := b.text()
		if utf8.RuneCountInString(text) > longestTitle+15 || b.level > 0 && !b.sub {
			return
		}
		authors, sure := readByline(text, s.plain || b.centred || b.right) // 方向 at the left is a heading, and no Mr 方
		switch {
		case b.sub && f.sub < 0 && f.byline == nil:
			f.sub = i
		case position != "" && len(authors) == 1 && authors[0].Position == "":
			f.byline, f.authors = append(f.byline, i), []Author{{authors[0].Name, position}}
			return
		case authors != nil && f.byline == nil && (sure || k+1 < len(rest)):
			f.byline, f.authors = []int{i}, authors
		case f.byline == nil && isPosition(text) && k+1 < len(rest) && isLoneName(s.blocks[rest[k+1]].text()):
			position = text
			f.byline = []int{i}
		case f.sub < 0 && f.byline == nil && k+1 < len(rest) && s.isSubtitle(b, s.blocks[f.title]):
			f.sub = i
		default:
			return
		}
	}
}

// isSubtitle reports a line that stands below the title as one.
func (s *script) isSubtitle(b, title block) bool {
	text := b.text()
	if strings.HasPrefix(text, "——") || strings.HasPrefix(text, "--") {
		return titleLike(text)
	}
	return titleLike(text) && !isProse(text) && (s.plain || b.centred && title.centred)
}

// findTailByline looks at the last lines. A byline in brackets there is surer
// than one under the title.
func (s *script) findTailByline(f *frame, rest []int) {
	for k := len(rest) - 1; k >= max(0, len(rest)-3); k-- {
		b := s.blocks[rest[k]]
		text := b.text()
		if isDateLine(text) {
			continue
		}
		authors, sure := readByline(text, b.right || f.byline == nil)
		if authors == nil || !sure && !b.right && len(rest) < 3 || len(f.byline) > 0 && !sure {
			return
		}
		if k == 0 && f.title < 0 {
			return
		}
		if authors[0].Name == "" && len(f.authors) > 0 { // （作者系…）: the name stands above
			f.authors[0].Position = authors[0].Position
		} else if authors[0].Position != "" || len(f.authors) == 0 {
			f.authors = authors
		}
		if authors[0].Position == "" && k > 0 && len(f.byline) == 0 { // the position stands above the name
			if above := s.blocks[rest[k-1]]; isPosition(above.text()) && above.right {
				f.authors = []Author{{authors[0].Name, above.text()}}
				f.byline = append(f.byline, rest[k-1])
			}
		}
		f.byline = append(f.byline, rest[k])
		return
	}
}

var dateLine = regexp.MustCompile(`^[（(]?(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*(?:[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?)?[）)]?$`)

func isDateLine(s string) bool { return dateLine.MatchString(s) }

// fallbackTitle is the title where the manuscript has none: what the mail's
// subject or the file's name says.
func (s *script) fallbackTitle() (string, i18n.Text) {
	fromSubject, fromName := i18n.Text{ZH: "邮件的主题", EN: "the subject of the mail"}, i18n.Text{ZH: "文件名", EN: "the name of the file"}
	base := path.Base(strings.ReplaceAll(s.name, `\`, "/"))
	base, _ = clean(strings.TrimSuffix(base, path.Ext(base)))
	name, subject := subjectTitle(base), subjectTitle(s.subject)
	switch {
	case subject != "" && (strings.EqualFold(path.Ext(s.name), ".eml") || !telling.MatchString(name)):
		return subject, fromSubject
	case name != "":
		return name, fromName
	case subject != "":
		return subject, fromSubject
	}
	return "无题", i18n.Text{ZH: "稿件里没有", EN: "there is none"}
}

// telling are names of files that say more than 稿件, 文档1 or a.
var telling = regexp.MustCompile(`(?:\p{Han}.*){4}`)

var (
	subjectLead = regexp.MustCompile(`(?i)^(?:(?:re|fw|fwd|回复|转发|答复)\s*[:：]\s*|(?:【?投稿】?|来稿|约稿|稿件|\[投稿\])\s*[:：—-]*\s*|“?鲁西崛起大家谈”?\s*[:：—-]*\s*)+`)
	subjectTail = regexp.MustCompile(`[（(][^（()）]*[）)]$`)
	quotedTitle = regexp.MustCompile(`《([^《》]{2,45})》`)
)

// subjectTitle takes from a subject or a file's name what is not the title.
func subjectTitle(s string) string {
	if m := quotedTitle.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	s = subjectLead.ReplaceAllString(strings.TrimSpace(s), "")
	return strings.TrimSpace(subjectTail.ReplaceAllString(s, ""))
}

// draft makes an essay of a manuscript.
func (s *script) draft(n *notes) *Draft {
	f := s.findFrame()
	d := &Draft{Authors: f.authors, Pictures: s.pictures}
	if f.title >= 0 {
		d.Title, d.GuessedTitle = s.blocks[f.title].text(), f.guessed
	} else {
		d.Title, f.reason = s.fallbackTitle()
		d.GuessedTitle = true
	}
	if d.GuessedTitle {
		n.at(guessedTitle, 0, diag.Arg("text", cut(d.Title, 40)), diag.Arg("reason", f.reason))
	}
	if f.sub >= 0 {
		d.Subtitle = s.blocks[f.sub].text()
		if !s.blocks[f.sub].sub {
			n.at(guessedSub, 0, diag.Arg("text", cut(d.Subtitle, 40)))
		}
	}
	roles := map[int]Role{f.title: TitleRole, f.sub: SubtitleRole}
	for _, i := range f.byline {
		roles[i] = BylineRole
	}
	s.fill(d, roles, n)
	if len(d.Authors) == 0 || d.Authors[0].Name == "" {
		n.at(noByline, 0)
	} else {
		n.at(guessedBy, 0, diag.Arg("text", cut(strings.Join(d.Byline, "；"), 60)))
	}
	return d
}

// fill writes the body, and lists every paragraph of the manuscript.
func (s *script) fill(d *Draft, roles map[int]Role, n *notes) {
	var body []block
	list := func(role Role, spans []span) {
		for _, l := range lines(spans) {
			if text := plainText(l); text != "" {
				d.Paragraphs = append(d.Paragraphs, Paragraph{role, text})
			}
		}
	}
	flush := func() {
		if s.lines {
			body = joinCut(body, n)
		}
		for _, b := range body {
			s.listBlock(b, list)
		}
	}
	var all []block
	for i, b := range s.blocks {
		role, framed := roles[i]
		if !framed {
			body = append(body, parts(b)...)
			continue
		}
		flush()
		all, body = append(all, body...), nil
		list(role, b.spans)
		if role == BylineRole {
			d.Byline = append(d.Byline, b.text())
		}
		for _, sp := range b.spans { // a picture beside the title stays
			if sp.picture != "" {
				all = append(all, block{spans: []span{sp}, para: b.para})
			}
		}
	}
	flush()
	all = append(all, body...)
	s.warnSeveral(all, n)
	w := &writer{notes: n}
	for _, b := range all {
		w.block(b)
	}
	for i, note := range s.notes {
		for _, b := range note.blocks {
			list(NoteRole, b.spans)
		}
		w.noteText(i+1, note)
	}
	d.Markdown = w.out.String()
	if d.Markdown != "" {
		d.Markdown += "\n"
	}
}

// parts makes a paragraph of each line of one: a line break within text is what
// people press where they mean a paragraph. Those of a heading are spaces.
func parts(b block) []block {
	if b.kind != paragraph {
		return []block{b}
	}
	if b.level > 0 {
		return []block{b}
	}
	var out []block
	for _, l := range lines(b.spans) {
		one := b
		one.spans = l
		out = append(out, one)
	}
	return out
}

// listBlock lists the paragraphs of a block.
func (s *script) listBlock(b block, list func(Role, []span)) {
	switch {
	case b.kind == table:
		for _, row := range b.rows {
			for _, c := range row {
				list(CellRole, c)
			}
		}
	case b.kind == rawMarkdown:
		for _, p := range strings.Split(b.spans[0].text, "\n\n") {
			list(BodyRole, []span{{text: strings.ReplaceAll(p, "\n", " ")}})
		}
	case b.level > 0:
		list(HeadingRole, b.spans)
	case b.bullet:
		list(ItemRole, b.spans)
	default:
		list(BodyRole, b.spans)
	}
}

// warnSeveral looks for a byline within the body with a title behind it.
func (s *script) warnSeveral(body []block, n *notes) {
	for i := 0; i+2 < len(body); i++ {
		if authors, sure := readByline(body[i].text(), false); authors != nil && sure && authors[0].Position != "" && titleLike(body[i+1].text()) {
			n.at(severalEssays, body[i+1].para)
		}
	}
}

package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/intake"
	"luxi/internal/slug"
)

// A proposal is what the front matter of a draft says, with a word to the
// editor where it was inferred.
type proposal struct {
	draft        intake.Draft
	authors      []document.Author
	region, kind string
	regionNote   string
	kindNote     string
	nameNote     string
	positionNote string
	date         civil.Date
	received     civil.Moment
	receivedNote string
}

// propose works out what the manuscript itself does not say.
func (i *importer) propose(d intake.Draft, file *original) proposal {
	loc := i.in.Site.Location
	p := proposal{draft: d, date: i.today(loc)}
	for _, a := range d.Authors {
		p.authors = append(p.authors, document.Author{Name: a.Name, Position: a.Position})
	}
	if i.flags.author != "" {
		p.authors = nil
		for _, a := range intake.ParseAuthors(i.flags.author) {
			p.authors = append(p.authors, document.Author{Name: a.Name, Position: a.Position})
		}
	}
	if l := file.result.Letter; l != nil && len(p.authors) == 1 && p.authors[0].Name == "" {
		p.authors[0].Name = l.From.Name
	}
	if l := file.result.Letter; l != nil && len(p.authors) == 0 {
		if q := i.invitedFrom(l.From.Address); q != nil {
			p.authors = []document.Author{{Name: q.Name}}
		} else if intake.IsName(l.From.Name) {
			p.authors = []document.Author{{Name: l.From.Name}}
		}
		if p.authors != nil {
			p.nameNote = "按发件人推断，请核对"
		}
	}
	i.fromRoster(&p)
	i.inferTerms(&p)
	i.proposeReceived(&p, file)
	return p
}

// invited finds a person on the roster of the call by the name, of which only
// one may be there.
func (i *importer) invited(name string) *document.Invited {
	if i.call == nil || name == "" {
		return nil
	}
	var found *document.Invited
	for n := range i.call.Invited {
		if bareName(i.call.Invited[n].Name) == bareName(name) {
			if found != nil {
				return nil
			}
			found = &i.call.Invited[n]
		}
	}
	return found
}

// invitedFrom finds the person whose contact has an address.
func (i *importer) invitedFrom(address string) *document.Invited {
	if i.call == nil || !strings.Contains(address, "@") {
		return nil
	}
	for n, q := range i.call.Invited {
		for _, word := range strings.FieldsFunc(q.Contact, func(r rune) bool { return strings.ContainsRune(" ,;，；、：:　", r) }) {
			if strings.EqualFold(word, address) {
				return &i.call.Invited[n]
			}
		}
	}
	return nil
}

func bareName(s string) string { return strings.Join(strings.Fields(s), "") }

// fromRoster takes from the call's roster what it says of the author.
func (i *importer) fromRoster(p *proposal) {
	if len(p.authors) == 0 {
		return
	}
	a := &p.authors[0]
	q := i.invited(a.Name)
	if q == nil {
		if i.call != nil && len(i.call.Invited) > 0 && a.Name != "" {
			p.positionNote = cmp.Or(p.positionNote, "约稿名单上没有这个名字，请核对")
		}
		return
	}
	a.Key = q.Key
	p.region, p.kind = q.Region, q.Kind
	switch {
	case a.Position == "" && q.Position != "":
		a.Position = q.Position
		p.positionNote = "取自约稿名单"
	case q.Position != "" && a.Position != q.Position:
		p.positionNote = "约稿名单上是“" + q.Position + "”，请核对"
	}
}

// inferTerms reads region and kind from the position where no roster says them.
func (i *importer) inferTerms(p *proposal) {
	if len(p.authors) == 0 {
		return
	}
	position := p.authors[0].Position
	if p.region == "" {
		for _, t := range i.in.Site.Regions {
			if strings.Contains(position, t.Name) || utf8.RuneCountInString(t.Name) > 2 && strings.Contains(position, strings.TrimRight(t.Name, "县市区")+"县") ||
				strings.Contains(position, strings.TrimRight(t.Name, "县市区")+"市委") || strings.Contains(position, strings.TrimRight(t.Name, "县市区")+"区委") {
				p.region, p.regionNote = t.Name, "按职务推断，请核对"
				break
			}
		}
	}
	if p.kind != "" {
		return
	}
	for _, guess := range []struct {
		term  string
		words []string
	}{
		{"书记", []string{"县委书记", "市委书记", "区委书记", "工委书记"}},
		{"企业", []string{"公司", "集团", "董事", "总经理", "总裁", "厂长"}},
	} {
		for _, t := range i.in.Site.Kinds {
			if p.kind == "" && strings.Contains(t.Name, guess.term) && slices.ContainsFunc(guess.words, func(w string) bool { return strings.Contains(position, w) }) {
				p.kind, p.kindNote = t.Name, "按职务推断，请核对"
			}
		}
	}
}

// proposeReceived says when the manuscript came, in the column's zone, and how
// that is known.
func (i *importer) proposeReceived(p *proposal, file *original) {
	loc, r := i.in.Site.Location, file.result
	switch {
	case !i.received.IsZero():
		p.received, p.receivedNote = i.received, "命令行里写的"
		if i.received.HasOffset {
			p.received = civil.MomentOf(i.received.Instant(loc).In(loc))
		}
		return
	case r.ReceivedBy == intake.UnknownReceived:
		return
	}
	p.received = civil.MomentOf(r.Received.In(loc))
	p.receivedNote = "邮箱服务器收到的时间"
	if r.ReceivedBy == intake.BySenderClock {
		p.receivedNote = "发件人的钟，请核对"
	}
	if i.call == nil || r.ReceivedBy != intake.ByReceivedHeader || r.Letter.Date.IsZero() {
		return
	}
	end := i.call.Deadline.Deadline(i.callZone(*i.call))
	if r.Received.Before(end) != r.Letter.Date.Before(end) {
		p.receivedNote += "；发件人写的是 " + r.Letter.Date.In(loc).Format("2006-01-02 15:04") + "，两者在截稿时间的两边"
	}
}

// year is the folder of the essay: that of its receipt, else this one.
func (p proposal) year() int {
	if !p.received.IsZero() {
		return p.received.Date.Year
	}
	return p.date.Year
}

// text writes the file of the draft.
func (i *importer) text(p proposal, keptAt string) string {
	var b strings.Builder
	line := func(key, value, note string) {
		fmt.Fprintf(&b, "%s = %s%s\n", key, value, comment(note))
	}
	quoted := func(key, value, note string) {
		if value != "" {
			line(key, `"`+tomlText(value)+`"`, note)
		}
	}
	b.WriteString("+++\n")
	titleNote := ""
	if p.draft.GuessedTitle {
		titleNote = "推断的标题，请核对"
	}
	quoted("title", p.draft.Title, titleNote)
	quoted("subtitle", p.draft.Subtitle, "")
	line("date", p.date.String(), "发表日期，定稿时改")
	line("draft", "true", "看过以后删去这一行")
	quoted("call", i.callID, "")
	if !p.received.IsZero() {
		line("received", p.received.String(), p.receivedNote)
	} else {
		fmt.Fprintf(&b, "# received = %sT09:00:00 # 收稿时间不明，请补上\n", p.date)
	}
	if p.region != "" {
		quoted("region", p.region, p.regionNote)
	} else {
		b.WriteString(choice("region", i.in.Site.Regions))
	}
	if p.kind != "" {
		quoted("kind", p.kind, p.kindNote)
	} else {
		b.WriteString(choice("kind", i.in.Site.Kinds))
	}
	for _, s := range p.draft.Byline {
		fmt.Fprintf(&b, "# 原稿署名：%s\n", oneLine(s))
	}
	if keptAt != "" {
		fmt.Fprintf(&b, "# 原稿：%s\n", oneLine(keptAt))
	}
	writeAuthors(&b, p)
	b.WriteString("+++\n\n" + p.draft.Markdown)
	return b.String()
}

// writeAuthors writes the tables of the authors, which stand last, or one to be
// filled in.
func writeAuthors(b *strings.Builder, p proposal) {
	authors := p.authors
	if len(authors) == 0 {
		authors = []document.Author{{Name: document.PlaceholderName, Position: document.PlaceholderPosition}}
		p.positionNote = "稿件里没有找到署名"
	}
	for n, a := range authors {
		nameNote, note := "", ""
		if n == 0 {
			nameNote, note = p.nameNote, p.positionNote
		}
		fmt.Fprintf(b, "\n[[authors]]\nname = \"%s\"%s\n", tomlText(cmp.Or(a.Name, document.PlaceholderName)), comment(nameNote))
		if a.Position != "" || note != "" {
			fmt.Fprintf(b, "position = \"%s\"%s\n", tomlText(a.Position), comment(note))
		}
		if a.Key != "" {
			fmt.Fprintf(b, "key = \"%s\"\n", tomlText(a.Key))
		}
	}
}

func comment(note string) string {
	if note == "" {
		return ""
	}
	return " # " + oneLine(note)
}

// oneLine keeps a text within its line and its comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// essayPath chooses where the draft goes: by its title, and by a number where
// another essay stands there.
func (i *importer) essayPath(p proposal) string {
	const longest = 40 // characters; an address is to be read
	base := []rune(slug.From(p.draft.Title))
	name := strings.Trim(string(base[:min(len(base), longest)]), "-_·")
	if name == "" || name == "index" {
		name = "laigao"
	}
	dir := path.Join(document.Root, string(document.Essays), fmt.Sprint(p.year()))
	for n := 1; ; n++ {
		at := path.Join(dir, name+".md")
		if n > 1 {
			at = path.Join(dir, fmt.Sprintf("%s-%d.md", name, n))
		}
		if !i.planned[slug.Key(at)] && !i.exists(at) {
			i.planned[slug.Key(at)] = true
			return at
		}
	}
}

func (i *importer) exists(name string) bool {
	if i.root == nil {
		return false
	}
	_, err := i.root.Lstat(name)
	return err == nil
}

// essay plans a draft and, unless it is only to be shown, writes it.
func (i *importer) essay(row importRow, d intake.Draft, file *original) {
	p := i.propose(d, file)
	row.Title, row.Authors = d.Title, p.authors
	row.draft, row.received, row.receivedBy = &p.draft, p.received, file.result.ReceivedBy
	if before, ok := i.kept.before(row.SHA256, d.Title, i.flags.split); ok && !i.flags.force && !i.flags.stdout {
		row.State, row.Path = stateKnown, before
		i.rows = append(i.rows, row)
		return
	}
	row.Path = i.essayPath(p)
	keptAt := i.kept.place(file, p.year())
	row.text = i.text(p, keptAt)
	essay, list := document.ParseEssay(diag.File{Path: row.Path, Text: row.text})
	row.Length = essay.Body.Length
	for _, found := range list {
		if found.Severity == diag.Error && found.Kind.Code != "placeholder" {
			row.notes.Add(found)
		}
	}
	row.remarks = i.remarks(p, essay.Body.Length)
	row.State = stateShown
	if !i.flags.dryRun && !i.flags.stdout {
		row.State = stateWritten
		if err := i.write(&row, p, file, keptAt); err != nil {
			row.State, row.failure = stateFailed, i.errorText(err)
		}
	}
	i.rows = append(i.rows, row)
}

// remarks are what an editor looks for in the table.
func (i *importer) remarks(p proposal, length int) []i18n.Text {
	var out []i18n.Text
	if c := i.call; c != nil && len(c.Length) == 2 && (length < c.Length[0] || length > c.Length[1]) {
		out = append(out, i18n.Text{
			ZH: fmt.Sprintf("约稿要 %d～%d 字", c.Length[0], c.Length[1]), EN: fmt.Sprintf("the call asks for %d to %d characters", c.Length[0], c.Length[1]),
		})
	}
	if i.call != nil && !p.received.IsZero() {
		zone := i.callZone(*i.call)
		if end := i.call.Deadline.Deadline(zone); !p.received.Instant(i.in.Site.Location).Before(end.Add(time.Nanosecond)) {
			out = append(out, i18n.Text{ZH: "截稿以后收到", EN: "received after the deadline"})
		}
	}
	if p.draft.GuessedTitle {
		out = append(out, i18n.Text{ZH: "标题待核", EN: "check the title"})
	}
	if len(p.authors) == 0 || p.authors[0].Name == "" {
		out = append(out, i18n.Text{ZH: "没有署名", EN: "no byline"})
	}
	return out
}

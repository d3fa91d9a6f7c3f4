package document

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"luxi/internal/civil"
	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/slug"
	"luxi/internal/webaddr"
)

var (
	badSlug = diag.Define("bad-file-slug", diag.Error,
		i18n.Text{ZH: "“{value}”不能用作网址", EN: "“{value}” cannot be an address"},
		i18n.Text{ZH: "网址名只用汉字、小写字母、数字、连字符（-）、下划线（_）和间隔号（·），例如 slug = \"hao-xuelan\"；不写 slug 就用文件名。", EN: "A slug has Han characters, lower-case letters, digits, hyphens, underscores and the middle dot (·), such as slug = \"hao-xuelan\"; without one the file's name is taken."})
	emptyBody = diag.Define("empty-body", diag.Warning,
		i18n.Text{ZH: "只有标题，没有正文", EN: "there is no text below the front matter"},
		i18n.Text{ZH: "把正文写在第二个 +++ 的下面；还没写完可以加一行 draft = true。", EN: "Write it below the closing +++; an unfinished file may say draft = true."})
	badMailbox = diag.Define("bad-mailbox", diag.Error,
		i18n.Text{ZH: "“{value}”不是邮箱地址", EN: "“{value}” is not a mail address"},
		i18n.Text{ZH: "写成 name@126.com 的样子，@ 和句点用半角。", EN: "Write it like name@example.org."})
	badLink = diag.Define("bad-link", diag.Error,
		i18n.Text{ZH: "“{value}”不是完整的网址", EN: "“{value}” is not a complete address"},
		i18n.Text{ZH: "以 https:// 开头写全；不写 link 这一行，就用 site.toml 里的 call_link。", EN: "Write it with its scheme, https://; without a link, that of site.toml (call_link) is taken."})
	badLength = diag.Define("bad-length", diag.Error,
		i18n.Text{ZH: "篇幅要写两个数，从小到大", EN: "the length takes two numbers, the smaller first"},
		i18n.Text{ZH: "例如 length = [1000, 1500]，表示 1000 字到 1500 字。", EN: "Such as length = [1000, 1500] for 1,000 to 1,500 characters."})
	unfilled = diag.Define("placeholder", diag.Error,
		i18n.Text{ZH: "“{value}”还没有改成真的内容", EN: "“{value}” still waits for what it stands for"},
		i18n.Text{ZH: "填上内容；还没写好，就加一行 draft = true。", EN: "Fill it in; an unfinished file may say draft = true."})
	idleNotice = diag.Define("withdrawn-missing", diag.Error,
		i18n.Text{ZH: "写了撤回说明，却没有撤回日期，文章还在发布", EN: "there is a notice of withdrawal but no date: the essay is still published"},
		i18n.Text{ZH: "加一行 withdrawn = 2022-09-01 这样的撤回日期；不撤回就删去这一行。", EN: "Add the day, such as withdrawn = 2022-09-01, or delete this line."})
	datesReversed = diag.Define("dates-reversed", diag.Error,
		i18n.Text{ZH: "{later} 早于发表日期 {date}", EN: "{later} lies before the date of publication, {date}"},
		i18n.Text{ZH: "更新和撤回只能在发表以后，请核对这两个日期。", EN: "An essay is updated or withdrawn after it was published: check both dates."})
	badAlias = diag.Define("bad-alias", diag.Error,
		i18n.Text{ZH: "旧网址“{value}”写得不对", EN: "“{value}” cannot be an alias"},
		i18n.Text{ZH: "写这一页以前的网址，不带域名，以 / 开头，例如 /2022/old.html；结尾是 .html、.htm 或者 /。", EN: "Write the address that the page had, without the host, such as /2022/old.html; it ends in .html, .htm or /."})
	// EndBeforeStart is reported here where no zone is needed to see it, else
	// by package column.
	EndBeforeStart = diag.Define("deadline-before-opening", diag.Error,
		i18n.Text{ZH: "截稿时间 {deadline} 早于开始时间 {opens}", EN: "the deadline {deadline} lies before the opening {opens}"},
		i18n.Text{ZH: "请核对这两个日期。", EN: "Check both dates."})
)

func chooseSlug(front decode.Text, written string, list *diag.List) string {
	name := front.File.Path
	if written == "" {
		written = slug.From(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		if written == "" {
			list.Add(badSlug.At(diag.WholeFile(name), diag.Arg("value", path.Base(name))))
		}
		return written
	}
	if !slug.Valid(written) {
		list.Add(badSlug.At(front.Value("slug"), diag.Arg("value", written)))
	}
	return written
}

// What a new essay holds until it is filled in.
const (
	PlaceholderName     = "作者姓名"
	PlaceholderPosition = "作者职务"
	PlaceholderText     = "在这里写正文"
)

// checkFilled refuses to publish what a new file was made with.
func checkFilled(front decode.Text, e *Essay, list *diag.List) {
	if e.Draft {
		return
	}
	for i, a := range e.Authors {
		if a.Name == PlaceholderName {
			list.Add(unfilled.At(front.Value("authors", i, "name"), diag.Arg("value", a.Name)))
		}
		if a.Position == PlaceholderPosition {
			list.Add(unfilled.At(front.Value("authors", i, "position"), diag.Arg("value", a.Position)))
		}
	}
	if i := strings.Index(front.File.Text, "\n"+PlaceholderText); i >= 0 {
		list.Add(unfilled.At(front.File.Range(i+1, i+1+len(PlaceholderText)), diag.Arg("value", PlaceholderText)))
	}
}

// checkDates compares the dates of an essay as far as this is possible without
// the column's zone.
func checkDates(front decode.Text, e *Essay, list *diag.List) {
	if e.WithdrawnNotice != "" && e.Withdrawn.IsZero() {
		list.Add(idleNotice.At(front.Value("withdrawn_notice")))
	}
	for _, later := range []struct {
		key string
		at  civil.Moment
	}{{"updated", e.Updated}, {"withdrawn", e.Withdrawn}} {
		if endsBefore(later.at, e.Date) {
			list.Add(datesReversed.At(front.Value(later.key),
				diag.Arg("later", later.at), diag.Arg("date", e.Date)).Also(front.Value("date")))
		}
	}
}

// checkAliases refuses what is no address below the site's root.
func checkAliases(front decode.Text, aliases []string, list *diag.List) {
	for i, a := range aliases {
		if AliasAddress(a) == "" {
			list.Add(badAlias.At(front.Value("aliases", i), diag.Arg("value", a)))
		}
	}
}

// AliasAddress returns the file, below the site's root, that answers for an
// alias as it is written: /2022/old.html is itself, /old/ is old/index.html. It
// is empty for what is no alias.
func AliasAddress(written string) string {
	u, err := url.Parse(written)
	if err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || !strings.HasPrefix(u.Path, "/") {
		return ""
	}
	address := strings.TrimPrefix(u.Path, "/")
	if ext := path.Ext(address); ext != ".html" && ext != ".htm" {
		address = strings.TrimPrefix(strings.TrimSuffix(address, "/")+"/index.html", "/")
	}
	dir, file := path.Split(strings.TrimSuffix(address, path.Ext(address)))
	parts := strings.Split(file, ".") // as newspapers have them: nw.D110000_20220801_1-01.htm
	if dir != "" {
		parts = append(parts, strings.Split(strings.TrimSuffix(dir, "/"), "/")...)
	}
	for _, part := range parts {
		if !slug.Valid(strings.ToLower(part)) {
			return ""
		}
	}
	if len(file) > slug.MaxLength {
		return ""
	}
	return address
}

// checkCall checks what a call says about where, when and how long.
func checkCall(front decode.Text, c Call, list *diag.List) {
	if c.Mailbox != "" && !mailbox.MatchString(c.Mailbox) {
		list.Add(badMailbox.At(front.Value("mailbox"), diag.Arg("value", c.Mailbox)))
	}
	if _, ok := webaddr.Parse(c.Link); c.Link != "" && !ok {
		list.Add(badLink.At(front.Value("link"), diag.Arg("value", c.Link)))
	}
	place := front.Value("length")
	told := slices.ContainsFunc(*list, func(d diag.Diagnostic) bool { return d.Range.Line == place.Line }) // of what is no number
	if n := c.Length; !told && len(n) != 0 && (len(n) != 2 || n[0] < 1 || n[1] < n[0]) {
		list.Add(badLength.At(place))
	}
	if endsBefore(c.Deadline, c.Opens) {
		list.Add(EndBeforeStart.At(front.Value("deadline"),
			diag.Arg("deadline", c.Deadline), diag.Arg("opens", c.Opens)).Also(front.Value("opens")))
	}
	checkRoster(front, c, list)
}

// endsBefore compares two moments as far as this is possible without the
// column's zone; package column, which knows it, compares the rest.
func endsBefore(end, start civil.Moment) bool {
	switch {
	case start.IsZero() || end.IsZero():
		return false
	case start.HasClock && end.HasClock && start.HasOffset == end.HasOffset:
		return end.Instant(time.UTC).Before(start.Instant(time.UTC))
	case start.HasOffset || end.HasOffset:
		return false
	}
	return end.Date.Compare(start.Date) < 0
}

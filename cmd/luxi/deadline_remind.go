package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/reminder"
	"luxi/internal/slug"
	"luxi/internal/source"
)

// remindFlags are the flags of luxi deadline remind.
type remindFlags struct {
	days, eml              string
	overdue, force, dryRun bool
}

func (a *app) remindCommand() *cobra.Command {
	var f remindFlags
	cmd := a.command("remind", i18n.Text{
		ZH: "给还没交的人写提醒信，不发送",
		EN: "write reminders to those who are missing; send nothing",
	}, "["+a.say("约稿", "CALL")+"]", func(cmd *cobra.Command, args []string) error {
		return a.remind(cmd, args, f)
	})
	cmd.Long = a.say(
		"给还没交的人每人写一封提醒信：显示出来供粘贴，或者用 --eml 存成邮件草稿。luxi 不发送。\n已交、已谢绝、已延期的人不提醒；同一个提醒日不重复提醒。谁在什么时候提醒过，\n记在约稿启事旁边的 名称.reminders.toml 里，它不会发布。",
		"Write a letter to everybody who is missing: as text to paste, or with --eml as drafts of\nmails. Nothing is sent. Who is in, declined or has an extension is not reminded, and nobody\ntwice for one mark. NAME.reminders.toml beside the call keeps who was reminded when; it is\nnever published.")
	flags := cmd.Flags()
	flags.StringVar(&f.days, "days", "7,3,1", a.say("截稿前第几`天`提醒，0 是最后一天当天", "remind so many `DAYS` before the last day; 0 is that day"))
	flags.StringVar(&f.eml, "eml", "", a.say("把邮件草稿（.eml）存进这个`文件夹`", "save drafts of mails (.eml) in `DIR`"))
	flags.BoolVar(&f.overdue, "overdue", false, a.say("过了截稿时间的也提醒，一天最多一次", "those too whose deadline has passed, once a day at most"))
	flags.BoolVar(&f.force, "force", false, a.say("提醒过的也再写一遍；同名的草稿换成新的", "again for those who were reminded; replace drafts that exist"))
	flags.BoolVar(&f.dryRun, "dry-run", false, a.say("只看看会提醒谁，不存草稿，不记录", "only show who would be reminded; save and log nothing"))
	return cmd
}

func (a *app) remind(cmd *cobra.Command, args []string, f remindFlags) error {
	marks, err := a.marks(cmd, f.days)
	if err != nil {
		return err
	}
	return a.withBoard(cmd, args, func(in column.Input, b column.Board, found diag.List) error {
		if found.HasErrors() { // who has sent something may stand in a file that cannot be read
			a.status = statusColumn
			_, err := fmt.Fprintln(a.stderr, a.say("没有写提醒信：先改好上面的错误，以免提醒已经交稿的人。", "No letters were written: mend this first, lest somebody be reminded who is in."))
			return err
		}
		switch { // nobody can answer it yet
		case b.Call.Draft:
			return fmt.Errorf(a.say("没有写提醒信：约稿“%s”还是草稿（draft），没有发布。", "No letters were written: the call “%s” is a draft and not published yet."), b.ID)
		case b.State == deadline.Upcoming:
			return fmt.Errorf(a.say("没有写提醒信：约稿“%s”从 %s 才开始征稿。", "No letters were written: the call “%s” does not open before %s."), b.ID, b.Call.Opens)
		}
		if !f.dryRun {
			dir, err := a.sourceDir()
			if err != nil {
				return err
			}
			unlock, err := a.lockReminders(dir)
			if err != nil {
				return err
			}
			defer unlock()
		}
		log, err := a.readLog(b.Call.Path)
		if err != nil || a.status != statusFine {
			return err
		}
		choice := reminder.Choose(b.Board, log.entries, reminder.Options{Marks: marks, Overdue: f.overdue, Force: f.force})
		if f.eml != "" && b.Call.Mailbox == "" && len(choice.Due) > 0 {
			return fmt.Errorf(a.say("%s 里没有投稿邮箱（mailbox），邮件草稿要用它作发件人", "%s has no mailbox, which drafts of mails are from"), b.Call.Path)
		}
		text, ok := log.with(entries(b, choice.Due))
		if !ok {
			return fmt.Errorf(a.say("没有写提醒信：%s 的末尾加不上新的记录；请改好它，每次提醒写成一段 [[reminded]]", "No letters were written: nothing can be appended to %s; mend it, with a table [[reminded]] for each reminder"), shortPath(log.file))
		}
		letters := a.letters(in, b, choice)
		err = a.guard.whole(func() error { // letters that nobody logged would be written once more
			var err error
			if f.eml == "" || f.dryRun {
				err = a.printLetters(letters, choice.Due, f.dryRun)
			} else {
				err = a.saveDrafts(f, in, b, letters)
			}
			if err == nil && !f.dryRun && len(choice.Due) > 0 {
				err = log.write(text)
			}
			return err
		})
		if err != nil {
			return err
		}
		return a.printChoice(choice, f)
	})
}

// marks reads --days.
func (a *app) marks(cmd *cobra.Command, days string) ([]int, error) {
	var marks []int
	for word := range strings.SplitSeq(strings.NewReplacer("，", ",", "、", ",").Replace(days), ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || n < 0 || n > 366 {
			return nil, a.wrongUsage(cmd, "--days 要写 0 到 366 的整数，用逗号隔开，不能是“%s”", "--days takes whole numbers from 0 to 366, by commas, not “%s”", word)
		}
		marks = append(marks, n)
	}
	return marks, nil
}

func (a *app) letters(in column.Input, b column.Board, choice reminder.Choice) []reminder.Letter {
	call := reminder.Call{Column: in.Site.Title, Title: b.Call.Title, Mailbox: b.Call.Mailbox, Telephone: b.Call.Telephone}
	var out []reminder.Letter
	for _, d := range choice.Due {
		out = append(out, reminder.Write(call, b.Board, d))
	}
	return out
}

func (a *app) printLetters(letters []reminder.Letter, due []reminder.Due, namesOnly bool) error {
	for i, l := range letters {
		p := due[i].Person
		head := "──── " + strings.TrimSpace(p.Region+" "+p.Name)
		if p.Contact != "" {
			head += a.say("（联系方式：", " (contact: ") + p.Contact + a.say("）", ")")
		}
		if _, err := fmt.Fprintln(a.stdout, diag.Visible(head)); err != nil {
			return err
		}
		if namesOnly {
			continue
		}
		lines := strings.Split(l.Text, "\n")
		for i, line := range lines {
			lines[i] = diag.Visible(line)
		}
		if _, err := fmt.Fprintf(a.stdout, "\n%s\n", strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// saveDrafts writes a mail for each letter. None is written if one of them
// exists already, unless that is forced.
func (a *app) saveDrafts(f remindFlags, in column.Input, b column.Board, letters []reminder.Letter) error {
	if err := a.privatePath(f.eml); err != nil {
		return err
	}
	names := draftNames(b, letters)
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(f.eml, name)); err == nil && !f.force {
			return fmt.Errorf(a.say("%s 已经存在，没有写任何草稿；换一个文件夹，或者用 --force", "%s exists; no draft was written: use another folder, or --force"), filepath.Join(f.eml, name))
		}
	}
	if len(names) > 0 {
		if err := os.MkdirAll(f.eml, 0o700); err != nil {
			return err
		}
	}
	for i, l := range letters {
		mail := l.Mail(in.Site.Title, b.Call.Mailbox, b.Now)
		target := filepath.Join(f.eml, names[i])
		if err := os.WriteFile(target, mail, 0o600); err != nil {
			return err
		}
		to := ""
		if l.Address == "" {
			to = a.say("（名单的 contact 里没有邮箱，发送前请填收件人）", " (the roster's contact has no mailbox: fill in the recipient)")
		}
		if _, err := fmt.Fprintf(a.stdout, a.say("草稿：%s%s\n", "draft: %s%s\n"), shortPath(target), to); err != nil {
			return err
		}
	}
	return nil
}

// draftNames names the drafts by call, person and day; people of one name get
// numbers.
func draftNames(b column.Board, letters []reminder.Letter) []string {
	var names []string
	for _, l := range letters {
		base := slug.From(b.ID + "-" + l.Name + "-" + civil.DateOf(b.Now).String())
		name := base + ".eml"
		for n := 2; slices.Contains(names, name); n++ {
			name = fmt.Sprintf("%s-%d.eml", base, n)
		}
		names = append(names, name)
	}
	return names
}

func entries(b column.Board, due []reminder.Due) []reminder.Entry {
	var out []reminder.Entry
	for _, d := range due {
		out = append(out, reminder.Entry{
			Name: d.Person.Name, Key: d.Person.Key, Region: d.Person.Region,
			Days: d.Mark, Deadline: b.Call.Deadline, At: civil.MomentOf(b.Now),
		})
	}
	return out
}

// printChoice says who was written to and who was not, and why.
func (a *app) printChoice(c reminder.Choice, f remindFlags) error {
	var b strings.Builder
	say := func(zh, en string, args ...any) { fmt.Fprintf(&b, a.say(zh, en)+"\n", args...) }
	switch {
	case len(c.Due) > 0 && f.dryRun:
		say("会提醒 %s；什么也没有存，没有记录。", "Would remind %s; nothing was saved or logged.", a.people(len(c.Due)))
	case len(c.Due) > 0:
		say("写好 %s的提醒信，已记录；luxi 没有发送，请您发出。", "Wrote letters to %s and logged them. luxi sent nothing: please do.", a.people(len(c.Due)))
	default:
		say("现在没有人要提醒。", "Nobody is to be reminded now.")
	}
	if len(c.Doubtful) > 0 {
		say("没有写给 %s：有一篇来稿或名单上的另一行可能是他们的，请先核对。", "Not written to %s: a piece that came in, or another entry of the roster, may be theirs; check first.", a.names(c.Doubtful))
	}
	if len(c.Extended) > 0 {
		say("已延期，不提醒：%s。", "Not reminded because of an extension: %s.", a.names(c.Extended))
	}
	if len(c.Had) > 0 {
		say("这一次已经提醒过：%s。", "Reminded for this mark already: %s.", a.names(c.Had))
	}
	if c.NotYet > 0 {
		say("还没有到提醒的日子：%s，从 %s 起。", "Too early for %s: from %s on.", a.people(c.NotYet), c.First)
	}
	if c.Past > 0 {
		say("已过截稿时间：%s未交；要提醒，加 --overdue。", "Missing after the deadline: %s; --overdue reminds them.", a.people(c.Past))
	}
	_, err := fmt.Fprint(a.stderr, b.String())
	return err
}

func (a *app) people(n int) string {
	if a.lang == i18n.Chinese {
		return fmt.Sprintf("%d 人", n)
	}
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func (a *app) names(rows []deadline.Row) string {
	var names []string
	for _, row := range rows {
		names = append(names, diag.Visible(row.Person.Name))
	}
	return strings.Join(names, a.say("、", ", "))
}

// A reminderLog is the log of a call on the disk.
type reminderLog struct {
	file    string
	text    []byte // as it was read
	entries reminder.Log
}

// readLog reads the log of a call. What is wrong with it is printed and sets the
// exit status: without it nobody knows who was reminded.
func (a *app) readLog(call string) (*reminderLog, error) {
	dir, err := a.sourceDir()
	if err != nil {
		return nil, err
	}
	name := reminder.LogPath(call)
	log := &reminderLog{file: filepath.Join(dir, filepath.FromSlash(name))}
	log.text, err = os.ReadFile(log.file)
	if errors.Is(err, fs.ErrNotExist) {
		return log, nil
	} else if err != nil {
		return nil, err
	}
	if !utf8.Valid(log.text) { // to append UTF-8 to something else would spoil both
		return nil, fmt.Errorf(a.say("%s 不是 UTF-8 编码，请用记事本另存为 UTF-8", "%s is not UTF-8; save it as UTF-8"), shortPath(log.file))
	}
	f, list, ok := source.Decode(source.File{Path: name, Text: log.text})
	if ok {
		var found diag.List
		log.entries, found = reminder.ParseLog(f)
		list = append(list, found...)
	}
	if list.HasErrors() {
		a.status = statusColumn
		return log, a.printDiagnostics(list)
	}
	return log, nil
}

// lockReminders keeps other programs from writing reminders for the same column
// until the function that it returns is called: both would name the same people.
// A lock dies with its program.
func (a *app) lockReminders(dir string) (unlock func(), err error) {
	state := filepath.Join(dir, stateDir)
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	l := flock.New(filepath.Join(state, "reminders.lock"))
	held, err := l.TryLock()
	switch {
	case err != nil:
		return nil, err
	case !held:
		return nil, errors.New(a.say("另一个 luxi 正在写提醒信，请等它写完", "another luxi is writing reminders; wait until it is done"))
	}
	return func() { _ = l.Unlock() }, nil // the file stays: to remove it would race
}

// with returns the log's text with entries at its end, and whether it can be
// read: what stands there may leave no room for more.
func (l *reminderLog) with(entries []reminder.Entry) (text string, ok bool) {
	text = reminder.Append(string(l.text), entries)
	if len(entries) == 0 {
		return text, true
	}
	f, list, ok := source.Decode(source.File{Path: filepath.Base(l.file), Text: []byte(text)})
	if !ok || list.HasErrors() {
		return text, false
	}
	log, list := reminder.ParseLog(f)
	return text, !list.HasErrors() && len(log) == len(l.entries)+len(entries)
}

// write replaces the log by a new file that takes the old one's place, so that
// it is never half-written. A log that somebody else has changed meanwhile is
// not touched.
func (l *reminderLog) write(text string) error {
	now, err := os.ReadFile(l.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(now, l.text) {
		return &fs.PathError{Op: "write", Path: l.file, Err: errChanged}
	}
	temp, err := os.CreateTemp(filepath.Dir(l.file), ".reminders-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.WriteString(text)
	// Without Sync a power cut after the rename may leave an empty file.
	if err := errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), l.file)
}

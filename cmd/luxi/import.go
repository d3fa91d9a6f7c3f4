package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/intake"
	"luxi/internal/nearest"
	"luxi/internal/source"
)

// importFlags are the flags of luxi import.
type importFlags struct {
	call, received, author      string
	dryRun, stdout, json, force bool
	split                       bool
}

func (a *app) importCommand() *cobra.Command {
	var f importFlags
	cmd := a.command("import", i18n.Text{
		ZH: "把来稿（.docx、.doc、邮件、文本）变成文章草稿",
		EN: "make drafts of manuscripts: .docx, .doc, mails, text",
	}, "", nil)
	cmd.Use = "import <" + a.say("文件", "FILE") + ">…"
	cmd.Long = a.say(
		"把来稿变成 content/essays/年份 里的文章草稿：Word 和 WPS 的 .docx、旧的 .doc、邮件（.eml，\n连同附件）、.txt、.md，或者装着这些的文件夹。原稿一字不改，连同 SHA-256 存在 manuscripts/年份，\n不会发布。推断的、没有导入的都会列出来。有文件读不了，退出状态是 1。",
		"Makes drafts in content/essays/YEAR of manuscripts: .docx of Word and WPS, old .doc, mails\n(.eml, with their attachments), .txt, .md, or a folder of these. The originals are kept,\nuntouched and with their SHA-256, in manuscripts/YEAR, which is never published. What was\nguessed and what was left out is listed. The exit status is 1 if a file could not be read.")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return a.wrongUsage(cmd, "要写来稿的文件或文件夹", "name the files or folders of manuscripts")
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.importFiles(cmd, args, f) }
	flags := cmd.Flags()
	flags.StringVar(&f.call, "call", "", a.say("来稿回应的`约稿`：content/calls 里的文件名", "the `CALL` that is answered, a file in content/calls"))
	flags.StringVar(&f.received, "received", "", a.say("收到的`时间`，如 2022-08-31T18:00；不写就取邮件的", "`TIME` of receipt, such as 2022-08-31T18:00; else the mail's"))
	flags.StringVar(&f.author, "author", "", a.say("`作者`：\"姓名 职务\"，代替稿件里的署名", "`AUTHOR` as \"name position\", in place of the byline"))
	flags.BoolVar(&f.split, "split", false, a.say("文件里有几篇，或者是一整版报纸：拆出栏目的文章和约稿启事，别的不取", "take the column's essays and its call out of a file of several, or of a newspaper page"))
	flags.BoolVar(&f.dryRun, "dry-run", false, a.say("只显示会写什么，不写", "show what would be written, and write nothing"))
	flags.BoolVar(&f.stdout, "stdout", false, a.say("只输出 Markdown，不写文件", "print the Markdown alone, and write nothing"))
	flags.BoolVar(&f.json, "json", false, a.say("用 JSON 输出结果，供其他程序读取", "print the result as JSON, for programs"))
	flags.BoolVar(&f.force, "force", false, a.say("收过的稿件也再写一份", "write a manuscript that was imported before once more"))
	return cmd
}

// An importer is one run of luxi import.
type importer struct {
	*app
	flags    importFlags
	root     *os.Root // the column's folder; nil where there is none and nothing is written
	in       column.Input
	call     *document.Call
	callID   string
	received civil.Moment
	kept     keptManuscripts
	planned  map[string]bool // the paths of this run
	rows     []importRow
	skipped  int // files of the folders that are no manuscripts by their names
	written  int // essays
}

func (a *app) importFiles(cmd *cobra.Command, args []string, f importFlags) error {
	if f.stdout && f.json {
		return a.wrongUsage(cmd, "--stdout 和 --json 只能用一个", "--stdout and --json exclude each other")
	}
	i := &importer{app: a, flags: f, planned: map[string]bool{}}
	if f.received != "" {
		m, ok := civil.ParseMoment(f.received)
		if !ok {
			return a.wrongUsage(cmd, "看不懂时间“%s”，请写成 2022-08-31 或 2022-08-31T18:00 的样子", "“%s” is no time; write it like 2022-08-31 or 2022-08-31T18:00", f.received)
		}
		i.received = m
	}
	if ok, err := i.openColumn(cmd); err != nil || !ok {
		return err
	}
	if i.root != nil {
		defer i.root.Close()
	}
	files, err := i.gather(args)
	if err != nil {
		return err
	}
	i.guard.says(func() string {
		i.progress(len(files), len(files), "")
		return fmt.Sprintf(i.say("；已经写好 %s，再运行一次会接着收", "; %s written: run again to go on"), i.count(i.written, "篇文章", "essay"))
	})
	for n, name := range files {
		i.progress(n, len(files), name)
		i.one(name)
	}
	i.progress(len(files), len(files), "")
	return i.report()
}

// openColumn reads the column that the drafts are for. What only shows the
// Markdown needs none.
func (i *importer) openColumn(cmd *cobra.Command) (bool, error) {
	dir, err := i.sourceDir()
	if err != nil {
		if i.source == "" && (i.flags.stdout || i.flags.dryRun) && i.flags.call == "" {
			i.in.Site.Location = config.DefaultLocation()
			return true, nil
		}
		return false, err
	}
	if i.root, err = os.OpenRoot(dir); err != nil {
		return false, err
	}
	in, list, err := build.Content(i.root, build.Options{Now: i.clock, Drafts: true, Future: true})
	if err != nil {
		return false, err
	}
	if in.Site.Location == nil { // site.toml is no text
		i.status = statusColumn
		return false, i.printDiagnostics(list)
	}
	i.in = in
	if i.kept, err = readKept(i.root); err != nil {
		return false, err
	}
	return true, i.chooseCall(cmd)
}

// chooseCall finds the call that is answered: the one that is named, else the
// only one that is open.
func (i *importer) chooseCall(cmd *cobra.Command) error {
	var open []int
	var ids []string
	for n, c := range i.in.Calls {
		id := strings.TrimSuffix(path.Base(c.Path), ".md")
		ids = append(ids, id)
		if id == i.flags.call {
			i.call, i.callID = &i.in.Calls[n], id
			return nil
		}
		if !c.Draft && !c.Broken && i.in.Now.Before(c.Deadline.Deadline(i.callZone(c))) && (c.Opens.IsZero() || !i.in.Now.Before(c.Opens.Instant(i.callZone(c)))) {
			open = append(open, n)
		}
	}
	if i.flags.call != "" {
		if near := nearest.Find(i.flags.call, ids); len(near) > 0 {
			return i.wrongUsage(cmd, "没有约稿“%s”，是不是“%s”？", "there is no call “%s”; is it “%s”?", i.flags.call, near[0])
		}
		return i.wrongUsage(cmd, "没有约稿“%s”，content/calls 里有：%s", "there is no call “%s”; content/calls has: %s", i.flags.call, strings.Join(ids, i.say("、", ", ")))
	}
	if len(open) == 1 {
		i.call, i.callID = &i.in.Calls[open[0]], ids[open[0]]
	}
	return nil
}

func (i *importer) callZone(c document.Call) *time.Location {
	if loc, ok := civil.Zone(c.Zone); ok {
		return loc
	}
	return i.in.Site.Location
}

// gather lists the files that are named, and those in the folders that are.
func (i *importer) gather(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			files = append(files, arg) // what is not there is told in its row
			continue
		}
		err = filepath.WalkDir(arg, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name != arg && source.Ignored(filepath.Base(name)) && entry.IsDir():
				return fs.SkipDir
			case !entry.Type().IsRegular() || source.Ignored(filepath.Base(name)):
			case slices.Contains(manuscriptExtensions, strings.ToLower(filepath.Ext(name))):
				files = append(files, name)
			default:
				i.skipped++
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New(i.say("文件夹里没有来稿", "there is no manuscript in the folder"))
	}
	return slices.Compact(files), nil
}

// manuscriptExtensions are what is taken of a folder: manuscripts, and what
// people send for one, so that it is told. A file that is named is read whatever
// it is called.
var manuscriptExtensions = []string{
	"", ".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".eml", ".txt", ".md", ".markdown", ".htm", ".html", ".mht", ".mhtml",
	".rtf", ".odt", ".pdf", ".ofd", ".msg", ".pages", ".zip", ".rar", ".7z",
}

// progress shows one line on a terminal, of many files which is being read.
func (i *importer) progress(n, all int, name string) {
	_, width := i.onTerminal(i.stderr)
	if width == 0 || all < 2 {
		return
	}
	fmt.Fprint(i.stderr, "\r\x1b[K")
	if n < all {
		line := fmt.Sprintf("[%d/%d] %s", n+1, all, diag.Visible(filepath.Base(name)))
		fmt.Fprint(i.stderr, breakText(line, max(width-1, 20))[0])
	}
}

// one imports one file. What is wrong with it is in its rows; the run goes on.
func (i *importer) one(name string) {
	data, err := readManuscript(name)
	if err != nil {
		i.rows = append(i.rows, importRow{File: filepath.ToSlash(name), State: stateFailed, failure: i.errorText(err)})
		return
	}
	opt := intake.Options{}
	if i.flags.split {
		opt.Split = firstNonEmpty(i.in.Site.Title, "鲁西崛起大家谈")
	}
	r := intake.Read(filepath.Base(name), data, opt)
	file := original{name: filepath.Base(name), data: data, result: r}
	if len(r.Manuscripts) == 0 {
		i.rows = append(i.rows, importRow{File: filepath.ToSlash(name), State: stateRefused, SHA256: r.SHA256, notes: r.Notes, Letter: letterOf(r)})
		return
	}
	for n, m := range r.Manuscripts {
		row := importRow{File: filepath.ToSlash(name), SHA256: m.SHA256, Format: m.Format, notes: m.Notes}
		if r.Letter != nil && m.Name != filepath.Base(name) {
			row.Attachment = m.Name
		}
		if n == 0 {
			row.Letter = letterOf(r)
			row.notes = append(slices.Clone(r.Notes), m.Notes...)
		}
		i.manuscript(row, m, &file)
	}
}

// manuscript imports one manuscript of a file, which may hold several essays.
func (i *importer) manuscript(row importRow, m intake.Manuscript, file *original) {
	switch {
	case m.Draft != nil:
		i.essay(row, *m.Draft, file)
	case m.Split != nil:
		for n, d := range m.Split.Essays {
			one := row
			if one.notes = d.Notes; n == 0 {
				one.notes = append(slices.Clone(row.notes), d.Notes...)
			}
			i.essay(one, d, file)
		}
		i.callFrom(row, m.Split.Call, file)
		if len(m.Split.Essays) == 0 {
			row.State = stateRefused
			i.rows = append(i.rows, row)
		}
		i.rows[len(i.rows)-1].Left = leftOf(m.Split)
	default:
		row.State = stateRefused
		i.rows = append(i.rows, row)
	}
}

// readManuscript reads a file, but no more of it than is too much.
func readManuscript(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fs.ErrInvalid
	}
	return io.ReadAll(io.LimitReader(f, intake.MaxFile+1))
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/column"
	"luxi/internal/config"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/publish"
	"luxi/internal/theme"
)

// stateDir is the folder, in the column's, for what luxi must remember.
const stateDir = ".luxi"

func (a *app) buildCommand() *cobra.Command {
	var flags buildFlags
	var output string
	cmd := a.command("build", i18n.Text{
		ZH: "生成网站，写进 public 文件夹",
		EN: "make the site, in the folder public",
	}, "", func(*cobra.Command, []string) error {
		return a.build(flags, output)
	})
	a.addBuildFlags(cmd, &flags)
	cmd.Flags().StringVar(&output, "output", "", a.say("网站写到哪个`文件夹`（默认：栏目文件夹里的 public）", "write the site to `DIR` (default: public in the column's folder)"))
	return cmd
}

// buildFlags are the flags of every command that runs a build.
type buildFlags struct {
	drafts, future, json bool
	baseURL, theme       string

	keep bool // no flag: whether the command may write to .luxi/
}

func (a *app) addBuildFlags(cmd *cobra.Command, f *buildFlags) {
	flags := cmd.Flags()
	flags.BoolVar(&f.drafts, "drafts", false, a.say("连草稿一起", "with drafts"))
	flags.BoolVar(&f.future, "future", false, a.say("连日期未到的一起", "with what is dated in the future"))
	flags.StringVar(&f.baseURL, "base-url", "", a.say("这次用的`网址`，代替 site.toml 里的 base_url", "`URL` instead of site.toml's base_url"))
	flags.StringVar(&f.theme, "theme", "", a.say("这次用的`主题`，代替 site.toml 里的 theme", "`NAME` instead of site.toml's theme"))
	flags.BoolVar(&f.json, "json", false, a.say("用 JSON 输出结果，供其他程序读取", "print the result as JSON, for programs"))
}

// runBuild runs a build of the column in a folder into a sink.
func (a *app) runBuild(dir string, f buildFlags, sink build.Sink) (build.Result, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return build.Result{}, err
	}
	defer root.Close()
	status := a.statusLine()
	a.guard.shows(status)
	defer status.end()
	var once sync.Once
	progress := func(stage build.Stage, done, total int) {
		if stage == build.Reading {
			once.Do(func() { limitMemory(total) })
		}
		status.progress(stage, done, total)
	}
	return build.Run(context.Background(), root, build.Options{
		Now: a.clock, Drafts: f.drafts, Future: f.future, BaseURL: f.baseURL, Theme: f.theme,
		Keep: f.keep, Verify: a.getenv("LUXI_VERIFY") == "1", Progress: progress,
	}, sink)
}

// sourceDir returns the column's folder as an absolute path: --source, or the
// nearest folder upwards with a site.toml. To run luxi where no column is, is
// wrong usage.
func (a *app) sourceDir() (string, error) {
	dir, err := filepath.Abs(a.source) // the current folder where there is no --source
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, config.FileName)); err == nil {
			return dir, nil
		} else if a.source != "" && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if a.source != "" || dir == filepath.Dir(dir) {
			return "", a.noColumn(dir)
		}
		dir = filepath.Dir(dir)
	}
}

// noColumn says that a folder is no column's, or is not there at all.
func (a *app) noColumn(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	for _, wrong := range []string{config.FileName + ".txt", "site.txt", "site.toml.toml"} {
		if _, err := os.Stat(filepath.Join(dir, wrong)); err == nil && info.IsDir() {
			return fmt.Errorf(a.say("没有 %s，但有 %s：把它改名为 %[1]s（Windows 可能不显示文件名的结尾，在“查看”里打开“文件扩展名”）", "there is no %s, but %s: rename it to %[1]s (Windows may hide the ends of file names)"), config.FileName, wrong)
		}
	}
	return errors.New(build.NoSettings.Message.In(a.lang) + "\n  " + build.NoSettings.Hint.In(a.lang))
}

// A summary is what a build or a check came to.
type summary struct {
	OK       bool          `json:"ok"`
	Pages    int           `json:"pages"`
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Seconds  float64       `json:"seconds"`
	Output   string        `json:"output,omitempty"`
	Files    *fileCount    `json:"files,omitempty"`
	LeftOut  []leftOut     `json:"leftOut"`
	TakenIn  []leftOut     `json:"takenIn"`
	Found    []diag.Record `json:"diagnostics"`
}

type fileCount struct {
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Deleted   []string `json:"deleted"`
}

type leftOut struct {
	File   string `json:"file"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
	Date   string `json:"date"`

	lateBy time.Duration
}

func (a *app) build(flags buildFlags, output string) error {
	start := time.Now()
	shortLived()
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	output, err = a.outputDir(dir, output)
	if err != nil {
		return err
	}
	target, err := publish.Open(output, filepath.Join(dir, stateDir))
	if err != nil {
		return a.publishError(output, err)
	}
	a.guardTarget(target,
		fmt.Sprintf(a.say("；%s 里的网站没有改动", "; the site in %s is unchanged"), shortPath(output)),
		fmt.Sprintf(a.say("；%s 里的网站已经是新的", "; the site in %s is the new one already"), shortPath(output)))
	flags.keep = true
	s, result, list, err := a.publish(target, dir, output, flags)
	a.guard.settle()
	if closed := target.Close(); err == nil && closed != nil {
		err = a.publishError(output, closed)
	}
	if err != nil {
		return err
	}
	s.fill(a, result, list, start)
	return a.finish(s, list, flags.json, a.buildLine)
}

// publish builds the column into its output folder. With errors in the list the
// folder is as it was.
func (a *app) publish(target *publish.Target, dir, output string, flags buildFlags) (s summary, result build.Result, list diag.List, err error) {
	s.Output = shortPath(output)
	result, err = a.runBuild(dir, flags, site{target, output})
	if failed := (siteError{}); errors.As(err, &failed) {
		return s, result, nil, a.publishError(output, failed.error)
	}
	if err != nil || result.Diagnostics.HasErrors() {
		return s, result, result.Diagnostics, err
	}
	if held, err := a.gate(dir, result.Site.Proof); err != nil || held.HasErrors() {
		return s, result, append(result.Diagnostics, held...), err
	}
	report, found, err := target.Commit()
	if err != nil {
		return s, result, nil, a.publishError(output, err)
	}
	s.Files = &fileCount{report.Written, report.Unchanged, append([]string{}, report.Deleted...)}
	return s, result, append(result.Diagnostics, found...), nil
}

// outputDir returns the folder for the site as an absolute path. It refuses
// those in which a site would mix with what it is made of.
func (a *app) outputDir(dir, output string) (string, error) {
	if output == "" {
		return filepath.Join(dir, "public"), nil
	}
	output, err := filepath.Abs(output)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(output, dir); err == nil && filepath.IsLocal(rel) {
		return "", fmt.Errorf(a.say("网站不能写进 %s：栏目的文件夹在它里面，会混在一起；请另选一个文件夹", "the site cannot go to %s, which holds the column itself; choose another folder"), output)
	}
	for _, own := range []string{document.Root, theme.Dir, manuscriptsDir, stateDir, ".git"} {
		if rel, err := filepath.Rel(filepath.Join(dir, own), output); err == nil && filepath.IsLocal(rel) {
			return "", fmt.Errorf(a.say("网站不能写进 %s：那里是栏目自己的文件；请另选一个文件夹", "the site cannot go to %s, where the column's own files are; choose another folder"), output)
		}
	}
	if info, err := os.Stat(output); err == nil && !info.IsDir() {
		return "", fmt.Errorf(a.say("%s 是一个文件，不是文件夹；请给它改名，或者用 --output 另选一个文件夹", "%s is a file and no folder; rename it, or choose a folder with --output"), output)
	}
	return output, nil
}

// publishError says what could not be written, and what that means for the
// site that stands.
func (a *app) publishError(output string, err error) error {
	var unfinished *publish.UnfinishedError
	var busy *publish.BusyError
	switch {
	case errors.As(err, &busy) && busy.PID != 0:
		return fmt.Errorf(a.say("另一个 luxi（进程 %[2]d，%[3]s 开始）正在往 %[1]s 里写，请等它写完再运行", "another luxi (process %[2]d, since %[3]s) is writing to %[1]s; run again when it is done"),
			shortPath(output), busy.PID, busy.Since.Format("2006-01-02 15:04:05 -07:00"))
	case errors.Is(err, publish.ErrMoved):
		return fmt.Errorf(a.say("生成的时候，别的程序改了 %s 里的文件；网站没有改动，请再运行一次", "another program changed files in %s meanwhile; the site is unchanged, run again"), shortPath(output))
	case errors.Is(err, publish.ErrBusy):
		return fmt.Errorf(a.say("另一个 luxi 正在往 %s 里写，请等它写完再运行", "another luxi is writing to %s; run again when it is done"), shortPath(output))
	case errors.As(err, &unfinished):
		return fmt.Errorf(a.say("往 %s 里写到一半中断了（%s）；解决以后再运行一次 luxi build，就会补齐", "writing to %s stopped half-way (%s); mend that and run luxi build again, which finishes it"), shortPath(output), a.errorText(err))
	}
	return fmt.Errorf(a.say("写不进 %s（%s）；网站没有改动", "cannot write to %s (%s); the site is unchanged"), shortPath(output), a.errorText(err))
}

func (s *summary) fill(a *app, r build.Result, list diag.List, start time.Time) {
	s.OK = !list.HasErrors()
	s.Pages = r.Pages
	s.Errors, s.Warnings = list.Count(diag.Error), list.Count(diag.Warning)
	s.Seconds = time.Since(start).Seconds()
	s.Found = list.Records(a.lang)
	s.LeftOut, s.TakenIn = leftOuts(r.LeftOut), leftOuts(r.TakenIn)
}

func leftOuts(documents []column.LeftOut) []leftOut {
	out := []leftOut{}
	for _, l := range documents {
		reason := [...]string{column.Draft: "draft", column.Future: "future", column.TooLate: "late"}[l.Reason]
		out = append(out, leftOut{File: l.Path, Title: l.Title, Reason: reason, Date: l.Date, lateBy: l.LateBy})
	}
	return out
}

// finish prints a summary and sets the exit status. Diagnostics go to standard
// error, the one line of a success to standard output.
func (a *app) finish(s summary, list diag.List, json bool, line func(summary) string) error {
	if !s.OK {
		a.status = statusOf(list)
	}
	if json {
		return diag.PrintJSON(a.stdout, s)
	}
	if err := a.printDiagnostics(list); err != nil {
		return err
	}
	out := a.stdout
	if !s.OK {
		out = a.stderr
	}
	if _, err := fmt.Fprintln(out, line(s)); err != nil {
		return err
	}
	for _, l := range s.TakenIn {
		if _, err := fmt.Fprintln(out, "  "+a.takenInLine(l)); err != nil {
			return err
		}
	}
	for _, l := range s.LeftOut {
		if _, err := fmt.Fprintln(out, "  "+a.leftOutLine(l)); err != nil {
			return err
		}
	}
	if s.Files == nil {
		return nil
	}
	return a.printDeleted(out, s.Files.Deleted)
}

// printDeleted names the addresses that answered before and do no more.
func (a *app) printDeleted(w io.Writer, addresses []string) error {
	const most = 10
	for i, address := range addresses {
		line := fmt.Sprintf(a.say("已删去：%s", "removed: %s"), address)
		if i == most {
			line = fmt.Sprintf(a.say("还删去了 %d 个文件", "and %d more files"), len(addresses)-most)
		}
		if _, err := fmt.Fprintln(w, "  "+line); err != nil || i == most {
			return err
		}
	}
	return nil
}

// statusOf tells mistakes of the command line, which diagnostics place in a
// flag, from those of the column.
func statusOf(list diag.List) int {
	for _, d := range list {
		if d.Severity == diag.Error && !strings.HasPrefix(d.Range.File, "--") {
			return statusColumn
		}
	}
	return statusUsage
}

func (a *app) buildLine(s summary) string {
	if !s.OK {
		return fmt.Sprintf(a.say("没有生成：有 %s。%s 里的网站没有改动。", "Not built: %s. The site in %s is unchanged."),
			a.mistakes(s), s.Output)
	}
	// A build counts no warnings of proofreading: to look for them takes longer
	// than the build, and most are there for many builds.
	return fmt.Sprintf(a.say("生成 %s，用时 %.2f 秒，%s（校对见 luxi check） → %s", "Built %s in %.2f s, %s (for proofreading: luxi check) → %s"),
		a.count(s.Pages, "个网页", "page"), s.Seconds, a.warnings(s), s.Output)
}

func (a *app) warnings(s summary) string {
	if s.Warnings == 0 {
		return a.say("没有警告", "no warnings")
	}
	return a.count(s.Warnings, "个警告", "warning")
}

// mistakes says how many errors and, if there are any, warnings there are.
func (a *app) mistakes(s summary) string {
	text := a.count(s.Errors, "处错误", "error")
	if s.Warnings > 0 {
		text += a.say("、", " and ") + a.warnings(s)
	}
	return text
}

// count says a number of things: 3 个网页, 3 pages, 1 page.
func (a *app) count(n int, zh, en string) string {
	if n != 1 {
		en += "s"
	}
	return fmt.Sprintf("%d %s", n, a.say(zh, en))
}

func (a *app) takenInLine(l leftOut) string {
	why := a.say("草稿", "a draft")
	if l.Reason == "future" {
		why = fmt.Sprintf(a.say("日期 %s 未到", "dated %s"), l.Date)
	}
	return fmt.Sprintf(a.say("这次带上了（%s，不要上传）：%s《%s》", "taken in (%s, not to be published yet): %s “%s”"), why, diag.Visible(l.File), diag.Visible(l.Title))
}

func (a *app) leftOutLine(l leftOut) string {
	if l.Reason == "draft" {
		return fmt.Sprintf(a.say("未发布（草稿，--drafts 可以带上）：%s《%s》", "left out (draft; --drafts takes it in): %s “%s”"), diag.Visible(l.File), diag.Visible(l.Title))
	}
	if l.Reason == "late" {
		return fmt.Sprintf(a.say("未发布（迟交 %s，site.toml 里 [deadline] 的 late 是 exclude）：%s《%s》", "left out (%s late; site.toml has late = exclude under [deadline]): %s “%s”"),
			deadline.Lasting(l.lateBy).In(a.lang), l.File, l.Title)
	}
	return fmt.Sprintf(a.say("未发布（日期 %s 未到，--future 可以带上）：%s《%s》", "left out (dated %s; --future takes it in): %s “%s”"), l.Date, diag.Visible(l.File), diag.Visible(l.Title))
}

// shortPath shows a path from the current folder where that is shorter.
func shortPath(p string) string {
	wd, err := os.Getwd()
	if err != nil {
		return p
	}
	if rel, err := filepath.Rel(wd, p); err == nil && len(rel) < len(p) {
		return rel
	}
	return p
}

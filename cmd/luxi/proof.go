package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/proof"
	"luxi/internal/source"
)

// proofFlags are the flags of luxi proof.
type proofFlags struct {
	fix        string // "" for none, else one of fixModes
	diff, json bool
}

// The modes of --fix.
const (
	fixSafe   = "safe"
	fixReview = "review"
	fixAll    = "all"
)

// standardInput is the name of a file that is none.
const standardInput = "-"

func (a *app) proofCommand() *cobra.Command {
	var flags proofFlags
	var cmd *cobra.Command
	cmd = a.command("proof", i18n.Text{
		ZH: "校对文章：标点、数字、用字、地名和职务",
		EN: "proofread texts: marks, numbers, words, names and offices",
	}, "["+a.say("文件", "FILE")+"…]", func(_ *cobra.Command, args []string) error { return a.proof(cmd, flags, args) })
	cmd.Args = cobra.ArbitraryArgs
	set := cmd.Flags()
	set.StringVar(&flags.fix, "fix", "", a.say("改正：safe（默认）改不会有争议的，review 再逐条问，all 连需要斟酌的一起改；写成 --fix=review 的样子", "mend: safe (the default) what nobody would object to, review asks for the rest, all takes the rest, too; write --fix=review"))
	set.Lookup("fix").NoOptDefVal = fixSafe
	set.BoolVar(&flags.diff, "diff", false, a.say("只显示会怎样改，不写文件", "show what would be mended; write nothing"))
	set.BoolVar(&flags.json, "json", false, a.say("用 JSON 输出结果，供其他程序读取", "print the result as JSON, for programs"))
	cmd.Example = a.say(
		"  luxi proof                          查整个栏目\n  luxi proof --fix content/essays/2022/li-ming.md\n  luxi proof --fix - < 原稿.md > 改好.md",
		"  luxi proof                          read the whole column\n  luxi proof --fix content/essays/2022/li-ming.md\n  luxi proof --fix - < draft.md > mended.md")
	return cmd
}

func (a *app) proof(cmd *cobra.Command, flags proofFlags, args []string) error {
	switch {
	case flags.fix != "" && !slices.Contains([]string{fixSafe, fixReview, fixAll}, flags.fix):
		return a.wrongUsage(cmd, "--fix 只能是 safe、review 或 all，不能是“%s”", "--fix takes safe, review or all, not “%s”", flags.fix)
	case flags.fix == fixReview && (flags.json || flags.diff || slices.Contains(args, standardInput)):
		return a.wrongUsage(cmd, "--fix=review 要逐条问，不能和 --json、--diff 或“-”一起用", "--fix=review asks, so it goes with neither --json, --diff nor “-”")
	case flags.diff && flags.json:
		return a.wrongUsage(cmd, "--diff 和 --json 只能用一个", "--diff and --json do not go together")
	case slices.Contains(args, standardInput) && len(args) > 1:
		return a.wrongUsage(cmd, "“-”（标准输入）不能和别的文件一起写", "“-” (standard input) stands alone")
	}
	job := proofJob{app: a, flags: flags}
	var err error
	if len(args) == 0 {
		err = job.column()
	} else {
		err = job.files(args)
	}
	if err != nil {
		return err
	}
	return job.run()
}

// A proofJob is one run of luxi proof.
type proofJob struct {
	*app
	flags    proofFlags
	reader   *proof.Reader
	texts    []proofText
	problems diag.List // of settings and files
	across   diag.List
	filter   bool   // the standard input is read
	unread   []byte // a file that is no text

	mended  int // findings
	written int // files

	answers *bufio.Reader
	quit    bool // nothing more is asked
}

// A proofText is a file to be read, and where it lies.
type proofText struct {
	proof.Text
	proof.Reading
	name string // in the file system, or standardInput
	raw  []byte
}

// column reads all texts of the column.
func (j *proofJob) column() error {
	dir, err := j.sourceDir()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	result, err := build.Proof(root, true)
	if err != nil {
		return err
	}
	j.reader, j.problems, j.across = result.Reader, append(result.Settings, result.Problems...), result.Across
	for _, f := range result.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.File.Path))
		raw, err := root.ReadFile(filepath.FromSlash(f.File.Path))
		if err != nil {
			return err
		}
		j.texts = append(j.texts, proofText{f.Text, f.Reading, name, raw})
	}
	return nil
}

// files reads the files that are named, by the rules of the column round the
// current folder or, where none is, by those that a new column begins with.
func (j *proofJob) files(names []string) error {
	dir, err := j.settings()
	if err != nil {
		return err
	}
	j.filter = slices.Contains(names, standardInput)
	names, list, err := textsIn(names)
	if err != nil {
		return err
	}
	j.problems = append(j.problems, list...)
	for _, name := range names {
		var raw []byte
		if name == standardInput {
			raw, err = readAll(j.stdin)
		} else {
			raw, err = os.ReadFile(name)
		}
		if err != nil {
			return err
		}
		path := filepath.ToSlash(name)
		section := document.Section("")
		if abs, err := filepath.Abs(name); err == nil && dir != "" {
			if rel, err := filepath.Rel(dir, abs); err == nil && filepath.IsLocal(rel) {
				path = filepath.ToSlash(rel)
				section, _ = document.SectionOf(path)
			}
		}
		f, list, ok := source.Decode(source.File{Path: path, Text: raw})
		j.problems = append(j.problems, list...)
		if !ok {
			j.unread = raw
			continue
		}
		t := build.ProofText(f, section == document.Essays || section == "")
		j.problems = append(j.problems, proof.CheckIgnored(t.Ignore, func(i int) diag.Range { return document.Locate(f, "proof_ignore", i) })...)
		j.texts = append(j.texts, proofText{t, j.reader.Examine(t), name, raw})
	}
	return nil
}

// proofread returns what the proofreading of a column has to tell. keep lets it
// write to .luxi/.
func (a *app) proofread(dir string, keep bool) (diag.List, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	result, err := build.Proof(root, keep)
	return result.Told(), err
}

// gate returns the findings for which a build of the column is held, where the
// settings say that it is for any.
func (a *app) gate(dir string, settings config.Proof) (diag.List, error) {
	if settings.Gate == config.GateNone {
		return nil, nil
	}
	list, err := a.proofread(dir, true)
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Severity != diag.Error }), err
}

// settings makes the reader. It returns the column's folder, or "".
func (j *proofJob) settings() (dir string, err error) {
	dir, err = j.sourceDir()
	if err != nil && j.source != "" {
		return "", err
	}
	if err != nil { // no column is here
		text, err := skeleton.ReadFile("skeleton/" + proof.TermsFile)
		if err != nil {
			return "", err
		}
		terms, _ := proof.ParseTerms(diag.File{Path: proof.TermsFile, Text: string(text)})
		j.reader, _ = proof.NewReader(config.Proof{}, terms)
		return "", nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	site, _, list, err := build.Settings(root.FS(), config.Override{})
	if err != nil {
		return "", err
	}
	j.problems = append(j.problems, list...)
	reader, list, err := build.ProofReader(root.FS(), site.Proof)
	j.reader, j.problems = reader, append(j.problems, list...)
	return dir, err
}

// run mends what is to be mended and prints what there is to say.
func (j *proofJob) run() error {
	for i := range j.texts {
		var err error
		switch {
		case j.flags.diff:
			err = j.showDiff(&j.texts[i])
		case j.flags.fix != "":
			err = j.fix(&j.texts[i])
		}
		if err != nil {
			return err
		}
	}
	if j.diagnostics().HasErrors() {
		j.status = statusColumn
	}
	switch {
	case j.flags.json:
		return diag.PrintJSON(j.stdout, j.record())
	case j.flags.diff:
		return j.printDiagnostics(j.problems)
	case j.flags.fix != "" && j.filter:
		if err := j.printDiagnostics(j.problems); err != nil {
			return err
		}
		_, err := fmt.Fprint(j.stdout, j.output())
		return err
	}
	if err := j.printDiagnostics(j.diagnostics()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(j.stdout, j.summary())
	return err
}

// output is the text of the standard input as it is now: as it came where it is
// no text, so that an editor's filter never loses one.
func (j *proofJob) output() string {
	if len(j.texts) == 0 {
		return string(j.unread)
	}
	t := j.texts[0]
	return string(withEnds(t.raw, t.File.Text))
}

func (j *proofJob) diagnostics() diag.List {
	list := append(diag.List{}, j.problems...)
	for _, t := range j.texts {
		for _, n := range t.Findings {
			list.Add(n.Diagnostic(t.File))
		}
	}
	list = append(list, j.across...)
	list.Sort()
	return list
}

func (j *proofJob) score() proof.Score {
	var s proof.Score
	for _, t := range j.texts {
		s = s.Add(t.Score)
	}
	return s
}

// fixable counts the findings of a class of mend.
func (j *proofJob) fixable(class proof.Class) int {
	n := 0
	for _, t := range j.texts {
		for _, f := range t.Findings {
			if f.Fix != nil && f.Fix.Class == class {
				n++
			}
		}
	}
	return n
}

func (j *proofJob) summary() string {
	var lines []string
	if j.flags.fix != "" {
		lines = append(lines, fmt.Sprintf(j.say("改了 %s，写了 %s。", "Mended %s in %s."),
			j.count(j.mended, "处", "place"), j.count(j.written, "个文件", "file")))
	}
	list := j.diagnostics()
	found := j.count(len(list), "处要看", "thing") + j.say("", " to look at")
	if len(list) == 0 {
		found = j.say("没有发现问题", "nothing found")
	}
	line := fmt.Sprintf(j.say("校对完毕：%s，%s", "Proofread: %s, %s"), j.count(len(j.texts), "个文件", "file"), found)
	if safe := j.fixable(proof.Safe); safe > 0 {
		line += fmt.Sprintf(j.say("；其中 %d 处可以直接改（luxi proof --fix）", "; %d can be mended at once (luxi proof --fix)"), safe)
	}
	if review := j.fixable(proof.Review); review > 0 {
		line += fmt.Sprintf(j.say("；%d 处有建议，逐条看（luxi proof --fix=review）", "; %d have a suggestion (luxi proof --fix=review)"), review)
	}
	lines = append(lines, line+j.say("。", "."))
	if s := j.score(); s.Characters > 0 {
		lines = append(lines, s.In(j.lang)+j.say("。", "."))
	}
	return strings.Join(lines, "\n")
}

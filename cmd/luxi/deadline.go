package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/column"
	"luxi/internal/deadline"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/feed"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/view"
)

// boardFlags are the flags of luxi deadline.
type boardFlags struct{ format, only, output string }

func (a *app) deadlineCommand() *cobra.Command {
	var f boardFlags
	cmd := a.command("deadline", i18n.Text{
		ZH: "谁交了，谁迟了，谁还没交",
		EN: "who is in, who is late, who is missing",
	}, "["+a.say("约稿", "CALL")+"]", func(cmd *cobra.Command, args []string) error {
		return a.deadline(cmd, args, f)
	})
	cmd.Long = a.say(
		"一则约稿的来稿情况：谁交了，谁迟了，谁还没交。约稿是 content/calls 里的文件名；\n不写就看最先截稿的那一则，都已截稿就看最近的一则。\n截稿以后没有人迟交或未交，退出状态是 0，否则是 1。",
		"What came in for a call: who is in, late, missing. CALL is the name of a file in\ncontent/calls; without it, the open call that ends first, else the one that ended last.\nThe exit status is 0 when nobody is late, or missing after the deadline, else 1.")
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "table", a.say("用什么`格式`：table 表格，json，csv（Excel、WPS），ics（日历），md（Markdown）", "`FORMAT`: table, json, csv (for Excel and WPS), ics (for calendars), md"))
	flags.StringVar(&f.only, "only", "", a.say("只列这些`情况`，用逗号隔开：in 已交，grace 宽限内，extended 延期内，late 迟交，missing 未交，declined 已谢绝，unsolicited 名单外，unclear 时间不明", "list these `STANDINGS` only, by commas: in, grace, extended, late, missing, declined, unsolicited, unclear"))
	flags.StringVar(&f.output, "output", "", a.say("写进这个`文件`，不显示", "write to `FILE` instead"))
	cmd.AddCommand(a.remindCommand())
	return cmd
}

func (a *app) deadline(cmd *cobra.Command, args []string, f boardFlags) error {
	print, ok := map[string]func(*boardPrinter) error{
		"table": (*boardPrinter).table, "json": (*boardPrinter).json, "csv": (*boardPrinter).csv,
		"ics": (*boardPrinter).ics, "md": (*boardPrinter).markdown,
	}[f.format]
	if !ok {
		return a.wrongUsage(cmd, "--format 只能是 table、json、csv、ics 或 md，不能是“%s”", "--format takes table, json, csv, ics or md, not “%s”", f.format)
	}
	wanted, err := a.standings(cmd, f.only)
	if err != nil {
		return err
	}
	return a.withBoard(cmd, args, func(in column.Input, b column.Board, found diag.List) error {
		if !b.OnTime() || found.HasErrors() {
			a.status = statusColumn
		}
		p := boardPrinter{app: a, out: a.stdout, in: in, board: b}
		var file bytes.Buffer
		if f.output != "" {
			p.out = &file
		}
		for _, row := range b.Rows {
			if wanted == nil || wanted[row.Standing] {
				p.rows = append(p.rows, row)
			}
		}
		if err := print(&p); err != nil || f.output == "" {
			return err
		}
		// PowerShell's > would write the file in another encoding.
		return a.writePrivate(f.output, file.Bytes())
	})
}

// standings reads the value of --only; nil stands for all.
func (a *app) standings(cmd *cobra.Command, only string) (map[deadline.Standing]bool, error) {
	if only == "" {
		return nil, nil
	}
	wanted := map[deadline.Standing]bool{}
	for word := range strings.SplitSeq(strings.NewReplacer("，", ",", "、", ",").Replace(only), ",") {
		s, ok := deadline.ParseStanding(strings.TrimSpace(word))
		if !ok {
			var known []string
			for _, s := range deadline.Standings {
				known = append(known, s.String()+" "+s.Text().In(a.lang))
			}
			return nil, a.wrongUsage(cmd, "--only 里的“%s”不是来稿情况；可以写：%s", "--only has “%s”, which is no standing; there are: %s", word, strings.Join(known, a.say("，", ", ")))
		}
		wanted[s] = true
	}
	return wanted, nil
}

// withBoard reads the column and hands over the board of the call that is
// asked for, with what is wrong with the files that it is made of. That is
// printed already.
func (a *app) withBoard(cmd *cobra.Command, args []string, use func(column.Input, column.Board, diag.List) error) error {
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	in, list, err := build.Content(root, build.Options{Now: a.clock, Drafts: true, Future: true})
	if err != nil {
		return err
	}
	if in.Site.Location == nil { // site.toml is no text
		a.status = statusColumn
		return a.printDiagnostics(list)
	}
	boards, found := column.Boards(in)
	list = append(list, found...)
	list.Sort()
	b, ok, err := a.chooseBoard(cmd, in, boards, args)
	if err != nil {
		return err
	}
	list = concerning(list, b.Call.Path)
	if err := a.printDiagnostics(list); err != nil {
		return err
	}
	if !ok { // the call itself has mistakes, which are printed
		a.status = statusColumn
		return nil
	}
	if err := use(in, b, list); err != nil {
		return err
	}
	if list.HasErrors() {
		_, err = fmt.Fprintf(a.stderr, a.say("有 %s没有改，来稿情况可能不全。\n", "There are %s; what is shown may lack something.\n"), a.count(list.Count(diag.Error), "处错误", "error"))
	}
	return err
}

// concerning returns what a board may be wrong for: every error of settings,
// calls and essays, all that is said of the call's own file, and received times.
func concerning(list diag.List, call string) diag.List {
	var out diag.List
	for _, d := range list {
		section, _ := document.SectionOf(d.Range.File)
		deciding := section == document.Essays || section == document.Calls || path.Dir(d.Range.File) == "."
		if d.Severity == diag.Error && deciding || d.Range.File == call || d.Kind.Code == "received-in-future" {
			out.Add(d)
		}
	}
	return out
}

// chooseBoard returns the board of the call that is named; without a name that
// of the open call that ends first, else of the one that ended last, else of the
// one that opens first. It reports false, with the call's path alone, where the
// call has mistakes.
func (a *app) chooseBoard(cmd *cobra.Command, in column.Input, boards []column.Board, args []string) (column.Board, bool, error) {
	if len(args) > 0 {
		return a.namedBoard(cmd, in, boards, args[0])
	}
	if len(boards) == 0 {
		if len(in.Calls) > 0 {
			return column.Board{Call: in.Calls[0]}, false, nil
		}
		return column.Board{}, false, fmt.Errorf("%s", a.say("还没有约稿启事；用 luxi new call 新建一则", "there is no call yet; luxi new call makes one"))
	}
	rank := func(b column.Board) int {
		switch {
		case b.Call.Draft: // not announced yet
			return 3
		case b.State == deadline.Closed:
			return 1
		case b.State == deadline.Upcoming:
			return 2
		}
		return 0
	}
	return slices.MinFunc(boards, func(x, y column.Board) int {
		end := x.End.Compare(y.End)
		if rank(x) == 1 {
			end = -end
		}
		return cmp.Or(cmp.Compare(rank(x), rank(y)), end, cmp.Compare(x.ID, y.ID))
	}), true, nil
}

func (a *app) namedBoard(cmd *cobra.Command, in column.Input, boards []column.Board, name string) (column.Board, bool, error) {
	id := strings.TrimSuffix(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "content/calls/"), ".md")
	var known []string
	for _, b := range boards {
		if b.ID == id {
			return b, true, nil
		}
		known = append(known, b.ID)
	}
	for _, c := range in.Calls {
		if strings.TrimSuffix(c.Path, ".md") == "content/calls/"+id {
			return column.Board{Call: c}, false, nil
		}
	}
	if near := nearest.Find(id, append(known, "remind")); len(near) > 0 {
		return column.Board{}, false, a.wrongUsage(cmd, "没有约稿“%s”，是不是“%s”？", "there is no call “%s”; is it “%s”?", name, near[0])
	}
	return column.Board{}, false, a.wrongUsage(cmd, "没有约稿“%s”；现有：%s", "there is no call “%s”; there are: %s", name, strings.Join(known, a.say("、", ", ")))
}

// ics prints the deadline for a calendar, as the site has it.
func (p *boardPrinter) ics() error {
	index, _ := column.New(p.in)
	for i, c := range index.Calls {
		if c.Path == p.board.Call.Path {
			_, err := p.out.Write(feed.Calendar(view.Events(index)[i].Event))
			return err
		}
	}
	return nil
}

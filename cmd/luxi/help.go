package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

// command makes a command with its words. Args shows its arguments in the
// usage line, <those that must be> and [those that may be]; a command without
// run is a group of others.
func (a *app) command(name string, short i18n.Text, args string, run func(cmd *cobra.Command, args []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:                   strings.TrimSpace(name + " " + args),
		Short:                 short.In(a.lang),
		RunE:                  run,
		SilenceErrors:         true,
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		Args: func(cmd *cobra.Command, got []string) error {
			switch {
			case run == nil && len(got) > 0:
				return a.unknownCommand(cmd, got[0])
			case len(got) > strings.Count(args, "<")+strings.Count(args, "["):
				return a.wrongUsage(cmd, "多余的参数“%s”", "unexpected argument “%s”", got[len(got)-1])
			case len(got) < strings.Count(args, "<"):
				return a.wrongUsage(cmd, "参数不够，应当是：%s", "too few arguments; it is %s", cmd.UseLine())
			}
			return nil
		},
	}
	if run == nil {
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	return cmd
}

// setUp replaces cobra's own words, which are English and padded by bytes.
func (a *app) setUp(root *cobra.Command) {
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{
		Use:                   "help " + a.say("[命令]", "[command]"),
		Short:                 a.say("显示用法", "show the usage"),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return found.Help()
		},
	})
	root.SetVersionTemplate(versionLine() + "\n")
	root.Flags().Bool("version", false, a.say("显示版本", "show the version"))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd.OutOrStdout(), cmd) })
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return a.flagError(cmd, err) })
	root.PersistentFlags().BoolP("help", "h", false, a.say("显示用法", "show the usage"))
	cobra.MousetrapHelpText = "luxi 要在命令行里运行：打开“终端”或 PowerShell，进入栏目的文件夹，输入 luxi build。\n" +
		"luxi is run in a terminal: open PowerShell, go to the column's folder, type luxi build.\n"
}

// help prints the usage of a command, its columns aligned as a terminal shows
// Chinese.
func (a *app) help(w io.Writer, cmd *cobra.Command) {
	fmt.Fprintf(w, "%s\n\n", firstNonEmpty(cmd.Long, cmd.Short))
	usage := cmd.UseLine()
	if cmd.HasAvailableSubCommands() && cmd.Use == cmd.Name() {
		usage = cmd.CommandPath() + a.say(" <命令>", " <command>")
	}
	fmt.Fprintf(w, a.say("用法：%s%s\n", "Usage: %s%s\n"), usage, a.say(" [选项]", " [flags]"))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", a.say("命令：", "Commands:"))
		var rows [][2]string
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				rows = append(rows, [2]string{c.Use, c.Short})
			}
		}
		printRows(w, rows)
	}
	fmt.Fprintf(w, "\n%s\n", a.say("选项：", "Flags:"))
	var rows [][2]string
	show := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if value != "" && f.Value.Type() != "bool" {
			name += " " + value
		}
		rows = append(rows, [2]string{name, usage})
	}
	cmd.LocalNonPersistentFlags().VisitAll(show)
	cmd.Root().PersistentFlags().VisitAll(show)
	printRows(w, rows)
	if cmd.Example != "" {
		fmt.Fprintf(w, "\n%s\n%s\n", a.say("例子：", "Examples:"), cmd.Example)
	}
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func printRows(w io.Writer, rows [][2]string) {
	widest := 0
	for _, r := range rows {
		widest = max(widest, displaywidth.String(r[0]))
	}
	for _, r := range rows {
		fmt.Fprintf(w, "  %s%s  %s\n", r[0], strings.Repeat(" ", widest-displaywidth.String(r[0])), r[1])
	}
}

func (a *app) wrongUsage(cmd *cobra.Command, zh, en string, args ...any) error {
	return usageError{message: fmt.Sprintf(a.say(zh, en), args...), command: cmd.CommandPath()}
}

func (a *app) unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if near := nearest.Find(name, names); len(near) > 0 {
		return a.wrongUsage(cmd, "没有命令“%s”，是不是“%s”？", "there is no command “%s”; is it “%s”?", name, near[0])
	}
	return a.wrongUsage(cmd, "没有命令“%s”", "there is no command “%s”", name)
}

// flagError says pflag's typed errors in the language of the run.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var lacking *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return a.wrongUsage(cmd, "没有选项“%s”", "there is no flag “%s”", dashes(unknown.GetSpecifiedName()))
	case errors.As(err, &lacking):
		return a.wrongUsage(cmd, "选项“%s”后面要写值", "the flag “%s” needs a value", dashes(lacking.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return a.wrongUsage(cmd, "选项“--%s”的值“%s”不对", "the flag “--%s” cannot be “%s”", invalid.GetFlag().Name, invalid.GetValue())
	}
	return a.wrongUsage(cmd, "选项写错了：%v", "wrong flag: %v", err)
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// errorText says what the machine refused, for people who do not read errno.
func (a *app) errorText(err error) string {
	reason := ""
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason = a.say("文件或文件夹不存在", "no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		reason = a.say("没有权限", "permission denied")
	case errors.Is(err, syscall.ENOSPC):
		reason = a.say("磁盘已满", "the disk is full")
	case errors.Is(err, syscall.EROFS):
		reason = a.say("磁盘是只读的", "the disk is read-only")
	case errors.Is(err, fs.ErrExist):
		reason = a.say("已经存在", "it exists already")
	case errors.Is(err, errChanged):
		reason = a.say("读取之后被别的程序改过，没有写入；再运行一次", "another program changed it meanwhile, so it was not written; run this again")
	case errors.Is(err, errTooLarge):
		return a.say("标准输入的文字太多", "the standard input is too large")
	}
	var pathError *fs.PathError
	var linkError *os.LinkError
	switch {
	case reason == "":
		return err.Error()
	case errors.As(err, &pathError):
		return pathError.Path + ": " + reason
	case errors.As(err, &linkError):
		return linkError.New + ": " + reason
	}
	return reason + " (" + err.Error() + ")"
}

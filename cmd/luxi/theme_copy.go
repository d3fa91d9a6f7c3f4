package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/theme"
	"luxi/themes"
)

func (a *app) themeCopyCommand() *cobra.Command {
	return a.command("copy", i18n.Text{
		ZH: "把继承来的一个文件复制到主题里，好改它；不写文件就列出能复制的",
		EN: "copy a file that a theme inherits into it, to be changed; list them where none is named",
	}, "<"+a.say("主题", "NAME")+"> ["+a.say("文件", "FILE")+"]", func(cmd *cobra.Command, args []string) error {
		return a.withTheme(args[:1], func(t themedColumn) error { return a.copyInherited(cmd, t, args[1:]) })
	})
}

// copyInherited lists what a theme inherits, or copies the file that is named.
func (a *app) copyInherited(cmd *cobra.Command, t themedColumn, wanted []string) error {
	if info, err := fs.Stat(t.fsys, path.Join(theme.Dir, t.name)); err != nil || !info.IsDir() {
		return a.wrongUsage(cmd, "主题“%s”在程序里，不能改；先用 luxi theme new 新建一个继承它的", "the theme “%s” is in the program and cannot be changed; make one that extends it with luxi theme new", t.name)
	}
	files, list, err := theme.Inherited(t.fsys, themes.Builtin, t.name, t.at)
	if err != nil {
		return err
	}
	if list.HasErrors() {
		a.status = statusColumn
		return a.printDiagnostics(list)
	}
	if len(wanted) == 0 {
		for _, f := range files {
			if _, err := fmt.Fprintln(a.stdout, f.Path); err != nil {
				return err
			}
		}
		return nil
	}
	name := path.Clean(filepath.ToSlash(wanted[0]))
	to := filepath.Join(t.dir, theme.Dir, t.name, filepath.FromSlash(name))
	i := slices.IndexFunc(files, func(f theme.NewFile) bool { return f.Path == name })
	if i < 0 {
		if fs.ValidPath(name) {
			if _, err := fs.Stat(t.fsys, path.Join(theme.Dir, t.name, name)); err == nil {
				return fmt.Errorf(a.say("%s 已经存在，没有改动它", "%s exists and was not changed"), shortPath(to))
			}
		}
		return a.noInherited(cmd, t.name, name, files)
	}
	if err := writeNew(to, files[i].Text); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, a.say("已复制：%s。改好以后运行 luxi theme check %s。\n", "Copied: %s. Change it, then run luxi theme check %s.\n"), shortPath(to), t.name)
	return err
}

func (a *app) noInherited(cmd *cobra.Command, theme, name string, files []theme.NewFile) error {
	known := make([]string, len(files))
	for i, f := range files {
		known[i] = f.Path
	}
	if near := nearest.Find(name, known); len(near) > 0 {
		return a.wrongUsage(cmd, "没有文件“%s”，是不是“%s”？", "there is no file “%s”; is it “%s”?", name, near[0])
	}
	return a.wrongUsage(cmd, "没有文件“%s”；luxi theme copy %s 会列出能复制的文件", "there is no file “%s”; luxi theme copy %s lists those that there are", name, theme)
}

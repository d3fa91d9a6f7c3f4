package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/themes"
)

func (a *app) themeCheckCommand() *cobra.Command {
	var json bool
	cmd := a.command("check", i18n.Text{
		ZH: "检查主题：用所有的样张试一遍，不写任何文件",
		EN: "check a theme on all specimens; write nothing",
	}, a.themeArgument(), func(cmd *cobra.Command, args []string) error {
		return a.withTheme(args, func(t themedColumn) error { return a.checkTheme(t, json) })
	})
	cmd.Flags().BoolVar(&json, "json", false, a.say("用 JSON 输出结果，供其他程序读取", "print the result as JSON, for programs"))
	return cmd
}

func (a *app) checkTheme(t themedColumn, json bool) error {
	start := time.Now()
	pages, list, err := theme.Check(t.fsys, themes.Builtin, t.name, t.language, t.at)
	if err != nil {
		return err
	}
	var s summary
	s.fill(a, build.Result{Pages: pages}, list, start)
	return a.finish(s, list, json, func(s summary) string {
		if !s.OK {
			return fmt.Sprintf(a.say("主题“%s”检查完毕：有 %s。", "Checked the theme “%s”: %s."), t.name, a.mistakes(s))
		}
		return fmt.Sprintf(a.say("主题“%s”检查完毕：%s，没有错误，%s（%.2f 秒）", "Checked the theme “%s”: %s, no errors, %s (%.2f s)"),
			t.name, a.count(s.Pages, "张样张", "specimen"), a.warnings(s), s.Seconds)
	})
}

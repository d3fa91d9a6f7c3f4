package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

func (a *app) checkCommand() *cobra.Command {
	var flags buildFlags
	cmd := a.command("check", i18n.Text{
		ZH: "检查整个栏目，不写任何文件",
		EN: "check the whole column; write nothing",
	}, "", func(*cobra.Command, []string) error {
		return a.check(flags)
	})
	a.addBuildFlags(cmd, &flags)
	return cmd
}

// check does all that build does but publish, and proofreads.
func (a *app) check(flags buildFlags) error {
	start := time.Now()
	shortLived()
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	result, list, err := a.examine(dir, flags)
	if err != nil {
		return err
	}
	var s summary
	s.fill(a, result, list, start)
	return a.finish(s, list, flags.json, a.checkLine)
}

// examine returns what a build and the proofreading of a column tell.
func (a *app) examine(dir string, flags buildFlags) (build.Result, diag.List, error) {
	result, err := a.runBuild(dir, flags, discard{})
	if err != nil {
		return result, nil, err
	}
	found, err := a.proofread(dir, flags.keep)
	list := append(result.Diagnostics, found...)
	list.Sort()
	return result, list, err
}

func (a *app) checkLine(s summary) string {
	if !s.OK {
		return fmt.Sprintf(a.say("检查完毕：有 %s。", "Checked: %s."), a.mistakes(s))
	}
	return fmt.Sprintf(a.say("检查完毕：%s，没有错误，%s（%.2f 秒）", "Checked: %s, no errors, %s (%.2f s)"),
		a.count(s.Pages, "个网页", "page"), a.warnings(s), s.Seconds)
}

package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/themes"
)

func (a *app) themeListCommand() *cobra.Command {
	var json bool
	cmd := a.command("list", i18n.Text{
		ZH: "列出可以用的主题",
		EN: "list the themes that can be used",
	}, "", func(cmd *cobra.Command, _ []string) error {
		return a.withTheme(nil, func(t themedColumn) error {
			listings, err := theme.List(t.fsys, themes.Builtin, t.language)
			if err != nil {
				return err
			}
			if json {
				return diag.PrintJSON(a.stdout, a.themeRecords(listings, t.current))
			}
			return a.printThemes(listings, t.current)
		})
	})
	cmd.Flags().BoolVar(&json, "json", false, a.say("用 JSON 输出结果，供其他程序读取", "print the result as JSON, for programs"))
	return cmd
}

// A themeRecord is a theme in JSON.
type themeRecord struct {
	Name        string        `json:"name"`
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	Folder      string        `json:"folder,omitempty"` // none for one in the program
	Extends     string        `json:"extends,omitempty"`
	Current     bool          `json:"current"`
	OK          bool          `json:"ok"`
	Found       []diag.Record `json:"diagnostics"`
}

func (a *app) themeRecords(listings []theme.Listing, current string) []themeRecord {
	var out []themeRecord
	for _, l := range listings {
		out = append(out, themeRecord{
			l.Name, l.Title, l.Description, l.Folder, l.Extends,
			l.Name == current, !l.Found.HasErrors(), l.Found.Records(a.lang),
		})
	}
	return out
}

// printThemes prints a line for each theme: a star before the current one, its
// name, where it is, what it extends, and what it says of itself or that it
// cannot be used.
func (a *app) printThemes(listings []theme.Listing, current string) error {
	rows := [][]string{{"", a.say("主题", "theme"), a.say("位置", "where"), a.say("继承", "extends"), a.say("说明", "description")}}
	for _, l := range listings {
		mark := " "
		if l.Name == current {
			mark = "*"
		}
		about := l.Title
		if l.Title != "" && l.Description != "" {
			about += a.say("：", ": ")
		}
		about += l.Description
		if n := l.Found.Count(diag.Error); n > 0 {
			about = fmt.Sprintf(a.say("用不了，有 %s；运行 luxi theme check %s", "broken, %s; run luxi theme check %s"), a.count(n, "处错误", "error"), l.Name)
		}
		rows = append(rows, []string{mark, l.Name, cmp.Or(l.Folder, a.say("程序自带", "in the program")), cmp.Or(l.Extends, "-"), diag.Visible(about)})
	}
	widths := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], displaywidth.String(cell))
		}
	}
	for _, r := range rows {
		line := ""
		for i, cell := range r[:len(r)-1] {
			line += fmt.Sprintf("%s%*s", cell, widths[i]-displaywidth.String(cell)+2, "")
		}
		if _, err := fmt.Fprintln(a.stdout, strings.TrimRight(line+r[len(r)-1], " ")); err != nil {
			return err
		}
	}
	return nil
}

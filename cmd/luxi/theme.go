package main

import (
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
	"luxi/internal/theme"
)

func (a *app) themeCommand() *cobra.Command {
	group := a.command("theme", i18n.Text{
		ZH: "做主题：新建、检查、列出、看样张",
		EN: "make themes: new, check, list, specimens",
	}, "", nil)
	group.AddCommand(a.themeNewCommand(), a.themeCheckCommand(), a.themeListCommand(), a.themeSpecimenCommand())
	return group
}

// themeArgument is how a command's usage shows a theme that may be left out.
func (a *app) themeArgument() string { return "[" + a.say("主题", "NAME") + "]" }

// A themedColumn is the column that a command about themes runs in.
type themedColumn struct {
	fsys     fs.FS
	dir      string
	language string
	name     string     // of the theme that is meant
	at       diag.Range // where it is named
	current  string     // the column's own
}

// withTheme runs do for the theme that the arguments name, or that of site.toml.
// Mistakes in site.toml are told instead.
func (a *app) withTheme(cmd *cobra.Command, args []string, do func(themedColumn) error) error {
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	site, f, list, err := build.Settings(root.FS(), config.Override{})
	if err != nil {
		return err
	}
	if list.HasErrors() {
		a.status = statusColumn
		return a.printDiagnostics(list)
	}
	t := themedColumn{fsys: root.FS(), dir: dir, language: site.Language, name: site.Theme, at: config.Locate(f, "theme"), current: site.Theme}
	if len(args) > 0 {
		t.name, t.at = args[0], diag.WholeFile(config.FileName)
		if err := a.themeExists(cmd, t.fsys, t.name); err != nil {
			return err
		}
	}
	return do(t)
}

// themeExists refuses the name of a theme that the command line has and the
// column does not.
func (a *app) themeExists(cmd *cobra.Command, site fs.FS, name string) error {
	names := theme.Names(site)
	switch near := nearest.Find(name, names); {
	case slices.Contains(names, name):
		return nil
	case len(near) > 0:
		return a.wrongUsage(cmd, "没有主题“%s”，是不是“%s”？", "there is no theme “%s”; is it “%s”?", name, near[0])
	}
	return a.wrongUsage(cmd, "没有主题“%s”，luxi theme list 会列出所有的主题", "there is no theme “%s”; luxi theme list shows those that there are", name)
}

package main

import (
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"luxi/internal/build"
	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/theme"
	"luxi/themes"
)

func (a *app) themeCommand() *cobra.Command {
	group := a.command("theme", i18n.Text{
		ZH: "做主题：新建、复制、检查、列出、看样张",
		EN: "make themes: new, copy, check, list, specimens",
	}, "", nil)
	group.AddCommand(a.themeNewCommand(), a.themeCopyCommand(), a.themeCheckCommand(), a.themeListCommand(), a.themeSpecimenCommand())
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
func (a *app) withTheme(args []string, do func(themedColumn) error) error {
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
		if ok, err := a.themeExists(t.fsys, t.name, ""); !ok {
			return err
		}
	}
	return do(t)
}

// themeExists says that there is no theme of a name, if there is none. Where the
// command line names it is wrong usage.
func (a *app) themeExists(site fs.FS, name, where string) (bool, error) {
	list := theme.Missing(site, themes.Builtin, name, diag.WholeFile(where))
	if len(list) == 0 {
		return true, nil
	}
	a.status = statusUsage
	return false, a.printDiagnostics(list)
}

package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"luxi/internal/i18n"
	"luxi/internal/slug"
	"luxi/internal/theme"
	"luxi/themes"
)

func (a *app) themeNewCommand() *cobra.Command {
	var extends string
	cmd := a.command("new", i18n.Text{
		ZH: "新建一个主题，放进 themes，马上就能用",
		EN: "make a new theme, in themes, which works at once",
	}, "<"+a.say("名称", "NAME")+">", func(cmd *cobra.Command, args []string) error { return a.newTheme(cmd, args[0], extends) })
	cmd.Flags().StringVar(&extends, "extends", theme.Default, a.say("继承哪个`主题`，没有的文件都用它的（默认：forum）", "`NAME` of the theme whose files it takes where it has none (default: forum)"))
	return cmd
}

// newTheme writes a theme to a folder that must not exist.
func (a *app) newTheme(cmd *cobra.Command, name, extends string) error {
	if !slug.Valid(name) {
		return a.wrongUsage(cmd, "“%s”不能作主题的名称，请用汉字、小写字母、数字和连字符", "“%s” cannot be a theme's name; use Han characters, lower-case letters, digits and hyphens", name)
	}
	if slices.Contains(theme.Shipped(themes.Builtin), name) {
		return a.wrongUsage(cmd, "“%s”是自带的主题，请换一个名称", "“%s” is a theme in the program; choose another name", name)
	}
	return a.withTheme(nil, func(t themedColumn) error {
		if ok, err := a.themeExists(t.fsys, extends, "--extends"); !ok {
			return err
		}
		folder := filepath.Join(t.dir, theme.Dir, name)
		if _, err := os.Lstat(folder); err == nil {
			return fmt.Errorf(a.say("%s 已经存在，没有改动它；请换一个名称", "%s exists and was not changed; choose another name"), shortPath(folder))
		}
		parent, list, err := theme.Load(t.fsys, themes.Builtin, extends, t.language, t.at)
		if err != nil {
			return err
		}
		if list.HasErrors() { // the new theme would not work either
			a.status = statusColumn
			return a.printDiagnostics(list)
		}
		files, err := theme.Scaffold(name, extends, parent)
		if err != nil {
			return err
		}
		err = a.guard.whole(func() error {
			for _, f := range files {
				if err := writeNew(filepath.Join(t.dir, filepath.FromSlash(f.Path)), f.Text); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return a.sayNewTheme(name, files)
	})
}

func (a *app) sayNewTheme(name string, files []theme.NewFile) error {
	folder := path.Join(theme.Dir, name)
	_, err := fmt.Fprintf(a.stdout, a.say("新主题在 %s。\n", "The new theme is in %s.\n"), folder)
	if err != nil {
		return err
	}
	slices.SortFunc(files, func(x, y theme.NewFile) int { return len(x.Path) - len(y.Path) })
	for _, f := range files {
		if _, err := fmt.Fprintf(a.stdout, "  %s\n", f.Path); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(a.stdout, a.say(
		"先照里面的说明改 %s，再运行：\n  luxi theme check %[2]s\n  luxi theme specimen %[2]s\n  luxi build --theme %[2]s\n合意了，就在 site.toml 里写 theme = \"%[2]s\"。\n",
		"Change %s first, as its notes say, then run:\n  luxi theme check %[2]s\n  luxi theme specimen %[2]s\n  luxi build --theme %[2]s\nWhen you like it, write theme = \"%[2]s\" in site.toml.\n"),
		path.Join(folder, "theme.toml"), name)
	return err
}

package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"luxi/internal/config"
	"luxi/internal/i18n"
)

// skeleton is a new column. In its texts and paths stand {title}, {date} and
// YEAR.
//
//go:embed skeleton
var skeleton embed.FS

func (a *app) initCommand() *cobra.Command {
	return a.command("init", i18n.Text{
		ZH: "新建一个栏目，马上就能生成",
		EN: "make a new column, which builds at once",
	}, "<"+a.say("文件夹", "DIR")+">", func(_ *cobra.Command, args []string) error { return a.init(args[0]) })
}

// init writes the skeleton to a folder in which none of its files stand yet.
func (a *app) init(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	files, err := a.skeletonFiles(filepath.Base(abs))
	if err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(dir, f.path)
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf(a.say("%s 已经存在，没有改动任何文件；请换一个空文件夹", "%s exists; nothing was changed; choose an empty folder"), name)
		}
	}
	err = a.guard.whole(func() error {
		for _, f := range files {
			if err := writeNew(filepath.Join(dir, f.path), f.text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, a.say(
		"新栏目在 %s。\n  先改 %s，再运行：luxi build --source %s\n",
		"The new column is in %s.\n  Edit %s, then run: luxi build --source %s\n"),
		dir, filepath.Join(dir, config.FileName), quoted(dir))
	return err
}

// quoted writes a path as it is typed in a terminal.
func quoted(path string) string {
	if strings.ContainsAny(path, " ()&;'") {
		return `"` + path + `"`
	}
	return path
}

type newFile struct{ path, text string }

func (a *app) skeletonFiles(title string) ([]newFile, error) {
	today := a.today(config.DefaultLocation())
	fill := strings.NewReplacer("{title}", tomlText(title), "{date}", today.String())
	var files []newFile
	err := fs.WalkDir(skeleton, "skeleton", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := skeleton.ReadFile(name)
		if err != nil {
			return err
		}
		path := strings.TrimPrefix(name, "skeleton/")
		path = strings.ReplaceAll(path, "YEAR", fmt.Sprint(today.Year))
		if path == "gitignore" { // go:embed leaves out names that begin with a dot
			path = ".gitignore"
		}
		files = append(files, newFile{filepath.FromSlash(path), fill.Replace(string(text))})
		return nil
	})
	return append(files, newFile{path: filepath.Join("public", ".gitkeep")}), err
}

// tomlText escapes a text for a basic string of TOML 1.0.
func tomlText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", "").Replace(s)
}

// writeNew writes a file that must not exist, and the folders to it.
func writeNew(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

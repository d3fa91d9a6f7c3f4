package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/publish"
	"luxi/internal/theme"
	"luxi/themes"
)

// specimenDir is where specimens go, in the folder that luxi remembers things
// in: it is no part of the column.
const specimenDir = "specimen"

func (a *app) themeSpecimenCommand() *cobra.Command {
	var output string
	cmd := a.command("specimen", i18n.Text{
		ZH: "生成主题的样张：每种网页的各种样子，在浏览器里看",
		EN: "make a theme's specimens: every kind of page, to look at in a browser",
	}, a.themeArgument(), func(cmd *cobra.Command, args []string) error {
		return a.withTheme(args, func(t themedColumn) error { return a.specimens(t, output) })
	})
	cmd.Flags().StringVar(&output, "output", "", a.say("样张写到哪个`文件夹`（默认：栏目文件夹里的 .luxi/specimen）", "write them to `DIR` (default: .luxi/specimen in the column's folder)"))
	return cmd
}

// specimens writes the specimens of a theme to a folder.
func (a *app) specimens(t themedColumn, output string) error {
	output, err := a.specimenOutput(t.dir, output)
	if err != nil {
		return err
	}
	look, list, err := theme.Load(t.fsys, themes.Builtin, t.name, t.language, t.at)
	if err != nil {
		return err
	}
	var files []theme.SpecimenFile
	if look != nil {
		var found diag.List
		if files, found, err = look.SpecimenFiles(t.name, a.lang); err != nil {
			return err
		}
		list = append(list, found...)
	}
	list.Sort()
	if list.HasErrors() {
		a.status = statusColumn
		return errors.Join(a.printDiagnostics(list), a.tell(a.say("没有生成样张：先改正上面的错误。", "No specimens were made: mend these errors first.")))
	}
	found, err := a.writeSpecimens(files, t.dir, output)
	if err != nil {
		return err
	}
	if found.HasErrors() {
		a.status = statusColumn
	}
	if err := a.printDiagnostics(append(list, found...)); err != nil || found.HasErrors() {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, a.say("样张在 %s，用浏览器打开它。\n", "The specimens are in %s; open it in a browser.\n"), shortPath(filepath.Join(output, theme.SpecimenIndex)))
	return err
}

// tell prints a line on standard error.
func (a *app) tell(line string) error {
	_, err := fmt.Fprintln(a.stderr, line)
	return err
}

// writeSpecimens makes a folder hold the specimens: what an earlier run wrote
// and this one does not is deleted, and nothing else is touched.
func (a *app) writeSpecimens(files []theme.SpecimenFile, dir, output string) (list diag.List, err error) {
	target, err := publish.Open(output, filepath.Join(dir, stateDir))
	if err != nil {
		return nil, a.specimenError(output, err)
	}
	a.guardTarget(target,
		fmt.Sprintf(a.say("；%s 里的样张没有改动", "; the specimens in %s are unchanged"), shortPath(output)),
		fmt.Sprintf(a.say("；%s 里的样张已经是新的", "; the specimens in %s are the new ones already"), shortPath(output)))
	defer func() {
		a.guard.settle()
		if closed := target.Close(); err == nil && closed != nil {
			err = a.specimenError(output, closed)
		}
	}()
	for _, f := range files {
		key := fingerprint.OfBytes(f.Content)
		if target.Has(f.Address, key) {
			continue
		}
		if err := target.Put(f.Address, key, f.Content); err != nil {
			return nil, a.specimenError(output, err)
		}
	}
	_, list, err = target.Commit()
	if err != nil {
		return nil, a.specimenError(output, err)
	}
	return list, nil
}

func (a *app) specimenError(output string, err error) error {
	return fmt.Errorf(a.say("样张写不进 %s（%s）", "cannot write specimens to %s (%s)"), shortPath(output), a.errorText(err))
}

// specimenOutput returns the folder for specimens as an absolute path. It
// refuses those of the column and of its site.
func (a *app) specimenOutput(dir, output string) (string, error) {
	if output == "" {
		return filepath.Join(dir, stateDir, specimenDir), nil
	}
	output, err := filepath.Abs(output)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(output, dir); err == nil && filepath.IsLocal(rel) {
		return "", fmt.Errorf(a.say("样张不能写进 %s：栏目的文件夹在它里面；请另选一个文件夹", "specimens cannot go to %s, which holds the column itself; choose another folder"), shortPath(output))
	}
	for _, own := range []string{"public", document.Root, theme.Dir, ".git"} {
		if rel, err := filepath.Rel(filepath.Join(dir, own), output); err == nil && filepath.IsLocal(rel) {
			return "", fmt.Errorf(a.say("样张不能写进 %s：那里是栏目自己的文件，或者是要上传的网站；请另选一个文件夹", "specimens cannot go to %s, where the column's own files or the site are; choose another folder"), shortPath(output))
		}
	}
	if info, err := os.Stat(output); err == nil && !info.IsDir() {
		return "", fmt.Errorf(a.say("%s 是一个文件，不是文件夹；请另选一个文件夹", "%s is a file and no folder; choose another folder"), shortPath(output))
	}
	return output, nil
}

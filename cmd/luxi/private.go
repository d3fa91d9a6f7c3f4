package main

import (
	"fmt"
	"os"
	"path/filepath"

	"luxi/internal/config"
	"luxi/internal/document"
	"luxi/internal/theme"
)

// privatePath checks where what is for editors only is written: not to the
// site, which is uploaded as it stands, and not among the column's own files.
func (a *app) privatePath(written string) error {
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	path, err := filepath.Abs(written)
	if err != nil {
		return err
	}
	for _, own := range []string{"public", document.Root, theme.Dir, stateDir, ".git", config.FileName} {
		if rel, err := filepath.Rel(filepath.Join(dir, own), path); err == nil && filepath.IsLocal(rel) {
			return fmt.Errorf(a.say("不能写进 %s：那里是栏目自己的文件，或者是要上传的网站；请写到别处", "cannot write to %s, where the column's own files or the site are; write it elsewhere"), shortPath(path))
		}
	}
	return nil
}

// writePrivate writes such a file for the editor alone, and says so.
func (a *app) writePrivate(name string, content []byte) error {
	if err := a.privatePath(name); err != nil {
		return err
	}
	if err := a.guard.whole(func() error { return os.WriteFile(name, content, 0o600) }); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stderr, a.say("已写入 %s\n", "Wrote %s\n"), shortPath(name))
	return err
}

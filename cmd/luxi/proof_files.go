package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// wordFile and wordFiles are for manuscripts that are no plain text: luxi proof
// reads what luxi import makes of them.
var (
	wordFile = diag.Define("proof-word", diag.Error,
		i18n.Text{ZH: "Word、WPS 文稿不能直接校对", EN: "a manuscript of Word or WPS is not proofread as it is"},
		i18n.Text{ZH: "在栏目的文件夹里先用 luxi import 把它变成草稿，再校对那份草稿。", EN: "Make a draft of it with luxi import in the column's folder, and proofread that."})
	wordFiles = diag.Define("proof-word-left-out", diag.Warning,
		i18n.Text{ZH: "这个文件夹里有 {count} 份 Word、WPS 文稿，没有校对", EN: "the folder holds manuscripts of Word or WPS that were not proofread: {count}"},
		i18n.Text{ZH: "在栏目的文件夹里先用 luxi import 把它们变成草稿，再校对那些草稿。", EN: "Make drafts of them with luxi import in the column's folder, and proofread those."})
)

// isWordFile goes by the name. Word itself keeps a file ~$… beside one that is open.
func isWordFile(name string) bool {
	return slices.Contains([]string{".docx", ".doc", ".wps", ".rtf", ".odt"}, strings.ToLower(filepath.Ext(name))) &&
		!strings.HasPrefix(filepath.Base(name), "~$")
}

// textsIn returns the names of files, each once. A folder stands for the
// manuscripts in it. Those of Word are told.
func textsIn(names []string) (files []string, told diag.List, err error) {
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case name != standardInput && err == nil && info.IsDir():
			inner, words, err := textsBelow(name)
			if err != nil {
				return nil, nil, err
			}
			files = append(files, inner...)
			if words > 0 {
				told.Add(wordFiles.At(diag.WholeFile(filepath.ToSlash(name)), diag.Arg("count", words)))
			}
		case err == nil && isWordFile(name):
			told.Add(wordFile.At(diag.WholeFile(filepath.ToSlash(name))))
		default:
			files = append(files, filepath.Clean(name)) // what is missing is told when it is read
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(name string) bool {
		twice := seen[name]
		seen[name] = true
		return twice
	}), told, nil
}

// textsBelow returns the texts in a folder and in those within it, and counts the
// files of Word.
func textsBelow(dir string) (files []string, words int, err error) {
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch ext := strings.ToLower(filepath.Ext(name)); {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != dir:
			return fs.SkipDir
		case !entry.Type().IsRegular():
		case ext == ".md" || ext == ".txt":
			files = append(files, name)
		case isWordFile(name):
			words++
		}
		return nil
	})
	return files, words, err
}

// Package source reads a tree of files into an immutable snapshot.
//
// A snapshot is what the build sees: nothing behind it looks at the disk for
// a text again, so that a file saved in the middle of a build cannot be seen
// in two states. Files that a build only passes on (images, documents) are
// listed, and read when they are written.
//
// Texts become valid UTF-8 with LF line ends or are refused with a diagnostic
// that names their likely encoding; a page never shows U+FFFD.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// MaxTextSize is the size in bytes from which on a text is refused: no essay
// is a hundredth of it, and what follows works in memory.
const MaxTextSize = 4 << 20

var (
	unreadable = diag.Define("unreadable-file", diag.Error,
		i18n.Text{ZH: "读不了这个文件：{reason}", EN: "cannot read this file: {reason}"},
		i18n.Text{ZH: "请检查文件是否还在、是否有读取权限；指向别处的快捷方式（符号链接）请换成文件本身。", EN: "Check that the file exists and may be read; replace a symbolic link that leads elsewhere by the file itself."})
	unreadableFolder = diag.Define("unreadable-folder", diag.Error,
		i18n.Text{ZH: "读不了这个文件夹：{reason}", EN: "cannot read this folder: {reason}"},
		i18n.Text{ZH: "这里要放文件夹本身，不能是文件，也不能是指向栏目以外的快捷方式（符号链接）；还要有读取权限。", EN: "It has to be a folder itself, not a file nor a symbolic link that leads out of the column, and to be readable."})
	badFileName = diag.Define("file-name-encoding", diag.Error,
		i18n.Text{ZH: "文件名不是 UTF-8 编码：{name}", EN: "the file's name is not UTF-8: {name}"},
		i18n.Text{ZH: "多半是旧版压缩软件解压造成的，请把文件重新命名。", EN: "Old unzip programs do this; rename the file."})
	tooLarge = diag.Define("file-too-large", diag.Error,
		i18n.Text{ZH: "文件太大：{size}，上限 {limit}", EN: "the file is too large: {size} of at most {limit}"},
		i18n.Text{ZH: "一篇文章不会有这么大，请检查是否放错了文件。", EN: "No essay is this large; check that it is the right file."})
)

// A File is one file of a snapshot.
type File struct {
	Path string // slash-separated, relative to the root of the tree
	Text []byte // what a text file holds, as on the disk; nil for other files
}

// A Tree is a snapshot of the files below some folders, in the order of their
// paths.
type Tree struct {
	Files []File
}

// Get returns the file with the path.
func (t Tree) Get(name string) (File, bool) {
	i, ok := slices.BinarySearchFunc(t.Files, name, func(f File, n string) int { return strings.Compare(f.Path, n) })
	if !ok {
		return File{}, false
	}
	return t.Files[i], true
}

// textExtensions are the files whose text the snapshot holds.
var textExtensions = []string{".md", ".toml", ".html", ".css", ".js", ".svg", ".txt"}

// Load reads the folder dir of fsys with all that is below it. Paths are
// relative to fsys. A folder that does not exist is an empty tree. What is wrong
// with the files, and with the folder itself, is in the list; the error is for
// what has no words there.
func Load(fsys fs.FS, dir string) (Tree, diag.List, error) {
	names, list, err := List(fsys, dir)
	if err != nil {
		return Tree{}, nil, err
	}
	var tree Tree
	for _, name := range names {
		file, found := Read(fsys, name)
		if len(found) > 0 {
			list = append(list, found...)
			continue
		}
		tree.Files = append(tree.Files, file)
	}
	return tree, list, nil
}

// List returns the paths of the regular files that Load would read, sorted. It
// opens none.
func List(fsys fs.FS, dir string) ([]string, diag.List, error) {
	var names []string
	var list diag.List
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == dir && errors.Is(err, fs.ErrNotExist) && !isLink(fsys, name):
			return fs.SkipAll
		case err != nil && name == dir:
			why, known := reason(fsys, name, err)
			if !known {
				return err
			}
			list.Add(unreadableFolder.At(diag.WholeFile(name), diag.Arg("reason", why)))
			return nil
		case err != nil:
			list.Add(unreadableAt(fsys, name, err))
			return nil
		case name == dir && !entry.IsDir():
			list.Add(unreadableFolder.At(diag.WholeFile(name), diag.Arg("reason",
				i18n.Text{ZH: "它是一个文件", EN: "it is a file"})))
			return nil
		case name != dir && Ignored(path.Base(name)):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		case !utf8.ValidString(name):
			shown := strings.ToValidUTF8(name, "?")
			list.Add(badFileName.At(diag.WholeFile(shown), diag.Arg("name", shown)))
			return nil
		case !entry.Type().IsRegular(): // to open a pipe would wait for ever
			info, err := fs.Stat(fsys, name)
			if err == nil && !info.Mode().IsRegular() {
				err = errNotRegular
			}
			if err != nil {
				list.Add(unreadableAt(fsys, name, err))
				return nil
			}
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", dir, err)
	}
	slices.Sort(names)
	return names, list, nil
}

// Read reads one file of those that List found. Of a file that cannot be read the list says
// why.
func Read(fsys fs.FS, name string) (File, diag.List) {
	file, d := load(fsys, name)
	if d != nil {
		return File{}, diag.List{*d}
	}
	return file, nil
}

func unreadableAt(fsys fs.FS, name string, err error) diag.Diagnostic {
	why, _ := reason(fsys, name, err)
	return unreadable.At(diag.WholeFile(name), diag.Arg("reason", why))
}

func load(fsys fs.FS, name string) (File, *diag.Diagnostic) {
	failed := func(err error) (File, *diag.Diagnostic) {
		d := unreadableAt(fsys, name, err)
		return File{}, &d
	}
	f, err := fsys.Open(name) // also what is only passed on: a check must find what a build would meet
	if err != nil {
		return failed(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return failed(err)
	}
	if !info.Mode().IsRegular() {
		return failed(errNotRegular)
	}
	if !slices.Contains(textExtensions, strings.ToLower(path.Ext(name))) {
		return File{Path: name}, nil
	}
	text, err := readAll(f, info.Size())
	if err != nil {
		return failed(err)
	}
	if len(text) > MaxTextSize {
		d := tooLarge.At(diag.WholeFile(name), diag.Arg("size", megabytes(max(info.Size(), int64(len(text))))), diag.Arg("limit", megabytes(MaxTextSize)))
		return File{}, &d
	}
	return File{Path: name, Text: text}, nil
}

// readAll reads a file of about a size, but hardly more of it than a text may
// have: it may be growing. A file that ends where it was said to is read at once.
func readAll(f io.Reader, size int64) ([]byte, error) {
	first := make([]byte, min(size, MaxTextSize)+1)
	n, err := f.Read(first)
	switch {
	case err == io.EOF, err == nil && n > 0 && int64(n) == size:
		return first[:n], nil
	case err != nil:
		return nil, err
	}
	out := bytes.NewBuffer(first[:n])
	_, err = out.ReadFrom(io.LimitReader(f, int64(MaxTextSize+1-n)))
	return out.Bytes(), err
}

var errNotRegular = errors.New("not a regular file")

// megabytes writes a size for people, rounded up, so that what is too large
// does not look as if it were not.
func megabytes(size int64) string {
	const tenth = (1 << 20) / 10.0
	n := int64(math.Ceil(float64(size) / tenth))
	if n%10 == 0 {
		return fmt.Sprintf("%d MB", n/10)
	}
	return fmt.Sprintf("%d.%d MB", n/10, n%10)
}

// reason says why a file or folder cannot be read, without the path, which
// stands before it. It reports false where it has only the system's words.
func reason(fsys fs.FS, name string, err error) (i18n.Text, bool) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if isLink(fsys, name) {
			return i18n.Text{ZH: "链接指向的地方什么也没有", EN: "a link to nothing"}, true
		}
		return i18n.Text{ZH: "文件不在了", EN: "it is gone"}, true
	case errors.Is(err, fs.ErrPermission):
		return i18n.Text{ZH: "没有读取权限", EN: "no permission"}, true
	case errors.Is(err, errNotRegular):
		return i18n.Text{ZH: "不是普通文件", EN: "not a regular file"}, true
	case errors.Is(err, syscall.ELOOP):
		return i18n.Text{ZH: "链接绕了一圈又指向自己", EN: "a link that leads to itself"}, true
	case strings.HasSuffix(err.Error(), "path escapes from parent"): // os.Root has no error value for it
		if isAbsoluteLink(fsys, name) {
			return i18n.Text{
				ZH: "链接用的是绝对路径，从磁盘的根目录写起，不能跟随",
				EN: "a link with an absolute path, which is not followed wherever it leads",
			}, true
		}
		return i18n.Text{ZH: "链接指向栏目文件夹以外", EN: "a link that leads out of the column's folder"}, true
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return i18n.Same(err.Error()), false
}

func isLink(fsys fs.FS, name string) bool {
	_, err := fs.ReadLink(fsys, name)
	return err == nil
}

// isAbsoluteLink reports whether a link leads, perhaps by other links, to one
// whose target is an absolute path. Such a path may well lie in the column, or
// lead to nothing: that cannot be seen from within the folder.
func isAbsoluteLink(fsys fs.FS, name string) bool {
	const most = 40 // as many as Linux follows
	for range most {
		target, err := fs.ReadLink(fsys, name)
		if err != nil {
			return false
		}
		if filepath.IsAbs(target) || path.IsAbs(target) {
			return true
		}
		name = path.Join(path.Dir(name), filepath.ToSlash(target))
	}
	return false
}

// Ignored reports whether a file or folder of this name is left lying by an
// editor or the system and is no part of any tree: hidden files, Word's and
// WPS's owner files (~$…), LibreOffice's locks, vim's swap files, backups.
func Ignored(base string) bool {
	for _, prefix := range []string{".", "~$", "#"} {
		if strings.HasPrefix(base, prefix) {
			return true
		}
	}
	for _, suffix := range []string{"~", ".swp", ".swo", ".tmp", ".bak", ".crdownload"} {
		if strings.HasSuffix(base, suffix) {
			return true
		}
	}
	return strings.EqualFold(base, "Thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

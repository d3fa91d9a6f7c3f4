package build

import (
	"io/fs"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/source"
	"luxi/internal/theme"
)

// A madeLook is a theme that was read and compiled. It is good for as long as the
// files are what they were.
type madeLook struct {
	*theme.Theme
	list   diag.List
	files  [2]fingerprint.Sum // of themes/ before it was read, see themeFiles
	doubts bool               // they may have changed since they were compared
}

// doubtLooks says that the files of themes may have changed.
func (b *Builder) doubtLooks() {
	for _, kept := range b.looks {
		kept.doubts = true
	}
}

// theme reads the theme, or takes it as it was read, with what is wrong with it.
func (l *loading) theme(loadTheme func() (*theme.Theme, diag.List, error)) (*theme.Theme, diag.List, error) {
	key := l.made.Settings.Theme + "\n" + l.made.Settings.Language
	kept := l.looks[key]
	if kept != nil && !kept.doubts {
		return kept.Theme, kept.list, nil
	}
	var files [2]fingerprint.Sum
	known := false
	if l.again { // who builds once has no use for a second reading
		files[0], files[1], known = themeFiles(l.fsys)
	}
	if kept != nil && known && files == kept.files && !l.opt.Verify {
		kept.doubts = false
		return kept.Theme, kept.list, nil
	}
	look, list, err := loadTheme()
	if err != nil {
		return nil, nil, err
	}
	delete(l.looks, key)
	if look == nil { // one that cannot be loaded is told at another place when the settings change
		return nil, list, nil
	}
	look.Verify = l.opt.Verify // not later, when pages may be made with it
	if known {
		l.looks[key] = &madeLook{Theme: look, list: list, files: files}
	}
	return look, list, nil
}

// themeFiles returns the fingerprints of the files of all themes: of their names
// and content, and of their times. By the times, a file that changed and changed
// back while it was being read is told from one that stayed as it was.
func themeFiles(fsys fs.FS) (content, times fingerprint.Sum, ok bool) {
	names, list, err := source.List(fsys, theme.Dir)
	if err != nil || len(list) > 0 {
		return fingerprint.Sum{}, fingerprint.Sum{}, false
	}
	hold, when := fingerprint.New(), fingerprint.New()
	for _, name := range names {
		sum, at, err := fileAndTime(fsys, name)
		if err != nil {
			return fingerprint.Sum{}, fingerprint.Sum{}, false
		}
		hold.String(name)
		hold.Add(sum)
		when.Int(at)
	}
	return hold.Sum(), when.Sum(), true
}

// fileAndTime returns the fingerprint of a file's content, and when it was written
// in nanoseconds of Unix time.
func fileAndTime(fsys fs.FS, name string) (fingerprint.Sum, int64, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return fingerprint.Sum{}, 0, err
	}
	sum, err := contentOf(fsys, name)
	return sum, info.ModTime().UnixNano(), err
}

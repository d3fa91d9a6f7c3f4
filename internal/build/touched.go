package build

import (
	"io/fs"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/theme"
)

// A lastLoad is what a builder has read of the column, for a load of which it is said
// what has been touched since. It is dropped whenever a load does not get to its
// end, so that nothing touched is ever forgotten.
type lastLoad struct {
	names  []string       // of content/
	at     map[string]int // in names
	parsed []parsedFile   // likewise
	list   diag.List      // what is wrong with the folders and names
}

// reuse says what of the last reading a load may take for true, and drops the
// rest: all of it, where it is not known what has been touched.
func (l *loading) reuse() {
	last := l.last
	l.last = nil
	if l.opt.Touched == nil || l.opt.Verify || last == nil {
		l.doubtLooks()
		return
	}
	content, themes := true, true
	l.fresh = make(map[string]bool, len(l.opt.Touched))
	for _, name := range l.opt.Touched {
		l.fresh[name] = true
		switch {
		case name == theme.Dir || strings.HasPrefix(name, theme.Dir+"/"):
			themes = false
		case name == document.Root || strings.HasPrefix(name, document.Root+"/"):
			content = content && last.stands(l.fsys, name)
		}
	}
	l.was = &lastLoad{}
	if content {
		*l.was = *last
	}
	if !themes {
		l.doubtLooks()
	}
}

// stands reports whether a path is that of a file that was there the last time
// and is there now. Of any other, it cannot be told what else came or went.
func (r *lastLoad) stands(fsys fs.FS, name string) bool {
	if _, ok := r.at[name]; !ok {
		return false
	}
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// keepsContent reports whether content/ has the same files as the last time.
func (l *loading) keepsContent() bool { return l.was != nil && l.was.at != nil }

// touched reports whether a file of content/ may be another than it was.
func (l *loading) touched(name string) bool { return !l.keepsContent() || l.fresh[name] }

// finish keeps what was read for the next load.
func (l *loading) finish(names []string, parsed []parsedFile, list diag.List) {
	if !l.again {
		return
	}
	r := &lastLoad{names: names, parsed: parsed, list: list}
	if l.keepsContent() {
		r.at = l.was.at
	} else {
		r.at = make(map[string]int, len(names))
		for i, name := range names {
			r.at[name] = i
		}
	}
	l.last = r
}

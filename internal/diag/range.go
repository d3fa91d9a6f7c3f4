package diag

import (
	"strings"
	"unicode/utf8"
)

// A Range is a place in a file. It stands alone: it holds the text of its
// first line, so that it can be shown when the file is long forgotten. Those
// within a file are made by [File.Range].
type Range struct {
	// File is, for a file of the column, its path from the column's folder,
	// with slashes. Of the published site it is an absolute path as the system
	// writes it; of a value from the command line the flag (--theme); and ""
	// is the column itself.
	File      string
	Line      int // from 1; 0 means the file as a whole
	Column    int // from 1, in characters (code points)
	EndLine   int
	EndColumn int    // the column after the last character
	Text      string // the first line, without its end
	at        int    // where Column is in Text, in bytes
}

// WholeFile returns the range that is a file as such, or what else [Range.File]
// names.
func WholeFile(file string) Range { return Range{File: file} }

// A File is a text that ranges point into. Its line ends are LF; a byte order
// mark is already gone.
type File struct {
	Path string
	Text string
}

// Range returns the place of the bytes start to end of the file. Offsets
// outside the text are moved to its nearest edge.
func (f File) Range(start, end int) Range {
	start = min(max(start, 0), len(f.Text))
	end = min(max(end, start), len(f.Text))
	lineStart := strings.LastIndexByte(f.Text[:start], '\n') + 1
	r := Range{
		File:   f.Path,
		Line:   1 + strings.Count(f.Text[:lineStart], "\n"),
		Column: 1 + utf8.RuneCountInString(f.Text[lineStart:start]),
		at:     start - lineStart,
	}
	line, _, _ := strings.Cut(f.Text[lineStart:], "\n")
	r.Text = strings.Clone(line) // lest the range keep the whole file
	r.EndLine, r.EndColumn = r.Line, r.Column+utf8.RuneCountInString(f.Text[start:end])
	if i := strings.LastIndexByte(f.Text[start:end], '\n'); i >= 0 {
		r.EndLine += strings.Count(f.Text[start:end], "\n")
		r.EndColumn = 1 + utf8.RuneCountInString(f.Text[start+i+1:end])
	}
	return r
}

// RangeOfLine returns the place of a whole line, counted from 1.
func (f File) RangeOfLine(line int) Range {
	start := 0
	for range line - 1 {
		i := strings.IndexByte(f.Text[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	end := len(f.Text)
	if i := strings.IndexByte(f.Text[start:], '\n'); i >= 0 {
		end = start + i
	}
	return f.Range(start, end)
}

// Package diag has the one form in which every part of luxi tells an editor
// what is wrong: a [Diagnostic] of a [Kind], at a [Range] of a file, with
// arguments, in a [List]; and how a list is printed as text or JSON.
//
// A kind is defined by [Define] beside the code that reports it, with its
// words in both languages; which of them is read is decided only where a list
// is printed. Diagnostics are plain values: a cached stage can keep and
// replay them.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"luxi/internal/i18n"
)

// A Severity says what a diagnostic means for the build.
type Severity int

// Errors stop a build from publishing; warnings are for the editor to weigh;
// notes are information.
const (
	Error Severity = iota
	Warning
	Note
)

// String returns the stable English name that JSON carries.
func (s Severity) String() string {
	return [...]string{"error", "warning", "note"}[s]
}

// Text returns the name that an editor reads.
func (s Severity) Text() i18n.Text {
	return [...]i18n.Text{
		{ZH: "错误", EN: "error"},
		{ZH: "警告", EN: "warning"},
		{ZH: "提示", EN: "note"},
	}[s]
}

// A Kind is one sort of mistake: what it is called, what it says and what it
// asks the editor to do. Message and Hint may hold {placeholders}.
type Kind struct {
	Code     string // stable, in kebab case, such as unknown-key
	Severity Severity
	Message  i18n.Text
	Hint     i18n.Text // what to do; may be empty
}

var kinds []*Kind

// Define registers a kind. It is called for package variables only; a code
// defined twice is a mistake of the program and panics.
func Define(code string, s Severity, message, hint i18n.Text) *Kind {
	k := &Kind{Code: code, Severity: s, Message: message, Hint: hint}
	for _, other := range kinds {
		if other.Code == code {
			panic("diag: code " + code + " is defined twice")
		}
	}
	kinds = append(kinds, k)
	return k
}

// Kinds returns all kinds that the program's packages define, by code.
func Kinds() []*Kind {
	all := slices.Clone(kinds)
	slices.SortFunc(all, func(a, b *Kind) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

// Arg makes the argument for a kind's placeholder {name}. The value is a
// string, an integer, an [i18n.Text] or a fmt.Stringer.
func Arg(name string, value any) i18n.Arg {
	switch v := value.(type) {
	case i18n.Text:
		return i18n.Arg{Name: name, Value: v}
	case string:
		return i18n.Arg{Name: name, Value: i18n.Same(v)}
	case int:
		return i18n.Arg{Name: name, Value: i18n.Same(strconv.Itoa(v))}
	}
	return i18n.Arg{Name: name, Value: i18n.Same(fmt.Sprint(value))}
}

// At reports a kind at a place.
func (k *Kind) At(r Range, args ...i18n.Arg) Diagnostic {
	return Diagnostic{Kind: k, Range: r, Args: args}
}

// A Diagnostic is one mistake at one place. Its code and severity are those of
// its kind; its words are the kind's with the arguments filled in.
type Diagnostic struct {
	*Kind
	Range   Range
	Args    []i18n.Arg
	Related []Range // further places that belong to it, such as the other of two claimants
}

// Also returns d with a further place that belongs to it.
func (d Diagnostic) Also(r ...Range) Diagnostic {
	d.Related = append(slices.Clip(d.Related), r...)
	return d
}

// Message returns what is wrong, in one language.
func (d Diagnostic) Message(l i18n.Lang) string { return d.Kind.Message.Fill(l, d.Args) }

// Hint returns what to do, in one language, or "".
func (d Diagnostic) Hint(l i18n.Lang) string { return d.Kind.Hint.Fill(l, d.Args) }

// A List holds diagnostics in the order in which they were found.
type List []Diagnostic

// Add appends a diagnostic.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// HasErrors reports whether any diagnostic is an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Count returns how many diagnostics have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort orders the list by file, place and code, so that it is the same
// whatever order the files were read in.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Range.File, b.Range.File),
			cmp.Compare(a.Range.Line, b.Range.Line),
			cmp.Compare(a.Range.Column, b.Range.Column),
			cmp.Compare(a.Kind.Code, b.Kind.Code),
		)
	})
}

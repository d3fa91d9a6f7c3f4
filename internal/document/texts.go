package document

import (
	"strings"

	"luxi/internal/decode"
	"luxi/internal/diag"
)

// Texts are what a proofreader reads of a file, whatever else is in it: the file
// may be no document of the column.
type Texts struct {
	// Body is where the Markdown begins: behind the front matter, or at 0 in a file
	// that has none. A file whose front matter has no end has no Markdown.
	Body        int
	Front       []FrontText
	ProofIgnore []string // proofreading rules that the front matter silences
}

// A FrontText is a text that the front matter holds.
type FrontText struct {
	Text       string
	Start, End int  // bytes of the file: of the value or, where it is verbatim, of what is in its quotation marks
	Verbatim   bool // the bytes are the text: nothing is escaped or folded
	Headline   bool // a title or a subtitle
}

// prose are the keys of front matter that hold a text, with their order there.
type prose struct {
	Title           string   `toml:"title"`
	Subtitle        string   `toml:"subtitle"`
	Summary         string   `toml:"summary"`
	EditorsNote     string   `toml:"editors_note"`
	WithdrawnNotice string   `toml:"withdrawn_notice"`
	ProofIgnore     []string `toml:"proof_ignore"`
}

// TextsOf returns what a proofreader reads of a file. Mistakes of the front
// matter are told by those who parse it.
func TextsOf(f diag.File) Texts {
	front, list := splitFront(f)
	switch {
	case front.mark != "+++" && front.mark != "---", front.mark == "---" && list.HasErrors():
		return Texts{} // no front matter; a rule above a text
	case list.HasErrors():
		return Texts{Body: front.body}
	}
	var p prose
	front.Into(&p)
	t := Texts{Body: front.body, ProofIgnore: p.ProofIgnore}
	finder := front.Finder()
	add := func(key, text string, headline bool) {
		start, end, ok := finder.Bytes(key)
		if !ok || strings.TrimSpace(text) == "" {
			return
		}
		one := FrontText{Text: text, Start: start, End: end, Headline: headline}
		if before, inside := verbatim(f.Text[start:end], text, front.Syntax); inside {
			one.Start, one.Verbatim = start+before, true
			one.End = one.Start + len(text)
		}
		t.Front = append(t.Front, one)
	}
	add("title", p.Title, true)
	add("subtitle", p.Subtitle, true)
	add("summary", p.Summary, false)
	add("editors_note", p.EditorsNote, false)
	add("withdrawn_notice", p.WithdrawnNotice, false)
	return t
}

// quotes are the marks round a string, the longest first; YAML needs none.
var quotes = []string{`"""`, `'''`, `"`, `'`, ``}

// verbatim returns how many bytes of a value as it is written stand before its
// text, if the text stands there as it is.
func verbatim(written, text string, syntax decode.Syntax) (before int, ok bool) {
	for _, quote := range quotes {
		if quote == "" && syntax != decode.YAML || len(written) < 2*len(quote) || !strings.HasPrefix(written, quote) || !strings.HasSuffix(written, quote) {
			continue
		}
		inner := written[len(quote) : len(written)-len(quote)]
		if len(quote) == 3 && strings.HasPrefix(inner, "\n") && inner != text {
			return len(quote) + 1, inner[1:] == text // a line end behind the mark is no part of the text
		}
		return len(quote), inner == text
	}
	return 0, false
}

// Package intake reads what contributors send in, a Word file, an old .doc, a
// mail, a text, and makes a [Draft] of it: title, authors, paragraphs as
// Markdown, pictures, and everything that an editor must know of how it was
// read.
//
// It knows nothing of the column: what a region is, who was invited, where a
// file goes. It does no input or output beside the bytes that it is handed, and
// fetches nothing.
//
// # The text is the author's
//
// No character of the text is added, taken or mended. The Markdown that is
// written gives every paragraph back, character for character, when
// internal/markdown reads it; each block is read back to be sure, and written
// with more escapes where it is not. What has no place in an essay (comments,
// hidden text, headers) is left out and told; every guess and every join is.
//
// # What never passes
//
// A format is judged by its content, never by its name. Names within a zip are
// keys of a map and never paths. Sizes that an archive states are not believed:
// limits are on what was really read (see limits.go), and what is beyond one is
// refused with its own words. XML with a DTD is refused. Only http, https and
// mailto links pass. Pictures are PNG, JPEG, GIF or WebP by their content, are
// never decoded, and are named by their hash.
package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A Format is what a manuscript is, by its content.
type Format string

// The formats that are read.
const (
	Docx     Format = "docx" // Office Open XML, ECMA-376, of Word, WPS, LibreOffice
	Doc      Format = "doc"  // Word 97–2003, [MS-DOC]; its text alone
	HTML     Format = "html" // Word's and WPS's “web page”, often named .doc
	Mail     Format = "mail" // RFC 5322 with MIME
	Text     Format = "text" // plain text in any encoding of Chinese
	Markdown Format = "markdown"
)

// A Role is what a paragraph of the manuscript became.
type Role string

// The roles.
const (
	TitleRole    Role = "title"
	SubtitleRole Role = "subtitle"
	BylineRole   Role = "byline"
	BodyRole     Role = "body"
	HeadingRole  Role = "heading"
	ItemRole     Role = "item" // of a list with bullets
	CellRole     Role = "cell" // of a table
	NoteRole     Role = "note" // a footnote or endnote
)

// A Paragraph is one paragraph of the manuscript as plain text.
type Paragraph struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
}

// An Author is a name of the byline with the position as it stands there.
type Author struct {
	Name     string `json:"name"`
	Position string `json:"position"`
}

// A Picture is an image of the manuscript, named by its hash.
type Picture struct {
	Name string
	Data []byte
}

// A Draft is one essay of a manuscript.
type Draft struct {
	Title      string
	Subtitle   string
	Authors    []Author // none where no byline was found
	Byline     []string // the paragraphs that the authors were read from
	Paragraphs []Paragraph
	Markdown   string // the body
	Pictures   []Picture

	GuessedTitle bool      // it was not marked as one: by its look, the subject, or the file's name
	Notes        diag.List // of an essay that was taken from a page of several; else the manuscript has them
}

// A Manuscript is one file as it was read, or an attachment of a mail.
type Manuscript struct {
	Name   string // as the sender called it
	Format Format
	SHA256 string // of the untouched file
	Draft  *Draft // nil where it was refused
	Split  *Split // what was found in a page of a newspaper, where that was asked for
	Notes  diag.List
}

// A ReceivedBy says how a received time is known.
type ReceivedBy string

// The sources of a received time, the best first. The sender's own clock is no
// proof of anything.
const (
	ByReceivedHeader ReceivedBy = "received-header" // the topmost: the mailbox's server
	BySenderClock    ReceivedBy = "sender-date"     // the Date header
	UnknownReceived  ReceivedBy = ""
)

// A Result is what a file came to: itself, or for a mail what was attached to
// it, or what stood in it.
type Result struct {
	Format      Format
	SHA256      string
	Letter      *Letter // nil for what is no mail
	Received    time.Time
	ReceivedBy  ReceivedBy
	Manuscripts []Manuscript
	Notes       diag.List // of the file as a whole; errors where it was refused
}

// Options say how to read.
type Options struct {
	// Split looks for the essays of the column with this name in a page of a
	// newspaper, and leaves the rest. "" reads a manuscript of one essay.
	Split string
}

// Read reads one file. The name is for the words of diagnostics and, where a
// text does not tell, for its format; it is never opened.
func Read(name string, data []byte, opt Options) Result {
	r := Result{SHA256: hash(data)}
	notes := &notes{file: name}
	format, refused := sniff(name, data)
	r.Format = format
	switch {
	case refused != nil:
		notes.refuse(refused)
	case format == Mail:
		readMail(&r, name, data, opt, notes)
	default:
		r.Manuscripts = []Manuscript{readManuscript(source{file: name, label: name, budget: &xmlBudget{}}, data, opt)}
	}
	r.Notes = notes.list()
	return r
}

// A source says where bytes come from.
type source struct {
	file    string // as the sender called it
	label   string // as diagnostics do
	subject string // of the mail that it came in
	budget  *xmlBudget
}

// readManuscript reads what is no mail. A panic of a reader is a fault of this
// program and must not end a run over many files.
func readManuscript(src source, data []byte, opt Options) (m Manuscript) {
	m = Manuscript{Name: src.file, SHA256: hash(data)}
	n := &notes{file: src.label}
	defer func() {
		if recover() != nil {
			m.Draft, m.Split = nil, nil
			n.refuse(&refusal{kind: readerFailed})
		}
		m.Notes = n.list()
	}()
	format, refused := sniff(src.file, data)
	m.Format = format
	if refused != nil {
		n.refuse(refused)
		return m
	}
	s, refused := readText(format, src, data, n)
	if refused != nil {
		n.refuse(refused)
		return m
	}
	if opt.Split != "" {
		m.Split = splitPage(s, opt.Split, n)
		return m
	}
	const page = 3 // an essay may quote a lead, and name a reporter
	if count := s.stories(); count >= page {
		n.refuse(refuse(newspaperPage, diag.Arg("count", count)))
		return m
	}
	m.Draft = s.draft(n)
	return m
}

// readText reads a manuscript of a format into blocks.
func readText(format Format, src source, data []byte, n *notes) (*script, *refusal) {
	s := &script{name: src.file, subject: src.subject}
	var refused *refusal
	switch format {
	case Docx:
		refused = readDocx(s, data, src.budget, n)
	case Doc:
		refused = readDoc(s, data, n)
	case HTML:
		refused = readHTMLFile(s, data, n)
	case Markdown:
		refused = readMarkdown(s, data, n)
	default:
		refused = readPlain(s, data, n)
	}
	switch {
	case refused != nil:
	case !s.hasText():
		refused = &refusal{kind: noText}
	case len(s.blocks) > maxBlocks:
		refused = tooManyBlocks()
	}
	return s, refused
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// A refusal is why a file was not read. It is an error of the sender's, and no
// error of the machine.
type refusal struct {
	kind *diag.Kind
	args []i18n.Arg
}

func refuse(kind *diag.Kind, args ...i18n.Arg) *refusal { return &refusal{kind, args} }

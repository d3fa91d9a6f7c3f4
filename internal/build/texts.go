package build

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"sync"

	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
	"luxi/internal/markdown"
)

var fileChanged = diag.Define("file-changed", diag.Error,
	i18n.Text{ZH: "生成网站的时候，这个文件又改动了", EN: "this file was changed while the site was being built"},
	i18n.Text{ZH: "没有发布。保存好以后再运行一次。", EN: "Nothing is published. Save it and run the build again."})

// A changedError says that a file is no more what it was when the column was
// read.
type changedError struct{ path string }

func (e *changedError) Error() string { return e.path + ": changed during the build" }

// How many bytes of texts are kept in memory: where there is no file for them,
// those of a column of two or three thousand essays.
const (
	heldAlone  = 24 << 20
	heldBeside = 8 << 20 // a file
	spilled    = 1 << 20 // are written to the file at once
)

// texts keep the HTML of documents from where they are parsed to where they are
// rendered: in memory up to a bound, then in a file without a name, because to
// write and to read a text costs a tenth of parsing it again. What is in
// neither is parsed again.
type texts struct {
	root *os.Root
	fsys fs.FS

	mutex   sync.Mutex
	held    map[fingerprint.Sum]string
	size    int // of held
	spans   map[fingerprint.Sum]span
	file    *os.File
	end     int64  // of file
	pending []byte // what is to stand behind that
	failed  bool   // nothing more goes to the file
	spill   bool   // there may be one
}

// A span is where a text stands in the file, or is going to.
type span struct {
	at     int64
	length int
}

func newTexts(root *os.Root, fsys fs.FS) *texts {
	return &texts{root: root, fsys: fsys, held: map[fingerprint.Sum]string{}, spans: map[fingerprint.Sum]span{}}
}

// keep takes the HTML out of a document that has just been parsed.
func (t *texts) keep(d *document.Document) {
	html := d.Body.HTML
	d.Body.HTML = ""
	if html == "" {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	size := t.size + len(html)
	if size <= heldBeside || size <= heldAlone && !t.open() {
		t.size += len(html) - len(t.held[d.Source])
		t.held[d.Source] = html
		return
	}
	if _, ok := t.spans[d.Source]; ok || !t.open() {
		return
	}
	t.spans[d.Source] = span{t.end + int64(len(t.pending)), len(html)}
	if t.pending = append(t.pending, html...); len(t.pending) >= spilled {
		t.flush()
	}
}

// flush writes what is pending. What cannot be written is parsed again: a full
// disk is met by what is published.
func (t *texts) flush() {
	if _, err := t.file.WriteAt(t.pending, t.end); err == nil {
		t.end += int64(len(t.pending))
	} else {
		t.failed = true
		for sum, s := range t.spans {
			if s.at >= t.end {
				delete(t.spans, sum)
			}
		}
	}
	t.pending = t.pending[:0]
}

// open makes the file, if it can be written to. Its name is removed at once
// where the system allows that, else when it is closed.
func (t *texts) open() bool {
	if t.file == nil && !t.failed && t.spill {
		f, err := unnamed(t.root)
		t.file, t.failed = f, err != nil
		t.pending = make([]byte, 0, spilled+spilled/8)
	}
	return t.file != nil && !t.failed
}

// body returns the body of a document with its HTML.
func (t *texts) body(d *document.Document) (markdown.Body, error) {
	b := d.Body
	t.mutex.Lock()
	html, ok := t.held[d.Source]
	at, written := t.spans[d.Source]
	if written && at.at >= t.end {
		start := at.at - t.end
		html, ok = string(t.pending[start:start+int64(at.length)]), true
	}
	t.mutex.Unlock()
	switch {
	case ok:
		b.HTML = html
		return b, nil
	case written:
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		buffer.Grow(at.length)
		text := buffer.AvailableBuffer()[:at.length]
		if _, err := t.file.ReadAt(text, at.at); err == nil {
			b.HTML = string(text)
			return b, nil
		}
	}
	return bodyAgain(t.fsys, d)
}

// forget drops the texts of all files but those that are live. A site of
// before that still needs one finds that its file has changed.
func (t *texts) forget(live map[fingerprint.Sum]bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for sum := range t.held {
		if !live[sum] {
			t.remove(sum)
		}
	}
	for sum := range t.spans {
		if !live[sum] {
			t.remove(sum)
		}
	}
}

// drop drops the text of one file.
func (t *texts) drop(sum fingerprint.Sum) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.remove(sum)
}

// remove is drop for who holds the mutex.
func (t *texts) remove(sum fingerprint.Sum) {
	t.size -= len(t.held[sum])
	delete(t.held, sum)
	delete(t.spans, sum)
}

func (t *texts) close() error {
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	if gone := t.root.Remove(spillName); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// stateDir is the folder, in the column's, for what luxi must remember.
const stateDir = ".luxi"

const spillName = stateDir + "/texts.tmp"

// unnamed makes a file that nobody else can open by a name. One that a killed
// build left behind on a system without such files is replaced.
func unnamed(root *os.Root) (*os.File, error) {
	if err := makeStateDir(root); err != nil {
		return nil, err
	}
	_ = root.Remove(spillName)
	f, err := root.OpenFile(spillName, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_ = root.Remove(spillName) // Windows does not, while it is open
	return f, nil
}

func makeStateDir(root *os.Root) error {
	err := root.Mkdir(stateDir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

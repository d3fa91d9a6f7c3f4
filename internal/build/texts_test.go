package build

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"luxi/internal/document"
	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
)

// keepMany has texts keep more than there is memory for, and returns the
// documents with the texts that they had. All have files that say something else.
func keepMany(t *testing.T, texts *texts) ([]document.Document, []string) {
	t.Helper()
	const size, count = 64 << 10, 3 * heldAlone / (64 << 10) / 2
	var documents []document.Document
	var want []string
	for i := range count {
		html := strings.Repeat(string(rune('一'+i)), size/3)
		d := document.Document{
			Path: "content/essays/2022/a.md", Source: fingerprint.Of(html),
			Body: markdown.Body{HTML: html, Length: i},
		}
		texts.keep(&d)
		if d.Body.HTML != "" {
			t.Fatal("a document keeps its text")
		}
		documents, want = append(documents, d), append(want, html)
	}
	return documents, want
}

func newTestTexts(t *testing.T) *texts {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	texts := newTexts(root, fstest.MapFS{})
	t.Cleanup(func() { texts.close(); root.Close() })
	return texts
}

// found returns how many of the documents have their texts still.
func found(t *testing.T, texts *texts, documents []document.Document, want []string) int {
	t.Helper()
	count := 0
	for i := range documents {
		b, err := texts.body(&documents[i])
		if err != nil { // it would be parsed again
			continue
		}
		if count++; b.HTML != want[i] || b.Length != i {
			t.Fatalf("document %d has another text", i)
		}
	}
	return count
}

func TestTextsGoToAFile(t *testing.T) {
	texts := newTestTexts(t)
	texts.spill = true
	documents, want := keepMany(t, texts)
	if got := found(t, texts, documents, want); got != len(want) {
		t.Errorf("%d texts of %d are found", got, len(want))
	}
	if texts.size > heldBeside || texts.end == 0 || len(texts.pending) == 0 {
		t.Errorf("%d bytes in memory, %d in the file, %d on the way", texts.size, texts.end, len(texts.pending))
	}
	texts.drop(documents[len(documents)-1].Source)
	if got := found(t, texts, documents, want); got != len(want)-1 {
		t.Errorf("%d texts of %d are found after one was dropped", got, len(want))
	}
}

// Without a file a bounded part of the texts is kept, and the rest is parsed
// again.
func TestTextsWithoutAFile(t *testing.T) {
	texts := newTestTexts(t)
	documents, want := keepMany(t, texts)
	if got := found(t, texts, documents, want); texts.size > heldAlone || got != heldAlone/len(want[0]) {
		t.Errorf("%d texts and %d bytes are kept", got, texts.size)
	}
}

// What cannot be written is parsed again, and nothing is read where it is not.
func TestTextsOnAFullDisk(t *testing.T) {
	texts := newTestTexts(t)
	texts.spill = true
	if !texts.open() {
		t.Fatal("no file")
	}
	reader, err := os.Open(os.DevNull) // what is written to it fails
	if err != nil {
		t.Fatal(err)
	}
	texts.file.Close()
	texts.file = reader
	documents, want := keepMany(t, texts)
	if got := found(t, texts, documents, want); got == 0 || got > heldAlone/len(want[0]) || !texts.failed {
		t.Errorf("%d texts are found", got)
	}
}

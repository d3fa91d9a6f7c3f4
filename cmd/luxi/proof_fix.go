package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/text/width"

	"luxi/internal/diag"
	"luxi/internal/proof"
	"luxi/internal/source"
)

var (
	errChanged  = errors.New("changed meanwhile") // a file, since it was read
	errTooLarge = errors.New("too large")         // the standard input
)

// readAll reads the standard input up to the size that a text may have.
func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, source.MaxTextSize+1))
	if err == nil && len(raw) > source.MaxTextSize {
		err = errTooLarge
	}
	return raw, err
}

// byMode returns which findings a mode of --fix mends unseen.
func byMode(mode string) func(proof.Finding) bool {
	if mode == fixAll {
		return func(proof.Finding) bool { return true }
	}
	return proof.Safely
}

// fix mends one text and writes its file.
func (j *proofJob) fix(t *proofText) error {
	before := t.File.Text
	var done []proof.Finding
	t.Text, done = j.reader.Fixed(t.Text, byMode(j.flags.fix))
	count := len(done)
	if j.flags.fix == fixReview {
		asked, err := j.ask(t)
		if err != nil {
			return err
		}
		count += asked
		t.Text, done = j.reader.Fixed(t.Text, proof.Safely) // what the answers brought to light
		count += len(done)
	}
	if t.File.Text == before {
		return nil
	}
	t.Reading = j.reader.Examine(t.Text)
	j.mended += count
	if t.name == standardInput {
		return nil
	}
	j.written++
	return j.guard.whole(func() error { return replaceFile(t.name, t.raw, withEnds(t.raw, t.File.Text)) })
}

// ask shows every suggestion for a text and mends those that are wanted.
func (j *proofJob) ask(t *proofText) (int, error) {
	var wanted []proof.Finding
	all := false
	for _, n := range j.reader.Read(t.Text) {
		if n.Fix == nil || n.Fix.Class != proof.Review || j.quit {
			continue
		}
		if !all {
			answer, err := j.question(t, n)
			if err != nil {
				return 0, err
			}
			switch answer {
			case "a":
				all = true
			case "q":
				j.quit = true
				continue
			case "n":
				continue
			}
		}
		wanted = append(wanted, n)
	}
	var done []proof.Finding
	t.Text, done = j.reader.Mended(t.Text, wanted)
	return len(done), nil
}

// question shows one finding and reads the answer: y, n, a (this and all that
// follow in the file) or q; the end of the input is q.
func (j *proofJob) question(t *proofText, n proof.Finding) (string, error) {
	if err := j.printDiagnostics(diag.List{n.Diagnostic(t.File)}); err != nil {
		return "", err
	}
	start, end := n.Start, n.End
	for _, e := range n.Fix.Edits {
		start, end = min(start, e.Start), max(end, e.End)
	}
	from, to := lineEdge(t.File.Text, start, -1), lineEdge(t.File.Text, end, 1)
	mended := proof.Apply(t.File.Text, n.Fix.Edits)
	if _, err := fmt.Fprintf(j.stdout, "- %s\n+ %s\n", diag.Visible(t.File.Text[from:to]),
		diag.Visible(mended[from:to+len(mended)-len(t.File.Text)])); err != nil {
		return "", err
	}
	for {
		answer, err := j.answer()
		if err != nil || slices.Contains([]string{"y", "n", "a", "q"}, answer) {
			return answer, err
		}
	}
}

// answer asks and reads one answer, which may be none of those that are asked for.
func (j *proofJob) answer() (string, error) {
	_, err := fmt.Fprint(j.stdout, j.say("改吗？y 改，n 不改，a 这个文件里后面的都改，q 到此为止：", "Mend it? y yes, n no, a all that follow in this file, q quit: "))
	if err != nil {
		return "", err
	}
	if j.answers == nil {
		j.answers = bufio.NewReader(j.stdin)
	}
	line, err := j.answers.ReadString('\n')
	if _, err := fmt.Fprintln(j.stdout); err != nil {
		return "", err
	}
	answer := strings.ToLower(width.Narrow.String(strings.TrimSpace(line))) // an input method may be in full-width letters
	if errors.Is(err, io.EOF) {
		return cmp.Or(answer, "q"), nil
	}
	return answer, err
}

// lineEdge returns the byte about twelve characters before (-1) or behind (1) a
// place, within its line.
func lineEdge(text string, at, direction int) int {
	const reach = 12
	for range reach {
		if direction < 0 {
			r := []rune(text[max(0, at-4):at])
			if len(r) == 0 || r[len(r)-1] == '\n' {
				break
			}
			at -= len(string(r[len(r)-1]))
			continue
		}
		for _, r := range text[at:] {
			if r != '\n' {
				at += len(string(r))
				break
			}
			return at
		}
	}
	return at
}

// showDiff prints how a text would change.
func (j *proofJob) showDiff(t *proofText) error {
	mode := j.flags.fix
	if mode == "" {
		mode = fixSafe
	}
	text, _ := j.reader.Fixed(t.Text, byMode(mode))
	_, err := j.stdout.Write(diff.Diff(t.File.Path, []byte(t.File.Text), t.File.Path, []byte(text.File.Text)))
	return err
}

// withEnds writes a text as its file has it: with its byte order mark and with
// the line ends that its lines had.
func withEnds(raw []byte, text string) []byte {
	mark := []byte("\xef\xbb\xbf")
	out := []byte{}
	if bytes.HasPrefix(raw, mark) {
		raw, out = raw[len(mark):], append(out, mark...)
	}
	if !bytes.ContainsRune(raw, '\r') {
		return append(out, text...)
	}
	ends := lineEnds(raw)
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body, ended := strings.CutSuffix(line, "\n")
		out = append(out, body...)
		switch {
		case !ended:
		case len(lines)-1 == len(ends):
			out = append(out, ends[i]...)
		default: // two paragraphs were joined
			out = append(out, ends[0]...)
		}
	}
	return out
}

// lineEnds returns the end of every line that has one.
func lineEnds(raw []byte) []string {
	var ends []string
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\n':
			ends = append(ends, "\n")
		case raw[i] == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			ends = append(ends, "\r\n")
			i++
		case raw[i] == '\r':
			ends = append(ends, "\r")
		}
	}
	return ends
}

// replaceFile writes a file anew in one step, so that it is never half-written.
// What somebody has changed since it was read is not touched.
func replaceFile(name string, was, now []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if current, err := os.ReadFile(name); err != nil || !bytes.Equal(current, was) {
		return errors.Join(err, &os.PathError{Op: "write", Path: name, Err: errChanged})
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".proof-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(now)
	// Without Sync a power cut after the rename may leave an empty file.
	if err := errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

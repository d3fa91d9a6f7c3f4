package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/gofrs/flock"
)

// A manifest is the list of files that luxi wrote to a folder.
type manifest struct {
	file      string
	addresses []string // sorted
}

// lock keeps other programs from publishing to the same folder until the
// function that it returns is called. A lock dies with its program.
func (m *manifest) lock() (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(m.file), 0o755); err != nil {
		return nil, err
	}
	l := flock.New(strings.TrimSuffix(m.file, ".txt") + ".lock")
	held, err := l.TryLock()
	switch {
	case err != nil:
		return nil, err
	case !held:
		return nil, ErrBusy
	}
	return func() { _ = l.Unlock() }, nil // the file stays: to remove it would race
}

func (m *manifest) has(address string) bool {
	_, ok := slices.BinarySearch(m.addresses, address)
	return ok
}

func (m *manifest) read() error {
	text, err := os.ReadFile(m.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			m.addresses = append(m.addresses, line)
		}
	}
	slices.Sort(m.addresses)
	return nil
}

// write replaces the manifest's file as a whole.
func (m *manifest) write(addresses []string) error {
	addresses = slices.Clone(addresses)
	slices.Sort(addresses)
	text := "# " + manifestNote + "\n" + strings.Join(slices.Compact(addresses), "\n") + "\n"
	if err := os.WriteFile(m.file+".new", []byte(text), 0o644); err != nil {
		return err
	}
	if err := os.Rename(m.file+".new", m.file); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	m.addresses = addresses
	return nil
}

const manifestNote = "What luxi wrote to the output folder. Without this list it deletes nothing there. 这是 luxi 写进输出文件夹的文件清单，请勿修改。"

// newManifest names the manifest of an output folder: by the folder's path from
// the one that holds state, so that the column can be moved as a whole.
func newManifest(state, dir string) *manifest {
	name := filepath.ToSlash(dir)
	if rel, err := filepath.Rel(filepath.Dir(state), dir); err == nil {
		name = filepath.ToSlash(rel)
	}
	return &manifest{file: filepath.Join(state, fmt.Sprintf("published-%016x.txt", xxhash.Sum64String(name)))}
}

package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/gofrs/flock"
)

// A manifest is the list of files that luxi wrote to a folder, and what it
// wrote there. It is a text file with a line "HASH address" for each.
type manifest struct {
	disk    disk   // the folder that holds it
	name    string // there
	entries map[string]entry
}

// An entry is what luxi wrote to an address. There may be several contents
// while a publish is at work: that of before and that of after.
type entry struct {
	hashes  []uint64
	unknown bool // an earlier luxi kept no hashes
}

func hashed(content []byte) entry { return entry{hashes: []uint64{xxhash.Sum64(content)}} }

// wrote reports whether luxi may have written the content.
func (e entry) wrote(content []byte) bool {
	return e.unknown || slices.Contains(e.hashes, xxhash.Sum64(content))
}

func (e entry) and(other entry) entry {
	hashes := slices.Concat(e.hashes, other.hashes)
	slices.Sort(hashes)
	return entry{hashes: slices.Compact(hashes), unknown: e.unknown || other.unknown}
}

// manifestName names the manifest of an output folder: by the folder's path
// from the one that holds state, so that the column can be moved as a whole.
func manifestName(state, dir string) string {
	name := filepath.ToSlash(dir)
	if rel, err := filepath.Rel(filepath.Dir(state), dir); err == nil {
		name = filepath.ToSlash(rel)
	}
	return fmt.Sprintf("published-%016x.txt", xxhash.Sum64String(name))
}

// lock keeps other programs from publishing to the same folder until the
// function that it returns is called. A lock dies with its program.
func lock(state, dir string) (unlock func(), err error) {
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	l := flock.New(filepath.Join(state, strings.TrimSuffix(manifestName(state, dir), ".txt")+".lock"))
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
	_, ok := m.entries[address]
	return ok
}

// addresses returns what the manifest lists, sorted.
func (m *manifest) addresses() []string { return slices.Sorted(maps.Keys(m.entries)) }

func (m *manifest) read() error {
	m.entries = map[string]entry{}
	text, err := m.disk.ReadFile(m.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			address, e := parseLine(line)
			m.entries[address] = m.entries[address].and(e)
		}
	}
	return nil
}

// parseLine reads "HASH address", or the address alone that an earlier luxi
// wrote.
func parseLine(line string) (string, entry) {
	hash, address, ok := strings.Cut(line, " ")
	if sum, err := strconv.ParseUint(hash, 16, 64); ok && err == nil && len(hash) == 16 {
		return address, entry{hashes: []uint64{sum}}
	}
	return line, entry{unknown: true}
}

// write replaces the manifest's file as a whole.
func (m *manifest) write(entries map[string]entry) error {
	if err := m.disk.WriteFile(m.name+".new", []byte(manifestText(entries)), 0o644); err != nil {
		return err
	}
	if err := m.disk.Rename(m.name+".new", m.name); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	m.entries = entries
	return nil
}

const manifestNote = "What luxi wrote to the output folder. Without this list it deletes nothing there. 这是 luxi 写进输出文件夹的文件清单，请勿修改。"

func manifestText(entries map[string]entry) string {
	var b strings.Builder
	b.WriteString("# " + manifestNote + "\n")
	for _, address := range slices.Sorted(maps.Keys(entries)) {
		e := entries[address]
		if e.unknown {
			b.WriteString(address + "\n")
		}
		for _, h := range e.hashes {
			fmt.Fprintf(&b, "%016x %s\n", h, address)
		}
	}
	return b.String()
}

// both returns the entries of two generations.
func both(a, b map[string]entry) map[string]entry {
	out := maps.Clone(a)
	for address, e := range b {
		out[address] = out[address].and(e)
	}
	return out
}

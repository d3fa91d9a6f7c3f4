package publish

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"

	"luxi/internal/fingerprint"
)

// A manifest is the list of the files that luxi wrote to a folder.
type manifest struct {
	way     way    // of a publish that is under way: how
	tree    uint64 // and the inode of the folder that it puts in place
	entries map[string]record
	sorted  []string // their addresses; nil where nobody has sorted them yet
	hash    uint64   // of the file that it was read from or written to
}

// A record is what luxi knows of a file that it wrote.
type record struct {
	key  fingerprint.Sum // what it was made from
	hash uint64          // of its content, by xxHash
	size int64           // in bytes; -1 if an earlier luxi did not list it
	// mtime, ctime and inode of the file. Where they are as they were, the
	// content is.
	mtime, ctime int64
	ino          uint64
	marks        marks
	staged       uint64 // while the publish is under way: where it waits, see [target.stagedAt]
}

type marks uint8

const (
	anAsset  marks = 1 << iota // its name holds a fingerprint
	retired                    // the site refers to it no more; cached pages may
	unhashed                   // an earlier luxi kept no hash
)

// The file is
//
//	"luxi manifest 1\n", way, tree, number of entries
//	entries by address: length of what it shares with the one before, rest, key, hash, size, mtime, ctime-mtime, inode, marks, staged
//	xxHash of all before
//
// Numbers are variable-length as in encoding/binary, hashes little-endian.
const manifestMagic = "luxi manifest 1\n"

var errDamaged = errors.New("the manifest is damaged")

func (m *manifest) encode() []byte {
	if m.sorted == nil {
		m.sorted = slices.Sorted(maps.Keys(m.entries))
	}
	b := make([]byte, 0, 64+120*len(m.sorted))
	b = append(b, manifestMagic...)
	b = append(b, byte(m.way))
	b = binary.AppendUvarint(b, m.tree)
	b = binary.AppendUvarint(b, uint64(len(m.sorted)))
	before := ""
	for _, a := range m.sorted {
		r := m.entries[a]
		shared := 0
		for shared < len(a) && shared < len(before) && a[shared] == before[shared] {
			shared++
		}
		b = binary.AppendUvarint(b, uint64(shared))
		b = binary.AppendUvarint(b, uint64(len(a)-shared))
		b = append(b, a[shared:]...)
		b = append(b, r.key[:]...)
		b = binary.LittleEndian.AppendUint64(b, r.hash)
		b = binary.AppendVarint(b, r.size)
		b = binary.AppendVarint(b, r.mtime)
		b = binary.AppendVarint(b, r.ctime-r.mtime)
		b = binary.AppendUvarint(b, r.ino)
		b = append(b, byte(r.marks))
		b = binary.AppendUvarint(b, r.staged)
		before = a
	}
	m.hash = xxhash.Sum64(b)
	return binary.LittleEndian.AppendUint64(b, m.hash)
}

func decodeManifest(b []byte) (*manifest, error) {
	n := len(b) - 8
	if n < len(manifestMagic) || string(b[:len(manifestMagic)]) != manifestMagic || binary.LittleEndian.Uint64(b[n:]) != xxhash.Sum64(b[:n]) {
		return nil, errDamaged
	}
	in := reader{rest: b[len(manifestMagic):n]}
	m := &manifest{way: way(in.byte()), tree: in.uint(), hash: binary.LittleEndian.Uint64(b[n:])}
	count := in.uint()
	if count > uint64(len(in.rest)) {
		return nil, errDamaged
	}
	m.entries, m.sorted = make(map[string]record, count), make([]string, 0, count)
	before := ""
	for range count {
		var r record
		shared := in.uint()
		rest := in.bytes(in.uint())
		if shared > uint64(len(before)) {
			return nil, errDamaged
		}
		address := before[:shared] + string(rest)
		copy(r.key[:], in.bytes(uint64(len(r.key))))
		if hash := in.bytes(8); hash != nil {
			r.hash = binary.LittleEndian.Uint64(hash)
		}
		r.size, r.mtime = in.int(), in.int()
		r.ctime = r.mtime + in.int()
		r.ino, r.marks, r.staged = in.uint(), marks(in.byte()), in.uint()
		m.entries[address] = r
		m.sorted = append(m.sorted, address)
		before = address
	}
	if in.short || len(in.rest) > 0 || !slices.IsSorted(m.sorted) {
		return nil, errDamaged
	}
	return m, nil
}

// A reader takes numbers and bytes from a text as long as there is enough.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.short, r.rest = true, nil
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.rest)
	r.bytes(width(n))
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.rest)
	r.bytes(width(n))
	return v
}

// width is how many bytes a number took, or more than there are.
func width(n int) uint64 {
	if n <= 0 {
		return 1 << 62
	}
	return uint64(n)
}

// A ledger keeps the manifest of one output folder, in the state folder.
type ledger struct {
	disk disk
	base string // path of its files without their endings
}

// newLedger names the manifest of an output folder by the folder's path from
// the one that holds state, so that the column can be moved as a whole.
func newLedger(d disk, state, dir string) ledger {
	name := filepath.ToSlash(dir)
	if rel, err := filepath.Rel(filepath.Dir(state), dir); err == nil {
		name = filepath.ToSlash(rel)
	}
	return ledger{d, filepath.Join(state, fmt.Sprintf("published-%016x", xxhash.Sum64String(name)))}
}

func (l ledger) standing() string { return l.base + ".manifest" }
func (l ledger) pending() string  { return l.base + ".pending" }
func (l ledger) folders() string  { return l.base + ".folders" }
func (l ledger) earlier() string  { return l.base + ".txt" } // of an earlier luxi
func (l ledger) lockFile() string { return l.base + ".lock" }
func (l ledger) workshop() string { return l.base + ".tree" }

// read returns what a file of the ledger says: an empty manifest if it is not
// there, errDamaged if it is not as it was written.
func (l ledger) read(name string) (*manifest, error) {
	text, err := l.disk.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeManifest(text)
}

// readEarlier reads the list of an earlier luxi: text with a line "HASH address"
// for each file, or the address alone.
func (l ledger) readEarlier() (*manifest, error) {
	m := &manifest{entries: map[string]record{}}
	text, err := l.disk.ReadFile(l.earlier())
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		r := record{size: -1, marks: unhashed}
		hash, address, ok := strings.Cut(line, " ")
		if sum, err := strconv.ParseUint(hash, 16, 64); ok && err == nil && len(hash) == 16 {
			line, r = address, record{size: -1, hash: sum}
		}
		m.entries[line] = r
	}
	return m, nil
}

// write puts a manifest in its place.
func (l ledger) write(name string, m *manifest) error { return l.put(name, m.encode()) }

// put puts a file of the ledger in its place as a whole.
func (l ledger) put(name string, content []byte) error {
	made := l.base + ".new"
	if err := l.disk.RemoveAll(made); err != nil {
		return err
	}
	if _, err := l.disk.Write(made, content); err != nil {
		return errors.Join(err, l.disk.RemoveAll(made))
	}
	return l.disk.Rename(made, name)
}

package publish

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"path"
	"time"

	"github.com/cespare/xxhash/v2"
)

// A memory of folders saves to read them. To find what else stands in a folder
// or in the spare, thousands of folders would have to be read, and hardly any
// has changed. So beside the manifest is a file that says of folders what the
// system showed of them when they held what the manifest lists and nothing else:
// for the output folder those files and folders, for the spare the same by their
// inodes. While the system shows the same of such a folder, no entry came to it
// or left it.
//
// The file belongs to one manifest, by its hash. Without it, or with a damaged
// one, folders are read.
type memory struct {
	dirs            []string
	standing, spare map[string]uint64 // by address: what was shown, see mark
}

// The file is
//
//	"luxi folders 1\n", hash of the manifest
//	marks in the output folder, marks in the spare: of the folders of the manifest in their order, 0 for none
//	xxHash of all before
//
// in numbers of 8 bytes, little-endian.
const memoryMagic = "luxi folders 1\n"

// atRest is how long a folder must have been as it is to be remembered: times are
// those of the system's last tick, so that of two changes within a tick the
// second does not show.
var atRest = 100 * time.Millisecond

// mark is what the system shows of a folder, or 0 if that may stay the same when
// the folder changes. Of the two times, only that of a change of the inode
// cannot be set by hand. One without a fraction of a second is of a file system
// with seconds.
func (s stat) mark(now time.Time) uint64 {
	const second = int64(time.Second)
	if last := max(s.mtime, s.ctime); s.kind != aFolder || s.ino == 0 || s.ctime%second == 0 || now.UnixNano()-last < int64(atRest) {
		return 0
	}
	var b [40]byte
	for i, n := range []uint64{s.ino, s.dev, uint64(s.mtime), uint64(s.ctime), uint64(s.kind)} {
		binary.LittleEndian.PutUint64(b[8*i:], n)
	}
	return max(1, xxhash.Sum64(b[:]))
}

// knows reports whether a folder is as it was, of those whose marks these are.
func knows(marks map[string]uint64, dir string, s stat, now time.Time) bool {
	mark := marks[dir]
	return mark != 0 && mark == s.mark(now)
}

// foldersOf returns the folders in which files lie, each once, in an order that
// their sorted addresses give. The topmost is not among them.
func foldersOf(sorted []string) []string {
	var dirs []string
	before := ""
	for _, address := range sorted {
		shared := 0 // as far as the one before lies in the same folders
		for i := 0; i < len(address) && i < len(before) && address[i] == before[i]; i++ {
			if address[i] == '/' {
				shared = i + 1
			}
		}
		for i := shared; i < len(address); i++ {
			if address[i] == '/' {
				dirs = append(dirs, address[:i])
			}
		}
		before = address
	}
	return dirs
}

// remembered reads the memory that belongs to the manifest.
func (t *Target) remembered() (memory, error) {
	text, err := t.disk.ReadFile(t.ledger.folders())
	if errors.Is(err, fs.ErrNotExist) {
		return memory{}, nil
	}
	if err != nil {
		return memory{}, err
	}
	dirs := foldersOf(t.sorted)
	const head = len(memoryMagic) + 8
	if n := len(text) - 8; n != head+16*len(dirs) || string(text[:len(memoryMagic)]) != memoryMagic ||
		binary.LittleEndian.Uint64(text[n:]) != xxhash.Sum64(text[:n]) ||
		binary.LittleEndian.Uint64(text[len(memoryMagic):]) != t.manifest || t.manifest == 0 {
		return memory{}, nil
	}
	m := memory{dirs, make(map[string]uint64, len(dirs)), make(map[string]uint64, len(dirs))}
	for i, dir := range dirs {
		m.standing[dir] = binary.LittleEndian.Uint64(text[head+8*i:])
		m.spare[dir] = binary.LittleEndian.Uint64(text[head+8*(len(dirs)+i):])
	}
	return m, nil
}

// marks returns what was remembered, for another manifest of the same folders.
func (m memory) marks() []uint64 {
	marks := make([]uint64, 2*len(m.dirs))
	for i, dir := range m.dirs {
		marks[i], marks[len(m.dirs)+i] = m.standing[dir], m.spare[dir]
	}
	return marks
}

// marks returns what is to be remembered of folders when the tree stands, and what
// stood before is the spare: first the marks of the one, then those of the other. It
// looks at the tree where that was made: as soon as it stands, others may put
// something into it, which would be remembered as if it were not there.
func (b *builder) marks() []uint64 {
	dirs := b.dirs[1 : len(b.dirs)-len(b.others)]
	mixed, moved := b.mixed(), b.moved()
	marks := make([]uint64, 2*len(dirs))
	for i, dir := range dirs {
		if mixed[dir] {
			continue
		}
		if s := b.shown[1+i]; s.kind == aFolder && !b.touched[dir] {
			marks[i] = s.mark(b.began)
		} else {
			now := time.Now()
			s, _ = b.disk.Stat(b.spare.at(dir)) // of what cannot be looked at there is no mark
			marks[i] = s.mark(now)
		}
		if b.site != nil && !moved[dir] {
			marks[len(dirs)+i] = b.site.folders[dir].mark(b.asOf)
		}
	}
	return marks
}

// remember writes the memory for the manifest that stands.
func (t *Target) remember(marks []uint64) {
	text := make([]byte, 0, len(memoryMagic)+16+8*len(marks))
	text = append(text, memoryMagic...)
	text = binary.LittleEndian.AppendUint64(text, t.manifest)
	for _, mark := range marks {
		text = binary.LittleEndian.AppendUint64(text, mark)
	}
	_ = t.ledger.put(t.ledger.folders(), binary.LittleEndian.AppendUint64(text, xxhash.Sum64(text))) // it costs time only
}

// mixed returns the folders that hold something that is not luxi's: also a folder
// in which luxi has nothing any more, but somebody else has.
func (b *builder) mixed() map[string]bool {
	dirs := map[string]bool{}
	for name := range b.plan.strangers {
		dirs[path.Dir(name)] = true
	}
	for dir := range b.others {
		dirs[path.Dir(dir)] = true
	}
	return dirs
}

// moved returns the folders of what stood that do not hold, file for file, what
// they hold in the new generation.
func (b *builder) moved() map[string]bool {
	dirs := map[string]bool{}
	if b.site == nil {
		return dirs
	}
	for address, o := range b.next {
		if found, ok := b.site.files[address]; !ok || found.ino != o.ino {
			dirs[path.Dir(address)] = true
		}
	}
	for address := range b.site.files {
		if b.next[address] == nil {
			dirs[path.Dir(address)] = true
		}
	}
	for dir := range b.site.folders {
		if !b.plan.folders[dir] {
			dirs[path.Dir(dir)] = true
		}
	}
	for dir := range b.plan.folders {
		if _, ok := b.site.folders[dir]; !ok {
			dirs[path.Dir(dir)] = true
		}
	}
	return dirs
}

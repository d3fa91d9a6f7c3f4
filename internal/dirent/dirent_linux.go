package dirent

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"sync"

	"golang.org/x/sys/unix"
)

// An Entry is one of a folder. "." and ".." are none.
type Entry struct {
	Name string
	Ino  uint64
	Type fs.FileMode // 0 for a regular file, else a bit of fs.ModeType; Unknown where the file system does not tell
}

// Unknown is the type of what has to be looked at.
const Unknown = ^fs.FileMode(0)

var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// Read returns what an open folder holds, in no order. It can be read once. The
// error is that of the system.
func Read(folder int) ([]Entry, error) {
	buf := buffers.Get().(*[32 << 10]byte)
	defer buffers.Put(buf)
	var out []Entry
	for {
		n, err := unix.Getdents(folder, buf[:])
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return nil, err
		case n == 0:
			return out, nil
		}
		for rest := buf[:n]; len(rest) > 0; {
			// struct linux_dirent64: inode, offset, length, type, name
			size := binary.NativeEndian.Uint16(rest[16:])
			if name, _, _ := bytes.Cut(rest[19:size], []byte{0}); string(name) != "." && string(name) != ".." {
				out = append(out, Entry{string(name), binary.NativeEndian.Uint64(rest), typeOf(rest[18])})
			}
			rest = rest[size:]
		}
	}
}

func typeOf(t byte) fs.FileMode {
	switch t {
	case unix.DT_REG:
		return 0
	case unix.DT_DIR:
		return fs.ModeDir
	case unix.DT_LNK:
		return fs.ModeSymlink
	case unix.DT_FIFO:
		return fs.ModeNamedPipe
	case unix.DT_SOCK:
		return fs.ModeSocket
	case unix.DT_BLK:
		return fs.ModeDevice
	case unix.DT_CHR:
		return fs.ModeDevice | fs.ModeCharDevice
	}
	return Unknown
}

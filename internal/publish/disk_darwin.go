package publish

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const hasModes = true

func (s *stat) addSystem(info fs.FileInfo) {
	if sys, ok := info.Sys().(*syscall.Stat_t); ok {
		s.uid, s.gid = sys.Uid, sys.Gid
		s.ctime = sys.Ctimespec.Nano()
		s.dev, s.ino = uint64(uint32(sys.Dev)), sys.Ino
	}
}

// exchange needs APFS.
func exchange(a, b string) error {
	if err := unix.RenamexNp(a, b, unix.RENAME_SWAP); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}

// syncFileSystem tells the system to write everything. macOS does not say when
// that is done; F_FULLFSYNC on the folder waits for the drive.
func syncFileSystem(dir string) error {
	if err := unix.Sync(); err != nil {
		return &os.PathError{Op: "sync", Path: dir, Err: err}
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func setTime(name string, mtime int64) error {
	t := unix.NsecToTimespec(mtime)
	err := unix.UtimesNanoAt(unix.AT_FDCWD, name, []unix.Timespec{t, t}, unix.AT_SYMLINK_NOFOLLOW)
	if err != nil {
		return &os.PathError{Op: "chtimes", Path: name, Err: err}
	}
	return nil
}

// mountOf names the file system on which a folder lies: macOS mounts one in one
// place only.
func mountOf(dir string) (id uint64, known bool) {
	info, err := os.Stat(dir)
	if err != nil {
		return 0, false
	}
	return statOf(info).dev, true
}

// hasAttributes reports whether a folder carries what a new one would lack.
// The mark of where a file was downloaded from does not count.
func hasAttributes(dir string) bool {
	n, err := unix.Llistxattr(dir, nil)
	if err != nil || n == 0 {
		return false
	}
	buf := make([]byte, n)
	n, err = unix.Llistxattr(dir, buf)
	return err != nil || string(buf[:n]) != "com.apple.provenance\x00"
}

func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK) == nil }

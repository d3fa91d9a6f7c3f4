//go:build !linux && !darwin

package publish

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"
)

const hasModes = runtime.GOOS != "windows"

func (s *stat) addSystem(fs.FileInfo) {}

// exchange is not to be had: Windows refuses to rename folders in which anybody
// has a file open, and swaps none.
func exchange(a, b string) error {
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errors.ErrUnsupported}
}

// syncFileSystem leaves it to the system when it writes: without rights of an
// administrator there is no more to be had than a sync of each file.
func syncFileSystem(string) error { return nil }

func setTime(name string, mtime int64) error {
	t := time.Unix(0, mtime)
	return os.Chtimes(name, t, t)
}

func mountOf(string) (id uint64, known bool) { return 0, false }

func hasAttributes(string) bool { return false }

func mayWrite(string) bool { return true }

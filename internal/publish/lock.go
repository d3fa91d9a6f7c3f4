package publish

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrBusy is what a [BusyError] is.
var ErrBusy = errors.New("another publish to this folder is at work")

// A BusyError says who is at work in the folder.
type BusyError struct {
	PID   int       // its process; 0 if it did not say
	Since time.Time // when it began
}

func (e *BusyError) Error() string {
	if e.PID == 0 {
		return ErrBusy.Error()
	}
	return fmt.Sprintf("%s: process %d, since %s", ErrBusy, e.PID, e.Since.Format(time.RFC3339))
}

// Is reports whether target is ErrBusy.
func (e *BusyError) Is(target error) bool { return target == ErrBusy }

// lock keeps other programs from publishing to the same folder until the
// function that it returns is called. The system lifts the lock when the program
// ends, however it ends; the file stays, because to remove it would race, and
// means nothing by itself.
func lock(name string) (unlock func(), err error) {
	l := flock.New(name)
	held, err := l.TryLock()
	switch {
	case err != nil:
		return nil, err
	case !held:
		return nil, holder(name)
	}
	if err := sign(name); err != nil {
		_ = l.Unlock()
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

// signature is where the name of the holder begins. Windows locks the byte
// before it, and lets nobody read that.
const signature = 1

func sign(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%-10d %s\n", os.Getpid(), time.Now().Format(time.RFC3339))
	_, err = f.WriteAt([]byte(text), signature)
	return errors.Join(err, f.Close())
}

func holder(name string) *BusyError {
	busy := &BusyError{}
	f, err := os.Open(name)
	if err != nil {
		return busy
	}
	defer f.Close()
	buf := make([]byte, 64)
	n, _ := f.ReadAt(buf, signature) // fewer than 64 bytes end in io.EOF
	line, _, _ := strings.Cut(string(buf[:n]), "\n")
	var since string
	if _, err := fmt.Sscan(line, &busy.PID, &since); err != nil {
		return &BusyError{}
	}
	busy.Since, _ = time.Parse(time.RFC3339, since)
	return busy
}

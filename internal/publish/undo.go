package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// An undo takes back the steps of a publish that failed. A nil undo takes back
// nothing.
type undo struct {
	disk  disk
	dir   string
	steps []func() error
	n     int
}

func (u *undo) add(step func() error) {
	if u != nil {
		u.steps = append(u.steps, step)
	}
}

func (u *undo) name() string {
	u.n++
	return filepath.Join(u.dir, strconv.Itoa(u.n))
}

// replacing keeps what stands in a place, before another file is renamed to it
// from where it waits.
func (u *undo) replacing(place, waits string) error {
	if u == nil {
		return nil
	}
	kept := u.name()
	switch err := u.disk.Link(place, kept); {
	case errors.Is(err, fs.ErrNotExist):
		u.add(func() error { return absent(u.disk.Rename(place, waits)) })
	case err != nil:
		return u.copying(place, kept)
	default:
		u.add(func() error { return u.disk.Rename(kept, place) })
	}
	return nil
}

// copying keeps a copy where there are no links.
func (u *undo) copying(place, kept string) error {
	s, err := u.disk.Stat(place)
	if err != nil {
		return err
	}
	content, err := u.disk.ReadFile(place)
	if err != nil {
		return err
	}
	if _, err := u.disk.Write(kept, content); err != nil {
		return err
	}
	if err := u.disk.Chtimes(kept, s.mtime); err != nil {
		return err
	}
	u.add(func() error { return u.disk.Rename(kept, place) })
	return nil
}

// removing moves a file away.
func (u *undo) removing(place string) error {
	if u == nil {
		return nil
	}
	kept := u.name()
	if err := u.disk.Rename(place, kept); err != nil {
		return err
	}
	u.add(func() error { return u.disk.Rename(kept, place) })
	return nil
}

// all takes the steps back, the last first.
func (u *undo) all() error {
	for _, step := range slices.Backward(u.steps) {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// absent makes nothing of the error that something is not there.
func absent(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

//go:build !linux

package publish

import (
	"os"
	"slices"
)

// List lists a folder by the means that every system has.
func (host) List(name string, _ bool) ([]entry, error) {
	found, err := os.ReadDir(name)
	if err != nil {
		return nil, err
	}
	out := make([]entry, 0, len(found))
	for _, f := range found {
		e := entry{name: f.Name()}
		info, err := f.Info()
		switch {
		case os.IsNotExist(err):
			continue // gone since the folder was read
		case err != nil:
			e.kind, e.err = oddThing, err
		default:
			e.stat = statOf(info)
		}
		out = append(out, e)
	}
	return slices.Clip(out), nil
}

func (host) Stat(name string) (stat, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return stat{}, err
	}
	return statOf(info), nil
}

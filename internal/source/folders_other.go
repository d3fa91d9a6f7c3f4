//go:build !linux

package source

import "io/fs"

func (f *folder) read(base string, _ []byte) ([]byte, error) { return f.ReadFile(base) }

func (*FolderFS) list(string) ([]fs.DirEntry, bool) { return nil, false }

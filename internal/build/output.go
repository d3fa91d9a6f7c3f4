package build

import "io/fs"

// An Output is one file of a site. What it holds is either made or passed on
// from a file.
type Output struct {
	Address string // below the site's root
	bytes   []byte
	fsys    fs.FS
	name    string // in fsys, for a file that is passed on
}

// Made returns an output that holds content.
func Made(address string, content []byte) Output {
	return Output{Address: address, bytes: content}
}

// PassedOn returns an output that holds what the file of a name holds when it
// is read.
func PassedOn(address string, fsys fs.FS, name string) Output {
	return Output{Address: address, fsys: fsys, name: name}
}

// Read returns what the file holds.
func (o Output) Read() ([]byte, error) {
	if o.fsys != nil {
		return fs.ReadFile(o.fsys, o.name)
	}
	return o.bytes, nil
}

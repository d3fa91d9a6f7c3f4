package main

import (
	"os"
	"path/filepath"

	"luxi/internal/fingerprint"
	"luxi/internal/publish"
)

// A discard is the sink of a check: it has nothing and keeps nothing.
type discard struct{}

func (discard) Has(string, fingerprint.Sum) bool          { return false }
func (discard) Put(string, fingerprint.Sum, []byte) error { return nil }

// A site is the output folder as the sink of a build.
type site struct {
	*publish.Target
	dir string
}

// A siteError is one of the output folder, and not of the column's.
type siteError struct{ error }

func (e siteError) Unwrap() error { return e.error }

func (s site) Put(address string, key fingerprint.Sum, content []byte) error {
	if err := s.Target.Put(address, key, content); err != nil {
		return siteError{err}
	}
	return nil
}

// PutAsset is Put for a file whose address tells its content.
func (s site) PutAsset(address string, key fingerprint.Sum, content []byte) error {
	if err := s.Target.PutAsset(address, key, content); err != nil {
		return siteError{err}
	}
	return nil
}

// Standing returns a file of the site that stands.
func (s site) Standing(address string) ([]byte, error) {
	return os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(address)))
}

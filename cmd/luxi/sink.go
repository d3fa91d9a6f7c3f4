package main

import (
	"luxi/internal/build"
	"luxi/internal/fingerprint"
	"luxi/internal/publish"
)

// A discard is the sink of a check: it has nothing and keeps nothing.
type discard struct{}

func (discard) Has(string, fingerprint.Sum) bool          { return false }
func (discard) Put(string, fingerprint.Sum, []byte) error { return nil }

// A site is the output folder as the sink of a build.
type site struct{ *publish.Target }

// A siteError is one of the output folder, and not of the column's.
type siteError struct{ error }

func (e siteError) Unwrap() error { return e.error }

func (s site) Put(address string, key fingerprint.Sum, content []byte) error {
	return ofSite(s.Target.Put(address, key, content))
}

func (s site) PutAsset(address string, key fingerprint.Sum, content []byte) error {
	return ofSite(s.Target.PutAsset(address, key, content))
}

func ofSite(err error) error {
	if err == nil {
		return nil
	}
	return siteError{err}
}

var _ build.AssetSink = site{}

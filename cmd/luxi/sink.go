package main

import (
	"bytes"
	"sync"

	"luxi/internal/build"
	"luxi/internal/fingerprint"
)

// A discard is the sink of a check: it has nothing and keeps nothing.
type discard struct{}

func (discard) Has(string, fingerprint.Sum) bool          { return false }
func (discard) Put(string, fingerprint.Sum, []byte) error { return nil }

// A collection is a sink that keeps all files in memory.
type collection struct {
	mutex   sync.Mutex
	outputs []build.Output
}

func (c *collection) Has(string, fingerprint.Sum) bool { return false }

func (c *collection) Put(address string, _ fingerprint.Sum, content []byte) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.outputs = append(c.outputs, build.Made(address, bytes.Clone(content)))
	return nil
}

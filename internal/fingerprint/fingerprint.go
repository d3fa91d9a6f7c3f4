// Package fingerprint names things by what they are made of: the same parts
// give the same name on every machine, and different parts give different ones.
//
// Every part is hashed with its length before it, so that "ab","c" and "a","bc"
// differ. The hash is SHA-256, cut to 128 bits: manuscripts come from strangers,
// and nobody should be able to write two that are taken for one.
package fingerprint

import (
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// A Sum is the fingerprint of something. The zero Sum is that of nothing.
type Sum [16]byte

// IsZero reports whether s is the fingerprint of nothing.
func (s Sum) IsZero() bool { return s == Sum{} }

// String returns s in hexadecimal digits.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Parse reads what String wrote.
func Parse(text string) (s Sum, ok bool) {
	if len(text) != 2*len(s) {
		return Sum{}, false
	}
	_, err := hex.Decode(s[:], []byte(text))
	return s, err == nil
}

var (
	_ encoding.TextMarshaler   = Sum{}
	_ encoding.TextUnmarshaler = (*Sum)(nil)
)

// MarshalText is String, for formats of data.
func (s Sum) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText is Parse, for formats of data.
func (s *Sum) UnmarshalText(text []byte) error {
	parsed, ok := Parse(string(text))
	if !ok {
		return hex.ErrLength
	}
	*s = parsed
	return nil
}

// OfBytes returns the fingerprint of the content of a file.
func OfBytes(content []byte) Sum {
	whole := sha256.Sum256(content)
	return Sum(whole[:16])
}

// Of returns the fingerprint of texts in their order.
func Of(parts ...string) Sum {
	h := New()
	for _, p := range parts {
		h.String(p)
	}
	return h.Sum()
}

// A Hasher takes parts one after another.
type Hasher struct {
	hash hash.Hash
	buf  []byte
}

// New returns a Hasher that has taken nothing.
func New() *Hasher { return &Hasher{hash: sha256.New()} }

// String takes a text.
func (h *Hasher) String(s string) {
	h.Uint(uint64(len(s)))
	h.buf = append(h.buf, s...)
	h.spill()
}

// Bytes takes the content of a file.
func (h *Hasher) Bytes(b []byte) {
	h.Uint(uint64(len(b)))
	h.flush()
	h.hash.Write(b)
}

// Uint takes a number.
func (h *Hasher) Uint(n uint64) { h.buf = binary.AppendUvarint(h.buf, n) }

// Int takes a number that may be negative.
func (h *Hasher) Int(n int64) { h.buf = binary.AppendVarint(h.buf, n) }

// Bool takes true or false.
func (h *Hasher) Bool(b bool) {
	var n byte
	if b {
		n = 1
	}
	h.buf = append(h.buf, n)
}

// Add takes what has a fingerprint already, so that it is not hashed again.
func (h *Hasher) Add(s Sum) {
	h.buf = append(h.buf, s[:]...)
	h.spill()
}

// Sum returns the fingerprint of all parts. The Hasher is then as new.
func (h *Hasher) Sum() Sum {
	h.flush()
	var whole [sha256.Size]byte
	s := Sum(h.hash.Sum(whole[:0])[:16])
	h.hash.Reset()
	return s
}

func (h *Hasher) spill() {
	if len(h.buf) > 4096 {
		h.flush()
	}
}

func (h *Hasher) flush() {
	h.hash.Write(h.buf)
	h.buf = h.buf[:0]
}

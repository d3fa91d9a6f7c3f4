package decode

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// What is filled in outlives the text that it was read from, and there may be a
// hundred thousand texts in which the same few hundred regions, tags, names and
// positions stand. So a string is never a piece of its text, and short ones that
// came by before are shared.
const (
	mostShared   = 64      // bytes of a string
	sharedPlaces = 1 << 12 // a power of two
)

var (
	shared [sharedPlaces]atomic.Pointer[string]
	seed   = maphash.MakeSeed()
)

// kept returns a string that is s and no piece of a longer one.
func kept(s string) string {
	if s == "" {
		return ""
	}
	if len(s) > mostShared {
		return strings.Clone(s)
	}
	place := &shared[maphash.String(seed, s)%sharedPlaces]
	if was := place.Load(); was != nil && *was == s {
		return *was
	}
	own := strings.Clone(s)
	place.Store(&own)
	return own
}

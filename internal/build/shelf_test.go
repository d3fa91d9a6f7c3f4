package build

import (
	"sync"

	"luxi/internal/fingerprint"
)

// A shelf is a sink in memory. It keeps the files of one generation for the
// next, as a folder does.
type shelf struct {
	mutex sync.Mutex
	old   map[string]shelved // of the generations before
	now   map[string]shelved
	twice []string
	put   []string // what was made this time
}

type shelved struct {
	key     fingerprint.Sum
	content string
}

func newShelf() *shelf { return &shelf{old: map[string]shelved{}, now: map[string]shelved{}} }

func (s *shelf) Has(address string, key fingerprint.Sum) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	f, ok := s.old[address]
	if ok = ok && f.key == key; ok {
		s.now[address] = f
	}
	return ok
}

func (s *shelf) Put(address string, key fingerprint.Sum, content []byte) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, ok := s.now[address]; ok {
		s.twice = append(s.twice, address)
	}
	s.now[address] = shelved{key, string(content)}
	s.put = append(s.put, address)
	return nil
}

// next begins another generation.
func (s *shelf) next() { s.old, s.now, s.put = s.now, map[string]shelved{}, nil }

// generation returns what the site holds now.
func (s *shelf) generation() map[string]string {
	site := map[string]string{}
	for a, f := range s.now {
		site[a] = f.content
	}
	return site
}

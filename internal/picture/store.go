package picture

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
)

// edition is part of every name in a store, with the version of Go, whose library
// writes the files. It changes whenever this package would make another picture
// of the same file.
const edition = "picture 2"

// A Store keeps pictures from one build to the next, by what is in their files,
// because it takes a second to make one. It may be deleted at any time, and what
// no build asks for goes after a month ([Store.Prune]). Where it
// cannot be read or written, pictures are made again and held in memory.
type Store struct {
	root  *os.Root
	dir   string
	keeps bool
	parts atomic.Int64
}

// NewStore returns a store in a folder below root. One that does not keep writes
// nothing, but takes what is there.
func NewStore(root *os.Root, dir string, keeps bool) *Store {
	return &Store{root: root, dir: dir, keeps: keeps}
}

// record is what the store knows of a picture. Its variants lie beside it.
type record struct {
	Width, Height int
	Variants      []recordVariant
}

type recordVariant struct {
	Width, Size int
	Ext         string
	Fingerprint fingerprint.Sum
}

// Make is the function [Make], but that it makes the picture of one file once.
// It may be called from many goroutines.
func (s *Store) Make(name string, file []byte) (Picture, diag.List) {
	key := fingerprint.Of(edition, runtime.Version(), string(file)).String()
	if p, ok := s.load(key); ok {
		return p, nil
	}
	p, list := Make(name, file)
	if !s.keeps || list.HasErrors() || s.save(key, p) != nil { // if it cannot be kept, it is made again the next time
		return p, list
	}
	if kept, ok := s.load(key); ok {
		return kept, list // which holds nothing in memory
	}
	return p, list
}

// Content returns the file of a variant, or nil where what was kept of it is
// gone or damaged.
func (s *Store) Content(v Variant) []byte {
	if v.Content != nil {
		return v.Content
	}
	content, err := s.root.ReadFile(v.Name)
	if err != nil || fingerprint.OfBytes(content) != v.Fingerprint {
		return nil
	}
	return content
}

// unused is how long a picture is kept that no build asks for. Whoever builds with
// drafts, or goes back to an earlier text, finds its images ready for a while.
const unused = 30 * 24 * time.Hour

// Prune removes the pictures that no build has asked for in a month, and what
// killed builds have left. A build at work makes anew what it misses.
func (s *Store) Prune() {
	entries, err := fs.ReadDir(s.root.FS(), s.dir)
	if !s.keeps || err != nil {
		return // what cannot be listed is not there, or stays
	}
	last := map[string]time.Time{} // by key, when a picture was asked for
	for _, e := range entries {
		info, err := e.Info()
		key, _, isRecord := strings.Cut(e.Name(), ".json")
		if err == nil && isRecord && key+".json" == e.Name() {
			last[key] = info.ModTime()
		}
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		at, ok := last[e.Name()[:strings.IndexAny(e.Name()+".", "-.")]]
		if !ok || strings.HasSuffix(e.Name(), partEnd) {
			at = info.ModTime()
		}
		if time.Since(at) > unused {
			_ = s.root.Remove(path.Join(s.dir, e.Name()))
		}
	}
}

// used notes that a picture was asked for, not more than once a day.
func (s *Store) used(name string) {
	info, err := s.root.Stat(name)
	if now := time.Now(); err == nil && s.keeps && now.Sub(info.ModTime()) > 24*time.Hour {
		_ = s.root.Chtimes(name, now, now)
	}
}

func (s *Store) load(key string) (Picture, bool) {
	text, err := s.root.ReadFile(path.Join(s.dir, key+".json"))
	if err != nil {
		return Picture{}, false
	}
	var r record
	if json.Unmarshal(text, &r) != nil || len(r.Variants) == 0 {
		return Picture{}, false
	}
	p := Picture{Width: r.Width, Height: r.Height}
	for _, v := range r.Variants {
		name := s.file(key, v.Width, v.Ext)
		info, err := s.root.Stat(name)
		if err != nil || info.Size() != int64(v.Size) || !info.Mode().IsRegular() {
			return Picture{}, false
		}
		p.Variants = append(p.Variants, Variant{Width: v.Width, Ext: v.Ext, Fingerprint: v.Fingerprint, Name: name})
	}
	s.used(path.Join(s.dir, key+".json"))
	return p, true
}

// save writes the record last: what it names is then there.
func (s *Store) save(key string, p Picture) error {
	if err := s.root.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	r := record{Width: p.Width, Height: p.Height}
	for _, v := range p.Variants {
		if err := s.write(s.file(key, v.Width, v.Ext), v.Content); err != nil {
			return err
		}
		r.Variants = append(r.Variants, recordVariant{v.Width, len(v.Content), v.Ext, v.Fingerprint})
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return s.write(path.Join(s.dir, key+".json"), text)
}

func (s *Store) file(key string, width int, ext string) string {
	return path.Join(s.dir, key+"-"+strconv.Itoa(width)+ext)
}

// partEnd is how the names of files end that are being written.
const partEnd = ".part"

// write makes a file whole or not at all. Two builds that write one name write
// the same.
func (s *Store) write(name string, content []byte) error {
	part := fmt.Sprintf("%s.%d-%d%s", name, os.Getpid(), s.parts.Add(1), partEnd)
	f, err := s.root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = s.root.Rename(part, name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		_ = s.root.Remove(part) // of what could not be written nothing should lie about
	}
	return err
}

// Package cache keeps records from one run of the program to the next, in one
// file: of each name, what was made of a content of a certain fingerprint.
//
// A record is found only for the same name and the same fingerprint, in a file
// that the same program wrote. So it is never stale, and the file may be deleted
// at any time. One that is damaged is told from one that is not there.
package cache

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/cespare/xxhash/v2"

	"luxi/internal/fingerprint"
)

// magic begins every file; its number is that of the format.
const magic = "luxi-cache 1\n"

// ErrDamaged is returned for a file that is not as it was written.
var ErrDamaged = errors.New("cache: the file is damaged")

// A Cache is the records of one file. The zero Cache has none.
type Cache struct {
	records map[string]record
}

type record struct {
	sum  fingerprint.Sum
	text string
}

// Open reads the cache of a name in a folder. Without such a file, or with one
// of another program, the cache is empty. Of a damaged one the error is
// ErrDamaged, and it is empty too.
func Open(root *os.Root, name string, program fingerprint.Sum) (*Cache, error) {
	raw, err := root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Cache{}, nil
	case err != nil:
		return &Cache{}, err
	}
	head := magic + string(program[:])
	if len(raw) < len(magic) || string(raw[:len(magic)]) != magic {
		return &Cache{}, ErrDamaged
	}
	if len(raw) < len(head)+8 || xxhash.Sum64(raw[:len(raw)-8]) != binary.LittleEndian.Uint64(raw[len(raw)-8:]) {
		return &Cache{}, ErrDamaged
	}
	if string(raw[:len(head)]) != head {
		return &Cache{}, nil
	}
	body := raw[len(head) : len(raw)-8]
	return parse(unsafe.String(unsafe.SliceData(body), len(body))) // nobody changes it any more
}

func parse(body string) (*Cache, error) {
	c := &Cache{records: map[string]record{}}
	r := reader{rest: body}
	for r.rest != "" && !r.failed {
		name := r.text(r.uint())
		var rec record
		copy(rec.sum[:], r.text(uint64(len(rec.sum))))
		rec.text = r.text(r.uint())
		c.records[name] = rec
	}
	if r.failed {
		return &Cache{}, ErrDamaged
	}
	return c, nil
}

// Get returns the record of a name for a content.
func (c *Cache) Get(name string, sum fingerprint.Sum) (text string, ok bool) {
	r, ok := c.records[name]
	return r.text, ok && r.sum == sum
}

// Len returns how many names have a record.
func (c *Cache) Len() int { return len(c.records) }

// A Writer writes a cache that takes the place of the one that is there, when
// it is complete.
type Writer struct {
	root *os.Root
	name string
	temp string
	file *os.File
	hash *xxhash.Digest
	out  *bufio.Writer
	buf  []byte
	err  error
}

// Create begins a cache. The folder of the name must be there.
func Create(root *os.Root, name string, program fingerprint.Sum) (*Writer, error) {
	temp := name + "." + strconv.FormatUint(rand.Uint64(), 36) + tempEnd
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	w := &Writer{root: root, name: name, temp: temp, file: f, hash: xxhash.New()}
	w.out = bufio.NewWriterSize(io.MultiWriter(f, w.hash), 1<<16)
	w.write(magic)
	w.write(string(program[:]))
	return w, nil
}

// tempEnd is how the names of files end that are being written, behind the name
// that they will have.
const tempEnd = ".tmp"

// Sweep removes from a folder what programs that were killed had begun to write
// for one of the names. Another program that is writing one just then loses
// nothing but what it would have kept.
func Sweep(root *os.Root, dir string, names ...string) {
	entries, err := fs.ReadDir(root.FS(), dir)
	if err != nil {
		return // without the folder there is nothing to remove
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if strings.HasSuffix(name, tempEnd) && slices.ContainsFunc(names, func(of string) bool { return strings.HasPrefix(name, of+".") }) {
			_ = root.Remove(name)
		}
	}
}

func (w *Writer) write(s string) {
	if _, err := w.out.WriteString(s); w.err == nil {
		w.err = err
	}
}

// Put adds the record of a name.
func (w *Writer) Put(name string, sum fingerprint.Sum, text string) {
	w.buf = binary.AppendUvarint(w.buf[:0], uint64(len(name)))
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, sum[:]...)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(text)))
	w.write(unsafe.String(unsafe.SliceData(w.buf), len(w.buf)))
	w.write(text)
}

// Close puts the file in its place. After an error, which any Put may have
// met, the old one stays.
func (w *Writer) Close() error {
	err := errors.Join(w.err, w.out.Flush())
	if err == nil {
		_, err = w.file.Write(binary.LittleEndian.AppendUint64(nil, w.hash.Sum64()))
	}
	err = errors.Join(err, w.file.Close())
	if err == nil {
		err = w.root.Rename(w.temp, w.name)
	}
	if err != nil {
		return errors.Join(err, w.root.Remove(w.temp))
	}
	return nil
}

package publish

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/google/go-cmp/cmp"

	"luxi/internal/fingerprint"
)

// An earlier luxi listed addresses without hashes, in any order. What it wrote
// is deleted whatever it holds, and the list gets hashes.
func TestManifestOfAnEarlierLuxi(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	file := newLedger(host{}, state, dir).earlier()
	write(t, dir, site{"z.html": "z", "b.html": "b", "a.html": "a", "曹 植.html": "old", "mine.html": "mine"})
	write(t, state, site{filepath.Base(file): "# a note\r\nz.html\r\na.html\r\nb.html\r\n曹 植.html\r\n"})
	next := site{"b.html": "b", "曹 植.html": "new"}
	mustPublish(t, dir, state, next)
	if diff := cmp.Diff(sum(next, site{"mine.html": "mine"}), read(t, dir)); diff != "" {
		t.Error(diff)
	}
	checkManifest(t, dir, state, next)
	if _, err := os.Stat(file); err == nil {
		t.Error("the earlier list is still there")
	}
}

// What is written is read as it was, and no other text is read at all.
func TestManifestIsReadAsWritten(t *testing.T) {
	want := &manifest{way: byJournal, tree: 1 << 60, entries: map[string]record{
		"":                {},
		"essays/a.html":   {key: fingerprint.Of("a"), hash: 1 << 63, size: 5, mtime: -1, ctime: 7, ino: 9, marks: anAsset | retired, staged: 3},
		"essays/ab.html":  {size: -1, marks: unhashed},
		"essays/曹 植.html": {mtime: 1 << 62, ctime: -1 << 62},
	}}
	text := want.encode()
	got, err := decodeManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(manifest{}, record{})); diff != "" {
		t.Error(diff)
	}
	for n := range text {
		if _, err := decodeManifest(text[:n]); err == nil {
			t.Fatalf("the first %d bytes are taken for a manifest", n)
		}
		text[n] ^= 1
		if _, err := decodeManifest(text); err == nil {
			t.Fatalf("with byte %d changed it is taken for a manifest", n)
		}
		text[n] ^= 1
	}
}

// Any text with the right magic and checksum is read or refused.
func FuzzDecodeManifest(f *testing.F) {
	f.Add((&manifest{entries: map[string]record{"a": {}, "b": {size: 1}}}).encode()[len(manifestMagic):])
	f.Fuzz(func(t *testing.T, body []byte) {
		text := append([]byte(manifestMagic), body...)
		text = binary.LittleEndian.AppendUint64(text, xxhash.Sum64(text))
		_, _ = decodeManifest(text)
	})
}

// A damaged manifest is not used, and told. What holds the same as the site is
// luxi's again; what does not is not overwritten.
func TestDamagedManifest(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	s := site{"a.html": "a", "b.html": "b"}
	mustPublish(t, dir, state, s)
	file := newLedger(host{}, state, dir).standing()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	damage := func() {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	damage()
	_, list, err := publish(dir, state, site{"a.html": "a", "b.html": "new"})
	if err != nil || len(list) != 2 || list[0].Kind != damaged || list[1].Kind != foreign {
		t.Errorf("publish of another site: %v %v", list, err)
	}
	if diff := cmp.Diff(s, read(t, dir)); diff != "" {
		t.Error(diff)
	}
	_, list, err = publish(dir, state, s)
	if err != nil || len(list) != 1 || list[0].Kind != damaged {
		t.Errorf("publish of the same site: %v %v", list, err)
	}
	checkManifest(t, dir, state, s)
	mustPublish(t, dir, state, site{"b.html": "new"})
	if diff := cmp.Diff(site{"b.html": "new"}, read(t, dir)); diff != "" {
		t.Error(diff)
	}
}

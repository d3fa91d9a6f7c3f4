package publish

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An earlier luxi listed addresses without hashes, in any order. What it wrote
// is deleted whatever it holds, and the list gets hashes.
func TestManifestOfAnEarlierLuxi(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), ".luxi")
	file := filepath.Join(state, manifestName(state, dir))
	write(t, dir, site{"z.html": "z", "b.html": "b", "a.html": "a", "曹 植.html": "old", "mine.html": "mine"})
	write(t, state, site{filepath.Base(file): "# a note\r\nz.html\r\na.html\r\nb.html\r\n曹 植.html\r\n"})
	next := site{"b.html": "b", "曹 植.html": "new"}
	mustPublish(t, dir, state, next)
	if diff := cmp.Diff(sum(next, site{"mine.html": "mine"}), read(t, dir)); diff != "" {
		t.Error(diff)
	}
	checkManifest(t, dir, state, next)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, dir, state, next) // without a list, equal files are taken over
	checkManifest(t, dir, state, next)
}

func TestManifestOfTwoGenerations(t *testing.T) {
	state := t.TempDir()
	root, err := os.OpenRoot(state)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	old, young := hashed([]byte("old")), hashed([]byte("new"))
	entries := both(
		map[string]entry{"a.html": old, "gone.html": old, "earlier.html": {unknown: true}},
		map[string]entry{"a.html": young, "b c.html": young, "earlier.html": young})
	m := &manifest{disk: root, name: "m.txt"}
	if err := m.write(entries); err != nil {
		t.Fatal(err)
	}
	again := &manifest{disk: root, name: "m.txt"}
	if err := again.read(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entries, again.entries, cmp.AllowUnexported(entry{})); diff != "" {
		t.Error(diff)
	}
	for content, want := range map[string]bool{"old": true, "new": true, "other": false} {
		if got := again.entries["a.html"].wrote([]byte(content)); got != want {
			t.Errorf("luxi wrote %q: %t, want %t", content, got, want)
		}
	}
	if !again.entries["earlier.html"].wrote([]byte("anything")) {
		t.Error("without a hash anything may have been written")
	}
}

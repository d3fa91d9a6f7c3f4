package picture

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// A picture that no build asks for is kept for a month, and so is what a killed
// build left; one that is asked for stays.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	store := NewStore(root, "images", true)
	used, gone := encoded(t, photograph(40, 30), ".png"), encoded(t, photograph(41, 30), ".png")
	for _, file := range [][]byte{used, gone} {
		if _, list := store.Make("a.png", file); len(list) > 0 {
			t.Fatal(list)
		}
	}
	names := func() []string {
		found, err := filepath.Glob(filepath.Join(dir, "images/*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	age := func(by time.Duration) {
		for _, name := range names() {
			at := time.Now().Add(-by)
			if err := os.Chtimes(name, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "images/x.json.1-1.part"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	all := names()
	age(unused - time.Hour)
	store.Prune()
	if left := names(); !slices.Equal(left, all) {
		t.Errorf("before a month is over, of %q there are %q", all, left)
	}
	age(unused + time.Hour)
	NewStore(root, "images", false).Prune()
	if left := names(); !slices.Equal(left, all) {
		t.Errorf("a store that keeps nothing removes something: of %q there are %q", all, left)
	}
	p, _ := store.Make("a.png", used)
	store.Prune()
	if left := names(); len(left) != 1+len(p.Variants) || len(all) != 3+2*len(p.Variants) {
		t.Errorf("of %q there are %q", all, left)
	}
	if again, _ := store.Make("a.png", used); store.Content(again.Variants[0]) == nil {
		t.Error("the picture that was asked for is gone")
	}
}

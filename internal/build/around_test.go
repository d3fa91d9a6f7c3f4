package build

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// After an edit in the text of one essay, no view is made but of the pages that show
// something of it; after one in its front matter, all views are made.
func TestViewsOfUntouchedTextsAreNotMade(t *testing.T) {
	dir := modelCopy(t)
	opt := Options{Now: at(t, modelClock), Keep: true}
	sink := newShelf()
	into(t, dir, opt, sink)
	const name = "content/essays/2022/21.md"
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	known := func(text string) (same, others []string) {
		t.Helper()
		if err := put(filepath.Join(dir, name), text); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		b := open(root)
		defer b.Close()
		b.frame, _ = frame(b.fsys, opt)
		if _, ok := b.lastTime(context.Background(), opt, sink); ok {
			t.Fatal("the edit is not seen")
		}
		s, err := b.Load(context.Background(), opt)
		if err != nil || s.Diagnostics.HasErrors() {
			t.Fatal(err, s.Diagnostics)
		}
		for _, f := range s.files {
			if f.page == nil {
				continue
			}
			if basis := s.basis(f.page); !basis.IsZero() && s.before[f.address].Basis == basis {
				same = append(same, f.address)
			} else if f.page.Template == "essay.html" {
				others = append(others, f.address)
			}
		}
		return same, others
	}
	if same, others := known(string(text) + "\n又写了一段。\n"); len(same) < 20 || len(others) == 0 || len(others) > 13 {
		t.Errorf("another text: %d pages are known, and of essays not %q", len(same), others)
	}
	if same, _ := known(strings.Replace(string(text), "title = \"", "title = \"新", 1)); len(same) > 0 {
		t.Errorf("another title: %q are known", same)
	}
}

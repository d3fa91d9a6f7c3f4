package build

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// all makes all files of a site, and says what is wrong with it.
func all(t *testing.T, s *Site) map[string]string {
	t.Helper()
	made := map[string]string{}
	for _, address := range s.Addresses() {
		content, _, list, ok, err := s.Make(address)
		if err != nil || !ok {
			t.Fatal(address, err)
		}
		made[address] = fmt.Sprint(string(content), list)
	}
	for i, d := range s.Diagnostics {
		made[fmt.Sprintf("diagnostic %d", i)] = d.Range.Place() + " " + d.Code + fmt.Sprint(d.Args)
	}
	return made
}

// A load that is told what was touched gives what one of everything gives,
// whatever happens to the files.
func TestTouched(t *testing.T) {
	files := model(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, asFS(files)); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	load := func(b *Builder, touched []string) *Site {
		t.Helper()
		s, err := b.Load(context.Background(), Options{Now: at(t, "2022-08-15T12:00:00+08:00"), Drafts: true, Touched: touched})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	load(b, nil)
	names := slices.Sorted(maps.Keys(files))
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for step := range 60 {
		var touched []string
		for range 1 + r.IntN(3) {
			name := names[r.IntN(len(names))]
			path := filepath.Join(dir, filepath.FromSlash(name))
			text := files[name]
			var err error
			switch r.IntN(6) {
			case 0:
				err = os.Remove(path)
				if os.IsNotExist(err) {
					err = nil
				}
			case 1:
				text += fmt.Sprintf("\n改动 %d\n", step)
				err = put(path, text)
			case 2:
				text = strings.Replace(text, "title = \"", fmt.Sprintf("title = \"新%d", step), 1)
				err = put(path, text)
			case 3:
				text = strings.Replace(text, "title", "tilte", 1)
				err = put(path, text)
			default:
				err = put(path, text)
			}
			if err != nil {
				t.Fatal(err)
			}
			touched = append(touched, name)
		}
		got := all(t, load(b, touched))
		fresh := Open(root)
		want := all(t, load(fresh, nil))
		if err := fresh.Close(); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(got, want) {
			for address := range want {
				if got[address] != want[address] {
					t.Fatalf("seed %d, step %d, touched %q: %s differs\n got %.500s\nwant %.500s", seed, step, touched, address, got[address], want[address])
				}
			}
			t.Fatalf("seed %d, step %d, touched %q: there are other files", seed, step, touched)
		}
	}
}

// What is not said to be touched is not looked at: this is what makes it fast.
func TestUntouchedIsNotRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, asFS(model(t))); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	opt := Options{Now: at(t, "2022-08-15T12:00:00+08:00")}
	s, err := b.Load(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	before := s.Documents()[0]
	if err := put(filepath.Join(dir, filepath.FromSlash(before.Source)), "+++\n+++\n"); err != nil {
		t.Fatal(err)
	}
	opt.Touched = []string{}
	if s, err = b.Load(context.Background(), opt); err != nil || s.Documents()[0].Sum != before.Sum {
		t.Error("the essay was read", err)
	}
	opt.Touched = []string{before.Source}
	if s, err = b.Load(context.Background(), opt); err != nil || s.Documents()[0].Sum == before.Sum && !s.Diagnostics.HasErrors() {
		t.Error("the essay was not read", err)
	}
}

func put(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

func asFS(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

// Pages are made while the column is read again: what the two share is not written
// to, as the race detector sees.
func TestMakeWhileLoading(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, asFS(model(t))); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := Open(root)
	defer b.Close()
	opt := Options{Now: at(t, "2022-08-15T12:00:00+08:00"), Drafts: true}
	site, err := b.Load(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	addresses := site.Addresses()
	all(t, site) // so that the templates are compiled
	loaded := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-loaded:
				return
			default:
			}
			if _, _, list, ok, err := site.Make(addresses[i%len(addresses)]); !ok || err != nil || len(list) > 0 {
				t.Error(list, err)
			}
		}
	})
	opt.Touched = []string{}
	next, err := b.Load(context.Background(), opt)
	close(loaded)
	wait.Wait()
	if err != nil || !slices.Equal(next.Addresses(), addresses) {
		t.Errorf("%d addresses are %d now: %v", len(addresses), len(next.Addresses()), err)
	}
}

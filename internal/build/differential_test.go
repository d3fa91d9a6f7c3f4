package build

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luxi/internal/civil"
	"luxi/internal/golden"
	"luxi/internal/publish"
)

var (
	batches = flag.Int("batches", 200, "how many batches of edits TestIncrementalEqualsClean makes")
	seed    = flag.Uint64("seed", 1, "the first seed of TestIncrementalEqualsClean")
)

// lifetime is how many batches one column lives through.
const lifetime = 20

// After any edits, what a build makes of the standing site is what one makes in
// an empty folder at the same clock: the same files, byte for byte, and so
// nothing of what is gone. A build with errors leaves all as it was and says the
// same. A failure is cut to the edits that it needs.
//
//	go test ./internal/build -run Incremental -batches 20000 -seed 7
func TestIncrementalEqualsClean(t *testing.T) {
	good, bad := 0, 0
	for n := 0; n < *batches; n += lifetime {
		s := *seed + uint64(n/lifetime)
		history := historyOf(s, min(lifetime, *batches-n))
		g, b, why := live(t, history, nil)
		good, bad = good+g, bad+b
		if why != "" {
			history = shrink(t, history, nil)
			_, _, why = live(t, history, nil)
			t.Fatalf("seed %d: %s\nafter %v", s, why, history)
		}
	}
	t.Logf("seeds from %d: %d batches were built, %d had errors", *seed, good, bad)
	if good < bad {
		t.Error("most columns had errors: the test sees little")
	}
}

// historyOf makes batches of edits from a seed.
func historyOf(seed uint64, n int) [][]change {
	r := rand.New(rand.NewPCG(seed, 2))
	var out [][]change
	for range n {
		out = append(out, batch(r))
	}
	return out
}

// shrink leaves out of a history what the failure does not need.
func shrink(t *testing.T, history [][]change, weaken func(*Site)) [][]change {
	for i := len(history) - 1; i >= 0; i-- {
		for j := len(history[i]) - 1; j >= 0; j-- {
			less := slices.Clone(history)
			less[i] = slices.Delete(slices.Clone(history[i]), j, j+1)
			if _, _, why := live(t, less, weaken); why != "" {
				history = less
			}
		}
		if len(history[i]) == 0 {
			less := slices.Delete(slices.Clone(history), i, i+1)
			if _, _, why := live(t, less, weaken); why != "" {
				history = less
			}
		}
	}
	return history
}

// live plays a history: after each batch the column is built into its folder by
// a run of its own, and by a builder that stays. It returns how many builds went
// well and how many had errors, and what is wrong. Weaken changes a site before it
// is made, see TestPower.
func live(t *testing.T, history [][]change, weaken func(*Site)) (good, bad int, why string) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	c := newEdited()
	c.save(t, dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	stays := Open(root)
	defer stays.Close()
	l := &living{t: t, dir: dir, root: root, stays: stays, memory: newShelf(), weaken: weaken}
	for i, edits := range append([][]change{nil}, history...) {
		for _, e := range edits {
			c.apply(e)
		}
		if l.errors >= 3 {
			c.apply(change{kind: "mended"})
		}
		c.save(t, dir)
		ok, why := l.step(Options{Now: civil.MomentOf(c.now), Keep: true})
		if why != "" {
			return good, bad, fmt.Sprintf("batch %d: %s", i, why)
		}
		if ok {
			good++
		} else {
			bad++
		}
	}
	return good, bad, ""
}

type living struct {
	t      *testing.T
	dir    string
	root   *os.Root
	stays  *Builder
	memory *shelf
	weaken func(*Site)

	errors int               // builds with errors one after another
	stands map[string]string // the site of the last good build
	assets []string          // of it, with their fingerprint in the address
}

// step builds in all ways and compares.
func (l *living) step(opt Options) (ok bool, why string) {
	clean := newShelf()
	want, err := Run(l.t.Context(), l.root, Options{Now: opt.Now}, clean)
	if err != nil {
		l.t.Fatal(err)
	}
	site := clean.generation()
	got, assets := l.publish(opt)
	if a, b := golden.Print(got.Diagnostics), golden.Print(want.Diagnostics); a != b {
		return false, "told\n" + a + "\nand of a clean build\n" + b
	}
	public := readTree(l.t, filepath.Join(l.dir, "public"))
	ok = !want.Diagnostics.HasErrors()
	if !ok {
		l.errors++
		if l.stands != nil && !maps.Equal(public, l.stands) {
			return false, "a build with errors changed the site: " + difference(public, l.stands)
		}
		return false, ""
	}
	l.errors = 0
	l.stands = maps.Clone(public)
	if l.weaken == nil {
		if again, _ := l.publish(opt); again.Made > 0 || again.Pages != got.Pages || golden.Print(again.Diagnostics) != golden.Print(got.Diagnostics) {
			return true, "a second build of the same says or does something else"
		}
		if public = readTree(l.t, filepath.Join(l.dir, "public")); !maps.Equal(public, l.stands) {
			return true, "a second build of the same: " + difference(public, l.stands)
		}
	}
	for _, a := range l.assets { // pages that are open still refer to them
		if _, stays := site[a]; !stays {
			delete(public, a)
		}
	}
	l.assets = assets
	if !maps.Equal(public, site) {
		return true, difference(public, site)
	}
	l.memory.next()
	opt.Keep = false // it would write while the next edits look at the folder
	if _, err := l.make(l.stays, opt, l.memory); err != nil {
		l.t.Fatal(err)
	}
	if !maps.Equal(l.memory.generation(), site) {
		return true, "in memory: " + difference(l.memory.generation(), site)
	}
	return true, ""
}

// publish builds into the folder public as the program does, and returns the
// assets of the site.
func (l *living) publish(opt Options) (Result, []string) {
	target, err := publish.Open(filepath.Join(l.dir, "public"), filepath.Join(l.dir, stateDir))
	if err != nil {
		l.t.Fatal(err)
	}
	defer target.Close()
	r, err := l.run(opt, target)
	if err != nil {
		l.t.Fatal(err)
	}
	if r.Diagnostics.HasErrors() {
		return r, nil
	}
	_, list, err := target.Commit()
	if err != nil || len(list) > 0 {
		l.t.Fatal(err, golden.Print(list))
	}
	var assets []string
	for name := range readTree(l.t, filepath.Join(l.dir, "public")) {
		if strings.Contains(name, "css/") && strings.Count(filepath.Base(name), ".") > 1 {
			assets = append(assets, name)
		}
	}
	return r, assets
}

// run builds as the program does. Weakened keys are those of pages: the memo of
// the whole site would not ask for them.
func (l *living) run(opt Options, sink Sink) (Result, error) {
	if l.weaken == nil {
		return Run(l.t.Context(), l.root, opt, sink)
	}
	b := open(l.root)
	defer b.Close()
	return l.make(b, opt, sink)
}

func (l *living) make(b *Builder, opt Options, sink Sink) (Result, error) {
	site, err := b.Load(l.t.Context(), opt)
	if err != nil {
		return Result{}, err
	}
	if l.weaken != nil {
		l.weaken(site)
	}
	return site.Write(l.t.Context(), sink)
}

func difference(got, want map[string]string) string {
	var b strings.Builder
	for _, address := range slices.Sorted(maps.Keys(got)) {
		text, ok := want[address]
		switch {
		case !ok:
			fmt.Fprintf(&b, "%s should be gone; ", address)
		case text != got[address]:
			i := 0
			for i < min(len(text), len(got[address])) && text[i] == got[address][i] {
				i++
			}
			fmt.Fprintf(&b, "%s has %.60q, want %.60q; ", address, got[address][i:], text[i:])
		}
	}
	for _, address := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[address]; !ok {
			fmt.Fprintf(&b, "%s is missing; ", address)
		}
	}
	return b.String()
}

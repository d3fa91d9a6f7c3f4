package serve

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"luxi/internal/build"
	"luxi/internal/fingerprint"
)

var (
	storms = flag.Int("storms", 2, "how many storms TestStorm makes, of 10,000 events each in the long run")
	soak   = flag.Int("soak", 60, "how many edits TestSoak makes")
)

// truth is what a clean reading of the column makes: the keys of all files.
func (s *shown) truth() map[string]string {
	s.t.Helper()
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer root.Close()
	b := build.Open(root)
	defer b.Close()
	opt := s.server.options("", nil)
	opt.Keep = false
	site, err := b.Load(context.Background(), opt)
	if err != nil {
		s.t.Fatal(err)
	}
	return keys(s.t, site)
}

func keys(t testing.TB, site *build.Site) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, address := range site.Addresses() {
		content, key, _, _, err := site.Make(address)
		if err != nil {
			t.Fatal(err)
		}
		out[address] = key.String() + fingerprint.OfBytes(content).String()
	}
	return out
}

// shownKeys are the keys of what the server shows now; nil while a file changed
// since it was read.
func (s *shown) shownKeys() map[string]string {
	site := s.server.now().site
	out := map[string]string{}
	for _, address := range site.Addresses() {
		content, key, list, _, err := site.Make(address)
		if err != nil || build.FileChanged(list) {
			return nil
		}
		out[address] = key.String() + fingerprint.OfBytes(content).String()
	}
	return out
}

// However many files change at once, and however fast, the server ends in what a
// clean build makes.
func TestStorm(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	for storm := range *storms {
		for range 2500 { // of some four events each
			name := fmt.Sprintf("content/essays/%d/s%d.md", 2018+r.IntN(6), r.IntN(60))
			switch r.IntN(8) {
			case 0:
				s.remove(name)
			case 1:
				if _, err := os.Stat(s.dir + "/" + name); err == nil {
					s.rename(name, strings.TrimSuffix(name, ".md")+"x.md")
				}
			case 2:
				if r.IntN(40) == 0 {
					s.remove(fmt.Sprintf("content/essays/%d", 2018+r.IntN(4)))
				}
			default:
				s.write(name, essay(fmt.Sprintf("题目%d", r.IntN(1000)), "", "正文"+strings.Repeat("很长", r.IntN(200))))
			}
		}
		want := s.truth()
		s.until(fmt.Sprintf("the truth after storm %d of seed %d", storm, seed), func() bool {
			got := s.shownKeys()
			if len(got) != len(want) {
				return false
			}
			for address, key := range want {
				if got[address] != key {
					return false
				}
			}
			return true
		})
	}
}

// A day of edits leaves nothing behind: goroutines, descriptors and memory are
// as they were. They are those of the process, so no test runs beside this one.
func TestSoak(t *testing.T) {
	s := show(t, model())
	stream, err := http.Get(s.origin() + prefix + "events?address=" + onePage)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewScanner(stream.Body)
	edit := func(i int) {
		text := fmt.Sprintf("第%d次改的正文。", i)
		s.write(oneFile, essay("第一篇", "", text))
		s.becomes(onePage, 200, text)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: {\"key\"") {
		}
	}
	measure := func() (goroutines, descriptors int, heap uint64) {
		http.DefaultClient.CloseIdleConnections()
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		open, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			open = nil // only Linux shows them
		}
		return runtime.NumGoroutine(), len(open), m.HeapAlloc
	}
	for i := range 20 {
		edit(i)
	}
	goroutines, descriptors, heap := measure()
	for i := range *soak {
		edit(100 + i)
	}
	var g, d int
	var h uint64
	asBefore := func() bool {
		g, d, h = measure()
		return g <= goroutines+3 && d <= descriptors+3 && h < heap+4<<20
	}
	for end := time.Now().Add(limit); !asBefore() && time.Now().Before(end); { // what is closed ends a little later
	}
	if g > goroutines+3 || d > descriptors+3 || h >= heap+4<<20 {
		t.Error("that is more than it was")
	}
	t.Logf("after %d edits: goroutines %d → %d, descriptors %d → %d, heap %d → %d KB", *soak, goroutines, g, descriptors, d, heap>>10, h>>10)
}

// Nothing of the server is in anything that is published, also after the server
// has shown the same folder.
func TestNothingIsPublished(t *testing.T) {
	t.Parallel()
	s := show(t, model(), func(o *Options) { o.Keep = true })
	marks := []string{"_luxi", "luxi-overlay", "idiomorph", "Idiomorph", "EventSource", "luxiKey"}
	_, body := s.get(onePage)
	if !strings.Contains(body, "_luxi") {
		t.Fatal("the page that is shown has no client: the test would see nothing")
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	published := map[string]string{}
	opt := s.server.options("", nil)
	b := build.Open(root)
	defer b.Close()
	site, err := b.Load(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range site.Addresses() {
		content, _, list, _, err := site.Make(address)
		if err != nil || len(list) > 0 {
			t.Fatal(address, list, err)
		}
		published[address] = string(content)
	}
	if len(published) < 20 {
		t.Fatalf("only %d files", len(published))
	}
	for address, content := range published {
		for _, mark := range marks {
			if strings.Contains(address, mark) || strings.Contains(content, mark) {
				t.Errorf("%s has %q", address, mark)
			}
		}
	}
}

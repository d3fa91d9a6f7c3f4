package build

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"luxi/internal/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Main(m, browser.Bare)) }

// repository is the project's own column.
const repository = "../.."

// sites are the sites that are measured: the project's own column, and the
// model column, in the program's theme.
func sites(t *testing.T) map[string]map[string]string {
	t.Helper()
	r, own := run(t, repository, Options{Now: at(t, "2022-08-15T12:00:00+08:00")})
	if r.Diagnostics.HasErrors() {
		t.Fatal(r.Diagnostics)
	}
	return map[string]map[string]string{"own": own, "model": buildModel(t, inForum(model(t)), Options{})}
}

// What a page transfers, compressed as servers do: itself, its style and its
// scripts, whatever else it shows.
func TestPagesAreLight(t *testing.T) {
	const essay, front = 30_000, 40_000
	for name, site := range sites(t) {
		heaviest := 0
		for address, text := range site {
			most := essay
			switch {
			case address == "index.html":
				most = front
			case !strings.HasPrefix(address, "essays/") || path.Ext(address) != ".html" || path.Base(address) == "index.html":
				continue
			}
			weight := gzipped(t, text)
			for _, link := range fetched(t, site, address) {
				weight += gzipped(t, site[link])
			}
			if weight > most {
				t.Errorf("%s: %s transfers %d bytes of at most %d", name, address, weight, most)
			}
			heaviest = max(heaviest, weight)
		}
		t.Logf("%s: the heaviest page transfers %d bytes", name, heaviest)
	}
}

func gzipped(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// fetched returns the style sheets and scripts that a page asks for.
func fetched(t *testing.T, site map[string]string, address string) []string {
	t.Helper()
	var out []string
	for _, link := range readPage(t, site[address]).links {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		target := path.Join(path.Dir(address), u.Path)
		if ext := path.Ext(target); ext != ".css" && ext != ".js" || slices.Contains(out, target) {
			continue
		}
		if site[target] == "" {
			t.Errorf("%s asks for %s, which is not there", address, target)
		}
		out = append(out, target)
	}
	if len(out) == 0 {
		t.Errorf("%s has no style", address)
	}
	return out
}

// Pages run under the policy that they say themselves and that servers should
// send, also when they are opened from a disk; and they ask nobody else for
// anything.
func TestPagesUnderThePolicy(t *testing.T) {
	files := inForum(model(t))
	for name, text := range album(t, 1100) {
		if strings.HasPrefix(name, "content/") {
			files[name] = text
		}
	}
	site := buildModel(t, files, Options{})
	served := fstest.MapFS{}
	for address, text := range site {
		served[address] = &fstest.MapFile{Data: []byte(text)}
	}
	dir := t.TempDir()
	write(t, dir, site)
	base := (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(dir), "/")}).String()
	for where, root := range map[string]string{"served": browser.Serve(t, served, browser.Policy).URL, "on a disk": base} {
		for _, address := range []string{"index.html", "essays/2022/a.html", "essays/index.html", "contributors/jia/index.html", "calls/2023.html"} {
			if site[address] == "" {
				t.Fatalf("there is no %s", address)
			}
			if want := `<meta http-equiv="Content-Security-Policy" content="` + browser.Policy + `">`; !strings.Contains(site[address], want) {
				t.Errorf("%s does not say its policy", address)
			}
			page := browser.Open(t, root+"/"+address, browser.Conditions{})
			for _, complaint := range page.Complaints() {
				t.Errorf("%s, %s: %s", where, address, complaint)
			}
			for _, request := range page.Requests() {
				if !strings.HasPrefix(request, root) && !strings.HasPrefix(request, "data:image/") {
					t.Errorf("%s, %s asks for %s", where, address, request)
				}
			}
			if got := browser.Value[string](t, page, `getComputedStyle(document.documentElement).getPropertyValue("--paper")`); got == "" {
				t.Errorf("%s, %s has no style", where, address)
			}
			if broken := browser.Value[int](t, page, `[...document.images].filter(i => i.loading != "lazy" && !(i.naturalWidth > 0)).length`); broken > 0 {
				t.Errorf("%s, %s: %d images are not shown", where, address, broken)
			}
			scripts := 0
			for _, link := range fetched(t, site, address) {
				if path.Ext(link) == ".js" {
					scripts++
				}
			}
			if got := len(page.Scripts()); got != scripts {
				t.Errorf("%s, %s: %d scripts ran of %d: %q", where, address, got, scripts, page.Scripts())
			}
		}
	}
}

package pages

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"luxi/internal/browser"
)

// budget is how many bytes a page may cost a reader who was never here: all
// that it asks for but images, compressed.
func budget(address string) int {
	if address == "index.html" {
		return 40 << 10
	}
	return 30 << 10
}

// weigh returns what a page and all that it asked for weigh, compressed as web
// servers do it, and how many files that were.
func weigh(t *testing.T, site Site, base string, requests []string) (weight, files int) {
	t.Helper()
	for _, asked := range requests {
		address, err := url.PathUnescape(strings.TrimPrefix(asked, base))
		if err != nil {
			t.Fatal(err)
		}
		switch path.Ext(address) {
		case ".html", ".css", ".js":
		default:
			continue
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(site[address].Data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		weight += packed.Len()
		files++
	}
	return weight, files
}

// The front page and the essays of the column come quickly on a slow line.
func TestWeight(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		p := browser.Open(t, "about:blank", conditions(375))
		files := site(t, "own", theme)
		for _, address := range append(essays(files), "index.html") {
			lead(t, p, own+address)
			weight, count := weigh(t, files, own, p.Requests())
			if count < 3 { // page, style, script
				t.Errorf("%s asks for %v", address, p.Requests())
			}
			t.Logf("%s: %d bytes of %d files", address, weight, count)
			if weight > budget(address) {
				t.Errorf("%s weighs %d bytes, more than %d", address, weight, budget(address))
			}
		}
	})
}

// A site that is opened from a disk is whole: its style, its scripts and its
// images are there, nothing is refused by the policy, and no link leads to a
// folder or to nothing.
func TestFromDisk(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, fs.FS(site(t, "model", theme))); err != nil {
			t.Fatal(err)
		}
		base := url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}
		if runtime.GOOS == "windows" {
			base.Path = "/" + base.Path
		}
		p := browser.Open(t, "about:blank", conditions(1280))
		images := 0
		for _, kind := range kinds {
			if kind == "404.html" { // whose links begin at the root of a server
				continue
			}
			lead(t, p, base.String()+kind)
			report(t, kind, p.Complaints())
			const policy = `document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content ?? ""`
			if got := browser.Value[string](t, p, policy); got != browser.Policy { // on a disk no server adds it
				t.Errorf("%s has the policy %q", kind, got)
			}
			if scripts := p.Scripts(); !slices.ContainsFunc(scripts, func(s string) bool { return strings.Contains(s, "/js/modes.") }) {
				t.Errorf("%s: scripts are %q", kind, scripts)
			}
			if face := browser.Value[string](t, p, `getComputedStyle(document.body).fontFamily`); !strings.Contains(face, "ZH Punct") {
				t.Errorf("%s is set in %s", kind, face)
			}
			images += browser.Value[int](t, p, `document.images.length`)
			const broken = `Promise.all([...document.images].map(i => (i.loading = "eager", i.decode().then(() => "", () => i.src)))).then(all => all.filter(Boolean))`
			report(t, kind+" lacks", browser.Value[[]string](t, p, broken))
			for _, link := range browser.Value[[]string](t, p, `[...document.links].map(a => a.href).filter(a => a.startsWith("file:"))`) {
				report(t, kind, nowhere(link))
			}
		}
		if images == 0 {
			t.Error("no page has an image")
		}
	})
}

// nowhere says that a link to a disk leads to no file.
func nowhere(link string) []string {
	to, err := url.Parse(link)
	if err != nil {
		return []string{err.Error()}
	}
	name := to.Path
	if runtime.GOOS == "windows" {
		name = strings.TrimPrefix(name, "/")
	}
	if info, err := os.Stat(filepath.FromSlash(name)); err != nil || !info.Mode().IsRegular() {
		return []string{fmt.Sprintf("%s leads to no file", link)}
	}
	return nil
}

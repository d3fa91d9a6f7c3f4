package main

import (
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/build"
	"luxi/internal/civil"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// TestLuxiSite builds luxi's site without a word of complaint, also where there
// is no Hugo to compare it with.
func TestLuxiSite(t *testing.T) {
	const n = 50
	pages := 0
	for address := range luxiSite(t, filepath.Join(testSites(t, n), "luxi")) {
		if essayPage.MatchString(address) {
			pages++
		}
	}
	if pages != n {
		t.Errorf("the site has pages of %d essays, want %d", pages, n)
	}
}

// TestEqualSites compares what luxi and Hugo make of one corpus: the same
// pages, with as much on each. Without Hugo it is skipped.
func TestEqualSites(t *testing.T) {
	hugo := someHugo(t)
	dir := testSites(t, 50)
	cmd := exec.Command(hugo, hugoTool(dir, hugo).command[1:]...)
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		t.Fatalf("hugo: %v\n%s", err, said)
	}
	theirs := readSite(t, filepath.Join(dir, "hugo", "public"))
	ours := luxiSite(t, filepath.Join(dir, "luxi"))

	// The default theme stands behind every theme, and its files are published
	// with those of the theme.
	maps.DeleteFunc(ours, func(address, _ string) bool { return foreign.MatchString(address) && address != "css/site.css" })

	us, them := shapes(ours), shapes(theirs)
	for address, shape := range us {
		if them[address] == "" {
			t.Errorf("Hugo has no %s", address)
		} else if diff := cmp.Diff(shape, them[address]); diff != "" {
			t.Errorf("%s differs (-luxi +Hugo):\n%s", address, diff)
		}
	}
	for address := range them {
		if us[address] == "" {
			t.Errorf("luxi has no %s", address)
		}
	}
}

// someHugo returns a Hugo of the version that is measured.
func someHugo(t *testing.T) string {
	t.Helper()
	candidates := []string{"hugo"}
	if dir, err := hugoCache(); err == nil {
		candidates = append(candidates, filepath.Join(dir, executable("hugo")))
	}
	for _, name := range candidates {
		if name, err := exec.LookPath(name); err == nil {
			if version, err := versionOf(t.Context(), name); err == nil && strings.HasPrefix(version, hugoVersion) {
				return name
			}
		}
	}
	t.Skip("there is no Hugo " + hugoVersion)
	return ""
}

func luxiSite(t *testing.T, dir string) map[string]string {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	site := &memory{files: map[string]string{}}
	result, err := build.Run(t.Context(), root, build.Options{Now: civil.MomentOf(lastDay)}, site)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics.Records(i18n.English) {
		t.Errorf("%+v", d)
	}
	return site.files
}

// memory is a sink that keeps the files of a site.
type memory struct {
	mu    sync.Mutex
	files map[string]string
}

func (m *memory) Has(string, fingerprint.Sum) bool { return false }

func (m *memory) Put(address string, _ fingerprint.Sum, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[address] = string(content)
	return nil
}

func readSite(t *testing.T, public string) map[string]string {
	t.Helper()
	site := map[string]string{}
	err := eachFile(public, func(name string, _ os.FileInfo) error {
		text, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(name)))
		site[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

var (
	essayPage = regexp.MustCompile(`^essays/\d{4}/\d{8}-\d{6}/index\.html$`)
	foreign   = regexp.MustCompile(`^(css|js|fonts|img)/`)
	numbered  = regexp.MustCompile(`(^|/)page(-|/)\d+/index\.html$`) // luxi's and Hugo's pages of a list
	named     = regexp.MustCompile(`<(?:h1|title)>(.*?)</`)
	listed    = regexp.MustCompile(`(?s)<ul class="items">.*?</ul>`)
	related   = regexp.MustCompile(`(?s)<section class="related">.*?</section>`)
	href      = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
	counted   = regexp.MustCompile(`<(a|article|blockquote|category|entry|h1|h2|li|link|loc|meta|p|strong|time|title)[ >]`)
)

// A shape collects what the comparison sees of the pages of one address.
type shape struct {
	links  map[string]int // to pages of the site, by address
	counts map[string]int // of elements; 1 of each title
	text   string         // of what is no page
}

// shapes describes a site by address. The pages of a list are one: luxi numbers
// them from the oldest and lets the first be longer, Hugo from the newest. Of
// the related essays only the number is compared: Hugo's are the newest of the
// region, luxi's the nearest in time.
func shapes(site map[string]string) map[string]string {
	found := map[string]*shape{}
	for address, text := range site {
		base := numbered.ReplaceAllString(address, "${1}index.html")
		s := found[base]
		if s == nil {
			s = &shape{links: map[string]int{}, counts: map[string]int{}}
			found[base] = s
		}
		switch path.Ext(address) {
		case ".html":
			s.page(address, text)
		case ".xml":
			s.count(text)
		case ".json":
			s.counts["items"] += strings.Count(text, `"content_html"`)
		default:
			s.text = strings.TrimSpace(text)
		}
	}
	out := map[string]string{}
	for address, s := range found {
		out[address] = s.String()
	}
	return out
}

func (s *shape) page(address, text string) {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		s.counts[m[1]] = 1
	}
	if list := listed.FindString(text); list != "" {
		text = list // how many links lead to the neighbours depends on the pages
	}
	s.count(text)
	text = related.ReplaceAllString(text, "")
	base := &url.URL{Path: "/" + strings.TrimSuffix(address, "index.html")}
	for _, m := range href.FindAllStringSubmatch(text, -1) {
		if to, err := base.Parse(m[1]); err == nil && to.Host == "" {
			s.links[to.Path]++
		}
	}
}

func (s *shape) count(text string) {
	for _, m := range counted.FindAllStringSubmatch(text, -1) {
		s.counts[m[1]]++
	}
}

func (s *shape) String() string {
	var b strings.Builder
	for _, group := range []map[string]int{s.counts, s.links} {
		for _, key := range slices.Sorted(maps.Keys(group)) {
			fmt.Fprintf(&b, "%s: %d\n", key, group[key])
		}
	}
	return b.String() + s.text + "\n"
}

package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/golden"
	"luxi/internal/theme"
	"luxi/themes"
)

// at is the clock of these tests.
func at(t testing.TB, s string) civil.Moment {
	t.Helper()
	m, ok := civil.ParseMoment(s)
	if !ok {
		t.Fatalf("no time: %s", s)
	}
	return m
}

// run builds the column in a folder; outputs are read before it is closed.
func run(t testing.TB, dir string, opt Options) (Result, map[string]string) {
	t.Helper()
	if opt.Now.IsZero() {
		opt.Now = at(t, "2022-08-15T12:00:00+08:00")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	sink := newShelf()
	r, err := Run(t.Context(), root, opt, sink)
	if err != nil {
		t.Fatal(err)
	}
	if len(sink.twice) > 0 {
		t.Errorf("made twice: %v", sink.twice)
	}
	return r, sink.generation()
}

// hash is equal for equal sites.
func hash(site map[string]string) string {
	h := sha256.New()
	for _, address := range sortedKeys(site) {
		fmt.Fprintf(h, "%q %q\n", address, site[address])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// write makes files below a folder.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if ext := path.Ext(name); strings.HasPrefix(name, "content/") && (ext == ".png" || ext == ".jpg") && utf8.ValidString(text) {
			text = string(golden.Image(name, text))
		}
		if err := os.WriteFile(target, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const minimal = "title = \"试刊\"\nbase_url = \"https://example.cn/\"\n"

func essay(title, date, more, body string) string {
	return "+++\ntitle = \"" + title + "\"\ndate = " + date + "\n" + more + "\n[[authors]]\nname = \"某甲\"\n+++\n" + body
}

// TestGolden compares the site of testdata/golden/column with what stands in
// testdata/golden/site. The column has a theme of its own, so that the site
// does not change with the look of the program's; the files of that theme are
// left out.
func TestGolden(t *testing.T) {
	r, site := run(t, "testdata/golden/column", Options{})
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Kind.Code != "html-dropped" {
		t.Errorf("diagnostics:\n%s", golden.Print(r.Diagnostics))
	}
	if len(r.LeftOut) != 1 || r.LeftOut[0].Title != "没写完" {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	withoutThemeFiles(t, site)
	const dir = "testdata/golden/site"
	if *golden.Update {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		write(t, dir, site)
		return
	}
	want := readTree(t, dir)
	for _, address := range sortedKeys(want) {
		if _, ok := site[address]; !ok {
			t.Errorf("%s is missing", address)
		}
	}
	for _, address := range sortedKeys(site) {
		text, ok := want[address]
		switch {
		case !ok:
			t.Errorf("%s should not be there", address)
		case text != site[address]:
			t.Errorf("%s is\n%s\nwant\n%s", address, site[address], text)
		}
	}
}

// withoutThemeFiles leaves out the files of the program's theme.
func withoutThemeFiles(t testing.TB, site map[string]string) {
	t.Helper()
	builtin, _, err := theme.Load(themes.Builtin, themes.Builtin, theme.Default, "zh-CN", diag.Range{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range builtin.Assets().Files() {
		delete(site, a.Address)
	}
}

func readTree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// What is wrong is told, and the site is not fit to publish.
func TestBrokenBuilds(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(minimal)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		files map[string]string
		codes string
	}{
		{"no site.toml", map[string]string{"content/pages/a.md": "正文"}, "site-toml-missing"},
		{"site.toml in GBK", map[string]string{"site.toml": gbk, "content/pages/a.md": "正文"}, "encoding"},
		{"an empty site.toml", map[string]string{"site.toml": "", "content/pages/a.md": "+++\ntitle = \"甲\"\n+++\n"}, "missing-key missing-key"},
		{"no content", map[string]string{"site.toml": minimal}, "content-missing"},
		{"an unknown theme", map[string]string{"site.toml": minimal + "theme = \"no\"\n", "content/pages/a.md": "正文"}, "front-matter-missing unknown-theme"},
		{"an essay with a mistake", map[string]string{"site.toml": minimal, "content/essays/a.md": essay("甲", "2022-08-32", "", "正文")}, "bad-date"},
		{"an essay that is no text", map[string]string{"site.toml": minimal, "content/essays/a.md": "\x00\x01"}, "zero-byte"},
		{"a link to a file that cannot be read", map[string]string{
			"site.toml": minimal, "content/pages/b.md": gbk,
			"content/essays/a.md": essay("甲", "2022-08-01", "", "[乙](/pages/b.md)"),
		}, "encoding"},
		{"a template with a mistake", map[string]string{
			"site.toml":                           minimal + "theme = \"own\"\n",
			"themes/own/templates/front.html":     "{{define \"main\"}}{{.Nope}}{{end}}",
			"themes/own/templates/partials/a.txt": "no template",
			"content/essays/a.md":                 essay("甲", "2022-08-01", "region = \"无\"", "正文"),
		}, "unknown-region template-field"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.files)
			r, _ := run(t, dir, Options{})
			var codes []string
			for _, d := range r.Diagnostics {
				codes = append(codes, d.Kind.Code)
			}
			if strings.Join(codes, " ") != tt.codes || !r.Diagnostics.HasErrors() {
				t.Errorf("codes %v, want %s\n%s", codes, tt.codes, golden.Print(r.Diagnostics))
			}
		})
	}
}

// A file of the theme is never put over an essay's image, or under it.
func TestThemeFileAndImageAtOneAddress(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.toml": minimal + "theme = \"own\"\n", "themes/own/static/essays/a.jpg": "the theme's",
		"content/essays/a.jpg": "the essay's", "content/essays/a.md": essay("甲", "2022-08-01", "", "![图](a.jpg)"),
	})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r, err := Run(t.Context(), root, Options{Now: civil.Moment{Date: civil.Date{Year: 2022, Month: 8, Day: 15}}}, newShelf())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Kind.Code != "address-collision" {
		t.Errorf("the collision is not told:\n%s", golden.Print(r.Diagnostics))
	}
}

// A column that has no essay yet has the pages that every site has.
func TestEmptyContent(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal, "content/.gitkeep": "", "content/essays/.DS_Store": ""})
	r, _ := run(t, dir, Options{})
	if len(r.Diagnostics) > 0 || r.Pages != 3 {
		t.Errorf("%d pages\n%s", r.Pages, golden.Print(r.Diagnostics))
	}
}

// A site.toml that cannot be read is the machine's failure, and no site.
func TestSiteTomlIsAFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml/x": ""})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	sink := newShelf()
	if _, err := Run(t.Context(), root, Options{Now: at(t, "2022-08-01")}, sink); err == nil || len(sink.generation()) > 0 {
		t.Errorf("error %v with %d files", err, len(sink.generation()))
	}
}

func TestSymbolicLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, outside, map[string]string{"secret.md": essay("机密", "2022-08-01", "", "机密"), "folder/secret.md": "机密"})
	write(t, dir, map[string]string{
		"site.toml": minimal, "content/essays/a.md": essay("甲", "2022-08-01", "", "正文"),
	})
	for name, target := range map[string]string{
		"out.md":     filepath.Join(outside, "secret.md"),
		"up.md":      filepath.Join("..", "..", "..", filepath.Base(outside), "secret.md"),
		"nothing.md": "no.md",
		"folder":     filepath.Join(outside, "folder"),
		"self.md":    "self.md",
		"inside.md":  "a.md",
	} {
		if err := os.Symlink(target, filepath.Join(dir, "content", "essays", name)); err != nil {
			t.Skip(err) // Windows without the right to make links
		}
	}
	r, site := run(t, dir, Options{})
	var got []string
	for _, d := range r.Diagnostics {
		got = append(got, d.Range.File+" "+d.Kind.Code)
	}
	want := []string{
		"content/essays/folder unreadable-file", "content/essays/nothing.md unreadable-file", "content/essays/out.md unreadable-file",
		"content/essays/self.md unreadable-file", "content/essays/up.md unreadable-file",
	}
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	if printed := golden.Print(r.Diagnostics); strings.Contains(printed, "path escapes") || strings.Contains(printed, "too many") {
		t.Errorf("a reason is in English:\n%s", printed)
	}
	for address, text := range site {
		if strings.Contains(text, "机密") {
			t.Errorf("%s holds what stands outside of the column", address)
		}
	}
	if site["essays/inside.html"] == "" {
		t.Error("a link within the column is not followed")
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root reads everything, and Windows has other rights")
	}
	for _, name := range []string{"content/essays/2022", "content/essays/2022/a.md"} {
		dir := t.TempDir()
		write(t, dir, map[string]string{"site.toml": minimal, "content/essays/2022/a.md": essay("甲", "2022-08-01", "", "正文")})
		full := filepath.Join(dir, filepath.FromSlash(name))
		info, err := os.Stat(full)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(full, 0); err != nil {
			t.Fatal(err)
		}
		r, _ := run(t, dir, Options{})
		if err := os.Chmod(full, info.Mode()); err != nil { // so that the folder can be removed
			t.Fatal(err)
		}
		if len(r.Diagnostics) != 1 || r.Diagnostics[0].Kind.Code != "unreadable-file" || r.Diagnostics[0].Range.File != name {
			t.Errorf("%s:\n%s", name, golden.Print(r.Diagnostics))
		}
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal})
	if err := os.Chmod(filepath.Join(dir, "site.toml"), 0); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := Run(t.Context(), root, Options{Now: at(t, "2022-08-01")}, newShelf()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("site.toml: error %v", err)
	}
}

func TestFileNameIsNotUTF8(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal, "content/essays/a.md": essay("甲", "2022-08-01", "", "正文")})
	name := filepath.Join(dir, "content", "essays", "\xce\xc4\xd5\xc2.md") // 文章 in GBK
	if err := os.WriteFile(name, []byte("正文"), 0o644); err != nil {
		t.Skip(err) // macOS and Windows have no such names
	}
	r, _ := run(t, dir, Options{})
	if len(r.Diagnostics) != 1 || r.Diagnostics[0].Kind.Code != "file-name-encoding" {
		t.Errorf("told\n%s", golden.Print(r.Diagnostics))
	}
}

// A file's ending may be written in capitals, as Windows shows it.
func TestExtensionInCapitals(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"site.toml": minimal, "content/essays/A.MD": essay("甲", "2022-08-01", "", "正文")})
	r, site := run(t, dir, Options{})
	if len(r.Diagnostics) > 0 || site["essays/a.html"] == "" {
		t.Errorf("pages %v\n%s", sortedKeys(site), golden.Print(r.Diagnostics))
	}
}

// A mistake of a template is told once, however many pages it stops.
func TestTemplateMistakeIsToldOnce(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"site.toml": minimal + "theme = \"own\"\n", "themes/own/templates/essay.html": "{{define \"main\"}}{{.Nope}}{{end}}"}
	for i := range 20 {
		files[fmt.Sprintf("content/essays/%d.md", i)] = essay("甲", "2022-08-01", "", "正文")
	}
	write(t, dir, files)
	if r, _ := run(t, dir, Options{}); len(r.Diagnostics) != 1 {
		t.Errorf("told\n%s", golden.Print(r.Diagnostics))
	}
}

// What is not for readers reaches no byte of the site: times of receipt,
// comments, what is not published, files to which nothing refers.
func TestPrivateStaysPrivate(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.toml": "# 机密\n" + minimal + "theme = \"own\"\n",
		"content/essays/2022/a.md": essay("甲", "2022-08-01", "received = 2019-03-04T05:06:07+08:00 # 机密\ncall = \"yuegao-jimi\"",
			"正文。<!-- 机密 -->\n\n<!-- 机密\n-->\n\n[附件]: jimi.docx\n"),
		"content/essays/2022/draft.md":    essay("机密", "2022-08-01", "draft = true\nsummary = \"机密\"", "机密"),
		"content/essays/2022/later.md":    essay("机密", "2023-08-01", "", "机密 ![机密](jimi.png)"),
		"content/essays/2022/jimi.png":    "机密",
		"content/essays/2022/jimi.docx":   "机密",
		"content/calls/yuegao-jimi.md":    "+++\ntitle = \"机密\"\ndeadline = 2022-08-31\ndraft = true\n+++\n机密",
		"content/pages/a.md":              "+++\ntitle = \"甲\" # 机密\n+++\n正文",
		"themes/own/templates/page.html":  "{{/* 机密 */}}{{define \"main\"}}{{.Title}}<!-- 机密 -->{{end}}",
		"themes/own/static/.secret":       "机密",
		"themes/own/templates/secret.txt": "机密",
		"机密.txt":                          "机密",
	})
	r, site := run(t, dir, Options{})
	if r.Diagnostics.HasErrors() || r.Pages != 8 || len(r.LeftOut) != 3 {
		t.Fatalf("%d pages, %d left out\n%s", r.Pages, len(r.LeftOut), golden.Print(r.Diagnostics))
	}
	for address, text := range site {
		for _, private := range []string{"机密", "jimi", "2019-03-04", "2019年3月4日", "05:06"} {
			if strings.Contains(text, private) || strings.Contains(address, private) {
				t.Errorf("%s holds %q:\n%s", address, private, text)
			}
		}
	}
	// The test itself sees what is published.
	if _, all := run(t, dir, Options{Drafts: true, Future: true}); !strings.Contains(all["essays/2022/draft.html"], "机密") {
		t.Error("the draft's mark is not where it should be when it is published")
	}
}

func TestParallelDoesAllOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		counts := make([]byte, n)
		told := 0
		err := parallel(t.Context(), n, Options{Progress: func(_ Stage, done, total int) { told = done }}.report(Reading), func(i int) error {
			counts[i]++
			return nil
		})
		if err != nil || told != n {
			t.Errorf("of %d: error %v, told of %d", n, err, told)
		}
		if !bytes.Equal(counts, bytes.Repeat([]byte{1}, n)) {
			t.Errorf("of %d: %v", n, counts)
		}
	}
}

// An error and the end of a context stop the work.
func TestParallelStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	broken := errors.New("broken")
	for name, work := range map[string]func() error{"error": func() error { return broken }, "context": func() error { stop(); return nil }} {
		var count atomic.Int64
		err := parallel(ctx, 100000, func(int, int) {}, func(int) error {
			count.Add(1)
			return work()
		})
		if !errors.Is(err, broken) && !errors.Is(err, context.Canceled) || count.Load() > 1000 {
			t.Errorf("%s: error %v after %d", name, err, count.Load())
		}
	}
}

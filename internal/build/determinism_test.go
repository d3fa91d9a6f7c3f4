package build

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"luxi/internal/golden"
)

// columns are folders to build twice: the project's own column, and one of 60
// essays that refer to each other.
func columns(t *testing.T) map[string]string {
	own := filepath.Join(t.TempDir(), "own")
	for _, name := range []string{"site.toml", "content", "themes"} {
		copyTo(t, filepath.Join("..", "..", name), filepath.Join(own, name))
	}
	made := filepath.Join(t.TempDir(), "made")
	write(t, made, sixty())
	return map[string]string{"own": own, "made": made}
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if info.IsDir() {
		write(t, to, readTree(t, from))
		return
	}
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Dir(to), map[string]string{filepath.Base(to): string(text)})
}

// sixty is a column with links, images, calls, equal dates and offsets.
func sixty() map[string]string {
	r := rand.New(rand.NewPCG(60, 1))
	files := map[string]string{
		"site.toml":             minimal + "regions = [{ name = \"甲县\", slug = \"jia\" }, { name = \"乙县\", slug = \"yi\" }]\n",
		"content/calls/2021.md": "+++\ntitle = \"约稿一\"\ndeadline = 2021-08-31\n+++\n正文",
		"content/calls/2022.md": "+++\ntitle = \"约稿二\"\ndeadline = 2022-08-31T18:00+08:00\n+++\n正文",
	}
	for i := range 60 {
		year := 2020 + i%3
		body := strings.Repeat("第"+fmt.Sprint(i)+"篇的正文，说的是一件事。\n\n", 1+r.IntN(5))
		body += fmt.Sprintf("[另一篇](../%d/%d.md#小标题)[^1] ![图](%d.png)\n\n## 小标题\n\n[^1]: 注。\n", 2020+(i*7)%60%3, (i*7)%60, i)
		more := fmt.Sprintf("call = %q\nregion = %q", []string{"2021", "2022"}[i%2], []string{"甲县", "乙县"}[i/2%2])
		if i%10 == 9 {
			more += "\ndraft = true"
		}
		files[fmt.Sprintf("content/essays/%d/%d.md", year, i)] = essay(fmt.Sprintf("第%d篇", i), fmt.Sprintf("%d-0%d-01", year, 1+r.IntN(8)), more, body)
		files[fmt.Sprintf("content/essays/%d/%d.png", year, i)] = fmt.Sprintf("图%d", i)
	}
	return files
}

// hashOf builds a column and returns a hash of its site and of what is told.
func hashOf(t *testing.T, dir string) string {
	t.Helper()
	r, site := run(t, dir, Options{})
	site["\x00"] = golden.Print(r.Diagnostics) + fmt.Sprint(r.LeftOut)
	return hash(site)
}

// The same column and the same clock make the same bytes.
func TestSameInputSameBytes(t *testing.T) {
	for name, dir := range columns(t) {
		t.Run(name, func(t *testing.T) {
			want := hashOf(t, dir)
			r, site := run(t, dir, Options{})
			if r.Pages < 5 || len(site) <= r.Pages {
				t.Fatalf("the column has %d pages and %d files only", r.Pages, len(site))
			}
			for _, procs := range []int{1, 2, 16} {
				before := runtime.GOMAXPROCS(procs)
				got := hashOf(t, dir)
				runtime.GOMAXPROCS(before)
				if got != want {
					t.Errorf("on %d processors the site differs", procs)
				}
			}
			elsewhere := filepath.Join(t.TempDir(), "另一个 文件夹")
			copyTo(t, dir, elsewhere)
			past := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(filepath.Join(elsewhere, "site.toml"), past, past); err != nil {
				t.Fatal(err)
			}
			if hashOf(t, elsewhere) != want {
				t.Error("in another folder the site differs")
			}
			for _, env := range []string{"TZ=Pacific/Apia", "TZ=America/Los_Angeles", "LC_ALL=tr_TR.UTF-8"} {
				if got := hashInChild(t, dir, env); got != want {
					t.Errorf("with %s the site differs: %s, want %s", env, got, want)
				}
			}
			if _, later := run(t, dir, Options{Now: at(t, "2021-01-01")}); hash(later) == hash(site) {
				t.Error("another clock makes no difference: the test sees nothing")
			}
		})
	}
}

const childDir = "LUXI_TEST_BUILD_DIR"

// hashInChild builds in a process of its own, because Go reads the zone once.
func hashInChild(t *testing.T, dir, env string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
	cmd.Env = append(os.Environ(), childDir+"="+dir, env)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, after, _ := strings.Cut(string(out), "hash=")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}

// TestChild is what hashInChild runs.
func TestChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("only for TestSameInputSameBytes")
	}
	fmt.Printf("hash=%s\n", hashOf(t, dir))
}

//go:build unix

package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var kills = flag.Int("kills", 10, "how many builds TestKilledBuilds kills of each sort")

// A processColumn is a column that real processes build, in one of two editions
// that differ in every page.
type processColumn struct {
	t       *testing.T
	luxi    string // the program
	dir     string
	edition [2]map[string]string // by edition, the hash of every file of the whole site
}

func newProcessColumn(t *testing.T, essays int) *processColumn {
	t.Helper()
	c := &processColumn{t: t, luxi: program(t), dir: filepath.Join(t.TempDir(), "column")}
	c.must(os.MkdirAll(filepath.Join(c.dir, "content/essays/2022"), 0o755))
	for i := range essays {
		text := fmt.Sprintf("+++\ntitle = \"文章%d\"\ndate = 2022-08-01\n\n[[authors]]\nname = \"王立志\"\nposition = \"县委书记\"\n+++\n\n正文。\n", i)
		c.must(os.WriteFile(filepath.Join(c.dir, fmt.Sprintf("content/essays/2022/essay-%d.md", i)), []byte(text), 0o644))
	}
	for edition := range c.edition {
		c.set(edition)
		c.build()
		c.edition[edition] = c.site()
	}
	return c
}

func (c *processColumn) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// set makes the column that of an edition.
func (c *processColumn) set(edition int) {
	c.t.Helper()
	text := fmt.Sprintf("title = \"鲁西崛起大家谈（%d）\"\nbase_url = \"https://example.cn/\"\n", edition)
	c.must(os.WriteFile(filepath.Join(c.dir, "site.toml"), []byte(text), 0o644))
	extra := filepath.Join(c.dir, "content/essays/2022/extra.md")
	if edition == 0 {
		c.must(os.RemoveAll(extra))
		return
	}
	essay, err := os.ReadFile(filepath.Join(c.dir, "content/essays/2022/essay-0.md"))
	c.must(err)
	c.must(os.WriteFile(extra, essay, 0o644))
}

func (c *processColumn) command() *exec.Cmd {
	cmd := exec.Command(c.luxi, "build", "--source", c.dir, "--now", "2022-09-01", "--lang", "en")
	cmd.Env = append(os.Environ(), "LANG=en_US.UTF-8")
	return cmd
}

// build builds to the end, and returns how long that took.
func (c *processColumn) build() time.Duration {
	c.t.Helper()
	start := time.Now()
	if out, err := c.command().CombinedOutput(); err != nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	return time.Since(start)
}

// site returns the hash of every file of the site, but for what is foreign.
func (c *processColumn) site() map[string]string {
	c.t.Helper()
	out := map[string]string{}
	public := filepath.Join(c.dir, "public")
	c.must(filepath.WalkDir(public, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.Name() == ".git" {
				return fs.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(public, name)
		out[rel] = fmt.Sprintf("%x", sha256.Sum256(text))
		return err
	}))
	return out
}

// standing says which edition stands; -1 is neither.
func (c *processColumn) standing() int {
	c.t.Helper()
	got := fmt.Sprint(c.site())
	for edition, want := range c.edition {
		if fmt.Sprint(want) == got {
			return edition
		}
	}
	return -1
}

// torn returns a file that is of neither edition.
func (c *processColumn) torn() string {
	c.t.Helper()
	for name, hash := range c.site() {
		if hash != c.edition[0][name] && hash != c.edition[1][name] {
			return name
		}
	}
	return ""
}

// Builds that are killed at random leave a site that is wholly old or wholly new,
// and the next build mends the rest. With a .git in the folder, where the site
// cannot be exchanged, every file is old or new.
//
// A long run: go test ./cmd/luxi -run TestKilledBuilds -kills 1000 -timeout 1h
func TestKilledBuilds(t *testing.T) {
	for _, git := range []bool{false, true} {
		t.Run(fmt.Sprintf("git=%t", git), func(t *testing.T) {
			c := newProcessColumn(t, 25)
			if git {
				c.must(os.MkdirAll(filepath.Join(c.dir, "public/.git"), 0o755))
			}
			lasts := c.build()
			counts := map[string]int{}
			for range *kills {
				wanted := 1 - max(c.standing(), 0)
				c.set(wanted)
				counts[c.kill(wanted, lasts, git)]++
				lasts = (3*lasts + c.build()) / 4
				if c.standing() != wanted {
					t.Fatal("the next build did not mend the site")
				}
			}
			t.Log(counts)
		})
	}
}

// kill begins to build an edition, kills that, and says what stands.
func (c *processColumn) kill(wanted int, lasts time.Duration, mixes bool) string {
	c.t.Helper()
	cmd := c.command()
	c.must(cmd.Start())
	timer := time.AfterFunc(time.Duration(rand.Int64N(int64(lasts)*5/4)), func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	timer.Stop()
	switch c.standing() {
	case wanted:
		return "new"
	case 1 - wanted:
		return "old"
	}
	if name := c.torn(); name != "" || !mixes {
		c.t.Fatalf("the site is neither old nor new: %q is torn", name)
	}
	return "mixed"
}

// The same at every system call that changes files while a build publishes, by
// strace, where that is there:
//
//	strace -f -e inject=CALLS:signal=KILL:when=N luxi build
func TestKilledAtSystemCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no strace here")
	}
	const calls = "renameat,renameat2,linkat,mkdirat,unlinkat,syncfs,fchmodat,fchownat"
	c := newProcessColumn(t, 3)
	counts := map[string]int{}
	for n := 1; ; n++ {
		wanted := 1 - c.standing()
		c.set(wanted)
		build := c.command()
		cmd := exec.Command("strace", append([]string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + calls, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, n), c.luxi}, build.Args[1:]...)...)
		cmd.Env = build.Env
		out, err := cmd.CombinedOutput()
		switch standing := c.standing(); {
		case standing < 0:
			t.Fatalf("killed at call %d the site is neither old nor new", n)
		case err == nil && standing == wanted:
			t.Log(n-1, "calls:", counts)
			return
		case strings.Contains(string(out), "ptrace") || n > 1000:
			t.Skipf("strace does not work here: %v %s", err, out)
		case standing == wanted:
			counts["new"]++
		default:
			counts["old"]++
		}
		c.build()
		if c.standing() != wanted {
			t.Fatalf("killed at call %d the site was not mended", n)
		}
	}
}

// A command that is told to end says so, and no more.
func TestStopped(t *testing.T) {
	c := newProcessColumn(t, 150)
	c.must(os.MkdirAll(filepath.Join(c.dir, "content/calls"), 0o755))
	c.must(os.WriteFile(filepath.Join(c.dir, "content/calls/2022.md"), []byte("+++\ntitle = \"约稿\"\ndeadline = 2022-08-31\n+++\n\n约稿。\n"), 0o644))
	essays, err := filepath.Glob(filepath.Join(c.dir, "content/essays/2022/*.md"))
	c.must(err)
	for _, tt := range []struct {
		args   []string
		lang   string
		want   string
		signal syscall.Signal
	}{
		{[]string{"check"}, "zh", "luxi 被中断了\n", syscall.SIGINT},
		{[]string{"check"}, "en", "luxi was stopped\n", syscall.SIGINT},
		{[]string{"check"}, "en", "luxi was stopped\n", syscall.SIGTERM},
		{[]string{"proof"}, "en", "luxi was stopped\n", syscall.SIGINT},
		{append([]string{"proof"}, essays...), "en", "luxi was stopped\n", syscall.SIGINT},
		{[]string{"deadline"}, "en", "luxi was stopped\n", syscall.SIGINT},
		{[]string{"theme", "check"}, "en", "luxi was stopped\n", syscall.SIGINT},
	} {
		t.Run(fmt.Sprintf("%s of %d %s %s", tt.args[0], len(tt.args), tt.lang, tt.signal), func(t *testing.T) {
			command := func() (*exec.Cmd, *strings.Builder) {
				cmd := exec.Command(c.luxi, append([]string{"--source", c.dir, "--now", "2022-09-01", "--lang", tt.lang}, tt.args...)...)
				said := new(strings.Builder)
				cmd.Stdout, cmd.Stderr = said, said
				return cmd, said
			}
			const tries = 60 // each ends too early, too late or in time
			for try := range tries {
				cmd, _ := command()
				start := time.Now()
				_ = cmd.Run() // a finding is no failure here
				lasts := time.Since(start)
				cmd, said := command()
				c.must(cmd.Start())
				timer := time.AfterFunc(lasts*time.Duration(1+try%6)/7, func() { _ = cmd.Process.Signal(tt.signal) })
				_ = cmd.Wait()
				timer.Stop()
				if cmd.ProcessState.ExitCode() != 128+int(tt.signal) {
					continue
				}
				if !strings.HasSuffix(said.String(), tt.want) { // behind what it told before
					t.Errorf("it said %q, want %q", said.String(), tt.want)
				}
				return
			}
			t.Errorf("of %d, none was stopped", tries)
		})
	}
}

// An import that is told to end leaves each essay whole with its original, or
// nothing of it, and says how many there are; the next one takes the rest.
func TestStoppedImport(t *testing.T) {
	const all = 20
	c := newProcessColumn(t, 1)
	inbox := t.TempDir()
	for n := range all {
		text := fmt.Sprintf("第%d篇文章的标题\n王立志\n\n%s\n", n, strings.Repeat("这是一篇文章的正文。", 2000))
		c.must(os.WriteFile(filepath.Join(inbox, fmt.Sprintf("%d.txt", n)), []byte(text), 0o644))
	}
	imports := func() (*exec.Cmd, *strings.Builder) {
		cmd := exec.Command(c.luxi, "--source", c.dir, "--now", "2023-09-01", "--lang", "zh", "import", inbox)
		said := new(strings.Builder)
		cmd.Stderr = said
		return cmd, said
	}
	standing := func() int {
		essays, err := filepath.Glob(filepath.Join(c.dir, "content/essays/2023/*.md"))
		c.must(err)
		kept, err := filepath.Glob(filepath.Join(c.dir, "manuscripts/2023/*.txt"))
		c.must(err)
		sums, _ := os.ReadFile(filepath.Join(c.dir, "manuscripts/2023/SHA256SUMS")) // none at first
		if noted := strings.Count(string(sums), "\n"); len(kept) != len(essays) || noted != 2*len(essays) {
			t.Fatalf("%d essays, %d originals, %d lines of sums", len(essays), len(kept), noted)
		}
		return len(essays)
	}
	const tries = 60 // each ends too early, too late or in time
	for try := range tries {
		cmd, said := imports()
		c.must(cmd.Start())
		timer := time.AfterFunc(time.Duration(20+20*(try%6))*time.Millisecond, func() { _ = cmd.Process.Signal(os.Interrupt) })
		_ = cmd.Wait()
		timer.Stop()
		n := standing()
		if n > 0 && n < all {
			if want := fmt.Sprintf("luxi 被中断了；已经写好 %d 篇文章，再运行一次会接着收\n", n); said.String() != want || cmd.ProcessState.ExitCode() != 128+int(syscall.SIGINT) {
				t.Errorf("it said %q, want %q", said.String(), want)
			}
			cmd, _ := imports()
			c.must(cmd.Run())
			if n := standing(); n != all {
				t.Errorf("after the next one there are %d of %d essays", n, all)
			}
			return
		}
		c.must(os.RemoveAll(filepath.Join(c.dir, "content/essays/2023")))
		c.must(os.RemoveAll(filepath.Join(c.dir, "manuscripts")))
	}
	t.Errorf("of %d, none was stopped", tries)
}

// A build that is told to end says what became of the site, and leaves nothing
// behind.
func TestStoppedBuild(t *testing.T) {
	c := newProcessColumn(t, 150)
	stopped := 0
	for share := 1; share <= 6; share++ {
		wanted := 1 - c.standing()
		lasts := c.build() // nothing changed yet
		c.set(wanted)
		cmd := c.command()
		var said strings.Builder
		cmd.Stderr = &said
		c.must(cmd.Start())
		timer := time.AfterFunc(lasts*time.Duration(share)/4, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
		err := cmd.Wait()
		timer.Stop()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 128+int(syscall.SIGTERM) {
			stopped++
			want := map[bool]string{true: "is the new one already", false: "is unchanged"}[c.standing() == wanted]
			if !strings.Contains(said.String(), want) {
				t.Errorf("it said %q, want %q", said.String(), want)
			}
			if left, _ := filepath.Glob(filepath.Join(c.dir, ".luxi/*/put/*")); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		} else if err != nil && cmd.ProcessState.ExitCode() >= 0 { // below: the signal came before the guard
			t.Errorf("it ended with %v and said %q", err, said.String())
		}
		if c.standing() < 0 {
			t.Fatal("the site is neither old nor new")
		}
		c.build()
		if c.standing() != wanted {
			t.Fatal("the next build did not mend the site")
		}
	}
	t.Log("of 6 builds", stopped, "were stopped")
}

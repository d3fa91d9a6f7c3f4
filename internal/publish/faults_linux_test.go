package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// Faults of real file systems. Those that need a mount run as root only, as on
// the machines that check every change.

// A helper is this test's program run again, as another user or with fewer
// rights, to publish one site.
type helper struct {
	Dir, State string
	Site       site
	Files      uint64 // limit of open files, if not 0
}

const helperVariable = "LUXI_TEST_PUBLISH"

func TestMain(m *testing.M) {
	if text := os.Getenv(helperVariable); text != "" {
		os.Exit(help(text))
	}
	os.Exit(m.Run())
}

func help(text string) int {
	var h helper
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		panic(err)
	}
	if h.Files > 0 {
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: h.Files, Max: h.Files}); err != nil {
			panic(err)
		}
	}
	if _, list, err := publish(h.Dir, h.State, h.Site); err != nil || len(list) > 0 {
		fmt.Fprintln(os.Stderr, err, list)
		return 1
	}
	return 0
}

func (h helper) run(t *testing.T, user uint32) (string, error) {
	t.Helper()
	text, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	program := os.Args[0]
	if user != 0 { // who may not reach where go test keeps it
		content, err := os.ReadFile(program)
		must(t, err)
		program = filepath.Join(openFolder(t), "publish.test")
		must(t, os.WriteFile(program, content, 0o755))
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), helperVariable+"="+string(text))
	cmd.Dir = "/"
	if user != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func mount(t *testing.T, source, target, kind string, flags uintptr, data string) {
	t.Helper()
	if err := os.MkdirAll(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		t.Skip("nothing can be mounted here: " + err.Error())
	}
	t.Cleanup(func() {
		if err := unix.Unmount(target, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

var big = site{"index.html": "2", "big.html": strings.Repeat("长", 1<<20)}

func many(n int) site {
	s := site{"index.html": "2"}
	for i := range n {
		s[fmt.Sprintf("essays/%d/%d.html", i%7, i)] = fmt.Sprint(i)
	}
	return s
}

// A disk that is full, has no inodes left or may not be written to is told, and
// leaves every byte and time of the site as it was.
func TestFaultsOfADisk(t *testing.T) {
	for name, tt := range map[string]struct {
		options string
		spoil   func(t *testing.T, disk string)
		next    site
		want    error
	}{
		"full":      {"size=512k", nil, big, syscall.ENOSPC},
		"no inodes": {"nr_inodes=60", nil, many(100), syscall.ENOSPC},
		"read-only": {"", func(t *testing.T, disk string) {
			t.Helper()
			if err := unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
		}, site{"index.html": "2"}, syscall.EROFS},
	} {
		for _, foreign := range []site{{"CNAME": "example.cn"}, {"CNAME": "example.cn", ".git/HEAD": "ref"}} {
			t.Run(fmt.Sprintf("%s,%d foreign files", name, len(foreign)), func(t *testing.T) {
				disk := t.TempDir()
				mount(t, "none", disk, "tmpfs", 0, tt.options)
				dir, state := filepath.Join(disk, "public"), filepath.Join(disk, ".luxi")
				write(t, dir, foreign)
				mustPublish(t, dir, state, site{"index.html": "0"})
				mustPublish(t, dir, state, site{"index.html": "1", "essays/a.html": "a"})
				before := stamps(t, dir)
				if tt.spoil != nil {
					tt.spoil(t, disk)
				}
				_, _, err := publish(dir, state, tt.next)
				if !errors.Is(err, tt.want) {
					t.Errorf("the error is %v, want %v", err, tt.want)
				}
				if diff := cmp.Diff(before, stamps(t, dir)); diff != "" {
					t.Errorf("the site was touched:\n%s", diff)
				}
				if tt.spoil == nil { // with what there is, a smaller site can be published
					mustPublish(t, dir, state, site{"index.html": "3"})
					if diff := cmp.Diff(sum(foreign, site{"index.html": "3"}), read(t, dir)); diff != "" {
						t.Error(diff)
					}
				}
			})
		}
	}
}

// Where the output folder, what is above it and the state lie on different
// mounts, publishing works all the same, and leaves no workshop in the folder.
func TestMounts(t *testing.T) {
	for name, mounts := range map[string]func(t *testing.T, dir, state string){
		"the folder is a mount point":      func(t *testing.T, dir, _ string) { mount(t, "none", dir, "tmpfs", 0, "") },
		"the folder is bound to itself":    func(t *testing.T, dir, _ string) { bind(t, dir) },
		"the state is elsewhere":           func(t *testing.T, _, state string) { mount(t, "none", state, "tmpfs", 0, "") },
		"the state is bound to itself":     func(t *testing.T, _, state string) { bind(t, state) },
		"a mount in the folder":            func(t *testing.T, dir, _ string) { mount(t, "none", filepath.Join(dir, "m"), "tmpfs", 0, "") },
		"both are mount points":            func(t *testing.T, dir, state string) { bind(t, state); bind(t, dir) },
		"a bound folder in the folder":     func(t *testing.T, dir, _ string) { bind(t, filepath.Join(dir, "m")) },
		"the folder is not there at first": func(*testing.T, string, string) {},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir, state := filepath.Join(parent, "public"), filepath.Join(parent, ".luxi")
			mounts(t, dir, state)
			foreign := site{}
			if _, err := os.Stat(filepath.Join(dir, "m")); err == nil {
				foreign = site{"m/mine": "mine"}
				write(t, dir, foreign)
			}
			for _, s := range []site{
				{"index.html": "1", "a/b.html": "b"}, {"index.html": "2", "a/b.html": "b"}, {"index.html": "3", "c.html": "c"}, {"index.html": "4"},
			} {
				mustPublish(t, dir, state, s)
				if diff := cmp.Diff(sum(foreign, s), read(t, dir)); diff != "" {
					t.Fatal(diff)
				}
				if same := sameMount(dir, filepath.Join(dir, "m")); len(foreign) > 0 && same {
					t.Fatal("what is mounted in the folder went with what stood before")
				}
				checkState(t, dir, state)
			}
		})
	}
}

func bind(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	mount(t, dir, dir, "", unix.MS_BIND, "")
}

const nobody = 65534

// An editor who may not write to the folder is told so; one who may write to it
// and not beside it publishes file by file.
func TestRights(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else")
	}
	for name, tt := range map[string]struct {
		own   []string // what belongs to the editor
		fails bool
	}{
		"a folder of others":             {[]string{".luxi"}, true},
		"a folder within that of others": {[]string{".luxi", "public", "public/index.html", "public/essays", "public/essays/a.html"}, false},
		"a folder with a page of others": {[]string{".", ".luxi", "public", "public/essays"}, false},
		"all is the editor's":            {[]string{".", ".luxi", "public", "public/index.html", "public/essays", "public/essays/a.html"}, false},
		"no state":                       {[]string{"public", "public/index.html", "public/essays"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			parent := openFolder(t)
			dir, state := filepath.Join(parent, "public"), filepath.Join(parent, ".luxi")
			old := site{"index.html": "1", "essays/a.html": "a"}
			mustPublish(t, dir, state, old)
			must(t, filepath.WalkDir(state, func(name string, _ fs.DirEntry, err error) error {
				if tt.own[0] == "public" {
					return err
				}
				return errors.Join(err, os.Chown(name, nobody, nobody))
			}))
			for _, own := range tt.own {
				must(t, os.Chown(filepath.Join(parent, own), nobody, nobody))
			}
			next := site{"index.html": "2", "b.html": "b"}
			before := stamps(t, dir)
			out, err := helper{Dir: dir, State: state, Site: next}.run(t, nobody)
			if !tt.fails {
				if diff := cmp.Diff(next, read(t, dir)); diff != "" || err != nil {
					t.Error(err, out, diff)
				}
				return
			}
			if err == nil || !strings.Contains(out, "permission denied") {
				t.Errorf("publish: %v %s", err, out)
			}
			if diff := cmp.Diff(before, stamps(t, dir)); diff != "" {
				t.Errorf("the site was touched:\n%s", diff)
			}
		})
	}
}

// openFolder makes a folder that other users can reach.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "luxi")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o755))
	return dir
}

// 64 open files are enough for any site.
func TestFewOpenFiles(t *testing.T) {
	parent := openFolder(t)
	dir, state := filepath.Join(parent, "public"), filepath.Join(parent, ".luxi")
	for _, s := range []site{many(300), {"index.html": "1"}, many(400)} {
		if out, err := (helper{Dir: dir, State: state, Site: s, Files: 64}).run(t, 0); err != nil {
			t.Fatal(err, out)
		}
		if diff := cmp.Diff(s, read(t, dir)); diff != "" {
			t.Fatal(diff)
		}
	}
}

//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"luxi/internal/golden"
)

// An environmentValue is one setting of what must make no difference to a site.
type environmentValue struct {
	name  string
	apply func(*environmentRun)
}

// An environmentRun is a build of the model column in one environment.
type environmentRun struct {
	t     *testing.T
	luxi  string // the program
	dir   string
	files map[string][]byte
	names []string // in the order in which they are made
	env   []string
	umask string
	warm  func(*environmentRun)
}

func variable(text string) environmentValue {
	return environmentValue{text, func(r *environmentRun) { r.env = append(r.env, text) }}
}

func umask(mask string) environmentValue {
	return environmentValue{"umask " + mask, func(r *environmentRun) { r.umask = mask }}
}

func inFolder(name string) environmentValue {
	return environmentValue{"in " + name, func(r *environmentRun) { r.dir = filepath.Join(r.dir, filepath.FromSlash(name)) }}
}

// environmentFactors are what a site must not depend on.
var environmentFactors = [][]environmentValue{
	{variable("TZ=UTC"), variable("TZ=Asia/Shanghai"), variable("TZ=Pacific/Apia"), variable("TZ=America/Los_Angeles"), variable("TZ=Asia/Kathmandu"), variable("TZ=")},
	{variable("LANG=zh_CN.UTF-8"), variable("LC_ALL=en_US.UTF-8"), variable("LC_ALL=tr_TR.UTF-8"), variable("LC_ALL=C"), variable("LANG=zh_CN.GB18030"), variable("LC_ALL=")},
	{variable("GOMAXPROCS=1"), variable("GOMAXPROCS=2"), variable("GOMAXPROCS=8")},
	{variable("GOGC=off"), variable("GOGC=10"), variable("GOGC=100")},
	{umask("022"), umask("002"), umask("027"), umask("077")},
	{inFolder("column"), inFolder("鲁西 崛起　大家谈/栏目 一"), inFolder(strings.Repeat("deep/", 40) + "column"), inFolder("public/content/2022 #?%20")},
	{
		{"files from A to Z", func(r *environmentRun) { slices.Sort(r.names) }},
		{"files from Z to A", func(r *environmentRun) { slices.Sort(r.names); slices.Reverse(r.names) }},
		{"files in disorder", func(r *environmentRun) {
			slices.Sort(r.names)
			rand.New(rand.NewPCG(8, 24)).Shuffle(len(r.names), func(i, j int) { r.names[i], r.names[j] = r.names[j], r.names[i] })
		}},
	},
	{
		{"cold", func(*environmentRun) {}},
		{"with what is kept, without the site", func(r *environmentRun) {
			r.warm = func(r *environmentRun) {
				r.build(modelClock)
				r.must(os.RemoveAll(filepath.Join(r.dir, "public")))
			}
		}},
		{"after a site of another day and other essays", func(r *environmentRun) {
			r.warm = func(r *environmentRun) {
				const one, other = "content/essays/2022/21.md", "content/essays/2022/extra.md"
				r.must(os.Rename(filepath.Join(r.dir, one), filepath.Join(r.dir, other)))
				r.build("2023-12-01")
				r.must(os.Rename(filepath.Join(r.dir, other), filepath.Join(r.dir, one)))
			}
		}},
	},
}

const modelClock = "2023-08-15T12:00:00+08:00"

// The same column makes the same site, to the byte, in 24 environments. Each value
// of each factor is in as many of them as any other of that factor, in ever other
// company.
func TestEnvironments(t *testing.T) {
	const environments = 24
	files, luxi := modelColumn(t), program(t)
	r := rand.New(rand.NewPCG(24, 1))
	orders := make([][]int, len(environmentFactors))
	for i := range orders {
		orders[i] = r.Perm(environments)
	}
	environment := func(n int) (name string, run *environmentRun) {
		run = &environmentRun{luxi: luxi, files: files, names: slices.Collect(maps.Keys(files))}
		var names []string
		for i, values := range environmentFactors {
			v := values[orders[i][n]%len(values)]
			v.apply(run)
			names = append(names, v.name)
		}
		return strings.Join(names, ", "), run
	}
	_, first := environment(0)
	want := first.site(t)
	if len(want) < 100 {
		t.Fatalf("the site has %d files only", len(want))
	}
	for n := 1; n < environments; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			name, run := environment(n)
			if file := differs(run.site(t), want); file != "" {
				t.Errorf("%s differs: %s", file, name)
			}
		})
	}
}

// modelColumn returns the files of the model column of internal/build.
func modelColumn(t *testing.T) map[string][]byte {
	t.Helper()
	const testdata = "../../internal/build/testdata"
	archive, err := txtar.ParseFile(testdata + "/model/column.txt")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
		if slices.Contains([]string{".jpg", ".png"}, path.Ext(f.Name)) {
			files[f.Name] = golden.Image(f.Name, string(f.Data))
		}
	}
	themes := os.DirFS(testdata + "/golden/column")
	err = fs.WalkDir(themes, "themes", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[name], err = fs.ReadFile(themes, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (r *environmentRun) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *environmentRun) write(name string, text []byte) {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	r.must(os.MkdirAll(filepath.Dir(file), 0o755))
	r.must(os.WriteFile(file, text, 0o644))
}

// site makes the column and returns the hash of each file of its site.
func (r *environmentRun) site(t *testing.T) map[string]string {
	r.t, r.dir = t, filepath.Join(t.TempDir(), r.dir)
	for _, name := range r.names {
		r.write(name, r.files[name])
	}
	if r.warm != nil {
		r.warm(r)
	}
	r.build(modelClock)
	return hashes(t, filepath.Join(r.dir, "public"))
}

// hashes returns the hash of every file in a folder.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	public := os.DirFS(dir)
	err := fs.WalkDir(public, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(public, name)
		out[name] = fmt.Sprintf("%x", sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// build runs the program in the column's folder. The shell sets the umask, which
// is the whole process's and so cannot be set here.
func (r *environmentRun) build(clock string) {
	r.t.Helper()
	cmd := exec.Command("sh", "-c", `umask "$1" && exec "$2" build --now "$3"`, "sh", r.umask, r.luxi, clock)
	cmd.Dir = r.dir
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "LC_") || strings.HasPrefix(v, "LANG")
	}), r.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("%v with %q:\n%s", err, r.env, bytes.TrimSpace(out))
	}
}

// differs returns the first file that only one of two sites has, or that is
// another in each.
func differs(a, b map[string]string) string {
	names := slices.Sorted(maps.Keys(a))
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if a[name] != b[name] {
			return name
		}
	}
	return ""
}

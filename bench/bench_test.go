package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The tests' own program is the floor, too.
func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == floorCommand {
		exit(floor(os.Args[2], os.Args[3], os.Args[4]))
	}
	os.Exit(m.Run())
}

// A whole trial, with the floor in the place of luxi.
func TestMeasure(t *testing.T) {
	const n, rounds = 10, 3
	dir := testSites(t, n)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sizes := filepath.Join(dir, "given")
	if err := os.WriteFile(sizes, []byte("30\ta.html\n0\tb/c/index.html\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	luxi := luxiTool(dir, self)
	luxi.command = []string{self, floorCommand, filepath.Join(luxi.dir, "content"), sizes, luxi.public}
	before := readSite(t, filepath.Join(luxi.dir, "content"))

	trial := trial{dir: dir, corpus: newCorpus(testSeed), essays: n, tools: []tool{luxi, floorTool(dir, self, luxi)}}
	s, err := trial.measure(t.Context(), rounds, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		if len(s[task]["luxi"]) != rounds || (len(s[task]["floor"]) == rounds) != (task == cold) {
			t.Errorf("%s was run %d times, its floor %d", task, len(s[task]["luxi"]), len(s[task]["floor"]))
		}
		for tool, runs := range s[task] {
			for _, r := range runs {
				if r.Files != 2 || r.Bytes != 30 || r.Wall <= 0 {
					t.Errorf("%s, %s: %+v; it writes 2 files of 30 bytes", task, tool, r)
				}
			}
		}
	}
	if after := readSite(t, filepath.Join(luxi.dir, "content")); !equalSites(before, after) {
		t.Error("the changed essays were not put back")
	}
}

func equalSites(a, b map[string]string) bool {
	for name, text := range a {
		if b[name] != text {
			return false
		}
	}
	return len(a) == len(b)
}

// What a failed program says is told, and no figure is made of it.
func TestFailedRun(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	broken := tool{name: "luxi", dir: dir, public: dir, command: []string{self, floorCommand, filepath.Join(dir, "none"), "", ""}}
	if _, err := broken.run(t.Context()); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a run without content says %v", err)
	}
}

// Files are counted as written by their times, not by being there.
func TestUntouchedFilesAreNotCounted(t *testing.T) {
	dir := t.TempDir()
	if err := write(filepath.Join(dir, "public", "old.html"), "old"); err != nil {
		t.Fatal(err)
	}
	start, err := fileClock(dir)
	if err != nil {
		t.Fatal(err)
	}
	old := start.AddDate(0, 0, -1)
	if err := os.Chtimes(filepath.Join(dir, "public", "old.html"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := write(filepath.Join(dir, "public", "new.html"), "brand new"); err != nil {
		t.Fatal(err)
	}
	if files, size, err := written(filepath.Join(dir, "public"), start); files != 1 || size != 9 || err != nil {
		t.Errorf("%d files of %d bytes were written (%v), want 1 of 9", files, size, err)
	}
}

func TestReport(t *testing.T) {
	run := func(wall ...float64) (out []sample) {
		for _, w := range wall {
			out = append(out, sample{Wall: w, CPU: 2 * w, Peak: 80e6, Files: 1200, Bytes: 9.5e6})
		}
		return out
	}
	disturbed := run(9, 9, 1, 2, 3, 0) // of six, the three in the middle are quiet
	for i := range disturbed {
		disturbed[i].Others = []float64{0.3, 0.5, 0, 0.09, 0.05, 0.1}[i]
	}
	busy := run(4, 4, 4)
	busy[0].Others, busy[1].Others = 0.3, 0.5
	tr := trial{essays: 1000, tools: []tool{{name: "luxi"}, {name: "hugo"}, {name: "floor"}}}
	r := report{
		Machine: machine{System: "linux/amd64", Processors: 2, Go: "go1.26", Hugo: "v0.1", Work: "/dev/shm"}, Seed: 7, Rounds: 3,
		Corpora: []figures{figuresOf(tr, samples{
			cold:      {"luxi": run(1, 5, 2), "hugo": run(8, 3, 4), "floor": {{Wall: 0.25, CPU: 0.5, Files: 1200}}},
			unchanged: {"luxi": disturbed, "hugo": busy},
		})},
	}
	var b bytes.Buffer
	if err := r.print(&b); err != nil {
		t.Fatal(err)
	}
	want := `linux/amd64, unknown processor, 2 processors, go1.26, Hugo v0.1, in /dev/shm
seed 7, 3 rounds, medians of the runs in which the machine was quiet

1000 essays
             task   tool  wall s  to Hugo  CPU s  to Hugo  peak MB  files written  MB written   quiet
       cold build   luxi   2.000    0.500  4.000    0.500       80           1200         9.5  3 of 3
       cold build   hugo   4.000    1.000  8.000    1.000       80           1200         9.5  3 of 3
       cold build  floor   0.250    0.062  0.500    0.062        -           1200         0.0  1 of 1
  nothing changed   luxi   2.000    0.500  4.000    0.500       80           1200         9.5  3 of 6
  nothing changed   hugo   4.000    1.000  8.000    1.000       80           1200         9.5  1 of 3

Other programs took a tenth of the machine or more too often: these figures are no good to be kept.
`
	if got := b.String(); got != want {
		t.Errorf("the report is\n%s\nwant\n%s", got, want)
	}
}

func TestOptions(t *testing.T) {
	o, err := parseOptions([]string{"-n", "10, 200", "-only", "floor,luxi", "-rounds", "1"})
	if err != nil || !slices.Equal(o.sizes, []int{10, 200}) || !slices.Equal(o.only, []string{"floor", "luxi"}) || o.rounds != 1 {
		t.Errorf("the options are %+v (%v)", o, err)
	}
	for _, wrong := range [][]string{{"-n", "many"}, {"-n", "0"}, {"-only", "jekyll"}, {"-only", "floor"}, {"-rounds", "0"}, {"1000"}} {
		if _, err := parseOptions(wrong); err == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}

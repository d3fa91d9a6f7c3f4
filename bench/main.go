// Bench measures luxi beside Hugo on columns that it makes itself. Run it in
// the repository's folder:
//
//	go run ./bench                      # 1,000 and 10,000 essays, five rounds
//	go run ./bench -n 100000 -rounds 3  # needs some 10 GB of memory or disk
//	go run ./bench -only luxi,floor     # without Hugo
//	go run ./bench -json >figures.json  # every sample
//
// It makes a column of Chinese essays, writes it in the form that luxi reads
// and in the form that Hugo reads, with themes that give equal pages, and runs
// in turn:
//
//   - luxi, built from this tree;
//   - Hugo, of a fixed version, which is installed in the user's cache at first;
//   - a floor, this program itself, which reads the essays and writes files of
//     the sizes of luxi's, and does nothing else.
//
// Each makes the site from nothing, then again with nothing changed, then again
// with one essay changed. docs/benchmarks.md says what the figures mean.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if len(os.Args) == 5 && os.Args[1] == floorCommand {
		exit(floor(os.Args[2], os.Args[3], os.Args[4]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == serveCommand {
		err := measureServe(ctx, os.Args[2:])
		if errors.Is(err, flag.ErrHelp) {
			return
		}
		exit(err)
	}
	o, err := parseOptions(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(ctx, o)
	}
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

type options struct {
	sizes  []int
	rounds int
	seed   uint64
	only   []string
	hugo   string
	work   string
	keep   bool
	json   bool
}

var toolNames = []string{"luxi", "hugo", "floor"}

func parseOptions(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := flags.String("n", "1000,10000", "how many essays; several `numbers` by commas")
	flags.IntVar(&o.rounds, "rounds", 5, "how often everything is run; figures are medians")
	flags.Uint64Var(&o.seed, "seed", 20260101, "of the essays: the same seed gives the same essays")
	only := flags.String("only", strings.Join(toolNames, ","), "which `tools` are run")
	flags.StringVar(&o.hugo, "hugo", "", "a Hugo `program` that is there, instead of "+hugoVersion)
	flags.StringVar(&o.work, "work", "", "the `folder` to work in (default: /dev/shm if it is in memory, else the system's for temporary files)")
	flags.BoolVar(&o.keep, "keep", false, "leave the columns and the sites where they are, and say where")
	flags.BoolVar(&o.json, "json", false, "print JSON, with every sample")
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), "Bench measures luxi beside Hugo on columns that it makes itself:\n\n  go run ./bench [flags]\n  go run ./bench serve [flags]    # the preview in place of the build\n\n")
		flags.PrintDefaults()
		fmt.Fprint(flags.Output(), "\nThe tools are luxi, hugo and floor; docs/benchmarks.md says what each does.\n")
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q is not a flag; -help lists those that there are", flags.Arg(0))
	}
	for s := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 {
			return o, fmt.Errorf("-n takes whole numbers above 0 by commas, not %q", s)
		}
		o.sizes = append(o.sizes, n)
	}
	for name := range strings.SplitSeq(*only, ",") {
		if !slices.Contains(toolNames, name) {
			return o, fmt.Errorf("-only knows %s, not %q", strings.Join(toolNames, ", "), name)
		}
		o.only = append(o.only, name)
	}
	if slices.Equal(o.only, []string{"floor"}) {
		return o, errors.New("the floor needs luxi or Hugo beside it: it writes what they wrote")
	}
	if o.rounds < 1 {
		return o, errors.New("-rounds is 1 or more")
	}
	return o, nil
}

func run(ctx context.Context, o options) error {
	work, err := workFolder(o.work)
	if err != nil {
		return err
	}
	if o.keep {
		fmt.Fprintln(os.Stderr, "bench: working in", work)
	} else {
		defer os.RemoveAll(work)
	}
	if !inMemory(work) {
		fmt.Fprintln(os.Stderr, "bench:", work, "is not known to be in memory; the disk is measured, too")
	}
	tools, version, err := programs(ctx, o, work)
	if err != nil {
		return err
	}
	r := report{Seed: o.seed, Rounds: o.rounds, Machine: machine{
		System: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor(), Processors: runtime.NumCPU(),
		Go: runtime.Version(), Hugo: version, Work: filepath.Dir(work), InMemory: inMemory(work),
	}}
	for _, n := range o.sizes {
		f, err := measure(ctx, o, filepath.Join(work, strconv.Itoa(n)), n, tools)
		if err != nil {
			return err
		}
		r.Corpora = append(r.Corpora, f)
	}
	if o.json {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	return r.print(os.Stdout)
}

// workFolder makes a folder for this run.
func workFolder(parent string) (string, error) {
	if parent == "" && inMemory("/dev/shm") {
		parent = "/dev/shm"
	}
	return os.MkdirTemp(parent, "luxi-bench-")
}

// programs makes the programs ready, and returns what makes the tools for the
// sites in a folder. The floor is last: it writes what the first wrote.
func programs(ctx context.Context, o options, work string) (tools func(dir string) []tool, hugoVersion string, err error) {
	var luxi, hugo string
	if slices.Contains(o.only, "luxi") {
		if luxi, err = buildLuxi(ctx, work); err != nil {
			return nil, "", err
		}
	}
	if slices.Contains(o.only, "hugo") {
		if hugo, err = findHugo(ctx, o.hugo); err != nil {
			return nil, "", err
		}
		if hugoVersion, err = versionOf(ctx, hugo); err != nil {
			return nil, "", err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	return func(dir string) []tool {
		var list []tool
		if luxi != "" {
			list = append(list, luxiTool(dir, luxi))
		}
		if hugo != "" {
			list = append(list, hugoTool(dir, hugo))
		}
		if slices.Contains(o.only, "floor") {
			list = append(list, floorTool(dir, self, list[0]))
		}
		return list
	}, hugoVersion, nil
}

func measure(ctx context.Context, o options, dir string, n int, tools func(dir string) []tool) (figures, error) {
	say := func(line string) { fmt.Fprintln(os.Stderr, "bench:", line) }
	t := trial{dir: dir, corpus: newCorpus(o.seed), essays: n, tools: tools(dir)}
	say(fmt.Sprintf("writing %d essays", n))
	if err := writeSites(dir, t.corpus, n); err != nil {
		return figures{}, err
	}
	s, err := t.measure(ctx, o.rounds, say)
	if err != nil {
		return figures{}, err
	}
	if !o.keep { // the next corpus needs the room
		err = os.RemoveAll(dir)
	}
	return figuresOf(t, s), err
}

// Luxi is the static site generator of an opinion column: it makes a site of
// the essays that contributors send in. Run luxi help for its commands.
//
// This package wires and prints; one file holds one command. What the program
// says stands beside the code that says it, in Chinese and in English.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// The exit statuses.
const (
	statusFine   = 0
	statusColumn = 1 // the column has errors
	statusUsage  = 2 // wrong usage, or the machine failed
)

func main() {
	os.Exit(run(os.Args[1:], environment{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now,
	}))
}

// An environment is what the program gets from the system.
type environment struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	now    func() time.Time
}

// An app is one run of the program.
type app struct {
	environment
	lang i18n.Lang

	source string       // --source
	clock  civil.Moment // --now, else the machine's time
	status int          // what run returns where no error is
	guard  *guard       // against being cut off in the middle
}

// run runs the program with its arguments and returns its exit status.
func run(args []string, env environment) int {
	a := &app{environment: env, lang: i18n.Detect(env.getenv)}
	if l, ok := i18n.ParseLang(flagValue(args, "--lang")); ok {
		a.lang = l
	}
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	a.guard = a.watchSignals()
	defer a.guard.end()
	if err := root.Execute(); err != nil {
		a.printError(err)
		return statusUsage
	}
	return a.status
}

// flagValue finds a flag before cobra parses them: the language decides what
// the commands are made of.
func flagValue(args []string, name string) string {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, name+"="); ok {
			return v
		}
		if arg == name && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// say returns a text in the language of the run.
func (a *app) say(zh, en string) string { return i18n.Text{ZH: zh, EN: en}.In(a.lang) }

// A usageError is a command line that cannot be understood.
type usageError struct {
	message string
	command string // whose help is to be read
}

func (e usageError) Error() string { return e.message }

func (a *app) printError(err error) {
	fmt.Fprintf(a.stderr, "luxi: %s\n", a.errorText(err))
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(a.stderr, a.say("运行 %s --help 看用法。\n", "Run %s --help for its usage.\n"), usage.command)
	}
}

// printDiagnostics shows a list on standard error.
func (a *app) printDiagnostics(list diag.List) error {
	color, width := a.onTerminal(a.stderr)
	return diag.Printer{Lang: a.lang, Color: color, Width: width}.Print(a.stderr, list)
}

// onTerminal reports whether a stream is a terminal, whether it may be coloured,
// and how wide it is, or 0.
func (a *app) onTerminal(stream io.Writer) (color bool, width int) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return false, 0
	}
	width, _, _ = term.GetSize(int(f.Fd()))
	return a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb", width
}

// rootCommand makes the tree of commands.
func (a *app) rootCommand() *cobra.Command {
	root := a.command("luxi", i18n.Text{
		ZH: "鲁西崛起大家谈：把来稿做成网站",
		EN: "the site generator of the Luxi Rise Forum: from essays to a site",
	}, "", nil)
	root.AddCommand(a.buildCommand(), a.checkCommand(), a.serveCommand(), a.proofCommand(), a.importCommand(), a.deadlineCommand(), a.newCommand(), a.initCommand(), a.themeCommand(), a.versionCommand())
	flags := root.PersistentFlags()
	flags.StringVar(&a.source, "source", "", a.say("栏目所在的`文件夹`（默认：从当前文件夹往上，第一个有 site.toml 的）", "`DIR` of the column (default: the nearest one upwards with a site.toml)"))
	lang := flags.String("lang", "", a.say("提示用的`语言`：zh 中文，en 英文（默认：跟随系统）", "speak `LANG`, zh or en (default: the system's)"))
	now := flags.String("now", "", a.say("把这个`时间`当作现在，如 2022-08-01 或 2022-08-01T09:00", "take `TIME` for now, such as 2022-08-01 or 2022-08-01T09:00"))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if _, ok := i18n.ParseLang(*lang); *lang != "" && !ok {
			return a.wrongUsage(cmd, "--lang 只能是 zh 或 en，不能是“%s”", "--lang takes zh or en, not “%s”", *lang)
		}
		var empty error
		cmd.Flags().Visit(func(f *pflag.Flag) {
			if f.Value.Type() == "string" && f.Value.String() == "" {
				empty = a.wrongUsage(cmd, "选项“--%s”后面要写值", "the flag “--%s” needs a value", f.Name)
			}
		})
		if empty != nil {
			return empty
		}
		return a.setClock(cmd, *now)
	}
	root.Version = version()
	a.setUp(root)
	return root
}

// setClock sets the time that the run takes for now.
func (a *app) setClock(cmd *cobra.Command, written string) error {
	if written == "" {
		a.clock = civil.MomentOf(a.now())
		return nil
	}
	clock, ok := civil.ParseMoment(written)
	if !ok {
		return a.wrongUsage(cmd, "看不懂时间“%s”，请写成 2022-08-01 或 2022-08-01T09:00 的样子", "“%s” is no time; write it like 2022-08-01 or 2022-08-01T09:00", written)
	}
	a.clock = clock
	return nil
}

// today returns the date of the run in a column's zone.
func (a *app) today(loc *time.Location) civil.Date {
	return civil.DateOf(a.clock.Instant(loc).In(loc))
}

package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/qr"
	"luxi/internal/serve"
	"luxi/internal/watch"
)

// serveFlags are those of luxi serve.
type serveFlags struct {
	host           string
	port           int
	lan            bool
	open           bool
	poll           bool
	drafts, future bool
	theme          string
	fixed          bool // --now was given
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := a.command("serve", i18n.Text{
		ZH: "边改边看：在浏览器里预览，保存以后自动刷新",
		EN: "show the site in the browser, and follow every change",
	}, "", func(cmd *cobra.Command, _ []string) error {
		f.fixed = cmd.Flag("now").Changed
		return a.serve(cmd, f)
	})
	flags := cmd.Flags()
	flags.IntVar(&f.port, "port", 1313, a.say("`端口`；被占用就用下一个空着的", "listen on `PORT`, or on the next free one"))
	flags.StringVar(&f.host, "host", "127.0.0.1", a.say("只在这个`地址`上提供预览", "listen on `ADDRESS` only"))
	flags.BoolVar(&f.lan, "lan", false, a.say("同一个局域网里的人也能看；给出手机扫的二维码", "let others on the local network look; shows a QR code for phones"))
	flags.BoolVar(&f.open, "open", false, a.say("打开浏览器", "open the browser"))
	flags.BoolVar(&f.poll, "poll", false, a.say("定时检查文件，不靠系统通知（网络盘上会自动这样）", "look at the files again and again instead of being told by the system (automatic on network shares)"))
	flags.BoolVar(&f.drafts, "drafts", true, a.say("连草稿一起；不要就写 --drafts=false", "with drafts; --drafts=false leaves them out"))
	flags.BoolVar(&f.future, "future", true, a.say("连日期未到的一起；不要就写 --future=false", "with what is dated in the future; --future=false leaves it out"))
	flags.StringVar(&f.theme, "theme", "", a.say("这次用的`主题`，代替 site.toml 里的 theme", "`NAME` instead of site.toml's theme"))
	return cmd
}

// serve shows the column until it is interrupted.
func (a *app) serve(cmd *cobra.Command, f serveFlags) error {
	if f.port < 0 || f.port > 65535 {
		return a.wrongUsage(cmd, "--port 要在 0 到 65535 之间，不能是 %d", "--port must lie between 0 and 65535, not %d", f.port)
	}
	if f.lan && cmd.Flags().Changed("host") {
		return a.wrongUsage(cmd, "--lan 和 --host 不能同时用", "--lan and --host cannot be used together")
	}
	dir, err := a.sourceDir()
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a.guard.leave()
	listener, hosts, err := listen(f)
	if err != nil {
		return fmt.Errorf(a.say("不能在 %s 的端口 %d 上提供预览（%s）；换一个 --host 或 --port", "cannot listen on %s, port %d (%s); choose another --host or --port"), f.host, f.port, a.errorText(err))
	}
	server := serve.New(root, serve.Options{
		Lang: a.lang, Now: a.serveClock(f), Drafts: f.drafts, Future: f.future, Theme: f.theme, Keep: true,
		Verify: a.getenv("LUXI_VERIFY") == "1", Hosts: hosts, Report: a.serveReport(),
	})
	defer server.Close()
	watcher := watch.Open(dir, serve.Scope(), watch.Options{Poll: f.poll, Warn: a.pollingWarning})
	defer watcher.Close()
	loadThrifty(ctx, server)
	a.announce(f, listener.Addr().(*net.TCPAddr), hosts, server.Path())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	followed := make(chan struct{})
	go func() { defer close(followed); server.Follow(ctx, watcher) }()
	err = server.Serve(ctx, listener)
	cancel()
	<-followed
	return err
}

// loadThrifty reads the column for the first time. To parse all of it makes more
// garbage than anything after it, and the server should not hold for a day what
// it needed for a second; so the collector comes twice as often meanwhile.
func loadThrifty(ctx context.Context, server *serve.Server) {
	usual := debug.SetGCPercent(50)
	server.Load(ctx)
	debug.SetGCPercent(usual)
	debug.FreeOSMemory()
}

// serveClock returns the clock of each reading: the machine's, or --now for ever.
func (a *app) serveClock(f serveFlags) func() civil.Moment {
	if f.fixed {
		return func() civil.Moment { return a.clock }
	}
	return func() civil.Moment { return civil.MomentOf(a.now()) }
}

// listen listens, and says by which names the server may be called.
func listen(f serveFlags) (net.Listener, []string, error) {
	host, hosts := f.host, []string{f.host}
	if f.lan {
		host, hosts = "", serve.Addresses()
	} else if ip := net.ParseIP(f.host); ip != nil && ip.IsUnspecified() {
		hosts = serve.Addresses()
	}
	l, err := serve.Listen(host, f.port)
	return l, hosts, err
}

// announce says where the site is to be seen.
func (a *app) announce(f serveFlags, at *net.TCPAddr, hosts []string, path string) {
	if f.port != 0 && at.Port != f.port {
		fmt.Fprintf(a.stdout, a.say("端口 %d 被占用，改用 %d。\n", "Port %d is taken, so it is %d.\n"), f.port, at.Port)
	}
	own := "127.0.0.1"
	if ip := net.ParseIP(f.host); !f.lan && (ip == nil || !ip.IsUnspecified()) {
		own = f.host
	}
	address := webAddress(own, at.Port, path)
	fmt.Fprintf(a.stdout, a.say("预览：%s\n", "Preview: %s\n"), address)
	fmt.Fprintf(a.stdout, a.say("全部页面和约稿情况：%s\n", "All pages and the board: %s\n"), webAddress(own, at.Port, "/_luxi/"))
	if f.lan {
		a.announceLAN(hosts, at.Port, path)
	}
	fmt.Fprint(a.stdout, a.say("保存文件以后，浏览器会自动更新。按 Ctrl-C 结束。\n", "The browser follows every file that is saved. Ctrl-C ends it.\n"))
	if f.open {
		if err := serve.OpenBrowser(address); err != nil {
			fmt.Fprintf(a.stderr, a.say("打不开浏览器（%s），请自己打开上面的网址。\n", "The browser cannot be opened (%s); open the address above.\n"), a.errorText(err))
		}
	}
}

func webAddress(host string, port int, path string) string {
	return "http://" + net.JoinHostPort(host, strconv.Itoa(port)) + path
}

// announceLAN says how others reach the server, and draws that for phones.
func (a *app) announceLAN(hosts []string, port int, path string) {
	if len(hosts) == 0 {
		fmt.Fprint(a.stderr, a.say("这台电脑现在没有连上局域网，别的设备看不到。\n", "This machine is on no network now; no other can look.\n"))
		return
	}
	address := webAddress(hosts[0], port, path)
	fmt.Fprintf(a.stdout, a.say("局域网：%s（同一个网络里的人都能看到稿件，看完请关掉）\n", "Network: %s (everybody on this network can read the manuscripts; end it when done)\n"), address)
	if _, width := a.onTerminal(a.stdout); width == 0 {
		return
	}
	lines, err := qr.Terminal(address)
	if err != nil {
		return // the address stands above
	}
	for _, line := range lines {
		fmt.Fprintf(a.stdout, "  \x1b[30;107m%s\x1b[0m\n", line)
	}
}

// serveReport prints what every reading found, if it is something new.
func (a *app) serveReport() func(serve.Reading) {
	errors := false
	return func(r serve.Reading) {
		if !r.Changed {
			return
		}
		_ = a.printDiagnostics(r.Diagnostics) // a terminal that is gone is no reason to stop
		if r.Err != nil {
			a.printError(r.Err)
		}
		broken := r.Err != nil || r.Diagnostics.HasErrors()
		if line := a.readingLine(r, broken, errors); line != "" {
			fmt.Fprintln(a.stdout, line)
		}
		errors = broken
	}
}

func (a *app) readingLine(r serve.Reading, broken, before bool) string {
	found := a.mistakes(summary{Errors: r.Diagnostics.Count(diag.Error), Warnings: r.Diagnostics.Count(diag.Warning)})
	switch {
	case r.Err != nil:
		return ""
	case broken:
		return fmt.Sprintf(a.say("%s 有 %s；改好保存以后会自动更新。", "%s %s; the browser follows when they are mended."), a.clockText(), found)
	case before:
		return fmt.Sprintf(a.say("%s 错误都改好了。", "%s All errors are mended."), a.clockText())
	case r.First:
		return fmt.Sprintf(a.say("%s，用时 %.2f 秒", "%s, read in %.2f s"), a.count(r.Pages, "个网页", "page"), r.Took.Seconds())
	}
	return ""
}

// clockText is the time of day on this machine, which the reader has before them.
func (a *app) clockText() string { return a.now().Format(time.TimeOnly) }

// pollingWarning says that files are polled, and what that means.
func (a *app) pollingWarning(why watch.Reason, err error) {
	text := a.say("系统不能通知文件的变化", "the system cannot tell of changes")
	switch why {
	case watch.Remote:
		text = a.say("栏目在网络盘上，系统不会通知别的电脑改了什么", "the column is on a network share, where the system does not tell what others change")
	case watch.Limit:
		text = a.say("系统能监视的文件数用完了", "the system can watch no more files")
	}
	if err != nil {
		text += a.say("（", " (") + a.errorText(err) + a.say("）", ")")
	}
	fmt.Fprintf(a.stderr, a.say("luxi: %s，改为每半秒检查一次文件。\n", "luxi: %s; the files are looked at twice a second instead.\n"), strings.TrimSpace(text))
}

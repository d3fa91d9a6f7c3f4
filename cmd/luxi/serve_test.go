//go:build unix

package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A preview is a process of luxi serve.
type preview struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr *bufio.Reader
	said   strings.Builder // on standard output
	url    string
}

func startPreview(t *testing.T, dir string, args ...string) *preview {
	t.Helper()
	p := &preview{t: t, cmd: exec.Command("luxi", append([]string{"serve", "--source", dir, "--lang", "zh", "--now", "2022-08-15"}, args...)...)}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stdout, p.stderr = bufio.NewReader(stdout), bufio.NewReader(stderr)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	p.url = regexp.MustCompile(`http://\S+`).FindString(p.reads(p.stdout, "预览："))
	p.reads(p.stdout, "Ctrl-C")
	return p
}

// reads returns the next line that has a text.
func (p *preview) reads(from *bufio.Reader, text string) string {
	p.t.Helper()
	for {
		line, err := from.ReadString('\n')
		if from == p.stdout {
			p.said.WriteString(line)
		}
		if strings.Contains(line, text) {
			return line
		}
		if err != nil {
			p.t.Fatalf("it never said %q, but:\n%s", text, p.said.String())
		}
	}
}

// becomes waits until an address answers with a text. It is asked again whenever
// the server says, on the stream of the page, that the page may be another.
func (p *preview) becomes(address, text string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Minute)
	defer cancel()
	page := address
	if page == "" {
		page = "index.html"
	}
	stream := p.get(ctx, "_luxi/events?address="+page)
	defer stream.Close()
	var body []byte
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		if lines.Text() != "event: state" {
			continue
		}
		answer := p.get(ctx, address)
		body, _ = io.ReadAll(answer)
		answer.Close()
		if strings.Contains(string(body), text) {
			return
		}
	}
	p.t.Fatalf("%s is not %q:\n%.500s", address, text, body)
}

// get asks for an address. Whatever the status is, there is a body.
func (p *preview) get(ctx context.Context, address string) io.ReadCloser {
	p.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.Body
}

// end interrupts it, and returns its exit status.
func (p *preview) end() int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.t.Fatal(err)
	}
	rest, _ := io.ReadAll(p.stdout)
	p.said.Write(rest)
	_, _ = io.Copy(io.Discard, p.stderr)
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

// The terminal says where the site is, and what is wrong while it is; nothing
// but an interrupt ends the server; nothing is published.
func TestServe(t *testing.T) {
	c := newProcessColumn(t, 2)
	c.must(os.RemoveAll(filepath.Join(c.dir, "public")))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	c.must(err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	p := startPreview(t, c.dir, "--port", strconv.Itoa(port))
	if said := p.said.String(); !strings.Contains(said, "端口 "+strconv.Itoa(port)+" 被占用，改用 ") {
		t.Errorf("that the port is taken is not said:\n%s", said)
	}
	if !strings.HasPrefix(p.url, "http://127.0.0.1:") {
		t.Errorf("the address is %s", p.url)
	}
	p.becomes("essays/2022/essay-0.html", "正文。")
	name := filepath.Join(c.dir, "content/essays/2022/essay-0.md")
	good, err := os.ReadFile(name)
	c.must(err)
	c.must(os.WriteFile(name, []byte(strings.Replace(string(good), "title", "titel", 1)), 0o644))
	p.reads(p.stderr, "essay-0.md:2:1: 错误")
	p.reads(p.stderr, "titel")
	p.reads(p.stdout, "改好保存以后会自动更新")
	c.must(os.WriteFile(name, []byte(strings.Replace(string(good), "正文。", "改好的正文。", 1)), 0o644))
	p.reads(p.stdout, "错误都改好了")
	p.becomes("essays/2022/essay-0.html", "改好的正文。")
	if status := p.end(); status != 0 {
		t.Errorf("after Ctrl-C the status is %d", status)
	}
	if _, err := os.Stat(filepath.Join(c.dir, "public")); !os.IsNotExist(err) {
		t.Errorf("it has published: %v", err)
	}
}

// A column whose settings are broken is shown all the same.
func TestServeBrokenSettings(t *testing.T) {
	c := newProcessColumn(t, 1)
	settings := filepath.Join(c.dir, "site.toml")
	good, err := os.ReadFile(settings)
	c.must(err)
	c.must(os.WriteFile(settings, []byte("title = \n"), 0o644))
	p := startPreview(t, c.dir, "--port", "0", "--poll")
	p.becomes("", "/_luxi/client/client.js")
	c.must(os.WriteFile(settings, good, 0o644))
	p.becomes("", "鲁西崛起大家谈")
	if status := p.end(); status != 0 {
		t.Errorf("after Ctrl-C the status is %d", status)
	}
}

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A server that was held up while more was changed than the system's queue holds
// shows the truth, also what nobody told it of.
func TestServeOverflow(t *testing.T) {
	length, err := os.ReadFile("/proc/sys/fs/inotify/max_queued_events")
	if err != nil {
		t.Skip(err)
	}
	queue, err := strconv.Atoi(strings.TrimSpace(string(length)))
	c := newProcessColumn(t, 2)
	c.must(err)
	p := startPreview(t, c.dir, "--port", "0")
	p.becomes("essays/2022/essay-0.html", "正文。")
	essays := filepath.Join(c.dir, "content/essays")
	good, err := os.ReadFile(filepath.Join(essays, "2022/essay-0.md"))
	c.must(err)
	c.must(p.cmd.Process.Signal(syscall.SIGSTOP))
	for i := range queue + 10000 { // more than are on their way to the server; twice the same would be one
		c.must(os.Chmod(filepath.Join(essays, "2022/essay-"+strconv.Itoa(i%2)+".md"), 0o600))
	}
	changed := func(text string) []byte { return []byte(strings.Replace(string(good), "正文。", text, 1)) }
	c.must(os.WriteFile(filepath.Join(essays, "2022/essay-0.md"), changed("没人说过的改动。"), 0o644))
	c.must(os.Mkdir(filepath.Join(essays, "2030"), 0o755))
	c.must(os.WriteFile(filepath.Join(essays, "2030/late.md"), changed("没人说过的新文章。"), 0o644))
	c.must(os.Remove(filepath.Join(essays, "2022/essay-1.md")))
	c.must(p.cmd.Process.Signal(syscall.SIGCONT))
	p.becomes("essays/2030/late.html", "没人说过的新文章。")
	p.becomes("essays/2022/essay-0.html", "没人说过的改动。")
	p.becomes("essays/2022/essay-1.html", "找不到")
	c.must(os.WriteFile(filepath.Join(essays, "2030/late.md"), changed("新文件夹里又改了。"), 0o644))
	p.becomes("essays/2030/late.html", "新文件夹里又改了。")
	if status := p.end(); status != 0 {
		t.Errorf("after Ctrl-C the status is %d", status)
	}
}

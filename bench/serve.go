package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// serveCommand has the preview measured in place of the build.
const serveCommand = "serve"

// A previewed is a luxi serve at work, and a page that is open: as the client
// does, it waits to be told and then fetches the page.
type previewed struct {
	cmd    *exec.Cmd
	url    string
	page   string // its path
	source string // the file that it is made of
	stream *bufio.Scanner
}

// measureServe measures, on one column: how long the server takes to answer, the
// time from the write of an essay to the moment in which its open page has been
// told and has fetched the new text, and the largest resident set.
func measureServe(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench serve", flag.ContinueOnError)
	n := flags.Int("n", 10000, "how many essays")
	edits := flags.Int("edits", 20, "how many edits; the figure is their median")
	seed := flags.Uint64("seed", 20260101, "of the essays")
	work := flags.String("work", "", "the `folder` to work in, as of bench")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *n < 1 || *edits < 1 || flags.NArg() > 0 {
		return errors.New("-n and -edits are 1 or more, and nothing else follows")
	}
	dir, err := workFolder(*work)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c := newCorpus(*seed)
	if err := writeSites(dir, c, *n); err != nil {
		return err
	}
	binary, err := buildLuxi(ctx, dir)
	if err != nil {
		return err
	}
	for _, start := range []string{"first start", "later start"} {
		if err := measurePreview(ctx, binary, dir, c.essay(*n/2), start, *edits); err != nil {
			return err
		}
	}
	return nil
}

func measurePreview(ctx context.Context, binary, dir string, e essay, start string, edits int) error {
	p := &previewed{source: essayFile(dir, "luxi", e), page: "essays/" + e.year() + "/" + e.name() + "/"}
	ready, err := p.start(ctx, binary, filepath.Join(dir, "luxi"))
	if err != nil {
		return err
	}
	defer func() {
		_ = p.cmd.Process.Kill() // it holds nothing that is worth an end in order
		_ = p.cmd.Wait()
	}()
	if err := p.open(ctx); err != nil {
		return err
	}
	var times []time.Duration
	for i := range edits {
		took, err := p.edit(ctx, fmt.Sprintf("第%d次改动，%s。", i, start))
		if err != nil {
			return err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	fmt.Printf("%s: ready in %.2f s; an edit is shown after %d ms (median of %d; %d to %d ms); peak %d MB\n", start, ready.Seconds(),
		times[len(times)/2].Milliseconds(), edits, times[0].Milliseconds(), times[len(times)-1].Milliseconds(), peakOf(p.cmd.Process.Pid)>>20)
	return nil
}

// start starts the server and waits until it answers.
func (p *previewed) start(ctx context.Context, binary, site string) (time.Duration, error) {
	p.cmd = exec.CommandContext(ctx, binary, "serve", "--source", site, "--port", "0", "--lang", "en")
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if err := p.cmd.Start(); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(out)
	for p.url == "" && lines.Scan() {
		p.url = regexp.MustCompile(`http://[^ ]+`).FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	_, err = p.get(ctx, "")
	return time.Since(begin), err
}

func (p *previewed) get(ctx context.Context, path string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// open opens the stream of the page and waits until it was told its state.
func (p *previewed) open(ctx context.Context) error {
	root, err := url.Parse(p.url)
	if err != nil {
		return err
	}
	root.Path = "/_luxi/events"
	root.RawQuery = url.Values{"address": {p.page + "index.html"}}.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, root.String(), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	p.stream = bufio.NewScanner(answer.Body) // which ends with the server
	return p.told()
}

func (p *previewed) told() error {
	for p.stream.Scan() {
		if strings.HasPrefix(p.stream.Text(), `data: {"key"`) {
			return nil
		}
	}
	return errors.Join(errors.New("bench: the stream has ended"), p.stream.Err())
}

// edit adds a paragraph, and returns how long it takes until the page has it.
func (p *previewed) edit(ctx context.Context, text string) (time.Duration, error) {
	old, err := os.ReadFile(p.source)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if err := os.WriteFile(p.source, append(old, "\n\n"+text+"\n"...), 0o644); err != nil {
		return 0, err
	}
	for {
		if err := p.told(); err != nil {
			return 0, err
		}
		body, err := p.get(ctx, p.page)
		if err != nil || strings.Contains(body, text) {
			return time.Since(begin), err
		}
	}
}

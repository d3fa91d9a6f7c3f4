// Screenshots takes pictures of the project's own column and of the model
// column in every theme, for people to look at: each kind of page, from a small
// phone to a desk, in each mode, and on paper. Run it in the repository's
// folder, on a machine with Chromium:
//
//	go run ./docs/screenshots -o DIR
//
// The pages that go to a printer are PDF files, and pictures too where poppler's
// pdftoppm is found. With -readme the pictures of the README in docs/images are
// taken anew instead.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"luxi/internal/browser"
	"luxi/internal/pages"
)

func main() {
	out := flag.String("o", "", "the folder that takes the pictures")
	readme := flag.Bool("readme", false, "take the pictures of the README anew")
	flag.Parse()
	shots, shrink := look(), false
	if *readme {
		*out, shots, shrink = "docs/images", readmeShots, true
	}
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(".", *out, shots, shrink); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// run takes pictures. root is the project's folder.
func run(root, out string, shots []shot, shrink bool) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	c, err := browser.Launch(browser.Windowed)
	if err != nil {
		return err
	}
	defer c.Close()
	studio := studio{root: root, browser: c, servers: map[string]*httptest.Server{}}
	defer studio.close()
	for _, s := range shots {
		name := filepath.Join(out, s.name)
		if err := studio.take(s, name, shrink); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Println(s.name)
	}
	return nil
}

// A studio serves columns in themes, each built once.
type studio struct {
	root    string
	browser *browser.Browser
	servers map[string]*httptest.Server
}

func (s *studio) close() {
	for _, server := range s.servers {
		server.Close()
	}
}

// serve returns the address of a column in a theme, and the clock by which it
// is looked at.
func (s *studio) serve(column, theme string) (string, time.Time, error) {
	clock, path := pages.OwnClock, ""
	build := func() (pages.Site, error) { return pages.Own(s.root, theme) }
	if column == "model" {
		clock, path = pages.ModelClock, pages.ModelBase
		build = func() (pages.Site, error) {
			extremes, err := os.ReadFile(filepath.Join(s.root, "internal/pages/testdata/jiduan.md"))
			if err != nil {
				return nil, err
			}
			return pages.Model(s.root, theme, map[string]string{"content/essays/2023/jiduan.md": string(extremes)})
		}
	}
	now, err := time.Parse(time.RFC3339, clock)
	if err != nil {
		return "", now, err
	}
	key := column + " " + theme
	if s.servers[key] == nil {
		site, err := build()
		if err != nil {
			return "", now, err
		}
		s.servers[key] = httptest.NewServer(browser.Handler(pages.Below(path, site), browser.Policy))
	}
	return s.servers[key].URL + "/" + path, now, nil
}

func (s *studio) take(shot shot, name string, shrink bool) error {
	base, now, err := s.serve(shot.column, shot.theme)
	if err != nil {
		return err
	}
	shot.Now = now
	p, err := s.browser.Open(base+shot.address, shot.Conditions)
	if err != nil {
		return err
	}
	defer p.Close()
	for _, control := range shot.controls {
		if err := p.Eval(fmt.Sprintf("document.querySelector(%q).click()", control), nil); err != nil {
			return err
		}
	}
	if err := p.Settle(); err != nil {
		return err
	}
	if shot.paper {
		return print(p, name, shrink)
	}
	picture, err := p.Screenshot(!shot.window)
	if err == nil && shrink {
		picture, err = fewColours(picture)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name+".png", picture, 0o644)
}

// print writes a PDF, and its sheets as pictures if that can be; with first only
// a picture of the first sheet.
func print(p *browser.Page, name string, first bool) error {
	pdf, err := p.PDF()
	if err != nil {
		return err
	}
	converter, err := exec.LookPath("pdftoppm")
	args := []string{"-r", "80", "-png"}
	if first {
		if err != nil {
			return err
		}
		args = []string{"-r", "96", "-png", "-gray", "-singlefile"}
	} else {
		if err := os.WriteFile(name+".pdf", pdf, 0o644); err != nil {
			return err
		}
		if err != nil {
			return nil
		}
	}
	command := exec.Command(converter, append(args, "-", name)...)
	command.Stdin = bytes.NewReader(pdf)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("pdftoppm: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

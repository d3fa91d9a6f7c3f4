// Audit has two checkers of others look at the project's own column and at the
// model column in every theme. They need Node.js and Java and take minutes, so
// they are no part of the tests; docs/testing.md says how to install them.
//
//	go run ./docs/audit -lighthouse PATH/TO/lighthouse
//	go run ./docs/audit -vnu PATH/TO/vnu.jar
//
// Lighthouse measures the front page, an essay, a list and a call as a phone
// with a slow line has them; anything below 100 is a fault. The Nu HTML Checker
// reads all pages and style sheets. With a fault the exit status is 1.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"

	"luxi/internal/browser"
	"luxi/internal/pages"
)

func main() {
	lighthouse := flag.String("lighthouse", "", "the program lighthouse, version 12, of npm")
	vnu := flag.String("vnu", "", "the file vnu.jar of npm's vnu-jar")
	flag.Parse()
	if *lighthouse == "" && *vnu == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	faults, err := audit(".", *lighthouse, *vnu)
	if err != nil {
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(2)
	}
	if faults > 0 {
		os.Exit(1)
	}
}

// audit returns how many faults were told. root is the project's folder.
func audit(root, lighthouse, vnu string) (faults int, err error) {
	for _, theme := range pages.Themes {
		own, err := pages.Own(root, theme)
		if err != nil {
			return faults, err
		}
		model, err := pages.Model(root, theme, nil)
		if err != nil {
			return faults, err
		}
		if lighthouse != "" {
			n, err := measure(lighthouse, theme, own)
			if err != nil {
				return faults, err
			}
			faults += n
		}
		if vnu != "" {
			for name, site := range map[string]pages.Site{"own": own, "model": model} {
				n, err := validate(vnu, theme+" "+name, site)
				if err != nil {
					return faults, err
				}
				faults += n
			}
		}
	}
	return faults, nil
}

// measured are the pages that Lighthouse looks at, of the own column.
var measured = []string{"index.html", "essays/2022/hao-xuelan.html", "essays/index.html", "calls/2022.html"}

var policyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)

// measure tells Lighthouse's scores and returns how many are below 100.
func measure(lighthouse, theme string, site pages.Site) (faults int, err error) {
	// Lighthouse asks for robots.txt from within the page, whose policy lets it
	// ask for nothing, and then calls the file missing. The policy is measured in
	// the tests of internal/pages.
	open := pages.Site{}
	for address, file := range site {
		open[address] = &fstest.MapFile{Data: policyTag.ReplaceAll(file.Data, nil), Mode: file.Mode, ModTime: file.ModTime}
	}
	server := httptest.NewServer(browser.Handler(open, ""))
	defer server.Close()
	flags := "--headless=new --disable-gpu --disable-quic --disable-component-update --disable-background-networking"
	if os.Geteuid() == 0 {
		flags += " --no-sandbox"
	}
	for _, address := range measured {
		out, err := exec.Command(lighthouse, server.URL+"/"+address, "--quiet", "--output=json", "--chrome-flags="+flags).Output()
		if err != nil {
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				err = fmt.Errorf("%w: %s", err, exit.Stderr)
			}
			return faults, fmt.Errorf("%s: %w", address, err)
		}
		var report struct {
			Categories map[string]struct {
				Title string   `json:"title"`
				Score *float64 `json:"score"`
				Refs  []struct {
					ID     string  `json:"id"`
					Weight float64 `json:"weight"`
				} `json:"auditRefs"`
			} `json:"categories"`
			Audits map[string]struct {
				Title string   `json:"title"`
				Score *float64 `json:"score"`
			} `json:"audits"`
		}
		if err := json.Unmarshal(out, &report); err != nil {
			return faults, fmt.Errorf("%s: %w", address, err)
		}
		fmt.Printf("%s %s:", theme, address)
		var lost []string
		for _, id := range []string{"performance", "accessibility", "best-practices", "seo"} {
			c := report.Categories[id]
			if c.Score == nil {
				return faults, fmt.Errorf("%s: Lighthouse gives no score for %s", address, id)
			}
			fmt.Printf(" %s %.0f", id, *c.Score*100)
			if *c.Score == 1 {
				continue
			}
			faults++
			for _, ref := range c.Refs {
				if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
					lost = append(lost, fmt.Sprintf("\t%s: %s (%.2f)\n", id, a.Title, *a.Score))
				}
			}
		}
		fmt.Println("\n" + strings.Join(lost, ""))
	}
	return faults, nil
}

// unknown are messages about what the checker does not know: that 'self' of a
// policy is the site, though it reads files; that data is no script; and round()
// of CSS Values 4, which stands behind @supports. Browsers complain of none of
// them, in the tests of internal/pages.
const unknown = ".*violates Content Security Policy.*|.*CSS: .width.: (The types are incompatible|Parse Error).*"

// validate tells what the Nu checker says of a site's pages and style sheets,
// and returns how many messages there are.
func validate(vnu, name string, site pages.Site) (faults int, err error) {
	dir, err := os.MkdirTemp("", "luxi-audit-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	var html, css []string
	for address, file := range site {
		target := filepath.Join(dir, filepath.FromSlash(address))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return 0, err
		}
		if err := os.WriteFile(target, file.Data, 0o644); err != nil {
			return 0, err
		}
		switch path.Ext(address) {
		case ".html", ".htm":
			html = append(html, target)
		case ".css":
			css = append(css, target)
		}
	}
	for kind, files := range map[string][]string{"--html": html, "--css": css} {
		slices.Sort(files)
		out, err := exec.Command("java", append([]string{"-jar", vnu, kind, "--filterpattern", unknown, "--exit-zero-always", "--stdout", "--format", "gnu"}, files...)...).Output()
		if err != nil {
			return faults, fmt.Errorf("the Nu checker: %w", err)
		}
		messages := strings.TrimSpace(strings.ReplaceAll(string(out), "file:"+dir+"/", ""))
		n := 0
		if messages != "" {
			n = strings.Count(messages, "\n") + 1
		}
		fmt.Printf("%s %s: %d files, %d messages\n%s\n", name, kind, len(files), n, messages)
		faults += n
	}
	return faults, nil
}

package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"

	"luxi/internal/golden"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"luxi": main})
}

// TestScript runs testdata/script/VERB*.txt. Beside testscript's own commands
// a script has:
//
//	links DIR [BASE]  every link inside the site DIR leads to a file and anchor that is there
//	shows FILE TEXT   a reader of the page finds the text in it
//	image FILE TEXT   writes a small image, PNG or JPEG, with the text as its comment
//	column DIR     copies the project's own column to DIR
//	manuscript FILE TO  copies a manuscript of internal/intake's cases
//	gbk FILE       writes the file again in GBK
//	stamp DIR      remembers when every file below DIR was written
//	unchanged DIR  fails if any file below DIR was written, made or deleted since
//
// A script sees Chinese messages unless it says otherwise, and no clock, zone
// or locale of the machine decides anything in it.
func TestScript(t *testing.T) {
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *golden.Update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "zh_CN.UTF-8")
			env.Setenv("TZ", "America/Santiago")
			env.Values[stampsKey{}] = map[string]map[string]string{} // one per script: they run at the same time
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"links": func(ts *testscript.TestScript, neg bool, args []string) {
				base := "/"
				if len(args) > 1 {
					base = args[1]
				}
				broken := brokenLinks(ts, ts.MkAbs(args[0]), base)
				if (len(broken) > 0) != neg {
					ts.Fatalf("broken links: %q", broken)
				}
			},
			"shows": func(ts *testscript.TestScript, neg bool, args []string) {
				root, err := html.Parse(strings.NewReader(ts.ReadFile(args[0])))
				ts.Check(err)
				var text strings.Builder
				for n := range root.Descendants() {
					if n.Type == html.TextNode {
						text.WriteString(n.Data)
					}
				}
				if strings.Contains(text.String(), args[1]) == neg {
					ts.Fatalf("%s shows:\n%s", args[0], text.String())
				}
			},
			"column": func(ts *testscript.TestScript, _ bool, args []string) {
				to := ts.MkAbs(args[0])
				for _, name := range []string{"content", "themes"} {
					ts.Check(os.CopyFS(filepath.Join(to, name), os.DirFS(filepath.Join(repository, name))))
				}
				settings, err := os.ReadFile(filepath.Join(repository, "site.toml"))
				ts.Check(err)
				ts.Check(os.WriteFile(filepath.Join(to, "site.toml"), settings, 0o666))
			},
			"manuscript": func(ts *testscript.TestScript, _ bool, args []string) {
				data, err := os.ReadFile(filepath.Join(repository, "internal", "intake", "testdata", filepath.FromSlash(args[0])))
				ts.Check(err)
				ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[1])), 0o777))
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o666))
			},
			"gbk": func(ts *testscript.TestScript, _ bool, args []string) {
				text, err := simplifiedchinese.GBK.NewEncoder().String(ts.ReadFile(args[0]))
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
			},
			"image": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), golden.Image(args[0], args[1]), 0o666))
			},
			"stamp": func(ts *testscript.TestScript, _ bool, args []string) {
				stamps := ts.Value(stampsKey{}).(map[string]map[string]string)
				stamps[args[0]] = stampsOf(ts, ts.MkAbs(args[0]))
			},
			"unchanged": func(ts *testscript.TestScript, neg bool, args []string) {
				stamps := ts.Value(stampsKey{}).(map[string]map[string]string)
				before := fmt.Sprint(stamps[args[0]])
				if now := fmt.Sprint(stampsOf(ts, ts.MkAbs(args[0]))); (now != before) != neg {
					ts.Fatalf("before %s\nnow    %s", before, now)
				}
			},
		},
	})
}

// stampsKey is where a script keeps what its stamp commands saw, by folder.
type stampsKey struct{}

// stampsOf returns time and size of every file and folder, but for locks, which
// say who publishes.
func stampsOf(ts *testscript.TestScript, dir string) map[string]string {
	out := map[string]string{}
	ts.Check(filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(name)
		if err == nil && filepath.Ext(name) != ".lock" {
			out[name] = fmt.Sprint(info.ModTime().UnixNano(), info.Size())
		}
		return err
	}))
	return out
}

// brokenLinks reads every page as a browser does and follows its links on the
// disk.
func brokenLinks(ts *testscript.TestScript, dir, base string) []string {
	ids := map[string]map[string]bool{}
	links := map[string][]string{}
	ts.Check(filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		ids[rel] = map[string]bool{}
		if path.Ext(rel) != ".html" {
			return nil
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		root, err := html.Parse(f)
		if err != nil {
			return err
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				switch {
				case a.Key == "id":
					ids[rel][a.Val] = true
				case a.Key == "href" && attribute(n, "rel") != "canonical" || a.Key == "src":
					links[rel] = append(links[rel], a.Val)
				}
			}
		}
		return nil
	}))
	var broken []string
	for page, targets := range links {
		for _, target := range targets {
			if !reaches(ids, page, target, base) {
				broken = append(broken, page+" → "+target)
			}
		}
	}
	return broken
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func reaches(ids map[string]map[string]bool, page, target, base string) bool {
	u, err := url.Parse(target)
	if err != nil || target == "" {
		return false
	}
	if u.Scheme != "" {
		return true // elsewhere
	}
	name := page
	switch {
	case strings.HasPrefix(u.Path, base):
		name = strings.TrimPrefix(u.Path, base)
	case u.Path != "":
		name = path.Join(path.Dir(page), u.Path)
	}
	anchors, ok := ids[name]
	return ok && (u.Fragment == "" || anchors[u.Fragment])
}

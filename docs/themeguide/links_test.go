package main

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	fences    = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	codeSpans = regexp.MustCompile("`[^`\n]*`")
	links     = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	headings  = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
)

// TestLinks follows the links of the project's documents to files and
// headings. Links to other sites are not followed.
func TestLinks(t *testing.T) {
	documents, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range documents {
		documents[i] = "docs/" + filepath.Base(name)
	}
	documents = append(documents, "README.md", "README.zh-CN.md", "CHANGELOG.md")
	followed := 0
	for _, document := range documents {
		text := codeSpans.ReplaceAllString(prose(t, document), "")
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			u, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", document, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			followed++
			target := document
			if u.Path != "" {
				target = path.Join(path.Dir(document), u.Path)
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(target))); err != nil {
				t.Errorf("%s: the link %s leads nowhere", document, m[1])
			} else if u.Fragment != "" && !anchors(prose(t, target))[u.Fragment] {
				t.Errorf("%s: the link %s leads to no heading", document, m[1])
			}
		}
	}
	if followed < 20 {
		t.Errorf("only %d links were found", followed)
	}
}

// prose returns a document without its blocks of code.
func prose(t *testing.T, name string) string {
	t.Helper()
	return fences.ReplaceAllString(read(t, name), "")
}

// anchors returns the names that GitHub and its like give to headings: letters
// and digits of any script stay, spaces become hyphens, other marks go.
func anchors(text string) map[string]bool {
	names := map[string]bool{}
	for _, m := range headings.FindAllStringSubmatch(text, -1) {
		names[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return names
}

package intake

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/golden"
	"luxi/internal/i18n"
)

// TestWordCases reads documents whose XML is typed out in testdata/cases.
func TestWordCases(t *testing.T) {
	golden.Run(t, "testdata/cases/word*.txt", func(t *testing.T, c golden.Case) string {
		parts := map[string]string{}
		for _, f := range c.Files {
			if f.Name != "body" && f.Name != "want" {
				parts[f.Name] = string(f.Data)
			}
		}
		return say(t, Read("a.docx", docxOf(t, c.Get("body"), parts), Options{}))
	})
}

// TestTextCases reads plain text, Markdown, HTML and mails.
func TestTextCases(t *testing.T) {
	golden.Run(t, "testdata/cases/text*.txt", func(t *testing.T, c golden.Case) string {
		name := c.Files[0].Name
		return say(t, Read(name, []byte(strings.TrimSuffix(c.Get(name), "\n")), Options{}))
	})
}

// say writes what was read as an editor sees it.
func say(t *testing.T, r Result) string {
	var b strings.Builder
	if l := r.Letter; l != nil {
		fmt.Fprintf(&b, "来信：%s｜%s <%s>｜%s %s\n", l.Subject, l.From.Name, l.From.Address, r.Received.Format("2006-01-02 15:04:05 -0700"), r.ReceivedBy)
	}
	for _, d := range r.Notes {
		fmt.Fprintf(&b, "%s: %s\n", d.Code, d.Message(i18n.Chinese))
	}
	for _, m := range r.Manuscripts {
		if d := m.Draft; d != nil {
			fmt.Fprintf(&b, "题：%s\n", d.Title)
			if d.Subtitle != "" {
				fmt.Fprintf(&b, "副：%s\n", d.Subtitle)
			}
			for _, a := range d.Authors {
				fmt.Fprintf(&b, "作者：%s｜%s\n", a.Name, a.Position)
			}
			fmt.Fprintf(&b, "\n%s\n", d.Markdown)
			if m.Format != Markdown {
				checkComesBack(t, *d)
			}
		}
		for _, d := range m.Notes {
			if d.Code != "guess-no-byline" && d.Code != "guess-title" && d.Code != "guess-byline" {
				fmt.Fprintf(&b, "%s: %s\n", d.Code, d.Message(i18n.Chinese))
			}
		}
	}
	return b.String()
}

package markdown

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"luxi/internal/diag"
)

// FuzzParse holds the laws of this package against any text.
func FuzzParse(f *testing.F) {
	for _, e := range commonMark(f) {
		f.Add(e.Markdown)
	}
	for _, c := range readCases(f) {
		f.Add(c.markdown)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00") {
			t.Skip()
		}
		checkLaws(t, text)
	})
}

// checkLaws reports every law that the page of a text breaks.
func checkLaws(t *testing.T, text string) {
	t.Helper()
	file := diag.File{Path: "a.md", Text: text}
	body, list := parse(file, 0, true)
	tags, words := readPage(t, body.HTML)
	checkParsed(t, body.HTML, tags)
	checkLinks(t, body, len(text))
	checkPlaces(t, file, list)
	checkHeadings(t, body)

	plain, _ := parse(file, 0, false)
	if _, plainWords := readPage(t, plain.HTML); plainWords != words {
		t.Errorf("typesetting changed the text:\n%q\n%q", plainWords, words)
	}
	if !strings.ContainsAny(text, "<[{&`~:|\\") && !list.HasErrors() {
		if got, want := onlyHan(words), onlyHan(text); got != want {
			t.Errorf("the page's text is not the source's:\n got %s\nwant %s", got, want)
		}
	}
	if body.Length > 0 && body.ReadingMinutes < 1 {
		t.Errorf("%d characters are read in %d minutes", body.Length, body.ReadingMinutes)
	}
	if n := utf8.RuneCountInString(body.Summary); n > summaryLongest+10 {
		t.Errorf("the summary has %d characters", n)
	}

	const front = "+++\ntitle = \"题\"\n+++\n"
	behind, moved := parse(diag.File{Path: "a.md", Text: front + text}, len(front), true)
	if behind.HTML != body.HTML || len(moved) != len(list) {
		t.Errorf("front matter changed the body")
	}
	for i := range min(len(moved), len(list)) {
		if moved[i].Range.Line != list[i].Range.Line+3 || moved[i].Range.Column != list[i].Range.Column {
			t.Errorf("%s: behind front matter at %s, without at %s", list[i].Kind.Code, moved[i].Range.Place(), list[i].Range.Place())
		}
	}
}

// tags and attributes that a page may have.
var (
	allowedTags = strings.Fields(`h1 h2 h3 h4 h5 h6 p blockquote ul ol li hr br pre code em strong del a img sup
		table thead tbody tr th td figure figcaption aside section div span ruby rp rt`)
	voidTags          = strings.Fields("hr br img")
	allowedAttributes = strings.Fields("href src alt title id class role aria-label aria-hidden start tabindex")
)

// readPage reads HTML strictly: every tag known and closed in its order, every
// attribute known, no comment; and returns the tags and the text.
func readPage(t *testing.T, page string) (tags []string, text string) {
	t.Helper()
	var open []string
	var words strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%v in %q", z.Err(), page)
			}
			if len(open) > 0 {
				t.Errorf("%v not closed in %q", open, page)
			}
			return tags, words.String()
		case html.TextToken:
			words.WriteString(token.Data)
		case html.StartTagToken:
			tags = append(tags, token.Data)
			checkTag(t, token, page)
			if !slices.Contains(voidTags, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			tags = append(tags, "/"+token.Data)
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v in %q", token.Data, open, page)
			}
			open = open[:len(open)-1]
		default:
			t.Errorf("%s in %q", token, page)
		}
	}
}

func checkTag(t *testing.T, token html.Token, page string) {
	t.Helper()
	if !slices.Contains(allowedTags, token.Data) {
		t.Errorf("tag %s in %q", token.Data, page)
	}
	for _, a := range token.Attr {
		if !slices.Contains(allowedAttributes, a.Key) {
			t.Errorf("attribute %s in %q", a.Key, page)
		}
		if a.Key == "src" && a.Val != "" {
			t.Errorf("an image from elsewhere in %q", page)
		}
		if a.Key != "href" && a.Key != "src" || a.Val == "" || a.Val[0] == '#' {
			continue
		}
		scheme, _, _ := strings.Cut(strings.ToLower(a.Val), ":")
		if !slices.Contains(strings.Fields("http https mailto tel"), scheme) {
			t.Errorf("%s=%q", a.Key, a.Val)
		}
	}
}

// checkParsed reports where a browser's parser would see other elements than
// are written: a link in a link, a paragraph that another tag ends.
func checkParsed(t *testing.T, page string, tags []string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	for _, n := range nodes {
		if err := html.Render(&again, n); err != nil {
			t.Fatal(err)
		}
	}
	if parsed, _ := readPage(t, strings.ReplaceAll(again.String(), "/>", ">")); !slices.Equal(parsed, tags) {
		t.Errorf("a browser sees other elements:\n%q\n%q", page, again.String())
	}
}

func checkLinks(t *testing.T, body Body, size int) {
	t.Helper()
	last := 0
	for _, l := range body.Links {
		before := `href="`
		if l.Image {
			before = `src="`
		}
		if l.At < last || l.At >= len(body.HTML) || !strings.HasSuffix(body.HTML[:l.At], before) || body.HTML[l.At] != '"' {
			t.Errorf("the hole of %q at %d is none in %q", l.Dest, l.At, body.HTML)
		}
		if l.Start < 0 || l.End < l.Start || l.End > size {
			t.Errorf("%q is at %d–%d of %d bytes", l.Dest, l.Start, l.End, size)
		}
		last = l.At
	}
	if resolved := body.Resolve(func(Link) Destination {
		return Destination{URL: `"><script>`, Srcset: `"><script>`, Sizes: `"><script>`, Width: 1, Height: 1, Lazy: true}
	}); strings.Contains(resolved, "<script") {
		t.Errorf("Resolve let a tag through")
	}
}

func checkPlaces(t *testing.T, file diag.File, list diag.List) {
	t.Helper()
	lines := strings.Split(file.Text, "\n")
	for _, d := range list {
		r := d.Range
		if d.Kind == broken {
			t.Error("the parser panicked")
			continue
		}
		if r.Line < 1 || r.Line > len(lines) || r.Column < 1 || r.Text != lines[r.Line-1] ||
			r.Column > utf8.RuneCountInString(r.Text)+1 || r.EndLine < r.Line || r.EndLine > len(lines) {
			t.Errorf("%s is at %d:%d–%d:%d", d.Kind.Code, r.Line, r.Column, r.EndLine, r.EndColumn)
		}
		for _, text := range []string{d.Message("zh"), d.Message("en"), d.Hint("zh"), d.Hint("en")} {
			if text == "" {
				t.Errorf("%s says nothing", d.Kind.Code)
			}
		}
	}
}

func checkHeadings(t *testing.T, body Body) {
	t.Helper()
	seen := map[string]bool{}
	for _, h := range body.Headings {
		if key := strings.ToLower(h.ID); seen[key] || h.ID == "" || h.ID[0] == '_' {
			t.Errorf("heading id %q", h.ID)
		} else {
			seen[key] = true
		}
		if !strings.Contains(body.HTML, fmt.Sprintf(`<h%d id="%s"`, h.Level, h.ID)) {
			t.Errorf("no heading %d with id %q in %q", h.Level, h.ID, body.HTML)
		}
	}
}

func onlyHan(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) {
			return r
		}
		return -1
	}, s)
}

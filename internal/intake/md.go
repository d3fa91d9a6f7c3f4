package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"luxi/internal/diag"
)

var (
	frontLine = regexp.MustCompile(`(?m)^\s*(title|标题|题目|subtitle|副标题)\s*[:=：]\s*["']?(.*?)["']?\s*$`)
	atxTitle  = regexp.MustCompile(`^#\s+(.+?)\s*#*$`)
)

// readMarkdown takes the author's own Markdown as it is. Front matter, of which
// the title is taken, and a first heading of level 1 are not body.
func readMarkdown(s *script, data []byte, n *notes) *refusal {
	text, name, guessed, ok := decodeText(data)
	if !ok {
		return refuse(unknownEncoding)
	}
	if utf8.RuneCountInString(text) > maxRunes {
		return tooManyRunes()
	}
	if guessed {
		n.at(guessedCode, 0, diag.Arg("encoding", name))
	}
	text, front := cutFront(text)
	for _, m := range frontLine.FindAllStringSubmatch(front, -1) {
		if value := trimSpace(m[2]); value != "" {
			s.blocks = append(s.blocks, block{spans: []span{{text: value}}, title: m[1] != "subtitle" && m[1] != "副标题", sub: m[1] == "subtitle" || m[1] == "副标题"})
		}
	}
	for i, chunk := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		chunk, damaged := cleanLines(chunk)
		if trimSpace(chunk) == "" {
			continue
		}
		b := block{kind: rawMarkdown, spans: []span{{text: strings.Trim(chunk, "\n")}}, para: i + 1}
		if damaged {
			n.at(damagedChar, i+1)
		}
		if m := atxTitle.FindStringSubmatch(chunk); m != nil && len(s.blocks) == 0 {
			b = block{spans: []span{{text: m[1]}}, title: true, para: i + 1}
		} else if m != nil && len(s.blocks) == 1 && s.blocks[0].text() == m[1] {
			continue // the title of the front matter once more
		} else if authors, sure := readByline(chunk, false); authors != nil && sure {
			b.kind = paragraph
		}
		s.blocks = append(s.blocks, b)
	}
	return nil
}

// cleanLines is clean for text of several lines.
func cleanLines(s string) (string, bool) {
	damaged := false
	all := strings.Split(s, "\n")
	for i, l := range all {
		cleaned, bad := clean(strings.ReplaceAll(l, "\t", "    "))
		all[i], damaged = cleaned, damaged || bad
	}
	return strings.Join(all, "\n"), damaged
}

// cutFront parts front matter, in the form of TOML or of YAML, from the text.
func cutFront(text string) (body, front string) {
	for _, mark := range []string{"+++\n", "---\n"} {
		rest, ok := strings.CutPrefix(text, mark)
		if !ok {
			continue
		}
		if i := strings.Index("\n"+rest, "\n"+strings.TrimSpace(mark)); i >= 0 {
			front = rest[:max(0, i-1)]
			_, body, _ = strings.Cut(rest[i:], "\n")
			return body, front
		}
	}
	return text, ""
}

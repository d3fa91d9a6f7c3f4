package document

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"luxi/internal/decode"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// mailbox is an address as people write it: no quoting, no comments.
var mailbox = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

var (
	noFront = diag.Define("front-matter-missing", diag.Error,
		i18n.Text{ZH: "文件开头没有 +++，缺少标题、作者等信息", EN: "the file does not begin with +++: its front matter is missing"},
		i18n.Text{ZH: "第一行写 +++，下面写 title = \"标题\" 等各项，再用一行 +++ 结束；也可以用 luxi new 建一个现成的文件来对照。", EN: "Begin with a line +++, then title = \"…\" and the rest, and close with a line +++; luxi new makes a file to compare with."})
	lateFront = diag.Define("front-matter-late", diag.Error,
		i18n.Text{ZH: "{mark} 前面有空行", EN: "empty lines stand before the {mark}"},
		i18n.Text{ZH: "删去上面的空行，让 {mark} 成为文件的第一行。", EN: "Remove them, so that {mark} is the first line of the file."})
	unclosedFront = diag.Define("front-matter-unclosed", diag.Error,
		i18n.Text{ZH: "开头的 {mark} 没有结束", EN: "the {mark} at the top is not closed"},
		i18n.Text{ZH: "在标题、作者等各项的下面、正文的上面{where}，单独写一行 {mark}。", EN: "Write a line {mark} of its own between the front matter and the text{where}."})
	badMarker = diag.Define("front-matter-marker", diag.Error,
		i18n.Text{ZH: "“{found}”应当是三个半角的 {mark}", EN: "“{found}” should be {mark}"},
		i18n.Text{ZH: "把这一行删掉，切换到英文输入法重新输入 {mark}，前后不加别的。", EN: "Delete this line and type just {mark}."})
)

// A frontMatter is the settings at the top of a file, between its markers.
type frontMatter struct {
	decode.Text
	body int // where the text below begins
	mark string
}

// splitFront finds the front matter: TOML between lines +++ or YAML between
// lines ---, of which the first is the first line of the file. A line that was
// probably meant as a marker is an error and never text, lest a draft be
// published because of a slip (Hugo issue 2557); other lines of dashes are
// prose (Hexo issue 4961), and so is what stands below prose.
func splitFront(f diag.File) (frontMatter, diag.List) {
	first, _, _ := strings.Cut(f.Text, "\n")
	front := frontMatter{Text: decode.Text{File: f}, mark: strings.TrimRight(first, " \t")}
	switch front.mark {
	case "+++":
		front.Syntax = decode.TOML
	case "---":
		front.Syntax = decode.YAML
	default:
		front.body = len(f.Text)
		return front, diag.List{notOpened(f)}
	}
	front.Start = min(len(first)+1, len(f.Text))
	front.End = len(f.Text)
	front.body = len(f.Text)
	for at := front.Start; at < len(f.Text); {
		line, _, more := strings.Cut(f.Text[at:], "\n")
		if strings.HasPrefix(line, front.mark) && strings.TrimRight(line, " \t") == front.mark {
			front.End = at
			front.body = at + len(line)
			if more {
				front.body++
			}
			return front, nil
		}
		at += len(line) + 1
	}
	slip, settings := front.slip(true)
	if slip >= 0 {
		return front, diag.List{front.slipped(slip)}
	}
	return front, diag.List{settings.unclosed(f, front.mark)}
}

// slip looks for a line above the end of the front matter that was probably
// meant to close it, and returns where it stands or -1; if other, also one that
// closes the other syntax. Front matter without a mistake has none that matters,
// so that nobody looks for it there.
func (front frontMatter) slip(other bool) (int, settings) {
	same, others, settings := -1, -1, settings{syntax: front.Syntax, text: -1, end: front.Start}
	for at := front.Start; at < front.End; {
		line, _, _ := strings.Cut(front.File.Text[at:], "\n")
		switch meant := markerMeant(line); {
		case settings.text >= 0: // a line like a marker is a rule of the text
		case same < 0 && meant == front.mark:
			same = at
		case others < 0 && meant != "":
			others = at
		case same < 0 && others < 0:
			settings.read(line, at)
		}
		at += len(line) + 1
	}
	if same < 0 && other {
		same = others
	}
	return same, settings
}

// A settings tells the lines of front matter from prose, by their look only:
// what they say may be wrong.
type settings struct {
	syntax decode.Syntax
	quotes string // that a text of several lines ends with
	open   bool   // a list of several lines has no end yet
	end    int    // of the last line that sets something
	text   int    // where the first line begins that is none of these, or -1
}

var (
	// A key in Chinese with a full-width colon is how prose begins as well.
	settingLine = regexp.MustCompile(`^\s*(?:- )?(?:["']?[\p{L}\d_.-]+["']?[ \t]*(?:[=＝]|:(?:\s|$|["'\[])|:[^/])|["']?[A-Za-z\d_.-]+["']?[ \t]*：)`)
	tableLine   = regexp.MustCompile(`^\s*[\[［【]{1,2}[^\[\]［］【】()（）]+[\]］】]{1,2}\s*(?:#.*)?$`)
	openList    = regexp.MustCompile(`[=:：＝]\s*[\[{][^\]}]*$`)
)

// read looks at the next line, which begins at at.
func (s *settings) read(line string, at int) {
	trimmed := strings.TrimSpace(line)
	switch {
	case s.quotes != "":
		if strings.Contains(line, s.quotes) {
			s.quotes = ""
		}
	case s.open:
		s.open = !strings.ContainsAny(line, "]}") && trimmed != ""
	case trimmed == "" || trimmed[0] == '#':
		return // may belong to either
	case settingLine.MatchString(line):
		s.open = openList.MatchString(line)
		for _, quotes := range []string{`"""`, "'''"} {
			if strings.Count(line, quotes) == 1 {
				s.quotes = quotes
			}
		}
	case tableLine.MatchString(line):
	case s.syntax == decode.YAML && (strings.HasPrefix(trimmed, "- ") || line[0] == ' '):
	default:
		s.text = at
		return
	}
	s.end = at + len(line) + 1
}

// unclosed tells that the front matter does not end, and where the text seems
// to begin: below the last setting, with the headings that look like comments.
func (s *settings) unclosed(f diag.File, mark string) diag.Diagnostic {
	if s.text < 0 {
		return unclosedFront.At(f.RangeOfLine(1), diag.Arg("mark", mark), diag.Arg("where", ""))
	}
	at := s.end
	for at < s.text {
		line, _, _ := strings.Cut(f.Text[at:], "\n")
		if strings.TrimSpace(line) != "" {
			break
		}
		at += len(line) + 1
	}
	line, _, _ := strings.Cut(f.Text[at:], "\n")
	place := f.Range(at, at+len(line))
	return unclosedFront.At(f.RangeOfLine(1), diag.Arg("mark", mark), diag.Arg("where", i18n.Text{
		ZH: fmt.Sprintf("（第 %d 行之前）", place.Line),
		EN: fmt.Sprintf(", above line %d", place.Line),
	})).Also(place)
}

// notOpened says why the file does not begin with front matter.
func notOpened(f diag.File) diag.Diagnostic {
	start := len(f.Text) - len(strings.TrimLeftFunc(f.Text, unicode.IsSpace))
	start = strings.LastIndexByte(f.Text[:start], '\n') + 1
	line, _, _ := strings.Cut(f.Text[start:], "\n")
	at := f.Range(start, start+len(line))
	switch meant := markerMeant(line); {
	case meant == "":
		return noFront.At(f.RangeOfLine(1))
	case start > 0:
		return lateFront.At(at, diag.Arg("mark", meant))
	default:
		return badMarker.At(at, diag.Arg("found", line), diag.Arg("mark", meant))
	}
}

// slipped tells of the line at slip that was probably meant to close.
func (front frontMatter) slipped(slip int) diag.Diagnostic {
	line, _, _ := strings.Cut(front.File.Text[slip:], "\n")
	return badMarker.At(front.File.Range(slip, slip+len(line)),
		diag.Arg("found", line), diag.Arg("mark", front.mark))
}

// into decodes the front matter. Where it is wrong and holds a line that was
// probably meant to close it, that line is what is wrong: what follows it is
// the text, down to a rule that was taken for the end.
func (front frontMatter) into(meta any) diag.List {
	list := front.Into(meta)
	if !list.HasErrors() {
		return list
	}
	if slip, _ := front.slip(false); slip >= 0 {
		return diag.List{front.slipped(slip)}
	}
	return list
}

// markerMeant returns the marker that a line was probably meant to be:
// full-width signs, two or four of them, spaces or invisible characters about
// them, or a dash that a word processor made of three hyphens.
func markerMeant(line string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r == '＋':
			return '+'
		case strings.ContainsRune("－—–−", r):
			return '-'
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, line)
	if len(s) < 1 || len(s) > 5 {
		return ""
	}
	switch {
	case strings.Trim(s, "+") == "" && len(s) >= 2:
		return "+++"
	case strings.Trim(s, "-") == "" && (len(s) >= 2 || strings.ContainsAny(line, "—–")):
		return "---"
	}
	return ""
}

package document

import (
	"regexp"
	"strings"

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
	unclosedFront = diag.Define("front-matter-unclosed", diag.Error,
		i18n.Text{ZH: "开头的 {mark} 没有结束", EN: "the {mark} at the top is not closed"},
		i18n.Text{ZH: "在标题、作者等各项的下面、正文的上面，单独写一行 {mark}。", EN: "Write a line {mark} of its own between the front matter and the text."})
	badMarker = diag.Define("front-matter-marker", diag.Error,
		i18n.Text{ZH: "“{found}”应当是三个半角的 {mark}", EN: "“{found}” should be {mark}"},
		i18n.Text{ZH: "切换到英文输入法，在这一行只写 {mark}，前后不加别的。", EN: "Write just {mark} on this line."})
)

// splitFront finds the front matter: TOML between lines +++ or YAML between
// lines ---, of which the first is the first line of the file. A line that was
// probably meant as a marker is an error and never text, lest a draft be
// published because of a slip (Hugo issue 2557); other lines of dashes are
// prose (Hexo issue 4961).
func splitFront(f diag.File) (front decode.Text, bodyStart int, list diag.List) {
	first, _, _ := strings.Cut(f.Text, "\n")
	front = decode.Text{File: f, Syntax: decode.TOML}
	mark := strings.TrimRight(first, " \t")
	switch mark {
	case "+++":
	case "---":
		front.Syntax = decode.YAML
	default:
		if meant := markerMeant(first); meant != "" {
			list.Add(badMarker.At(f.RangeOfLine(1), diag.Arg("found", first), diag.Arg("mark", meant)))
		} else {
			list.Add(noFront.At(f.RangeOfLine(1)))
		}
		return front, len(f.Text), list
	}
	front.Start = min(len(first)+1, len(f.Text))
	front.End = len(f.Text)
	slip := -1 // where a line stands that was probably meant to close
	for at := front.Start; at < len(f.Text); {
		line, _, more := strings.Cut(f.Text[at:], "\n")
		if strings.TrimRight(line, " \t") == mark {
			front.End = at
			next := at + len(line)
			if more {
				next++
			}
			return front, next, nil
		}
		if slip < 0 && markerMeant(line) == mark {
			slip = at
		}
		at += len(line) + 1
	}
	if slip >= 0 {
		line, _, _ := strings.Cut(f.Text[slip:], "\n")
		list.Add(badMarker.At(f.Range(slip, slip+len(line)), diag.Arg("found", line), diag.Arg("mark", mark)))
	} else {
		list.Add(unclosedFront.At(f.RangeOfLine(1), diag.Arg("mark", mark)))
	}
	return front, len(f.Text), list
}

// markerMeant returns the marker that a line was probably meant to be:
// full-width signs, two or four of them, spaces about them, or a dash that a
// word processor made of three hyphens.
func markerMeant(line string) string {
	s := strings.NewReplacer(" ", "", "\t", "", "　", "", "＋", "+", "－", "-", "—", "-", "–", "-").Replace(line)
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

package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// A style is what a paragraph or run style says that matters here.
type style struct {
	name    string
	basedOn string
	ppr     *node
	rpr     *node
}

// styles are the styles of a document by id. Ids mean nothing: Chinese Word
// calls heading 1 “1”. Names do (ECMA-376, 17.7.4.9).
type styles struct {
	byID      map[string]style
	paragraph string // the default one
}

func readStyles(root *node) styles {
	s := styles{byID: map[string]style{}}
	for _, n := range root.kid("styles").children("style") {
		id := n.get("styleId")
		if _, twice := s.byID[id]; twice {
			continue
		}
		s.byID[id] = style{
			name: strings.ToLower(strings.TrimSpace(n.val("name"))), basedOn: n.val("basedOn"), ppr: n.kid("pPr"), rpr: n.kid("rPr"),
		}
		if n.get("type") == "paragraph" && (n.get("default") == "1" || n.get("default") == "true") {
			s.paragraph = id
		}
	}
	return s
}

// chain returns a style and those that it is based on.
func (s styles) chain(id string) []style {
	var out []style
	for len(out) < 20 { // a style may be based on itself
		st, ok := s.byID[id]
		if !ok {
			break
		}
		out = append(out, st)
		id = st.basedOn
	}
	return out
}

var headingName = regexp.MustCompile(`^(?:heading|标题|標題)\s*([1-9])$`)

// outline returns the level of a heading from 1, or 0 for text, and whether the
// style is that of a title or subtitle.
func (s styles) outline(id string, ppr *node) (level int, title, sub bool) {
	if v, err := strconv.Atoi(ppr.val("outlineLvl")); err == nil {
		if v >= 0 && v < 9 {
			return v + 1, false, false
		}
		return 0, false, false
	}
	for _, st := range s.chain(id) {
		switch st.name {
		case "title", "标题", "文档标题":
			return 0, true, false
		case "subtitle", "副标题":
			return 0, false, true
		}
		if m := headingName.FindStringSubmatch(st.name); m != nil {
			return int(m[1][0] - '0'), false, false
		}
		if v, err := strconv.Atoi(st.ppr.val("outlineLvl")); err == nil {
			if v >= 0 && v < 9 {
				return v + 1, false, false
			}
			return 0, false, false
		}
	}
	return 0, false, false
}

// toggle reads a run property that styles may set, too. What is set right on
// the run is absolute; among styles of a paragraph and of characters, each
// toggles (17.7.3).
func (s styles) toggle(name, paragraphStyle string, rpr *node) bool {
	if on, there := rpr.on(name); there {
		return on
	}
	return s.styled(name, paragraphStyle) != s.styled(name, rpr.val("rStyle"))
}

func (s styles) styled(name, id string) bool {
	for _, st := range s.chain(id) {
		if on, there := st.rpr.on(name); there {
			return on
		}
	}
	return false
}

// property returns the value of a paragraph property, from the paragraph or its
// styles.
func (s styles) property(name, id string, ppr *node) *node {
	if n := ppr.kid(name); n != nil {
		return n
	}
	for _, st := range s.chain(id) {
		if n := st.ppr.kid(name); n != nil {
			return n
		}
	}
	return nil
}

package intake

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// An attr is an attribute by its local name.
type attr struct{ name, value string }

// A node is an element by its local name: producers have many prefixes, and
// strict and transitional namespaces for one thing.
type node struct {
	name string
	attr []attr
	kids []*node
	text string // the character data right in it, of elements that are for text
}

// get returns an attribute by its local name.
func (n *node) get(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attr {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// kid returns the first child of a name, or nil.
func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// children returns the children of a name.
func (n *node) children(name string) []*node {
	var out []*node
	for _, k := range n.all() {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// all returns the children; nil has none.
func (n *node) all() []*node {
	if n == nil {
		return nil
	}
	return n.kids
}

// val returns the attribute val of a child.
func (n *node) val(name string) string { return n.kid(name).get("val") }

// on reads a property that is on by being there (ECMA-376, 17.17.4). It
// reports false twice where the property is not there.
func (n *node) on(name string) (on, there bool) {
	k := n.kid(name)
	if k == nil {
		return false, false
	}
	switch strings.ToLower(k.get("val")) {
	case "0", "false", "off", "none":
		return false, true
	}
	return true, true
}

// find returns the first element of a name below n.
func (n *node) find(name string) *node {
	for _, k := range n.all() {
		if k.name == name {
			return k
		}
		if found := k.find(name); found != nil {
			return found
		}
	}
	return nil
}

// An xmlBudget is what all XML parts of one file, or of all files of one mail, may
// hold together.
type xmlBudget struct {
	elements, bytes int
	names           map[string]string
}

// textElements are those whose character data is read.
var textElements = map[string]bool{"t": true, "instrText": true}

// An xmlReader reads one part. encoding/xml takes 2.3 s for a million elements
// and this a tenth of it; a part needs no more of XML than elements, attributes,
// character data and the references of XML 1.0, 4.6: DTDs are refused.
type xmlReader struct {
	*xmlBudget
	part string
	rest string
	open []*node
}

// spent says which of the two is used up.
func (x *xmlBudget) spent() *refusal {
	if x.elements > maxElements {
		return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 元素的个数", EN: "the number of XML elements"}), diag.Arg("limit", maxElements))
	}
	return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 的大小", EN: "the size of the XML"}), diag.Arg("limit", megabytes(maxXML)))
}

// parse reads a part as a tree.
func (x *xmlBudget) parse(part string, data []byte) (*node, *refusal) {
	if x.bytes += len(data); x.bytes > maxXML {
		return nil, x.spent()
	}
	if x.names == nil {
		x.names = map[string]string{}
	}
	r := &xmlReader{xmlBudget: x, part: part, rest: utf8XML(data), open: []*node{{}}}
	for r.rest != "" {
		if refused := r.next(); refused != nil {
			return nil, refused
		}
	}
	if len(r.open) != 1 || len(r.open[0].kids) == 0 {
		return nil, r.broken()
	}
	return r.open[0], nil
}

func (r *xmlReader) broken() *refusal {
	return refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: r.part + " 不是完整的 XML", EN: r.part + " is no whole XML"}))
}

// next reads up to the end of the next tag.
func (r *xmlReader) next() *refusal {
	top := r.open[len(r.open)-1]
	at := strings.IndexByte(r.rest, '<')
	if at < 0 {
		at = len(r.rest)
	}
	if at > 0 {
		if textElements[top.name] {
			text, ok := references(r.rest[:at])
			if !ok {
				return r.broken()
			}
			top.text += text
		}
		r.rest = r.rest[at:]
		return nil
	}
	switch {
	case strings.HasPrefix(r.rest, "<?"):
		return r.skip("?>")
	case strings.HasPrefix(r.rest, "<!--"):
		return r.skip("-->")
	case strings.HasPrefix(r.rest, "<![CDATA["):
		before := r.rest
		refused := r.skip("]]>")
		if refused == nil && textElements[top.name] {
			top.text += before[len("<![CDATA[") : len(before)-len(r.rest)-len("]]>")]
		}
		return refused
	case strings.HasPrefix(r.rest, "<!"):
		return refuse(hasDTD, diag.Arg("part", r.part))
	case strings.HasPrefix(r.rest, "</"):
		return r.end(top)
	}
	return r.start(top)
}

func (r *xmlReader) skip(mark string) *refusal {
	i := strings.Index(r.rest, mark)
	if i < 0 {
		return r.broken()
	}
	r.rest = r.rest[i+len(mark):]
	return nil
}

func (r *xmlReader) end(top *node) *refusal {
	i := strings.IndexByte(r.rest, '>')
	if i < 0 || len(r.open) == 1 || localName(strings.TrimRight(r.rest[2:i], " \t\r\n")) != top.name {
		return r.broken()
	}
	r.rest = r.rest[i+1:]
	r.open = r.open[:len(r.open)-1]
	return nil
}

// start reads a start tag with its attributes.
func (r *xmlReader) start(top *node) *refusal {
	if r.elements++; r.elements > maxElements {
		return r.spent()
	}
	if len(r.open) > maxDepth {
		return refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 嵌套的层数", EN: "the depth of the XML"}), diag.Arg("limit", maxDepth))
	}
	i := strings.IndexAny(r.rest[1:], " \t\r\n/>") + 1
	if i < 2 {
		return r.broken()
	}
	n := &node{name: r.intern(localName(r.rest[1:i]))}
	r.rest = r.rest[i:]
	for {
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
		switch {
		case strings.HasPrefix(r.rest, "/>"):
			r.rest = r.rest[2:]
			top.kids = append(top.kids, n)
			return nil
		case strings.HasPrefix(r.rest, ">"):
			r.rest = r.rest[1:]
			top.kids = append(top.kids, n)
			r.open = append(r.open, n)
			return nil
		}
		if !r.attribute(n) {
			return r.broken()
		}
	}
}

// attribute reads one attribute. Namespaces are not kept, nor the ids of
// revisions with which Word marks every run.
func (r *xmlReader) attribute(n *node) bool {
	i := strings.IndexByte(r.rest, '=')
	if i < 1 {
		return false
	}
	name := strings.TrimRight(r.rest[:i], " \t\r\n")
	rest := strings.TrimLeft(r.rest[i+1:], " \t\r\n")
	if rest == "" || rest[0] != '"' && rest[0] != '\'' || strings.ContainsAny(name, "<>/\"' ") {
		return false
	}
	end := strings.IndexByte(rest[1:], rest[0]) + 1
	if end < 1 {
		return false
	}
	value, ok := references(rest[1:end])
	r.rest = rest[end+1:]
	local := localName(name)
	if strings.HasPrefix(name, "xmlns") || strings.HasPrefix(local, "rsid") || local == "paraId" || local == "textId" {
		return ok
	}
	n.attr = append(n.attr, attr{r.intern(local), value})
	return ok
}

func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// intern keeps one string for each name, and no part alive for it.
func (x *xmlBudget) intern(name string) string {
	if kept, ok := x.names[name]; ok {
		return kept
	}
	name = strings.Clone(name)
	if len(x.names) < 10_000 {
		x.names[name] = name
	}
	return name
}

// references resolves those that need no DTD, and makes one line end of each
// form (XML 1.0, 2.11).
func references(s string) (string, bool) {
	if strings.IndexByte(s, '\r') >= 0 {
		s = unixLines(s)
	}
	if strings.IndexByte(s, '&') < 0 {
		return s, true
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		name, after, ok := strings.Cut(rest, ";")
		if !ok || len(name) > 12 {
			return "", false
		}
		known, ok := reference(name)
		if !ok {
			return "", false
		}
		b.WriteString(known)
		s = after
	}
}

func reference(name string) (string, bool) {
	switch name {
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if !ok || err != nil || !utf8.ValidRune(rune(code)) {
		return "", false
	}
	return string(rune(code)), true
}

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// utf8XML decodes a part: UTF-16, which XML 1.0 allows (4.3.3), and what its
// declaration names.
func utf8XML(data []byte) string {
	order, wide := unicode.LittleEndian, false
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{'<', 0, '?', 0}):
		wide = true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.HasPrefix(data, []byte{0, '<', 0, '?'}):
		order, wide = unicode.BigEndian, true
	}
	if wide {
		return decodeAs(unicode.UTF16(order, unicode.UseBOM), data)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if m := declaredEncoding.FindSubmatch(data[:min(len(data), 200)]); m != nil && isGB(strings.ToLower(string(m[1]))) {
		return decodeAs(simplifiedchinese.GB18030, data)
	}
	return string(data)
}

func isGB(label string) bool {
	return strings.HasPrefix(label, "gb") || strings.Contains(label, "936") || label == "x-gbk" || label == "chinese" ||
		label == "csgb2312" || label == "euc-cn" || label == "iso-ir-58"
}

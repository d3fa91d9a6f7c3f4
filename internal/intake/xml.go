package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A node is an element by its local name: producers have many prefixes, and
// strict and transitional namespaces for one thing.
type node struct {
	name string
	attr []xml.Attr
	kids []*node
	text string // the character data right in it, of elements that are for text
}

// get returns an attribute by its local name.
func (n *node) get(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attr {
		if a.Name.Local == name {
			return a.Value
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
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
		if found := k.find(name); found != nil {
			return found
		}
	}
	return nil
}

// An xmlBudget is what all XML parts of one file may hold together.
type xmlBudget struct {
	elements, bytes int
	names           map[string]string
}

// textElements are those whose character data is read.
var textElements = map[string]bool{"t": true, "instrText": true}

// parse reads a part as a tree.
func (x *xmlBudget) parse(part string, data []byte) (*node, *refusal) {
	if x.bytes += len(data); x.bytes > maxXML {
		return nil, refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 的大小", EN: "the size of the XML"}), diag.Arg("limit", "64 MB"))
	}
	if x.names == nil {
		x.names = map[string]string{}
	}
	d := xml.NewDecoder(bytes.NewReader(utf8XML(data)))
	d.CharsetReader = charsetReader
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(open) == 1 && len(root.kids) > 0 {
			return root, nil
		}
		if err != nil {
			return nil, refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: part + " 不是完整的 XML", EN: part + " is no whole XML"}))
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.Directive:
			if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(token)), []byte("DOCTYPE")) || bytes.Contains(token, []byte("ENTITY")) {
				return nil, refuse(hasDTD, diag.Arg("part", part))
			}
		case xml.StartElement:
			if x.elements++; x.elements > maxElements {
				return nil, refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 元素的个数", EN: "the number of XML elements"}), diag.Arg("limit", maxElements))
			}
			if len(open) > maxDepth {
				return nil, refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "XML 嵌套的层数", EN: "the depth of the XML"}), diag.Arg("limit", maxDepth))
			}
			n := &node{name: x.intern(token.Name.Local), attr: x.attributes(token.Attr)}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 1 || top.name != token.Name.Local {
				return nil, refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: part + " 的标签不成对", EN: "the tags of " + part + " do not match"}))
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if textElements[top.name] {
				top.text += string(token)
			}
		}
	}
}

// intern keeps one string for each name.
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

// attributes keeps what is read: not namespaces, nor the ids of revisions with
// which Word marks every run.
func (x *xmlBudget) attributes(all []xml.Attr) []xml.Attr {
	var kept []xml.Attr
	for _, a := range all {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" || strings.HasPrefix(a.Name.Local, "rsid") || a.Name.Local == "paraId" || a.Name.Local == "textId" {
			continue
		}
		a.Name.Local = x.intern(a.Name.Local)
		kept = append(kept, a)
	}
	return kept
}

// utf8XML decodes UTF-16, which XML 1.0 allows (4.3.3), and drops a byte order
// mark.
func utf8XML(data []byte) []byte {
	var order unicode.Endianness
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{'<', 0, '?', 0}):
		order = unicode.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.HasPrefix(data, []byte{0, '<', 0, '?'}):
		order = unicode.BigEndian
	default:
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return out
}

// charsetReader reads the encodings that an XML declaration may name. What is
// UTF-16 is UTF-8 already.
func charsetReader(label string, in io.Reader) (io.Reader, error) {
	switch l := strings.ToLower(label); {
	case strings.HasPrefix(l, "utf"), l == "us-ascii", l == "iso-10646-ucs-2":
		return in, nil
	case isGB(l):
		return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
	}
	return nil, errors.New("unknown encoding " + label)
}

func isGB(label string) bool {
	return strings.HasPrefix(label, "gb") || strings.Contains(label, "936") || label == "x-gbk" || label == "chinese" ||
		label == "csgb2312" || label == "hz-gb-2312" || label == "euc-cn" || label == "iso-ir-58"
}

package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A docxPackage is the zip of an OOXML file (ECMA-376 part 2). Its names are
// keys of a map, in lower case and with slashes; they never reach a disk.
type docxPackage struct {
	files  map[string]*zip.File
	budget *xmlBudget
	packed bool // a file in it is encrypted
}

// openPackage reads the directory of a zip.
func openPackage(data []byte) (*docxPackage, *refusal) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: "压缩结构断了", EN: "its zip is cut off"}))
	}
	if len(z.File) > maxEntries {
		return nil, refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: "压缩包里的文件个数", EN: "the number of files in the zip"}), diag.Arg("limit", maxEntries))
	}
	p := &docxPackage{files: map[string]*zip.File{}, budget: &xmlBudget{}}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := p.files[name]; !twice {
			p.files[name] = f
		}
		p.packed = p.packed || f.Flags&1 != 0
	}
	return p, nil
}

// partName is the one form of a part's name: OPC compares them without regard
// to case (part 2, 6.2.2.3), and some producers write backslashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (p *docxPackage) has(name string) bool { return p.files[partName(name)] != nil }

func (p *docxPackage) hasPrefix(prefix string) bool {
	for name := range p.files {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// read unpacks a part up to a limit.
func (p *docxPackage) read(name string, limit int) ([]byte, *refusal) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: name + " 打不开", EN: name + " cannot be opened"}))
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if len(data) > limit {
		return nil, refuse(tooMuch, diag.Arg("what", i18n.Text{ZH: name + " 解压后的大小", EN: "the size of " + name}), diag.Arg("limit", megabytes(limit)))
	}
	if err != nil {
		return nil, refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: name + " 校验不对", EN: "the checksum of " + name + " is wrong"}))
	}
	return data, nil
}

// tree reads an XML part; nil where there is none.
func (p *docxPackage) tree(name string) (*node, *refusal) {
	if p.budget.bytes > maxXML || p.budget.elements > maxElements { // by other files of the mail
		return nil, p.budget.spent()
	}
	data, refused := p.read(name, maxPart)
	if data == nil || refused != nil {
		return nil, refused
	}
	root, refused := p.budget.parse(name, data)
	if refused != nil {
		return nil, refused
	}
	return root, nil
}

// A relation leads from one part to another, or out of the package.
type relation struct {
	kind     string // the last segment of its type
	target   string // the name of a part, or an address
	external bool
}

// relations reads what a part refers to (part 2, 6.5).
func (p *docxPackage) relations(part string) (map[string]relation, *refusal) {
	dir, base := path.Split(part)
	root, refused := p.tree(dir + "_rels/" + base + ".rels")
	if root == nil {
		return nil, refused
	}
	out := map[string]relation{}
	for _, list := range root.kids {
		for _, n := range list.kids {
			target := n.get("Target")
			r := relation{kind: path.Base(n.get("Type")), target: target, external: strings.EqualFold(n.get("TargetMode"), "External")}
			if !r.external {
				target = strings.ReplaceAll(target, `\`, "/")
				if !strings.HasPrefix(target, "/") {
					target = path.Join(dir, target)
				}
				r.target = strings.TrimPrefix(path.Clean("/"+target), "/")
			}
			out[n.get("Id")] = r
		}
	}
	return out, nil
}

// ofKind returns the relation of a kind to a part; of several, the one with the
// first id, so that one file is always read in one way.
func ofKind(relations map[string]relation, kind string) (relation, bool) {
	for _, id := range slices.Sorted(maps.Keys(relations)) {
		if r := relations[id]; r.kind == kind && !r.external {
			return r, true
		}
	}
	return relation{}, false
}

// mainPart finds the document through the package's relations.
func (p *docxPackage) mainPart() (string, *refusal) {
	relations, refused := p.relations("")
	if refused != nil {
		return "", refused
	}
	if r, ok := ofKind(relations, "officeDocument"); ok && p.has(r.target) {
		return r.target, nil
	}
	if p.has("word/document.xml") {
		return "word/document.xml", nil
	}
	return "", refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: "缺少正文部分", EN: "its main part is missing"}))
}

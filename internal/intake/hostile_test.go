package intake

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// hostile are files that were made to exhaust the program, to reach beyond
// themselves, or that are something else than their name says; and the code of
// what is said of each. Those with "" are read.
func hostile(t testing.TB) map[string]struct {
	data []byte
	code string
} {
	type file = struct {
		data []byte
		code string
	}
	p := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	whole := docxOf(t, p("正文。"), nil)
	damaged := bytes.Clone(whole)
	at := bytes.Index(damaged, []byte("word/document.xml")) + len("word/document.xml")
	damaged[at+20] ^= 0x55
	many := map[string]string{}
	for i := range 1200 {
		many[fmt.Sprintf("x%d", i)] = ""
	}
	relations := `<Relationship Id="p1" Type="http://x/image" Target="../../../../etc/passwd"/><Relationship Id="p2" Type="http://x/image" Target="media/x.png"/>`
	picture := func(id string) string {
		return p("图。") + `<w:p><w:r><w:drawing><a:blip r:embed="` + id + `"/></w:drawing></w:r></w:p>`
	}
	hugePNG := "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x06\x00\x00\x00" + "\x15\xdf\xaa\x01"
	var multiparts strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&multiparts, "Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n", i, i)
	}
	return map[string]file{
		"empty.docx":         {nil, "manuscript-empty"},
		"bomb.docx":          {docxOf(t, "<w:p><w:r><w:t>"+strings.Repeat("a", 40<<20)+"</w:t></w:r></w:p>", nil), "manuscript-limit"},
		"paragraphs.docx":    {docxOf(t, strings.Repeat("<w:p/>", 15<<20/6), nil), "manuscript-limit"},
		"characters.docx":    {docxOf(t, p(strings.Repeat("字", maxRunes+1)), nil), "manuscript-limit"},
		"entries.docx":       {zipOf(t, many), "manuscript-limit"},
		"deep.docx":          {docxOf(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 5000)+strings.Repeat("</w:tc></w:tr></w:tbl>", 5000), nil), "manuscript-limit"},
		"nested-tables.docx": {docxOf(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 50)+p("底。")+strings.Repeat("</w:tc></w:tr></w:tbl>", 50), nil), ""},
		"dtd.docx": {zipOf(t, map[string]string{
			"_rels/.rels":       `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>`,
			"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`,
		}), "manuscript-dtd"},
		"entity.docx":       {docxOf(t, p("&unknown;"), nil), "manuscript-broken"},
		"tags.docx":         {docxOf(t, "<w:p><w:r></w:p></w:r>", nil), "manuscript-broken"},
		"cut.docx":          {whole[:len(whole)/2], "manuscript-broken"},
		"damaged.docx":      {damaged, "manuscript-broken"},
		"no-text.docx":      {docxOf(t, "<w:p/>", nil), "manuscript-no-text"},
		"too-large.docx":    {append([]byte("PK\x03\x04"), make([]byte, maxFile)...), "manuscript-size"},
		"traversal.docx":    {docxOf(t, picture("p1"), map[string]string{"rels": relations, "../../../../etc/passwd": "x"}), "left-picture"},
		"pixels.docx":       {docxOf(t, picture("p2"), map[string]string{"rels": relations, "word/media/x.png": hugePNG}), "left-picture"},
		"loop-note.docx":    {docxOf(t, p("注")+`<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`, map[string]string{"footnotes.xml": `<w:footnote w:id="1"><w:p><w:r><w:t>自己</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>`}), ""},
		"loop-style.docx":   {docxOf(t, `<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>字。</w:t></w:r></w:p>`, map[string]string{"styles.xml": `<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>`}), ""},
		"open-field.docx":   {docxOf(t, strings.Repeat(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>`, 500)+p("域没有结尾。"), nil), ""},
		"long-numbers.docx": {docxOf(t, strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>字</w:t></w:r></w:p>`, 15_000), map[string]string{"numbering.xml": `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="` + strings.Repeat("%1", 5000) + `"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`}), "manuscript-limit"},
		"encrypted.docx":    {compoundOf(map[string][]byte{"EncryptedPackage": {1}}), "manuscript-encrypted"},
		"encrypted.doc":     {docOf("密\r", "", 1), "manuscript-encrypted"},
		"sheet.doc":         {compoundOf(map[string][]byte{"Workbook": {1}}), "manuscript-not-word"},
		"outlook.doc":       {compoundOf(map[string][]byte{"__properties_version1.0": {1}}), "manuscript-not-word"},
		"ole.doc":           {compoundOf(map[string][]byte{"Other": {1}}), "manuscript-not-word"},
		"cut.doc":           {docOf("一二三\r", "", 0)[:700], "manuscript-broken"},
		"word6.doc":         {compoundOf(map[string][]byte{"WordDocument": []byte("\xdc\xa5" + strings.Repeat("x", 600))}), "manuscript-format"},
		"rtf.doc":           {[]byte(`{\rtf1\ansi \'d6\'d0}`), "manuscript-format"},
		"pdf.docx":          {[]byte("%PDF-1.7\n"), "manuscript-format"},
		"rar.docx":          {[]byte("Rar!\x1a\x07\x00"), "manuscript-archive"},
		"7z.docx":           {[]byte("7z\xbc\xaf\x27\x1c\x00"), "manuscript-archive"},
		"zip.docx":          {zipOf(t, map[string]string{"稿件.txt": "x"}), "manuscript-archive"},
		"odt.docx":          {zipOf(t, map[string]string{"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}), "manuscript-not-word"},
		"xlsx.docx":         {zipOf(t, map[string]string{"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "manuscript-not-word"},
		"pptx.docx":         {zipOf(t, map[string]string{"ppt/presentation.xml": "<x/>"}), "manuscript-not-word"},
		"utf16-cut.txt":     {[]byte("\xff\xfeA"), "manuscript-encoding"},
		"binary.txt":        {[]byte("\x00\x01\x02\x03\x04\x05\x06\x07\xff\xfe\xfd\xfc"), "manuscript-encoding"},
		"large.txt":         {[]byte(strings.Repeat("字。\n", maxRunes/2)), "manuscript-limit"},
		"picture.txt":       {[]byte("\x89PNG\r\n"), "manuscript-format"},
		"page.doc":          {[]byte("<html><body><p>正文<script>alert(1)</script></p></body></html>"), "guess-html"},
		"deep.html":         {[]byte("<html>" + strings.Repeat("<div><b>", 200_000) + "字"), "guess-html"},
		"large.html":        {[]byte("<html>" + strings.Repeat("<p>字</p>", 1<<20)), "manuscript-limit"},
		"depth.eml":         {[]byte("From: a@b.cn\nSubject: x\n" + multiparts.String()), "manuscript-no-text"},
		"parts.eml":         {[]byte("From: a@b.cn\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\n字。\n", 5000)), "mail-limit"},
		"headers.eml":       {[]byte("From: a@b.cn\nSubject: " + strings.Repeat("=?GBK?B?zba45Q==?= ", 100_000) + "\n\n字。\n"), ""},
		"large.eml":         {append([]byte("From: a@b.cn\nSubject: x\n\n"), make([]byte, maxMail)...), "manuscript-size"},
		"parameters.eml":    {[]byte("From: a@b.cn\nSubject: x\nContent-Type: text/plain; " + strings.Repeat("a*1000000000*=x; ", 20_000) + "\n\n字。\n"), ""},
		"empty.eml":         {[]byte("From: a@b.cn\nSubject: x\n\n"), "manuscript-no-text"},
		"unnamed-bound.eml": {[]byte("From: a@b.cn\nSubject: x\nContent-Type: multipart/mixed\n\n--q\n\n字。\n--q--\n"), ""},
	}
}

// TestHostile holds that each ends in text or in a named error.
func TestHostile(t *testing.T) {
	for name, file := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			r := Read(name, file.data, Options{})
			said := codes(r)
			if slices.Contains(said, "manuscript-reader") {
				t.Fatalf("a reader panicked: %v", said)
			}
			if file.code != "" && !slices.Contains(said, file.code) {
				t.Errorf("want %s, got %v", file.code, said)
			}
			for _, m := range r.Manuscripts {
				refused := slices.ContainsFunc(m.Notes, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
				if (m.Draft == nil) != refused {
					t.Errorf("draft %v, but said %v", m.Draft != nil, said)
				}
				if m.Draft != nil {
					checkComesBack(t, *m.Draft)
					for _, p := range m.Draft.Pictures {
						if strings.ContainsAny(p.Name, `/\`) {
							t.Errorf("picture %s", p.Name)
						}
					}
				}
			}
		})
	}
}

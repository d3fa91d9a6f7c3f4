package intake

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

const wordNamespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps" xmlns:xyz="urn:xyz" xmlns:o="urn:o"`

// docxOf packs parts into a Word file. The document's body may be given alone,
// and so may what is in the other XML parts.
func docxOf(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	files := map[string]string{
		"_rels/.rels":       `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document ` + wordNamespaces + `><w:body>` + body + `</w:body></w:document>`,
	}
	var rels strings.Builder
	for name, text := range parts {
		kind := strings.TrimSuffix(name, ".xml")
		switch kind {
		case "styles", "numbering", "footnotes", "endnotes":
			files["word/"+name] = "<w:" + kind + " " + wordNamespaces + ">" + text + "</w:" + kind + ">"
			fmt.Fprintf(&rels, `<Relationship Id="x%s" Type="http://x/%s" Target="%s"/>`, kind, kind, name)
		case "rels":
			rels.WriteString(text)
		default:
			files[name] = text
		}
	}
	files["word/_rels/document.xml.rels"] = "<Relationships>" + rels.String() + "</Relationships>"
	return zipOf(t, files)
}

func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// compoundOf makes an OLE container with sectors of 512 bytes. Streams are
// padded beyond the size up to which they would lie in the small ones.
func compoundOf(streams map[string][]byte) []byte {
	const sector = 512
	fat := []uint32{}
	var body []byte
	directory := directoryEntry("Root Entry", 5, 0xfffffffe, 0)
	for name, data := range streams {
		data = append(bytes.Clone(data), make([]byte, max(0, miniThreshold-len(data)))...)
		start := uint32(len(fat))
		for at := 0; at < len(data); at += sector {
			fat = append(fat, uint32(len(fat))+1)
			block := make([]byte, sector)
			copy(block, data[at:])
			body = append(body, block...)
		}
		fat[len(fat)-1] = 0xfffffffe
		directory = append(directory, directoryEntry(name, 2, start, len(data))...)
	}
	firstDirectory := uint32(len(fat))
	for len(directory)%sector != 0 {
		directory = append(directory, make([]byte, 128)...)
	}
	for at := 0; at < len(directory); at += sector {
		fat = append(fat, uint32(len(fat))+1)
	}
	fat[len(fat)-1] = 0xfffffffe
	body = append(body, directory...)
	firstFAT := uint32(len(fat))
	fatSectors := (len(fat) + 128) / 127
	for range fatSectors {
		fat = append(fat, 0xfffffffd)
	}
	table := make([]byte, fatSectors*sector)
	for i := range table {
		table[i] = 0xff
	}
	for i, n := range fat {
		binary.LittleEndian.PutUint32(table[4*i:], n)
	}
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(head[30:], 9)
	binary.LittleEndian.PutUint32(head[48:], firstDirectory)
	binary.LittleEndian.PutUint32(head[60:], 0xfffffffe)
	binary.LittleEndian.PutUint32(head[68:], 0xfffffffe)
	for i := range 109 {
		n := uint32(0xffffffff)
		if i < fatSectors {
			n = firstFAT + uint32(i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], n)
	}
	return append(append(head, body...), table...)
}

func directoryEntry(name string, kind byte, start uint32, size int) []byte {
	e := make([]byte, 128)
	units := utf16.Encode([]rune(name + "\x00"))
	for i, u := range units {
		binary.LittleEndian.PutUint16(e[2*i:], u)
	}
	binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)))
	e[66] = kind
	binary.LittleEndian.PutUint32(e[116:], start)
	binary.LittleEndian.PutUint32(e[120:], uint32(size))
	return e
}

// docOf makes an old .doc of text in one piece of UTF-16 and one of bytes.
func docOf(text, latin string, flags byte) []byte {
	const textAt = 0x400
	word := make([]byte, textAt)
	binary.LittleEndian.PutUint16(word, 0xa5ec)
	word[11] = flags | 2 // 1Table
	units := utf16.Encode([]rune(text))
	for _, u := range units {
		word = binary.LittleEndian.AppendUint16(word, u)
	}
	latinAt := len(word)
	word = append(word, latin...)
	length := len(units) + len(latin)
	binary.LittleEndian.PutUint32(word[0x4c:], uint32(length))
	plc := binary.LittleEndian.AppendUint32(nil, 0)
	plc = binary.LittleEndian.AppendUint32(plc, uint32(len(units)))
	plc = binary.LittleEndian.AppendUint32(plc, uint32(length))
	for _, fc := range []uint32{textAt, uint32(latinAt)*2 | 0x40000000} {
		plc = append(plc, 0, 0)
		plc = binary.LittleEndian.AppendUint32(plc, fc)
		plc = append(plc, 0, 0)
	}
	clx := append([]byte{1, 2, 0, 9, 9, 2}, binary.LittleEndian.AppendUint32(nil, uint32(len(plc)))...)
	clx = append(clx, plc...)
	binary.LittleEndian.PutUint32(word[0x1a2:], 0)
	binary.LittleEndian.PutUint32(word[0x1a6:], uint32(len(clx)))
	return compoundOf(map[string][]byte{"WordDocument": word, "1Table": clx})
}

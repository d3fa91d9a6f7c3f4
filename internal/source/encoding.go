package source

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var (
	wrongEncoding = diag.Define("encoding", diag.Error,
		i18n.Text{ZH: "文件不是 UTF-8 编码，看上去是 {encoding}", EN: "the file is not UTF-8; it looks like {encoding}"},
		i18n.Text{ZH: "请用记事本或 VS Code 打开，“另存为”时把编码选为 UTF-8，再保存。", EN: "Open it in an editor and save it again with the encoding UTF-8."})
	unknownEncoding = diag.Define("encoding-unknown", diag.Error,
		i18n.Text{ZH: "文件不是 UTF-8 编码，也认不出是哪种中文编码", EN: "the file is not UTF-8, nor any encoding of Chinese that can be told"},
		i18n.Text{ZH: "这可能不是文本文件（例如改了后缀的 Word 文档），或者已经损坏。请打开原稿，另存为 UTF-8 编码的文本。", EN: "It may not be text (a renamed Word file?) or be damaged. Save the original again as UTF-8 text."})
	zeroByte = diag.Define("zero-byte", diag.Error,
		i18n.Text{ZH: "文件里有空字节（U+0000），不像是文本", EN: "the file holds a zero byte (U+0000) and hardly is text"},
		i18n.Text{ZH: "文件可能在保存时损坏，请重新保存或换回备份。", EN: "It may have been damaged while it was saved; save it again or take a backup."})
	replacementChar = diag.Define("replacement-char", diag.Error,
		i18n.Text{ZH: "这里有乱码字符“�”（U+FFFD），原来的字已经丢失", EN: "there is a replacement character “�” (U+FFFD): the original is lost"},
		i18n.Text{ZH: "请对照原稿把这个字补上。", EN: "Look the character up in the manuscript and put it back."})
)

// candidates are the encodings that Chinese manuscripts come in.
var candidates = []struct {
	name i18n.Text
	enc  encoding.Encoding
}{
	{i18n.Text{ZH: "GB18030（GBK）", EN: "GB18030 (GBK)"}, simplifiedchinese.GB18030},
	{i18n.Same("Big5"), traditionalchinese.Big5},
}

// Decode returns a file's text as UTF-8 with LF line ends and without a byte
// order mark. Line and column of the result are those of the file. It reports
// false, with a diagnostic in the list, for what cannot be shown truly.
//
// The result may be the bytes of f themselves, which must not be changed then.
func Decode(f File) (diag.File, diag.List, bool) {
	text := f.Text
	if enc, name := utf16(text); enc != nil {
		return refuse(f, text, enc, name)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	seen := look(text)
	if seen.invalid {
		for _, c := range candidates {
			if decoded, err := c.enc.NewDecoder().Bytes(text); err == nil && looksChinese(string(decoded)) {
				return refuse(f, text, c.enc, c.name)
			}
		}
		at := diag.File{Path: f.Path, Text: strings.ToValidUTF8(string(text), "?")}.Range(invalidAt(text), invalidAt(text)+1)
		return diag.File{}, diag.List{unknownEncoding.At(at)}, false
	}
	out := diag.File{Path: f.Path, Text: unsafe.String(unsafe.SliceData(text), len(text))}
	if seen.carriage {
		out.Text = unixLines(out.Text)
	}
	if seen.odd {
		if i := strings.IndexByte(out.Text, 0); i >= 0 {
			return out, diag.List{zeroByte.At(out.Range(i, i+1))}, false
		}
		if i := strings.Index(out.Text, "\ufffd"); i >= 0 {
			return out, diag.List{replacementChar.At(out.Range(i, i+3))}, false
		}
	}
	return out, nil, true
}

// A sight is what a look over a text finds.
type sight struct {
	invalid  bool // it is not UTF-8
	carriage bool // it has a carriage return
	odd      bool // it may have a zero byte or U+FFFD
}

// look goes over a text once: every byte of every file comes by here. Nearly
// all characters are of three bytes that begin with E1 to EF, behind which UTF-8
// allows any two of 80 to BF, but for ED.
func look(text []byte) (s sight) {
	for i := 0; i < len(text); {
		for i+4 <= len(text) { // Han and most of their marks
			four := binary.LittleEndian.Uint32(text[i:])
			if lead := byte(four); lead < 0xe1 || lead > 0xec || four&0xc0c000 != 0x808000 {
				break
			}
			i += 3
		}
		switch c := text[i]; {
		case c >= 0xe1 && c != 0xed && c <= 0xef && i+2 < len(text) && text[i+1]&0xc0 == 0x80 && text[i+2]&0xc0 == 0x80:
			s.odd = s.odd || c == 0xef && text[i+1] == 0xbf && text[i+2] == 0xbd
			i += 3
		case c < utf8.RuneSelf:
			s.carriage = s.carriage || c == '\r'
			s.odd = s.odd || c == 0
			i++
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError {
				s.invalid = true
				return s
			}
			i += n
		}
	}
	return s
}

// refuse points at the first character that is not ASCII, shown as the likely
// encoding reads it, so that an editor recognises the text.
func refuse(f File, text []byte, enc encoding.Encoding, name i18n.Text) (diag.File, diag.List, bool) {
	decoded, err := enc.NewDecoder().Bytes(text)
	if err != nil {
		decoded = nil
	}
	shown := diag.File{Path: f.Path, Text: unixLines(string(decoded))}
	i := strings.IndexFunc(shown.Text, func(r rune) bool { return r > 0x7f && r != utf8.RuneError })
	at := shown.Range(max(i, 0), max(i, 0)+1)
	return diag.File{}, diag.List{wrongEncoding.At(at, diag.Arg("encoding", name))}, false
}

func unixLines(s string) string { return lineEnds.Replace(s) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// utf16 recognises UTF-16 by its byte order mark or, where that is missing, by
// zero bytes at every other place of the beginning (ASCII in UTF-16).
func utf16(text []byte) (encoding.Encoding, i18n.Text) {
	littleName := i18n.Text{ZH: "UTF-16（Unicode）", EN: "UTF-16 (Unicode)"}
	bigName := i18n.Text{ZH: "UTF-16BE（Unicode）", EN: "UTF-16BE (Unicode)"}
	switch {
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), littleName
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), bigName
	case len(text) >= 4 && text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), littleName
	case len(text) >= 4 && text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), bigName
	}
	return nil, i18n.Text{}
}

// looksChinese tells a right decoding from one that merely raised no error: at
// least half of what is not ASCII are Han characters or Chinese punctuation
// of the common blocks, and nothing was replaced.
func looksChinese(s string) bool {
	chinese, other := 0, 0
	for _, r := range s {
		switch {
		case r == utf8.RuneError || r < 0x20 && r != '\n' && r != '\r' && r != '\t':
			return false
		case r < 0x80:
		case r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef, r >= 0x2010 && r <= 0x2026:
			chinese++
		default:
			other++
		}
	}
	return chinese > 0 && chinese >= other
}

// invalidAt returns the offset of the first byte that is not UTF-8.
func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

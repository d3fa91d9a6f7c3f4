package source

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"luxi/internal/i18n"
)

func encode(t *testing.T, enc interface {
	Bytes([]byte) ([]byte, error)
}, s string,
) []byte {
	t.Helper()
	b, err := enc.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	const essay = "+++\ntitle = \"全面建设四个新高地\"\n+++\n\n东阿县以落实黄河重大国家战略为牵引。\n"
	const traditional = "+++\ntitle = \"全面建設四個新高地\"\n+++\n\n東阿縣以落實黃河重大國家戰略為牽引，發展經濟。\n"
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	for _, tt := range []struct {
		name  string
		bytes []byte
		want  string // the text, or the message in Chinese
		place string
	}{
		{"plain", []byte(essay), essay, ""},
		{"BOM", []byte("\xef\xbb\xbf" + essay), essay, ""},
		{"CRLF", []byte(strings.ReplaceAll(essay, "\n", "\r\n")), essay, ""},
		{"old Mac", []byte(strings.ReplaceAll(essay, "\n", "\r")), essay, ""},
		{"GBK", encode(t, simplifiedchinese.GBK.NewEncoder(), essay), "文件不是 UTF-8 编码，看上去是 GB18030（GBK）", "a.md:2:10"},
		{"UTF-16", encode(t, utf16, essay), "文件不是 UTF-8 编码，看上去是 UTF-16（Unicode）", "a.md:2:10"},
		{"UTF-16 without BOM", encode(t, utf16, essay)[2:], "文件不是 UTF-8 编码，看上去是 UTF-16（Unicode）", "a.md:2:10"},
		{"Big5", encode(t, traditionalchinese.Big5.NewEncoder(), traditional), "文件不是 UTF-8 编码，看上去是 Big5", "a.md:2:10"},
		{"noise", []byte("abc\n\xff\xfe\xff\xc0\x01\x02"), "文件不是 UTF-8 编码，也认不出是哪种中文编码", "a.md:2:1"},
		{"zero byte", []byte("东阿\x00县"), "文件里有空字节（U+0000），不像是文本", "a.md:1:3"},
		{"replacement character", []byte("东阿�县"), "这里有乱码字符“�”（U+FFFD），原来的字已经丢失", "a.md:1:3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, list, ok := Decode(File{Path: "a.md", Text: tt.bytes})
			if ok {
				if f.Text != tt.want || len(list) > 0 {
					t.Fatalf("text is %q, list %v", f.Text, list)
				}
				return
			}
			if len(list) != 1 || list[0].Message(i18n.Chinese) != tt.want || list[0].Range.Place() != tt.place {
				t.Fatalf("got %v, want %s at %s", list.Records(i18n.Chinese), tt.want, tt.place)
			}
		})
	}
}

// What a look over a text finds is what searching it finds, however its bytes
// are damaged.
func TestLook(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"鲁西崛起", "，。“”", "a", "\n", "\r", "\x00", "\ufffd", "\uffff", "é", "한", "𠮷", "\ue000", "\u0800", "\xed\xa0\x80", "\xe0\x80\x80", "\xf8", "\xe4\xb8", "\xb8"}
	kinds := map[sight]int{}
	for range 50_000 {
		var text []byte
		for range random.IntN(8) {
			text = append(text, pieces[random.IntN(len(pieces))]...)
		}
		if len(text) > 0 && random.IntN(3) == 0 {
			text[random.IntN(len(text))] = byte(random.Uint32())
		}
		got := look(text)
		if kinds[got]++; got.invalid == utf8.Valid(text) {
			t.Fatalf("%q is taken to be valid: %t", text, !got.invalid)
		}
		want := sight{
			carriage: bytes.IndexByte(text, '\r') >= 0,
			odd:      bytes.IndexByte(text, 0) >= 0 || bytes.Contains(text, []byte("\ufffd")),
		}
		if !got.invalid && got != want {
			t.Fatalf("got %+v, want %+v of %q", got, want, text)
		}
	}
	if len(kinds) < 8 {
		t.Errorf("only these were met: %v", kinds)
	}
}

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{
		"content/essays/2022/乙.md":      {Data: []byte("乙")},
		"content/essays/2022/甲.md":      {Data: []byte("甲")},
		"content/essays/2022/照片.JPG":    {Data: []byte("\xff\xd8")},
		"content/essays/2022/~$甲.docx":  {Data: []byte("x")},
		"content/essays/2022/.甲.md.swp": {Data: []byte("x")},
		"content/.git/config":           {Data: []byte("x")},
		"content/essays/\xb6\xab.md":    {Data: []byte("x")},
		"content/essays/huge.md":        {Data: make([]byte, MaxTextSize+1)},
		"elsewhere/a.md":                {Data: []byte("x")},
	}
	tree, list, err := Load(fsys, "content")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range tree.Files {
		got = append(got, f.Path+"="+string(f.Text))
	}
	want := "content/essays/2022/乙.md=乙 content/essays/2022/照片.JPG= content/essays/2022/甲.md=甲"
	if strings.Join(got, " ") != want {
		t.Errorf("files are %q, want %q", got, want)
	}
	var codes []string
	for _, d := range list {
		codes = append(codes, d.Range.Place()+" "+d.Kind.Code)
	}
	if want := "content/essays/?.md file-name-encoding|content/essays/huge.md file-too-large"; strings.Join(codes, "|") != want {
		t.Errorf("diagnostics are %q, want %q", codes, want)
	}
	if _, ok := tree.Get("content/essays/2022/甲.md"); !ok {
		t.Error("Get does not find a file that is there")
	}
}

func TestLoadOfNothing(t *testing.T) {
	tree, list, err := Load(fstest.MapFS{}, "content")
	if err != nil || len(list) > 0 || len(tree.Files) > 0 {
		t.Errorf("a folder that is not there: %v %v %v", tree, list, err)
	}
}

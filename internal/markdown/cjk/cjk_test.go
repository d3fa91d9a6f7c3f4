package cjk_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"

	"luxi/internal/markdown/cjk"
)

// TestCommonMarkUnchanged runs CommonMark's own examples through a goldmark
// that has the extension and nothing else.
func TestCommonMarkUnchanged(t *testing.T) {
	data, err := os.ReadFile("../testdata/commonmark-0.31.2.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Example        int
		Markdown, HTML string
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	md := goldmark.New(goldmark.WithExtensions(cjk.Emphasis),
		goldmark.WithRendererOptions(html.WithXHTML(), html.WithUnsafe()))
	for _, e := range examples {
		var out bytes.Buffer
		if err := md.Convert([]byte(e.Markdown), &out); err != nil {
			t.Fatal(err)
		}
		if out.String() != e.HTML {
			t.Errorf("example %d: %q\n got %q\nwant %q", e.Example, e.Markdown, out.String(), e.HTML)
		}
	}
	if len(examples) != 652 {
		t.Errorf("%d examples, want 652", len(examples))
	}
}

func TestEmphasis(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(cjk.Emphasis))
	for _, tt := range []struct{ in, want string }{
		{"**新高地。**深入", "<strong>新高地。</strong>深入"},
		{"他说**“走在前”**3次", "他说<strong>“走在前”</strong>3次"},
		{"**𠮷。**𠮷", "<strong>𠮷。</strong>𠮷"},
		{"葛\U000E0100**(音gé)**", "葛\U000E0100<strong>(音gé)</strong>"},
		{"〇\ufe00**(zero)**", "〇\ufe00<strong>(zero)</strong>"},
		{"**この文（sentence）**を", "<strong>この文（sentence）</strong>を"},
		{"**이 용어(This term)**를", "<strong>이 용어(This term)</strong>를"},
		{"a**\"b\"**c", "a**&quot;b&quot;**c"},
		{"中_文_字", "中_文_字"},
		{"中，_文_，字", "中，<em>文</em>，字"},
		{"__重点：__内容", "__重点：__内容"},
	} {
		var out bytes.Buffer
		if err := md.Convert([]byte(tt.in), &out); err != nil {
			t.Fatal(err)
		}
		if got, want := out.String(), "<p>"+tt.want+"</p>\n"; got != want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, want)
		}
	}
}

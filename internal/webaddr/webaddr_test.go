package webaddr

import "testing"

func TestASCII(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"https://a.cn/x?y=z#甲", "https://a.cn/x?y=z#%E7%94%B2"},
		{"https://例子.中国/甲 乙", "https://xn--fsqu00a.xn--fiqs8s/%E7%94%B2 %E4%B9%99"},
		{"http://例子.中国:8080", "http://xn--fsqu00a.xn--fiqs8s:8080"},
		{"HTTPS://a.cn/%E7%94%B2甲", "HTTPS://a.cn/%E7%94%B2%E7%94%B2"},
		{"mailto:a@b.cn", "mailto:a@b.cn"},
		{"甲", ""},
		{"ftp://甲.cn/", ""},
		{"https://甲\xff.cn/", ""},
	} {
		got, err := ASCII(tt.in)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("ASCII(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestParse(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://a.cn": true, "http://甲.cn/x": true, "https:///a": false, "https://:80/": false,
		"//a.cn": false, "a.cn": false, "javascript:alert(1)": false, "": false, "https://a b/": false,
	} {
		if _, ok := Parse(raw); ok != want {
			t.Errorf("Parse(%q) says %t", raw, ok)
		}
	}
}

package slug

import "testing"

func TestFrom(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"hao-xuelan", "hao-xuelan"},
		{"Hao Xuelan", "hao-xuelan"},
		{"全面建设四个新高地（终稿）", "全面建设四个新高地-终稿"},
		{"“走在前、开新局”", "走在前-开新局"},
		{"曹 植", "曹-植"},
		{"艾力·买买提", "艾力·买买提"},
		{"../../etc/passwd", "etc-passwd"},
		{"e\u0301tude", "étude"}, // NFD from a Mac: é is a letter with case, but lower
		{"二〇二二年", "二〇二二年"},
		{"２０２２年第１期ＡＢ－ｃ", "2022年第1期ab-c"},
		{"ＣＯＮ", "con-1"},
		{"CON", "con-1"},
		{"……", ""},
		{"", ""},
	} {
		if got := From(tt.in); got != tt.want {
			t.Errorf("From(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestValid(t *testing.T) {
	for s, want := range map[string]bool{
		"二〇二二年": true, "a_b": true, "艾力·买买提": true,
		"２０２２": false, "ａ": false, "A": false, "-a": false, "con": false, "a b": false, "": false,
	} {
		if got := Valid(s); got != want {
			t.Errorf("Valid(%q) = %t, want %t", s, got, want)
		}
	}
}

func FuzzFrom(f *testing.F) {
	for _, s := range []string{"全面建设", "A b", "--", "İ", "ß", "Ａ１〇", "Å", "\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := From(s)
		if got != "" && !Valid(got) {
			t.Errorf("From(%q) = %q, which is no slug", s, got)
		}
		if got != "" && From(got) != got {
			t.Errorf("From is not idempotent on %q: %q", got, From(got))
		}
	})
}

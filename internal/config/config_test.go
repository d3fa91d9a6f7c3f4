package config

import (
	"slices"
	"testing"

	"luxi/internal/diag"
	"luxi/internal/golden"
)

func TestMistakes(t *testing.T) {
	golden.Run(t, "testdata/*.txt", func(_ *testing.T, c golden.Case) string {
		site, list := Parse(diag.File{Path: FileName, Text: c.Get(FileName)}, Override{})
		if site.Broken != list.HasErrors() {
			return "Broken does not say whether there are mistakes"
		}
		return golden.Print(list)
	})
}

func parse(t *testing.T, text string, o Override) Site {
	t.Helper()
	site, list := Parse(diag.File{Path: FileName, Text: "title = \"试刊\"\n" + text}, o)
	if len(list) > 0 {
		t.Errorf("%s:\n%s", text, golden.Print(list))
	}
	return site
}

func TestDefaults(t *testing.T) {
	s := parse(t, `base_url = "https://example.cn/"`, Override{})
	for _, tt := range []struct{ name, got, want string }{
		{"language", s.Language, "zh-Hans-CN"},
		{"zone", s.Location.String(), "Asia/Shanghai"},
		{"theme", s.Theme, "forum"},
		{"call_link", s.CallLink, "https://example.cn/"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s is %q by default, want %q", tt.name, tt.got, tt.want)
		}
	}
	if s.PerFront != 12 {
		t.Errorf("front_essays is %d by default", s.PerFront)
	}
}

func TestBaseURL(t *testing.T) {
	for _, tt := range []struct{ written, full, path string }{
		{"https://example.cn", "https://example.cn/", "/"},
		{"https://example.cn/", "https://example.cn/", "/"},
		{"https://example.cn//", "https://example.cn/", "/"},
		{"HTTPS://example.cn/", "https://example.cn/", "/"},
		{"http://localhost:8080", "http://localhost:8080/", "/"},
		{"http://[::1]:8080", "http://[::1]:8080/", "/"},
		{"https://example.cn/luxi", "https://example.cn/luxi/", "/luxi/"},
		{"https://example.cn/a/b/", "https://example.cn/a/b/", "/a/b/"},
		{"https://example.cn/鲁西", "https://example.cn/%E9%B2%81%E8%A5%BF/", "/%E9%B2%81%E8%A5%BF/"},
		{"https://example.cn/%E9%B2%81%E8%A5%BF/", "https://example.cn/%E9%B2%81%E8%A5%BF/", "/%E9%B2%81%E8%A5%BF/"},
		{"https://鲁西.example.cn/", "https://xn--bw2a778a.example.cn/", "/"},
		{"https://鲁西.cn:8443", "https://xn--bw2a778a.cn:8443/", "/"},
	} {
		s := parse(t, `base_url = "`+tt.written+`"`, Override{})
		if s.BaseURL != tt.full || s.BasePath != tt.path {
			t.Errorf("%s: BaseURL %s, BasePath %s, want %s and %s", tt.written, s.BaseURL, s.BasePath, tt.full, tt.path)
		}
		// A flag is read as the setting is.
		if o := parse(t, `base_url = "https://other.cn/"`, Override{BaseURL: tt.written}); o.BaseURL != tt.full || o.BasePath != tt.path {
			t.Errorf("as a flag, %s: BaseURL %s, BasePath %s", tt.written, o.BaseURL, o.BasePath)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ written, want string }{
		{"zh", "zh-Hans-CN"},
		{"zh-CN", "zh-Hans-CN"},
		{"zh-cn", "zh-Hans-CN"},
		{"zh-Hant-TW", "zh-Hant-TW"},
		{"en", "en"},
		{"es-419", "es-419"},
	} {
		if s := parse(t, "base_url = \"https://example.cn/\"\nlanguage = \""+tt.written+`"`, Override{}); s.Language != tt.want {
			t.Errorf("%s: %s, want %s", tt.written, s.Language, tt.want)
		}
	}
}

func TestCallLink(t *testing.T) {
	const own = "https://qr.example.cn/a?b=1"
	s := parse(t, "base_url = \"https://example.cn/\"\ncall_link = \""+own+`"`, Override{BaseURL: "https://mirror.cn/"})
	if s.CallLink != own {
		t.Errorf("a written link is %s, want %s", s.CallLink, own)
	}
	s = parse(t, `base_url = "https://example.cn/"`, Override{BaseURL: "https://mirror.cn/"})
	if s.CallLink != "https://mirror.cn/" {
		t.Errorf("without a link it is %s, want that of the flag --base-url", s.CallLink)
	}
}

func TestOverride(t *testing.T) {
	s := parse(t, "base_url = \"https://example.cn/\"\ntheme = \"own\"", Override{Theme: "other"})
	if s.Theme != "other" {
		t.Errorf("theme is %s", s.Theme)
	}
	for _, o := range []Override{{BaseURL: "example.cn"}, {Theme: "../x"}, {Theme: "A"}} {
		_, list := Parse(diag.File{Path: FileName, Text: "title = \"a\"\nbase_url = \"https://example.cn/\""}, o)
		if len(list) != 1 || (list[0].Range.File != "--base-url" && list[0].Range.File != "--theme") {
			t.Errorf("%+v: %s", o, golden.Print(list))
		}
	}
	// A flag mends what site.toml has wrong for the build, but the mistake is told.
	s, list := Parse(diag.File{Path: FileName, Text: "title = \"a\"\nbase_url = \"x\""}, Override{BaseURL: "https://example.cn/"})
	if s.BaseURL != "https://example.cn/" || len(list) != 1 {
		t.Errorf("BaseURL %s:\n%s", s.BaseURL, golden.Print(list))
	}
}

func TestZoneIsTheColumns(t *testing.T) {
	s := parse(t, "base_url = \"https://example.cn/\"\ntime_zone = \"Asia/Urumqi\"", Override{})
	if s.Location.String() != "Asia/Urumqi" {
		t.Errorf("zone is %s", s.Location)
	}
}

func TestLocate(t *testing.T) {
	f := diag.File{Path: FileName, Text: "title = \"甲\"\ntheme = \"own\"\n"}
	if at := Locate(f, "theme"); at.Place() != "site.toml:2:10" && at.Place() != "site.toml:2:9" {
		t.Errorf("theme is at %s", at.Place())
	}
	if at := Locate(f, "base_url"); at.File != FileName {
		t.Errorf("an absent setting is in %q", at.File)
	}
}

func TestParams(t *testing.T) {
	s := parse(t, "base_url = \"https://example.cn/\"\n[params]\nb = [1, 2.5, true, 2022-08-01]\n\"一个 名字\" = \"a\"\n[params.a.c]\nd = \"x\"\n[[params.e]]\nf = 1\n[[params.e]]\nf = 2\n", Override{})
	want := []Param{
		{"a.c.d", "x"}, {"b", "1"}, {"b", "2.5"}, {"b", "true"}, {"b", "2022-08-01"}, {"e.f", "1"}, {"e.f", "2"}, {"一个 名字", "a"},
	}
	if !slices.Equal(s.Params, want) {
		t.Errorf("%q, want %q", s.Params, want)
	}
}

func TestLists(t *testing.T) {
	s := parse(t, `base_url = "https://example.cn/"`, Override{})
	if s.PerPage != 20 || s.Order != ByStrokes || s.PrettyURLs || len(s.Menu) > 0 {
		t.Errorf("by default %d essays, order %s, folders %t, menu %v", s.PerPage, s.Order, s.PrettyURLs, s.Menu)
	}
	s = parse(t, "base_url = \"https://example.cn/\"\nlist_essays = 1\ncontributor_order = \"pinyin\"\npretty_urls = true\nmenu = [{ title = \"甲\", link = \"/\" }]", Override{})
	if s.PerPage != 1 || s.Order != ByPinyin || !s.PrettyURLs || !slices.Equal(s.Menu, []MenuItem{{"甲", "/"}}) {
		t.Errorf("%d essays, order %s, folders %t, menu %v", s.PerPage, s.Order, s.PrettyURLs, s.Menu)
	}
}

func TestProof(t *testing.T) {
	s := parse(t, "base_url = \"https://example.cn/\"\n[proof]\ngate = \"safe\"\nrange_sign = \"—\"\n[proof.rules]\npercent = \"off\"", Override{})
	if s.Proof.Gate != GateSafe || s.Proof.RangeSign != '—' || s.Proof.Rules["percent"].Level != "off" || s.Proof.Rules["percent"].Place.Line != 7 {
		t.Errorf("%+v", s.Proof)
	}
	if s := parse(t, `base_url = "https://example.cn/"`, Override{}); s.Proof.Gate != GateNone || s.Proof.RangeSign != 0 {
		t.Errorf("without settings: %+v", s.Proof)
	}
}

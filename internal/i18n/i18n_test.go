package i18n

import "testing"

func TestDetect(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want Lang
	}{
		{map[string]string{"LANG": "zh_CN.UTF-8"}, Chinese},
		{map[string]string{"LANG": "zh"}, Chinese},
		{map[string]string{"LANG": "zh-Hans-CN"}, Chinese},
		{map[string]string{"LANG": "C.UTF-8"}, English},
		{map[string]string{"LANG": "zhang_CN"}, English},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, English},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, Chinese},
	} {
		if got := Detect(func(k string) string { return tt.env[k] }); got != tt.want {
			t.Errorf("Detect(%v) = %s, want %s", tt.env, got, tt.want)
		}
	}
}

func TestFill(t *testing.T) {
	text := Text{ZH: "“{key}”写成了“{got}”", EN: "{got} for {key}"}
	args := []Arg{{"key", Same("日期")}, {"got", Text{ZH: "数字{key}", EN: "a number"}}}
	if got, want := text.Fill(Chinese, args), "“日期”写成了“数字{key}”"; got != want {
		t.Errorf("Chinese: %s, want %s (a value is never filled again)", got, want)
	}
	if got, want := text.Fill(English, args), "a number for 日期"; got != want {
		t.Errorf("English: %s, want %s", got, want)
	}
}

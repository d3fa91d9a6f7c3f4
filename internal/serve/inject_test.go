package serve

import (
	"strings"
	"testing"
)

func TestInject(t *testing.T) {
	t.Parallel()
	script := `<script defer src="/_luxi/client/idiomorph.js" data-luxi=""></script><script defer src="/_luxi/client/client.js" data-luxi="" data-key="a&#34;b"></script><script type="module" src="/_luxi/client/bar.js" data-luxi=""></script>`
	for page, want := range map[string]string{
		`<!DOCTYPE html><head><title>t</title></head><body>b</body>`: `<!DOCTYPE html><head>` + script + `<title>t</title></head><body>b</body>`,
		`<p>no head`:                           `<p>no head` + script,
		``:                                     script,
		`<title>t</title><body class=x><p>b`:   `<title>t</title><body class=x>` + script + `<p>b`,
		`<!-- <head> --><header>h</header>`:    `<!-- <head> --><header>h</header>` + script,
		`<HEAD lang=a><script src=x></script>`: `<HEAD lang=a>` + script + `<script src=x></script>`,
		`<head><meta charset=utf-8><meta http-equiv=Content-Security-Policy content="default-src 'none'">x`: `<head><meta charset=utf-8><meta http-equiv=Content-Security-Policy content="default-src &#39;none&#39;; script-src &#39;self&#39;; style-src &#39;self&#39;; connect-src &#39;self&#39;; frame-src &#39;self&#39;">` + script + `x`,
	} {
		if got := string(inject([]byte(page), true, []tag{{"key", `a"b`}})); got != want {
			t.Errorf("%s\n got %s\nwant %s", page, got, want)
		}
	}
}

func TestInjectWithoutBar(t *testing.T) {
	t.Parallel()
	got := string(inject([]byte("<head></head>"), false, nil))
	if strings.Contains(got, "bar.js") || !strings.Contains(got, "client.js") {
		t.Error(got)
	}
}

func TestRelaxed(t *testing.T) {
	t.Parallel()
	for policy, want := range map[string]string{
		"default-src 'none'; script-src 'self'":          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'",
		"default-src 'self'":                             "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'",
		"script-src https://x.example; img-src 'none'":   "script-src https://x.example 'self'; img-src 'none'",
		"connect-src 'none'":                             "connect-src 'self'",
		"default-src 'none'; CONNECT-SRC https://a.b":    "default-src 'none'; CONNECT-SRC https://a.b 'self'; script-src 'self'; style-src 'self'; frame-src 'self'",
		"upgrade-insecure-requests; ; script-src 'self'": "upgrade-insecure-requests; script-src 'self'",
	} {
		if got := relaxed(policy); got != want {
			t.Errorf("%s\n got %s\nwant %s", policy, got, want)
		}
	}
	if got := string(relax([]byte(`<meta content='default-src "x"' http-equiv="content-security-policy">`))); strings.Contains(got, `"x"`) {
		t.Errorf("a quotation mark ends the attribute: %s", got)
	}
}

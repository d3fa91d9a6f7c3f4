package serve

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// secret stands in the page that strangers must not read.
const secret = "第一篇的正文。"

// A page elsewhere whose name resolves to this machine cannot read anything, on
// any path.
func TestRebinding(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	port := s.origin()[strings.LastIndex(s.origin(), ":"):]
	for _, path := range []string{"/", "/essays/2022/one.html", prefix, prefix + "api/page?address=essays/2022/one.html", prefix + "events?address=index.html", prefix + "client/client.js", "/nothing"} {
		for _, host := range []string{"evil.example", "evil.example" + port, "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.7", "0.0.0.0", "[::ffff:10.0.0.1]", ""} {
			if host == "" {
				host = "x" // an empty Host is sent as that of the address
			}
			status, _, body := s.do("GET", s.origin()+path, "Host", host)
			if status != http.StatusMisdirectedRequest || strings.Contains(body, "篇") {
				t.Errorf("%s as %q: %d", path, host, status)
			}
		}
		if strings.HasPrefix(path, prefix+"events") {
			continue // which does not end
		}
		for _, host := range []string{"localhost" + port, "LOCALHOST", "localhost.", "127.0.0.1" + port, "127.8.9.1", "[::1]" + port} {
			if status, _, _ := s.do("GET", s.origin()+path, "Host", host); status == http.StatusMisdirectedRequest {
				t.Errorf("%s as %q is refused", path, host)
			}
		}
	}
}

// What browsers say to come from elsewhere is refused.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
		{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"},
		{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"},
		{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"},
		{"Sec-Fetch-Site", "something new"},
		{"Origin", "https://evil.example"},
		{"Origin", "http://localhost:1"},
		{"Origin", "null"},
	} {
		for _, path := range []string{"/essays/2022/one.html", prefix + "events?address=index.html", prefix + "api/page?address=index.html"} {
			status, header, body := s.do("GET", s.origin()+path, headers...)
			if status != http.StatusForbidden || strings.Contains(body, "篇") {
				t.Errorf("%s with %q: %d", path, headers, status)
			}
			for name := range header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s: %s", path, name)
				}
			}
		}
	}
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "same-origin", "Origin", s.origin()},
		{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"},
		{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
	} {
		status, header, body := s.do("GET", s.origin()+"/essays/2022/one.html", headers...)
		if status != 200 || !strings.Contains(body, secret) {
			t.Errorf("%q: %d", headers, status)
		}
		for name := range header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s to %q", name, headers)
			}
		}
	}
	for _, method := range []string{"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"} {
		if status, _, _ := s.do(method, s.url); status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, status)
		}
	}
}

// No path leads to a file that is not of the site.
func TestTraversal(t *testing.T) {
	t.Parallel()
	files := model()
	files["secret.txt"] = "秘密"
	files["content/essays/2022/unused.txt"] = "秘密"
	files[".luxi/secret.txt"] = "秘密"
	s := show(t, files)
	address := strings.TrimPrefix(s.origin(), "http://")
	for _, path := range []string{
		"/../secret.txt", "/essays/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", `/..\secret.txt`,
		"/essays%5c2022", "/secret.txt", "//secret.txt", "/./secret.txt", "/secret.txt%00.html", "/%00", "/secret.txt::$DATA", "/C:/secret.txt", "/secret.txt:x",
		"/site.toml", "/content/essays/2022/one.md", "/essays/2022/one.md", "/essays/2022/unused.txt", "/.luxi/secret.txt", "/themes/forum/theme.toml",
		prefix + "client/../../serve.go", prefix + "client/%2e%2e/desk.html", prefix + "client/..%2fdesk.html", prefix + "client/",
	} {
		status, body := raw(t, address, "GET "+path+" HTTP/1.1\r\nHost: "+address+"\r\nConnection: close\r\n\r\n")
		if status < 300 || strings.Contains(body, "秘密") || strings.Contains(body, "package serve") || strings.Contains(body, "{{") {
			t.Errorf("%q: %d\n%.200s", path, status, body)
		}
	}
}

// raw sends a request as it stands.
func raw(t *testing.T, address, request string) (int, string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer answer.Body.Close()
	var body strings.Builder
	if _, err := bufio.NewReader(answer.Body).WriteTo(&body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body.String()
}

// Who connects and does not ask is shown out, and others are answered meanwhile.
func TestSlowConnections(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	address := strings.TrimPrefix(s.origin(), "http://")
	var slow []net.Conn
	for i := range 500 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /%d HTTP/1.1\r\nHost: loc", i)
		slow = append(slow, c)
	}
	if status, body := s.get("essays/2022/one.html"); status != 200 || !strings.Contains(body, secret) {
		t.Errorf("meanwhile: %d", status)
	}
	for _, c := range slow {
		if err := c.SetReadDeadline(time.Now().Add(limit)); err != nil {
			t.Fatal(err)
		}
		rest := make([]byte, 1000)
		for {
			if _, err := c.Read(rest); err != nil {
				if e, ok := err.(net.Error); ok && e.Timeout() {
					t.Fatal("a slow connection stays")
				}
				break
			}
		}
	}
}

// Of the files that come with a manuscript, none is shown that could hold a script,
// and none as anything else than it is called.
func TestAttachments(t *testing.T) {
	t.Parallel()
	files := model()
	for _, name := range []string{"evil.html", "evil.svg", "evil.xml", "evil.js", "note.pdf"} {
		files["content/essays/2022/"+name] = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	}
	files["content/essays/2022/one.md"] = essay("第一篇", "", "[附件](evil.html)、[图](evil.svg)、[表](evil.xml)和[程序](evil.js)。")
	files["content/essays/2022/two.md"] = essay("第二篇", "", "[说明](note.pdf)")
	s := show(t, files)
	for _, name := range []string{"evil.html", "evil.svg", "evil.xml", "evil.js"} {
		if status, _, body := s.do("GET", s.url+"essays/2022/"+name); status != 404 || strings.Contains(body, "alert") {
			t.Errorf("%s: %d:\n%s", name, status, body)
		}
	}
	status, header, _ := s.do("GET", s.url+"essays/2022/note.pdf")
	if status != 200 || header.Get("Content-Type") != "application/pdf" || header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the PDF: %d, %v", status, header)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/": true, "/essays/2022/郝学兰.html": true, "/a..b": true, "/...": true,
		"": false, "a": false, "/..": false, "/a/../b": false, "/a/.": false, `/a\b`: false, "/a\x00": false, "/a:b": false,
	} {
		if got := plain(&url.URL{Path: path}); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
}

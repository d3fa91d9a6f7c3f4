package serve

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"luxi/internal/browser"
	"luxi/internal/civil"
	"luxi/internal/i18n"
	"luxi/internal/watch"
)

func TestMain(m *testing.M) { os.Exit(browser.Main(m, browser.Windowed)) }

// limit is how long a test waits for something that happens at once on a
// machine that is not stuck.
const limit = 60 * time.Second

const settings = `title = "测试栏目"
publisher = "测试报"
base_url = "https://example.org/"
theme = "forum"
regions = [{ name = "东阿县", slug = "donge" }]
kinds = [{ name = "县市区书记", slug = "counties" }]
`

func essay(title, more, text string) string {
	return "+++\ntitle = \"" + title + "\"\ndate = 2022-08-01\nregion = \"东阿县\"\nkind = \"县市区书记\"\n" + more +
		"\n[[authors]]\nname = \"李明\"\nposition = \"书记\"\n+++\n\n" + text + "\n"
}

// model are the files of a small column.
func model() map[string]string {
	return map[string]string{
		"site.toml":                   settings,
		"content/essays/2022/one.md":  essay("第一篇", "", "第一篇的正文。"),
		"content/essays/2022/two.md":  essay("第二篇", "", "第二篇的正文。"),
		"content/essays/2022/idea.md": essay("草稿一篇", "draft = true\n", "还没写完。"),
		"content/essays/2022/soon.md": strings.Replace(essay("以后一篇", "", "以后再发。"), "2022-08-01", "2022-09-01", 1),
		"content/pages/about.md":      "+++\ntitle = \"关于\"\n+++\n\n说明。\n",
		"content/calls/2022.md": "+++\ntitle = \"约稿\"\ndate = 2022-07-01\ndeadline = 2022-08-31\nlength = [5, 2000]\n" +
			"[[invited]]\nname = \"张缺\"\nposition = \"县长\"\n+++\n\n请来稿。\n",
	}
}

// A shown is a column in a folder, and the server that shows it.
type shown struct {
	t      testing.TB
	dir    string
	url    string // with a slash at its end
	server *Server
	stop   func()

	mutex sync.Mutex
	news  chan struct{} // closed when a column was read, or a connection was closed
}

// show serves a column as the command does, until the test ends.
func show(t testing.TB, files map[string]string, change ...func(*Options)) *shown {
	t.Helper()
	s := &shown{t: t, dir: t.TempDir(), news: make(chan struct{})}
	for name, text := range files {
		s.write(name, text)
	}
	s.start("127.0.0.1:0", change...)
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *shown) start(address string, change ...func(*Options)) {
	s.t.Helper()
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	clock, _ := civil.ParseMoment("2022-08-15T12:00:00+08:00")
	opt := Options{
		Lang: i18n.Chinese, Now: func() civil.Moment { return clock }, Drafts: true, Future: true,
		Report: func(Reading) { s.tell() },
	}
	for _, c := range change {
		c(&opt)
	}
	s.server = New(root, opt)
	watcher := watch.Open(s.dir, Scope(), watch.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	s.server.Load(ctx)
	l, err := net.Listen("tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String() + s.server.Path()
	var wait sync.WaitGroup
	wait.Go(func() { s.server.Follow(ctx, watcher) })
	wait.Go(func() {
		if err := s.server.Serve(ctx, toldListener{l, s.tell}); err != nil {
			s.t.Error(err)
		}
	})
	s.stop = sync.OnceFunc(func() {
		cancel()
		wait.Wait()
		watcher.Close()
		if err := s.server.Close(); err != nil {
			s.t.Error(err)
		}
		root.Close()
	})
}

func (s *shown) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shown) rename(from, to string) {
	s.t.Helper()
	if err := os.Rename(filepath.Join(s.dir, from), filepath.Join(s.dir, to)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shown) remove(name string) {
	s.t.Helper()
	if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
		s.t.Fatal(err)
	}
}

// do sends a request with headers, in pairs.
func (s *shown) do(method, url string, headers ...string) (status int, header http.Header, body string) {
	s.t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}

func (s *shown) get(address string, headers ...string) (int, string) {
	s.t.Helper()
	status, _, body := s.do("GET", s.url+address, headers...)
	return status, body
}

// tell says that something may be another than it was.
func (s *shown) tell() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	close(s.news)
	s.news = make(chan struct{})
}

// until waits for a condition. It is looked at again whenever the server has read
// the column, or has closed a connection.
func (s *shown) until(what string, ok func() bool) {
	s.t.Helper()
	end := time.After(limit)
	for {
		s.mutex.Lock()
		news := s.news
		s.mutex.Unlock()
		if ok() {
			return
		}
		select {
		case <-news:
		case <-end:
			s.t.Fatalf("not in time: %s", what)
		}
	}
}

// A toldListener tells when the server has closed a connection.
type toldListener struct {
	net.Listener
	tell func()
}

func (l toldListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return toldConn{c, l.tell}, nil
}

type toldConn struct {
	net.Conn
	tell func()
}

func (c toldConn) Close() error {
	defer c.tell()
	return c.Conn.Close()
}

// becomes waits until an address answers with a status and a text, or without
// one that begins with an exclamation mark.
func (s *shown) becomes(address string, status int, text string) {
	s.t.Helper()
	s.until(address+" is "+text, func() bool {
		got, body := s.get(address)
		if without, ok := strings.CutPrefix(text, "!"); ok {
			return got == status && !strings.Contains(body, without)
		}
		return got == status && strings.Contains(body, text)
	})
}

func (s *shown) info(address string) pageInfo {
	s.t.Helper()
	_, _, body := s.do("GET", s.origin()+prefix+"api/page?address="+address)
	var info pageInfo
	if err := json.Unmarshal([]byte(body), &info); err != nil {
		s.t.Fatalf("%v: %s", err, body)
	}
	return info
}

func names(marks []mark) string {
	var out []string
	for _, m := range marks {
		out = append(out, m.Name)
	}
	return strings.Join(out, " ")
}

func (s *shown) origin() string { return strings.TrimSuffix(s.url, s.server.Path()) }

func TestPages(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	for address, want := range map[string]string{
		"":                       "第一篇",
		"index.html":             "第二篇",
		"essays/2022/one.html":   "第一篇的正文。",
		"essays/2022/idea.html":  "还没写完。",
		"essays/2022/soon.html":  "以后再发。",
		"essays/":                "第二篇",
		"about.html":             "说明。",
		"feed.xml":               "第一篇的正文。",
		"calls/2022.ics":         "BEGIN:VCALENDAR",
		"essays/2022/index.html": "草稿一篇",
	} {
		status, body := s.get(address)
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("%q: %d without %q:\n%.300s", address, status, want, body)
		}
		if strings.HasSuffix(address, ".html") && !strings.Contains(body, prefix+"client/client.js") {
			t.Errorf("%q has no client", address)
		}
	}
	for _, address := range []string{"nothing.html", "essays/2023/one.html", "nothing.css", "essays/2022/nothing/"} {
		if status, _ := s.get(address); status != 404 {
			t.Errorf("%q: %d", address, status)
		}
	}
	if status, header, _ := s.do("GET", s.url+"essays"); status != 302 || header.Get("Location") != "/essays/" {
		t.Errorf("a folder without its slash: %d, %q", status, header.Get("Location"))
	}
}

// Without drafts there are none, anywhere.
func TestWithoutDrafts(t *testing.T) {
	t.Parallel()
	s := show(t, model(), func(o *Options) { o.Drafts, o.Future = false, false })
	for _, address := range []string{"essays/2022/idea.html", "essays/2022/soon.html"} {
		if status, _ := s.get(address); status != 404 {
			t.Errorf("%s: %d", address, status)
		}
	}
	if _, body := s.get(""); strings.Contains(body, "草稿一篇") || strings.Contains(body, "以后一篇") {
		t.Error("the front page has them")
	}
	// The editors' list has them, without a page.
	if _, _, body := s.do("GET", s.origin()+prefix); !strings.Contains(body, "草稿一篇") || strings.Contains(body, "idea.html") {
		t.Errorf("the list: %s", body)
	}
}

// No old address answers, and every change is in the lists at once.
func TestChanges(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	one := "content/essays/2022/one.md"
	s.becomes("essays/2022/one.html", 200, "第一篇的正文。")

	s.write(one, essay("第一篇", "", "改过的正文。"))
	s.becomes("essays/2022/one.html", 200, "改过的正文。")
	s.becomes("feed.xml", 200, "改过的正文。")

	s.write(one, essay("换了题目", "slug = \"other\"\n", "改过的正文。"))
	s.becomes("essays/2022/other.html", 200, "换了题目")
	s.becomes("essays/2022/one.html", 404, "")
	s.becomes("", 200, "换了题目")

	s.write(one, essay("换了题目", "draft = true\n", "改过的正文。"))
	s.becomes("essays/2022/other.html", 404, "")
	s.becomes("essays/2022/one.html", 200, "改过的正文。")
	if info := s.info("essays/2022/one.html"); names(info.Marks) != "draft" {
		t.Errorf("marks %v", info.Marks)
	}

	s.rename(one, "content/essays/2022/three.md")
	s.becomes("essays/2022/three.html", 200, "改过的正文。")
	s.becomes("essays/2022/one.html", 404, "")

	s.rename("content/essays/2022", "content/essays/2023")
	s.becomes("essays/2023/three.html", 200, "改过的正文。")
	s.becomes("essays/2022/three.html", 404, "")

	s.remove("content/essays/2023/three.md")
	s.becomes("essays/2023/three.html", 404, "")
	s.becomes("", 200, "!换了题目")

	s.write("site.toml", strings.Replace(settings, "测试栏目", "新名栏目", 1))
	s.becomes("", 200, "新名栏目")

	s.write("themes/own/theme.toml", "extends = \"forum\"\n")
	s.write("themes/own/templates/404.html", `{{define "main"}}<p>找不到了</p>{{end}}`)
	s.write("themes/own/static/mark.txt", "静态文件")
	s.write("site.toml", strings.Replace(settings, `"forum"`, `"own"`, 1))
	s.becomes("nothing.html", 404, "找不到了")
	s.becomes("mark.txt", 200, "静态文件")
	s.write("themes/own/templates/404.html", `{{define "main"}}<p>真的找不到</p>{{end}}`)
	s.becomes("nothing.html", 404, "真的找不到")
	s.remove("themes/own/static/mark.txt")
	s.becomes("mark.txt", 404, "")
}

// While something is broken, the last good page stands.
func TestLastGood(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	one, page := "content/essays/2022/one.md", "essays/2022/one.html"
	s.becomes(page, 200, "第一篇的正文。")
	s.write(one, strings.Replace(essay("第一篇", "", "新的正文。"), "date =", "dat =", 1))
	s.until("the mistake is told", func() bool { return len(s.info(page).Diagnostics) > 0 })
	s.becomes(page, 200, "第一篇的正文。")
	d := s.info(page).Diagnostics[0]
	if d.Code != "unknown-key" || d.Place != one+":3:1" || d.Text != "dat = 2022-08-01" {
		t.Errorf("%+v", d)
	}
	s.write(one, essay("第一篇", "", "新的正文。"))
	s.becomes(page, 200, "新的正文。")
	if info := s.info(page); len(info.Diagnostics) > 0 {
		t.Errorf("still told: %+v", info.Diagnostics)
	}

	s.write("site.toml", "title = \n")
	s.until("the settings are broken", func() bool { return len(s.info(page).Diagnostics) > 0 })
	s.becomes(page, 200, "新的正文。")
	s.write("site.toml", settings)
	s.until("the settings are mended", func() bool { return len(s.info(page).Diagnostics) == 0 })

	s.remove("site.toml")
	s.until("there are no settings", func() bool { return len(s.info(page).Diagnostics) > 0 })
	s.becomes(page, 200, "新的正文。")
}

// The server starts whatever the settings say, and shows what is wrong.
func TestBrokenAtStart(t *testing.T) {
	t.Parallel()
	files := model()
	files["site.toml"] = "title = \n"
	s := show(t, files)
	status, body := s.get("")
	if status != 500 || !strings.Contains(body, prefix+"client/client.js") {
		t.Errorf("%d: %s", status, body)
	}
	if info := s.info("index.html"); len(info.Diagnostics) == 0 || !strings.HasPrefix(info.Diagnostics[0].Place, "site.toml:1") {
		t.Errorf("%+v", info.Diagnostics)
	}
	s.write("site.toml", settings)
	s.becomes("", 200, "测试栏目")
}

func TestBasePath(t *testing.T) {
	t.Parallel()
	files := model()
	files["site.toml"] = strings.Replace(settings, "https://example.org/", "https://example.org/a/专栏/", 1)
	s := show(t, files)
	if !strings.HasSuffix(s.url, "/a/%E4%B8%93%E6%A0%8F/") {
		t.Fatal(s.url)
	}
	s.becomes("essays/2022/one.html", 200, "第一篇的正文。")
	if status, header, _ := s.do("GET", s.origin()+"/"); status != 302 || header.Get("Location") != "/a/%E4%B8%93%E6%A0%8F/" {
		t.Errorf("the root: %d, %q", status, header.Get("Location"))
	}
	if status, _, _ := s.do("GET", s.origin()+"/essays/2022/one.html"); status != 404 {
		t.Errorf("outside of the base path: %d", status)
	}
}

// A theme is looked at without touching site.toml.
func TestOtherTheme(t *testing.T) {
	t.Parallel()
	files := model()
	files["themes/plain/theme.toml"] = "extends = \"forum\"\n"
	files["themes/plain/assets/css/plain.css"] = "body { color: #123456 }"
	files["themes/plain/templates/layout.html"] = `<!DOCTYPE html><html><head><title>t</title><link rel="stylesheet" href="{{.Root}}{{asset "css/plain.css"}}"></head><body>另一个主题{{template "main" .}}</body></html>`
	s := show(t, files)
	status, body := s.get("essays/2022/one.html?theme=plain")
	if status != 200 || !strings.Contains(body, "另一个主题") || !strings.Contains(body, `data-theme="plain"`) {
		t.Fatalf("%d: %s", status, body)
	}
	_, sheet, ok := strings.Cut(body, `href="../../`)
	sheet, _, _ = strings.Cut(sheet, `"`)
	if !ok {
		t.Fatalf("no sheet: %s", body)
	}
	if status, css := s.get(sheet); status != 200 || !strings.Contains(css, "#123456") {
		t.Errorf("its style sheet %s: %d %s", sheet, status, css)
	}
	if _, body := s.get("essays/2022/one.html"); strings.Contains(body, "另一个主题") {
		t.Error("the column's own theme is another now")
	}
	if _, body := s.get("essays/2022/one.html?theme=none"); !strings.Contains(body, "第一篇的正文。") {
		t.Error("of a theme that is not there, the own one is not shown")
	}
	s.write("themes/plain/templates/layout.html", `<!DOCTYPE html><title>t</title><body>改过的主题{{template "main" .}}</body>`)
	s.becomes("essays/2022/one.html?theme=plain", 200, "改过的主题")
}

func TestInfo(t *testing.T) {
	t.Parallel()
	files := model()
	files["content/essays/2022/one.md"] = essay("第一篇", "call = \"2022\"\n", "第一篇的正文。")
	s := show(t, files)
	info := s.info("essays/2022/one.html")
	if info.Title != "第一篇" || info.Source != "content/essays/2022/one.md" || info.Date != "2022-08-01" ||
		info.Length != 7 || info.Least != 5 || info.Most != 2000 || len(info.Marks) != 0 || info.Theme != "forum" {
		t.Errorf("%+v", info)
	}
	if info := s.info("essays/2022/soon.html"); names(info.Marks) != "future" {
		t.Errorf("%+v", info)
	}
	if info := s.info("index.html"); info.Source != "" || info.URL != "/" {
		t.Errorf("%+v", info)
	}
}

// What the proofreading finds in the page's file is told with the page, by the
// editors' list as it is now.
func TestInfoHasTheProofreading(t *testing.T) {
	t.Parallel()
	files := model()
	files["content/essays/2022/one.md"] = essay("第一篇", "", "这个这个问题,要重视。")
	s := show(t, files)
	found := func(text string) bool {
		for _, d := range s.info("essays/2022/one.html").Diagnostics {
			if strings.Contains(d.Message, text) && d.Place != "" && d.Text != "" {
				return true
			}
		}
		return false
	}
	if !found("逗号") && !found(",") {
		t.Errorf("%+v", s.info("essays/2022/one.html").Diagnostics)
	}
}

// The list has every document and the board of the open call.
func TestDesk(t *testing.T) {
	t.Parallel()
	s := show(t, model())
	_, _, body := s.do("GET", s.origin()+prefix)
	for _, want := range []string{"第一篇", "草稿", "未到期", "关于", "张缺", "县长", "2022-08-31 24:00", `href="/essays/2022/one.html"`} {
		if !strings.Contains(body, want) {
			t.Errorf("without %q", want)
		}
	}
	_, _, body = s.do("GET", s.origin()+prefix+"?q=two")
	if !strings.Contains(body, "第二篇") || strings.Contains(body, "第一篇") {
		t.Errorf("searched for two: %s", body)
	}
}

// The specimens of a theme are shown, and are those of the theme as it is now.
func TestSpecimens(t *testing.T) {
	t.Parallel()
	files := model()
	files["themes/own/theme.toml"] = "extends = \"forum\"\n"
	files["themes/own/templates/404.html"] = `{{define "main"}}<p>样张一</p>{{end}}`
	s := show(t, files)
	if status, header, _ := s.do("GET", s.origin()+prefix+"specimen/"); status != 302 || header.Get("Location") != prefix+"specimen/forum/" {
		t.Errorf("%d, %q", status, header.Get("Location"))
	}
	if status, _, body := s.do("GET", s.origin()+prefix+"specimen/forum/"); status != 200 || !strings.Contains(body, "<a ") {
		t.Errorf("%d: %.300s", status, body)
	}
	shows := func(text string) bool {
		_, _, index := s.do("GET", s.origin()+prefix+"specimen/own/")
		for part := range strings.SplitSeq(index, `href="`) {
			address, _, _ := strings.Cut(part, `"`)
			if !strings.HasSuffix(address, ".html") {
				continue
			}
			if _, _, body := s.do("GET", s.origin()+prefix+"specimen/own/"+address); strings.Contains(body, text) {
				return true
			}
		}
		return false
	}
	if !shows("样张一") {
		t.Error("a theme's own template is not shown")
	}
	s.write("themes/own/templates/404.html", `{{define "main"}}<p>样张二</p>{{end}}`)
	s.until("the specimens follow", func() bool { return shows("样张二") })
	if status, _, _ := s.do("GET", s.origin()+prefix+"specimen/none/"); status != 404 {
		t.Errorf("of a theme that is not there: %d", status)
	}
}

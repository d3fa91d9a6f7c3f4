package serve

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luxi/internal/i18n"
)

// anEditor opens documents of a column and keeps the commands.
func anEditor(t *testing.T, env map[string]string, programs ...string) (e *editor, started *[][]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.toml": "", "content/essays/2026/甲 乙.md": "文", "content/essays/2026/a.exe": "", "content/note.md/x.md": "",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	started = new([][]string)
	e = newEditor(root, "secret", i18n.Chinese)
	e.env = func(name string) string { return env[name] }
	e.find = func(name string) (string, error) {
		if slices.Contains(programs, name) {
			return name, nil
		}
		return "", fs.ErrNotExist
	}
	e.start = func(command []string) error {
		*started = append(*started, command)
		return nil
	}
	return e, started
}

// asked is a request to open a file, from this machine and with the token.
func asked(file string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1313/_luxi/api/open", strings.NewReader(`{"file":"`+file+`","line":3,"column":5}`))
	r.RemoteAddr = "127.0.0.1:50000"
	r.Header.Set(tokenHeader, "secret")
	return r
}

const document1 = "content/essays/2026/甲 乙.md"

func TestEditorCommands(t *testing.T) {
	t.Parallel()
	system := opener("FILE")
	for _, test := range []struct {
		env      map[string]string
		programs []string
		want     []string
	}{
		{nil, nil, system},
		{nil, []string{"code"}, []string{"code", "-g", "FILE:3:5"}},
		{map[string]string{"VISUAL": "subl -w", "EDITOR": "kate"}, []string{"code", "subl", "kate"}, []string{"subl", "-w", "FILE:3:5"}},
		{map[string]string{"EDITOR": "kate"}, []string{"code", "kate"}, []string{"kate", "--line", "3", "--column", "5", "FILE"}},
		{map[string]string{"EDITOR": "/opt/My Editor/gvim"}, []string{"/opt/My Editor/gvim"}, []string{"/opt/My Editor/gvim", "+3", "FILE"}},
		{map[string]string{"EDITOR": `C:\Npp\notepad++.exe`}, []string{`C:\Npp\notepad++.exe`}, []string{`C:\Npp\notepad++.exe`, "-n3", "-c5", "FILE"}},
		{map[string]string{"EDITOR": "typora"}, []string{"typora"}, []string{"typora", "FILE"}},
		// What needs a terminal, or is not there, is passed over.
		{map[string]string{"VISUAL": "/usr/bin/vim", "EDITOR": "nano"}, []string{"code", "/usr/bin/vim", "nano"}, []string{"code", "-g", "FILE:3:5"}},
		{map[string]string{"EDITOR": "emacs -nw"}, []string{"emacs"}, system},
		{map[string]string{"EDITOR": "emacs"}, []string{"emacs"}, []string{"emacs", "+3:5", "FILE"}},
		{map[string]string{"EDITOR": "gone --wait"}, nil, system},
	} {
		e, started := anEditor(t, test.env, test.programs...)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, asked(document1))
		file := filepath.Join(e.root.Name(), filepath.FromSlash(document1))
		want := slices.Clone(test.want)
		for i := range want {
			want[i] = strings.Replace(want[i], "FILE", file, 1)
		}
		if w.Code != http.StatusNoContent || len(*started) != 1 || !slices.Equal((*started)[0], want) {
			t.Errorf("%v with %q: %d, %q, want %q", test.env, test.programs, w.Code, *started, want)
		}
	}
}

// The next is tried where one does not start.
func TestEditorThatDoesNotStart(t *testing.T) {
	t.Parallel()
	e, started := anEditor(t, map[string]string{"EDITOR": "kate"}, "kate")
	start := e.start
	e.start = func(command []string) error {
		_ = start(command)
		if command[0] == "kate" {
			return fs.ErrPermission
		}
		return nil
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, asked(document1))
	if w.Code != http.StatusNoContent || len(*started) != 2 {
		t.Errorf("%d, started %q", w.Code, *started)
	}
	e.start = func([]string) error { return fs.ErrPermission }
	w = httptest.NewRecorder()
	e.ServeHTTP(w, asked(document1))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "EDITOR") {
		t.Errorf("without any editor: %d %s", w.Code, w.Body)
	}
}

func TestEditorRefuses(t *testing.T) {
	t.Parallel()
	e, started := anEditor(t, nil, "code")
	if err := os.Symlink("/etc", filepath.Join(e.root.Name(), "content/out")); err != nil {
		t.Log("links are not tried:", err)
	}
	for _, file := range []string{
		"", "site.toml", "content", "content/", "content/essays/2026/a.exe", "content/note.md", "content/gone.md",
		"content/../site.toml", "content/essays/../../content/essays/2026/../../../x.md", "/etc/passwd", "../x.md",
		`content\\essays\\2026\\a.md`, "content/out/x.md", "content/essays/2026/甲 乙.md::$DATA", "themes/a/x.md",
	} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, asked(file))
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "没有这个文稿") {
			t.Errorf("%q: %d %s", file, w.Code, w.Body)
		}
	}
	change := map[string]func(*http.Request){
		"without a token":      func(r *http.Request) { r.Header.Del(tokenHeader) },
		"with another token":   func(r *http.Request) { r.Header.Set(tokenHeader, "secre") },
		"from another machine": func(r *http.Request) { r.RemoteAddr = "192.168.1.7:50000" },
	}
	for name, spoil := range change {
		r := asked(document1)
		spoil(r)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), `"message":"没有打开：`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	// The server's guard stands before it.
	for name, header := range map[string][2]string{
		"cross-site": {"Sec-Fetch-Site", "cross-site"}, "another origin": {"Origin", "http://evil.example"},
		"another port of this machine": {"Sec-Fetch-Site", "same-site"},
	} {
		r := asked(document1)
		r.Header.Set(header[0], header[1])
		w := httptest.NewRecorder()
		guard{}.protect(e).ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if len(*started) > 0 {
		t.Errorf("started %q", *started)
	}
}

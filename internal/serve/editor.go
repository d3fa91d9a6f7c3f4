package serve

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"luxi/internal/document"
	"luxi/internal/i18n"
)

// tokenHeader carries the token of the page. A form of another site cannot set
// a header, and a script of another site may not.
const tokenHeader = "X-Luxi-Token"

// An editor opens documents of a column on the screen of the machine that the
// server runs on.
type editor struct {
	root  *os.Root // the column's folder
	token string
	lang  i18n.Lang

	// Of the machine; tests have others.
	env   func(string) string
	find  func(name string) (string, error) // as exec.LookPath
	start func(command []string) error
}

func newEditor(root *os.Root, token string, lang i18n.Lang) *editor {
	return &editor{root: root, token: token, lang: lang, env: os.Getenv, find: exec.LookPath, start: start}
}

// sitsHere reports whether a request comes from the machine itself. Somebody who
// looks at a page on a phone wants no window to open elsewhere.
func sitsHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// What the bar says when a file is not opened.
var (
	notFromHere = i18n.Text{ZH: "没有打开：只能在运行 luxi 的电脑上打开原稿", EN: "not opened: sources open only on the machine that runs luxi"}
	oldPage     = i18n.Text{ZH: "没有打开：luxi 重新启动过，刷新这一页再试", EN: "not opened: luxi was started anew; reload this page and try again"}
	noDocument  = i18n.Text{ZH: "没有打开：content 里没有这个文稿", EN: "not opened: there is no such document in content"}
	noEditor    = i18n.Text{ZH: "没有打开：编辑器启动不了。用环境变量 EDITOR 指定一个有窗口的编辑器", EN: "not opened: no editor starts. Name one that has windows in the variable EDITOR"}
)

// ServeHTTP opens the file that a page asks for, at its line.
func (e *editor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	refuse := func(status int, why i18n.Text) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"message": why.In(e.lang)}) // who has gone away need not be told
	}
	switch {
	case !sitsHere(r):
		refuse(http.StatusForbidden, notFromHere)
		return
	case subtle.ConstantTimeCompare([]byte(r.Header.Get(tokenHeader)), []byte(e.token)) != 1:
		refuse(http.StatusForbidden, oldPage)
		return
	}
	var at struct {
		File         string
		Line, Column int
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&at)
	if err != nil || !e.has(at.File) {
		refuse(http.StatusNotFound, noDocument)
		return
	}
	file, err := filepath.Abs(filepath.Join(e.root.Name(), filepath.FromSlash(at.File)))
	if err == nil {
		err = e.open(file, max(at.Line, 1), max(at.Column, 1))
	}
	if err != nil {
		refuse(http.StatusInternalServerError, noEditor)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// has reports whether a name is that of a document of the column. Anything else
// in the folder, a program that lies there too, is never handed to the system.
func (e *editor) has(name string) bool {
	if !fs.ValidPath(name) || !strings.HasPrefix(name, document.Root+"/") || !strings.EqualFold(path.Ext(name), ".md") {
		return false
	}
	info, err := e.root.Stat(filepath.FromSlash(name)) // no link leads out of the folder
	return err == nil && info.Mode().IsRegular()
}

// open shows a line of a file in the first editor that starts: the one that the
// user has chosen, Visual Studio Code, the system's own for such files.
func (e *editor) open(file string, line, column int) error {
	var failed error
	for _, command := range e.commands(file, line, column) {
		err := e.start(command)
		if err == nil {
			return nil
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (e *editor) commands(file string, line, column int) [][]string {
	var all [][]string
	for _, variable := range []string{"VISUAL", "EDITOR"} {
		if command := e.chosen(e.env(variable)); len(command) > 0 {
			all = append(all, append(command, formOf(command[0]).arguments(file, line, column)...))
		}
	}
	if code, err := e.find("code"); err == nil {
		all = append(all, append([]string{code}, formOf("code").arguments(file, line, column)...))
	}
	return append(all, opener(file))
}

// terminal are editors that draw on the terminal, where the server speaks.
var terminal = []string{
	"ed", "ex", "hx", "helix", "jed", "joe", "kak", "mcedit", "mg", "micro", "nano", "ne", "neatvi", "nvi", "nvim",
	"pico", "sensible-editor", "editor", "tilde", "vi", "view", "vim", "vis", "zile",
}

// chosen returns the command of a variable such as EDITOR, which may have
// arguments. It is empty for one that is not there, and for an editor that needs
// a terminal.
func (e *editor) chosen(value string) []string {
	var command []string
	if file, err := e.find(value); value != "" && err == nil {
		command = []string{file} // a path with spaces in it
	} else if words := strings.Fields(value); len(words) > 0 {
		file, err := e.find(words[0])
		if err != nil {
			return nil
		}
		command = append([]string{file}, words[1:]...)
	}
	if len(command) == 0 || slices.Contains(terminal, nameOf(command[0])) {
		return nil
	}
	if nameOf(command[0]) == "emacs" && slices.ContainsFunc(command, func(s string) bool { return s == "-nw" || s == "--no-window-system" }) {
		return nil
	}
	return command
}

// nameOf returns the name of a program without its folder and ending.
func nameOf(program string) string {
	name := strings.ToLower(program[strings.LastIndexAny(program, `/\`)+1:])
	for _, ending := range []string{".exe", ".cmd", ".bat"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// A form is how an editor is told of a place in a file, as its manual says.
type form func(file, line, column string) []string

func (f form) arguments(file string, line, column int) []string {
	return f(file, strconv.Itoa(line), strconv.Itoa(column))
}

// formOf returns the form of an editor, by its name. One that is not known is
// told of the file only.
func formOf(program string) form {
	switch nameOf(program) {
	case "code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "trae":
		return func(f, l, c string) []string { return []string{"-g", f + ":" + l + ":" + c} }
	case "subl", "sublime_text", "zed", "zeditor", "atom", "pulsar", "lapce":
		return func(f, l, c string) []string { return []string{f + ":" + l + ":" + c} }
	case "emacs", "emacsclient":
		return func(f, l, c string) []string { return []string{"+" + l + ":" + c, f} }
	case "gvim", "mvim", "gedit", "xed", "pluma", "gnome-text-editor", "mousepad":
		return func(f, l, _ string) []string { return []string{"+" + l, f} }
	case "kate", "kwrite":
		return func(f, l, c string) []string { return []string{"--line", l, "--column", c, f} }
	case "mate", "bbedit":
		return func(f, l, _ string) []string { return []string{"-l", l, f} }
	case "notepad++":
		return func(f, l, c string) []string { return []string{"-n" + l, "-c" + c, f} }
	}
	return func(f, _, _ string) []string { return []string{f} }
}

// opener returns the command by which a system opens a file or an address with
// the program that its user has for such.
func opener(target string) []string {
	switch runtime.GOOS {
	case "darwin":
		return []string{"open", target}
	case "windows":
		// cmd /c start would read & and % in the name.
		return []string{"rundll32", "url.dll,FileProtocolHandler", target}
	}
	return []string{"xdg-open", target}
}

// for it, and does not wait for that.

// OpenBrowser opens an address as the system does. It does not wait for the
// browser.
func OpenBrowser(address string) error { return start(opener(address)) }

// start starts a program that lives longer than the server, with no claim to
// its terminal.
func start(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // else it stays as a zombie; how it ends is its own business
	return nil
}

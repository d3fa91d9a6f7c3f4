package browser

import (
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
)

// Policy is the content security policy that every page of a luxi theme must
// do with: nothing but files of the site, no script or style in the page.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"

// Serve serves the files of a site as a web server does, until the test ends.
func Serve(t testing.TB, site fs.FS, policy string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(Handler(site, policy))
	t.Cleanup(server.Close)
	return server
}

// Handler serves the files of a site: texts compressed, 404.html for what is
// not there, with the policy unless that is empty.
func Handler(site fs.FS, policy string) http.Handler {
	files := http.FileServerFS(site)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		name := path.Clean(strings.TrimPrefix(r.URL.Path, "/"))
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		text, err := fs.ReadFile(site, name)
		switch {
		case err != nil && r.URL.Path == "/favicon.ico":
			// Browsers ask for it on their own.
			w.WriteHeader(http.StatusNoContent)
		case err != nil:
			missing, _ := fs.ReadFile(site, "404.html")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(missing)
		case compressible(name) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
			w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
			w.Header().Set("Content-Encoding", "gzip")
			zip := gzip.NewWriter(w)
			zip.Write(text)
			zip.Close()
		default:
			files.ServeHTTP(w, r)
		}
	})
}

func compressible(name string) bool {
	switch path.Ext(name) {
	case ".html", ".css", ".js", ".txt":
		return true
	}
	return false
}

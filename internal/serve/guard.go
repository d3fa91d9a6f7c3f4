package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// policy is what the server's own pages may load. Pages of the site say it
// themselves.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// A guard lets only those in who may see manuscripts.
type guard struct {
	names []string // by which the server may be called, beside loopback addresses
}

// admit reports whether a request is answered, and with which status it is
// refused otherwise.
//
// A page of another site can send requests here by its reader's browser. It
// would read the answers if its name resolved to this machine (DNS rebinding),
// so the name in the request must be one of ours; and it could learn from
// whether an image or a script loads, so what the browser says to come from
// another site (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/) is
// refused. Other ports of this machine are the same site, but not the same
// origin: they may lead here and no more.
func (g guard) admit(r *http.Request) (status int) {
	if !g.ours(r.Host) {
		return http.StatusMisdirectedRequest
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	case "same-site":
		if r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document" {
			return http.StatusForbidden
		}
	default:
		return http.StatusForbidden
	}
	if origin := r.Header.Get("Origin"); origin != "" && !sameOrigin(origin, r.Host) {
		return http.StatusForbidden
	}
	if !plain(r.URL) {
		return http.StatusBadRequest
	}
	return 0
}

// ours reports whether a Host header names this server.
func (g guard) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	if ip, err := netip.ParseAddr(name); err == nil && ip.IsLoopback() {
		return true
	}
	return slices.ContainsFunc(g.names, func(own string) bool { return strings.EqualFold(own, name) })
}

func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && strings.EqualFold(u.Host, host)
}

// plain reports whether a path names nothing but a place below the root, on any
// system: no way upwards, no backslash, no NUL, no alternate stream or drive.
func plain(u *url.URL) bool {
	if u.Path == "" || u.Path[0] != '/' || strings.ContainsAny(u.Path, "\\\x00:") {
		return false
	}
	for part := range strings.SplitSeq(u.Path, "/") {
		if part == "." || part == ".." {
			return false
		}
	}
	return true
}

// protect wraps a handler in the guard, and sets what every answer says to
// browsers: that nobody else may read, frame or keep it.
func (g guard) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Cache-Control", "no-store")
		if status := g.admit(r); status != 0 {
			h.Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(status)
			if r.Method != http.MethodHead {
				_, _ = w.Write([]byte(http.StatusText(status) + "\n"))
			}
			return
		}
		next.ServeHTTP(w, r)
	})
}

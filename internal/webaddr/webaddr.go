// Package webaddr reads addresses of the web as people write them, with Han in
// host and path, and writes them as machines read them.
package webaddr

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// ErrNotURL is returned for what is no complete address of the web.
var ErrNotURL = errors.New("no complete http or https address")

// Parse reads an address with its scheme, http or https, and its host. It
// reports false for anything else.
func Parse(raw string) (*url.URL, bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, false
	}
	return u, true
}

// ASCIIHost returns a host, with its port if it has one, in the form that the
// name system knows (IDNA 2008, RFC 5891).
func ASCIIHost(host string) (string, error) {
	if IsASCII(host) {
		return host, nil
	}
	name, port, _ := strings.Cut(host, ":")
	name, err := idna.Lookup.ToASCII(name)
	if err != nil || !IsASCII(port) {
		return "", ErrNotURL
	}
	if port != "" {
		name += ":" + port
	}
	return name, nil
}

// ASCII returns an address in the characters of RFC 3986. One that has no
// others is returned as it is, whatever it says.
func ASCII(text string) (string, error) {
	if IsASCII(text) {
		return text, nil
	}
	scheme, rest, ok := strings.Cut(text, "://")
	if s := strings.ToLower(scheme); !ok || s != "http" && s != "https" || !utf8.ValidString(text) {
		return "", ErrNotURL
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, err := ASCIIHost(rest[:end])
	if err != nil {
		return "", err
	}
	return scheme + "://" + host + percentEncode(rest[end:]), nil
}

// percentEncode escapes what is beyond ASCII and leaves the rest alone, whose
// escapes are the author's (RFC 3987, 3.1).
func percentEncode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// IsASCII reports whether a text has no character beyond ASCII.
func IsASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

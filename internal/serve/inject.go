package serve

import (
	"bytes"
	"html"
	"regexp"
	"strings"
)

// scripts are put into every page that is shown, in this order. They are
// deferred, and stand before those of the page: so the first of them sees the
// page as it was sent, before another script has changed it.
var scripts = []string{"idiomorph.js", "client.js"}

// A tag is what the scripts are told of their page, by attributes of the last
// one.
type tag struct{ name, value string }

// inject returns a page with the scripts in it, and the bar's if it is to have one.
// What is published is made elsewhere and has none.
func inject(content []byte, bar bool, tags []tag) []byte {
	var head strings.Builder
	for i, name := range scripts {
		head.WriteString(`<script defer src="` + prefix + "client/" + name + `" data-luxi=""`)
		if i == len(scripts)-1 {
			for _, t := range tags {
				head.WriteString(" data-" + t.name + `="` + html.EscapeString(t.value) + `"`)
			}
		}
		head.WriteString("></script>")
	}
	if bar { // a module is deferred too, so it comes after those before it
		head.WriteString(`<script type="module" src="` + prefix + `client/bar.js" data-luxi=""></script>`)
	}
	content = relax(content)
	at := insertion(content)
	out := make([]byte, 0, len(content)+head.Len())
	out = append(out, content[:at]...)
	out = append(out, head.String()...)
	return append(out, content[at:]...)
}

var (
	policyTag   = regexp.MustCompile(`(?is)<meta\s[^>]*http-equiv\s*=\s*["']?content-security-policy["']?[^>]*>`)
	policyValue = regexp.MustCompile(`(?is)\scontent\s*=\s*("[^"]*"|'[^']*')`)
	opening     = regexp.MustCompile(`(?is)<(?:head|body)(?:\s[^>]*)?>`)
	comment     = regexp.MustCompile(`(?s)<!--.*?-->`)
)

// insertion returns where the scripts go: behind the policy, which would not
// hold for what stands before it, else behind the opening of the head or of the
// body, else to the end.
func insertion(content []byte) int {
	if at := policyTag.FindIndex(content); at != nil {
		return at[1]
	}
	hidden := comment.ReplaceAllFunc(content, func(c []byte) []byte { return bytes.Repeat([]byte{' '}, len(c)) })
	if at := opening.FindIndex(hidden); at != nil {
		return at[1]
	}
	return len(content)
}

// relax lets the scripts do under the policy of the page what they need: be
// loaded, ask this server, and show the page in frames. Nothing else is allowed
// that the page did not allow.
func relax(content []byte) []byte {
	return policyTag.ReplaceAllFunc(content, func(meta []byte) []byte {
		return policyValue.ReplaceAllFunc(meta, func(attribute []byte) []byte {
			at := bytes.IndexAny(attribute, `"'`)
			quote := attribute[at]
			value := html.UnescapeString(string(attribute[at+1 : len(attribute)-1]))
			value = html.EscapeString(relaxed(value))
			out := append([]byte{}, attribute[:at]...)
			if quote == '\'' {
				quote = '"' // which is escaped in the value, as both are
			}
			out = append(out, quote)
			out = append(out, value...)
			return append(out, quote)
		})
	})
}

// relaxed adds 'self' to the directives of a policy that the client needs.
func relaxed(value string) string {
	needed := []string{"script-src", "style-src", "connect-src", "frame-src"}
	has := map[string]bool{}
	var out []string
	for directive := range strings.SplitSeq(value, ";") {
		words := strings.Fields(directive)
		if len(words) == 0 {
			continue
		}
		name := strings.ToLower(words[0])
		has[name] = true
		for _, n := range needed {
			if name == n {
				words = allow(words)
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	if has["default-src"] {
		for _, n := range needed {
			if !has[n] {
				out = append(out, n+" 'self'")
			}
		}
	}
	return strings.Join(out, "; ")
}

// allow adds 'self' to the words of a directive.
func allow(words []string) []string {
	kept := words[:1]
	for _, w := range words[1:] {
		if w == "'self'" {
			return words
		}
		if w != "'none'" {
			kept = append(kept, w)
		}
	}
	return append(kept, "'self'")
}

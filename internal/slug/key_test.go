package slug

import "testing"

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		same       bool
	}{
		{"case", "css/Forum.css", "CSS/forum.css", true},
		{"composed and not", "\u00e9.html", "e\u0301.html", true},
		{"case of what is not composed", "\u00c9.html", "e\u0301.html", true},
		{"three characters of one fold", "\u212a.html", "k.html", true}, // the sign for kelvin
		{"final sigma", "\u03c2", "\u03a3", true},
		{"two names", "a.html", "b.html", false},
		{"a folder and a file", "a/b", "a-b", false},
		{"Han characters", "曹植.html", "曹直.html", false},
		{"full width", "\uff21", "a", false}, // two files on every system
	} {
		if got := Key(tt.a) == Key(tt.b); got != tt.same {
			t.Errorf("%s: Key(%+q) == Key(%+q) is %t", tt.name, tt.a, tt.b, got)
		}
	}
}

package nearest

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	regions := []string{"东昌府区", "茌平区", "莘县", "东阿县", "冠县"}
	keys := []string{"title", "subtitle", "base_url", "time_zone", "theme"}
	for _, tt := range []struct {
		word  string
		known []string
		want  string
	}{
		{"东啊县", regions, "东阿县"},
		{"在平区", regions, "茌平区"},
		{"幸县", regions, "莘县 冠县"},
		{"济南市", regions, ""},
		{"titel", keys, "title"},
		{"baseURL", keys, "base_url"},
		{"Time-Zone", keys, "time_zone"},
		{"publisher", keys, ""},
		{"", keys, ""},
	} {
		if got := strings.Join(Find(tt.word, tt.known), " "); got != tt.want {
			t.Errorf("Find(%s) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

package qr

import (
	"reflect"
	"testing"

	"rsc.io/qr/coding"
)

// What the words say of a code is what the modules say, one by one, for every
// mask of every version that fits; and the code is that of the library.
func TestGridsAreTheLibrarysCodes(t *testing.T) {
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		for _, l := range []coding.Level{coding.M, coding.Q, coding.H} {
			s, err := stencilOf(v, l)
			if err != nil {
				t.Fatal(err)
			}
			if s.size > maxGrid {
				continue
			}
			text := make([]byte, (v.DataBytes(l)*8-4-16)/8)
			for i := range text {
				text[i] = byte('a' + (i*i+int(v))%26)
			}
			enc := coding.String(text)
			var best modules
			lowest := 0
			for mask, plan := range s.plans {
				m, err := draw(enc, plan)
				if err != nil {
					t.Fatal(err)
				}
				var g grid
				for y, row := range m {
					for x, dark := range row {
						if dark {
							g.set(x, y)
						}
					}
				}
				if g.penalty(s.size) != m.penalty() {
					t.Errorf("version %d level %v mask %d: penalty %d by words, %d by modules", v, l, mask, g.penalty(s.size), m.penalty())
				}
				if best == nil || m.penalty() < lowest {
					best, lowest = m, m.penalty()
				}
			}
			if !reflect.DeepEqual(s.draw(enc), best) {
				t.Errorf("version %d level %v: the code is not the library's with the best mask", v, l)
			}
		}
	}
}

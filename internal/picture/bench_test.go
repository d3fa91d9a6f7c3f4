package picture

import "testing"

// BenchmarkPhotograph makes the picture of a photograph as phones take them.
func BenchmarkPhotograph(b *testing.B) {
	file := encoded(b, photograph(4032, 3024), ".jpg")
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		mustMake(b, file)
	}
}

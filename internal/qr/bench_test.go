package qr

import "testing"

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		if _, err := Make("https://luxi.example.org/essays/2022/hao-xuelan.html"); err != nil {
			b.Fatal(err)
		}
	}
}

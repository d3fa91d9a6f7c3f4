package proof

import (
	"os"
	"path/filepath"
	"testing"

	"luxi/internal/diag"
)

// BenchmarkEssay reads an essay of some 2,000 characters.
func BenchmarkEssay(b *testing.B) {
	page, err := os.ReadFile(filepath.Join("testdata", "newspaper-page.txt"))
	if err != nil {
		b.Fatal(err)
	}
	clean := fixed(columnReader(b), Text{File: diag.File{Text: string(page)}}, Safely)
	for name, text := range map[string]string{"clean": clean, "scanned": string(page)} {
		essay := string([]rune(text)[:2000])
		b.Run(name, func(b *testing.B) {
			r := columnReader(b)
			b.ReportAllocs()
			for b.Loop() {
				r.Read(Text{File: diag.File{Text: essay}})
			}
		})
		b.Run(name+"-fixed", func(b *testing.B) {
			r := columnReader(b)
			for b.Loop() {
				r.Fixed(Text{File: diag.File{Text: essay}}, Safely)
			}
		})
	}
}

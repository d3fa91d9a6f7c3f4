package publish

import (
	"fmt"
	"path/filepath"
	"testing"

	"luxi/internal/fingerprint"
)

// large returns addresses of a column of n files, a hundred to a folder.
func large(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("essays/%d/essay-%d.html", i/100, i)
	}
	return out
}

// publishLarge publishes a large site in which one file, or none, is of another
// edition than the others.
func publishLarge(b *testing.B, dir, state string, addresses []string, edition int, changed bool) {
	target, err := Open(dir, state)
	if err != nil {
		b.Fatal(err)
	}
	body := make([]byte, 6000)
	for i, a := range addresses {
		key := fingerprint.Of(a)
		if i == len(addresses)/2 && changed {
			key = fingerprint.Of(a, fmt.Sprint(edition))
		}
		if target.Has(a, key) {
			continue
		}
		if err := target.Put(a, key, fmt.Appendf(body[:0:0], "%s %x %s", a, key, body)); err != nil {
			b.Fatal(err)
		}
	}
	if _, list, err := target.Commit(); err != nil || len(list) > 0 {
		b.Fatal(list, err)
	}
	if err := target.Close(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{20_000, 200_000} {
		addresses := large(n)
		for _, changed := range []bool{false, true} {
			b.Run(fmt.Sprintf("files=%d,changed=%t", n, changed), func(b *testing.B) {
				scratch := scratchFolder(b)
				dir, state := filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi")
				publishLarge(b, dir, state, addresses, -1, false)
				publishLarge(b, dir, state, addresses, -2, true) // makes the spare
				publishLarge(b, dir, state, addresses, -3, changed)
				b.ResetTimer()
				begun := processorTime()
				for i := range b.N {
					publishLarge(b, dir, state, addresses, i, changed)
				}
				b.ReportMetric(float64(processorTime()-begun)/float64(b.N)/1e6, "cpu-ms/op")
			})
		}
	}
	b.Run("files=20000,cold", func(b *testing.B) {
		addresses := large(20_000)
		for i := range b.N {
			scratch := filepath.Join(scratchFolder(b), fmt.Sprint(i))
			publishLarge(b, filepath.Join(scratch, "public"), filepath.Join(scratch, ".luxi"), addresses, 0, false)
		}
	})
}

package pages

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/browser"
)

func TestTypesetting(t *testing.T) {
	each(t, func(t *testing.T, theme, own, model string) {
		var addresses []string
		for _, essay := range essays(site(t, "own", theme)) {
			addresses = append(addresses, own+essay)
		}
		addresses = append(addresses, own+"about.html", own+"calls/2022.html", model+paiban, model+"essays/2023/jiduan.html")
		for _, width := range widths {
			t.Run(fmt.Sprint(width), func(t *testing.T) {
				t.Parallel()
				p := browser.Open(t, "about:blank", conditions(width))
				limits := fmt.Sprintf("{measure: [16, 40], size: %d}", 17)
				if width >= 768 {
					limits = fmt.Sprintf("{measure: [%d, %d], size: 17, whole: %t, columns: %t}", looks[theme].measure[0], looks[theme].measure[1], width >= 1280, looks[theme].columns)
				}
				for _, address := range addresses {
					lead(t, p, address)
					report(t, address, measure[[]string](t, p, "measureText(%s)", limits))
				}
			})
		}
	})
}

// report tells of the faults of a page, the first of them.
func report(t testing.TB, address string, faults []string) {
	t.Helper()
	const some = 12
	if n := len(faults); n > some {
		faults = append(faults[:some:some], fmt.Sprintf("and %d more", n-some))
	}
	if len(faults) > 0 {
		t.Errorf("%s:\n\t%s", address, strings.Join(faults, "\n\t"))
	}
}

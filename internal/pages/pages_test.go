package pages

import (
	"flag"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"luxi/internal/browser"
)

// A test waits for its page a good part of the time, so more of them run side by
// side than there are cores, unless the flag -parallel says how many.
func TestMain(m *testing.M) {
	flag.Parse()
	told := false
	flag.Visit(func(f *flag.Flag) { told = told || f.Name == "test.parallel" })
	if !told {
		if err := flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))); err != nil {
			panic(err)
		}
	}
	os.Exit(browser.Main(m, browser.Bare))
}

// root is the project's folder.
const root = "../.."

// A look is what a theme promises beyond what all themes do.
type look struct {
	measure [2]int // characters of an essay's line on a wide screen, least and most

	// columns is set where the text runs in columns. At their heads a paragraph
	// can have no room of its own for readings above its first line.
	columns bool

	front string // the sheet that the front page is printed on
}

// looks has each theme of the project.
var looks = map[string]look{
	"forum":      {measure: [2]int{30, 40}, front: a4},
	"broadsheet": {measure: [2]int{16, 40}, columns: true, front: a3},
}

// widths are those of a small phone, a phone, a tablet and a desk, in px.
var widths = []int{320, 375, 768, 1280}

const phone = 500 // px; a narrower window is a phone's

func conditions(width int) browser.Conditions {
	return browser.Conditions{Width: width, Height: 800, Phone: width < phone, Now: clock}
}

// clock is the time at which both columns' pages are looked at.
var clock = func() time.Time {
	now, err := time.Parse(time.RFC3339, ModelClock)
	if err != nil {
		panic(err)
	}
	return now
}()

// kinds has a page of each kind and each state of the model column.
var kinds = []string{
	"index.html", // the front page, with two calls
	"essays/2023/jiduan.html",
	"essays/2021/chehui.html", // withdrawn
	"essays/index.html", "essays/page-2.html", "essays/2021/index.html",
	"regions/index.html", "regions/dongjia/index.html",
	"contributors/index.html", "contributors/zhang-san/index.html",
	"tags/index.html",
	"calls/index.html", "calls/2021.html", "calls/2023.html", "calls/2023-notice.html", "calls/2024.html",
	"about.html", "guide/how.html",
	"404.html",
}

var sites sync.Map // of a theme's columns, by name

// site returns a column in a theme, built once.
func site(t testing.TB, name, theme string) Site {
	t.Helper()
	type built struct {
		site Site
		err  error
	}
	once, _ := sites.LoadOrStore(name+" in "+theme, sync.OnceValue(func() built {
		var b built
		if name == "own" {
			b.site, b.err = Own(root, theme)
		} else {
			b.site, b.err = Model(root, theme, specimens)
		}
		return b
	}))
	b := once.(func() built)()
	if b.err != nil {
		t.Fatal(b.err)
	}
	return b.site
}

// each runs a test for every theme, side by side with other tests, with the two
// columns served.
func each(t *testing.T, test func(t *testing.T, theme string, own, model string)) {
	t.Helper()
	t.Parallel()
	for theme := range looks {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			own, model := site(t, "own", theme), site(t, "model", theme)
			browser.Shared(t)
			test(t, theme, browser.Serve(t, own, browser.Policy).URL+"/", browser.Serve(t, Below(ModelBase, model), browser.Policy).URL+"/"+ModelBase)
		})
	}
}

// measures is testdata/measure.js: functions that a test puts before its call.
var measures = func() string {
	text, err := os.ReadFile("testdata/measure.js")
	if err != nil {
		panic(err)
	}
	return string(text)
}()

// measure returns what a function of measure.js says of a page. Its names stay
// out of the page's own.
func measure[T any](t testing.TB, p *browser.Page, call string, args ...any) T {
	t.Helper()
	return browser.Value[T](t, p, fmt.Sprintf("(() => {\n%s\nreturn %s;\n})()", measures, fmt.Sprintf(call, args...)))
}

func lead(t testing.TB, p *browser.Page, address string) {
	t.Helper()
	if err := p.Go(address); err != nil {
		t.Fatal(err)
	}
}

func under(t testing.TB, p *browser.Page, c browser.Conditions) {
	t.Helper()
	if err := p.Under(c); err != nil {
		t.Fatal(err)
	}
	if err := p.Settle(); err != nil {
		t.Fatal(err)
	}
}

// essays returns the addresses of the essays of a site, in their order.
func essays(site Site) []string {
	var out []string
	for address := range site {
		if strings.HasPrefix(address, "essays/") && strings.Count(address, "/") == 2 &&
			path.Ext(address) == ".html" && !strings.HasPrefix(path.Base(address), "page-") && path.Base(address) != "index.html" {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out
}

// The looks have every theme, and the pages that are looked at are there.
func TestKinds(t *testing.T) {
	for _, theme := range Themes {
		if _, ok := looks[theme]; !ok {
			t.Errorf("nothing measures the theme %s", theme)
		}
	}
	for theme := range looks {
		model := site(t, "model", theme)
		for _, kind := range kinds {
			if model[kind] == nil {
				t.Errorf("the model column in %s has no page %s", theme, kind)
			}
		}
	}
}

package build

import (
	"html"
	"image"
	"image/color"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

var (
	drawing   = regexp.MustCompile(`<svg class="code" viewBox="0 0 (\d+) (\d+)"[^>]*><path d="([^"]+)"/></svg>`)
	strip     = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`)
	canonical = regexp.MustCompile(`<link rel="canonical" href="([^"]+)">`)
)

// TestModelsCodes reads every QR code on the pages of the model column as a
// phone does: an essay's says its own address, a call's where the call leads.
func TestModelsCodes(t *testing.T) {
	site := buildModel(t, inForum(model(t)), Options{})
	essays, calls := 0, 0
	for _, address := range slices.Sorted(maps.Keys(site)) {
		m := drawing.FindStringSubmatch(site[address])
		if m == nil {
			continue
		}
		got := read(t, m)
		u, err := url.Parse(got)
		if err != nil || u.Scheme != "https" {
			t.Errorf("%s: the code says %q", address, got)
			continue
		}
		switch {
		case strings.HasPrefix(address, "essays/"):
			essays++
			if want := canonical.FindStringSubmatch(site[address])[1]; got != want {
				t.Errorf("%s: the code says %s, the page is %s", address, got, want)
			}
		case strings.HasPrefix(address, "calls/"):
			calls++
			if !strings.Contains(site[address], html.EscapeString(got)) {
				t.Errorf("%s: the code says %s, which the page does not", address, got)
			}
		default:
			t.Errorf("%s has a code that nobody expects", address)
		}
	}
	if essays < 30 || calls < 4 {
		t.Errorf("only %d essays and %d pages of calls have codes", essays, calls)
	}
}

// read draws the path of a code as a browser does, and reads it.
func read(t *testing.T, m []string) string {
	t.Helper()
	const pixels = 4
	size := number(t, m[1])
	if m[1] != m[2] {
		t.Fatalf("the code is not square: %s", m[0])
	}
	img := image.NewGray(image.Rect(0, 0, size*pixels, size*pixels))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for _, s := range strip.FindAllStringSubmatch(m[3], -1) {
		x, y, n := number(t, s[1]), number(t, s[2]), number(t, s[3])
		for py := y * pixels; py < (y+1)*pixels; py++ {
			for px := x * pixels; px < (x+n)*pixels; px++ {
				img.SetGray(px, py, color.Gray{})
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func number(t *testing.T, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

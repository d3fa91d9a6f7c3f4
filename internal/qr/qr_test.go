package qr

import (
	"errors"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"rsc.io/qr/coding"

	"luxi/internal/webaddr"
)

const pixels = 4 // a side of a module in the tests' images

var strip = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// raster draws a code as a browser would, and fails on path data that is
// anything but strips within the quiet zone.
func raster(t testing.TB, c Code) *image.Gray {
	t.Helper()
	return rasterAt(t, c, pixels)
}

func rasterAt(t testing.TB, c Code, pixels int) *image.Gray {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, c.Size*pixels, c.Size*pixels))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	read := 0
	for _, m := range strip.FindAllStringSubmatch(c.Path, -1) {
		read += len(m[0])
		x, y, n := number(m[1]), number(m[2]), number(m[3])
		if m[3] != m[4] || x < Quiet || y < Quiet || x+n > c.Size-Quiet || y >= c.Size-Quiet {
			t.Fatalf("the strip %s does not lie within a code of %d", m[0], c.Size)
		}
		for py := y * pixels; py < (y+1)*pixels; py++ {
			for px := x * pixels; px < (x+n)*pixels; px++ {
				img.SetGray(px, py, color.Gray{})
			}
		}
	}
	if read != len(c.Path) {
		t.Fatalf("the path holds more than strips: %s", c.Path)
	}
	return img
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(err)
	}
	return n
}

// decode finds a code in an image and reads it.
func decode(t testing.TB, img image.Image) string {
	t.Helper()
	return decodeWith(t, img, gozxing.DecodeHintType_TRY_HARDER)
}

func decodeWith(t testing.TB, img image.Image, hint gozxing.DecodeHintType) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		hint: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}

func mustMake(t testing.TB, text string) Code {
	t.Helper()
	c, err := Make(text)
	if err != nil {
		t.Fatalf("Make(%q): %v", text, err)
	}
	return c
}

var addresses = []struct{ text, says string }{
	{"https://luxi.example.org/", ""},
	{"https://luxi.example.org/essays/2022/hao-xuelan.html", ""},
	{"HTTPS://LUXI.EXAMPLE.ORG/", ""}, // the alphanumeric mode
	{"13864022229", ""},               // the numeric mode
	{"mailto:dzrbicxw116@126.com", ""},
	{"https://luxi.example.org/essays/2022/郝学兰.html", "https://luxi.example.org/essays/2022/%E9%83%9D%E5%AD%A6%E5%85%B0.html"},
	{"https://鲁西.例子.中国/文章?作者=郝学兰#段一", "https://xn--bw2a778a.xn--fsqu00a.xn--fiqs8s/%E6%96%87%E7%AB%A0?%E4%BD%9C%E8%80%85=%E9%83%9D%E5%AD%A6%E5%85%B0#%E6%AE%B5%E4%B8%80"},
	{"http://鲁西.中国:8080/a%20b", "http://xn--bw2a778a.xn--fiqs8s:8080/a%20b"},
	{"https://鲁西.中国", "https://xn--bw2a778a.xn--fiqs8s"},
}

func TestCodesSayTheirAddress(t *testing.T) {
	for _, a := range addresses {
		want := a.says
		if want == "" {
			want = a.text
		}
		if got := decode(t, raster(t, mustMake(t, a.text))); got != want {
			t.Errorf("the code of %q says %q, want %q", a.text, got, want)
		}
	}
}

// A second decoder, which is what many phones have inside.
func TestZBarReadsTheCodes(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("zbarimg is not installed")
		}
		t.Skip("zbarimg is not installed")
	}
	for _, a := range addresses {
		want := a.says
		if want == "" {
			want = a.text
		}
		name := filepath.Join(t.TempDir(), "code.png")
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(f, raster(t, mustMake(t, a.text))), f.Close()); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(zbar, "--quiet", "--raw", name).Output()
		if got := strings.TrimSuffix(string(out), "\n"); err != nil || got != want {
			t.Errorf("the code of %q says %q (%v), want %q", a.text, got, err, want)
		}
	}
}

// Every version, with as many bytes as it holds. The decoder is
// told that there is nothing but the code: it does not find the largest by
// itself.
func TestEveryVersion(t *testing.T) {
	letters := rand.New(rand.NewPCG(1, 2))
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		n := v.DataBytes(coding.M) - 2 // the mode and the length take 12 bits
		if v > 9 {
			n-- // or 20
		}
		text := make([]byte, n)
		for i := range text {
			text[i] = "abcdefghijklmnopqrstuvwxyz/-%"[letters.IntN(29)]
		}
		c := mustMake(t, string(text))
		if got := coding.Version((c.Size - 2*Quiet - 17) / 4); got != v {
			t.Errorf("%d bytes have version %v, want %v", n, got, v)
		}
		img := rasterAt(t, c, 1)
		if got := decodeWith(t, img, gozxing.DecodeHintType_PURE_BARCODE); got != string(text) {
			t.Errorf("version %v: %d bytes come back as %q, want %q", v, n, got, text)
		}
	}
	if _, err := Make(strings.Repeat("a", 2332)); !errors.Is(err, ErrTooLong) {
		t.Errorf("2,332 bytes: %v, want %v", err, ErrTooLong)
	}
}

func TestEveryMaskAndLevel(t *testing.T) {
	const text = "https://luxi.example.org/essays/2022/hao-xuelan.html"
	lowest := map[coding.Level]int{}
	for _, level := range []coding.Level{coding.M, coding.Q, coding.H} {
		s, err := stencilOf(7, level)
		if err != nil {
			t.Fatal(err)
		}
		for mask, plan := range s.plans {
			m, err := draw(coding.String(text), plan)
			if err != nil {
				t.Fatal(err)
			}
			if got := decode(t, raster(t, Code{len(m) + 2*Quiet, m.path()})); got != text {
				t.Errorf("level %v, mask %d: %q", level, mask, got)
			}
			if p := m.penalty(); lowest[level] == 0 || p < lowest[level] {
				lowest[level] = p
			}
		}
		m, err := drawBest(coding.String(text), 7, level)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.penalty(); got != lowest[level] {
			t.Errorf("level %v: the penalty is %d, want the lowest, %d", level, got, lowest[level])
		}
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		bytes   int
		version coding.Version
		level   coding.Level
	}{
		{7, 1, coding.H},
		{8, 1, coding.Q},
		{12, 1, coding.M},
		{14, 1, coding.M},
		{15, 2, coding.Q}, // level L would still fit into version 1
		{52, 4, coding.M},
		{2331, 40, coding.M},
	} {
		v, level, err := choose(coding.String(strings.Repeat("a", c.bytes)))
		if err != nil || v != c.version || level != c.level {
			t.Errorf("%d bytes: version %v, level %v (%v), want %v and %v", c.bytes, v, level, err, c.version, c.level)
		}
	}
}

// A blot of a ninth of the code's width is read over.
func TestBlot(t *testing.T) {
	const text = "https://luxi.example.org/essays/2022/hao-xuelan.html"
	c := mustMake(t, text)
	img := raster(t, c)
	from, to := c.Size*pixels/2, c.Size*pixels/2+c.Size*pixels/9
	for y := from; y < to; y++ {
		for x := from; x < to; x++ {
			img.SetGray(x, y, color.Gray{})
		}
	}
	if got := decode(t, img); got != text {
		t.Errorf("the blotted code says %q", got)
	}
}

func TestLine(t *testing.T) {
	for row, want := range map[string]int{
		"1010101010":  0,
		"11111":       3,
		"1111111":     5,
		"00000100000": 6,
		// The quiet zone gives both ends their four light modules.
		"1011101":             80,
		"010111010":           80,
		"1101110100001101110": 40,
	} {
		modules := make([]bool, len(row))
		for i := range row {
			modules[i] = row[i] == '1'
		}
		if got := line(modules); got != want {
			t.Errorf("line(%s) = %d, want %d", row, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string]error{
		"":                       ErrEmpty,
		"鲁西崛起大家谈":                webaddr.ErrNotURL,
		"ftp://例子/":              webaddr.ErrNotURL,
		"https://例子\xff/":        webaddr.ErrNotURL,
		"https://luxi.cn/\xe4":   webaddr.ErrNotURL,
		"https://郝 学兰/":          webaddr.ErrNotURL,
		"https://郝学兰@例子/":        webaddr.ErrNotURL,
		"https://例子:八零/":         webaddr.ErrNotURL,
		strings.Repeat("a", 3e3): ErrTooLong,
	} {
		if c, err := Make(text); !errors.Is(err, want) || c != (Code{}) {
			t.Errorf("Make(%.40q) = %v, %v, want %v", text, c, err, want)
		}
	}
}

// Any web address that net/url can say comes back as it says it.
func FuzzMake(f *testing.F) {
	f.Add("essays/2022/郝学兰.html", "作者=郝学兰", "段一")
	f.Add("%41/\x00", "a b", "\xff")
	f.Add(strings.Repeat("黄", 90), "", "")
	f.Fuzz(func(t *testing.T, path, query, fragment string) {
		u := url.URL{Scheme: "https", Host: "luxi.example.org", Path: "/" + path, RawQuery: url.QueryEscape(query), Fragment: fragment}
		want := u.String()
		if len(want) > 800 {
			return
		}
		if got := decode(t, raster(t, mustMake(t, want))); got != want {
			t.Errorf("the code of %q says %q", want, got)
		}
		// With its Han characters as they are.
		text := "https://luxi.example.org/" + path
		ascii, err := webaddr.ASCII(text)
		if err != nil {
			if utf8.ValidString(text) {
				t.Errorf("toASCII(%q): %v", text, err)
			}
			return
		}
		if !webaddr.IsASCII(ascii) {
			t.Errorf("toASCII(%q) = %q", text, ascii)
		}
		if webaddr.IsASCII(text) && ascii != text {
			t.Errorf("toASCII(%q) = %q", text, ascii)
		}
	})
}

package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// planted is what no published file may hold.
const planted = "PLANTED 36.45N 115.98E"

// photograph returns an image as a camera makes one: no two pixels alike.
func photograph(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			n := byte(r.IntN(24))
			img.SetRGBA(x, y, color.RGBA{byte(x*200/w) + n, byte(y*200/h) + n, byte((x+y)*200/(w+h)) + n, 255})
		}
	}
	return img
}

// screen returns an image as a program draws one: few colours, sharp edges.
func screen(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			if x/7%5 == 0 && y/9%4 != 0 {
				c = color.RGBA{20, 20, 20, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t testing.TB, img image.Image, ext string) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	switch ext {
	case ".jpg":
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 95})
	case ".png":
		err = png.Encode(&out, img)
	case ".gif":
		err = gif.Encode(&out, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func segment(marker byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(2+len(data))), data...)
}

func chunk(name, data string) []byte {
	body := name + data
	out := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(body)))
}

// exif returns Exif data with an orientation and a text behind it.
func exif(order binary.AppendByteOrder, orientation int) string {
	head := "II*\x00"
	if order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	out := order.AppendUint32([]byte(head), 8)
	out = order.AppendUint16(out, 2)
	entry := func(tag, kind uint16, value uint16) {
		out = order.AppendUint16(out, tag)
		out = order.AppendUint16(out, kind)
		out = order.AppendUint32(out, 1)
		out = order.AppendUint16(out, value)
		out = order.AppendUint16(out, 0)
	}
	entry(256, 3, 6)
	entry(274, 3, uint16(orientation))
	return string(order.AppendUint32(out, 0)) + planted
}

// withJPEG puts segments behind the first marker of a JPEG file.
func withJPEG(file []byte, segments ...[]byte) []byte {
	return slices.Concat(file[:2], slices.Concat(segments...), file[2:])
}

func withPNG(file []byte, chunks ...[]byte) []byte {
	const header = 8 + 12 + 13
	return slices.Concat(file[:header], slices.Concat(chunks...), file[header:])
}

// withWebP makes a WebP file of the chunk that holds the pixels of one.
func withWebP(t testing.TB, name string, flags byte, chunks ...[]byte) []byte {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	body := file[12:]
	if string(body[:4]) == "VP8X" {
		flags |= body[8]
		body = body[18:]
	}
	x := append([]byte("VP8X\x0a\x00\x00\x00"), flags, 0, 0, 0)
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{config.Width - 1, config.Height - 1} {
		x = append(x, byte(n), byte(n>>8), byte(n>>16))
	}
	all := slices.Concat([]byte("WEBP"), x, body, slices.Concat(chunks...))
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(all))), all)
}

func webpChunk(name, data string) []byte {
	if len(data)%2 == 1 {
		data += "\x00"
	}
	return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data))), data...)
}

// mustMake makes a picture without mistakes.
func mustMake(t testing.TB, file []byte) Picture {
	t.Helper()
	p, list := Make("a.jpg", file)
	if len(list) > 0 {
		t.Fatal(list[0].Message("en"))
	}
	return p
}

func decoded(t testing.TB, v Variant) image.Image {
	t.Helper()
	img, format, err := image.Decode(bytes.NewReader(v.Content))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{".jpg": "jpeg", ".png": "png", ".gif": "gif", ".webp": "webp"}[v.Ext]; format != want {
		t.Errorf("a file %s is %s", v.Ext, format)
	}
	if img.Bounds().Dx() != v.Width {
		t.Errorf("a variant of %d is %d wide", v.Width, img.Bounds().Dx())
	}
	return img
}

func clean(t testing.TB, p Picture) {
	t.Helper()
	for _, v := range p.Variants {
		if strings.Contains(string(v.Content), planted) {
			t.Errorf("the variant of %d pixels holds what was planted", v.Width)
		}
	}
}

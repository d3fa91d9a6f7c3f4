package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"luxi/internal/i18n"
)

// An image is made in the widths below its own, and in its own up to 1600.
func TestWidths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		width, height int
		want          string
	}{
		{2000, 150, "1600×120: 480 960 1600"},
		{1600, 130, "1600×130: 480 960 1600"},
		{1100, 70, "1100×70: 480 1100"},
		{560, 40, "560×40: 560"},
		{300, 2000, "300×2000: 300"},
		{1, 1, "1×1: 1"},
		{3, 40, "3×40: 3"},
	} {
		p := mustMake(t, encoded(t, photograph(tt.width, tt.height), ".jpg"))
		got := fmt.Sprintf("%d×%d:", p.Width, p.Height)
		for i, v := range p.Variants {
			got += fmt.Sprintf(" %d", v.Width)
			img := decoded(t, v)
			if height := img.Bounds().Dy(); height != scaled(tt.height, v.Width, tt.width) {
				t.Errorf("%d×%d at %d is %d high", tt.width, tt.height, v.Width, height)
			}
			if i > 0 && len(v.Content) <= len(p.Variants[i-1].Content) {
				t.Errorf("the variant of %d pixels is no larger than that of %d", v.Width, p.Variants[i-1].Width)
			}
		}
		if got != tt.want {
			t.Errorf("%d×%d became %s, want %s", tt.width, tt.height, got, tt.want)
		}
	}
}

// Exif says which side of what is seen row 0 and column 0 of what is stored are
// (Exif 2.32, 4.6.4, tag 274).
func TestEightOrientations(t *testing.T) {
	t.Parallel()
	const w, h = 320, 240
	seen := image.NewRGBA(image.Rect(0, 0, w, h))
	corners := map[string]color.RGBA{
		"top left": {200, 0, 0, 255}, "top right": {0, 200, 0, 255}, "bottom left": {0, 0, 200, 255}, "bottom right": {200, 200, 200, 255},
	}
	at := func(corner string, w, h int) image.Point {
		p := image.Point{w / 8, h / 8}
		if strings.HasPrefix(corner, "bottom") {
			p.Y = h - 1 - p.Y
		}
		if strings.HasSuffix(corner, "right") {
			p.X = w - 1 - p.X
		}
		return p
	}
	for corner, c := range corners {
		p := at(corner, w, h)
		draw.Draw(seen, image.Rect(p.X-w/8, p.Y-h/8, p.X+w/8, p.Y+h/8), image.NewUniform(c), image.Point{}, draw.Src)
	}
	for i, tt := range []struct{ row0, column0 string }{
		{"top", "left"},
		{"top", "right"},
		{"bottom", "right"},
		{"bottom", "left"},
		{"left", "top"},
		{"right", "top"},
		{"right", "bottom"},
		{"left", "bottom"},
	} {
		n := i + 1
		stored := image.NewRGBA(seen.Rect)
		if n >= 5 {
			stored = image.NewRGBA(image.Rect(0, 0, h, w))
		}
		for y := range stored.Rect.Dy() {
			for x := range stored.Rect.Dx() {
				var p image.Point
				for _, side := range []struct {
					name string
					from int
				}{{tt.row0, y}, {tt.column0, x}} {
					switch side.name {
					case "top":
						p.Y = side.from
					case "bottom":
						p.Y = h - 1 - side.from
					case "left":
						p.X = side.from
					case "right":
						p.X = w - 1 - side.from
					}
				}
				stored.SetRGBA(x, y, seen.RGBAAt(p.X, p.Y))
			}
		}
		files := map[string][]byte{
			"jpeg":             withJPEG(encoded(t, stored, ".jpg"), segment(0xe1, exifMark+exif(binary.BigEndian, n))),
			"jpeg, low endian": withJPEG(encoded(t, stored, ".jpg"), segment(0xe1, exifMark+exif(binary.LittleEndian, n))),
			"png":              withPNG(encoded(t, stored, ".png"), chunk("eXIf", exif(binary.BigEndian, n))),
		}
		for name, file := range files {
			p := mustMake(t, file)
			clean(t, p)
			if p.Width != w || p.Height != h {
				t.Errorf("%s of orientation %d is %d×%d", name, n, p.Width, p.Height)
			}
			for _, v := range p.Variants {
				img := decoded(t, v)
				for corner, want := range corners {
					at := at(corner, img.Bounds().Dx(), img.Bounds().Dy())
					if got := img.At(at.X, at.Y); !near(got, want, 12) {
						t.Errorf("%s of orientation %d at %d: %s is %v, want %v", name, n, v.Width, corner, got, want)
					}
				}
			}
		}
	}
}

func near(a, b color.Color, most int) bool {
	ar, ag, ab, aa := a.RGBA()
	br, bg, bb, ba := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb), int(aa) - int(ba)} {
		if max(d, -d)>>8 > most {
			return false
		}
	}
	return true
}

// Whatever a file carries beside its pixels is in nothing that is published,
// neither in what was made smaller nor in what stays as it is; and what stays
// still decodes to the same pixels.
func TestNothingButPixels(t *testing.T) {
	t.Parallel()
	jfif := "JFIF\x00\x01\x01\x00\x00\x01\x00\x01" + "\x03\x03" + planted + "....."
	for _, size := range []int{40, 700} {
		photo, drawn := photograph(size, size/2), screen(size, size/2)
		for name, file := range map[string][]byte{
			"jpeg": append(withJPEG(encoded(t, photo, ".jpg"),
				segment(0xe0, jfif), segment(0xe0, "JFXX\x00\x10"+planted),
				segment(0xe1, exifMark+exif(binary.BigEndian, 1)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+planted),
				segment(0xe2, "MPF\x00"+planted), segment(0xee, "Adobe\x00d\x00\x00\x00\x00\x01"+planted), segment(0xed, "Photoshop 3.0\x00"+planted), segment(0xfe, planted)), planted...),
			"png": append(withPNG(encoded(t, drawn, ".png"),
				chunk("tEXt", "Comment\x00"+planted), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+planted),
				chunk("eXIf", exif(binary.LittleEndian, 1)), chunk("prVt", planted)), planted...),
			"gif":        stuffedGIF(encoded(t, drawn, ".gif")),
			"webp":       withWebP(t, "testdata/opaque.webp", 0x0c, webpChunk("EXIF", exif(binary.LittleEndian, 1)), webpChunk("XMP ", planted), webpChunk("prVt", planted)),
			"webp alpha": withWebP(t, "testdata/alpha.webp", 0x0c, webpChunk("EXIF", exif(binary.LittleEndian, 1)), webpChunk("XMP ", planted)),
		} {
			if !bytes.Contains(file, []byte(planted)) {
				t.Fatal("nothing is planted")
			}
			p := mustMake(t, file)
			clean(t, p)
			whole := p.Variants[len(p.Variants)-1]
			img := decoded(t, whole)
			src, err := opener(file)(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(whole.Content, src.stripped) {
				if name == "png" || name == "gif" || strings.HasPrefix(name, "webp") {
					t.Errorf("%s of %d was made anew", name, size)
				}
				continue
			}
			before, err := src.decode(file)
			if err != nil {
				t.Fatal(err)
			}
			for y := range before.Bounds().Dy() {
				for x := range before.Bounds().Dx() {
					if before.At(x, y) != img.At(x, y) {
						t.Fatalf("%s of %d differs at %d, %d", name, size, x, y)
					}
				}
			}
		}
	}
}

// stuffedGIF puts extensions of every sort before the first image.
func stuffedGIF(file []byte) []byte {
	at := 13 + tableLength(file[10])
	blocks := func(text string) string { return string(rune(len(text))) + text + "\x00" }
	stuff := "!\xff\x0bNETSCAPE2.0\x03\x01\x02\x00" + blocks(planted) + "!\xfe" + blocks(planted) + "!\xff\x0bXMP DataXMP" + blocks(planted) +
		"!\xff\x0bNETSCAPE2.0\x03\x01\x02\x00\x00" + "!\x01\x0c............" + blocks(planted)
	return append(slices.Concat(file[:at], []byte(stuff), file[at:]), planted...)
}

func TestFormats(t *testing.T) {
	t.Parallel()
	ghost := photograph(1100, 60)
	for i := range 60 {
		ghost.SetRGBA(i, i, color.RGBA{})
	}
	gray := image.NewGray(image.Rect(0, 0, 1100, 60))
	draw.Draw(gray, gray.Rect, photograph(1100, 60), image.Point{}, draw.Src)
	read := func(name string) []byte {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"photograph as JPEG":      {encoded(t, photograph(1100, 60), ".jpg"), "480.jpg 1100.jpg"},
		"photograph as PNG":       {encoded(t, photograph(1100, 60), ".png"), "480.jpg 1100.jpg"},
		"with transparent pixels": {encoded(t, ghost, ".png"), "480.png 1100.png"},
		"higher than JPEG can be": {encoded(t, photograph(2, 65_600), ".png"), "2.png"},
		"a screen":                {encoded(t, screen(1100, 60), ".png"), "1100.png"},
		"shades of gray":          {encoded(t, gray, ".jpg"), "480.jpg 1100.jpg"},
		"GIF":                     {encoded(t, screen(1100, 60), ".gif"), "1100.gif"},
		"WebP":                    {read("testdata/opaque.webp"), "400.webp"},
		"WebP with alpha":         {read("testdata/alpha.webp"), "400.webp"},
	} {
		p := mustMake(t, tt.file)
		var got []string
		for _, v := range p.Variants {
			decoded(t, v)
			got = append(got, fmt.Sprint(v.Width, v.Ext))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s became %s, want %s", name, got, tt.want)
		}
		again := mustMake(t, tt.file)
		for i, v := range p.Variants {
			if v.Fingerprint != again.Variants[i].Fingerprint || !bytes.Equal(v.Content, again.Variants[i].Content) {
				t.Errorf("%s: the variant of %d differs the second time", name, v.Width)
			}
		}
	}
}

func TestAnimationStays(t *testing.T) {
	t.Parallel()
	movie := gif.GIF{LoopCount: 3}
	for i := range 4 {
		frame := image.NewPaletted(image.Rect(0, 0, 60, 40), palette.Plan9)
		draw.Draw(frame, frame.Rect, image.NewUniform(color.RGBA{byte(i * 60), 10, 10, 255}), image.Point{}, draw.Src)
		movie.Image, movie.Delay = append(movie.Image, frame), append(movie.Delay, 10*i)
	}
	var file bytes.Buffer
	if err := gif.EncodeAll(&file, &movie); err != nil {
		t.Fatal(err)
	}
	p := mustMake(t, slices.Concat(file.Bytes()[:file.Len()-1], []byte("!\xfe\x03abc\x00;")))
	got, err := gif.DecodeAll(bytes.NewReader(p.Variants[0].Content))
	if err != nil || len(got.Image) != 4 || got.LoopCount != 3 || !slices.Equal(got.Delay, movie.Delay) {
		t.Fatalf("%+v: %v", got, err)
	}
	if !bytes.Equal(p.Variants[0].Content, file.Bytes()) {
		t.Error("more than the comment was taken out")
	}
	frame := webpChunk("ANMF", string(make([]byte, 16))+string(webpChunk("VP8 ", "."))+string(webpChunk("prVt", planted)))
	moving := withWebP(t, "testdata/opaque.webp", hasAnimation, frame, webpChunk("EXIF", planted))
	p = mustMake(t, moving)
	clean(t, p)
	if p.Width != 400 || len(p.Variants) != 1 || p.Variants[0].Content[20]&^hasAnimation != 0 {
		t.Errorf("an animated WebP became %+v", p)
	}
	still := encoded(t, screen(1100, 500), ".png")
	p = mustMake(t, withPNG(still, chunk("acTL", "\x00\x00\x00\x01\x00\x00\x00\x00"), chunk("tEXt", "Comment\x00"+planted)))
	clean(t, p)
	if p.Width != 1100 || len(p.Variants) != 1 || !bytes.Contains(p.Variants[0].Content, []byte("acTL")) {
		t.Errorf("an animated PNG became %+v", p)
	}
}

// profile is the least that passes for a profile of colours, with a description.
func profile(space, description string) string {
	p := make([]byte, 128+4+12)
	copy(p[16:], space)
	p[131] = 1
	copy(p[132:], "desc")
	binary.BigEndian.PutUint32(p[136:], uint32(len(p)))
	binary.BigEndian.PutUint32(p[140:], uint32(len(description)))
	return string(p) + description
}

// Pixels of a wide colour space keep their profile, because browsers take
// pixels without one for sRGB. A profile of other colours than the pixels' is
// worse than none.
func TestColourProfiles(t *testing.T) {
	t.Parallel()
	var deflated bytes.Buffer
	file, err := withPNGProfile(encoded(t, photograph(700, 50), ".png"), []byte(profile("RGB ", "Display P3")))
	if err != nil {
		t.Fatal(err)
	}
	deflated.Write(file)
	photo := encoded(t, photograph(700, 50), ".jpg")
	icc := func(p string) []byte { return withJPEG(photo, segment(0xe2, iccMark+"\x01\x01"+p)) }
	for name, tt := range map[string]struct {
		file []byte
		want bool
	}{
		"Display P3":        {icc(profile("RGB ", "Display P3")), true},
		"in two parts":      {withJPEG(photo, segment(0xe2, iccMark+"\x02\x02Display P3"), segment(0xe2, iccMark+"\x01\x02"+profile("RGB ", "Display P3")[:144])), true},
		"in a PNG":          {deflated.Bytes(), true},
		"sRGB":              {icc(profile("RGB ", "s\x00R\x00G\x00B\x00 IEC Display P3")), false},
		"of four colours":   {icc(profile("CMYK", "Display P3")), false},
		"cut off":           {icc("RGB Display P3"), false},
		"longer than usual": {icc(profile("RGB ", "Display P3"+strings.Repeat(".", maxProfile))), false},
	} {
		p := mustMake(t, tt.file)
		smallest := p.Variants[0]
		decoded(t, smallest)
		if smallest.Width != 480 {
			t.Fatalf("the smallest is %d wide", smallest.Width)
		}
		src, err := opener(smallest.Content)(smallest.Content)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(src.profile, []byte("Display P3")); got != tt.want {
			t.Errorf("%s: the smaller one has the profile: %t", name, got)
		}
	}
}

// Images are scaled as golang.org/x/image/draw does it, but for what that rounds
// in floating point; bands do not show.
func TestCatmullRom(t *testing.T) {
	t.Parallel()
	clear := image.NewNRGBA(image.Rect(-3, 5, 1774, 106))
	draw.Draw(clear, clear.Rect, photograph(1777, 101), image.Point{}, draw.Src)
	for i := 3; i < len(clear.Pix); i += 4 {
		clear.Pix[i] = byte(i / 4 % 1777 * 255 / 1777) // from clear to opaque
	}
	jpeg, err := decodeJPEG(encoded(t, photograph(1777, 101), ".jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for name, img := range map[string]image.Image{"opaque": photograph(1777, 101), "with alpha": clear, "of a JPEG": jpeg} {
		most := 2
		if name == "with alpha" { // colours are kept below it after each of two steps
			most = 4
		}
		for _, width := range []int{1, 480, 961, 1776} {
			got := resize(img, source{width: 1777, height: 101, orientation: 1}, width)
			want := image.NewRGBA(got.Rect)
			draw.CatmullRom.Scale(want, want.Rect, img, img.Bounds(), draw.Src, nil)
			for i := range got.Pix {
				if d := int(got.Pix[i]) - int(want.Pix[i]); max(d, -d) > most {
					t.Fatalf("%s at %d: byte %d is %d, want %d", name, width, i, got.Pix[i], want.Pix[i])
				}
			}
		}
	}
}

// Of a colour alone nothing else is made, whatever the weights round to.
func TestAFlatImageStaysFlat(t *testing.T) {
	t.Parallel()
	img := image.NewRGBA(image.Rect(0, 0, 997, 613))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{251, 7, 128, 255}), image.Point{}, draw.Src)
	for _, width := range []int{1, 2, 333, 480, 996} {
		got := resize(img, source{width: 997, height: 613, orientation: 1}, width)
		for i := range got.Pix {
			if got.Pix[i] != img.Pix[i%4] {
				t.Fatalf("at %d byte %d is %d", width, i, got.Pix[i])
			}
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	photo := encoded(t, photograph(100, 100), ".jpg")
	huge := slices.Concat([]byte(pngMagic), chunk("IHDR", "\x00\x00\x20\x00\x00\x00\x20\x00\x08\x02\x00\x00\x00"), chunk("IDAT", ""), chunk("IEND", ""))
	// 6000 × 6000 pixels, of which those of a progressive image would take 540 MB.
	frame := func(marker byte) []byte {
		return slices.Concat([]byte("\xff\xd8"), segment(marker, "\x08\x17\x70\x17\x70\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"), []byte("\xff\xda\x00\x02\xff\xd9"))
	}
	scans := slices.Concat(photo[:len(photo)-2], bytes.Repeat([]byte("\xff\xda\x00\x02"), maxScans), []byte("\xff\xd9"))
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"8192 × 8192":      {huge, "image-pixels"},
		"progressive":      {frame(0xc2), "image-pixels"},
		"not progressive":  {frame(0xc0), "image-broken"},
		"a large file":     {make([]byte, MaxBytes+1), "image-bytes"},
		"of an iPhone":     {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "image-heic"},
		"AVIF":             {[]byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), "image-heic"},
		"a film":           {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"), "image-format"},
		"SVG":              {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image-format"},
		"nothing":          {nil, "image-format"},
		"cut off":          {photo[:len(photo)/2], "image-broken"},
		"a head alone":     {photo[:4], "image-broken"},
		"thousand scans":   {scans, "image-broken"},
		"PNG cut off":      {encoded(t, screen(100, 100), ".png")[:60], "image-broken"},
		"GIF cut off":      {encoded(t, screen(100, 100), ".gif")[:800], "image-broken"},
		"WebP cut off":     {withWebP(t, "testdata/opaque.webp", 0)[:500], "image-broken"},
		"WebP of no chunk": {[]byte("RIFF\x04\x00\x00\x00WEBP"), "image-broken"},
	} {
		p, list := Make("content/a.jpg", tt.file)
		if len(list) != 1 || list[0].Code != tt.want || list[0].Range.File != "content/a.jpg" || len(p.Variants) > 0 {
			t.Errorf("%s: %+v, %v", name, p, list)
		}
	}
}

// Who is told that an image is too large reads how large it may be.
func TestTooLargeSaysHowLarge(t *testing.T) {
	t.Parallel()
	huge := slices.Concat([]byte(pngMagic), chunk("IHDR", "\x00\x00\x20\x00\x00\x00\x20\x00\x08\x02\x00\x00\x00"), chunk("IDAT", ""), chunk("IEND", ""))
	_, list := Make("content/a.png", huge)
	for language, want := range map[i18n.Lang]string{
		i18n.Chinese: "图片太大：8192×8192 像素，上限是 5000 万像素", i18n.English: "the image is too large: 8192 × 8192 pixels of at most 50 million",
	} {
		if got := list[0].Message(language); got != want {
			t.Errorf("said is %s, want %s", got, want)
		}
	}
}

// Whatever is in a file, making a picture of it ends, and what comes out is an
// image.
func FuzzMake(f *testing.F) {
	f.Add(withJPEG(encoded(f, photograph(30, 20), ".jpg"), segment(0xe1, exifMark+exif(binary.BigEndian, 6))))
	f.Add(withPNG(encoded(f, screen(30, 20), ".png"), chunk("iCCP", "a\x00\x00x"), chunk("tEXt", "a\x00b")))
	f.Add(stuffedGIF(encoded(f, screen(30, 20), ".gif")))
	f.Add(withWebP(f, "testdata/alpha.webp", 0, webpChunk("EXIF", exif(binary.LittleEndian, 3))))
	f.Fuzz(func(t *testing.T, file []byte) {
		src, ok := source{}, false
		if open := opener(file); open != nil {
			s, err := open(file)
			src, ok = s, err == nil
		}
		if ok && src.width*src.height > 1<<20 {
			return // slow, and no other code
		}
		p, list := Make("a", file)
		if list.HasErrors() != (len(p.Variants) == 0) {
			t.Fatalf("%d variants with %v", len(p.Variants), list)
		}
		for _, v := range p.Variants {
			if src.still {
				decoded(t, v)
			}
		}
	})
}

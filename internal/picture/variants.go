package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"slices"

	"luxi/internal/fingerprint"
)

// upright returns the size of the image as it is shown.
func (s source) upright() (width, height int) {
	if s.orientation >= 5 {
		return s.height, s.width
	}
	return s.width, s.height
}

// variants makes the widths of a decoded image.
func (s source) variants(img image.Image) (Picture, error) {
	width, height := s.upright()
	if !s.still {
		return Picture{width, height, []Variant{variant(width, s.ext, s.stripped)}}, nil
	}
	widest := min(width, Widths[len(Widths)-1])
	p := Picture{Width: widest, Height: scaled(height, widest, width)}
	e := encoder{source: s, gray: isGray(img)}
	for _, w := range slices.Backward(widthsFor(widest)) {
		smaller := resize(img, s, w)
		ext, content, err := e.encode(turn(smaller, s.orientation))
		if err != nil {
			return Picture{}, err
		}
		img = smaller // of which the next is made: that costs less and looks the same
		if w == width && s.orientation == 1 && !s.cmyk && len(s.stripped) <= len(content)/4*5 {
			ext, content = s.ext, s.stripped
		}
		if len(p.Variants) > 0 && len(content) >= len(p.Variants[0].Content) {
			continue // a narrower one that costs no less is of no use
		}
		p.Variants = slices.Insert(p.Variants, 0, variant(w, ext, content))
	}
	return p, nil
}

// widthsFor returns the widths in which an image is made that is so wide at
// most. A width that is nearly that is left out.
func widthsFor(widest int) []int {
	var out []int
	for _, w := range Widths {
		if w*6 <= widest*5 {
			out = append(out, w)
		}
	}
	return append(out, widest)
}

func scaled(length, to, from int) int { return max(1, (length*to+from/2)/from) }

func variant(width int, ext string, content []byte) Variant {
	return Variant{Width: width, Ext: ext, Fingerprint: fingerprint.OfBytes(content), Content: content}
}

// An encoder chooses the format for the widest variant and keeps to it.
type encoder struct {
	source
	gray   bool
	chosen string // .jpg or .png; "" before the first
}

func (e *encoder) encode(img *image.RGBA) (ext string, content []byte, err error) {
	if e.chosen == "" {
		if e.chosen, err = e.choose(img); err != nil {
			return "", nil, err
		}
	}
	if e.chosen == ".jpg" {
		content, err = e.jpeg(img)
	} else {
		content, err = e.png(img)
	}
	return e.chosen, content, err
}

// choose compares the two formats. An opaque PNG is often a drawing or a picture
// of a screen, of which JPEG makes more bytes and worse letters.
func (e *encoder) choose(img *image.RGBA) (string, error) {
	const highest = 65535 // that JPEG can say
	switch {
	case !img.Opaque(), img.Rect.Dy() > highest:
		return ".png", nil
	case e.ext != ".png":
		return ".jpg", nil
	}
	lossy, err := e.jpeg(img)
	if err != nil {
		return "", err
	}
	lossless, err := e.png(img)
	if err != nil || len(lossy)*2 >= len(lossless) {
		return ".png", err
	}
	return ".jpg", nil
}

func (e *encoder) jpeg(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, e.shades(img), &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return withJPEGProfile(out.Bytes(), e.usableProfile()), nil
}

func (e *encoder) png(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, e.shades(img)); err != nil {
		return nil, err
	}
	return withPNGProfile(out.Bytes(), e.usableProfile())
}

// shades returns the image itself, or one of gray tones alone if the source was.
func (e *encoder) shades(img *image.RGBA) image.Image {
	if !e.gray {
		return img
	}
	out := image.NewGray(img.Rect)
	for i := range out.Pix {
		out.Pix[i] = img.Pix[4*i]
	}
	return out
}

func isGray(img image.Image) bool {
	switch img.(type) {
	case *image.Gray, *image.Gray16:
		return true
	}
	return false
}

package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// band is how many rows or columns are scaled at a time. The scaler works in
// four float64 for a pixel of its intermediate image, which for a photograph
// of 50 million pixels would be 400 MB.
const band = 64

// resize returns the image at the width that it has when it is upright. It is
// scaled across first and then down, in bands: a kernel leaves alone what it
// does not scale, so that bands do not show.
func resize(img image.Image, s source, width int) *image.RGBA {
	w, h := width, 0
	if full, high := s.upright(); s.orientation >= 5 {
		w, h = scaled(high, width, full), width
	} else {
		h = scaled(high, width, full)
	}
	from := img.Bounds()
	if w == from.Dx() && h == from.Dy() {
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(out, out.Rect, img, from.Min, draw.Src)
		return out
	}
	across := image.NewRGBA(image.Rect(0, 0, w, from.Dy()))
	for y := 0; y < from.Dy(); y += band {
		to := image.Rect(0, y, w, min(y+band, from.Dy()))
		draw.CatmullRom.Scale(across, to, img, image.Rect(from.Min.X, from.Min.Y+to.Min.Y, from.Max.X, from.Min.Y+to.Max.Y), draw.Src, nil)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := 0; x < w; x += band {
		to := image.Rect(x, 0, min(x+band, w), h)
		draw.CatmullRom.Scale(out, to, across, image.Rect(to.Min.X, 0, to.Max.X, from.Dy()), draw.Src, nil)
	}
	return out
}

// turn returns an image upright that is stored in one of Exif's orientations
// (tag 274): 1 is upright, 3 upside down, 6 to be turned clockwise, 8 counter-
// clockwise; 2, 4, 5 and 7 are these mirrored.
func turn(img *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(tx, ty):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}

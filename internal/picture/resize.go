package picture

import (
	"image"
	"image/draw"
	"math"
)

// band is how many rows of a source are turned into RGBA at a time, so that of a
// photograph of 50 million pixels there are no 200 MB beside it.
const band = 64

// resize returns the image at the width that it has when it is upright, by
// Catmull-Rom's cubic filter, across first and then down.
//
// golang.org/x/image/draw has the same filter, but in floating point, whose
// roundings differ between processors; then the names of the files would, too.
// Here all sums are of integers. It also converts the colours of a photograph
// once and not for each weight, which takes half the time.
func resize(img image.Image, s source, width int) *image.RGBA {
	full, high := s.upright()
	w, h := width, scaled(high, width, full)
	if s.orientation >= 5 {
		w, h = h, w
	}
	from := img.Bounds()
	if w == from.Dx() && h == from.Dy() {
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(out, out.Rect, img, from.Min, draw.Src)
		return out
	}
	return down(across(img, w), h)
}

// across scales the rows to a width.
func across(img image.Image, width int) *image.RGBA {
	from := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, from.Dy()))
	rows := image.NewRGBA(image.Rect(0, 0, from.Dx(), band))
	taps := tapsFor(width, from.Dx())
	for top := 0; top < from.Dy(); top += band {
		draw.Draw(rows, rows.Rect, img, image.Pt(from.Min.X, from.Min.Y+top), draw.Src)
		for y := range min(band, from.Dy()-top) {
			in, to := rows.Pix[y*rows.Stride:], out.Pix[(top+y)*out.Stride:]
			for x, t := range taps {
				var r, g, b, a int32
				p := in[4*t.first:]
				for _, weight := range t.weights {
					r += weight * int32(p[0])
					g += weight * int32(p[1])
					b += weight * int32(p[2])
					a += weight * int32(p[3])
					p = p[4:]
				}
				put(to[4*x:4*x+4], r, g, b, a)
			}
		}
	}
	return out
}

// down scales the columns to a height.
func down(img *image.RGBA, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx(), height))
	sums := make([]int32, out.Stride)
	for y, t := range tapsFor(height, img.Rect.Dy()) {
		clear(sums)
		for i, weight := range t.weights {
			row := img.Pix[(t.first+i)*img.Stride:][:len(sums)]
			for k, v := range row {
				sums[k] += weight * int32(v)
			}
		}
		to := out.Pix[y*out.Stride:]
		for k := 0; k < len(sums); k += 4 {
			put(to[k:k+4], sums[k], sums[k+1], sums[k+2], sums[k+3])
		}
	}
	return out
}

// put rounds sums of weights to a pixel. The filter overshoots at edges; no
// colour may be more than the alpha that it is multiplied by.
func put(to []byte, r, g, b, a int32) {
	const half = one / 2
	alpha := min(max((a+half)/one, 0), 255)
	to[0] = byte(min(max((r+half)/one, 0), alpha))
	to[1] = byte(min(max((g+half)/one, 0), alpha))
	to[2] = byte(min(max((b+half)/one, 0), alpha))
	to[3] = byte(alpha)
}

// one is what the weights of a pixel add up to.
const one = 1 << 14

// A tap says of which pixels of a source, from the first on, one of the result is
// made, and how much of each.
type tap struct {
	first   int
	weights []int32
}

// tapsFor returns the taps for a row of from pixels that becomes one of to
// pixels, no more.
func tapsFor(to, from int) []tap {
	scale := float64(from) / float64(to)
	reach := max(float64(2*scale), 2) // of the filter on either side
	taps := make([]tap, to)
	for i := range taps {
		centre := float64((float64(i) + 0.5) * scale)
		first := max(int(math.Floor(centre-reach)), 0)
		last := min(int(math.Ceil(centre+reach)), from)
		floats, sum := make([]float64, last-first), 0.0
		for j := range floats {
			at := float64(first+j) + 0.5
			floats[j] = catmullRom(math.Abs(at-centre) / max(scale, 1))
			sum += floats[j]
		}
		weights, rest, most := make([]int32, len(floats)), int32(one), 0
		for j, f := range floats {
			weights[j] = int32(math.Round(float64(f/sum) * one))
			rest -= weights[j]
			if weights[j] > weights[most] {
				most = j
			}
		}
		weights[most] += rest // what rounding lost
		taps[i] = tap{first, weights}
	}
	return taps
}

// catmullRom is the cubic filter with B = 0 and C = 1/2 (Mitchell and Netravali,
// 1988). Conversions keep a processor from multiplying and adding in one step,
// with another rounding.
func catmullRom(x float64) float64 {
	switch {
	case x < 1:
		a := float64(1.5*x) - 2.5
		return float64(a*float64(x*x)) + 1
	case x < 2:
		a := float64(-0.5*x) + 2.5
		b := float64(a*x) - 4
		return float64(b*x) + 2
	}
	return 0
}

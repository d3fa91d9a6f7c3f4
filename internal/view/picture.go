package view

import (
	"strconv"
	"strings"

	"luxi/internal/column"
	"luxi/internal/markdown"
)

// textSizes says how wide an image in a text is shown: a column of 45rem, or on
// a phone the screen. A theme whose column is wider loses some sharpness.
const textSizes = "(min-width: 48rem) 45rem, 100vw"

// preferred is the width that a browser takes which knows no srcset, in pixels.
const preferred = 960

// An Image is a picture of content as a page shows it.
type Image struct {
	URL    string // of a middle width
	Srcset string // all widths, for the attribute srcset; empty where there is one
	Width  int    // in pixels, of the widest
	Height int
}

// imageOf makes the image of a picture. To makes links of addresses.
func imageOf(p column.Picture, to func(address string) string) Image {
	i := Image{Width: p.Width, Height: p.Height}
	var set []string
	for n, v := range p.Variants {
		url := to(v.Address)
		if n == 0 || v.Width <= preferred {
			i.URL = url
		}
		// A comma parts the candidates, and an address may hold one.
		set = append(set, strings.ReplaceAll(url, ",", "%2C")+" "+strconv.Itoa(v.Width)+"w")
	}
	if len(set) > 1 {
		i.Srcset = strings.Join(set, ", ")
	}
	return i
}

// inText is what an image in a text has in its tag. The first of a text is often
// in view at once, so that to fetch it late would only delay the page.
func (i Image) inText(first bool) markdown.Destination {
	d := markdown.Destination{URL: i.URL, Srcset: i.Srcset, Width: i.Width, Height: i.Height, Lazy: !first}
	if i.Srcset != "" {
		d.Sizes = textSizes
	}
	return d
}

// inFeed is what an image has in the tag of a feed's text: readers of feeds
// choose no widths.
func (i Image) inFeed(bool) markdown.Destination {
	return markdown.Destination{URL: i.URL, Width: i.Width, Height: i.Height}
}

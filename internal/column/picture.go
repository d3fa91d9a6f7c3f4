package column

import (
	"path"
	"strconv"
	"strings"

	"luxi/internal/fingerprint"
	"luxi/internal/markdown"
)

// A Picture is an image of content/ as it is published.
type Picture struct {
	Width, Height int              // in pixels, of the widest variant
	Variants      []PictureVariant // the narrowest first; at least one
}

// A PictureVariant is a picture in one width.
type PictureVariant struct {
	Width   int
	Address string
}

// IsImage reports whether an asset is an image: it is published as a Picture.
func (a Asset) IsImage() bool { return hasType(a.Path, imageTypes) }

// VariantAddress returns where a variant of the asset stands: beside its own
// address, with the width and eight digits of its fingerprint, so that a browser
// may keep it for ever. Ext is that of the variant, whatever the asset's is.
func (a Asset) VariantAddress(width int, content fingerprint.Sum, ext string) string {
	stem := strings.TrimSuffix(a.Address, path.Ext(a.Address))
	return stem + "-" + strconv.Itoa(width) + "." + content.String()[:8] + ext
}

// Show says how an image among the assets is published. Only then it is known:
// what pictures are made of is what New found to be referred to.
func (x *Index) Show(a Asset, p Picture) { x.pictures[pathKey(a.Path)] = p }

// PictureAt returns how a content file is published, if it is an image of which
// Show was told.
func (x Index) PictureAt(file string) (Picture, bool) {
	p, ok := x.pictures[pathKey(file)]
	return p, ok
}

// Picture returns how an image is published that a content file shows.
func (x Index) Picture(from string, l markdown.Link) (Picture, bool) {
	name, _ := splitDest(from, l.Dest)
	return x.PictureAt(name)
}

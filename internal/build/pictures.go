package build

import (
	"io/fs"

	"luxi/internal/column"
	"luxi/internal/diag"
	"luxi/internal/picture"
)

// imagesDir is the folder, in the column's, of the images that were made ready.
const imagesDir = ".luxi/images"

// pictures makes the images that pages refer to ready, side by side, tells the
// index of them and returns their files.
func (p *pipeline) pictures(index *column.Index) ([]Output, error) {
	var images []column.Asset
	for _, a := range index.Assets {
		if a.IsImage() {
			images = append(images, a)
		}
	}
	store := picture.NewStore(p.root, imagesDir, p.opt.KeepImages)
	made := make([]picture.Picture, len(images))
	lists := make([]diag.List, len(images))
	errs := make([]error, len(images))
	parallel(len(images), func(i int) { made[i], lists[i], errs[i] = p.picture(store, images[i].Path) })
	var outputs []Output
	taken := map[string]bool{}
	for i, a := range images {
		if errs[i] != nil {
			return nil, errs[i]
		}
		p.add(lists[i])
		if len(made[i].Variants) == 0 {
			continue
		}
		shown := column.Picture{Width: made[i].Width, Height: made[i].Height}
		for _, v := range made[i].Variants {
			address := a.VariantAddress(v.Width, v.Fingerprint, v.Ext)
			shown.Variants = append(shown.Variants, column.PictureVariant{Width: v.Width, Address: address})
			if taken[address] { // a.jpg and a.png hold the same
				continue
			}
			taken[address] = true
			if v.Name != "" {
				outputs = append(outputs, PassedOn(address, p.fsys, v.Name))
			} else {
				outputs = append(outputs, Made(address, v.Content))
			}
		}
		index.Show(a, shown)
	}
	return outputs, nil
}

// picture makes one. A file that is too large is not read.
func (p *pipeline) picture(store *picture.Store, name string) (picture.Picture, diag.List, error) {
	info, err := fs.Stat(p.fsys, name)
	if err != nil {
		return picture.Picture{}, nil, err
	}
	if info.Size() > picture.MaxBytes {
		return picture.Picture{}, diag.List{picture.TooLarge(name, info.Size())}, nil
	}
	file, err := fs.ReadFile(p.fsys, name)
	if err != nil {
		return picture.Picture{}, nil, err
	}
	made, list := store.Make(name, file)
	return made, list, nil
}

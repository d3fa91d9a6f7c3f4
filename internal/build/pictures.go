package build

import (
	"bytes"
	"context"
	"io/fs"
	"sync/atomic"

	"luxi/internal/column"
	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/picture"
)

// imagesDir is the folder, in the column's, of the images that were made ready.
const imagesDir = stateDir + "/images"

// pictures makes the images that pages refer to ready, side by side, tells the
// index of them and adds their files to the site.
func (l *loading) pictures(ctx context.Context, index *column.Index) error {
	var images []column.Asset
	for _, a := range index.Assets {
		if a.IsImage() {
			images = append(images, a)
		}
	}
	store := picture.NewStore(l.root, imagesDir, l.opt.Keep)
	l.made.read = make([]keptFile, len(images))
	ready := make([]picture.Picture, len(images))
	lists := make([]diag.List, len(images))
	report, silent := l.opt.report(Picturing), func(int, int) {}
	var done atomic.Int64
	err := parallel(ctx, len(images), silent, func(i int) (err error) {
		l.made.read[i].Name = images[i].Path
		ready[i], l.made.read[i].Key, lists[i], err = l.picture(store, images[i].Path)
		report(int(done.Add(1)), len(images)) // each: a large one takes a second
		return err
	})
	if err != nil {
		return err
	}
	if !l.again {
		store.Prune()
	}
	taken := map[string]bool{}
	for i, a := range images {
		l.add(lists[i])
		if len(ready[i].Variants) == 0 {
			continue
		}
		shown := column.Picture{Width: ready[i].Width, Height: ready[i].Height}
		for _, v := range ready[i].Variants {
			address := a.VariantAddress(v.Width, v.Fingerprint, v.Ext)
			shown.Variants = append(shown.Variants, column.PictureVariant{Width: v.Width, Address: address})
			if !taken[address] { // a.jpg and a.png may hold the same
				l.made.images = append(l.made.images, file{address: address, source: a.Path, make: l.variant(store, a.Path, v)})
				taken[address] = true
			}
		}
		index.Show(a, shown)
	}
	return nil
}

// picture makes one, and returns the fingerprint of its file. A file that is too large is not read.
func (l *loading) picture(store *picture.Store, name string) (picture.Picture, fingerprint.Sum, diag.List, error) {
	info, err := fs.Stat(l.fsys, name)
	if err != nil {
		return picture.Picture{}, fingerprint.Sum{}, nil, err
	}
	if info.Size() > picture.MaxBytes {
		return picture.Picture{}, fingerprint.Sum{}, diag.List{picture.TooLarge(name, info.Size())}, nil
	}
	content, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return picture.Picture{}, fingerprint.Sum{}, nil, err
	}
	made, list := store.Make(name, content)
	return made, fingerprint.OfBytes(content), list, nil
}

// variant makes the file of a variant. Its key is its content.
func (l *loading) variant(store *picture.Store, name string, v picture.Variant) maker {
	return func(have func(fingerprint.Sum) bool, _ *bytes.Buffer) (made, error) {
		m := made{key: v.Fingerprint}
		if m.had = have(m.key); m.had {
			return m, nil
		}
		if m.content = store.Content(v); m.content != nil {
			return m, nil
		}
		// What was kept is gone or damaged since.
		content, err := fs.ReadFile(l.fsys, name)
		if err != nil {
			return m, err
		}
		again, _ := picture.Make(name, content)
		for _, other := range again.Variants {
			if other.Fingerprint == v.Fingerprint {
				m.content = other.Content
				return m, nil
			}
		}
		return m, &changedError{name}
	}
}

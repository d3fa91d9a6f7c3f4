// Package picture makes images of a column fit to be published: upright, in the
// widths that pages need, and without what a camera or a program wrote into the
// file, such as the place where a photograph was taken.
//
// It reads JPEG, PNG, GIF and WebP by what is in the file, whatever its name
// says. An image is measured before it is decoded, and refused when it is too
// large. What is made depends on the bytes of the file only.
//
//   - A photograph becomes JPEG at quality 80, an image with transparency PNG; an
//     opaque PNG becomes JPEG where that has less than half its size.
//   - It is made in [Widths], never wider than it is, and never in a width whose
//     file would not be smaller than that of the next.
//   - A file that is small enough as it is stays, without loss, but stripped.
//   - Animations and GIF stay as they are, but stripped.
//
// Stripped of are Exif, XMP, IPTC, comments, thumbnails and whatever else a file
// may carry beside its pixels, but for what says how they are to be shown: their
// colour profile. Orientation by Exif is applied.
package picture

import (
	"bytes"
	"fmt"
	"image"
	"strings"
	"sync"

	"luxi/internal/diag"
	"luxi/internal/fingerprint"
	"luxi/internal/i18n"
)

// Widths are those in which images are made, in pixels. A text column is 45rem,
// 720 CSS pixels, at most: 480 is for phones of low density, 960 for most phones,
// 1600 for dense screens.
var Widths = []int{480, 960, 1600}

const (
	// MaxPixels is how many pixels an image may have: more than any camera's
	// that editors use.
	MaxPixels = 50_000_000
	// maxMemory is how many bytes the pixels of an image may take while it is
	// decoded. Those of a progressive JPEG take up to 20 bytes each, so that of
	// these the larger are refused; all others fit.
	maxMemory = 400_000_000
	// MaxBytes is how large the file of an image may be.
	MaxBytes = 32 << 20
	maxScans = 200 // of a progressive JPEG: cameras write about ten, and each is decoded over all pixels
	quality  = 80
)

// heavy is held while an image of more than heavyMemory is decoded, so that as
// many of these as there are processors do not fill the memory.
var heavy sync.Mutex

const heavyMemory = 64_000_000 // bytes; 16 million pixels of a PNG

var (
	tooManyPixels = diag.Define("image-pixels", diag.Error,
		i18n.Text{ZH: "图片太大：{width}×{height} 像素，上限是 {most}像素", EN: "the image is too large: {width} × {height} pixels of at most {most}"},
		i18n.Text{ZH: "用看图软件把它缩小，例如宽 3000 像素，再放回来。", EN: "Make it smaller, such as 3000 pixels wide, and put it back."})
	tooManyBytes = diag.Define("image-bytes", diag.Error,
		i18n.Text{ZH: "图片文件太大：{size} MB，上限 {most} MB", EN: "the image's file is too large: {size} MB of at most {most} MB"},
		i18n.Text{ZH: "用看图软件把它缩小，或者另存为 JPEG，再放回来。", EN: "Make it smaller or save it as JPEG, and put it back."})
	brokenImage = diag.Define("image-broken", diag.Error,
		i18n.Text{ZH: "图片打不开，文件坏了或者不完整：{reason}", EN: "the image cannot be opened, its file is damaged or incomplete: {reason}"},
		i18n.Text{ZH: "用看图软件打开看看；打不开就向作者再要一份。", EN: "Try to open it in another program; if that fails, ask for another copy."})
	unknownFormat = diag.Define("image-format", diag.Error,
		i18n.Text{ZH: "这个文件里不是 JPEG、PNG、GIF 或 WebP 图片", EN: "the file holds no JPEG, PNG, GIF or WebP image"},
		i18n.Text{ZH: "改文件名不会改变格式：用看图软件打开它，另存为 JPEG 或 PNG。", EN: "A new name does not change the format: open it in another program and save it as JPEG or PNG."})
	phoneFormat = diag.Define("image-heic", diag.Error,
		i18n.Text{ZH: "这是手机拍的 HEIC 或 AVIF 图片，很多浏览器不能显示", EN: "this is an HEIC or AVIF image of a phone, which many browsers do not show"},
		i18n.Text{
			ZH: "在电脑上用看图软件另存为 JPEG；iPhone 在“设置 → 相机 → 格式”里选“兼容性最佳”，以后拍的就是 JPEG。",
			EN: "Save it as JPEG in another program; an iPhone takes JPEG when Settings → Camera → Formats is Most Compatible.",
		})
)

// A Picture is an image as it is published.
type Picture struct {
	Width, Height int       // in pixels, of the widest variant
	Variants      []Variant // the narrowest first; at least one
}

// A Variant is an image in one width.
type Variant struct {
	Width       int
	Ext         string // .jpg, .png, .gif or .webp
	Fingerprint fingerprint.Sum
	Content     []byte // nil where a [Store] has it
	Name        string // in the store, or ""
}

// Make makes a picture of the file of an image. With errors in the list there is
// none. The path says which file it is, for the list.
func Make(path string, file []byte) (Picture, diag.List) {
	at := diag.WholeFile(path)
	if len(file) > MaxBytes {
		return Picture{}, diag.List{TooLarge(path, int64(len(file)))}
	}
	open := opener(file)
	if open == nil {
		if isPhoneFormat(file) {
			return Picture{}, diag.List{phoneFormat.At(at)}
		}
		return Picture{}, diag.List{unknownFormat.At(at)}
	}
	src, err := open(file)
	if err != nil {
		return Picture{}, diag.List{brokenImage.At(at, diag.Arg("reason", reason(err)))}
	}
	if most := src.mostPixels(); src.width < 1 || src.height < 1 || src.pixels() > most {
		return Picture{}, diag.List{tooManyPixels.At(at, diag.Arg("width", src.width), diag.Arg("height", src.height), diag.Arg("most", inWords(most)))}
	}
	if src.pixels()*int64(src.depth) > heavyMemory {
		heavy.Lock()
		defer heavy.Unlock()
	}
	img, err := src.decode(file)
	if err != nil {
		return Picture{}, diag.List{brokenImage.At(at, diag.Arg("reason", reason(err)))}
	}
	p, err := src.variants(img)
	if err != nil {
		return Picture{}, diag.List{brokenImage.At(at, diag.Arg("reason", reason(err)))}
	}
	return p, nil
}

// TooLarge says that a file of so many bytes is not even read.
func TooLarge(path string, size int64) diag.Diagnostic {
	return tooManyBytes.At(diag.WholeFile(path), diag.Arg("size", int((size+1<<20-1)>>20)), diag.Arg("most", MaxBytes>>20))
}

// A source is an image's file taken apart.
type source struct {
	ext           string
	width, height int    // as they are stored
	depth         int    // the bytes that a pixel takes while the file is decoded, about
	orientation   int    // 1 to 8, as Exif has it
	profile       []byte // of colours, ICC; nil for sRGB
	still         bool   // neither an animation nor a GIF
	cmyk          bool
	stripped      []byte // the file without what is not to be published
	decode        func([]byte) (image.Image, error)
}

func (s source) pixels() int64 { return int64(s.width) * int64(s.height) }

// mostPixels is how many pixels an image of this sort may have.
func (s source) mostPixels() int64 { return min(MaxPixels, maxMemory/int64(s.depth)) }

// inWords says a number of pixels in the units of each language, rounded down.
func inWords(pixels int64) i18n.Text {
	return i18n.Text{ZH: fmt.Sprintf("%d 万", pixels/10_000), EN: fmt.Sprintf("%d million", pixels/1_000_000)}
}

// opener returns what opens a file of this content, or nil.
func opener(file []byte) func([]byte) (source, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return openJPEG
	case bytes.HasPrefix(file, []byte(pngMagic)):
		return openPNG
	case bytes.HasPrefix(file, []byte("GIF87a")), bytes.HasPrefix(file, []byte("GIF89a")):
		return openGIF
	case len(file) >= 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP":
		return openWebP
	}
	return nil
}

// isPhoneFormat reports a file of the HEIF family (ISO/IEC 23008-12), by its
// brand.
func isPhoneFormat(file []byte) bool {
	if len(file) < 12 || string(file[4:8]) != "ftyp" {
		return false
	}
	switch string(file[8:12]) {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

// reason shortens what a decoder says, which begins with its format.
func reason(err error) string {
	_, rest, ok := strings.Cut(err.Error(), ": ")
	if ok {
		return rest
	}
	return err.Error()
}

package intake

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif"  // their sizes are read, never their pixels
	_ "image/jpeg" // as above
	_ "image/png"  // as above

	"luxi/internal/i18n"
)

var (
	notShown        = i18n.Text{ZH: "格式不能上网页，或者图片缺失、损坏；要 PNG、JPEG、GIF 或 WebP", EN: "missing, damaged, or of a format that pages do not show; use PNG, JPEG, GIF or WebP"}
	tooLargePicture = i18n.Text{ZH: "像素太多，超过四千万", EN: "more than forty million pixels"}
	tooManyPictures = i18n.Text{ZH: "图片太多或太大", EN: "too many or too large pictures"}
)

// checkPicture tells a picture by its content and returns the extension that it
// is given. No pixel is decoded: a small file can hold billions.
func checkPicture(data []byte) (ext string, why i18n.Text, ok bool) {
	if len(data) > maxPicture {
		return "", tooManyPictures, false
	}
	width, height := 0, 0
	if w, h, ok := webpSize(data); ok {
		ext, width, height = ".webp", w, h
	} else {
		config, format, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return "", notShown, false
		}
		ext, width, height = "."+format, config.Width, config.Height
	}
	if ext == ".jpeg" {
		ext = ".jpg"
	}
	if width < 1 || height < 1 {
		return "", notShown, false
	}
	if width > maxPixels/height {
		return "", tooLargePicture, false
	}
	return ext, i18n.Text{}, true
}

// webpSize reads the size of a WebP file (RFC 9649, 2.4–2.7).
func webpSize(b []byte) (width, height int, ok bool) {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return 0, 0, false
	}
	switch string(b[12:16]) {
	case "VP8X":
		return 1 + (int(b[24]) | int(b[25])<<8 | int(b[26])<<16), 1 + (int(b[27]) | int(b[28])<<8 | int(b[29])<<16), true
	case "VP8L":
		bits := binary.LittleEndian.Uint32(b[21:])
		return 1 + int(bits&0x3fff), 1 + int(bits>>14&0x3fff), b[20] == 0x2f
	case "VP8 ":
		return int(binary.LittleEndian.Uint16(b[26:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[28:]) & 0x3fff), true
	}
	return 0, 0, false
}

// newPicture takes a picture over and names it by its hash, so that no name of a stranger reaches
// a disk and one picture is one file.
func newPicture(data []byte, ext string) Picture {
	data = stripped(data, ext)
	return Picture{Name: hash(data)[:16] + ext, Data: data}
}

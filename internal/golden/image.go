package golden

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"path"
	"slices"
)

// Image returns the file of a small image, a JPEG or a PNG by the name's
// extension, for cases that are written as text. The text is the comment in it,
// and its colours depend on the text, so that two texts make two images.
func Image(name, text string) []byte {
	sum := crc32.ChecksumIEEE([]byte(text))
	img := image.NewRGBA(image.Rect(0, 0, 16, 12))
	for i := range 16 * 12 {
		img.SetRGBA(i%16, i/16, color.RGBA{byte(sum) + byte(i), byte(sum >> 8), byte(sum >> 16), 255})
	}
	var out bytes.Buffer
	if path.Ext(name) == ".png" {
		if err := png.Encode(&out, img); err != nil {
			panic(err) // a buffer takes everything
		}
		chunk := append([]byte("tEXtComment\x00"), text...)
		whole := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
		whole = append(whole, chunk...)
		whole = binary.BigEndian.AppendUint32(whole, crc32.ChecksumIEEE(chunk))
		const header = 8 + 12 + 13
		return slices.Insert(out.Bytes(), header, whole...)
	}
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic(err)
	}
	comment := binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(2+len(text)))
	return slices.Insert(out.Bytes(), 2, append(comment, text...)...)
}

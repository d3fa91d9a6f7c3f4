package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// maxProfile is the length from which on a colour profile is left away: those of
// cameras and screens have a few hundred bytes, and one segment of JPEG holds it.
const maxProfile = 32 << 10

func decodeJPEG(file []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(file)) }
func decodePNG(file []byte) (image.Image, error)  { return png.Decode(bytes.NewReader(file)) }
func decodeGIF(file []byte) (image.Image, error)  { return gif.Decode(bytes.NewReader(file)) }

// decodeWebP decodes no animation, which the library cannot; it is passed on.
func decodeWebP(file []byte) (image.Image, error) {
	if bytes.HasPrefix(file[12:], []byte("VP8X")) && file[20]&hasAnimation != 0 {
		return image.NewUniform(image.Transparent), nil
	}
	return webp.Decode(bytes.NewReader(file))
}

// usableProfile returns the profile of the source's colours if pixels that are
// made of it need one: a profile of three colours other than sRGB, which is what
// browsers take an image for that has none.
func (s source) usableProfile() []byte {
	const header, space = 128, 16
	p := s.profile
	if len(p) < header || len(p) > maxProfile || string(p[space:space+4]) != "RGB " || s.cmyk {
		return nil
	}
	if isSRGB(p) {
		return nil
	}
	return p
}

// isSRGB finds the name of sRGB in a profile's description, which is ASCII in
// version 2 of ICC and UTF-16 in version 4.
func isSRGB(profile []byte) bool {
	const count, entry = 128, 12
	if len(profile) < count+4 {
		return false
	}
	tags := profile[count+4:]
	for range binary.BigEndian.Uint32(profile[count:]) {
		if len(tags) < entry {
			return false
		}
		at, length := uint64(binary.BigEndian.Uint32(tags[4:])), uint64(binary.BigEndian.Uint32(tags[8:]))
		if string(tags[:4]) == "desc" && at+length <= uint64(len(profile)) {
			text := bytes.ReplaceAll(profile[at:at+length], []byte{0}, nil)
			return bytes.Contains(text, []byte("sRGB"))
		}
		tags = tags[entry:]
	}
	return false
}

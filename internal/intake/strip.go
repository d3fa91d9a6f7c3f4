package intake

import (
	"bytes"
	"encoding/binary"
)

// stripped returns a picture without what a camera or a telephone wrote into it:
// where it was taken, with what, by whom. Its pixels are untouched. Of a JPEG the
// orientation stays, without which it would lie on its side.
func stripped(data []byte, ext string) []byte {
	var out []byte
	ok := false
	switch ext {
	case ".jpg":
		out, ok = stripJPEG(data)
	case ".png":
		out, ok = stripPNG(data)
	case ".webp":
		out, ok = stripWebP(data)
	}
	if !ok {
		return data
	}
	return out
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	startOfImage = 0xd8
	startOfScan  = 0xda
	app1         = 0xe1 // Exif and XMP
	app13        = 0xed // IPTC
	comment      = 0xfe
)

func stripJPEG(data []byte) ([]byte, bool) {
	if len(data) < 4 || data[0] != 0xff || data[1] != startOfImage {
		return nil, false
	}
	out := append([]byte{}, data[:2]...)
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			return nil, false
		}
		marker := data[at+1]
		if marker == 0xff { // fill
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == startOfScan {
			return append(out, data[at:]...), true
		}
		if size < 2 || at+2+size > len(data) {
			return nil, false
		}
		segment := data[at : at+2+size]
		at += 2 + size
		switch marker {
		case app1:
			if o := orientation(segment[4:]); o > 1 {
				out = append(out, orientationSegment(o)...)
			}
		case app13, comment:
		default:
			out = append(out, segment...)
		}
	}
	return nil, false
}

var exifHead = []byte("Exif\x00\x00")

// orientation reads tag 0x0112 of an Exif segment (CIPA DC-008, 4.6.4); 0 is none.
func orientation(segment []byte) byte {
	tiff, ok := bytes.CutPrefix(segment, exifHead)
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	for n := int(order.Uint16(tiff[at:])); n > 0; n-- {
		entry := at + 2 + 12*(n-1)
		if entry+12 > len(tiff) {
			continue
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if v := order.Uint16(tiff[entry+8:]); v >= 1 && v <= 8 {
				return byte(v)
			}
		}
	}
	return 0
}

// orientationSegment is an Exif segment that says the orientation alone.
func orientationSegment(o byte) []byte {
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0}
	size := 2 + len(exifHead) + len(tiff)
	return append(append([]byte{0xff, app1, byte(size >> 8), byte(size)}, exifHead...), tiff...)
}

// stripPNG drops the chunks of text, time and Exif (PNG, third edition, 11.3).
func stripPNG(data []byte) ([]byte, bool) {
	const head = 8
	if len(data) < head {
		return nil, false
	}
	out := append([]byte{}, data[:head]...)
	for at := head; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 0 || size > len(data)-at-12 {
			return nil, false
		}
		chunk := data[at : at+12+size]
		at += len(chunk)
		switch string(chunk[4:8]) {
		case "tEXt", "zTXt", "iTXt", "eXIf", "tIME":
		case "IEND":
			return append(out, chunk...), true
		default:
			out = append(out, chunk...)
		}
	}
	return nil, false
}

// stripWebP drops the chunks of Exif and XMP and the flags that announce them
// (RFC 9649, 2.7).
func stripWebP(data []byte) ([]byte, bool) {
	const head, exifFlag, xmpFlag = 12, 0x08, 0x04
	out := append([]byte{}, data[:head]...)
	for at := head; at+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		padded := size + size%2
		if size < 0 || padded > len(data)-at-8 {
			return nil, false
		}
		chunk := bytes.Clone(data[at : at+8+padded])
		at += len(chunk)
		switch string(chunk[:4]) {
		case "EXIF", "XMP ":
			continue
		case "VP8X":
			if size > 0 {
				chunk[8] &^= exifFlag | xmpFlag
			}
		}
		out = append(out, chunk...)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, true
}

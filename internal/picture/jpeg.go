package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image/jpeg"
	"slices"
)

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	markSOF2 = 0xc2 // the frame of a progressive image
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markAPP0 = 0xe0
	markAPP1 = 0xe1
	markAPP2 = 0xe2
	adobe    = 0xee // APP14, which says how colours are stored
	markCOM  = 0xfe
)

const (
	exifMark = "Exif\x00\x00"
	iccMark  = "ICC_PROFILE\x00"
	jfifMark = "JFIF\x00"
)

var errIncomplete = errors.New("image: it ends too early")

// openJPEG keeps of the segments before and between the scans those that are
// needed to decode them, and the colour profile. What follows the end of the
// image is left away: phones put a film or a second image there.
func openJPEG(file []byte) (source, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return source{}, err
	}
	s := source{ext: ".jpg", width: config.Width, height: config.Height, depth: 4, orientation: 1, still: true, decode: decodeJPEG}
	out := append(make([]byte, 0, len(file)), 0xff, markSOI)
	profile := map[byte][]byte{}
	scans := 0
	for rest := file[2:]; ; {
		if len(rest) < 2 || rest[0] != 0xff {
			return source{}, errIncomplete
		}
		marker := rest[1]
		switch {
		case marker == 0xff: // fill
			rest = rest[1:]
			continue
		case marker == markEOI:
			s.stripped = append(out, 0xff, markEOI)
			s.profile = joined(profile)
			return s, nil
		case len(rest) < 4:
			return source{}, errIncomplete
		}
		end := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if end < 4 || end > len(rest) {
			return source{}, errIncomplete
		}
		segment, data := rest[:end], rest[4:end]
		rest = rest[end:]
		switch {
		case marker == markAPP0 && bytes.HasPrefix(data, []byte(jfifMark)) && len(data) >= 14:
			out = append(out, 0xff, markAPP0, 0, 16)
			out = append(out, data[:12]...)
			out = append(out, 0, 0) // no thumbnail
		case marker == markAPP1 && bytes.HasPrefix(data, []byte(exifMark)):
			s.orientation = orientation(data[len(exifMark):])
		case marker == markAPP2 && bytes.HasPrefix(data, []byte(iccMark)) && len(data) > len(iccMark)+2:
			out = append(out, segment...)
			profile[data[len(iccMark)]] = data[len(iccMark)+2:]
		case marker == adobe && len(data) >= 12:
			out = append(out, 0xff, adobe, 0, 14)
			out = append(out, data[:12]...)
		case marker >= markAPP0 && marker <= 0xef || marker == markCOM:
		default:
			out = append(out, segment...)
			s.cmyk = s.cmyk || isFrame(marker) && len(data) > 5 && data[5] == 4
			if marker == markSOF2 {
				s.depth = progressiveDepth(data)
			}
		}
		if marker == markSOS {
			if scans++; scans > maxScans {
				return source{}, fmt.Errorf("image: it has more than %d scans", maxScans)
			}
			n := scanLength(rest)
			out, rest = append(out, rest[:n]...), rest[n:]
		}
	}
}

// isFrame reports the markers that begin a frame, which are those from SOF0 to
// SOF15 but for DHT, JPG and DAC.
func isFrame(marker byte) bool {
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
}

// progressiveDepth returns how many bytes a pixel of a progressive image takes:
// the library keeps a coefficient of 4 bytes for each sample beside the sample,
// until all scans are read. Data is that of the frame (T.81, B.2.2).
func progressiveDepth(data []byte) int {
	const head, component = 6, 3
	most, all := 1, 0 // samples of one component, and of all, in a block of the image
	for rest := data[min(head, len(data)):]; len(rest) >= component; rest = rest[component:] {
		samples := int(rest[1]>>4) * int(rest[1]&15)
		most, all = max(most, samples), all+samples
	}
	return max(4, (5*all+most-1)/most)
}

// scanLength returns how long the coded data is that follows the header of a
// scan. In it 0xff is followed by 0 or by a restart.
func scanLength(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0xff && data[i+1] != 0 && data[i+1] != 0xff && (data[i+1] < 0xd0 || data[i+1] > 0xd7) {
			return i
		}
	}
	return len(data)
}

// joined puts the parts of a profile together, which are numbered from 1.
func joined(parts map[byte][]byte) []byte {
	var out []byte
	for i := 1; i <= len(parts); i++ {
		out = append(out, parts[byte(i)]...)
	}
	return out
}

// withJPEGProfile puts a profile behind the first marker of a JPEG file. It is
// never longer than one segment.
func withJPEGProfile(file, profile []byte) []byte {
	if profile == nil {
		return file
	}
	head := []byte{0xff, markSOI, 0xff, markAPP2}
	head = binary.BigEndian.AppendUint16(head, uint16(2+len(iccMark)+2+len(profile)))
	head = append(head, iccMark...)
	head = append(head, 1, 1)
	return slices.Concat(head, profile, file[2:])
}

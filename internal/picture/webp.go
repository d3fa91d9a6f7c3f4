package picture

import (
	"bytes"
	"encoding/binary"
	"strings"

	"golang.org/x/image/webp"
)

// Flags of a WebP file's chunk VP8X (RFC 9649, 2.7).
const (
	hasProfile   = 0x20
	hasAlpha     = 0x10
	hasAnimation = 0x02
)

// openWebP keeps the chunks that hold pixels, animation and the profile.
func openWebP(file []byte) (source, error) {
	s := source{ext: ".webp", depth: 4, orientation: 1, still: true, decode: decodeWebP}
	out := append(make([]byte, 0, len(file)), file[:12]...)
	size := uint64(binary.LittleEndian.Uint32(file[4:])) + 8
	if size > uint64(len(file)) {
		return source{}, errIncomplete
	}
	for rest := file[12:size]; len(rest) > 0; {
		if len(rest) < 8 {
			return source{}, errIncomplete
		}
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		end := 8 + length + length&1
		if end == uint64(len(rest))+1 { // the last byte of padding is often missing
			end--
		}
		if end > uint64(len(rest)) {
			return source{}, errIncomplete
		}
		chunk, data := rest[:end], rest[8:8+length]
		switch string(rest[:4]) {
		case "VP8X":
			if len(data) < 10 {
				return source{}, errIncomplete
			}
			s.still = data[0]&hasAnimation == 0
			s.width, s.height = 1+uint24(data[4:]), 1+uint24(data[7:])
			out = append(out, chunk...)
			out[20] &= hasProfile | hasAlpha | hasAnimation
		case "EXIF":
			s.orientation = orientation([]byte(strings.TrimPrefix(string(data), exifMark)))
		case "ICCP":
			s.profile = data
			out = append(out, chunk...)
		case "ANMF":
			out = appendFrame(out, data)
		case "VP8 ", "VP8L", "ALPH", "ANIM":
			out = append(out, chunk...)
		}
		rest = rest[end:]
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	s.stripped = out
	if s.still {
		config, err := webp.DecodeConfig(bytes.NewReader(file))
		if err != nil {
			return source{}, err
		}
		s.width, s.height = config.Width, config.Height
	}
	return s, nil
}

// appendFrame appends a frame of an animation with the chunks in it that are
// shown.
func appendFrame(out, frame []byte) []byte {
	const header = 16
	at := len(out)
	out = append(out, "ANMF\x00\x00\x00\x00"...)
	out = append(out, frame[:min(header, len(frame))]...)
	for rest := frame[min(header, len(frame)):]; len(rest) >= 8; {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		end := min(8+length+length&1, uint64(len(rest)))
		switch string(rest[:4]) {
		case "VP8 ", "VP8L", "ALPH":
			out = append(out, rest[:end]...)
		}
		rest = rest[end:]
	}
	binary.LittleEndian.PutUint32(out[at+4:], uint32(len(out)-at-8))
	if len(out)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

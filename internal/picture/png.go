package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image/color"
	"image/png"
	"io"
	"slices"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// shownChunks are the chunks of PNG that say how the image looks (PNG, third
// edition, 11): the critical ones, transparency, colour, and animation.
var shownChunks = []string{
	"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
	"cICP", "iCCP", "sRGB", "gAMA", "cHRM", "sBIT", "acTL", "fcTL", "fdAT",
}

func openPNG(file []byte) (source, error) {
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return source{}, err
	}
	s := source{ext: ".png", width: config.Width, height: config.Height, depth: depthOf(config.ColorModel), orientation: 1, still: true, decode: decodePNG}
	out := append(make([]byte, 0, len(file)), pngMagic...)
	for rest := file[len(pngMagic):]; ; {
		if len(rest) < 12 {
			return source{}, errIncomplete
		}
		length := uint64(binary.BigEndian.Uint32(rest))
		if length > uint64(len(rest)-12) {
			return source{}, errIncomplete
		}
		chunk, name, data := rest[:12+length], string(rest[4:8]), rest[8:8+length]
		rest = rest[12+length:]
		switch name {
		case "eXIf":
			s.orientation = orientation(data)
		case "iCCP":
			s.profile = inflated(data)
		case "acTL":
			s.still = false
		}
		if slices.Contains(shownChunks, name) {
			out = append(out, chunk...)
		}
		if name == "IEND" {
			s.stripped = out
			return s, nil
		}
	}
}

// depthOf returns how many bytes a pixel has that the library decodes.
func depthOf(model color.Model) int {
	switch model {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.Gray16Model:
		return 2
	case color.GrayModel:
		return 1
	}
	return 4
}

// inflated returns the profile of a chunk iCCP: a name, 0, 0 and zlib data.
func inflated(data []byte) []byte {
	i := bytes.IndexByte(data, 0)
	if i < 0 || i+2 > len(data) || data[i+1] != 0 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(data[i+2:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil {
		return nil
	}
	return profile
}

// withPNGProfile puts a profile behind the header of a PNG file.
func withPNGProfile(file, profile []byte) ([]byte, error) {
	if profile == nil {
		return file, nil
	}
	var data bytes.Buffer
	data.WriteString("iCCPICC\x00\x00") // the type, a name, the method of compression
	w := zlib.NewWriter(&data)
	if _, err := w.Write(profile); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	chunk := binary.BigEndian.AppendUint32(nil, uint32(data.Len()-4))
	chunk = append(chunk, data.Bytes()...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(data.Bytes()))
	const header = len(pngMagic) + 12 + 13
	return slices.Concat(file[:header], chunk, file[header:]), nil
}

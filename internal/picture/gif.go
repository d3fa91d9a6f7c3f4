package picture

import (
	"bytes"
	"image/gif"
)

// openGIF keeps all that is drawn. Of extensions (GIF89a, 23 to 26) it keeps the
// control of a frame, and of those of programs the one that repeats an
// animation; comments, XMP and text that no browser shows are left away.
func openGIF(file []byte) (source, error) {
	config, err := gif.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return source{}, err
	}
	s := source{ext: ".gif", width: config.Width, height: config.Height, depth: 1, orientation: 1, decode: decodeGIF}
	const header = 13
	if len(file) < header {
		return source{}, errIncomplete
	}
	at := header + tableLength(file[10])
	if at > len(file) {
		return source{}, errIncomplete
	}
	out := append(make([]byte, 0, len(file)), file[:at]...)
	for at < len(file) {
		var end int
		var kept []byte
		switch file[at] {
		case 0x3b:
			s.stripped = append(out, 0x3b)
			return s, nil
		case 0x2c:
			if at+10 > len(file) {
				return source{}, errIncomplete
			}
			end = blocksEnd(file, at+10+tableLength(file[at+9])+1)
			kept = file[at:max(at, end)]
		case 0x21:
			if at+2 > len(file) {
				return source{}, errIncomplete
			}
			end = blocksEnd(file, at+2)
			kept = shownPart(file[at:max(at, end)])
		}
		if end <= 0 {
			return source{}, errIncomplete
		}
		out = append(out, kept...)
		at = end
	}
	return source{}, errIncomplete
}

// tableLength is the length in bytes of the table of colours that a byte of
// flags announces.
func tableLength(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blocksEnd returns the end of a sequence of blocks, each of which begins with
// its length and the last of which has none; or 0 where the file ends before.
func blocksEnd(file []byte, at int) int {
	for at < len(file) {
		length := int(file[at])
		at += 1 + length
		if length == 0 {
			return at
		}
	}
	return 0
}

// shownPart returns what is kept of an extension.
func shownPart(extension []byte) []byte {
	const repeat = 2 + 1 + 11 + 1 + 3 // the label, the program's name, how often
	switch {
	case len(extension) > 1 && extension[1] == 0xf9:
		return extension
	case len(extension) > repeat && (bytes.HasPrefix(extension, []byte("!\xff\x0bNETSCAPE2.0\x03\x01")) || bytes.HasPrefix(extension, []byte("!\xff\x0bANIMEXTS1.0\x03\x01"))):
		return append(extension[:repeat:repeat], 0)
	}
	return nil
}

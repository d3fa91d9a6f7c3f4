package intake

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// The attributes of TNEF ([MS-OXTNEF], 2.1.3.3) that attachments are made of.
const (
	tnefSignature   = 0x223e9f78
	attachTitle     = 0x00018010
	attachData      = 0x0006800f
	attachRendData  = 0x00069002 // begins an attachment
	attachment      = 0x00069005 // its properties, the long name among them
	longFileName    = 0x3707
	unicodeProperty = 0x001f
)

// openWinmail takes the files out of Outlook's winmail.dat. It returns nil for
// what is none.
func openWinmail(data []byte) []Attachment {
	if len(data) < 6 || binary.LittleEndian.Uint32(data) != tnefSignature {
		return nil
	}
	out := []Attachment{}
	data = data[6:]
	for len(data) >= 9 && len(out) <= maxAttached {
		id, size := binary.LittleEndian.Uint32(data[1:]), int(binary.LittleEndian.Uint32(data[5:]))
		if size < 0 || size > len(data)-9 {
			break
		}
		value := data[9 : 9+size]
		data = data[min(len(data), 9+size+2):]
		if id == attachRendData {
			out = append(out, Attachment{Name: "附件"})
			continue
		}
		if len(out) == 0 {
			continue
		}
		last := &out[len(out)-1]
		switch id {
		case attachTitle:
			last.Name = baseName(raw8bit(bytes.TrimRight(value, "\x00")))
		case attachData:
			last.Data = value
		case attachment:
			if name := longName(value); name != "" {
				last.Name = baseName(name)
			}
		}
	}
	return out
}

// longName looks for the long file name among MAPI properties: tag, type, and a
// length before the text.
func longName(b []byte) string {
	tag := []byte{unicodeProperty, 0, longFileName & 0xff, longFileName >> 8}
	i := bytes.Index(b, tag)
	if i < 0 || len(b) < i+12 {
		return ""
	}
	size := int(binary.LittleEndian.Uint32(b[i+8:]))
	if size < 2 || size > len(b)-i-12 || size > 1024 {
		return ""
	}
	units := make([]uint16, 0, size/2)
	for p := i + 12; p+1 < i+12+size; p += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[p:]))
	}
	name, _ := clean(string(utf16.Decode(bytes16(units))))
	return name
}

// bytes16 drops the zero at the end.
func bytes16(units []uint16) []uint16 {
	for len(units) > 0 && units[len(units)-1] == 0 {
		units = units[:len(units)-1]
	}
	return units
}

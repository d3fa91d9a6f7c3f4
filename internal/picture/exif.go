package picture

import "encoding/binary"

// orientation reads tag 274 of the first directory of Exif data, a TIFF file
// (Exif 2.32, 4.6.4). It returns 1, upright, for what it cannot read.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	entries := tiff[at+2:]
	const tag, short, size = 274, 3, 12
	for range count {
		if len(entries) < size {
			return 1
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
		entries = entries[size:]
	}
	return 1
}

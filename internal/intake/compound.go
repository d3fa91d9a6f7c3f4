package intake

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// A compound is Microsoft's compound file ([MS-CFB]), a file system in a file.
// Every chain of sectors is followed at most as far as there are sectors, so
// that one that bites its tail ends.
type compound struct {
	data       []byte
	sector     int // bytes
	fat        []uint32
	mini       []uint32
	miniStream []byte
	entries    map[string]compoundEntry
}

type compoundEntry struct {
	start uint32
	size  int
}

const (
	endOfChain    = 0xfffffffa // this and above are no sectors
	miniSector    = 64
	miniThreshold = 4096
)

var errCompound = refuse(brokenFile, diag.Arg("reason", i18n.Text{ZH: "OLE 结构断了", EN: "its OLE structure is broken"}))

// openCompound reads the directory of a compound file.
func openCompound(data []byte) (*compound, *refusal) {
	if len(data) < 512 {
		return nil, errCompound
	}
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil, errCompound
	}
	c := &compound{data: data, sector: 1 << shift, entries: map[string]compoundEntry{}}
	c.readFAT()
	directory := c.chain(binary.LittleEndian.Uint32(data[48:]), maxStreams*128)
	var root compoundEntry
	for at := 0; at+128 <= len(directory); at += 128 {
		e := directory[at : at+128]
		length := int(binary.LittleEndian.Uint16(e[64:]))
		if length < 2 || length > 64 {
			continue
		}
		units := make([]uint16, length/2-1)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(e[2*i:])
		}
		entry := compoundEntry{binary.LittleEndian.Uint32(e[116:]), int(binary.LittleEndian.Uint32(e[120:]))}
		name := strings.ToLower(string(utf16.Decode(units)))
		switch kind := e[66]; {
		case kind == 5:
			root = entry
		case kind == 2 || kind == 1:
			if _, twice := c.entries[name]; !twice {
				c.entries[name] = entry
			}
		}
	}
	if len(c.entries) == 0 {
		return nil, errCompound
	}
	c.miniStream = c.chain(root.start, root.size)
	for part := c.chain(binary.LittleEndian.Uint32(data[60:]), len(data)); len(part) >= 4; part = part[4:] {
		c.mini = append(c.mini, binary.LittleEndian.Uint32(part))
	}
	return c, nil
}

// readFAT gathers the table of sectors: 109 of its own stand in the header, the
// others in a chain.
func (c *compound) readFAT() {
	sectors := len(c.data)/c.sector + 1
	add := func(number uint32) {
		part := c.at(number)
		for ; len(part) >= 4 && len(c.fat) < sectors+c.sector; part = part[4:] {
			c.fat = append(c.fat, binary.LittleEndian.Uint32(part))
		}
	}
	for i := range 109 {
		if n := binary.LittleEndian.Uint32(c.data[76+4*i:]); n < endOfChain {
			add(n)
		}
	}
	next := binary.LittleEndian.Uint32(c.data[68:])
	for range sectors {
		part := c.at(next)
		if next >= endOfChain || len(part) < c.sector {
			return
		}
		for i := 0; i < c.sector-4; i += 4 {
			if n := binary.LittleEndian.Uint32(part[i:]); n < endOfChain {
				add(n)
			}
		}
		next = binary.LittleEndian.Uint32(part[c.sector-4:])
	}
}

// at returns a sector; the last of a file may be cut short.
func (c *compound) at(number uint32) []byte {
	start := (int(number) + 1) * c.sector
	if number >= endOfChain || start >= len(c.data) {
		return nil
	}
	return c.data[start:min(start+c.sector, len(c.data))]
}

// chain returns what a chain of sectors holds, up to a size.
func (c *compound) chain(number uint32, size int) []byte {
	var out []byte
	for range len(c.fat) {
		part := c.at(number)
		if len(part) == 0 || len(out) >= size {
			break
		}
		out = append(out, part...)
		if int(number) >= len(c.fat) {
			break
		}
		number = c.fat[number]
	}
	return out[:min(len(out), max(size, 0))]
}

func (c *compound) has(name string) bool {
	_, ok := c.entries[strings.ToLower(name)]
	return ok
}

// stream returns a stream by its name, wherever it stands.
func (c *compound) stream(name string) []byte {
	e, ok := c.entries[strings.ToLower(name)]
	if !ok || e.size < 0 {
		return nil
	}
	if e.size >= miniThreshold {
		return c.chain(e.start, e.size)
	}
	var out []byte
	number := e.start
	for range len(c.mini) + 1 {
		at := int(number) * miniSector
		if number >= endOfChain || at >= len(c.miniStream) || len(out) >= e.size {
			break
		}
		out = append(out, c.miniStream[at:min(at+miniSector, len(c.miniStream))]...)
		if int(number) >= len(c.mini) {
			break
		}
		number = c.mini[number]
	}
	return out[:min(len(out), e.size)]
}

package qr

import (
	"math/bits"
	"sync"

	"rsc.io/qr/coding"
)

// A grid is a code of at most 64 modules a side, one word for each row and, for
// the penalties of columns, for each column. Bit i is module i; dark is 1. What
// lies beyond the code is 0, as the quiet zone is light.
type grid struct {
	rows, cols [maxGrid]uint64
}

const maxGrid = 64

// A stencil is all of a code that does not depend on its text, for one version
// and level: for every mask the figures, the information about the format and
// the mask itself, and where each bit of the text goes. To make one takes
// longer than to draw fifty codes with it.
type stencil struct {
	size  int
	plans [masks]*coding.Plan
	grids [masks]grid // where the size allows
	spots []spot      // by the bit of the code words that they show
}

type spot struct{ x, y uint8 }

type stencilKey struct {
	v coding.Version
	l coding.Level
}

var stencils sync.Map // of *stencil by stencilKey

func stencilOf(v coding.Version, l coding.Level) (*stencil, error) {
	key := stencilKey{v, l}
	if s, ok := stencils.Load(key); ok {
		return s.(*stencil), nil
	}
	s := &stencil{}
	for mask := range coding.Mask(masks) {
		plan, err := coding.NewPlan(v, l, mask)
		if err != nil {
			return nil, err
		}
		s.plans[mask], s.size = plan, len(plan.Pixel)
		if s.size <= maxGrid {
			s.cut(int(mask), plan)
		}
	}
	kept, _ := stencils.LoadOrStore(key, s)
	return kept.(*stencil), nil
}

func (s *stencil) cut(mask int, plan *coding.Plan) {
	if mask == 0 {
		s.spots = make([]spot, (plan.DataBytes+plan.CheckBytes)*8)
	}
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			if pixel&coding.Black != 0 {
				s.grids[mask].set(x, y)
			}
			if role := pixel.Role(); mask == 0 && (role == coding.Data || role == coding.Check) {
				s.spots[pixel.Offset()] = spot{uint8(x), uint8(y)}
			}
		}
	}
}

// draw returns the code of a text with the mask of the lowest penalty, the
// first of equals. The text is laid once and compared under all masks: what
// differs between them is the stencil's.
func (s *stencil) draw(enc coding.Encoding) modules {
	var b coding.Bits
	enc.Encode(&b, s.plans[0].Version)
	b.AddCheckBytes(s.plans[0].Version, s.plans[0].Level)
	var text grid
	for i, word := range b.Bytes() {
		for word != 0 {
			bit := bits.LeadingZeros8(word)
			word &^= 0x80 >> bit
			at := s.spots[8*i+bit]
			text.set(int(at.x), int(at.y))
		}
	}
	var best grid
	lowest := -1
	for mask := range s.grids {
		g := s.grids[mask]
		for i := range s.size {
			g.rows[i] ^= text.rows[i]
			g.cols[i] ^= text.cols[i]
		}
		if p := g.penalty(s.size); lowest < 0 || p < lowest {
			best, lowest = g, p
		}
	}
	return best.modules(s.size)
}

func (g *grid) set(x, y int) {
	g.rows[y] |= 1 << x
	g.cols[x] |= 1 << y
}

func (g *grid) modules(size int) modules {
	m := make(modules, size)
	all := make([]bool, size*size)
	for y := range m {
		m[y] = all[y*size : (y+1)*size]
		for row := g.rows[y]; row != 0; row &= row - 1 {
			m[y][bits.TrailingZeros64(row)] = true
		}
	}
	return m
}

// penalty is that of modules, by words.
func (g *grid) penalty(size int) int {
	p, dark := 0, 0
	for i := range size {
		dark += bits.OnesCount64(g.rows[i])
		p += words(g.rows[i], size) + words(g.cols[i], size)
	}
	pairs := uint64(1)<<(size-1) - 1
	for y := 1; y < size; y++ {
		above, row := g.rows[y-1], g.rows[y]
		differs := (above ^ row) | (above ^ above>>1) | (row ^ row>>1)
		p += weightBlock * bits.OnesCount64(^differs&pairs)
	}
	off := abs(dark*20 - size*size*10)
	return p + weightProportion*(off/(size*size))
}

// words is line for a row or column that is one word.
func words(row uint64, size int) int {
	same := ^(row ^ row>>1) & (uint64(1)<<(size-1) - 1)
	fives := same & (same >> 1) & (same >> 2) & (same >> 3) // where five of one colour begin
	p := bits.OnesCount64(fives) + (weightRun-1)*bits.OnesCount64(fives&^(fives<<1))

	corner := row & ^(row >> 1) & (row >> 2) & (row >> 3) & (row >> 4) & ^(row >> 5) & (row >> 6)
	lightBefore := ^(row<<1 | row<<2 | row<<3 | row<<4)
	lightAfter := ^(row>>7 | row>>8 | row>>9 | row>>10)
	return p + weightFinder*(bits.OnesCount64(corner&lightBefore)+bits.OnesCount64(corner&lightAfter))
}

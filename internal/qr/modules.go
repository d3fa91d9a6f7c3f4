package qr

import (
	"strconv"

	"rsc.io/qr/coding"
)

// modules are the rows of a code without its quiet zone. Dark is true.
type modules [][]bool

// masks are the patterns that the standard lays over the data, so that no large
// dark or light areas come up.
const masks = 8

// drawBest draws the code with the mask of the lowest penalty (7.8.3). The
// library's own Encode takes the first mask always, which leaves some texts
// with figures that look like the corners.
func drawBest(enc coding.Encoding, v coding.Version, l coding.Level) (modules, error) {
	s, err := stencilOf(v, l)
	if err != nil {
		return nil, err
	}
	if s.size <= maxGrid {
		return s.draw(enc), nil
	}
	var best modules
	lowest := 0
	for _, plan := range s.plans {
		m, err := draw(enc, plan)
		if err != nil {
			return nil, err
		}
		if p := m.penalty(); best == nil || p < lowest {
			best, lowest = m, p
		}
	}
	return best, nil
}

func draw(enc coding.Encoding, plan *coding.Plan) (modules, error) {
	c, err := plan.Encode(enc)
	if err != nil {
		return nil, err
	}
	m := make(modules, c.Size)
	for y := range m {
		m[y] = make([]bool, c.Size)
		for x := range m[y] {
			m[y][x] = c.Black(x, y)
		}
	}
	return m, nil
}

// path returns the dark modules as rectangles one module high, one for each
// run.
func (m modules) path() string {
	var b []byte
	for y, row := range m {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			end := x
			for end < len(row) && row[end] {
				end++
			}
			n := int64(end - x)
			b = strconv.AppendInt(append(b, 'M'), int64(x+Quiet), 10)
			b = strconv.AppendInt(append(b, ' '), int64(y+Quiet), 10)
			b = strconv.AppendInt(append(b, 'h'), n, 10)
			b = strconv.AppendInt(append(b, "v1h"...), -n, 10)
			b = append(b, 'z')
			x = end
		}
	}
	return string(b)
}

// Weights of the penalties, table 11 of the standard.
const (
	weightRun        = 3
	weightBlock      = 3
	weightFinder     = 40
	weightProportion = 10
)

// penalty says how much of a code could mislead a reader (7.8.3.1).
func (m modules) penalty() int {
	p, dark := 0, 0
	size := len(m)
	column := make([]bool, size)
	for i, row := range m {
		for j := range size {
			column[j] = m[j][i]
			if row[j] {
				dark++
			}
		}
		p += line(row) + line(column)
	}
	for y := 1; y < size; y++ {
		for x := 1; x < size; x++ {
			if c := m[y][x]; c == m[y-1][x] && c == m[y][x-1] && c == m[y-1][x-1] {
				p += weightBlock
			}
		}
	}
	off := abs(dark*20 - size*size*10) // from one half, in twentieths of all modules
	return p + weightProportion*(off/(size*size))
}

// line returns the penalties of a row or column: five or more modules of one
// colour, and what looks like a corner's 1:1:3:1:1 with four light modules on
// a side. The quiet zone counts as light.
func line(row []bool) int {
	const (
		before = 0b0000_1011101
		after  = 0b1011101_0000
		window = 1<<11 - 1
	)
	p, run, seen := 0, 0, uint(0)
	for i, dark := range row {
		if i > 0 && dark == row[i-1] {
			run++
		} else {
			run = 1
		}
		switch {
		case run == 5:
			p += weightRun
		case run > 5:
			p++
		}
		seen = seen<<1&window | bit(dark)
		if seen == before || seen == after {
			p += weightFinder
		}
	}
	for range Quiet {
		seen = seen << 1 & window
		if seen == after {
			p += weightFinder
		}
	}
	return p
}

func bit(b bool) uint {
	if b {
		return 1
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

package qr

import "strings"

// Terminal draws a text as Make does, in lines of half blocks: a character is
// one module wide and two high, which is nearly square in a terminal. The code
// is meant to be black on white; who prints it sees to the colours, because
// readers of codes take white on black for nothing.
func Terminal(text string) ([]string, error) {
	m, err := modulesOf(text)
	if err != nil {
		return nil, err
	}
	dark := func(x, y int) bool {
		x, y = x-Quiet, y-Quiet
		return x >= 0 && y >= 0 && y < len(m) && x < len(m) && m[y][x]
	}
	var lines []string
	size := len(m) + 2*Quiet
	for y := 0; y < size; y += 2 {
		var line strings.Builder
		for x := range size {
			switch upper, lower := dark(x, y), dark(x, y+1); {
			case upper && lower:
				line.WriteRune('█')
			case upper:
				line.WriteRune('▀')
			case lower:
				line.WriteRune('▄')
			default:
				line.WriteByte(' ')
			}
		}
		lines = append(lines, line.String())
	}
	return lines, nil
}

//go:build race

package markdown

// slower is how many times slower the race detector makes everything: hostile
// inputs are so much smaller.
const slower = 8

package main

import (
	"os"
	"runtime/debug"
)

// Memory that a build may take before the garbage collector works harder for
// less. About half of it lives at once: what the program and a theme are made of,
// an index of all documents, and bounded parts of their texts and their cards. The
// other half saves collections, each of which looks at all that lives: with 40 MB
// less, a build of 10,000 essays takes a tenth longer. A small column gets more
// than it needs, for its images. It is a soft limit: a column that needs more is
// built all the same.
const (
	memoryAtLeast     = 100 << 20 // bytes
	memoryForAll      = 64 << 20
	memoryForDocument = 17 << 9 // for each
)

// shortLived tells the garbage collector that the program ends soon: by default it
// works whenever what lives has doubled, which in a run of a tenth of a second is
// ten times. At 1600 percent it begins at 64 MB; how much more there may be is
// bounded by [limitMemory].
func shortLived() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(1600)
	}
}

// limitMemory keeps a build of so many documents from taking all that is there,
// unless somebody has set a limit of their own.
func limitMemory(documents int) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(max(memoryAtLeast, memoryForAll+int64(documents)*memoryForDocument))
	}
}

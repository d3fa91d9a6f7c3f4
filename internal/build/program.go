package build

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"

	"luxi/internal/fingerprint"
)

// program names the luxi that runs, because another one may make other files
// of the same content: by its version and the commit that it was built from, or,
// where it was built from changed sources, by its file.
var program = sync.OnceValue(func() fingerprint.Sum {
	h := fingerprint.New()
	info, ok := debug.ReadBuildInfo()
	if !ok {
		h.String(executable())
		return h.Sum()
	}
	h.String(info.GoVersion)
	h.String(info.Main.Version)
	h.String(info.Main.Sum)
	clean := info.Main.Sum != ""
	for _, s := range info.Settings {
		h.String(s.Key)
		h.String(s.Value)
		clean = clean || s.Key == "vcs.modified" && s.Value == "false"
	}
	if !clean {
		h.String(executable())
	}
	return h.Sum()
})

// executable tells one build of the program from another.
func executable() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return name
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

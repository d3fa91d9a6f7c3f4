//go:build !windows

package serve

import (
	"errors"
	"syscall"
)

// inUse reports whether another program listens on a port.
func inUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

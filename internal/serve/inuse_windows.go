package serve

import (
	"errors"

	"golang.org/x/sys/windows"
)

// inUse reports whether another program listens on a port, or the system keeps
// it for one.
func inUse(err error) bool {
	return errors.Is(err, windows.WSAEADDRINUSE) || errors.Is(err, windows.WSAEACCES)
}

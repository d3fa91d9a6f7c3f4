//go:build unix

package publish

import "syscall"

// processorTime returns what this process has used, in nanoseconds: on a machine
// that does other things too it says more than a clock.
func processorTime() int64 {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return r.Utime.Nano() + r.Stime.Nano()
}

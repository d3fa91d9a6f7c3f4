package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// peakMemory returns the largest resident set of a process that has ended, in
// bytes (ru_maxrss, in KiB on Linux). A child starts from its parent's, so the
// figure means something only where it is above that of this process.
func peakMemory(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss * 1024
}

// ownPeakMemory returns that of this process.
func ownPeakMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss * 1024
}

// inMemory reports whether a folder lies on a tmpfs.
func inMemory(dir string) bool {
	const tmpfs = 0x01021994 // TMPFS_MAGIC of linux/magic.h
	var fs syscall.Statfs_t
	return syscall.Statfs(dir, &fs) == nil && fs.Type == tmpfs
}

// busySeconds returns how long the machine's processors have worked since it
// started, all of them together, by /proc/stat.
func busySeconds() float64 {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(stat), "\n")
	fields := strings.Fields(line)
	const perSecond = 100 // USER_HZ, fixed for what the kernel tells programs
	busy := 0.0
	for i, f := range fields {
		if i == 0 || i == 4 || i == 5 || i > 8 { // idle, iowait; guests are in user
			continue
		}
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return 0
		}
		busy += n / perSecond
	}
	return busy
}

// processor returns the name of the machine's processor.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(info)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// peakOf returns the largest resident set of a process that runs, in bytes
// (VmHWM of /proc/pid/status, in KiB).
func peakOf(pid int) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kib * 1024
}
